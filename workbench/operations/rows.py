"""How answers become rows; shared by every verb that sets them."""

from __future__ import annotations

from workbench.domain.answer import Answer
from workbench.store.edits import Edits
from workbench.store.queries.answers import answer_of
from workbench.store.tables import AnswerRow, MarkRow

__all__ = ["put_answer"]


_PLAIN = ("applicable", "reason", "notes", "owner", "flagged", "parked", "verdict")


def put_answer(edits: Edits, review_id: str, wanted: Answer, current: Answer | None = None) -> None:
    """Make the rows of one question equal an Answer; untouched rows are not written.

    Args:
        edits: Where the change is noted.
        review_id: The review.
        wanted: The answer as it shall be.
        current: The answer as it is in the file, where it was read already.
    """
    key = {"review_id": review_id, "question_id": wanted.question_id}
    if current is None:
        current = answer_of(edits.session, review_id, wanted.question_id)
    if current == wanted:
        return
    plain = {
        "applicable": wanted.applicable, "reason": str(wanted.reason), "notes": wanted.notes, "owner": wanted.owner,
        "flagged": wanted.flagged, "parked": wanted.parked, "verdict": str(wanted.verdict or ""),
    }  # fmt: skip
    if any(getattr(wanted, name) != getattr(current, name) for name in _PLAIN):
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
