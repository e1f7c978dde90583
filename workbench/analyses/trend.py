"""How the counts of risks went from milestone to milestone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.analyses.differences import worst_first
from workbench.domain.milestone import Milestone
from workbench.domain.risk import Risk

__all__ = ["Counted", "Trend", "TrendPoint", "trend", "trends"]

Counted = tuple[str, str, str, int]
"""Lens alias, pillar id, risk name and number of questions, as milestones keep them."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The counts at one moment.

    Attributes:
        number: Of the milestone; 0 for now.
        at: UTC, ISO 8601.
        counts: Questions per risk, worst first; empty where the lens was not reviewed yet.
    """

    number: int
    name: str
    at: str
    counts: tuple[tuple[Risk, int], ...]

    def count(self, risk: Risk) -> int:
        """Return the number of questions with that risk."""
        return dict(self.counts).get(risk, 0)


@dataclass(frozen=True, slots=True)
class Trend:
    """The counts over time, oldest first.

    Attributes:
        lens_alias: One lens, or "" for all together.
        pillar_id: One pillar of it, or "" for all together.
    """

    lens_alias: str
    pillar_id: str
    points: tuple[TrendPoint, ...]

    def series(self, risk: Risk) -> tuple[int, ...]:
        """Return the number of questions with one risk at every point."""
        return tuple(point.count(risk) for point in self.points)


def trend(
    milestones: Iterable[Milestone],
    now: tuple[str, Iterable[Counted]] | None = None,
    *,
    lens_alias: str = "",
    pillar_id: str = "",
) -> Trend:
    """Return the counts of each milestone in order, and of now.

    Args:
        milestones: Of one workload, first to last.
        now: The time (UTC, ISO 8601) and the counts as they stand.
        lens_alias: Only this lens; all if empty.
        pillar_id: Only this pillar; all if empty.
    """

    def counted(entries: Iterable[Counted]) -> tuple[tuple[Risk, int], ...]:
        sums: Counter[Risk] = Counter()
        for alias, pillar, risk, questions in entries:
            if lens_alias in ("", alias) and pillar_id in ("", pillar):
                sums[Risk(risk)] += questions
        return worst_first(sums)

    points = [TrendPoint(one.number, one.name, one.at, counted(one.counts)) for one in milestones]
    if now is not None:
        points.append(TrendPoint(0, "", now[0], counted(now[1])))
    return Trend(lens_alias, pillar_id, tuple(points))


def trends(milestones: Iterable[Milestone], now: tuple[str, Iterable[Counted]] | None = None) -> tuple[Trend, ...]:
    """Return the trend of everything, then of each lens, then of each pillar of each lens."""
    known = tuple(milestones)
    fixed = (now[0], tuple(now[1])) if now else None
    entries = [entry for one in known for entry in one.counts] + list(fixed[1] if fixed else ())
    keys = (
        {("", "")} | {(alias, "") for alias, *_rest in entries} | {(alias, pillar) for alias, pillar, *_rest in entries}
    )
    return tuple(trend(known, fixed, lens_alias=alias, pillar_id=pillar) for alias, pillar in sorted(keys))
