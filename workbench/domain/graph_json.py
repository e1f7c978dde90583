"""A dependency graph as plain JSON values, in the exchange format wb-graph/1 (`resources/help/graph-format.md`)."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from workbench.domain.collector import collector_paused
from workbench.domain.graph import (
    Criticality,
    Dependency,
    DependencyKind,
    Graph,
    Group,
    Journey,
    Node,
    Phase,
    Position,
    Survivable,
)
from workbench.domain.graph_position import position_from_json, position_to_json
from workbench.errors import BadInput
from workbench.i18n import _, n_

__all__ = ["FORMAT", "graph_from_json", "graph_to_json", "journey_to_json", "node_from_json", "node_to_json"]

FORMAT = "wb-graph/1"
Word = TypeVar("Word", bound=StrEnum)
_SHOWN = 60
_MOST_PROBLEMS = 200
_MOST_LEVELS = 50
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NUMBERS = ("unavailability", "mttf_s", "mttr_s", "rto_s", "rpo_s")
_NODE_KEYS = frozenset((
    *_NUMBERS, "label", "kind", "type", "unavailability_source", "failable", "managed", "requires", "groups", "domains",
    "soft", "attributes", "position",
))  # fmt: skip
_GROUP_KEYS = frozenset(("needs", "members", "failover_s", "lag_s"))
_DEPENDENCY_KEYS = frozenset(("id", "criticality", "kind", "phase"))
_JOURNEY_KEYS = frozenset(("id", "label", "node", "criticality", "rto_s", "rpo_s", "must_survive", "position"))
_GRAPH_KEYS = frozenset(("format", "nodes", "journeys"))
_PLURALS = {"permissions": "permission"}


def graph_to_json(graph: Graph) -> dict[str, Any]:
    """Return the graph as wb-graph/1; what equals its default is left out."""
    return {
        "format": FORMAT,
        "nodes": {node.id: node_to_json(node) for node in graph.nodes.values()},
        "journeys": [{"id": one.id} | journey_to_json(one) for one in graph.journeys],
    }


def node_to_json(node: Node) -> dict[str, Any]:
    """Return one element without its id."""
    entry: dict[str, Any] = {}
    if node.label:
        entry["label"] = node.label
    if node.kind != "component":
        entry["kind"] = node.kind
    if node.type:
        entry["type"] = node.type
    if not node.failable:
        entry["failable"] = False
    if node.managed:
        entry["managed"] = True
    for name in ("unavailability", "unavailability_source", "mttf_s", "mttr_s", "rto_s", "rpo_s"):
        value = getattr(node, name)
        if value not in (None, ""):
            entry[name] = value
    if node.requires:
        entry["requires"] = [_dependency_to_json(one) for one in node.requires]
    if node.groups:
        entry["groups"] = [_group_to_json(group) for group in node.groups]
    if node.domains:
        entry["domains"] = list(node.domains)
    if node.soft:
        entry["soft"] = list(node.soft)
    if node.attributes:
        entry["attributes"] = dict(node.attributes)
    if node.position:
        entry["position"] = position_to_json(node.position)
    return entry


def _dependency_to_json(one: Dependency) -> str | dict[str, str]:
    said = {}
    if one.criticality is not Criticality.HARD:
        said["criticality"] = str(one.criticality)
    if one.kind is not DependencyKind.DATA_FLOW:
        said["kind"] = str(one.kind)
    if one.phase is not Phase.RUN:
        said["phase"] = str(one.phase)
    return {"id": one.id} | said if said else one.id


def _group_to_json(group: Group) -> dict[str, Any]:
    entry: dict[str, Any] = {} if group.needs is None else {"needs": group.needs}
    entry["members"] = list(group.members)
    for name in ("failover_s", "lag_s"):
        if getattr(group, name) is not None:
            entry[name] = getattr(group, name)
    return entry


def journey_to_json(journey: Journey) -> dict[str, Any]:
    """Return one journey without its id."""
    entry: dict[str, Any] = {"label": journey.label} if journey.label else {}
    entry["node"] = journey.node
    if journey.criticality:
        entry["criticality"] = journey.criticality
    for name in ("rto_s", "rpo_s"):
        if getattr(journey, name) is not None:
            entry[name] = getattr(journey, name)
    if journey.must_survive:
        entry["must_survive"] = [str(one) for one in journey.must_survive]
    if journey.position:
        entry["position"] = position_to_json(journey.position)
    return entry


def graph_from_json(data: Any, warnings: list[str] | None = None) -> Graph:
    """Read wb-graph/1.

    Args:
        data: Parsed JSON.
        warnings: Where keys that nobody knows are noted; they are not used.

    Raises:
        BadInput: Something cannot be used; `details` lists every place with what is wrong there.
    """
    reader = _Reader([], [] if warnings is None else warnings)
    with collector_paused():
        graph = reader.graph(data)
    if reader.problems:
        first, more = reader.problems[0], len(reader.problems) - 1
        said = _("The graph cannot be used: {problem}").format(problem=first)
        if more:
            said += " " + n_("There is one more such place.", "There are {n} more such places.", more)
        raise BadInput(said, _("The guide's page on the graph format shows every key."), tuple(reader.problems))
    return graph


def node_from_json(node_id: str, data: Any) -> Node:
    """Read one element by itself; references to others are not checked.

    Raises:
        BadInput: Something cannot be used.
    """
    reader = _Reader([], [])
    node = reader.node(node_id, data, f"nodes.{node_id}")
    if reader.problems:
        raise BadInput(reader.problems[0], details=tuple(reader.problems))
    return node


@dataclass
class _Reader:
    """Reads all there is and notes what is wrong; what is wrong reads as its default."""

    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def wrong(self, where: str, what: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(f"{where}: {what}")

    def graph(self, data: Any) -> Graph:
        if not isinstance(data, dict):
            self.wrong("(top)", _("is no JSON object"))
            return Graph()
        said = data.get("format", FORMAT)
        if said != FORMAT:
            self.wrong("format", _('is "{said}"; this version reads {format}').format(said=_short(said), format=FORMAT))
        for key in ("nodes", "journeys"):
            if key not in data:
                self.wrong(key, _("is missing"))
        self.known(data, _GRAPH_KEYS, "")
        nodes, journeys = data.get("nodes", {}), data.get("journeys", [])
        if not isinstance(nodes, dict):
            self.wrong("nodes", _("is no JSON object"))
            nodes = {}
        if not isinstance(journeys, list):
            self.wrong("journeys", _("is no list"))
            journeys = []
        read = {key: self.node(key, entry, f"nodes.{key}") for key, entry in nodes.items()}
        for key, node in read.items():
            self.references(key, node, read)
        return Graph(read, tuple(self.journeys(journeys, read)))

    def node(self, key: str, data: Any, where: str) -> Node:
        if not key or not _storable(key):
            self.wrong("nodes", _('"{id}" cannot be an id').format(id=_short(key)))
        if not isinstance(data, dict):
            self.wrong(where, _("is no JSON object"))
            return Node(key)
        self.known(data, _NODE_KEYS, where)
        numbers = {name: self.number(data, name, where) for name in _NUMBERS if name in data}
        chance = numbers.get("unavailability")
        if chance is not None and chance > 1:
            self.wrong(
                f"{where}.unavailability", _("is {value}; a probability lies between 0 and 1").format(value=chance)
            )
        attributes = data.get("attributes", {})
        if not isinstance(attributes, dict):
            self.wrong(f"{where}.attributes", _("is no JSON object"))
            attributes = {}
        elif not _keepable(attributes):
            self.wrong(f"{where}.attributes", _("holds what no file can keep, or is nested too deeply"))
            attributes = {}
        return Node(
            key, label=self.text(data, "label", where), kind=self.text(data, "kind", where) or "component",
            type=self.text(data, "type", where), failable=self.flag(data, "failable", where, True),
            managed=self.flag(data, "managed", where, False),
            unavailability_source=self.text(data, "unavailability_source", where), **numbers,
            requires=self.requires(data, where), groups=self.groups(data, where),
            domains=self.ids(data, "domains", where), soft=self.ids(data, "soft", where), attributes=attributes, position=self.position(data, where),
        )  # fmt: skip

    def requires(self, data: dict[str, Any], where: str) -> tuple[Dependency, ...]:
        found = []
        for place, entry in enumerate(self.list(data, "requires", where)):
            if isinstance(entry, str):
                found.append(Dependency(entry))
                continue
            at = f"{where}.requires[{place}]"
            if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
                self.wrong(at, _("is neither an id nor an object with an id"))
            else:
                self.known(entry, _DEPENDENCY_KEYS, at)
                found.append(
                    Dependency(
                        entry["id"], self.word(entry, "criticality", at, Criticality.HARD),
                        self.word(entry, "kind", at, DependencyKind.DATA_FLOW), self.word(entry, "phase", at, Phase.RUN),
                    )
                )  # fmt: skip
        return tuple(found)

    def groups(self, data: dict[str, Any], where: str) -> tuple[Group, ...]:
        found = []
        for place, entry in enumerate(self.list(data, "groups", where)):
            at = f"{where}.groups[{place}]"
            if not isinstance(entry, dict):
                self.wrong(at, _("is no JSON object"))
                continue
            self.known(entry, _GROUP_KEYS, at)
            members = self.ids(entry, "members", at)
            if not members:
                self.wrong(f"{at}.members", _("is empty"))
            for twice in sorted({one for one in members if members.count(one) > 1}):
                self.wrong(f"{at}.members", _('"{id}" is named twice').format(id=_short(twice)))
            needs = entry.get("needs")
            if needs is not None and (not isinstance(needs, int) or isinstance(needs, bool)):
                self.wrong(f"{at}.needs", _("is no whole number"))
                needs = None
            elif needs is not None and not 1 <= needs <= max(len(members), 1):
                said = _("is {needs}; it may be 1 to {n}, the number of members")
                self.wrong(f"{at}.needs", said.format(needs=needs, n=len(members)))
            found.append(Group(needs, members, self.number(entry, "failover_s", at), self.number(entry, "lag_s", at)))
        return tuple(found)

    def references(self, key: str, node: Node, there: Mapping[str, Node]) -> None:
        if there.keys() >= set(node.neighbours()):
            return
        lists = [(f"requires[{n}]", one.id) for n, one in enumerate(node.requires)]
        for n, group in enumerate(node.groups):
            lists += [(f"groups[{n}].members[{m}]", member) for m, member in enumerate(group.members)]
        lists += [(f"domains[{n}]", one) for n, one in enumerate(node.domains)]
        lists += [(f"soft[{n}]", one) for n, one in enumerate(node.soft)]
        for place, wanted in lists:
            if wanted not in there:
                self.wrong(f"nodes.{key}.{place}", _('there is no node "{id}"').format(id=_short(wanted)))

    def journeys(self, entries: list[Any], there: Collection[str]) -> list[Journey]:
        found: list[Journey] = []
        seen = set()
        for place, entry in enumerate(entries):
            at = f"journeys[{place}]"
            if not isinstance(entry, dict):
                self.wrong(at, _("is no JSON object"))
                continue
            self.known(entry, _JOURNEY_KEYS, at)
            key, node = self.text(entry, "id", at), self.text(entry, "node", at)
            if not key:
                self.wrong(f"{at}.id", _("is missing"))
            if key in seen:
                self.wrong(f"{at}.id", _('"{id}" is named twice').format(id=_short(key)))
            seen.add(key)
            if node not in there:
                self.wrong(f"{at}.node", _('there is no node "{id}"').format(id=_short(node)))
            survive = []
            for n, word in enumerate(self.list(entry, "must_survive", at)):
                survive.append(self.word({"x": word}, "x", at, Survivable.INSTANCE, f"{at}.must_survive[{n}]"))
            found.append(
                Journey(
                    key, self.text(entry, "label", at), node, self.text(entry, "criticality", at),
                    self.number(entry, "rto_s", at), self.number(entry, "rpo_s", at), tuple(dict.fromkeys(survive)), self.position(entry, at),
                )
            )  # fmt: skip
        return found

    def known(self, entry: Mapping[str, Any], keys: Collection[str], where: str) -> None:
        for key in entry:
            if key not in keys and len(self.warnings) < _MOST_PROBLEMS:
                at = f"{where}.{key}" if where else key
                self.warnings.append(
                    _("{place}: is no key of this place and is not used").format(place=_short(at, 200))
                )

    def text(self, entry: Mapping[str, Any], key: str, where: str) -> str:
        value = entry.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not _storable(value):
            self.wrong(f"{where}.{key}", _("is no text"))
            return ""
        return value

    def flag(self, entry: Mapping[str, Any], key: str, where: str, default: bool) -> bool:
        value = entry.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(f"{where}.{key}", _("is neither true nor false"))
        return value if isinstance(value, bool) else default

    def position(self, entry: Mapping[str, Any], where: str) -> Position | None:
        value, wrong = position_from_json(entry.get("position"))
        if wrong:
            self.wrong(f"{where}.position", wrong)
        return value

    def number(self, entry: Mapping[str, Any], key: str, where: str) -> float | None:
        value = entry.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= sys.float_info.max:
            self.wrong(f"{where}.{key}", _("is no number of at least 0"))
            return None
        return value

    def list(self, entry: Mapping[str, Any], key: str, where: str) -> list[Any]:
        value = entry.get(key)
        if value is not None and not isinstance(value, list):
            self.wrong(f"{where}.{key}", _("is no list"))
        return value if isinstance(value, list) else []

    def ids(self, entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        if key not in entry:
            return ()
        found = []
        for place, one in enumerate(self.list(entry, key, where)):
            if isinstance(one, str):
                found.append(one)
            else:
                self.wrong(f"{where}.{key}[{place}]", _("is no id"))
        return tuple(found)

    def word(self, entry: Mapping[str, Any], key: str, where: str, default: Word, at: str = "") -> Word:
        value = entry.get(key)
        if value is None or value == "":
            return default
        kind = type(default)
        by_name = {str(one).lower(): one for one in kind}
        plain = value.strip().lower() if isinstance(value, str) else ""
        found = by_name.get(_PLURALS.get(plain, plain))
        if found is None:
            said = _('is "{value}"; it may be {known}')
            self.wrong(at or f"{where}.{key}", said.format(value=_short(value), known=", ".join(kind)))
            return default
        return found


def _short(value: object, most: int = _SHOWN) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= most else text[:most] + "..."


def _storable(text: str) -> bool:
    return _UNSTORABLE.search(text) is None


def _keepable(value: Any, levels: int = _MOST_LEVELS) -> bool:
    """True for JSON that every file can hold: finite numbers, whole characters, not nested without end."""
    if isinstance(value, dict):
        return levels > 0 and all(_keepable(key) and _keepable(each, levels - 1) for key, each in value.items())
    if isinstance(value, list):
        return levels > 0 and all(_keepable(each, levels - 1) for each in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return _storable(value) if isinstance(value, str) else value is None or isinstance(value, int)
