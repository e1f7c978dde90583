"""What is worked out from rows and kept for speed: the tally of risks per review and pillar."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import Table, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from workbench.analyses.risk import assess
from workbench.domain.answer import Answer, Mark, MarkState
from workbench.domain.lens import Lens, Pillar
from workbench.domain.risk import Risk
from workbench.store.edits import Part
from workbench.store.queries.lenses import lens_of_review
from workbench.store.tables import AnswerRow, MarkRow, TallyRow, ToolRiskRow

__all__ = ["recount", "refresh_derived"]

_COUNTED = {"answer", "mark", "review", "tool_risk"}


def refresh_derived(session: Session, parts: Iterable[Part]) -> None:
    """Bring the tally in line with what a step touched."""
    questions: dict[str, set[str]] = defaultdict(set)
    whole: set[str] = set()
    for part in parts:
        if part.kind not in _COUNTED:
            continue
        if part.kind == "review":
            whole.add(part.review_id)
        else:
            questions[part.review_id].add(part.question_id)
    for review_id in whole | set(questions):
        lens = lens_of_review(session, review_id)
        if review_id in whole or lens is None:  # another lens version may lack a pillar that was counted
            session.connection().execute(_FORGET, {"review": review_id})
        if lens is None:
            continue
        if review_id in whole:
            recount(session, review_id, lens, lens.pillars)
        else:
            touched = {q.pillar_id for each in questions[review_id] if (q := lens.question(each))}
            recount(session, review_id, lens, [pillar for pillar in lens.pillars if pillar.id in touched])


_tally: Table = TallyRow.__table__  # type: ignore[assignment]
_answer: Table = AnswerRow.__table__  # type: ignore[assignment]
_mark: Table = MarkRow.__table__  # type: ignore[assignment]
_FORGET = delete(_tally).where(_tally.c.review_id == bindparam("review"))
_OF_PILLAR = (_tally.c.review_id == bindparam("review"), _tally.c.pillar_id == bindparam("pillar"))
_COUNTS = select(_tally.c.risk, _tally.c.questions).where(*_OF_PILLAR)
_FORGET_PILLAR = delete(_tally).where(*_OF_PILLAR)
_ANSWERS = select(_answer.c.question_id, _answer.c.applicable, _answer.c.verdict).where(
    _answer.c.review_id == bindparam("review"), _answer.c.question_id.in_(bindparam("ids", expanding=True))
)
_tool_risk: Table = ToolRiskRow.__table__  # type: ignore[assignment]
_TOOL_RISKS = select(_tool_risk.c.question_id, _tool_risk.c.risk).where(
    _tool_risk.c.review_id == bindparam("review"), _tool_risk.c.question_id.in_(bindparam("ids", expanding=True))
)
_MARKS = select(_mark.c.question_id, _mark.c.choice_id, _mark.c.state).where(
    _mark.c.review_id == bindparam("review"), _mark.c.question_id.in_(bindparam("ids", expanding=True))
)


def recount(session: Session, review_id: str, lens: Lens, pillars: Iterable[Pillar]) -> None:
    """Count the risks of some pillars of a review anew; what stays the same is not written."""
    connection = session.connection()
    for pillar in pillars:
        ids = [question.id for question in pillar.questions]
        bound = {"review": review_id, "ids": ids}
        marks: dict[str, list[Mark]] = defaultdict(list)
        for question_id, choice_id, state in connection.execute(_MARKS, bound):
            marks[question_id].append(Mark(choice_id, MarkState(state)))
        said = {row[0]: (row[1], Risk(row[2]) if row[2] else None) for row in connection.execute(_ANSWERS, bound)}
        told = {row[0]: Risk(row[1]) for row in connection.execute(_TOOL_RISKS, bound)}
        counts: Counter[str] = Counter()
        for question in pillar.questions:
            applicable, verdict = said.get(question.id, (True, None))
            answer = Answer(
                question.id, tuple(marks[question.id]), applicable=applicable, verdict=verdict,
                tool_risk=told.get(question.id),
            )  # fmt: skip
            counts[assess(question, answer).risk.value] += 1
        where = {"review": review_id, "pillar": pillar.id}
        if {risk: n for risk, n in connection.execute(_COUNTS, where)} == counts:
            continue
        connection.execute(_FORGET_PILLAR, where)
        rows = [{"review_id": review_id, "pillar_id": pillar.id, "risk": r, "questions": n} for r, n in counts.items()]
        if rows:
            connection.execute(insert(_tally), rows)
