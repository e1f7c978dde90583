"""A workload as single values the Tool knows too: ours, theirs, when they say the same, and how one becomes the other.

A cell is named by the path that conflicts of the merge use. What only we keep (partly, don't know, owners, flags, evidence)
is in no cell; a cell that says the same in the Tool's words is left alone, so that nothing of ours is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.domain.answer import CHOICE_NOTE_LIMIT, NOTES_LIMIT, Answer, Mark, MarkState, Reason
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.sync import ToolAnswer, ToolReview, ToolState
from workbench.domain.workload import FIELDS

__all__ = ["CREATED_WITH", "Cells", "Path", "SYNCED", "answer_cells", "empty", "in_tool", "limit_of", "local_cells", "matches", "shortened", "taken_in", "tool_cells", "with_cells"]  # fmt: skip

Path = tuple[str, ...]
Cells = dict[Path, Any]

_OURS = {"next_review", "review_template_arns"}
SYNCED = tuple(entry.name for entry in FIELDS if entry.name not in _OURS and entry.name != "tags")
"""Fields of a workload that the Tool tells back; templates are applied at creation only, the next review is ours."""
CREATED_WITH = (*(name for name in SYNCED if name != "improvement_status"), "tags")
"""What CreateWorkload takes of them."""
_UNORDERED = {"aws_regions", "non_aws_regions", "account_ids", "resource_definition"}
_NO_STATE = (None, Reason.NONE)
_STATUS = {
    MarkState.YES: "SELECTED", MarkState.NOT_APPLICABLE: "NOT_APPLICABLE", MarkState.NO: "UNSELECTED",
    MarkState.PARTLY: "UNSELECTED", MarkState.DONT_KNOW: "UNSELECTED", None: "",
}  # fmt: skip
_SIGN = " […]"


def shortened(text: str, limit: int) -> str:
    """Return the text as it is sent where it is too long: cut at a word, with a sign at the end."""
    if len(text) <= limit:
        return text
    head = text[: limit - len(_SIGN)]
    cut = max(head.rfind(" "), head.rfind("\n"))
    return (head[:cut] if cut > limit // 2 else head).rstrip() + _SIGN


def limit_of(path: Path) -> int:
    """Return how many characters the Tool keeps of a text; 0 for what is no free text of a review."""
    match path[0]:
        case "notes" | "pillar":
            return NOTES_LIMIT
        case "answer":
            return NOTES_LIMIT if path[-1] == "notes" else 0
        case "mark":
            return CHOICE_NOTE_LIMIT if path[-1] == "note" else 0
    return 0


# ---------------------------------------------------------------------------------------------------- ours
def local_cells(snapshot: Snapshot) -> Cells:
    """Return every cell of a snapshot that says something; what is absent has its empty value."""
    cells: Cells = {("workload", name): getattr(snapshot.workload, name) for name in SYNCED}
    cells |= {("workload", "tags", key): text for key, text in snapshot.workload.tags}
    for review in snapshot.reviews:
        alias = review.lens_alias
        cells["notes", alias] = review.notes
        cells |= {("pillar", alias, key): text for key, text in review.pillar_notes}
        for answer in review.answers:
            key = answer.question_id
            cells["answer", alias, key, "notes"] = answer.notes
            cells["answer", alias, key, "applicable"] = (answer.applicable, answer.reason)
            for mark in answer.marks:
                cells["mark", alias, key, mark.choice_id, "state"] = (mark.state, mark.reason)
                cells["mark", alias, key, mark.choice_id, "note"] = mark.note
    return cells


def empty(path: Path) -> Any:
    """Return what a cell holds where nothing was said."""
    match path[0]:
        case "workload":
            return None if path[1] == "tags" else ""
        case "answer" if path[-1] == "applicable":
            return True, Reason.NONE
        case "mark" if path[-1] == "state":
            return _NO_STATE
    return ""


def in_tool(path: Path, value: Any) -> Any:
    """Return a value of ours in the Tool's words."""
    if path[-1] == "state" and path[0] == "mark":
        state, reason = value
        return _STATUS[state], str(reason) if state is MarkState.NOT_APPLICABLE else "NONE"
    if path[-1] == "applicable" and path[0] == "answer":
        applicable, reason = value
        return applicable, "NONE" if applicable else str(reason)
    return value


def matches(path: Path, ours: Any, theirs: Any) -> bool:
    """Tell whether a value of ours and one of the Tool say the same, as far as the Tool can say it.

    No, partly and don't know are all "unselected" there, and the Tool may keep nothing at all for it.
    """
    said = in_tool(path, ours)
    if path[0] == "mark" and path[-1] == "state" and said[0] == "UNSELECTED":
        return theirs[0] in ("", "UNSELECTED")
    if path[0] == "workload" and path[1] in _UNORDERED:
        return sorted(said) == sorted(theirs)
    if isinstance(said, str) and isinstance(theirs, str):
        plain = said.replace("\r\n", "\n")
        limit = limit_of(path)
        return theirs.replace("\r\n", "\n") in ({plain, shortened(plain, limit)} if limit else {plain})
    return bool(said == theirs)


def taken_in(path: Path, theirs: Any, had: Any) -> Any:
    """Return a value of the Tool in our words.

    Args:
        path: The cell.
        theirs: What the Tool holds.
        had: What we held before; a mark that was there stays one ("no") when the Tool unselects it.
    """
    if path[0] == "mark" and path[-1] == "state":
        status, reason = theirs
        if status == "SELECTED":
            return MarkState.YES, Reason.NONE
        if status == "NOT_APPLICABLE":
            return MarkState.NOT_APPLICABLE, Reason(reason)
        is_none = path[3].endswith("_no")
        was_there = had is not None and had[0] is not None
        return (MarkState.NO, Reason.NONE) if (status or was_there) and not is_none else _NO_STATE
    if path[0] == "answer" and path[-1] == "applicable":
        return theirs[0], Reason(theirs[1])
    return theirs


# ---------------------------------------------------------------------------------------------------- theirs
def tool_cells(state: ToolState) -> Cells:
    """Return every cell the Tool has a place for, empty ones included."""
    cells: Cells = {("workload", name): getattr(state.workload, name) for name in SYNCED}
    cells |= {("workload", "tags", key): text for key, text in state.workload.tags if not key.startswith("aws:")}
    for review in state.reviews:
        cells |= _review_cells(review)
    return cells


def _review_cells(review: ToolReview) -> Cells:
    cells: Cells = {("notes", review.lens): review.notes}
    notes = dict(review.pillar_notes)
    cells |= {("pillar", review.lens, key): notes.get(key, "") for key, _name in review.pillars}
    for answer in review.answers:
        cells |= answer_cells(review.lens, answer)
    return cells


def answer_cells(lens: str, answer: ToolAnswer) -> Cells:
    """Return the cells of one answer of the Tool."""
    key = answer.question_id
    reason = "NONE" if answer.applicable else answer.reason
    cells: Cells = {
        ("answer", lens, key, "notes"): answer.notes,
        ("answer", lens, key, "applicable"): (answer.applicable, reason),
    }
    choices = dict(answer.choices)
    for choice_id in answer.known:
        kept = choices.get(choice_id)
        status = kept.status if kept else ""
        why = kept.reason if kept and status == "NOT_APPLICABLE" else "NONE"
        cells["mark", lens, key, choice_id, "state"] = (status, why)
        cells["mark", lens, key, choice_id, "note"] = kept.note if kept else ""
    return cells


# ---------------------------------------------------------------------------------------------------- back
def with_cells(snapshot: Snapshot, cells: Mapping[Path, Any]) -> Snapshot:
    """Return the snapshot with some cells set; reviews that a cell names must be there."""
    own = {path[1]: value for path, value in cells.items() if path[0] == "workload" and path[1] != "tags"}
    tags = dict(snapshot.workload.tags)
    by_lens: dict[str, Cells] = {}
    for path, value in cells.items():
        if path[:2] == ("workload", "tags"):
            if value is None:
                tags.pop(path[2], None)
            else:
                tags[path[2]] = value
        elif path[0] != "workload":
            by_lens.setdefault(path[1], {})[path] = value
    workload = replace(snapshot.workload, **own, tags=tuple(sorted(tags.items())))
    reviews = tuple(_with_review_cells(one, by_lens.get(one.lens_alias, {})) for one in snapshot.reviews)
    return replace(snapshot, workload=workload, reviews=reviews)


def _with_review_cells(review: ReviewState, cells: Cells) -> ReviewState:
    notes, pillars = review.notes, dict(review.pillar_notes)
    by_question: dict[str, Cells] = {}
    for path, value in cells.items():
        if path[0] == "notes":
            notes = value
        elif path[0] == "pillar":
            pillars[path[2]] = value
        else:
            by_question.setdefault(path[2], {})[path] = value
    answers = {answer.question_id: answer for answer in review.answers}
    for key, own in by_question.items():
        answers[key] = _with_answer_cells(answers.get(key) or Answer(key), own)
    return replace(
        review,
        notes=notes,
        pillar_notes=tuple((key, pillars[key]) for key in sorted(pillars) if pillars[key]),
        answers=tuple(answers[key] for key in sorted(answers) if not answers[key].is_empty),
    )


def _with_answer_cells(answer: Answer, cells: Cells) -> Answer:
    values: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    for path, value in cells.items():
        if path[0] == "mark":
            parts.setdefault(path[3], {})[path[-1]] = value
        elif path[-1] == "notes":
            values["notes"] = value
        else:
            values["applicable"], values["reason"] = value
    marks = {mark.choice_id: mark for mark in answer.marks}
    for choice_id, changed in parts.items():
        old = marks.pop(choice_id, None)
        before = (old.state, old.reason) if old else _NO_STATE
        state, reason = changed.get("state", before)
        note = changed.get("note", old.note if old else "")
        if state is None and note:
            state = MarkState.NO  # a note needs a mark to stand on
        if state is not None:
            marks[choice_id] = Mark(choice_id, state, reason, note, old.owner if old else "")
    return replace(answer, marks=tuple(marks[key] for key in sorted(marks)), **values)
