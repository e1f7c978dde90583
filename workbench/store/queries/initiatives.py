"""Initiatives of a workload, and what its plan is held against."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from workbench.domain.initiative import Capacity, Gap, Initiative, PlanTerms
from workbench.domain.plan import ItemStatus
from workbench.store.tables import InitiativeGapRow, InitiativeRow, PlanTermsRow

__all__ = ["initiatives_of", "plan_terms_of"]

_initiative: Table = InitiativeRow.__table__  # type: ignore[assignment]
_gap: Table = InitiativeGapRow.__table__  # type: ignore[assignment]
_terms: Table = PlanTermsRow.__table__  # type: ignore[assignment]


def initiatives_of(session: Session, workload_id: str) -> tuple[Initiative, ...]:
    """Return the initiatives of a workload, by title."""
    rows = session.execute(select(_initiative).where(_initiative.c.workload_id == workload_id)).mappings().all()
    if not rows:
        return ()
    gaps: dict[str, list[Gap]] = defaultdict(list)
    query = select(_gap).join(_initiative, _initiative.c.id == _gap.c.initiative_id)
    for key, *place in session.execute(query.where(_initiative.c.workload_id == workload_id)):
        gaps[key].append(Gap(*place))
    found = []
    for row in rows:
        values: dict[str, Any] = {name: value for name, value in row.items() if name != "workload_id"}
        values["status"] = ItemStatus(values["status"])
        found.append(Initiative(closes=tuple(sorted(gaps[row["id"]])), **values))
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.id)))


def plan_terms_of(session: Session, workload_id: str) -> PlanTerms:
    """Return what the plan of a workload is held against; defaults where nothing was set."""
    row = session.execute(select(_terms).where(_terms.c.workload_id == workload_id)).mappings().first()
    if row is None:
        return PlanTerms()
    values: dict[str, Any] = {name: value for name, value in row.items() if name != "workload_id"}
    body: dict[str, Any] = {
        name: tuple(part) if isinstance(part, list) else part for name, part in values["capacity"].items()
    }
    return PlanTerms(**(values | {"capacity": Capacity(**body)}))
