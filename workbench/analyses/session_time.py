"""Plan, answers and log put together: the clock of the sitting that runs, and where to go next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.analyses.session_clock import ClockReading, Slot, read_clock
from workbench.analyses.session_plan import LEAST_MIN, Asked, importance, propose
from workbench.domain.risk import Risk
from workbench.domain.session import SessionPlan, Spot
from workbench.domain.session_state import SessionState

__all__ = ["Sitting", "is_homework", "next_by_importance", "sitting_of"]

_CONFIRMED_S = 10.0
"""An answer from before, looked at for this long [s] and left, counts as confirmed."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The questions of a sitting in order, with the clock.

    Attributes:
        ends_in_s: Until the end with its planned breaks [s]; negative past it.
    """

    slots: tuple[Slot, ...]
    clock: ClockReading
    ends_in_s: float

    def slot(self, spot: Spot) -> Slot | None:
        """Return a question of the sitting, or None."""
        return next((slot for slot in self.slots if slot.spot == spot), None)


def is_homework(plan: SessionPlan, state: SessionState, spot: Spot) -> bool:
    """Tell whether a question is answered outside the room, by the plan or by the room."""
    return spot in state.homework or (spot in plan.homework and spot not in state.kept)


def sitting_of(plan: SessionPlan, asked: Sequence[Asked], state: SessionState) -> Sitting:
    """Return the sitting as it stands.

    Args:
        plan: The plan; before the start its own time box counts.
        asked: The questions of its pillars, in order.
        state: Where the session stands now.
    """
    minutes = dict(state.planned or propose(plan, asked).questions)
    minutes |= {spot: LEAST_MIN for spot in state.kept if spot in minutes and not minutes[spot]}
    slots = []
    for one in asked:
        pillar = (one.spot[0], one.pillar)
        if one.spot not in minutes or (state.scope and pillar not in state.scope):
            continue
        spent = state.spent.get(one.spot, 0.0)
        was_left = one.spot != state.spot or not state.is_on
        is_answered = one.spot in state.answered or (one.risk is not Risk.UNANSWERED and spent >= _CONFIRMED_S)
        slots.append(
            Slot(
                one.spot, pillar, 60.0 * minutes[one.spot], importance(one, plan.weights), spent,
                (is_answered or (one.parked and spent > 0)) and was_left,
                is_homework(plan, state, one.spot),
            )
        )  # fmt: skip
    box, pauses = (
        (state.box_s, state.break_plan_s) if state.sitting else (60.0 * plan.minutes, 60.0 * plan.break_minutes)
    )
    left = box - state.work_s - max(pauses, state.break_s)
    clock = read_clock(slots, left, state.spot)
    return Sitting(tuple(slots), clock, box - state.work_s - state.break_s)


def next_by_importance(sitting: Sitting, but: Spot) -> Spot | None:
    """Return the open question that matters most, another than the one that is shown."""
    waiting = [slot for slot in sitting.slots if slot.is_open and slot.spot != but]
    return max(waiting, key=lambda slot: slot.importance).spot if waiting else None
