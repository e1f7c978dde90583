"""What applying platform answers would do, question by question, before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.answer import Answer
from workbench.domain.inherited import Inherited
from workbench.domain.lens import Lens
from workbench.domain.session_answers import (
    AnswerTemplate,
    Standing,
    as_template,
    fingerprint,
    standing_of,
)
from workbench.i18n import N_

__all__ = ["EFFECT_TITLES", "Effect", "EffectKind", "effects_of"]


class EffectKind(StrEnum):
    """What applying a template does to one answer."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    OVERRIDDEN = "overridden"
    OWN = "own"
    GONE = "gone"
    UNKNOWN = "unknown"


EFFECT_TITLES = {
    EffectKind.NEW: N_("Answered by the template"),
    EffectKind.UPDATE: N_("Brought up to date"),
    EffectKind.SAME: N_("As in the template"),
    EffectKind.OVERRIDDEN: N_("Changed here; stays"),
    EffectKind.OWN: N_("Answered here; stays"),
    EffectKind.GONE: N_("No longer in the template; stays as an answer of its own"),
    EffectKind.UNKNOWN: N_("Not in this version of the lens"),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One question; `can_take` where the template's answer could replace the one that is there."""

    question_id: str
    kind: EffectKind
    given: Answer | None = None

    @property
    def can_take(self) -> bool:
        """True where a person may have the template's answer all the same."""
        return self.kind in (EffectKind.OVERRIDDEN, EffectKind.OWN)


def effects_of(
    template: AnswerTemplate, lens: Lens, answers: Mapping[str, Answer], inherited: Mapping[str, Inherited]
) -> tuple[Effect, ...]:
    """Return what would happen to each question of a template, and to those it gave before.

    Args:
        template: The template as it is now.
        lens: The lens of the review.
        answers: What is answered, by question id.
        inherited: What came from any template, by question id.
    """
    found = []
    for given in template.answers:
        question = lens.question(given.question_id)
        if question is None:
            found.append(Effect(given.question_id, EffectKind.UNKNOWN))
            continue
        known = {choice.id for choice in question.choices}
        marks = tuple(mark for mark in given.marks if mark.choice_id in known)
        given = Answer(
            given.question_id, marks, given.applicable, given.reason, given.notes, given.owner, verdict=given.verdict
        )
        found.append(Effect(given.question_id, _kind(template, given, answers, inherited), given))
    named = {one.question_id for one in template.answers}
    gone = [key for key, one in inherited.items() if one.template_id == template.id and key not in named]
    return (*found, *(Effect(key, EffectKind.GONE) for key in sorted(gone)))


def _kind(
    template: AnswerTemplate, given: Answer, answers: Mapping[str, Answer], inherited: Mapping[str, Inherited]
) -> EffectKind:
    answer = answers.get(given.question_id) or Answer(given.question_id)
    before = inherited.get(given.question_id)
    if before is not None and before.template_id == template.id:
        if before.given == fingerprint(given) == fingerprint(answer):
            return EffectKind.SAME
        return EffectKind.UPDATE if standing_of(before, answer) is Standing.INHERITED else EffectKind.OVERRIDDEN
    return EffectKind.NEW if as_template(answer).is_empty else EffectKind.OWN
