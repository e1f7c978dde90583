"""What happened to a question or workload: who, when, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.store.tables import ChangeRow, StepRow

__all__ = ["HistoryEntry", "history_of_question", "history_of_workload", "last_changed"]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One row change with the step it belongs to.

    Attributes:
        at: UTC, ISO 8601.
        state: done, undone or settled.
        before, after: Changed columns; None means no row.
    """

    step_id: int
    at: str
    who: str
    title: str
    state: str
    table: str
    key: dict[str, str]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    question_id: str


def _entries(session: Session, *where: Any, limit: int) -> tuple[HistoryEntry, ...]:
    query = (
        select(
            StepRow.id, StepRow.at, StepRow.who, StepRow.title, StepRow.state, ChangeRow.table_name,
            ChangeRow.row_key, ChangeRow.before, ChangeRow.after, ChangeRow.question_id,
        )
        .join(ChangeRow, ChangeRow.step_id == StepRow.id)
        .where(*where)
        .order_by(StepRow.id.desc(), ChangeRow.place)
        .limit(limit)
    )  # fmt: skip
    return tuple(HistoryEntry(*row) for row in session.execute(query).all())


def history_of_question(
    session: Session, review_id: str, question_id: str, limit: int = 200
) -> tuple[HistoryEntry, ...]:
    """Return the changes of one question, newest first."""
    return _entries(session, ChangeRow.review_id == review_id, ChangeRow.question_id == question_id, limit=limit)


def history_of_workload(session: Session, workload_id: str, limit: int = 500) -> tuple[HistoryEntry, ...]:
    """Return the changes of one workload, newest first."""
    return _entries(session, StepRow.workload_id == workload_id, limit=limit)


def last_changed(session: Session, review_id: str, since: str = "") -> dict[str, tuple[str, str]]:
    """Return, per question changed after a moment, who changed it last and when."""
    query = (
        select(ChangeRow.question_id, StepRow.who, StepRow.at)
        .join(StepRow, StepRow.id == ChangeRow.step_id)
        .where(ChangeRow.review_id == review_id, ChangeRow.question_id != "", StepRow.at > since)
        .where(StepRow.state != "undone")
        .order_by(StepRow.id)
    )
    return {question_id: (who, at) for question_id, who, at in session.execute(query)}
