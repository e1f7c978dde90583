"""Parts of a dependency graph in words: what people read in comparisons, merges and previews."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.finding import STATUS_TITLES, FindingNote
from workbench.domain.graph import (
    KIND_TITLES,
    SURVIVABLE_TITLES,
    Criticality,
    Dependency,
    DependencyKind,
    Graph,
    Group,
    Journey,
    Node,
    Phase,
    Survivable,
)
from workbench.domain.graph_imports import ANSWERS, GONE, QUESTIONS
from workbench.i18n import N_, _, n_

__all__ = ["field_text", "field_title", "graph_value_text", "kind_text", "path_text"]

_FIELDS = {
    "label": N_("Name"),
    "kind": N_("Kind"),
    "type": N_("Type"),
    "failable": N_("Can fail"),
    "managed": N_("Managed by the provider"),
    "unavailability": N_("Unavailability"),
    "unavailability_source": N_("Source of the unavailability"),
    "mttf_s": N_("Mean time to failure [s]"),
    "mttr_s": N_("Mean time to repair [s]"),
    "rto_s": N_("RTO [s]"),
    "rpo_s": N_("RPO [s]"),
    "requires": N_("Requires"),
    "groups": N_("Redundancy group"),
    "needs": N_("Members needed"),
    "members": N_("Members"),
    "failover_s": N_("Time to fail over [s]"),
    "lag_s": N_("Lag of the data [s]"),
    "domains": N_("Stands in"),
    "soft": N_("Can do without"),
    "attributes": N_("Attributes"),
    "node": N_("Enters at"),
    "criticality": N_("Criticality"),
    "must_survive": N_("Must survive"),
}
_ATTRIBUTES = {
    QUESTIONS: N_("Left open"),
    ANSWERS: N_("Answered"),
    GONE: N_("No longer in"),
    "assumptions": N_("Assumed"),
}
_CRITICALITY = {
    Criticality.HARD: N_("hard"),
    Criticality.SOFT: N_("soft"),
    Criticality.UNKNOWN: N_("not known whether hard"),
}
_DEPENDENCY_KINDS = {
    DependencyKind.DATA_FLOW: N_("data flow"),
    DependencyKind.CONTAINMENT: N_("containment"),
    DependencyKind.PERMISSION: N_("permission"),
    DependencyKind.OBSERVABILITY: N_("observability"),
}
_PHASES = {
    Phase.RUN: N_("to run"),
    Phase.START: N_("to start"),
    Phase.SCALE: N_("to scale"),
    Phase.RECOVER: N_("to recover"),
}


def kind_text(kind: str) -> str:
    """Return what people call a kind of element; words that nobody knows stay."""
    return _(KIND_TITLES[kind]) if kind in KIND_TITLES else kind


def path_text(graph: Graph, path: Iterable[str]) -> str:
    """Return a line of elements as it is read aloud: "Checkout → api → orders"."""
    return " → ".join(" ".join(graph.title(one).split()) for one in path)


def field_title(name: str) -> str:
    """Return what people call a field of an element, group or journey; `attributes/KEY` is called by its key."""
    head, _slash, key = name.partition("/")
    if key in _ATTRIBUTES:
        return _(_ATTRIBUTES[key])
    return key or (_(_FIELDS[head]) if head in _FIELDS else name)


def field_text(name: str, value: object, titles: Mapping[str, str] | None = None) -> str:
    """Return a value of such a field in words.

    Args:
        name: The field.
        value: What it holds; one entry of it where it holds several.
        titles: What to call elements, by id; their ids if None.
    """
    names = titles or {}
    if value is None and name.endswith(("_s", "unavailability")):
        return _("not known")
    if value is None or value == "" or value == ():
        return _("nothing")
    if name in ("node", "domains", "soft", "members"):
        ids = value if isinstance(value, tuple) else (value,)
        return ", ".join(names.get(one, str(one)) for one in ids)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "kind" and isinstance(value, str):
        return kind_text(value)
    if name in (f"attributes/{QUESTIONS}", f"attributes/{ANSWERS}") and isinstance(value, dict):
        return "; ".join(f"{about}: {text}" if name.endswith(ANSWERS) else str(text) for about, text in value.items())
    if name.startswith("attributes/") and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    said = graph_value_text(value, names)
    if said is not None:
        return said
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def graph_value_text(value: object, titles: Mapping[str, str] | None = None) -> str | None:
    """Return a part of a graph, a decision about a finding, or a failure kept, in words; None for any other value.

    Args:
        value: A graph, element, journey, group, dependency, decision or scenario, or a tuple of dependencies, groups or
            journey boundaries.
        titles: What to call elements, by id; their ids if None.
    """
    names = titles or {}
    match value:
        case Graph():
            n, m = len(value.nodes), len(value.journeys)
            elements = n_("{n} element", "{n} elements", n)
            return elements + ", " + n_("{n} journey", "{n} journeys", m)
        case Node():
            return f"{value.title} ({kind_text(value.kind)})"
        case Journey():
            return _("{journey}, enters at {node}").format(journey=value.title, node=names.get(value.node, value.node))
        case Dependency():
            return _dependency(value, names)
        case Group():
            return _group(value, names)
        case FindingNote():
            parts = (_(STATUS_TITLES[value.status]), value.reason, value.comment, value.by, value.until)
            return " · ".join(part for part in parts if part)
        case FailureScenario():
            return f"{value.name}: {', '.join(names.get(one, one) for one in value.failed)}"
        case Survivable():
            return _(SURVIVABLE_TITLES[value])
        case tuple() if value and isinstance(value[0], Dependency | Group | Survivable):
            return "; ".join(graph_value_text(one, names) or "" for one in value)
    return None


def _dependency(one: Dependency, names: Mapping[str, str]) -> str:
    said = [_(_CRITICALITY[one.criticality])]
    if one.kind is not DependencyKind.DATA_FLOW:
        said.append(_(_DEPENDENCY_KINDS[one.kind]))
    if one.phase is not Phase.RUN:
        said.append(_(_PHASES[one.phase]))
    return f"{names.get(one.id, one.id)} ({', '.join(said)})"


def _group(group: Group, names: Mapping[str, str]) -> str:
    members = ", ".join(names.get(one, one) for one in group.members)
    if group.needs is None:
        said = _("some of {members} (how many is not said)").format(members=members)
    else:
        said = _("{needs} of {members}").format(needs=group.needs, members=members)
    times = []
    if group.failover_s is not None:
        times.append(_("fails over in {n} s").format(n=group.failover_s))
    if group.lag_s is not None:
        times.append(_("data up to {n} s behind").format(n=group.lag_s))
    return f"{said} ({', '.join(times)})" if times else said
