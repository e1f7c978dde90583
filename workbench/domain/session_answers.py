"""Platform answers: what many workloads answer alike, given once and inherited until somebody says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.inherited import Inherited
from workbench.domain.risk import Risk
from workbench.domain.snapshot import canonical, digest
from workbench.errors import BadInput

__all__ = [
    "AnswerTemplate",
    "Standing",
    "as_template",
    "fingerprint",
    "standing_of",
    "template_answer",
    "template_answer_json",
]


class Standing(StrEnum):
    """What became of an inherited answer."""

    INHERITED = "inherited"
    """As the template gave it."""
    OVERRIDDEN = "overridden"
    """Changed here since."""


@dataclass(frozen=True, slots=True)
class AnswerTemplate:
    """Answers to some questions of a lens, for every workload on the same platform.

    Attributes:
        answers: By question id in order; without flags, parking and results of the Tool, which belong to one workload.
    """

    id: str
    name: str
    lens: str
    lens_version: str = ""
    answers: tuple[Answer, ...] = ()

    def answer(self, question_id: str) -> Answer | None:
        """Return the answer to a question, or None."""
        return next((one for one in self.answers if one.question_id == question_id), None)


def as_template(answer: Answer) -> Answer:
    """Return what of an answer holds for other workloads too."""
    return replace(answer, flagged=False, parked=False, tool_risk=None)


def template_answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer of a template as plain JSON values."""
    one = as_template(answer)
    return {
        "applicable": one.applicable, "reason": str(one.reason), "notes": one.notes, "owner": one.owner,
        "verdict": str(one.verdict or ""),
        "marks": [[mark.choice_id, str(mark.state), str(mark.reason), mark.note, mark.owner] for mark in one.marks],
    }  # fmt: skip


def template_answer(question_id: str, data: dict[str, Any]) -> Answer:
    """Read what template_answer_json wrote.

    Raises:
        BadInput: A part is missing or has the wrong form.
    """
    try:
        marks = tuple(
            Mark(choice, MarkState(state), Reason(reason), note, owner)
            for choice, state, reason, note, owner in data["marks"]
        )
        verdict = Risk(data["verdict"]) if data["verdict"] else None
        return Answer(
            question_id, marks, bool(data["applicable"]), Reason(data["reason"]), data["notes"], data["owner"],
            verdict=verdict,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"An answer of a template has an unexpected form: {error}.") from error


def fingerprint(answer: Answer) -> str:
    """Return what an answer is known by, as far as a template gives it."""
    return digest(canonical(template_answer_json(answer)))


def standing_of(inherited: Inherited, answer: Answer) -> Standing:
    """Tell whether an answer is still as its template gave it."""
    return Standing.INHERITED if fingerprint(answer) == inherited.given else Standing.OVERRIDDEN
