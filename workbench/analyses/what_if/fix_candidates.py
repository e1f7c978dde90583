"""Changes that may help: what the table of fixes suggests for each single point of failure and each shared fate."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.analyses.failure.shared_fate import SharedFate
from workbench.analyses.failure.words import PLACES, Words
from workbench.analyses.what_if.changes import AddReplica, Change, MakeSoft, RemoveDependency, SplitDomain
from workbench.domain.graph import KIND_TITLES, Criticality, Graph, Node, Phase
from workbench.i18n import _, n_
from workbench.library.fix_rules import Action, FixRule, FixRules

__all__ = ["Candidate", "candidates"]

_ZONAL = ("subnet", "rack", "node_group", "cluster", "az")
_MOST_CHANGES = 300


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to help.

    Attributes:
        id: Made of the rule and the target; equal graphs give equal ids.
        target: The single point, or the cause of a shared fate.
        changes: What is done to the graph.
        title: The same in words.
    """

    id: str
    rule: FixRule
    target: str
    changes: tuple[Change, ...]
    title: str


def candidates(
    graph: Graph, singles: Iterable[str], fates: Iterable[SharedFate], users: Mapping[str, Iterable[str]],
    rules: FixRules, circles: Collection[str] = (),
) -> list[Candidate]:  # fmt: skip
    """Return what may help, in the order in which the changes are applied together; nothing is known to help yet.

    Args:
        graph: The graph.
        singles: Elements to remove as single points.
        fates: Shared fates to part.
        users: Who refers to an element, by id (`Live.users`).
        rules: The table.
        circles: Elements that require each other in a circle; a copy of one would lean on the first, so it gets none.
    """
    making = _Making(graph, users, rules, frozenset(circles))
    found: dict[str, Candidate] = {}
    for target in dict.fromkeys(singles):
        if not graph.nodes[target].managed:
            found.update((one.id, one) for one in making.against_single(target))
    parted: dict[str, list[SharedFate]] = {}
    for fate in fates:
        parted.setdefault(fate.cause, []).append(fate)
    for cause, some in parted.items():
        if not graph.nodes[cause].managed:
            found.update((one.id, one) for one in making.against_fate(cause, some))
    found.update((one.id, one) for one in making.for_failovers())
    order = list(Action)
    return sorted(found.values(), key=lambda one: (order.index(one.rule.action), one.id))


class _Making:
    def __init__(
        self, graph: Graph, users: Mapping[str, Iterable[str]], rules: FixRules, circles: frozenset[str]
    ) -> None:  # fmt: skip
        self.graph = graph
        self._circles = circles
        self.rules = rules
        self._users = users
        self._words = Words(graph)
        self._needed = self._reached(journey.node for journey in graph.journeys)
        self._order = {name: place for place, name in enumerate(graph.nodes)}

    def against_single(self, target: str) -> Iterator[Candidate]:
        node = self.graph.nodes[target]
        name = self._words.full(target)
        if rule := self._rule(Action.SOFT, node):
            changes = tuple(MakeSoft(user, target) for user in self._hard_users(target))
            if changes:
                said = _("{users} can do without {name}").format(
                    users=self._words.names(one.id for one in changes), name=name
                )
                yield self._made(rule, target, changes, said)
        if rule := self._rule(Action.SPREAD, node):
            spread = self._spread(target)
            if 0 < len(spread) <= _MOST_CHANGES:
                kind = _(KIND_TITLES.get(node.kind, node.kind))
                said = n_("{n} element of {name} in a second {kind} as well", "{n} elements of {name} in a second {kind} as well", len(spread))  # fmt: skip
                yield self._made(rule, target, spread, said.format(name=name, kind=kind))
        if target not in self._circles and (rule := self._rule(Action.REPLICA, node)):
            change = AddReplica(target, instead=self._elsewhere(node.domains))
            said = _("A second {name}").format(name=name)
            if change.instead:
                pair = next((one for one in change.instead if self.graph.nodes[one[0]].kind == "az"), change.instead[0])
                said = _("{change}, in {place}").format(change=said, place=self._place(*pair))
            yield self._made(rule, target, (change,), said)

    def against_fate(self, cause: str, fates: Sequence[SharedFate]) -> Iterator[Candidate]:
        rule = self._rule(Action.SPLIT, self.graph.nodes[cause])
        if rule is None:
            return
        moves: dict[str, SplitDomain] = {}
        taken: set[str] = set()
        for fate in fates:
            first: set[str] = set()
            for member in fate.members:
                between = [user for user in self._between(member, cause) if user not in taken]
                if not between or set(between) & first:
                    continue
                if not first:
                    first = set(between)
                    taken |= first
                    continue
                taken.update(between)
                moves[member] = SplitDomain(cause, tuple(between), instead=self._with_users(cause, between))
        if moves:
            moved = [user for move in moves.values() for user in move.members]
            said = _("{members} with a {name} of their own") if len(moved) > 1 else _("{members} with its own {name}")
            title = said.format(members=self._words.names(moved), name=self._words.full(cause))
            yield self._made(rule, cause, tuple(moves.values()), title)

    def for_failovers(self) -> Iterator[Candidate]:
        """Ways to fail over without what the failover needs to recover."""
        for name in self.graph.nodes:
            node = self.graph.nodes[name]
            if name not in self._needed or not (node.groups or self._is_member(name)):
                continue
            for one in node.requires:
                rule = self._rule(Action.STATIC, self.graph.nodes[one.id])
                if one.phase is Phase.RECOVER and one.criticality is not Criticality.SOFT and rule:
                    change = RemoveDependency(name, one.id, Phase.RECOVER)
                    said = _("{name} fails over without {on}").format(
                        name=self._words.name(name), on=self._words.full(one.id)
                    )
                    yield self._made(rule, f"{name}>{one.id}", (change,), said)

    def _rule(self, action: Action, node: Node) -> FixRule | None:
        return self.rules.of(action, node.kind, node.type)

    def _made(self, rule: FixRule, target: str, changes: tuple[Change, ...], title: str) -> Candidate:
        return Candidate(f"{rule.id}:{target}", rule, target.partition(">")[0], changes, title)

    def _reached(self, names: Iterable[str]) -> set[str]:
        """What some elements lean on while they run, themselves included."""
        found = set(names)
        waiting = list(found)
        while waiting:
            node = self.graph.nodes[waiting.pop()]
            below = [*node.required(Phase.RUN), *(each for group in node.groups for each in group.members)]
            for each in below:
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def _hard_users(self, target: str) -> list[str]:
        return [
            user for user in self._users.get(target, ())
            if user in self._needed and any(
                one.id == target and one.phase is Phase.RUN and one.criticality is not Criticality.SOFT
                for one in self.graph.nodes[user].requires
            )
        ]  # fmt: skip

    def _is_member(self, name: str) -> bool:
        nodes = self.graph.nodes
        return any(name in group.members for user in self._users.get(name, ()) for group in nodes[user].groups)

    def _between(self, member: str, cause: str) -> list[str]:
        """What refers to a cause on the way down from a member."""
        reached = self._reached((member,))
        return [
            user for user in self._users.get(cause, ())
            if user in reached and cause in self.graph.nodes[user].required(Phase.RUN)
        ]  # fmt: skip

    def _with_users(self, cause: str, users: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Places for a copy of a cause in which all that will use it stands already."""
        nodes = self.graph.nodes
        standing = [self._places(user) for user in users]
        mine = {nodes[each].kind: each for each in standing[0] if all(each in places for places in standing)}
        pairs = [(home, mine.get(nodes[home].kind, home)) for home in nodes[cause].domains]
        return tuple((old, new) for old, new in pairs if old != new and nodes[old].kind in _ZONAL)

    def _places(self, name: str) -> list[str]:
        """All domains that an element stands in, the near ones first."""
        found = list(self.graph.nodes[name].domains)
        for each in found:  # grows meanwhile
            found += [one for one in self.graph.nodes[each].domains if one not in found]
        return found

    def _zone(self, place: str) -> str:
        return next((one for one in (place, *self._places(place)) if self.graph.nodes[one].kind == "az"), "")

    def _sibling(self, place: str, apart: str = "") -> str:
        """A place of the same kind in another zone, and not in `apart`; the id of a new one if there is none."""
        nodes = self.graph.nodes
        for name, node in nodes.items():
            if node.kind != nodes[place].kind or name == place or apart in (name, *self._places(name)):
                continue
            if node.kind == "az" or not self._zone(place) or self._zone(name) != self._zone(place):
                return name
        number, name = 2, f"{place}-2"
        while name in nodes:
            number += 1
            name = f"{place}-{number}"
        return name

    def _elsewhere(self, homes: Sequence[str], apart: str = "") -> tuple[tuple[str, str], ...]:
        """What to put in the place of some domains so that a copy stands in another zone, or outside `apart`."""
        swap: dict[str, str] = {}
        waiting = list(homes)
        while waiting:
            place = waiting.pop(0)
            inside = place == apart or apart in self._places(place)
            if place in swap or not (inside if apart else self.graph.nodes[place].kind in _ZONAL):
                continue
            swap[place] = self._sibling(place, apart)
            if swap[place] not in self.graph.nodes:
                waiting += self.graph.nodes[place].domains
        return tuple(swap.items())

    def _place(self, old: str, new: str) -> str:
        if new in self.graph.nodes:
            return self._words.full(new)
        return _("a new {kind}").format(kind=_(KIND_TITLES.get(self.graph.nodes[old].kind, "")))

    def _spread(self, target: str) -> tuple[Change, ...]:
        """Second instances, outside the target, of all that is needed and stands in it."""
        inside, waiting = {target}, [target]
        while waiting:
            place = waiting.pop()
            for user in self._users.get(place, ()):
                if user not in inside and place in self.graph.nodes[user].domains:
                    inside.add(user)
                    if self.graph.nodes[user].kind in PLACES:
                        waiting.append(user)
        wanted = [
            name for name in inside
            if name in self._needed and name not in self._circles
            and self.graph.nodes[name].kind not in PLACES and not self._covered(name, inside)
        ]  # fmt: skip
        wanted.sort(key=self._order.__getitem__)
        return tuple(
            AddReplica(name, instead=self._elsewhere(self.graph.nodes[name].domains, target)) for name in wanted
        )

    def _covered(self, name: str, inside: set[str]) -> bool:
        """Whether enough other members outside carry on for every user, or enough before this one get a second one."""
        for user in self._users.get(name, ()):
            node = self.graph.nodes[user]
            if user not in self._needed:
                continue
            if name in node.required(Phase.RUN):
                return False
            for group in node.groups:
                if name in group.members:
                    lost = [each for each in group.members if each in inside]
                    short = group.needed - (len(group.members) - len(lost))
                    if lost.index(name) < short:
                        return False
        return all(one.node != name for one in self.graph.journeys)
