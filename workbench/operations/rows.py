"""How answers become rows; shared by every verb that sets them."""

from __future__ import annotations

from workbench.domain.answer import Answer
from workbench.store.edits import Edits
from workbench.store.queries.answers import answer_of
from workbench.store.tables import AnswerRow, MarkRow

__all__ = ["put_answer"]


def put_answer(edits: Edits, review_id: str, wanted: Answer) -> None:
    """Make the rows of one question equal an Answer; untouched rows are not written."""
    key = {"review_id": review_id, "question_id": wanted.question_id}
    current = answer_of(edits.session, review_id, wanted.question_id)
    if current == wanted:
        return
    plain = {
        "applicable": wanted.applicable, "reason": str(wanted.reason), "notes": wanted.notes, "owner": wanted.owner,
        "flagged": wanted.flagged, "parked": wanted.parked, "verdict": str(wanted.verdict or ""),
    }  # fmt: skip
    bare = Answer(wanted.question_id)
    if any(getattr(wanted, name) != getattr(bare, name) for name in plain) or edits.get(AnswerRow, **key):
        edits.put(AnswerRow, key, **plain)
    stay = {mark.choice_id for mark in wanted.marks}
    for mark in current.marks:
        if mark.choice_id not in stay:
            edits.remove(MarkRow, **key, choice_id=mark.choice_id)
    for mark in wanted.marks:
        if current.mark(mark.choice_id) != mark:
            edits.put(
                MarkRow, key | {"choice_id": mark.choice_id}, state=str(mark.state), reason=str(mark.reason),
                note=mark.note, owner=mark.owner,
            )  # fmt: skip
