"""Answers, reviews and whole snapshots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.orm import Session

from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.graph import Graph
from workbench.domain.inherited import Inherited
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.workload import FIELDS, Kind, Workload
from workbench.store.queries.graphs import finding_notes, graph_of, scenarios_of
from workbench.store.queries.initiatives import initiatives_of
from workbench.store.tables import (
    AcceptanceRow,
    AnswerRow,
    EvidenceRow,
    ImprovementRow,
    InheritedRow,
    LensRow,
    MarkRow,
    PillarNoteRow,
    ReviewRow,
    ToolRiskRow,
    WorkloadRow,
)

__all__ = [
    "acceptances_of",
    "answer_of",
    "answers_of",
    "evidence_of",
    "improvements_of",
    "inherited_marks",
    "review_state",
    "reviews_of",
    "take_snapshot",
    "workload_of",
    "workload_values",
]


_answer: Table = AnswerRow.__table__  # type: ignore[assignment]
_mark: Table = MarkRow.__table__  # type: ignore[assignment]
_tool_risk: Table = ToolRiskRow.__table__  # type: ignore[assignment]
_ANSWERS = select(
    _answer.c.question_id, _answer.c.applicable, _answer.c.reason, _answer.c.notes, _answer.c.owner, _answer.c.flagged,
    _answer.c.parked, _answer.c.verdict,
).where(_answer.c.review_id == bindparam("review"))  # fmt: skip
_MARKS = select(
    _mark.c.question_id, _mark.c.choice_id, _mark.c.state, _mark.c.reason, _mark.c.note, _mark.c.owner
).where(_mark.c.review_id == bindparam("review"))
_ANSWERS_ONE = _ANSWERS.where(_answer.c.question_id == bindparam("question"))
_MARKS_ONE = _MARKS.where(_mark.c.question_id == bindparam("question"))
_ANSWERS_SOME = _ANSWERS.where(_answer.c.question_id.in_(bindparam("questions", expanding=True)))
_MARKS_SOME = _MARKS.where(_mark.c.question_id.in_(bindparam("questions", expanding=True)))
_RISKS = select(_tool_risk.c.question_id, _tool_risk.c.risk).where(_tool_risk.c.review_id == bindparam("review"))
_STATES = {str(state): state for state in MarkState}
_REASONS = {str(reason): reason for reason in Reason}


def answers_of(session: Session, review_id: str, question_ids: Sequence[str] | None = None) -> tuple[Answer, ...]:
    """Return the non-empty answers of a review, sorted by question id; all questions if None."""
    bound: dict[str, Any] = {"review": review_id}
    if question_ids is None:
        return _answers(session, _ANSWERS, _MARKS, bound)
    if len(question_ids) == 1:
        return _answers(session, _ANSWERS_ONE, _MARKS_ONE, bound | {"question": question_ids[0]})
    return _answers(session, _ANSWERS_SOME, _MARKS_SOME, bound | {"questions": list(question_ids)})


def _answers(
    session: Session, answers: Select[Any], marks_of: Select[Any], bound: dict[str, Any]
) -> tuple[Answer, ...]:
    connection = session.connection()
    marks: dict[str, list[Mark]] = defaultdict(list)
    for question_id, choice_id, state, reason, note, owner in connection.execute(marks_of, bound):
        marks[question_id].append(Mark(choice_id, _STATES[state], _REASONS[reason], note, owner))
    found: dict[str, Answer] = {}
    for question_id, applicable, reason, notes, owner, flagged, parked, verdict in connection.execute(answers, bound):
        own = _sorted(marks.pop(question_id, ()))
        by_hand = Risk(verdict) if verdict else None
        found[question_id] = Answer(
            question_id, own, applicable, _REASONS[reason], notes, owner, flagged, parked, by_hand
        )
    for question_id, own_marks in marks.items():
        found[question_id] = Answer(question_id, _sorted(own_marks))
    for question_id, risk in connection.execute(_RISKS, {"review": bound["review"]}):
        if question_id in found:
            found[question_id] = replace(found[question_id], tool_risk=Risk(risk))
    return tuple(found[question_id] for question_id in sorted(found) if not found[question_id].is_empty)


def _sorted(marks: Sequence[Mark] | tuple[()]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.choice_id))


def answer_of(session: Session, review_id: str, question_id: str) -> Answer:
    """Return one answer; the empty Answer when nothing was recorded."""
    found = answers_of(session, review_id, [question_id])
    return found[0] if found else Answer(question_id)


def workload_of(session: Session, workload_id: str) -> Workload | None:
    """Return a workload by id, or None."""
    row = session.execute(select(WorkloadRow.__table__).where(WorkloadRow.id == workload_id)).mappings().first()
    return workload_from(dict(row)) if row else None


def workload_from(row: dict[str, Any]) -> Workload:
    """Turn the columns of a workload row into a Workload."""
    values: dict[str, Any] = {"id": row["id"]}
    for entry in FIELDS:
        value = row[entry.name]
        if entry.kind is Kind.LIST:
            value = tuple(value)
        elif entry.kind is Kind.TAGS:
            value = tuple(sorted(value.items()))
        values[entry.name] = value
    return Workload(**values)


def workload_values(workload: Workload) -> dict[str, Any]:
    """Turn a Workload into column values without its id."""
    values: dict[str, Any] = {}
    for entry in FIELDS:
        value = getattr(workload, entry.name)
        if entry.kind is Kind.LIST:
            value = list(value)
        elif entry.kind is Kind.TAGS:
            value = dict(value)
        values[entry.name] = value
    return values


def reviews_of(session: Session, workload_id: str, *, with_answers: bool = True) -> tuple[ReviewState, ...]:
    """Return the reviews of a workload in their order; empty answers tuples unless wanted."""
    query = (
        select(ReviewRow.id, ReviewRow.lens_alias, LensRow.version, LensRow.name, LensRow.sha256, ReviewRow.notes)
        .join(LensRow, LensRow.sha256 == ReviewRow.lens_sha256)
        .where(ReviewRow.workload_id == workload_id)
        .order_by(ReviewRow.position, ReviewRow.lens_alias)
    )
    found = []
    for row in session.execute(query).all():
        pillar_query = select(PillarNoteRow.pillar_id, PillarNoteRow.notes).where(
            PillarNoteRow.review_id == row[0], PillarNoteRow.notes != ""
        )
        notes = tuple(sorted((pillar, text) for pillar, text in session.execute(pillar_query)))
        answers = answers_of(session, row[0]) if with_answers else ()
        found.append(ReviewState(*row, notes, answers))
    return tuple(found)


def review_state(session: Session, review_id: str) -> ReviewState | None:
    """Return one review with its answers, or None."""
    workload_id = session.execute(select(ReviewRow.workload_id).where(ReviewRow.id == review_id)).scalar()
    if workload_id is None:
        return None
    return next((review for review in reviews_of(session, workload_id) if review.id == review_id), None)


def evidence_of(session: Session, review_ids: Sequence[str], question_id: str = "") -> tuple[Evidence, ...]:
    """Return the evidence of some reviews, or of one question of them, in a stable order."""
    query = select(EvidenceRow.__table__).where(EvidenceRow.review_id.in_(review_ids))
    if question_id:
        query = query.where(EvidenceRow.question_id == question_id)
    order = query.order_by(EvidenceRow.review_id, EvidenceRow.question_id, EvidenceRow.title, EvidenceRow.id)
    return tuple(
        Evidence(**(dict(row) | {"kind": EvidenceKind(row["kind"]), "strength": Strength(row["strength"])}))
        for row in session.execute(order).mappings()
    )


def acceptances_of(session: Session, review_ids: Sequence[str], question_id: str = "") -> tuple[Acceptance, ...]:
    """Return the accepted risks of some reviews, or of one question of them, by question id."""
    query = select(AcceptanceRow.__table__).where(AcceptanceRow.review_id.in_(review_ids))
    if question_id:
        query = query.where(AcceptanceRow.question_id == question_id)
    order = query.order_by(AcceptanceRow.review_id, AcceptanceRow.question_id)
    return tuple(Acceptance(**row) for row in session.execute(order).mappings())


def improvements_of(session: Session, review_ids: Sequence[str], question_id: str = "") -> tuple[Improvement, ...]:
    """Return what is planned in some reviews, or for one question of them, by question id."""
    query = select(ImprovementRow.__table__).where(ImprovementRow.review_id.in_(review_ids))
    if question_id:
        query = query.where(ImprovementRow.question_id == question_id)
    order = query.order_by(ImprovementRow.review_id, ImprovementRow.question_id)
    return tuple(
        Improvement(**(dict(row) | {"status": ItemStatus(row["status"])})) for row in session.execute(order).mappings()
    )


def inherited_marks(session: Session, review_ids: Sequence[str], question_id: str = "") -> tuple[Inherited, ...]:
    """Return which answers of some reviews, or to one question of them, came from a template, by review and question."""
    query = select(InheritedRow.__table__).where(InheritedRow.review_id.in_(review_ids))
    if question_id:
        query = query.where(InheritedRow.question_id == question_id)
    order = query.order_by(InheritedRow.review_id, InheritedRow.question_id)
    return tuple(Inherited(**row) for row in session.execute(order).mappings())


def take_snapshot(session: Session, workload_id: str, *, with_graph: bool = True) -> Snapshot | None:
    """Return everything about a workload as it stands, or None for an unknown id.

    Args:
        session: A session.
        workload_id: The workload.
        with_graph: False leaves the dependency graph out, for readers that want the review only and soon.
    """
    workload = workload_of(session, workload_id)
    if workload is None:
        return None
    reviews = reviews_of(session, workload_id)
    ids = [review.id for review in reviews]
    return Snapshot(
        workload, reviews, evidence_of(session, ids), acceptances_of(session, ids), improvements_of(session, ids),
        graph_of(session, workload_id) if with_graph else Graph(), tuple(finding_notes(session, workload_id).values()),
        initiatives_of(session, workload_id), scenarios_of(session, workload_id), inherited_marks(session, ids),
    )  # fmt: skip
