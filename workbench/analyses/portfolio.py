"""What the workloads of one or several files have in common: plain facts, for tables and pictures over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from workbench.analyses.trend import Trend, TrendPoint
from workbench.domain.initiative import Initiative
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import RISK_ORDER, Risk

__all__ = [
    "Action", "Exemption", "FileFacts", "OpenRisk", "Point", "PracticeName", "Spot", "WorkloadFacts", "maturity",
    "same_person",
]  # fmt: skip


Spot = tuple[str, str]
"""Lens alias, and the id of a pillar or practice in it."""


@dataclass(frozen=True, slots=True)
class Point:
    """The counts of a workload on the day of a milestone (YYYY-MM-DD)."""

    day: str
    counts: Mapping[Risk, int]
    name: str = ""


@dataclass(frozen=True, slots=True)
class PracticeName:
    """What a practice is called, and the code of its question."""

    code: str
    title: str
    question: str = ""

    @property
    def words(self) -> str:
        """Code, where there is one, and title."""
        return f"{self.code} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class WorkloadFacts:
    """One workload.

    Attributes:
        pillars: Questions by risk of each pillar, by lens alias and pillar id.
        points: Its milestones, oldest first.
        day: The day its state is of, YYYY-MM-DD; today if empty.
    """

    id: str
    name: str
    owner: str
    next_review: str
    pillars: Mapping[Spot, Mapping[Risk, int]]
    points: tuple[Point, ...] = ()
    day: str = ""

    @property
    def counts(self) -> Counter[Risk]:
        """Questions by risk, over all pillars."""
        found: Counter[Risk] = Counter()
        for each in self.pillars.values():
            found.update(each)
        return found


@dataclass(frozen=True, slots=True)
class OpenRisk:
    """A question with a high or medium risk.

    Attributes:
        missing: Lens alias and id of each practice that is not in place.
    """

    workload_id: str
    risk: Risk
    missing: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """An open risk as somebody's work, or an initiative.

    Attributes:
        key: Review and question id; "" and the initiative's id.
        risk: The question's; None for an initiative.
        owner: Who improves it, else who answers for the question; empty for nobody.
        has_plan: Whether anybody has written an owner, a day, a status or a note.
    """

    workload_id: str
    key: tuple[str, str]
    title: str
    risk: Risk | None
    owner: str
    due: str
    status: ItemStatus
    has_plan: bool = True

    def is_overdue(self, today: str) -> bool:
        """True when its day has passed and it is neither done nor accepted."""
        return bool(self.due) and self.due < today and self.status not in (ItemStatus.DONE, ItemStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Exemption:
    """An open risk that somebody has accepted, or a decision on a finding of the architecture; until a day.

    Attributes:
        risk: The question's; None for a finding.
    """

    workload_id: str
    title: str
    risk: Risk | None
    why: str
    by: str
    until: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one workspace file says.

    Attributes:
        name: What to call the file.
        practices: Names by lens alias and practice id.
        lenses: Names of the lenses by alias.
        pillars: Short code and name by lens alias and pillar id, in the order of the lenses.
        actions: Open risks and initiatives that are not done.
        initiatives: Workload id and initiative, done or not.
        is_main: The open file; others are shown beside it and opened by nobody here.
    """

    name: str
    workloads: tuple[WorkloadFacts, ...]
    practices: Mapping[Spot, PracticeName] = field(default_factory=dict)
    lenses: Mapping[str, str] = field(default_factory=dict)
    pillars: Mapping[Spot, tuple[str, str]] = field(default_factory=dict)
    risks: tuple[OpenRisk, ...] = ()
    actions: tuple[Action, ...] = ()
    exceptions: tuple[Exemption, ...] = ()
    initiatives: tuple[tuple[str, Initiative], ...] = ()
    is_main: bool = True


def same_person(one: str, other: str) -> bool:
    """Whether two names mean the same person or team: the same but for case and spaces around."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def maturity(files: Iterable[FileFacts], today: str) -> Trend:
    """Return the counts over all workloads at the end of each quarter and today.

    A workload counts with its last milestone by then; before its first milestone it does not count. Today counts what
    is answered now, milestone or not.

    Args:
        files: The files.
        today: YYYY-MM-DD.
    """
    workloads = [one for file in files for one in file.workloads]
    days = sorted(point.day for one in workloads for point in one.points)
    points = []
    for end in _quarter_ends(days[0], today) if days else ():
        sums: Counter[Risk] = Counter()
        counted = 0
        for one in workloads:
            last = next((point for point in reversed(one.points) if point.day <= end), None)
            if last is not None:
                sums.update(last.counts)
                counted += 1
        points.append(TrendPoint(counted, _quarter(end), end, _ordered(sums)))
    now: Counter[Risk] = Counter()
    for one in workloads:
        now.update(one.counts)
    points.append(TrendPoint(len(workloads), "", today, _ordered(now)))
    return Trend("", "", tuple(points))


def _ordered(counts: Mapping[Risk, int]) -> tuple[tuple[Risk, int], ...]:
    return tuple((risk, counts[risk]) for risk in RISK_ORDER if counts.get(risk))


def _quarter(day: str) -> str:
    return f"{day[:4]} Q{(int(day[5:7]) + 2) // 3}"


def _quarter_ends(first: str, today: str) -> list[str]:
    """Return the last days of the quarters from one day to before another."""
    year, quarter = int(first[:4]), (int(first[5:7]) + 2) // 3
    found: list[str] = []
    while True:
        month = quarter * 3
        end = date(year, month, 31 if month in (3, 12) else 30).isoformat()
        if end >= today:
            return found
        found.append(end)
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)
