"""Achieved against wanted: for every journey, each failure that matters, what it costs, and the worst of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from workbench.analyses.failure.analysis import Analysis, JourneyResult
from workbench.analyses.failure.compiled import Semantics
from workbench.analyses.recovery.scenarios import Recoveries, Recovery
from workbench.domain.graph import DOMAIN_KINDS, Graph, Journey, Phase, Survivable
from workbench.i18n import N_
from workbench.progress import Progress, Silent

__all__ = ["VERDICT_TITLES", "JourneyRecovery", "Row", "Verdict", "judge", "recovery_table"]

_SILENT = Silent()


class Verdict(StrEnum):
    """What is achieved against what is wanted."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"
    NOT_WANTED = "not_wanted"


VERDICT_TITLES = {
    Verdict.MET: N_("met"),
    Verdict.MISSED: N_("missed"),
    Verdict.UNKNOWN: N_("not known"),
    Verdict.NOT_WANTED: N_("nobody said what is wanted"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One failure of one journey.

    Attributes:
        inside: Whether the journey has to survive it.
        rto_over, rpo_over: By how much [s] it is missed, at least; 0 where it is not; inf for never.
    """

    recovery: Recovery
    inside: bool
    rto: Verdict
    rpo: Verdict
    rto_over: float
    rpo_over: float


@dataclass(frozen=True, slots=True)
class JourneyRecovery:
    """All failures of one journey that stop it or lose data, the worst first.

    Attributes:
        tried: How many failures were looked at; those without a row do nothing.
    """

    journey: Journey
    rows: tuple[Row, ...]
    tried: int

    @property
    def worst(self) -> Row | None:
        """The worst failure that it has to survive; None if none of them does anything."""
        return next((row for row in self.rows if row.inside), None)


def judge(wanted: float | None, at_least: float, at_most: float) -> tuple[Verdict, float]:
    """Return whether what is achieved keeps within what is wanted, and by how much it does not, at least [s].

    Bounds are enough: what takes at most what is wanted is met, whatever the numbers nobody knows.
    """
    if wanted is None:
        return Verdict.NOT_WANTED, 0.0
    if at_most <= wanted:
        return Verdict.MET, 0.0
    return (Verdict.MISSED, at_least - wanted) if at_least > wanted else (Verdict.UNKNOWN, 0.0)


def recovery_table(graph: Graph, analysis: Analysis, *, progress: Progress = _SILENT) -> dict[str, JourneyRecovery]:
    """Return what every failure that matters means for every journey, by journey id.

    Looked at are its single points of failure, the failure domains it leans on, and the members of the redundancy
    groups on its way.

    Args:
        graph: The graph.
        analysis: Its analysis.
        progress: Called per failure; raises Cancelled to stop.
    """
    return _table(graph, analysis.journeys, analysis.options.semantics, progress)


def _table(
    graph: Graph, results: Mapping[str, JourneyResult], semantics: Semantics, progress: Progress
) -> dict[str, JourneyRecovery]:  # fmt: skip
    base = Recoveries(graph, semantics)
    concerned: dict[str, list[Journey]] = {}
    for journey in graph.journeys:
        for name in _failures(graph, journey, results[journey.id]):
            concerned.setdefault(name, []).append(journey)
    rows: dict[str, list[Row]] = {journey.id: [] for journey in graph.journeys}
    tried = dict.fromkeys(rows, 0)
    for place, (name, journeys) in enumerate(concerned.items()):
        progress(place, len(concerned), graph.title(name))
        for journey_id, one in base.of((name,), journeys).items():
            tried[journey_id] += 1
            if one.rto_at_most > 0 or one.rpo_at_most > 0:
                rows[journey_id].append(_row(graph, one, name))
    order = {name: place for place, name in enumerate(graph.nodes)}
    return {
        journey.id: JourneyRecovery(
            journey, tuple(sorted(rows[journey.id], key=lambda row: (_badness(row), order[row.recovery.failed[0]]))),
            tried[journey.id],
        )
        for journey in graph.journeys
    }  # fmt: skip


def _failures(graph: Graph, journey: Journey, result: JourneyResult) -> list[str]:
    found = dict.fromkeys(name for one in result.cut_sets if len(one) == 1 for name in one)
    reached = {journey.node: None}
    waiting = [journey.node]
    while waiting:
        node = graph.nodes[waiting.pop()]
        members = [each for group in node.groups for each in group.members]
        found.update(dict.fromkeys(members))
        for each in (*node.required(Phase.RUN), *members):
            if each not in reached:
                reached[each] = None
                waiting.append(each)
    found.update((name, None) for name in reached if graph.nodes[name].kind in DOMAIN_KINDS)
    return [name for name in found if graph.nodes[name].failable]


def _row(graph: Graph, one: Recovery, name: str) -> Row:
    node = graph.nodes[name]
    rto, rto_over = judge(one.journey.rto_s, one.rto_at_least, one.rto_at_most)
    rpo, rpo_over = judge(one.journey.rpo_s, one.rpo_at_least, one.rpo_at_most)
    inside = one.journey.covers(Survivable.REGION if node.managed else node.reach)
    return Row(one, inside, rto, rpo, rto_over, rpo_over)


def _badness(row: Row) -> tuple[float, ...]:
    """The worst first: what surely takes longest, then what may, then data."""
    one = row.recovery
    rto = inf if one.rto_s is None else one.rto_s
    return not row.inside, -one.rto_at_least, -rto, -one.rpo_at_least, -one.rpo_at_most
