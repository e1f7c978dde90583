"""Review JSON: answers of a workload as one text; the same form is shown and read back.

`{"workload": "N", "reviews": {ALIAS: {"notes", "pillar_notes": {PILLAR: TEXT}, "answers": {QUESTION: ANSWER}}}}` where
ANSWER may hold `selected` [choice ids], `choices` {id: {`state`, `status`, `reason`, `note`, `owner`}}, `notes`,
`applicable`, `reason`, `owner`, `flagged`, `parked`, `verdict`. What is absent stays; "" and [] clear. `selected`
replaces all that is yes; `state` goes before `status`; UNSELECTED takes a yes back and never says no.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbench.domain.answer import CHOICE_NOTE_LIMIT, NOTES_LIMIT, Answer, Mark, MarkState, Reason
from workbench.domain.lens import Lens, Question
from workbench.domain.risk import Risk
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.errors import BadInput
from workbench.exchange.json_reader import Finding, JsonReader
from workbench.i18n import _

__all__ = ["Finding", "ReviewPlan", "answer_from_json", "parse_review", "plan_review", "review_to_json"]

_MOST_BYTES = 50_000_000
_ANSWER_KEYS = ("selected", "choices", "notes", "applicable", "reason", "owner", "flagged", "parked", "verdict")
_CHOICE_KEYS = ("state", "status", "reason", "note", "owner")
_NOT_DISCUSSED = "not_discussed"
_STATES = (*(str(state) for state in MarkState), _NOT_DISCUSSED)
_VERDICTS = (str(Risk.HIGH), str(Risk.MEDIUM), str(Risk.NONE))
_KEEP, _NOT_YES, _CLEAR = "keep", "not yes", ""
_STATUS = {"SELECTED": str(MarkState.YES), "NOT_APPLICABLE": str(MarkState.NOT_APPLICABLE), "UNSELECTED": _NOT_YES}
_STATUS_OF = {MarkState.YES: "SELECTED", MarkState.NOT_APPLICABLE: "NOT_APPLICABLE"}


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What a review JSON would change, and what is wrong with it.

    Attributes:
        answers: Review id and the wanted Answer; only those that differ from what is there.
        lens_notes: Review id and text.
        pillar_notes: Review id, pillar id and text.
        problems: What cannot be used; without `--partial` one of them stops everything.
        warnings: What is used all the same.
    """

    answers: tuple[tuple[str, Answer], ...] = ()
    lens_notes: tuple[tuple[str, str], ...] = ()
    pillar_notes: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    @property
    def changes(self) -> int:
        """Number of answers and notes that would change."""
        return len(self.answers) + len(self.lens_notes) + len(self.pillar_notes)


# -- out --------------------------------------------------------------------------------------------------------------


def review_to_json(
    snapshot: Snapshot, lenses: Mapping[str, Lens], questions: Collection[str] | None = None
) -> dict[str, Any]:
    """Return a workload's reviews as review JSON.

    Args:
        snapshot: The workload.
        lenses: Its lenses by alias; a review whose lens is missing here is left out.
        questions: Ids of the questions to show; all if None, and then the notes of lens and pillars too.
    """
    reviews: dict[str, Any] = {}
    for review in snapshot.reviews:
        lens = lenses.get(review.lens_alias)
        if lens is None:
            continue
        known = {answer.question_id: answer for answer in review.answers}
        answers = {
            question.id: _answer_json(question, known.get(question.id, Answer(question.id)))
            for question in lens.questions()
            if questions is None or question.id in questions
        }
        head: dict[str, Any] = {}
        if questions is None:
            head = {"notes": review.notes, "pillar_notes": dict(review.pillar_notes)}
        reviews[review.lens_alias] = head | {"answers": answers}
    return {"workload": snapshot.workload.name, "reviews": reviews}


def _answer_json(question: Question, answer: Answer) -> dict[str, Any]:
    marks = [mark for choice in question.choices if (mark := answer.mark(choice.id))]
    entry: dict[str, Any] = {
        "selected": [mark.choice_id for mark in marks if mark.state is MarkState.YES],
        "choices": {mark.choice_id: _mark_json(mark) for mark in marks},
        "notes": answer.notes,
        "applicable": answer.applicable,
        "reason": str(answer.reason),
    }
    optional = {"owner": answer.owner, "flagged": answer.flagged, "parked": answer.parked, "verdict": answer.verdict}
    return entry | {key: str(value) if key == "verdict" else value for key, value in optional.items() if value}


def _mark_json(mark: Mark) -> dict[str, str]:
    entry = {
        "status": _STATUS_OF.get(mark.state, "UNSELECTED"),
        "reason": str(mark.reason),
        "note": mark.note,
        "state": str(mark.state),
    }
    return entry | ({"owner": mark.owner} if mark.owner else {})


# -- in ---------------------------------------------------------------------------------------------------------------


def parse_review(text: bytes, name: str) -> Any:
    """Return the JSON value of a file; UTF-8, or UTF-16 as some shells write it.

    Raises:
        BadInput: No JSON, too large, or one key twice in an object; the message names the file.
    """
    hint = _("A review file looks like what `workbench review show NAME --json` prints.")
    if len(text) > _MOST_BYTES:
        raise BadInput(_("{name} is too large for a review.").format(name=name), hint)
    try:
        return json.loads(text, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise BadInput(_("{name} cannot be read as JSON: {why}.").format(name=name, why=error), hint) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(_('"{key}" stands twice in one object').format(key=twice))
    return found


def plan_review(data: object, snapshot: Snapshot, lenses: Mapping[str, Lens]) -> ReviewPlan:
    """Work out what a review JSON changes in a workload as it stands.

    Args:
        data: The parsed JSON value.
        snapshot: The workload now.
        lenses: Its lenses by alias.

    Returns:
        The changes that can be made, and everything that is wrong, each with its place.
    """
    reader = JsonReader()
    answers: list[tuple[str, Answer]] = []
    lens_notes: list[tuple[str, str]] = []
    pillar_notes: list[tuple[str, str, str]] = []
    if not isinstance(data, dict):
        reader.problem("", _("a review is a JSON object with the key reviews"))
        return ReviewPlan(problems=tuple(reader.problems))
    reader.only(data, ("workload", "reviews"), "")
    reader.text(data, "workload", "")
    if "reviews" not in data:
        reader.problem("reviews", _("is missing"))
    for alias, entry in reader.entries(data, "reviews", ""):
        path = f"reviews.{alias}"
        review, lens = snapshot.review(alias), lenses.get(alias)
        if review is None or lens is None:
            known = ", ".join(one.lens_alias for one in snapshot.reviews) or _("none")
            reader.problem(path, _("the workload has no such lens; it has: {known}").format(known=known))
            continue
        reader.only(entry, ("notes", "pillar_notes", "answers"), path)
        notes = reader.text(entry, "notes", path, NOTES_LIMIT)
        if notes is not None and notes != review.notes:
            lens_notes.append((review.id, notes))
        pillar_notes += _pillar_notes(reader, entry, review, lens, path)
        for question_id, raw in reader.entries(entry, "answers", path):
            where = f"{path}.answers.{question_id}"
            question = lens.question(question_id)
            if question is None:
                reader.problem(where, _("the lens has no such question"))
                continue
            current = review.answer(question_id)
            wanted = _answer(reader, raw, question, current, where)
            if wanted != current:
                answers.append((review.id, wanted))
    return ReviewPlan(
        tuple(answers), tuple(lens_notes), tuple(pillar_notes), tuple(reader.problems), tuple(reader.warnings)
    )


def answer_from_json(entry: object, question: Question, current: Answer | None = None) -> tuple[Answer, ReviewPlan]:
    """Return the Answer that one ANSWER of a review JSON makes of `current` (of nothing, if None).

    The ReviewPlan holds problems and warnings only.
    """
    reader = JsonReader()
    base = current or Answer(question.id)
    if isinstance(entry, dict):
        base = _answer(reader, entry, question, base, question.id)
    else:
        reader.problem(question.id, _("is no object"))
    return base, ReviewPlan(problems=tuple(reader.problems), warnings=tuple(reader.warnings))


def _pillar_notes(
    reader: JsonReader, entry: dict[str, Any], review: ReviewState, lens: Lens, path: str
) -> list[tuple[str, str, str]]:
    found = []
    known = dict(review.pillar_notes)
    for pillar_id in reader.mapping(entry, "pillar_notes", path):
        where = f"{path}.pillar_notes"
        if lens.pillar(pillar_id) is None:
            reader.problem(f"{where}.{pillar_id}", _("the lens has no such pillar"))
            continue
        text = reader.text(entry["pillar_notes"], pillar_id, where, NOTES_LIMIT)
        if text is not None and text != known.get(pillar_id, ""):
            found.append((review.id, pillar_id, text))
    return found


def _answer(reader: JsonReader, entry: dict[str, Any], question: Question, current: Answer, path: str) -> Answer:
    reader.only(entry, _ANSWER_KEYS, path)
    values: dict[str, Any] = {"marks": _marks(reader, entry, question, current, path)}
    for key, limit in (("notes", NOTES_LIMIT), ("owner", 0)):
        text = reader.text(entry, key, path, limit)
        if text is not None:
            values[key] = text
    for key in ("flagged", "parked"):
        flag = reader.flag(entry, key, path, False)
        if flag is not None:
            values[key] = flag
    verdict = reader.word(entry, "verdict", path, _VERDICTS)
    if verdict and question.practices:
        reader.problem(f"{path}.verdict", _("the risk of this question follows from its practices"))
    elif verdict is not None:
        values["verdict"] = Risk(verdict) if verdict else None
    return replace(current, **values, **_applicability(reader, entry, current, path))


def _applicability(reader: JsonReader, entry: dict[str, Any], current: Answer, path: str) -> dict[str, Any]:
    before = len(reader.problems)
    given = reader.flag(entry, "applicable", path, True)
    reason = reader.word(entry, "reason", path, tuple(Reason))
    if len(reader.problems) > before:
        return {}
    applicable = current.applicable if given is None else given
    if applicable:
        if reason and reason != Reason.NONE:
            reader.problem(f"{path}.reason", _("goes with applicable: false only"))
            return {}
        return {"applicable": True, "reason": Reason.NONE}
    return {"applicable": False, "reason": current.reason if reason is None else Reason(reason or Reason.NONE)}


def _marks(
    reader: JsonReader, entry: dict[str, Any], question: Question, current: Answer, path: str
) -> tuple[Mark, ...]:
    selected = _selected(reader, entry, question, path)
    wishes = _wishes(reader, entry, question, path)
    marks = {mark.choice_id: mark for mark in current.marks}
    for choice in question.choices:
        wish = wishes.get(choice.id, _KEEP)
        if selected is not None and _contradict(wish, choice.id in selected):
            reader.problem(f"{path}.choices.{choice.id}", _("says something else than selected"))
            wishes.pop(choice.id)
            continue
        old = marks.get(choice.id)
        is_yes = old is not None and old.state is MarkState.YES
        target: MarkState | None = old.state if old else None
        if selected is not None and (choice.id in selected or is_yes):
            target = MarkState.YES if choice.id in selected else None
        if wish == _NOT_YES:
            target = None if target is MarkState.YES else target
        elif wish != _KEEP:
            target = MarkState(wish) if wish else None
        raw = entry["choices"][choice.id] if choice.id in wishes else {}
        before = len(reader.problems)
        mark = _mark(reader, raw, old, choice.id, target, f"{path}.choices.{choice.id}")
        if len(reader.problems) > before:  # a practice with a problem stays as it is
            wishes.pop(choice.id)
            continue
        marks.pop(choice.id, None)
        if mark is not None:
            marks[choice.id] = mark
    said = (selected or set()) | {choice_id for choice_id, wish in wishes.items() if wish == MarkState.YES}
    _settle_none(reader, question, marks, said, path)
    return tuple(marks[key] for key in sorted(marks))


def _contradict(wish: str, is_selected: bool) -> bool:
    return wish != _KEEP and (wish == MarkState.YES) != is_selected and (is_selected or wish == MarkState.YES)


def _selected(reader: JsonReader, entry: dict[str, Any], question: Question, path: str) -> set[str] | None:
    given = reader.words(entry, "selected", path)
    if given is None:
        return None
    known = set()
    for place, choice_id in given:
        if question.choice(choice_id) is None:
            reader.problem(f"{path}.selected[{place}]", _('the question has no choice "{id}"').format(id=choice_id))
        else:
            known.add(choice_id)
    return known if known or not given else None  # ids that all are unknown clear nothing


def _wishes(reader: JsonReader, entry: dict[str, Any], question: Question, path: str) -> dict[str, str]:
    """What each choice is to become; a choice with a problem in its state is left out, so it stays as it is."""
    found = {}
    for choice_id, raw in reader.entries(entry, "choices", path):
        where = f"{path}.choices.{choice_id}"
        choice = question.choice(choice_id)
        if choice is None:
            reader.problem(where, _("the question has no such choice"))
            continue
        reader.only(raw, _CHOICE_KEYS, where)
        before = len(reader.problems)
        state = reader.word(raw, "state", where, _STATES)
        status = reader.word(raw, "status", where, tuple(_STATUS))
        if len(reader.problems) > before:
            continue
        wish = _KEEP
        if state is not None:
            wish = _CLEAR if state in ("", _NOT_DISCUSSED) else state
        elif status is not None:
            wish = _STATUS[status] if status else _NOT_YES
        if choice.is_none and wish not in (_KEEP, _NOT_YES, _CLEAR, MarkState.YES):
            key = "state" if state is not None else "status"
            reader.problem(f"{where}.{key}", _("none of these can only be chosen or not"))
            continue
        found[choice_id] = wish
    return found


def _mark(
    reader: JsonReader, raw: dict[str, Any], old: Mark | None, choice_id: str, target: MarkState | None, path: str
) -> Mark | None:
    note = reader.text(raw, "note", path, CHOICE_NOTE_LIMIT)
    owner = reader.text(raw, "owner", path)
    reason = reader.word(raw, "reason", path, tuple(Reason))
    is_out = target is MarkState.NOT_APPLICABLE
    if reason and reason != Reason.NONE and not is_out:
        reader.problem(f"{path}.reason", _("goes with the state not_applicable only"))
    if target is None:
        for key, text in (("note", note), ("owner", owner)):
            if text:
                reader.problem(f"{path}.{key}", _("a practice that is not discussed cannot carry it; give it a state"))
        return None
    mark = replace(old or Mark(choice_id, target), state=target)
    kept = mark.reason if reason is None else Reason(reason or Reason.NONE)
    return replace(
        mark,
        reason=kept if is_out else Reason.NONE,
        note=mark.note if note is None else note,
        owner=mark.owner if owner is None else owner,
    )


def _settle_none(reader: JsonReader, question: Question, marks: dict[str, Mark], said: set[str], path: str) -> None:
    """None of these clears the others and the reverse; where the text itself says both, both are kept."""
    none = question.none_choice
    others = {key for key, mark in marks.items() if mark.state is MarkState.YES and (none is None or key != none.id)}
    if none is None or none.id not in marks or not others:
        return
    if none.id in said and others & said:
        reader.warning(path, _("none of these stands beside selected practices; both are kept and flagged"))
    elif none.id in said:
        for key in others:
            del marks[key]
    elif others & said:
        del marks[none.id]
