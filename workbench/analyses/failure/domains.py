"""The worst case by failure domain: what is lost when a zone, a Region, an account, a key or a vendor is lost."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analyses.failure.analysis import Analysis
from workbench.analyses.failure.degraded import Degrading
from workbench.analyses.failure.fall import Fall
from workbench.analyses.findings.severity import criticality_rank
from workbench.domain.graph import DOMAIN_KINDS, Graph

__all__ = ["MembersLost", "WorstCase", "contents", "worst_cases"]


@dataclass(frozen=True, slots=True)
class MembersLost:
    """A redundancy group that loses members and whose owner still stands, or not.

    Attributes:
        members: Members that are down.
        left: How many are up.
        enough: Whether the owner has as many as it needs.
    """

    owner: str
    group: int
    members: tuple[str, ...]
    left: int
    enough: bool


@dataclass(frozen=True, slots=True)
class WorstCase:
    """What the loss of one failure domain does; what is down with nothing failed is left out.

    Attributes:
        holds: How many elements stand in it, in nested domains too.
        down: All elements that go down, itself included, in the order of the graph.
        degraded: Elements that work in a lesser way.
        share: Part [0 to 1] of all elements that goes down.
        ended: Journeys that end, the most critical first.
        lesser: Journeys that go on in a lesser way.
        groups: Redundancy groups that lose members.
    """

    domain: str
    kind: str
    holds: int
    down: tuple[str, ...]
    degraded: tuple[str, ...]
    share: float
    ended: tuple[str, ...]
    lesser: tuple[str, ...]
    groups: tuple[MembersLost, ...]


def contents(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return what stands in each failure domain, in nested ones too, in the order of the graph."""
    inside: dict[str, list[str]] = {}
    for name, node in graph.nodes.items():
        for each in node.domains:
            inside.setdefault(each, []).append(name)
    order = {name: place for place, name in enumerate(graph.nodes)}
    found = {}
    for domain in graph.nodes:
        if domain not in inside:
            continue
        seen: set[str] = set()
        waiting = list(inside[domain])
        while waiting:
            one = waiting.pop()
            if one not in seen and one != domain:
                seen.add(one)
                waiting += inside.get(one, ())
        found[domain] = tuple(sorted(seen, key=order.__getitem__))
    return found


def worst_cases(analysis: Analysis) -> tuple[WorstCase, ...]:
    """Return every failure domain, the worst first: by journeys ended and their criticality, lesser ones, elements down.

    Failure domains are elements of such a kind, and whatever others stand in; also those that are marked as unable to
    fail, because the question "what if" stands for them all the same.
    """
    graph, compiled = analysis.graph, analysis.compiled
    held = contents(graph)
    order = {name: place for place, name in enumerate(graph.nodes)}
    fall, degrading = Fall(compiled), Degrading(graph)
    rest = set(compiled.elements(compiled.at_rest))
    journeys = sorted(graph.journeys, key=lambda one: (criticality_rank(one), one.id))
    cases = []
    for name, node in graph.nodes.items():
        if (node.kind not in DOMAIN_KINDS and name not in held) or name in rest:
            continue
        down = set(compiled.elements(fall.of((compiled.unit_of[name],))))
        lesser = set(degrading.of(down | rest)) - set(degrading.of(rest)) if rest else set(degrading.of(down))
        cases.append(WorstCase(
            name, node.kind, len(held.get(name, ())), tuple(sorted(down, key=order.__getitem__)),
            tuple(sorted(lesser, key=order.__getitem__)), len(down) / len(graph.nodes),
            tuple(one.id for one in journeys if one.node in down), tuple(one.id for one in journeys if one.node in lesser),
            _groups(graph, analysis.options.full_groups, down, rest),
        ))  # fmt: skip
    rank = {one.id: criticality_rank(one) for one in journeys}
    return tuple(sorted(cases, key=lambda case: (
        *(-sum(rank[one] == at for one in case.ended) for at in range(3)), -len(case.lesser), -len(case.down), case.domain,
    )))  # fmt: skip


def _groups(graph: Graph, full: bool, down: set[str], rest: set[str]) -> tuple[MembersLost, ...]:
    found = []
    for name, node in graph.nodes.items():
        for number, group in enumerate(node.groups):
            lost = tuple(each for each in group.members if each in down)
            if lost and name not in rest:
                left = sum(each not in down and each not in rest for each in group.members)
                needed = len(group.members) if full and group.needs is None else group.needed
                found.append(MembersLost(name, number, lost, left, left >= needed))
    return tuple(found)
