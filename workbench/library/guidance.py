"""How much of a lens has guidance."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.lens import Choice, Lens, Question
from workbench.i18n import _

__all__ = ["Completeness", "completeness", "has_guidance", "has_meaning"]

FEWEST_PROBES, MOST_PROBES = 3, 5


@dataclass(frozen=True, slots=True)
class Completeness:
    """Questions and practices of a lens, and how many of them have all their guidance."""

    questions: int
    guided_questions: int
    practices: int
    guided_practices: int

    @property
    def is_complete(self) -> bool:
        """True if nothing is missing."""
        return (self.guided_questions, self.guided_practices) == (self.questions, self.practices)

    @property
    def is_empty(self) -> bool:
        """True if no question and no practice has all of it."""
        return not self.guided_questions and not self.guided_practices

    @property
    def words(self) -> str:
        """Return "guidance for 57 of 57 questions, 307 of 307 practices"."""
        return _("guidance for {q} of {questions} questions, {p} of {practices} practices").format(
            q=self.guided_questions, questions=self.questions, p=self.guided_practices, practices=self.practices
        )


def has_guidance(question: Question) -> bool:
    """Tell whether a question can be run from its guidance: what it is about, what to ask, what to listen for."""
    enough = FEWEST_PROBES <= len(question.probes) <= MOST_PROBES
    texts = (question.about, question.ask, question.good)
    return enough and all(texts) and bool(question.red_flags and question.evidence)


def has_meaning(practice: Choice) -> bool:
    """Tell whether it is said what a practice means and how one would see it."""
    return bool(practice.meaning and practice.see)


def completeness(lens: Lens) -> Completeness:
    """Count what has guidance; None choices need none."""
    questions = tuple(lens.questions())
    practices = [practice for question in questions for practice in question.practices]
    return Completeness(
        len(questions), sum(map(has_guidance, questions)), len(practices), sum(map(has_meaning, practices))
    )
