"""All resources of one import, and what is found out about them, before it is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbench.domain.graph import Criticality, DependencyKind, Node, Phase
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.marks import line_of
from workbench.importers.meaning.rounds import loosened
from workbench.importers.meaning.values import at
from workbench.importers.resource import Link, Resource, Unknown, links_in
from workbench.library.resource_types import Part, Relation, ResourceTypes, Scope, TypeRule

__all__ = ["World", "unknowns"]

_PERMISSION, _FLOW = DependencyKind.PERMISSION, DependencyKind.DATA_FLOW
_MEANINGS = {
    Relation.NEEDS: (Criticality.HARD, _FLOW, Phase.RUN),
    Relation.USES: (Criticality.UNKNOWN, _FLOW, Phase.RUN),
    Relation.KEY: (Criticality.HARD, _PERMISSION, Phase.RUN),
    Relation.ROLE: (Criticality.HARD, _PERMISSION, Phase.START),
    Relation.SETTING: (Criticality.HARD, _PERMISSION, Phase.START),
    Relation.START: (Criticality.HARD, _FLOW, Phase.START),
    Relation.SCALE: (Criticality.HARD, _FLOW, Phase.SCALE),
    Relation.RECOVER: (Criticality.HARD, _FLOW, Phase.RECOVER),
    Relation.WATCH: (Criticality.SOFT, DependencyKind.OBSERVABILITY, Phase.RUN),
}
_CUSTOM = TypeRule("", "Custom resource", Part.SETTING, Scope.REGIONAL, "", failable=False, managed=True,
                   referenced=Relation.NONE)  # fmt: skip


class World:
    """The resources by id and by type, their rules, and the dependencies that were found.

    Attributes:
        resources: By id.
        draft: What is drawn on in the end.
        placed: Ids of the members of a resource that runs in copies.
        triggered: Ids that have a journey of some other kind: nobody need ask what they are for.
        entries: Ids where the proposed journeys enter.
    """

    def __init__(self, resources: Sequence[Resource], draft: Draft, types: ResourceTypes) -> None:
        self.draft = draft
        self.resources: dict[str, Resource] = {}
        self.by_type: dict[str, list[Resource]] = defaultdict(list)
        for resource in resources:
            if resource.id not in self.resources:
                self.resources[resource.id] = resource
                self.by_type[resource.type].append(resource)
        self._types = types
        self.placed: dict[str, tuple[str, ...]] = {}
        self.triggered: set[str] = set()
        self.entries: dict[str, None] = {}
        self._naming: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        self._needs: dict[tuple[str, str], Relation] = {}
        self._drawn: dict[tuple[str, str], None] = {}

    # ---------------------------------------------------------------------------------------------- looking
    def rule(self, key: str) -> TypeRule | None:
        """Return what is known of the type of a resource; None if it is unknown, or no resource."""
        resource = self.resources.get(key)
        return self.rule_of(resource) if resource else None

    def rule_of(self, resource: Resource) -> TypeRule | None:
        """Return what is known of the type of a resource."""
        if resource.type.startswith("Custom::"):
            return _CUSTOM
        return self._types.of(resource.type)

    def of(self, *types: str) -> Iterator[Resource]:
        """Yield the resources of some types, given without the leading `AWS::`."""
        for each in types:
            yield from self.by_type.get(f"AWS::{each}", ())

    def part(self, key: str) -> Part | None:
        """Return what part a resource plays."""
        rule = self.rule(key)
        return rule.part if rule else None

    def type_of(self, key: str) -> str:
        """Return the type of a resource; empty if there is none."""
        resource = self.resources.get(key)
        return resource.type if resource else ""

    def title(self, key: str) -> str:
        """Return what people call a resource."""
        resource = self.resources.get(key)
        if resource:
            return resource.label or resource.logical_id or key
        return self.draft.node(key).title if key in self.draft else key

    def values(self, resource: Resource, path: str) -> list[Any]:
        """Return the values at a path of the properties; see `values.at`."""
        return at(resource.properties, path)

    def links(self, resource: Resource, *paths: str) -> list[str]:
        """Return the ids of the resources that are named at some paths, or below, in the order of the text."""
        found: dict[str, None] = {}
        for path in paths:
            for value in self.values(resource, path):
                found.update(dict.fromkeys(self.inside(value)))
        return [one for one in found if one != resource.id]

    def naming(self, type_: str, path: str, key: str) -> list[Resource]:
        """Return the resources of a type, without `AWS::`, that name another one at a path."""
        if (type_, path) not in self._naming:
            found = self._naming[type_, path] = defaultdict(list)
            for resource in self.of(type_):
                for other in self.links(resource, path):
                    found[other].append(resource)
        return self._naming[type_, path].get(key, [])

    def inside(self, value: object) -> list[str]:
        """Return the ids of the resources that a value names."""
        return [link.id for link in links_in(value) if isinstance(link, Link) and link.id in self.resources]

    def together(self, keys: Iterable[str]) -> list[str]:
        """Return those that can be there at the same time as the ones before them: either-or is no redundancy."""
        found: dict[str, None] = {}
        excluded: set[str] = set()
        for key in keys:
            resource = self.resources.get(key)
            if resource is None or resource.condition not in excluded or not resource.condition:
                found[key] = None
                excluded.update(resource.attributes.get("excludes", ()) if resource else ())
        return list(found)

    def line(self, resource: Resource, path: str) -> int:
        """Return the line of a property, as far as it is known; else that of the resource."""
        line = 0
        holder: object = resource.properties
        for key in path.split("."):
            line = line_of(holder, key) or line
            holder = holder.get(key) if isinstance(holder, Mapping) else None
        return line or resource.line

    # ---------------------------------------------------------------------------------------------- telling
    def need(self, key: str, other: str, relation: Relation = Relation.NEEDS) -> None:
        """Note what one resource is to another; the first word for a pair counts unless a harder one comes."""
        if key == other or relation in (Relation.NONE, Relation.TARGET):
            return
        if relation in (Relation.NEEDED_BY, Relation.USED_BY):
            key, other = other, key
            relation = Relation.NEEDS if relation is Relation.NEEDED_BY else Relation.USES
        known = self._needs.get((key, other))
        if known is None or (_rank(relation) < _rank(known)):
            self._needs[key, other] = relation

    def needed(self) -> Iterable[tuple[tuple[str, str], Relation]]:
        """Return every dependency that was found so far: who needs what, and in which sense."""
        return self._needs.items()

    def ask(self, resource: Resource, about: str, text: str, others: Iterable[Resource] = ()) -> None:
        """Ask the room about a property, for others at once."""
        line = self.line(resource, about)
        self.draft.ask(resource.id, about, text, resource.file, line, [one.id for one in others])

    def assume(self, resource: Resource, text: str, *, told: bool = True) -> None:
        """Say what was taken for granted; with `told` it goes with every finding that leads through the element."""
        self.draft.report(resource.file).assume(text)
        if told and resource.id in self.draft:
            known = self.draft.node(resource.id).attributes.get("assumptions", ())
            if text not in known:
                self.draft.remark(resource.id, assumptions=[*known, text])

    def journey(self, key: str, label: str, entry: str, file: str) -> None:
        """Propose a journey."""
        self.draft.journey(key, label, entry, file)
        self.entries[entry] = None

    def bunch(
        self, key: str, members: Sequence[str], needs: int | None = None, failover_s: float | None = None,
        lag_s: float | None = None,
    ) -> None:  # fmt: skip
        """Draw a group of resources that stand in for each other."""
        members = self.together(members)
        self.draft.group(key, members, needs, failover_s, lag_s)
        self._drawn.update(dict.fromkeys((key, one) for one in members))

    def draw(self, node: Node, resource: Resource, *needs: str) -> str:
        """Add an element that only stands for others, from a resource, and return its id."""
        node = replace(node, id=self.draft.free_id(node.id), failable=False)
        self.draft.add(node, resource.file, resource.line, resource.logical_id or resource.id)
        for one in needs:
            self.draft.requires(node.id, one)
            self._drawn[node.id, one] = None
        return node.id

    # ---------------------------------------------------------------------------------------------- drawing
    def arrows(self) -> dict[str, list[str]]:
        """Return what everything needs to run, as far as it was found out."""
        found: dict[str, list[str]] = defaultdict(list)
        for one, other in self._drawn:
            found[one].append(other)
        for (one, other), relation in self._needs.items():
            if relation in (Relation.NEEDS, Relation.USES, Relation.KEY):
                found[one].append(other)
        return found

    def settle(self) -> None:
        """Make those uses soft that would close a circle: things that name each other need not wait for each other."""
        uses = [pair for pair, relation in self._needs.items() if relation is Relation.USES]
        firm = [pair for pair, relation in self._needs.items() if relation not in _LOOSE]
        for key, other in sorted(loosened([*self._drawn, *firm], uses)):
            self._needs[key, other] = Relation.SOFT
            text = _("{one} and {other} lean on each other; {one} is taken to go on without {other}.")
            self.assume(self.resources[key], text.format(one=self.title(key), other=self.title(other)))

    def apply(self) -> None:
        """Draw the dependencies."""
        for (key, other), relation in self._needs.items():
            if relation is Relation.SOFT:
                self.draft.uses(key, other)
            elif relation is Relation.IN:
                self.draft.stands_in(key, other)
            else:
                self.draft.requires(key, other, *_MEANINGS[relation])


_LOOSE = (Relation.SOFT, Relation.WATCH, Relation.USES, Relation.RECOVER)
_ORDER = (
    Relation.IN, Relation.NEEDS, Relation.KEY, Relation.USES, Relation.ROLE, Relation.START, Relation.SETTING,
    Relation.SCALE, Relation.RECOVER, Relation.WATCH, Relation.SOFT,
)  # fmt: skip
_RANKS = {relation: place for place, relation in enumerate(_ORDER)}


def _rank(relation: Relation) -> int:
    return _RANKS[relation]


def unknowns(values: Iterable[object]) -> list[Unknown]:
    """Return what is open among some values, also inside lists."""
    found: list[Unknown] = []
    for value in values:
        if isinstance(value, Unknown):
            found.append(value)
        elif isinstance(value, list | tuple):
            found.extend(unknowns(value))
    return found
