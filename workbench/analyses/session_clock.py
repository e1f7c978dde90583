"""The clock of a session: ahead or behind, minutes for what is left, and what to drop to finish on time.

All of it is ours and needs no more than the plan: what is left of the box against what the open questions were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.session import Spot

__all__ = ["QUIET_S", "ClockReading", "PillarTime", "Slot", "read_clock"]

_NOTHING_S = 1e-6
QUIET_S = 30.0
"""Nobody is asked to drop anything for less than this [s]."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A question with its time.

    Attributes:
        pillar: Lens alias and pillar id.
        planned_s: Given by the plan [s].
        spent_s: Talked about so far [s].
        is_done: Answered, parked or left behind in this session.
        is_homework: To be answered outside the room.
    """

    spot: Spot
    pillar: Spot
    planned_s: float
    importance: float = 1.0
    spent_s: float = 0.0
    is_done: bool = False
    is_homework: bool = False

    @property
    def is_open(self) -> bool:
        """True where the room has still to talk about it."""
        return not self.is_done and not self.is_homework

    @property
    def due_s(self) -> float:
        """What the plan leaves for it [s]."""
        return max(0.0, self.planned_s - self.spent_s) if self.is_open else 0.0


@dataclass(frozen=True, slots=True)
class PillarTime:
    """A pillar as the clock sees it; seconds."""

    pillar: Spot
    planned_s: float
    spent_s: float
    left_s: float
    """From now, so that the session ends on time."""
    open: int
    all: int


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock says; seconds.

    Attributes:
        left_s: Time for questions until the end, planned breaks taken off; negative past the end.
        due_s: What the plan gives to the questions that are open.
        ahead_s: left_s - due_s: positive where the rest as planned ends early, negative behind.
        shares: New time by open question, so that all of them fit: in proportion to what they are due.
        drop: What to answer outside the room to finish on time, the least important first; empty when nothing must.
        pillars: In the order of the plan.
    """

    left_s: float
    due_s: float
    shares: Mapping[Spot, float]
    drop: tuple[Spot, ...]
    pillars: tuple[PillarTime, ...]
    done: int
    all: int

    @property
    def ahead_s(self) -> float:
        """Positive ahead, negative behind."""
        return self.left_s - self.due_s


def read_clock(slots: Sequence[Slot], left_s: float, now: Spot = ("", "")) -> ClockReading:
    """Read the clock.

    Args:
        slots: The questions of this sitting in order.
        left_s: Time until the end without planned breaks [s].
        now: The question that is shown; it is never dropped.
    """
    open_ones = [slot for slot in slots if slot.is_open]
    due = sum(slot.due_s for slot in open_ones)
    shares = _shares(open_ones, due, max(0.0, left_s))
    return ClockReading(
        left_s, due, shares, _drop(open_ones, due, left_s, now), tuple(_pillars(slots, shares)),
        sum(slot.is_done for slot in slots), sum(not slot.is_homework or slot.is_done for slot in slots),
    )  # fmt: skip


def _shares(slots: Sequence[Slot], due: float, left: float) -> dict[Spot, float]:
    if due <= _NOTHING_S:
        return {slot.spot: left / len(slots) for slot in slots}
    return {slot.spot: left * (slot.due_s / due) for slot in slots}


def _drop(slots: Sequence[Slot], due: float, left: float, now: Spot) -> tuple[Spot, ...]:
    """Drop the least important until the rest fits, then take back what fits after all, the most important first."""
    if due <= left + QUIET_S:
        return ()
    ranked = sorted((slot for slot in slots if slot.spot != now and slot.due_s > 0), key=lambda slot: slot.importance)
    dropped: list[Slot] = []
    for slot in ranked:
        if due <= left + QUIET_S:
            break
        dropped.append(slot)
        due -= slot.due_s
    for slot in reversed(dropped.copy()):
        if due + slot.due_s <= left + QUIET_S:
            dropped.remove(slot)
            due += slot.due_s
    return tuple(slot.spot for slot in dropped)


def _pillars(slots: Sequence[Slot], shares: Mapping[Spot, float]) -> Iterable[PillarTime]:
    for pillar in dict.fromkeys(slot.pillar for slot in slots):
        own = [slot for slot in slots if slot.pillar == pillar]
        yield PillarTime(
            pillar, sum(slot.planned_s for slot in own if not slot.is_homework), sum(slot.spent_s for slot in own),
            sum(shares.get(slot.spot, 0.0) for slot in own), sum(slot.is_open for slot in own), len(own),
        )  # fmt: skip
