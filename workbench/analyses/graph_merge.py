"""Three dependency graphs brought together: the common base, mine and theirs, element by element and field by field."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from workbench.analyses.graph_groups import merged_groups
from workbench.analyses.merge_parts import UNKNOWN, Merger, Path, Unknown, merged_ids
from workbench.domain.finding import FindingNote
from workbench.domain.graph import Dependency, Graph, Journey, Node, Position
from workbench.domain.graph_changes import repaired

__all__ = ["merge_finding_notes", "merge_graphs"]

_PLAIN = ("label", "kind", "type", "failable", "managed", "mttf_s", "mttr_s", "rto_s", "rpo_s")
Drawn = Node | Journey
_OF_JOURNEY = ("label", "node", "criticality", "rto_s", "rpo_s")


class _Null(Enum):
    """An attribute that is null, told apart from one that is not there."""

    NULL = "null"

    def __str__(self) -> str:
        return "null"


_Uses = Mapping[str, Counter[tuple[object, ...]]]


def merge_graphs(merger: Merger, base: Graph | Unknown, mine: Graph, theirs: Graph) -> Graph:
    """Return the merged graph; what it takes and what it cannot decide is noted in the merger.

    An element that one side removed and the other changed, or uses in a new way, is a conflict. References to
    elements that are gone go with them, so that the result is whole.
    """
    if mine == theirs:
        return mine
    if not (mine and theirs) and (base is UNKNOWN or not base):  # one of them never had a graph: one thing to decide
        sides = [one if one is UNKNOWN else one or None for one in (base, mine, theirs)]
        whole: Graph | None = merger.value(("graph",), *sides)
        return whole or Graph()
    uses = [_uses(one) if isinstance(one, Graph) else {} for one in (base, mine, theirs)]
    nodes = {}
    for key in _order(base if base is UNKNOWN else base.nodes, mine.nodes, theirs.nodes):
        old: Node | Unknown | None = UNKNOWN if base is UNKNOWN else base.nodes.get(key)
        node = _node(merger, old, mine.nodes.get(key), theirs.nodes.get(key), [one.get(key) for one in uses])
        if node is not None:
            nodes[key] = node
    own, other = ({one.id: one for one in graph.journeys} for graph in (mine, theirs))
    was = UNKNOWN if base is UNKNOWN else {one.id: one for one in base.journeys}
    journeys = []
    for key in _order(was, own, other):
        journey = _journey(merger, UNKNOWN if was is UNKNOWN else was.get(key), own.get(key), other.get(key))
        if journey is not None:
            journeys.append(journey)
    return repaired(Graph(nodes, tuple(journeys)))


def merge_finding_notes(
    merger: Merger, base: tuple[FindingNote, ...] | Unknown, mine: tuple[FindingNote, ...],
    theirs: tuple[FindingNote, ...],
) -> tuple[FindingNote, ...]:  # fmt: skip
    """Return what was decided about findings; each decision is one value."""
    own, other = ({note.finding_id: note for note in notes} for notes in (mine, theirs))
    was = UNKNOWN if base is UNKNOWN else {note.finding_id: note for note in base}
    found = []
    for key in sorted({*own, *other}):
        old = UNKNOWN if was is UNKNOWN else was.get(key)
        note = merger.value(("finding", key), old, own.get(key), other.get(key))
        if note is not None:
            found.append(note)
    return tuple(found)


def _order(base: Iterable[str] | Unknown, mine: Iterable[str], theirs: Iterable[str]) -> Iterable[str]:
    """Every id, in my order, or in theirs where mine is that of the base."""
    unchanged = base is not UNKNOWN and list(base) == list(mine)
    return dict.fromkeys([*theirs, *mine] if unchanged else [*mine, *theirs])


def _uses(graph: Graph) -> _Uses:
    """In which ways each element is used, by its id."""
    found: dict[str, Counter[tuple[object, ...]]] = defaultdict(Counter)
    for node in graph.nodes.values():
        for one in node.requires:
            found[one.id][("requires", node.id, one)] += 1
        for group in node.groups:
            for member in group.members:
                found[member][("groups", node.id)] += 1
        for name in ("domains", "soft"):
            for each in getattr(node, name):
                found[each][(name, node.id)] += 1
    for journey in graph.journeys:
        found[journey.node][("journey", journey.id)] += 1
    return found


def _node(
    merger: Merger, base: Node | Unknown | None, mine: Node | None, theirs: Node | None,
    uses: list[Counter[tuple[object, ...]] | None],
) -> Node | None:  # fmt: skip
    if mine is not None and theirs is not None:
        return mine if mine == theirs else _both(merger, base, mine, theirs)
    shown = mine or theirs
    assert shown is not None  # the id came from one of them
    path, label = ("node", shown.id), shown.title
    if base is not UNKNOWN and base is not None and shown == base:
        before, own, other = (one or Counter() for one in uses)
        if (own if theirs is None else other) - before:
            return merger.conflict(path, base, mine, theirs, label=label)  # type: ignore[no-any-return]
    whole: Node | None = merger.value(path, base, mine, theirs, label=label)
    return whole


def _both(merger: Merger, base: Node | Unknown | None, mine: Node, theirs: Node) -> Node:
    old = Node(mine.id) if base is None else base
    path, label = ("node", mine.id), (mine.label or theirs.label)

    def side(name: str) -> tuple[Any, Any, Any]:
        return UNKNOWN if old is UNKNOWN else getattr(old, name), getattr(mine, name), getattr(theirs, name)

    values = {name: merger.value((*path, name), *side(name), label=label) for name in _PLAIN}
    chance = [UNKNOWN if one is UNKNOWN else (one.unavailability, one.unavailability_source)
              for one in (old, mine, theirs)]  # fmt: skip
    number, source = merger.value((*path, "unavailability"), *chance, label=label)
    return Node(
        mine.id, **values, unavailability=number, unavailability_source=source,
        requires=_requires(merger, (*path, "requires"), *side("requires"), label),
        groups=merged_groups(merger, (*path, "groups"), *side("groups"), label),
        domains=merged_ids(merger, (*path, "domains"), *side("domains"), label=label),
        soft=merged_ids(merger, (*path, "soft"), *side("soft"), label=label),
        attributes=_attributes(merger, (*path, "attributes"), *side("attributes"), label),
        position=_position(old, mine, theirs),
    )  # fmt: skip


def _requires(
    merger: Merger, path: Path, base: tuple[Dependency, ...] | Unknown, mine: tuple[Dependency, ...],
    theirs: tuple[Dependency, ...], label: str,
) -> tuple[Dependency, ...]:  # fmt: skip
    """Merge dependencies by what is needed; in how many ways and how is one value."""
    if mine == theirs or theirs == base:
        return mine
    was, own, other = UNKNOWN if base is UNKNOWN else _by_id(base), _by_id(mine), _by_id(theirs)
    found: list[Dependency] = []
    for key in dict.fromkeys([*own, *other]):
        old = UNKNOWN if was is UNKNOWN else was.get(key)
        found += merger.value((*path, key), old, own.get(key), other.get(key), label=label) or ()
    return theirs if mine == base else tuple(found)


def _by_id(requires: tuple[Dependency, ...]) -> dict[str, tuple[Dependency, ...]]:
    found: dict[str, tuple[Dependency, ...]] = {}
    for one in requires:
        found[one.id] = (*found.get(one.id, ()), one)
    return found


def _attributes(
    merger: Merger, path: Path, base: Mapping[str, Any] | Unknown, mine: Mapping[str, Any], theirs: Mapping[str, Any],
    label: str,
) -> dict[str, Any]:  # fmt: skip
    was = UNKNOWN if base is UNKNOWN else _told(base)
    own, other = _told(mine), _told(theirs)
    found = {}
    for key in dict.fromkeys([*own, *other]):
        old = UNKNOWN if was is UNKNOWN else was.get(key)
        value = merger.value((*path, key), old, own.get(key), other.get(key), label=label)
        if value is not None:
            found[key] = None if value is _Null.NULL else value
    return found


def _told(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _Null.NULL if value is None else value for key, value in attributes.items()}


def _journey(
    merger: Merger, base: Journey | Unknown | None, mine: Journey | None, theirs: Journey | None
) -> Journey | None:
    if mine is None or theirs is None:
        shown = mine or theirs
        assert shown is not None  # the id came from one of them
        whole: Journey | None = merger.value(("journey", shown.id), base, mine, theirs, label=shown.title)
        return whole
    if mine == theirs:
        return mine
    old = Journey(mine.id) if base is None else base
    path, label = ("journey", mine.id), mine.title
    values = {}
    for name in _OF_JOURNEY:
        was = UNKNOWN if old is UNKNOWN else getattr(old, name)
        values[name] = merger.value((*path, name), was, getattr(mine, name), getattr(theirs, name), label=label)
    limits = UNKNOWN if old is UNKNOWN else old.must_survive
    survive = merged_ids(merger, (*path, "must_survive"), limits, mine.must_survive, theirs.must_survive, label=label)
    return replace(mine, **values, must_survive=survive, position=_position(old, mine, theirs))


def _position(old: Drawn | Unknown, mine: Drawn, theirs: Drawn) -> Position | None:
    """Where it is drawn: as here, unless it was moved only there. Nobody is asked about that."""
    if old is UNKNOWN or not isinstance(old, Node | Journey):
        return mine.position or theirs.position
    return theirs.position if mine.position == old.position else mine.position
