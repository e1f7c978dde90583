"""Excessive latency: the slowest line below a journey against the time it is promised."""

from __future__ import annotations

from workbench.analyses.failure.compiled import components
from workbench.analyses.findings.capacity import number
from workbench.analyses.findings.scene import Scene
from workbench.domain.finding import Category, Finding
from workbench.domain.graph import Criticality, DependencyKind, Graph, Journey, Phase
from workbench.i18n import _, n_

__all__ = ["LATENCY", "PROMISED", "slow_journeys", "slowest_line"]

LATENCY = "latency_ms"
"""Attribute of an element: time [ms] it adds itself to one request, at the percentile that the promise is made for."""
PROMISED = "slo_ms"
"""Attribute of the element where a journey enters: time [ms] its users are promised."""


def slow_journeys(scene: Scene) -> tuple[list[Finding], list[Journey]]:
    """Return the journeys slower than promised, and those that cannot be judged though a promise is made.

    A line that is too slow already is a finding, whatever is missing; a line that is fast enough is none only when no
    time is missing below.
    """
    findings, unknown = [], []
    for journey in scene.graph.journeys:
        promised = number(scene.graph.nodes[journey.node].attributes, PROMISED)
        if promised is None:
            continue
        total, line, missing = slowest_line(scene.graph, journey.node)
        if total > promised:
            findings.append(_finding(scene, journey, promised, total, line, missing))
        elif missing:
            unknown.append(journey)
    return findings, unknown


def slowest_line(graph: Graph, entry: str) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """Return the longest time [ms] along data flows from an entry, the elements on that line, and those without a time.

    Each element waits for the slowest of what it calls: its HARD and UNKNOWN run-time data flows and the members of its
    groups. Elements that call each other in a circle count once each. Failure domains add nothing; what cannot fail is
    only a name and needs no time.

    Source: longest path in an acyclic graph, the critical path method of Kelley and Walker, 1959.
    """
    names = [entry]
    place = {entry: 0}
    below: list[list[int]] = []
    for name in names:  # grows meanwhile
        own: list[int] = []
        for each in _calls(graph, name):
            if each not in place:
                place[each] = len(names)
                names.append(each)
            own.append(place[each])
        below.append(own)
    times = [number(graph.nodes[name].attributes, LATENCY) for name in names]
    total = [0.0] * len(names)
    lines: dict[int, tuple[list[int], int]] = {}
    for part in components(below):
        members = sorted(part)
        inside = set(members)
        after = [each for one in members for each in below[one] if each not in inside]
        slowest = max(after, key=lambda each: (total[each], -each), default=-1)
        whole = sum(times[one] or 0.0 for one in members) + (total[slowest] if slowest >= 0 else 0.0)
        for one in members:
            total[one] = whole
            lines[one] = (members, slowest)
    line: list[str] = []
    at = 0
    while at >= 0:
        members, after_it = lines[at]
        line += [names[at], *(names[one] for one in members if one != at)]
        at = after_it
    missing = tuple(
        name for name, time in zip(names, times, strict=True) if time is None and graph.nodes[name].failable
    )
    return total[0], tuple(line), missing


def _calls(graph: Graph, name: str) -> list[str]:
    node = graph.nodes[name]
    found = [
        one.id
        for one in node.requires
        if one.phase is Phase.RUN and one.kind is DependencyKind.DATA_FLOW and one.criticality is not Criticality.SOFT
    ]
    return list(dict.fromkeys([*found, *(each for group in node.groups for each in group.members)]))


def _finding(
    scene: Scene, journey: Journey, promised: float, total: float, line: tuple[str, ...], missing: tuple[str, ...]
) -> Finding:  # fmt: skip
    words = scene.words
    times = {name: number(scene.graph.nodes[name].attributes, LATENCY) for name in line}
    said = [scene.words.entry(journey)] + [
        _("{element} takes {n} ms").format(element=words.name(name), n=f"{time:,.0f}")
        for name, time in times.items()
        if time is not None
    ]
    assumed = [_("Each element waits for the slowest of those it calls, and calls to several go out at once.")]
    if missing:
        assumed.append(
            n_(
                "{n} element below has no time and counts as 0 ms.",
                "{n} elements below have no time and count as 0 ms.",
                len(missing),
            )
        )
    numbers = {"journey": journey.title, "total": f"{total:,.0f}", "promised": f"{promised:,.0f}"}
    return scene.finding(
        Category.EXCESSIVE_LATENCY, "slow_journey",
        _("{journey} takes {total} ms on its slowest line; {promised} ms are promised").format(**numbers),
        _("Along its slowest line {journey} takes {total} ms, {over} ms more than promised.").format(
            **numbers, over=f"{total - promised:,.0f}"
        ),
        journeys=[journey], journey=journey.id, elements=line, about=(journey.node,), said=said, path=line,
        assumptions=assumed,
        detail={"total_ms": total, "slo_ms": promised, "line": list(line), "missing": list(missing)},
    )  # fmt: skip
