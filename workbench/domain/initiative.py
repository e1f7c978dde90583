"""What a team undertakes against risks: a piece of work that puts practices in place."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Capacity", "Gap", "Initiative"]


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """One practice that is not in place in one review."""

    review_id: str
    question_id: str
    choice_id: str


@dataclass(frozen=True, slots=True)
class Initiative:
    """A piece of work, large enough to be planned and small enough to be done.

    Attributes:
        closes: Practices that are in place once it is done.
        days: Effort [person days]; 0 where nobody has said.
        impact: Of one who knows, from 1 (little) to 5 (much); 0 is not said.
        due: YYYY-MM-DD, may be empty.
        status: As of improvements: "open", "planned", "in_progress", "done".
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
    status: str = "open"
    note: str = ""
    value: str = ""
    fixed: bool = False


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
