"""A review under another version of its lens: what becomes of every question, choice and answer. Ids decide.

A code is display only, AWS reuses codes. An id that is gone is retired unless a person maps it to another part; what is retired stays
as it was said, under its old id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.analyses.lens_likeness import Ref
from workbench.analyses.risk import assess
from workbench.domain.answer import STATE_TITLES, Answer, Mark, MarkState, Reason
from workbench.domain.lens import Choice, Lens, Question
from workbench.domain.risk import Risk
from workbench.errors import BadInput
from workbench.i18n import N_, _

__all__ = ["FATE_TITLES", "ChoiceFate", "Fate", "QuestionFate", "Upgrade", "plan_upgrade"]


class Fate(StrEnum):
    """What becomes of a question or choice."""

    KEPT = "kept"
    RENAMED = "renamed"  # the same id under a new title, or mapped to a new id
    MERGED = "merged"
    NEW = "new"
    RETIRED = "retired"


FATE_TITLES = {
    Fate.KEPT: N_("Kept"),
    Fate.RENAMED: N_("Renamed"),
    Fate.MERGED: N_("Merged"),
    Fate.NEW: N_("New"),
    Fate.RETIRED: N_("Retired"),
}


@dataclass(frozen=True, slots=True)
class ChoiceFate:
    """What becomes of a choice.

    Attributes:
        olds: The question id and choice of every old one it comes from; none where it is new.
        new: As it is in the new version; None where it is retired.
        mark: What is said about it after the upgrade; of a retired one what was said.
    """

    fate: Fate
    olds: tuple[tuple[str, Choice], ...]
    new: Choice | None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class QuestionFate:
    """What becomes of a question.

    Attributes:
        olds: Every old one it comes from; none where it is new.
        new: As it is in the new version; None where it is retired.
        before, after: The risk; None where that version lacks the question.
        answered: True where anything was recorded about it, after the upgrade or, of a retired one, before.
    """

    fate: Fate
    olds: tuple[Question, ...]
    new: Question | None
    choices: tuple[ChoiceFate, ...]
    before: Risk | None
    after: Risk | None
    answered: bool

    @property
    def shown(self) -> Question:
        """The question to name it by."""
        return self.new or self.olds[0]

    @property
    def is_changed(self) -> bool:
        """True when the risk or any practice is not as before."""
        return self.before is not self.after or any(choice.fate is not Fate.KEPT for choice in self.choices)


@dataclass(frozen=True)
class Upgrade:
    """A review under the new version.

    Attributes:
        questions: In the order of the new version, retired ones last.
        answers: Every answer as it shall be, retired ones under their old ids, by question id; empty ones are to be cleared.
    """

    questions: tuple[QuestionFate, ...]
    answers: Mapping[str, Answer]
    _ways: _Ways

    def target(self, question_id: str, choice_id: str = "") -> Ref:
        """Return where something that is attached to a question or choice goes; it stays where that is retired."""
        if not choice_id:
            return self._ways.question(question_id) or question_id, ""
        return self._ways.choice(question_id, choice_id) or (question_id, choice_id)

    def counts(self) -> dict[Fate, int]:
        """Return the number of questions of each fate."""
        return {fate: sum(one.fate is fate for one in self.questions) for fate in Fate}

    def choice_counts(self) -> dict[Fate, int]:
        """Return the number of choices of each fate."""
        return {fate: sum(one.fate is fate for q in self.questions for one in q.choices) for fate in Fate}


def plan_upgrade(old: Lens, new: Lens, answers: Sequence[Answer], mapping: Mapping[Ref, Ref] | None = None) -> Upgrade:
    """Work out a review under another version of its lens.

    Where several choices become one, what was said alike stays; anything else becomes "partly" with a note that tells what was said of
    each. Where several questions become one, notes are put under each other.

    Args:
        old: The version that was answered.
        new: The version to move to.
        answers: All answers of the review, those that earlier upgrades retired included.
        mapping: What a person confirmed: question (choice id empty) or choice of the old version to one of the new.

    Raises:
        BadInput: The mapping names an unknown part, or maps an id that the new version has.
    """
    ways = _Ways(old, new, dict(mapping or {}))
    given = {answer.question_id: answer for answer in answers}
    wanted = _carried(ways, given)
    return Upgrade(_fates(ways, given, wanted), wanted, ways)


class _Ways:
    """Where every id of the old version leads."""

    def __init__(self, old: Lens, new: Lens, mapping: dict[Ref, Ref]) -> None:
        self.old, self.new, self.mapping = old, new, mapping
        for source, target in mapping.items():
            for lens, ref in ((old, source), (new, target)):
                if not _has(lens, ref):
                    raise BadInput(
                        _("Version {version} of the lens has no {id}.").format(
                            version=lens.version or lens.name, id="/".join(filter(None, ref))),
                        _("Name it by question id, or by question id and choice id: QUESTION/CHOICE."),
                    )  # fmt: skip
            if bool(source[1]) != bool(target[1]):
                raise BadInput(_("A question can be mapped to a question only, and a choice to a choice."))
            if _has(new, source):
                raise BadInput(
                    _("{id} is in the new version too, and an id keeps its meaning.").format(
                        id="/".join(filter(None, source))),
                    _("Only what is gone can be mapped to something else."),
                )  # fmt: skip
        self.sources: dict[Ref, list[Ref]] = {}
        for question in old.questions():
            for ref in ((question.id, ""), *((question.id, choice.id) for choice in question.choices)):
                target_ref = self.choice(*ref) if ref[1] else ((self.question(ref[0]) or ""), "")
                if target_ref and target_ref[0]:
                    self.sources.setdefault(target_ref, []).append(ref)
        for target_ref, refs in self.sources.items():
            refs.sort(key=lambda ref: ref != target_ref)  # its own id first

    def question(self, question_id: str) -> str | None:
        mapped = self.mapping.get((question_id, ""))
        if mapped:
            return mapped[0]
        return question_id if self.new.question(question_id) else None

    def choice(self, question_id: str, choice_id: str) -> Ref | None:
        mapped = self.mapping.get((question_id, choice_id))
        if mapped:
            return mapped
        target = self.new.question(self.question(question_id) or "")
        return (target.id, choice_id) if target and target.choice(choice_id) else None


def _has(lens: Lens, ref: Ref) -> bool:
    question = lens.question(ref[0])
    return question is not None and (not ref[1] or question.choice(ref[1]) is not None)


# -- answers ----------------------------------------------------------------------------------------------------


def _carried(ways: _Ways, given: Mapping[str, Answer]) -> dict[str, Answer]:
    plain: dict[str, list[Answer]] = {}
    marks: dict[Ref, dict[Ref, Mark]] = {}
    for question_id, answer in given.items():
        plain.setdefault(ways.question(question_id) or question_id, []).append(answer)
        for mark in answer.marks:
            ref = question_id, mark.choice_id
            marks.setdefault(ways.choice(*ref) or ref, {})[ref] = mark
    found = {question_id: Answer(question_id) for question_id in (*given, *plain, *(ref[0] for ref in marks))}
    for question_id, answers in plain.items():
        answers.sort(key=lambda answer: answer.question_id != question_id)
        found[question_id] = _joined(ways.old, question_id, answers)
    by_question: dict[str, list[Mark]] = {}
    for ref, said in marks.items():
        merged = _merged(ways, ref, said)
        if merged:
            by_question.setdefault(ref[0], []).append(merged)
    for question_id, own in by_question.items():
        found[question_id] = replace(found[question_id], marks=tuple(sorted(own, key=lambda mark: mark.choice_id)))
    return {question_id: _settled(ways, given.get(question_id), answer) for question_id, answer in found.items()}


def _joined(lens: Lens, question_id: str, answers: list[Answer]) -> Answer:
    """One answer, without marks, made of those of questions that became one."""
    first = answers[0]
    if len(answers) == 1:
        return replace(first, question_id=question_id, marks=(), tool_risk=None)
    notes = []
    for answer in answers:
        question = lens.question(answer.question_id)
        if answer.notes:
            notes.append(f"{question.title if question else answer.question_id}\n{answer.notes}")
    applicable = any(answer.applicable for answer in answers)
    verdicts = [answer.verdict for answer in answers if answer.verdict]
    return Answer(
        question_id,
        applicable=applicable,
        reason=Reason.NONE if applicable else first.reason,
        notes="\n\n".join(notes) if len(notes) > 1 else next((a.notes for a in answers if a.notes), ""),
        owner=next((answer.owner for answer in answers if answer.owner), ""),
        flagged=any(answer.flagged for answer in answers),
        parked=all(answer.parked for answer in answers),
        verdict=min(verdicts, key=list(Risk).index) if verdicts else None,
    )


def _merged(ways: _Ways, ref: Ref, said: Mapping[Ref, Mark]) -> Mark | None:
    """The mark of one choice of the new version; None where "none of these" was not said of all that it comes from."""
    sources = [one for one in ways.sources.get(ref, ()) if one in said or _choice(ways.old, one)]
    marks = [said.get(one) for one in sources] or list(said.values())
    known = [mark for mark in marks if mark]
    if len(marks) == 1:
        return replace(known[0], choice_id=ref[1])
    target = _choice(ways.new, ref)
    if target is not None and target.is_none:
        return replace(known[0], choice_id=ref[1]) if len(known) == len(marks) else None
    notes = [mark.note for mark in known if mark.note]
    owner = next((mark.owner for mark in known if mark.owner), "")
    if len(known) == len(marks) and len({mark.state for mark in known}) == 1:
        return replace(known[0], choice_id=ref[1], note="\n".join(dict.fromkeys(notes)), owner=owner)
    each = [
        f"{choice.title}: {_(STATE_TITLES[mark.state if mark else None])}"
        for one, mark in zip(sources, marks, strict=True)
        if (choice := _choice(ways.old, one))
    ]
    return Mark(ref[1], MarkState.PARTLY, note="\n".join([*each, *notes]), owner=owner)


def _choice(lens: Lens, ref: Ref) -> Choice | None:
    question = lens.question(ref[0])
    return question.choice(ref[1]) if question else None


def _settled(ways: _Ways, before: Answer | None, answer: Answer) -> Answer:
    """Clear "none of these" beside a practice; keep the Tool's result where question, marks and rules stayed the same."""
    old, new = (lens.question(answer.question_id) for lens in (ways.old, ways.new))
    none = new.none_choice if new else None
    if new and none and any(new.choice(each) for each in answer.selected if each != none.id):
        answer = replace(answer, marks=tuple(mark for mark in answer.marks if mark.choice_id != none.id))
    is_same = old == new or (old and new and (_rating(old) == _rating(new)))
    if before and is_same and before.rated == answer.rated:
        return replace(answer, tool_risk=before.tool_risk)
    return answer


def _rating(question: Question) -> object:
    return [choice.id for choice in question.choices], question.rules, question.rules_origin


# -- what to show -----------------------------------------------------------------------------------------------


def _fates(ways: _Ways, given: Mapping[str, Answer], wanted: Mapping[str, Answer]) -> tuple[QuestionFate, ...]:
    found = []
    for new in ways.new.questions():
        olds = [ways.old.question(ref[0]) for ref in ways.sources.get((new.id, ""), ())]
        known = tuple(one for one in olds if one)
        answer = wanted.get(new.id, Answer(new.id))
        choices = [_choice_fate(ways, new, choice, answer) for choice in new.choices]
        choices += [one for old in known for one in _gone(ways, old, given)]
        first = known[0] if known else None
        before = assess(first, given.get(first.id, Answer(first.id))).risk if first else None
        fate = _fate([one.title for one in known], [one.id for one in known], new.id, new.title)
        found.append(
            QuestionFate(fate, known, new, tuple(choices), before, assess(new, answer).risk, not answer.is_empty)
        )
    for old in ways.old.questions():
        if ways.question(old.id) is None:
            said = given.get(old.id, Answer(old.id))
            choices = _gone(ways, old, given)
            risk = assess(old, said).risk
            found.append(QuestionFate(Fate.RETIRED, (old,), None, tuple(choices), risk, None, not said.is_empty))
    return tuple(found)


def _choice_fate(ways: _Ways, question: Question, choice: Choice, answer: Answer) -> ChoiceFate:
    olds = [(ref[0], one) for ref in ways.sources.get((question.id, choice.id), ()) if (one := _choice(ways.old, ref))]
    fate = _fate([one.title for _q, one in olds], [one.id for _q, one in olds], choice.id, choice.title)
    return ChoiceFate(fate, tuple(olds), choice, answer.mark(choice.id))


def _gone(ways: _Ways, old: Question, given: Mapping[str, Answer]) -> list[ChoiceFate]:
    """Choices of an old question that lead nowhere."""
    said = given.get(old.id, Answer(old.id))
    return [
        ChoiceFate(Fate.RETIRED, ((old.id, choice),), None, said.mark(choice.id))
        for choice in old.choices
        if ways.choice(old.id, choice.id) is None
    ]


def _fate(titles: list[str], ids: list[str], new_id: str, new_title: str) -> Fate:
    if not titles:
        return Fate.NEW
    if len(titles) > 1:
        return Fate.MERGED
    return Fate.KEPT if ids[0] == new_id and titles[0] == new_title else Fate.RENAMED
