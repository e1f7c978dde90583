"""The risk of an answered question: which rule fired, what is missing, the smallest ways down."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, islice

from workbench.domain.answer import Answer, MarkState
from workbench.domain.lens import Lens, Question
from workbench.domain.risk import Assessment, Risk
from workbench.domain.rules import Condition, evaluate, parse_condition
from workbench.domain.snapshot import ReviewState
from workbench.errors import BadInput

__all__ = ["assess", "assess_review", "pick_rule"]

_RISK_OF = {"HIGH_RISK": Risk.HIGH, "MEDIUM_RISK": Risk.MEDIUM, "NO_RISK": Risk.NONE}
_SEVERITY = {Risk.HIGH: 2, Risk.MEDIUM: 1, Risk.NONE: 0}
_MOST_TRIALS = 20_000
NO_RULE = ""


@lru_cache(maxsize=8192)
def _parsed(text: str) -> Condition | None:
    try:
        return parse_condition(text)
    except BadInput:
        return None  # a broken rule never fires; the lens check names it


def pick_rule(question: Question, selected: frozenset[str], neutral: frozenset[str]) -> tuple[Risk, str]:
    """Return the risk and the condition of the first rule that is true.

    Where no rule is true and the lens has no default, the risk counts as HIGH (our reading).
    """
    for rule in question.rules:
        condition = _parsed(rule.condition)
        if condition is not None and evaluate(condition, selected, neutral):
            return _RISK_OF[rule.risk], rule.condition
    return Risk.HIGH, NO_RULE


def assess(question: Question, answer: Answer) -> Assessment:
    """Work out the risk of one question and explain it.

    Args:
        question: The question with its rules.
        answer: What was said; marks on choices the question does not have are ignored.

    Returns:
        The Assessment; UNANSWERED while nothing at all is marked. What the Tool gave for exactly these marks goes
        before the rules, and so does what it gave this combination elsewhere where the rules are only estimated.

    Source:
        Evaluation order and states: custom lens format specification, and observed behaviour of the Tool.
    """
    base = {
        "question_id": question.id,
        "pillar_id": question.pillar_id,
        "estimated": question.rules_origin == "estimated",
        "level_unknown": question.rules_origin == "estimated"
        and not any(choice.risk_if_absent for choice in question.practices),
    }
    if not answer.applicable:
        return Assessment(risk=Risk.NOT_APPLICABLE, **base)  # type: ignore[arg-type]
    if not question.practices:
        return Assessment(risk=answer.verdict or Risk.UNANSWERED, ours=answer.verdict is not None, **base)  # type: ignore[arg-type]
    own = {choice.id for choice in question.choices}
    marks = {mark.choice_id: mark.state for mark in answer.marks if mark.choice_id in own}
    if not marks:
        return Assessment(risk=Risk.UNANSWERED, **base)  # type: ignore[arg-type]
    selected = frozenset(choice_id for choice_id, state in marks.items() if state is MarkState.YES)
    neutral = frozenset(choice_id for choice_id, state in marks.items() if state is MarkState.NOT_APPLICABLE)
    none = question.none_choice
    conflict = none is not None and none.id in selected and len(selected) > 1
    risk, rule = pick_rule(question, selected, neutral)
    told = answer.tool_risk or next((Risk(r) for s, n, r in question.facts if (s, n) == (selected, neutral)), None)
    if answer.tool_risk is not None:
        base |= {"estimated": False, "level_unknown": False, "by_tool": True}
    if told is not None and told is not risk:
        risk, rule = told, NO_RULE
    absent = tuple(c.id for c in question.practices if c.id not in selected and c.id not in neutral)
    return Assessment(
        risk=risk,
        rule=rule,
        missing=absent if risk in (Risk.HIGH, Risk.MEDIUM) else (),
        ways_down=_ways_down(question, selected, neutral, absent, risk),
        conflict=conflict,
        **base,  # type: ignore[arg-type]
    )


@lru_cache(maxsize=16384)
def _ways_down(
    question: Question, selected: frozenset[str], neutral: frozenset[str], absent: tuple[str, ...], risk: Risk
) -> tuple[tuple[str, ...], ...]:
    """All smallest sets of absent practices that, once in place, give a lower risk."""
    if risk not in (Risk.HIGH, Risk.MEDIUM):
        return ()
    none = question.none_choice
    kept = selected - {none.id} if none else selected
    trials = 0
    for size in range(1, len(absent) + 1):
        found = []
        for added in combinations(absent, size):
            trials += 1
            if trials > _MOST_TRIALS:
                return _shrunk(question, kept, neutral, absent, risk)
            if _SEVERITY[pick_rule(question, kept | set(added), neutral)[0]] < _SEVERITY[risk]:
                found.append(added)
        if found:
            return tuple(islice(found, 200))
    return ()


def _shrunk(
    question: Question, kept: frozenset[str], neutral: frozenset[str], absent: tuple[str, ...], risk: Risk
) -> tuple[tuple[str, ...], ...]:
    """One set that cannot be made smaller by leaving out a practice; for questions too large to search."""

    def lowers(added: list[str]) -> bool:
        return _SEVERITY[pick_rule(question, kept | set(added), neutral)[0]] < _SEVERITY[risk]

    added = list(absent)
    if not lowers(added):
        return ()
    for choice_id in absent:
        fewer = [each for each in added if each != choice_id]
        if lowers(fewer):
            added = fewer
    return (tuple(added),)


def assess_review(lens: Lens, review: ReviewState) -> dict[str, Assessment]:
    """Work out every question of a lens, in lens order, keyed by question id."""
    answers = {answer.question_id: answer for answer in review.answers}
    return {q.id: assess(q, answers.get(q.id, Answer(q.id))) for q in lens.questions()}
