"""A lens: pillars, questions, practices, risk rules; ours and theirs in one shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from workbench.domain.risk import Level

__all__ = ["Aspect", "Choice", "Lens", "Pillar", "Question", "Resource", "RiskRule"]


@dataclass(frozen=True, slots=True)
class Resource:
    """A text of the lens author with an address, which may be empty."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Aspect:
    """A phase, scenario, design principle or dimension of a lens: its name, and a word of ours on it."""

    id: str
    name: str
    about: str = ""


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
        see: In our words: how one would see it.
        category: What a lens publishes in place of a risk level, for example "FOUNDATIONAL".
        id_origin: Where this id comes from if not from where the lens's ids come; see Lens.ids_origin.
        dimensions: Ids of the lens's dimensions that the practice speaks to.
        help_text: The lens author's own help text.
        improvement: The lens author's improvement plan.
        more_help: Further help of the lens author.
        more_improvement: Further improvement plans.
        risk_if_absent: The official rating, None where a lens has none.
    """

    id: str
    title: str
    code: str = ""
    risk_if_absent: Level | None = None
    url: str = ""
    meaning: str = ""
    see: str = ""
    category: str = ""
    id_origin: str = ""
    dimensions: tuple[str, ...] = ()
    help_text: str = ""
    help_url: str = ""
    improvement: str = ""
    improvement_url: str = ""
    more_help: tuple[Resource, ...] = ()
    more_improvement: tuple[Resource, ...] = ()

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
        probes: Questions to go on with.
        red_flags: Answers and sights that tell of a risk.
        good: What a good answer sounds like.
        evidence: What is typically shown.
        title_origin: "topic" where only the heading of the topic is published, "ours" where not even that is;
            empty for the official wording, and for lenses of one's own.
        phases: Ids of the lens's phases that the question belongs to.
        rules_origin: "estimated" where the rules are ours; empty where the lens author wrote them.
        facts: Selected and not applicable choices, and the risk the Tool gave that very combination, where it is known
            to differ from the rules; kept in a workspace, never in a lens file.
    """

    id: str
    title: str
    pillar_id: str
    code: str = ""
    number: int = 0
    short: str = ""
    about: str = ""
    ask: str = ""
    probes: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    good: str = ""
    evidence: tuple[str, ...] = ()
    title_origin: str = ""
    phases: tuple[str, ...] = ()
    description: str = ""
    url: str = ""
    help_text: str = ""
    choices: tuple[Choice, ...] = ()
    rules: tuple[RiskRule, ...] = ()
    rules_origin: str = ""
    facts: tuple[tuple[frozenset[str], frozenset[str], str], ...] = ()

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
        official: True for lenses that AWS publishes in the Tool, with the alias and ids they have there (limits do not
            apply, rules are estimated).
        origin: Who publishes it: "official" (an AWS Well-Architected lens), "aws" (a custom lens of AWS), "ours" (written
            for the workbench), empty for a lens of one's own.
        ids_origin: Where question and choice ids come from: "api" (the Tool), "custom" (the custom lens AWS publishes),
            "docs" (made by us from the codes of the documentation), "ours" (made by us), empty if unknown.
        alias_origin: "api", "unverified" or "ours"; empty if unknown.
        domain: What the lens is about, for filters: "framework", "ai", "industry", "technology", "operations", "data".
        completeness: What is known and what is missing, in words.
        phases: Phases of work; questions name those they belong to.
        phases_origin: "docs" where AWS says which question belongs to which phase, "ours" where we do.
        scenarios: Example architectures that the lens describes.
        principles: Design principles, laws or factors.
        dimensions: What every answer is looked at by; practices name those they speak to.
    """

    alias: str
    version: str
    name: str
    description: str = ""
    official: bool = False
    pillars: tuple[Pillar, ...] = ()
    source_url: str = ""
    origin: str = ""
    ids_origin: str = ""
    alias_origin: str = ""
    domain: str = ""
    completeness: str = ""
    phases: tuple[Aspect, ...] = ()
    phases_origin: str = ""
    scenarios: tuple[Aspect, ...] = ()
    principles: tuple[Aspect, ...] = ()
    dimensions: tuple[Aspect, ...] = ()
    extra: dict[str, object] = field(default_factory=dict, compare=False, hash=False)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions()}

    def questions(self) -> Iterator[Question]:
        """Yield every question in lens order."""
        for pillar in self.pillars:
            yield from pillar.questions

    def in_phase(self, phase_id: str) -> tuple[Question, ...]:
        """Return the questions that belong to a phase, in lens order."""
        return tuple(question for question in self.questions() if phase_id in question.phases)

    def question(self, question_id: str) -> Question | None:
        """Return a question by id, or None."""
        return self._by_id.get(question_id)

    def pillar(self, pillar_id: str) -> Pillar | None:
        """Return a pillar by id, or None."""
        return next((pillar for pillar in self.pillars if pillar.id == pillar_id), None)
