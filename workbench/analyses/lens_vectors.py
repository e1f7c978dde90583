"""Answers tried out on the rules of a lens: lists of what is selected and not applicable in, risks out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workbench.analyses.risk import pick_rule
from workbench.domain.lens import Lens, Question
from workbench.domain.risk import Risk
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

__all__ = ["Tried", "try_vectors"]

Tried = Risk | None
"""UNANSWERED, HIGH, MEDIUM or NONE; None where no rule is true."""


def try_vectors(lens: Lens, vectors: Any) -> tuple[Tried, ...]:
    """Return the result of each answer.

    Args:
        lens: The lens. A question without rules in a lens that is not official gives None.
        vectors: A list of `[question, [selected], [not applicable]]`; the last one may be left out. The question is its id, or
            PILLAR/QUESTION, which is needed where several pillars have a question of that id.

    Raises:
        BadInput: It is no such list, or names a question or a choice that the lens does not have.

    Source:
        Evaluation states of the custom lens format: nothing selected and nothing marked is unanswered, whatever the rules say.
    """
    if not isinstance(vectors, list):
        raise BadInput(_("The vectors are no JSON list."), _("Write [[question, [selected], [not applicable]], ...]."))
    questions = _names(lens)
    return tuple(_tried(lens, questions, vector, f"[{place}]") for place, vector in enumerate(vectors))


def _names(lens: Lens) -> dict[str, list[Question]]:
    """Return the questions by every name they go by."""
    found: dict[str, list[Question]] = {}
    for question in lens.questions():
        own = question.id.removeprefix(f"{question.pillar_id}/")
        for name in {question.id, own, f"{question.pillar_id}/{own}"}:
            found.setdefault(name, []).append(question)
    return found


def _tried(lens: Lens, questions: dict[str, list[Question]], vector: Any, where: str) -> Tried:
    if not isinstance(vector, list) or not 2 <= len(vector) <= 3 or not isinstance(vector[0], str):
        raise BadInput(_("{where} is not [question, [selected], [not applicable]].").format(where=where))
    name, *lists = vector
    named = questions.get(name, [])
    if not named:
        raise UnknownName(
            _('{where}: there is no question "{id}" in {lens}.').format(where=where, id=name, lens=lens.name)
        )
    if len(named) > 1:
        known = ", ".join(question.id for question in named)
        raise UnknownName(_('{where}: several pillars have a question "{id}".').format(where=where, id=name),
                          _("Say which one: {known}.").format(known=known))  # fmt: skip
    question = named[0]
    own = {choice.id for choice in question.choices}
    selected, neutral = (_ids(each, own, name, where) for each in (*lists, [])[:2])
    if not selected and not neutral:
        return Risk.UNANSWERED
    if question.rules_origin == "estimated" and not lens.official:
        return None
    risk, rule = pick_rule(question, selected, neutral)
    return risk if rule else None


def _ids(value: Any, own: Iterable[str], question: str, where: str) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadInput(_("{where}: choices are given as a list of ids.").format(where=where))
    unknown = sorted(set(value) - set(own))
    if unknown:
        raise UnknownName(
            _('{where}: "{question}" has no choice {ids}.').format(
                where=where, question=question, ids=", ".join(unknown)
            )
        )
    return frozenset(value)
