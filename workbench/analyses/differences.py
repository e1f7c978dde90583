"""What a comparison of two states of a workload tells: the nouns of its result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.analyses.graph_differences import GraphDifferences, difference_lines
from workbench.analyses.scenario_differences import ScenarioChange, scenario_lines
from workbench.domain.answer import Mark
from workbench.domain.evidence import Evidence
from workbench.domain.plan import Acceptance
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.i18n import N_, n_

__all__ = [
    "ACCEPTED_TITLES",
    "MOVE_TITLES",
    "WAY_TITLES",
    "Accepted",
    "Comparison",
    "EvidenceChange",
    "FieldChange",
    "MarkChange",
    "Move",
    "PillarCounts",
    "QuestionChange",
    "ReviewComparison",
    "Way",
    "other_words",
    "worst_first",
]


class Move(StrEnum):
    """What became of the risk of one question."""

    OPENED = "opened"
    REOPENED = "reopened"
    RAISED = "raised"
    LOWERED = "lowered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # the risk is gone because the answer is: nothing was closed
    UNCHANGED = "unchanged"
    ADDED = "added"
    RETIRED = "retired"


class Way(StrEnum):
    """How a risk was closed or lowered."""

    PRACTICE = "practice"
    CHOICE_NOT_APPLICABLE = "choice_not_applicable"
    QUESTION_NOT_APPLICABLE = "question_not_applicable"
    MIXED = "mixed"
    VERDICT = "verdict"
    LENS = "lens"


class Accepted(StrEnum):
    """What became of the acceptance of a risk; an accepted risk is still counted, so this is no closing."""

    NO = "no"
    ACCEPTED = "accepted"
    STILL = "still"
    EXPIRED = "expired"
    ENDED = "ended"


MOVE_TITLES = {
    Move.OPENED: N_("Opened"),
    Move.REOPENED: N_("Reopened"),
    Move.RAISED: N_("Raised"),
    Move.LOWERED: N_("Lowered"),
    Move.CLOSED: N_("Closed"),
    Move.WITHDRAWN: N_("No longer answered"),
    Move.UNCHANGED: N_("Unchanged"),
    Move.ADDED: N_("New in the lens"),
    Move.RETIRED: N_("No longer in the lens"),
}
WAY_TITLES = {
    Way.PRACTICE: N_("By practice"),
    Way.CHOICE_NOT_APPLICABLE: N_("By practices not applicable"),
    Way.QUESTION_NOT_APPLICABLE: N_("By question not applicable"),
    Way.MIXED: N_("By practice and by not applicable together"),
    Way.VERDICT: N_("By verdict"),
    Way.LENS: N_("By a change of the lens"),
}
ACCEPTED_TITLES = {
    Accepted.NO: "",
    Accepted.ACCEPTED: N_("Accepted"),
    Accepted.STILL: N_("Still accepted"),
    Accepted.EXPIRED: N_("Acceptance expired"),
    Accepted.ENDED: N_("Acceptance ended"),
}


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One practice whose mark changed; None is "not discussed", never "no"."""

    choice_id: str
    code: str
    title: str
    before: Mark | None
    after: Mark | None

    @property
    def state_changed(self) -> bool:
        """True when more than a note or an owner changed."""
        return (self.before and self.before.state) != (self.after and self.after.state)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an answer, a review or a workload before and after."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class EvidenceChange:
    """One piece of evidence; None before means it was added, None after that it was taken away."""

    before: Evidence | None
    after: Evidence | None

    @property
    def strength_changed(self) -> bool:
        """True when it is held to be stronger or weaker than before."""
        return bool(self.before and self.after and self.before.strength is not self.after.strength)


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question before and after.

    Attributes:
        before_risk, after_risk: None where that lens version has no such question.
        way: How the risk was closed or lowered; None for every other move.
        fields: Changed fields of the answer beside its marks.
        evidence: Evidence that was added, changed or taken away.
        supported_by: All evidence that stands after.
        who, at: Who changed it last between the two states and when; empty where nobody knows.
    """

    lens_alias: str
    pillar_id: str
    question_id: str
    code: str
    title: str
    before_risk: Risk | None
    after_risk: Risk | None
    move: Move
    way: Way | None = None
    accepted: Accepted = Accepted.NO
    acceptance: Acceptance | None = None
    marks: tuple[MarkChange, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    evidence: tuple[EvidenceChange, ...] = ()
    supported_by: tuple[Evidence, ...] = ()
    who: str = ""
    at: str = ""

    @property
    def answer_changed(self) -> bool:
        """True when something was said anew; a risk may also move with the lens or the calendar."""
        return bool(self.marks or self.fields or self.evidence)

    @property
    def is_changed(self) -> bool:
        """True when there is anything to tell."""
        return (
            self.answer_changed or self.move is not Move.UNCHANGED or self.accepted not in (Accepted.NO, Accepted.STILL)
        )


@dataclass(frozen=True, slots=True)
class PillarCounts:
    """Questions per risk of one pillar, worst first, before and after."""

    pillar_id: str
    name: str
    before: tuple[tuple[Risk, int], ...]
    after: tuple[tuple[Risk, int], ...]


@dataclass(frozen=True, slots=True)
class ReviewComparison:
    """One lens before and after; an empty version means that it was not reviewed then.

    Attributes:
        questions: Every question of either version, in lens order, changed or not.
        fields: Lens notes ("notes") and pillar notes ("pillar_notes/PILLAR").
    """

    lens_alias: str
    lens_name: str
    before_version: str
    after_version: str
    in_before: bool
    in_after: bool
    questions: tuple[QuestionChange, ...]
    pillars: tuple[PillarCounts, ...]
    fields: tuple[FieldChange, ...] = ()

    @property
    def changed(self) -> tuple[QuestionChange, ...]:
        """Only the questions with something to tell."""
        return tuple(question for question in self.questions if question.is_changed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What happened to a workload between two states.

    Attributes:
        workload: Changed fields of the workload.
        unreadable: Lens aliases whose text is not known, so that their risks cannot be told.
        graph: What changed in the dependency graph.
        scenarios: Failures kept under a name that came, went or changed.
    """

    before_title: str
    after_title: str
    reviews: tuple[ReviewComparison, ...]
    workload: tuple[FieldChange, ...] = ()
    unreadable: tuple[str, ...] = ()
    graph: GraphDifferences = field(default_factory=GraphDifferences)
    scenarios: tuple[ScenarioChange, ...] = ()

    @property
    def changed(self) -> tuple[QuestionChange, ...]:
        """Every question of every lens with something to tell."""
        return tuple(question for review in self.reviews for question in review.changed)

    def moved(self, *moves: Move) -> tuple[QuestionChange, ...]:
        """Return the questions whose risk made one of the moves."""
        return tuple(question for question in self.changed if question.move in moves)

    def closed_by(self, way: Way) -> tuple[QuestionChange, ...]:
        """Return the closed risks that were closed in one way."""
        return tuple(question for question in self.moved(Move.CLOSED) if question.way is way)

    def accepted(self, *states: Accepted) -> tuple[QuestionChange, ...]:
        """Return the questions whose acceptance is in one of the states."""
        return tuple(q for review in self.reviews for q in review.questions if q.accepted in states)

    def totals(self) -> tuple[tuple[tuple[Risk, int], ...], tuple[tuple[Risk, int], ...]]:
        """Return questions per risk over all lenses, before and after."""
        sums: tuple[Counter[Risk], Counter[Risk]] = (Counter(), Counter())
        for review in self.reviews:
            for pillar in review.pillars:
                sums[0].update(dict(pillar.before))
                sums[1].update(dict(pillar.after))
        return worst_first(sums[0]), worst_first(sums[1])


def worst_first(counts: Mapping[Risk, int]) -> tuple[tuple[Risk, int], ...]:
    """Return the counts that are not zero, in the order of every list of risks."""
    return tuple((risk, counts[risk]) for risk in RISK_ORDER if counts.get(risk))


def other_words(comparison: Comparison) -> tuple[str, ...]:
    """Say how much changed beside answers and risks, in a few words each; nothing where nothing did."""
    graph = sum(len(lines) for _title, lines in difference_lines(comparison.graph))
    scenarios = sum(len(lines) for _title, lines in scenario_lines(comparison.scenarios))
    fields = len(comparison.workload)
    notes = sum(len(review.fields) for review in comparison.reviews)
    lenses = sum(one.before_version != one.after_version or one.in_before != one.in_after for one in comparison.reviews)
    told = (
        (graph, n_("{n} change in the dependency graph", "{n} changes in the dependency graph", graph)),
        (scenarios, n_("{n} change in the scenarios", "{n} changes in the scenarios", scenarios)),
        (fields, n_("{n} field of the workload changed", "{n} fields of the workload changed", fields)),
        (notes, n_("{n} lens or pillar note changed", "{n} lens or pillar notes changed", notes)),
        (lenses, n_("{n} lens added, removed or upgraded", "{n} lenses added, removed or upgraded", lenses)),
    )
    return tuple(text for n, text in told if n)
