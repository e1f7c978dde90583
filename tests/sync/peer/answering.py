"""What an answer does: UpdateAnswer member by member, and the risk that follows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.sync.peer.refusals import Refusal, invalid
from tests.sync.peer.world import Answer, ChoiceMark, Review, World
from workbench.analyses.risk import pick_rule
from workbench.domain.lens import Question

__all__ = ["apply_answer", "counts_of", "missing_medium_is_high", "question_of", "risk_of_answer", "rules_of_the_lens"]


def rules_of_the_lens(question: Question, selected: frozenset[str], neutral: frozenset[str]) -> str:
    """Give the risk by the lens's own rules; for the Framework these are the rules in the lens file."""
    return pick_rule(question, selected, neutral)[0].value


def missing_medium_is_high(question: Question, selected: frozenset[str], neutral: frozenset[str]) -> str:
    """Give another verdict than the lens file where only lesser practices are missing: HIGH for MEDIUM.

    Stands for an official algorithm that differs from every estimate (section 5: it is not published).
    """
    risk = rules_of_the_lens(question, selected, neutral)
    return "HIGH" if risk == "MEDIUM" else risk


def question_of(review: Review, question_id: str) -> Question:
    """Return a question of the version under review.

    Raises:
        Refusal: ValidationException, not ResourceNotFound (section 3).
    """
    question = review.version.lens.question(question_id)
    if question is None:
        raise invalid(f"No question with ID {question_id} was found", "QuestionId")
    return question


def risk_of_answer(world: World, question: Question, answer: Answer) -> str:
    """Return the risk of one question (custom_lens_spec section 4, evaluation states)."""
    if not answer.applicable:
        return "NOT_APPLICABLE"
    selected = frozenset(answer.selected)
    neutral = frozenset(key for key, mark in answer.marks.items() if mark.status == "NOT_APPLICABLE")
    if not selected and not neutral:
        return "UNANSWERED"
    return world.risk_of(question, selected, neutral)


def counts_of(world: World, review: Review, pillar_id: str | None = None, only: set[str] | None = None) -> Counter[str]:
    """Return RiskCounts of a review or pillar; not-applicable questions leave all counts (section 5)."""
    counts: Counter[str] = Counter()
    for question in review.version.lens.questions():
        if pillar_id not in (None, question.pillar_id) or (only is not None and question.id not in only):
            continue
        risk = risk_of_answer(world, question, review.answers.get(question.id, Answer()))
        if risk != "NOT_APPLICABLE":
            counts[risk] += 1
    return counts


def apply_answer(question: Question, answer: Answer, members: dict[str, Any]) -> None:
    """Change an answer by the members that are present; the rest stays (section 4).

    Raises:
        Refusal: Nothing is changed then; an unknown choice refuses the whole call.
    """
    marks = _marks_after(question, answer, members)
    answer.marks = marks
    if "Notes" in members:
        answer.notes = members["Notes"]
    if "IsApplicable" in members:
        answer.applicable = members["IsApplicable"]
        if not answer.applicable and answer.reason is None:
            answer.reason = "NONE"
    if "Reason" in members:
        answer.reason = members["Reason"]


def _marks_after(question: Question, answer: Answer, members: dict[str, Any]) -> dict[str, ChoiceMark]:
    selected: list[str] | None = members.get("SelectedChoices")
    updates: dict[str, dict[str, Any]] = members.get("ChoiceUpdates", {})
    _refuse_bad_choices(question, selected, updates)
    marks = {choice_id: ChoiceMark(mark.status, mark.reason, mark.notes) for choice_id, mark in answer.marks.items()}
    if selected is not None:
        for choice_id, mark in marks.items():
            if mark.status == "SELECTED" and choice_id not in selected:
                mark.status = "UNSELECTED"
        for choice_id in selected:
            _set_status(marks, choice_id, "SELECTED")
    for choice_id, update in updates.items():
        mark = _set_status(marks, choice_id, update["Status"])
        mark.reason = update.get("Reason", mark.reason)
        mark.notes = update.get("Notes", mark.notes)
    return marks


def _set_status(marks: dict[str, ChoiceMark], choice_id: str, status: str) -> ChoiceMark:
    mark = marks.setdefault(choice_id, ChoiceMark(status))
    if mark.status != status:
        mark.status, mark.reason = status, "NONE"
    return mark


def _refuse_bad_choices(question: Question, selected: list[str] | None, updates: dict[str, dict[str, Any]]) -> None:
    for choice_id in (*(selected or ()), *updates):
        if question.choice(choice_id) is None:
            raise invalid(f"No choice with ID {choice_id} was found in question {question.id}", "ChoiceId")
    if selected is not None and len(set(selected)) < len(selected):
        raise invalid("SelectedChoices names a choice twice", "SelectedChoices")
    for choice_id, update in updates.items():
        choice = question.choice(choice_id)
        if update["Status"] == "NOT_APPLICABLE" and choice is not None and choice.is_none:
            raise invalid(f"Choice {choice_id} cannot be marked as not applicable", f"ChoiceUpdates.{choice_id}")
        if selected is not None and (update["Status"] == "SELECTED") != (choice_id in selected):
            raise _contradiction(choice_id)


def _contradiction(choice_id: str) -> Refusal:
    """What the service does is not recorded (section 15), so no client may ever send it."""
    return invalid(f"SelectedChoices and ChoiceUpdates contradict each other on {choice_id}", "ChoiceUpdates")
