"""What-if as values: changes to a graph that can be applied, named in words, and written as JSON."""

# ruff: noqa: D102 - title and apply are explained once, in Change

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from workbench.analyses.what_if.draft import Draft, redirected
from workbench.domain.graph import Criticality, Dependency, Graph, Group, Node, Phase
from workbench.errors import BadInput
from workbench.i18n import _, n_

__all__ = [
    "CATALOG", "AddDependency", "AddReplica", "Change", "Changed", "Fail", "MakeSoft", "RemoveDependency", "RemoveNode",
    "RemoveReplica", "Repair", "SetFailable", "SetNeeds", "SplitDomain", "apply",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change; children say what it does."""

    KIND: ClassVar[str] = ""

    def title(self, graph: Graph) -> str:
        """Return what it does, in words; names are those of the graph before it."""
        raise NotImplementedError

    def apply(self, draft: Draft) -> None:
        """Do it.

        Raises:
            BadInput: It cannot be done on this graph; nothing the caller holds was changed.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Fail(Change):
    """Elements fail."""

    ids: tuple[str, ...]
    KIND: ClassVar[str] = "fail"

    def title(self, graph: Graph) -> str:
        return n_("{names} fails", "{names} fail", len(self.ids)).format(names=_names(graph, self.ids))

    def apply(self, draft: Draft) -> None:
        for each in self.ids:
            draft.node(each)
            draft.failed[each] = None


@dataclass(frozen=True, slots=True)
class Repair(Change):
    """Elements are taken as never failing of their own; what they need can still take them down."""

    ids: tuple[str, ...]
    KIND: ClassVar[str] = "repair"

    def title(self, graph: Graph) -> str:
        return n_("{names} never fails", "{names} never fail", len(self.ids)).format(names=_names(graph, self.ids))

    def apply(self, draft: Draft) -> None:
        for each in self.ids:
            draft.put(replace(draft.node(each), failable=False))
            draft.failed.pop(each, None)
            draft.repaired[each] = None


@dataclass(frozen=True, slots=True)
class AddReplica(Change):
    """A second instance, of which either will do; a member of redundancy groups gets one more beside it.

    Attributes:
        into: Id of the new element; chosen if empty.
        instead: What the new one refers to instead of something of the first, as pairs (old id, new id); a new id
            that does not exist is made as a copy of the old one.
    """

    id: str
    into: str = ""
    instead: tuple[tuple[str, str], ...] = ()
    KIND: ClassVar[str] = "add_replica"

    @classmethod
    def in_domain(cls, graph: Graph, element: str, domain: str) -> AddReplica:
        """Return the change that puts a second instance of an element into a domain, in the place of one like it.

        Raises:
            BadInput: There is no such element or domain.
        """
        draft = Draft(graph)
        wanted = draft.node(domain)
        homes = draft.node(element).domains
        for each in homes:
            if draft.node(each).kind == wanted.kind or wanted.kind in draft.kinds_above(each):
                return cls(element, instead=((each, domain),))
        return cls(element, instead=(("", domain),))

    def title(self, graph: Graph) -> str:
        said = _("A second {name}").format(name=graph.title(self.id))
        apart = [new for _old, new in self.instead]
        return _("{change}, in {places}").format(change=said, places=_names(graph, apart)) if apart else said

    def apply(self, draft: Draft) -> None:
        first = draft.node(self.id)
        users = draft.users(self.id)
        second = draft.copy(self.id, self.into, self.instead)
        for user in users:
            draft.put(_doubled(draft.node(user), first.id, second))
        if any(one.node == first.id for one in draft.journeys):
            front = Node(
                draft.fresh(f"{first.id}-any"), _("{name} (either)").format(name=first.title), "service",
                failable=False, groups=(Group(1, (first.id, second)),),
            )  # fmt: skip
            draft.put(front)
            draft.journeys = [
                replace(one, node=front.id) if one.node == first.id else one for one in draft.journeys
            ]  # fmt: skip


def _doubled(node: Node, first: str, second: str) -> Node:
    """The node, needing either instead of the first; groups with the first get the second beside it."""
    groups = tuple(
        replace(group, members=_beside(group.members, first, second)) if first in group.members else group
        for group in node.groups
    )
    needed = first in node.domains or any(
        one.id == first and one.phase is Phase.RUN and one.criticality is not Criticality.SOFT for one in node.requires
    )
    if not needed:
        return replace(node, groups=groups)
    kept = tuple(one for one in node.requires if one.id != first or one.phase is not Phase.RUN)
    domains = tuple(each for each in node.domains if each != first)
    return replace(node, requires=kept, domains=domains, groups=(*groups, Group(1, (first, second))))


def _beside(members: tuple[str, ...], first: str, second: str) -> tuple[str, ...]:
    place = members.index(first) + 1
    return (*members[:place], second, *members[place:])


@dataclass(frozen=True, slots=True)
class RemoveReplica(Change):
    """One member less in every redundancy group that has this element."""

    id: str
    KIND: ClassVar[str] = "remove_replica"

    def title(self, graph: Graph) -> str:
        return _("Without the replica {name}").format(name=graph.title(self.id))

    def apply(self, draft: Draft) -> None:
        found = False
        for user in draft.users(self.id):
            node = draft.node(user)
            groups = []
            for group in node.groups:
                if self.id in group.members:
                    found = True
                    members = tuple(each for each in group.members if each != self.id)
                    _check_needs(node, group.needed, len(members))
                    group = replace(group, members=members)
                groups.append(group)
            draft.put(replace(node, groups=tuple(groups)))
        if not found:
            raise BadInput(_("{name} is no member of a redundancy group.").format(name=draft.node(self.id).title))
        if not draft.users(self.id) and all(one.node != self.id for one in draft.journeys):
            draft.drop(self.id)


@dataclass(frozen=True, slots=True)
class SetNeeds(Change):
    """How many members of a redundancy group must be up."""

    id: str
    group: int
    needs: int
    KIND: ClassVar[str] = "set_needs"

    def title(self, graph: Graph) -> str:
        node = graph.nodes.get(self.id)
        members = node.groups[self.group].members if node and self.group < len(node.groups) else ()
        return _("{name} needs {needs} of {members}").format(
            name=graph.title(self.id), needs=self.needs, members=_names(graph, members)
        )

    def apply(self, draft: Draft) -> None:
        node = draft.node(self.id)
        if not 0 <= self.group < len(node.groups):
            raise BadInput(_("{name} has no redundancy group {n}.").format(name=node.title, n=self.group))
        group = node.groups[self.group]
        _check_needs(node, self.needs, len(group.members))
        groups = list(node.groups)
        groups[self.group] = replace(group, needs=self.needs)
        draft.put(replace(node, groups=tuple(groups)))


def _check_needs(node: Node, needs: int, members: int) -> None:
    if not 1 <= needs <= members:
        said = _("{name} would need {needs} of {n} members.").format(name=node.title, needs=needs, n=members)
        raise BadInput(said, _("Change how many are needed first."))


@dataclass(frozen=True, slots=True)
class SplitDomain(Change):
    """Some of those that share a domain, or anything else, get one of their own.

    Attributes:
        members: Who moves.
        into: Where to: an element that is there, or the id of a new one, made as a copy; chosen if empty.
        instead: As in AddReplica, for the copy.
    """

    id: str
    members: tuple[str, ...]
    into: str = ""
    instead: tuple[tuple[str, str], ...] = ()
    KIND: ClassVar[str] = "split_domain"

    def title(self, graph: Graph) -> str:
        if self.into in graph.nodes:
            return _("{members} in {into} instead of {name}").format(
                members=_names(graph, self.members), into=graph.title(self.into), name=graph.title(self.id)
            )
        return _("{members} with a {name} of their own").format(
            members=_names(graph, self.members), name=graph.title(self.id)
        )

    def apply(self, draft: Draft) -> None:
        shared = draft.node(self.id)
        target = self.into if self.into in draft.nodes else draft.copy(self.id, self.into, self.instead)
        for each in self.members:
            node = draft.node(each)
            if self.id not in node.neighbours():
                said = _("{name} does not depend on {shared}.")
                raise BadInput(said.format(name=node.title, shared=shared.title))
            draft.put(redirected(node, {self.id: target}))


@dataclass(frozen=True, slots=True)
class MakeSoft(Change):
    """An element can do without something it requires, in a lesser way."""

    id: str
    on: str
    KIND: ClassVar[str] = "make_soft"

    def title(self, graph: Graph) -> str:
        return _("{name} can do without {on}").format(name=graph.title(self.id), on=graph.title(self.on))

    def apply(self, draft: Draft) -> None:
        node = draft.node(self.id)
        if all(one.id != self.on for one in node.requires):
            said = _("{name} does not require {on}.").format(name=node.title, on=draft.node(self.on).title)
            raise BadInput(said, _("A failure domain cannot be done without; move out of it instead."))
        requires = tuple(
            replace(one, criticality=Criticality.SOFT) if one.id == self.on else one for one in node.requires
        )
        draft.put(replace(node, requires=requires))


@dataclass(frozen=True, slots=True)
class SetFailable(Change):
    """Whether an element can fail of its own."""

    id: str
    failable: bool
    KIND: ClassVar[str] = "set_failable"

    def title(self, graph: Graph) -> str:
        name = graph.title(self.id)
        return _("{name} can fail").format(name=name) if self.failable else _("{name} cannot fail").format(name=name)

    def apply(self, draft: Draft) -> None:
        draft.put(replace(draft.node(self.id), failable=self.failable))


@dataclass(frozen=True, slots=True)
class RemoveNode(Change):
    """An element is taken out, and nobody needs it any more."""

    id: str
    KIND: ClassVar[str] = "remove_node"

    def title(self, graph: Graph) -> str:
        return _("Without {name}").format(name=graph.title(self.id))

    def apply(self, draft: Draft) -> None:
        gone = draft.node(self.id)
        if any(one.node == self.id for one in draft.journeys):
            raise BadInput(_("A user journey enters at {name}.").format(name=gone.title))
        for user in draft.users(self.id):
            node = draft.node(user)
            groups = []
            for group in node.groups:
                left = tuple(each for each in group.members if each != self.id)
                if left and left != group.members:
                    _check_needs(node, group.needed, len(left))
                if left:
                    groups.append(replace(group, members=left))
            draft.put(
                replace(
                    node, groups=tuple(groups), requires=tuple(one for one in node.requires if one.id != self.id),
                    domains=tuple(each for each in node.domains if each != self.id),
                    soft=tuple(each for each in node.soft if each != self.id),
                )
            )  # fmt: skip
        draft.drop(self.id)


@dataclass(frozen=True, slots=True)
class AddDependency(Change):
    """An element requires one more thing."""

    id: str
    on: str
    phase: Phase = Phase.RUN
    KIND: ClassVar[str] = "add_dependency"

    def title(self, graph: Graph) -> str:
        return _("{name} requires {on}").format(name=graph.title(self.id), on=graph.title(self.on))

    def apply(self, draft: Draft) -> None:
        node, on = draft.node(self.id), draft.node(self.on)
        kept = tuple(one for one in node.requires if (one.id, one.phase) != (on.id, self.phase))
        draft.put(replace(node, requires=(*kept, Dependency(on.id, phase=self.phase))))


@dataclass(frozen=True, slots=True)
class RemoveDependency(Change):
    """An element does not use something any more: in one phase, or not at all."""

    id: str
    on: str
    phase: Phase | None = None
    KIND: ClassVar[str] = "remove_dependency"

    def title(self, graph: Graph) -> str:
        said = _("{name} no longer depends on {on}")
        if self.phase is Phase.RECOVER:
            said = _("{name} recovers without {on}")
        return said.format(name=graph.title(self.id), on=graph.title(self.on))

    def apply(self, draft: Draft) -> None:
        node, on = draft.node(self.id), draft.node(self.on)
        gone = [one for one in node.requires if one.id == on.id and self.phase in (None, one.phase)]
        kept = replace(node, requires=tuple(one for one in node.requires if one not in gone))
        if self.phase is None:
            kept = replace(
                kept, domains=tuple(each for each in node.domains if each != on.id),
                soft=tuple(each for each in node.soft if each != on.id),
            )  # fmt: skip
        if kept == node:
            raise BadInput(_("{name} does not depend on {shared}.").format(name=node.title, shared=on.title))
        draft.put(kept)


CATALOG: tuple[type[Change], ...] = (
    Fail, Repair, AddReplica, RemoveReplica, SetNeeds, SplitDomain, MakeSoft, SetFailable, RemoveNode, AddDependency,
    RemoveDependency,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """A graph after changes, with what failed and what never fails in it."""

    graph: Graph
    failed: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()


def apply(graph: Graph, changes: Iterable[Change], users: Mapping[str, Iterable[str]] | None = None) -> Changed:
    """Apply changes one after the other.

    Args:
        graph: Stays as it is; elements that are not changed are the same objects afterwards.
        changes: In this order.
        users: Who refers to an element, by id, if that is at hand (`Live.users`).

    Raises:
        BadInput: A change cannot be done.
    """
    draft = Draft(graph, users)
    for change in changes:
        change.apply(draft)
    return Changed(draft.graph(), tuple(draft.failed), tuple(draft.repaired))


def _names(graph: Graph, ids: Sequence[str]) -> str:
    shown = [graph.title(each) for each in ids[:4]]
    if len(ids) > 4:
        shown.append(n_("{n} more", "{n} more", len(ids) - 4))
    return ", ".join(shown)
