"""Sessions of a workload with their logs, as packages carry them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from workbench.domain.session_json import plan_from_json
from workbench.domain.session_records import SessionRecord, SessionRecords
from workbench.store.queries.initiatives import plan_terms_of
from workbench.store.queries.sessions import events_of
from workbench.store.tables import SessionRow, SharedPlanRow

__all__ = ["session_records", "shared_plans"]

_session: Table = SessionRow.__table__  # type: ignore[assignment]


def session_records(session: Session, workload_id: str) -> SessionRecords:
    """Return every session of a workload with its whole log, who said what included, and the terms of its plan."""
    query = select(_session).where(_session.c.workload_id == workload_id).order_by(_session.c.created_at, _session.c.id)
    rows: list[Any] = [dict(row) for row in session.execute(query).mappings()]
    shared = shared_plans(session, workload_id)
    return SessionRecords(
        tuple(
            SessionRecord(
                plan_from_json(row), row["created_at"], events_of(session, row["id"]), shared.get(row["id"], ())
            )
            for row in rows
        ),
        plan_terms_of(session, workload_id),
    )


def shared_plans(session: Session, workload_id: str) -> dict[str, tuple[str, ...]]:
    """Return the signs of the plans that left or came in with packages, oldest first, by session id."""
    query = select(SharedPlanRow.session_id, SharedPlanRow.sign).where(SharedPlanRow.workload_id == workload_id)
    found: dict[str, tuple[str, ...]] = {}
    for key, sign in session.execute(query.order_by(SharedPlanRow.place)):
        found[key] = (*found.get(key, ()), sign)
    return found
