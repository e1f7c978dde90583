"""All workloads at a glance, from the tallies."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from workbench.domain.risk import Risk
from workbench.domain.workload import Workload
from workbench.store.queries.answers import workload_from
from workbench.store.tables import LensRow, MilestoneRow, ReviewRow, TallyRow, WorkloadRow

__all__ = ["PortfolioRow", "ReviewLine", "portfolio", "tallies_of", "workload_count", "workload_names"]

Counts = dict[Risk, int]
_RISKS = {str(risk): risk for risk in Risk}
_tally: Table = TallyRow.__table__  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review in the portfolio: lens and counts per pillar."""

    id: str
    lens_alias: str
    lens_name: str
    lens_version: str
    pillars: tuple[tuple[str, tuple[tuple[Risk, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One workload in the portfolio.

    Attributes:
        counts: Questions per risk over all its lenses.
        milestone: Number, name and UTC time of the last one; None without any.
    """

    workload: Workload
    reviews: tuple[ReviewLine, ...]
    counts: tuple[tuple[Risk, int], ...]
    milestone: tuple[int, str, str] | None

    @property
    def questions(self) -> int:
        """Questions that count: all but not applicable."""
        return sum(n for risk, n in self.counts if risk is not Risk.NOT_APPLICABLE)

    @property
    def answered(self) -> int:
        """Questions with a risk result."""
        return sum(n for risk, n in self.counts if risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE))

    def count(self, risk: Risk) -> int:
        """Return the number of questions with that risk."""
        return dict(self.counts).get(risk, 0)


def tallies_of(session: Session, review_id: str) -> dict[str, Counts]:
    """Return questions per pillar id and risk of one review."""
    found: dict[str, Counts] = defaultdict(dict)
    query = select(TallyRow.pillar_id, TallyRow.risk, TallyRow.questions).where(TallyRow.review_id == review_id)
    for pillar_id, risk, n in session.execute(query):
        found[pillar_id][Risk(risk)] = n
    return dict(found)


def portfolio(session: Session) -> tuple[PortfolioRow, ...]:
    """Return every workload with its counts, by name; three queries whatever the number of workloads."""
    tallies: dict[str, dict[str, list[tuple[Risk, int]]]] = defaultdict(lambda: defaultdict(list))
    counted = select(_tally.c.review_id, _tally.c.pillar_id, _tally.c.risk, _tally.c.questions)
    for review_id, pillar_id, risk, n in session.connection().execute(counted):
        tallies[review_id][pillar_id].append((_RISKS[risk], n))
    lines: dict[str, list[ReviewLine]] = defaultdict(list)
    reviews = (
        select(ReviewRow.workload_id, ReviewRow.id, ReviewRow.lens_alias, LensRow.name, LensRow.version)
        .join(LensRow, LensRow.sha256 == ReviewRow.lens_sha256)
        .order_by(ReviewRow.position, ReviewRow.lens_alias)
    )
    for workload_id, review_id, alias, name, version in session.execute(reviews):
        pillars = tuple((pillar, tuple(counts)) for pillar, counts in tallies[review_id].items())
        lines[workload_id].append(ReviewLine(review_id, alias, name, version, pillars))
    last: dict[str, tuple[int, str, str]] = {}
    newest = select(MilestoneRow.workload_id, func.max(MilestoneRow.number).label("n")).group_by(
        MilestoneRow.workload_id
    )
    newest_of = newest.subquery()
    query = select(MilestoneRow.workload_id, MilestoneRow.number, MilestoneRow.name, MilestoneRow.at).join(
        newest_of, (newest_of.c.workload_id == MilestoneRow.workload_id) & (newest_of.c.n == MilestoneRow.number)
    )
    for workload_id, number, name, at in session.execute(query):
        last[workload_id] = (number, name, at)
    rows = []
    workloads = select(WorkloadRow.__table__).order_by(func.lower(WorkloadRow.name))
    for row in session.execute(workloads).mappings():
        workload = workload_from(dict(row))
        counts: dict[Risk, int] = defaultdict(int)
        for line in lines[workload.id]:
            for _pillar, pairs in line.pillars:
                for risk, n in pairs:
                    counts[risk] += n
        rows.append(PortfolioRow(workload, tuple(lines[workload.id]), tuple(counts.items()), last.get(workload.id)))
    return tuple(rows)


def workload_names(session: Session) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of every workload, by name."""
    query = select(WorkloadRow.id, WorkloadRow.name).order_by(func.lower(WorkloadRow.name))
    return tuple((row[0], row[1]) for row in session.execute(query))


def workload_count(session: Session) -> int:
    """Return how many workloads there are."""
    return session.execute(select(func.count()).select_from(WorkloadRow)).scalar_one()
