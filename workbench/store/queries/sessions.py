"""Sessions: their plans, logs, and what came out of them; templates of plans and of answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from workbench.domain.inherited import Inherited
from workbench.domain.session import Participant, SessionPlan, SessionTemplate
from workbench.domain.session_answers import AnswerTemplate, template_answer
from workbench.domain.session_events import Event, EventKind, Note, Vote
from workbench.domain.session_json import plan_from_json
from workbench.domain.session_state import SessionState, state_of
from workbench.store.queries.answers import inherited_marks
from workbench.store.tables import (
    AnswerTemplateRow,
    SessionEventRow,
    SessionRow,
    SessionTemplateRow,
    TemplateAnswerRow,
)

__all__ = [
    "actions_of",
    "answer_template",
    "answer_templates",
    "decisions_of",
    "dissent_of",
    "events_of",
    "inherited_of",
    "notes_of",
    "parked_of",
    "participants_of",
    "session_of",
    "session_state",
    "session_templates",
    "sessions_of",
    "votes_of",
]

_session: Table = SessionRow.__table__  # type: ignore[assignment]
_event: Table = SessionEventRow.__table__  # type: ignore[assignment]


# -- plans ------------------------------------------------------------------------------------------


def session_of(session: Session, session_id: str) -> SessionPlan | None:
    """Return a planned session by id, or None."""
    row = session.execute(select(_session).where(_session.c.id == session_id)).mappings().first()
    return plan_from_json(dict(row)) if row else None


def sessions_of(session: Session, workload_id: str) -> tuple[SessionPlan, ...]:
    """Return the sessions of a workload, in the order they were planned."""
    query = select(_session).where(_session.c.workload_id == workload_id).order_by(_session.c.created_at, _session.c.id)
    return tuple(plan_from_json(dict(row)) for row in session.execute(query).mappings())


def session_templates(session: Session) -> tuple[SessionTemplate, ...]:
    """Return the kept plans, by name."""
    rows = session.execute(select(SessionTemplateRow.id, SessionTemplateRow.name, SessionTemplateRow.body))
    found = [SessionTemplate(key, name, plan_from_json(body)) for key, name, body in rows]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


# -- logs -------------------------------------------------------------------------------------------


def events_of(session: Session, session_id: str) -> tuple[Event, ...]:
    """Return the log of a session in order; the facilitator's view, with who said what."""
    query = select(_event.c.id, _event.c.at, _event.c.kind, _event.c.lens, _event.c.question, _event.c.body)
    rows = session.connection().execute(query.where(_event.c.session_id == session_id).order_by(_event.c.id))
    return tuple(
        Event(key, at, EventKind(kind), lens, question, body or {}) for key, at, kind, lens, question, body in rows
    )


def session_state(session: Session, session_id: str) -> SessionState:
    """Return where a session stands after everything in its log."""
    return state_of(events_of(session, session_id))


# -- what came out of it ------------------------------------------------------------------------------


def notes_of(session: Session, session_id: str, kinds: Iterable[EventKind]) -> tuple[Note, ...]:
    """Return notes that were not withdrawn, in the order they were made.

    Who said it is left out unless that person agreed to be named; reports may take these as they are.
    """
    wanted = frozenset(kinds)
    agreed = {one.name for one in participants_of(session, session_id) if one.agreed}
    notes = (note for note in session_state(session, session_id).notes.values() if note.kind in wanted)
    return tuple(note if note.said in agreed else replace(note, said="") for note in notes)


def decisions_of(session: Session, session_id: str) -> tuple[Note, ...]:
    """Return what was decided."""
    return notes_of(session, session_id, (EventKind.DECISION,))


def parked_of(session: Session, session_id: str) -> tuple[Note, ...]:
    """Return what went to the parking lot."""
    return notes_of(session, session_id, (EventKind.PARKED,))


def actions_of(session: Session, session_id: str) -> tuple[Note, ...]:
    """Return what somebody is to do, with owner and date where they were named."""
    return notes_of(session, session_id, (EventKind.ACTION,))


def dissent_of(session: Session, session_id: str) -> tuple[Note, ...]:
    """Return what somebody did not agree with."""
    return notes_of(session, session_id, (EventKind.DISSENT,))


def votes_of(session: Session, session_id: str) -> tuple[Vote, ...]:
    """Return the votes, by count."""
    return tuple(session_state(session, session_id).votes.values())


def participants_of(session: Session, session_id: str) -> tuple[Participant, ...]:
    """Return who was invited; nothing for an unknown session."""
    plan = session_of(session, session_id)
    return plan.participants if plan else ()


# -- platform answers ---------------------------------------------------------------------------------


def answer_templates(session: Session, lens: str = "") -> tuple[AnswerTemplate, ...]:
    """Return the templates with platform answers, of one lens if it is named, by name."""
    query = select(AnswerTemplateRow.id).order_by(AnswerTemplateRow.name, AnswerTemplateRow.id)
    if lens:
        query = query.where(AnswerTemplateRow.lens == lens)
    found = (answer_template(session, key) for key in session.execute(query).scalars())
    return tuple(one for one in found if one is not None)


def answer_template(session: Session, template_id: str) -> AnswerTemplate | None:
    """Return a template with its answers, or None for an unknown id."""
    row = session.get(AnswerTemplateRow, template_id)
    if row is None:
        return None
    query = select(TemplateAnswerRow.question_id, TemplateAnswerRow.body)
    rows: Any = session.execute(
        query.where(TemplateAnswerRow.template_id == template_id).order_by(TemplateAnswerRow.question_id)
    )
    answers = tuple(template_answer(key, body) for key, body in rows)
    return AnswerTemplate(row.id, row.name, row.lens, row.lens_version, answers)


def inherited_of(session: Session, review_id: str) -> dict[str, Inherited]:
    """Return which answers of a review came from a template, by question id."""
    return {one.question_id: one for one in inherited_marks(session, [review_id])}
