"""What a team undertakes against risks: a piece of work that puts practices in place."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.domain.plan import ItemStatus

__all__ = ["Capacity", "Gap", "Initiative", "PlanTerms"]


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """One practice that is not in place in one review."""

    review_id: str
    question_id: str
    choice_id: str

    @property
    def spot(self) -> tuple[str, str]:
        """Review and question id."""
        return self.review_id, self.question_id


@dataclass(frozen=True, slots=True)
class Initiative:
    """A piece of work, large enough to be planned and small enough to be done.

    Attributes:
        closes: Practices that are in place once it is done, in order.
        days: Effort [person days]; 0 where nobody has said.
        impact: Of one who knows, from 1 (little) to 5 (much); 0 is not said.
        due: YYYY-MM-DD, may be empty.
        status: As of improvements, but for "accepted".
        value: What it brings besides, in words: money, time.
        fixed: It is done in any case, so the planner keeps it.
    """

    id: str
    title: str
    closes: tuple[Gap, ...] = ()
    days: float = 0.0
    impact: int = 0
    owner: str = ""
    due: str = ""
    status: ItemStatus = ItemStatus.OPEN
    note: str = ""
    value: str = ""
    fixed: bool = False

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """Review and question id of everything it works on, each once."""
        return tuple(dict.fromkeys(gap.spot for gap in self.closes))

    def is_overdue(self, today: str) -> bool:
        """True when its day (YYYY-MM-DD) has passed and it is not done."""
        return bool(self.due) and self.due < today and self.status is not ItemStatus.DONE


@dataclass(frozen=True, slots=True)
class Capacity:
    """What can be done in a quarter.

    Attributes:
        days: Person days until the end of each window, counted from the start: (10, 20, 30) is ten in each month. None
            is that days do not matter.
        items: Most initiatives; None is any number.
        high_risks: Most high risks that are taken on in the quarter; more at once is not followed through.
        windows: Days after which each window ends.
    """

    days: tuple[float, ...] | None = None
    items: int | None = None
    high_risks: int | None = 5
    windows: tuple[int, ...] = field(default=(30, 60, 90))


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What the plan of a workload is held against, and what was settled about it.

    Attributes:
        baseline: Milestone whose high risks are to be closed; empty is the first one there is.
        target: Share of them that shall be closed, 0 to 1.
        requirements: What changed in business or technical requirements since the last review, in words; a reason to
            review again.
        capacity: With which it was planned last.
        planned_at: When a plan was applied last, UTC, ISO 8601.
        planned_on: Sign of the answers and initiatives it was made for; see analyses.treatment_steps.state_sign.
        agreed_by, agreed_at: Who agreed to the recap and when; empty while it is a draft.
        agreed_on: Sign of the text that was agreed to; another text is a draft again.
    """

    baseline: str = ""
    target: float = 0.5
    requirements: str = ""
    capacity: Capacity = Capacity()
    planned_at: str = ""
    planned_on: str = ""
    agreed_by: str = ""
    agreed_at: str = ""
    agreed_on: str = ""
