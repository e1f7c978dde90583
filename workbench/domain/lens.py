"""A lens: pillars, questions, practices, risk rules; ours and theirs in one shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from workbench.domain.risk import Level

__all__ = ["Choice", "Lens", "Pillar", "Question", "RiskRule"]


@dataclass(frozen=True, slots=True)
class RiskRule:
    """One rule of a question: the condition as written and the risk it gives."""

    condition: str
    risk: str  # HIGH_RISK | MEDIUM_RISK | NO_RISK


@dataclass(frozen=True, slots=True)
class Choice:
    """One best practice, or the None choice (its id ends in `_no`).

    Attributes:
        meaning: In our words: what it means when the practice is in place.
        help_text: The lens author's own help text.
        improvement: The lens author's improvement plan.
        risk_if_absent: The official rating, None where a lens has none.
    """

    id: str
    title: str
    code: str = ""
    risk_if_absent: Level | None = None
    url: str = ""
    meaning: str = ""
    help_text: str = ""
    help_url: str = ""
    improvement: str = ""
    improvement_url: str = ""

    @property
    def is_none(self) -> bool:
        """True for the choice that says "none of these"."""
        return self.id.endswith("_no")


@dataclass(frozen=True)
class Question:
    """One question of a lens.

    Attributes:
        code: As people say it, for example "REL 10"; made from pillar and place where a lens has none.
        short: Our short name for trees and tables; the title where we have none.
        about: In our words: what the question is really about.
        ask: An open question to put to the room.
        rules_origin: "estimated" where the rules are ours; empty where the lens author wrote them.
    """

    id: str
    title: str
    pillar_id: str
    code: str = ""
    number: int = 0
    short: str = ""
    about: str = ""
    ask: str = ""
    description: str = ""
    url: str = ""
    help_text: str = ""
    choices: tuple[Choice, ...] = ()
    rules: tuple[RiskRule, ...] = ()
    rules_origin: str = ""

    @cached_property
    def practices(self) -> tuple[Choice, ...]:
        """All choices but the None choice, in lens order."""
        return tuple(choice for choice in self.choices if not choice.is_none)

    @cached_property
    def none_choice(self) -> Choice | None:
        """The None choice, if the question has one."""
        return next((choice for choice in self.choices if choice.is_none), None)

    def choice(self, choice_id: str) -> Choice | None:
        """Return a choice by id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A pillar of a lens with its questions in order."""

    id: str
    name: str
    code: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Lens:
    """One version of one lens.

    Attributes:
        alias: Official alias ("wellarchitected"), or our own for custom lenses.
        version: The lens version this text reflects.
        official: True for lenses that AWS publishes in the Tool (limits do not apply, rules are estimated).
    """

    alias: str
    version: str
    name: str
    description: str = ""
    official: bool = False
    pillars: tuple[Pillar, ...] = ()
    source_url: str = ""
    extra: dict[str, object] = field(default_factory=dict, compare=False, hash=False)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions()}

    def questions(self) -> Iterator[Question]:
        """Yield every question in lens order."""
        for pillar in self.pillars:
            yield from pillar.questions

    def question(self, question_id: str) -> Question | None:
        """Return a question by id, or None."""
        return self._by_id.get(question_id)

    def pillar(self, pillar_id: str) -> Pillar | None:
        """Return a pillar by id, or None."""
        return next((pillar for pillar in self.pillars if pillar.id == pillar_id), None)
