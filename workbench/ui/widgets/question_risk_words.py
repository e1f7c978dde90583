"""Why a question has its risk, in words a person says: rule, missing practices, ways down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.domain.answer import REASON_TITLES, Answer
from workbench.domain.lens import Question
from workbench.domain.risk import Assessment, Level, Risk
from workbench.domain.rules import And, Condition, Default, Name, Not, Or, parse_condition
from workbench.errors import BadInput
from workbench.i18n import _, n_

__all__ = ["codes_text", "origin_text", "rule_words", "way_text", "why_text"]

_CODE = re.compile(r"(.+-)(BP\d+)")


def codes_text(question: Question, choice_ids: Sequence[str], word: str = "") -> str:
    """Return practices by code, the shared beginning written once: "OPS05-BP01, BP02 and BP03"."""
    names, prefix = [], ""
    for choice_id in choice_ids:
        choice = question.choice(choice_id)
        name = choice.code or f'"{choice.title}"' if choice else choice_id
        match = _CODE.fullmatch(name)
        names.append(match[2] if match and match[1] == prefix else name)
        prefix = match[1] if match else ""
    if len(names) < 2:
        return "".join(names)
    return _("{list} {and_} {last}").format(list=", ".join(names[:-1]), and_=word or _("and"), last=names[-1])


def origin_text(assessment: Assessment) -> str:
    """Return whose word the risk is: estimated, by hand, the lens's own rules."""
    if assessment.risk in (Risk.UNANSWERED, Risk.NOT_APPLICABLE):
        return ""
    if assessment.ours:
        return _("our verdict, set by hand")
    if assessment.level_unknown:
        return _("estimated, level unknown")
    if assessment.by_tool:
        return _("from the Tool")
    return _("estimated") if assessment.estimated else _("by the rules of the lens")


def why_text(question: Question, answer: Answer, assessment: Assessment) -> str:
    """Return why the risk is what it is, in one or two sentences."""
    if assessment.risk is Risk.NOT_APPLICABLE:
        return _("Taken out of every count: {reason}.").format(reason=_(REASON_TITLES[answer.reason]).lower())
    if not question.practices:
        return "" if assessment.ours else _("This question has no practices; give your own verdict.")
    if assessment.risk is Risk.UNANSWERED:
        return _("No practice is marked yet.")
    if assessment.conflict:
        return _('"None of these" stands beside practices that are in place; keep one of the two.')
    if assessment.by_tool and not assessment.rule:
        level = {Risk.HIGH: _("a high risk"), Risk.MEDIUM: _("a medium risk")}.get(assessment.risk, _("no risk"))
        return _("The Tool gives {level} for exactly this answer; the rules here give another.").format(level=level)
    if question.rules_origin != "estimated":
        return rule_words(question, assessment)
    if assessment.risk is Risk.NONE:
        return _("Every practice that applies is in place.")
    missing = assessment.missing
    if assessment.level_unknown:
        return n_("{codes} is missing.", "{codes} are missing.", len(missing)).replace(
            "{codes}", codes_text(question, missing)
        )
    high = [key for key in missing if _level(question, key) is Level.HIGH]
    rest = [key for key in missing if key not in high]
    if not missing:
        return rule_words(question, assessment)
    if assessment.risk is Risk.MEDIUM or not high:
        text = n_(
            "{codes} is missing; no practice that is high if absent is.",
            "{codes} are missing; no practice that is high if absent is.",
            len(missing),
        )
        return text.replace("{codes}", codes_text(question, missing))
    text = n_(
        "{codes} is missing and its absence is a high risk.",
        "{codes} are missing and the absence of any is a high risk.",
        len(high),
    ).replace("{codes}", codes_text(question, high))
    if rest:
        text += " " + _("Also missing: {codes}.").format(codes=codes_text(question, rest))
    return text


def way_text(question: Question, way: Sequence[str]) -> str:
    """Return one way down: "establish REL10-BP01 and BP02"."""
    return _("establish {codes}").format(codes=codes_text(question, way))


def rule_words(question: Question, assessment: Assessment) -> str:
    """Return the rule that fired, with codes or titles instead of ids."""
    level = {Risk.HIGH: _("a high risk"), Risk.MEDIUM: _("a medium risk")}.get(assessment.risk, _("no risk"))
    if not assessment.rule:
        return _("No rule of the lens is true, so it counts as {level}.").format(level=level)
    try:
        condition = parse_condition(assessment.rule)
    except BadInput:
        return _("The rule {rule} gives {level}.").format(rule=assessment.rule, level=level)
    if isinstance(condition, Default):
        text = _("No better rule of the lens is true, so it counts as {level}.").format(level=level)
        if assessment.missing:
            text += " " + _("Missing: {codes}.").format(codes=codes_text(question, assessment.missing))
        return text
    return _("The lens gives {level} where this is true: {rule}.").format(level=level, rule=_say(question, condition))


def _say(question: Question, condition: Condition) -> str:
    if isinstance(condition, Name):
        return codes_text(question, (condition.id,))
    if isinstance(condition, Not):
        inner = _say(question, condition.inner)
        return _("not {what}").format(what=inner if isinstance(condition.inner, Name) else f"({inner})")
    if isinstance(condition, Default):
        return _("always")
    word = _("and") if isinstance(condition, And) else _("or")
    parts = [_say(question, part) for part in condition.parts]
    mixed = [
        f"({text})" if isinstance(part, And | Or) else text for part, text in zip(condition.parts, parts, strict=True)
    ]
    return f" {word} ".join(mixed)


def _level(question: Question, choice_id: str) -> Level | None:
    choice = question.choice(choice_id)
    return choice.risk_if_absent if choice else None
