"""Where a session stands: worked out from its log alone, so that a crash loses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from workbench.domain.session import Spot
from workbench.domain.session_events import NOTES, Event, EventKind, Note, Vote, note_of, vote_of

__all__ = ["GAP_S", "TICK_S", "Phase", "SessionState", "seconds_between", "state_of", "stepped"]

TICK_S = 20
"""While a session runs, the log gets a sign of life this often [s]."""
GAP_S = 90
"""Without any sign for longer than this [s] the program or the computer was off; that time counts nowhere."""


class Phase(StrEnum):
    """What a session is doing."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    BREAK = "break"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session after some events.

    Attributes:
        sitting: How many times it was started.
        box_s: Time box of this sitting [s].
        break_plan_s: Breaks planned inside the box [s].
        scope: Lens and pillar of what this sitting is about; empty means the whole plan.
        planned: Minutes the plan gave each question when this sitting began; answers no longer move them.
        spot: The question that is shown.
        spent: Seconds each question was shown while the session ran, in all sittings.
        work_s, break_s: Of this sitting [s].
        away_s: Seconds of this sitting in which the program was off.
        answered: Questions whose answer was given or confirmed in the session.
        revealed: Questions and (lens, "pillar:id") whose risk the room may see.
        speaker: Who speaks on the question that is shown.
        notes, votes: By event id; what was withdrawn is gone.
    """

    phase: Phase = Phase.READY
    sitting: int = 0
    began_at: str = ""
    last_at: str = ""
    box_s: float = 0.0
    break_plan_s: float = 0.0
    scope: frozenset[Spot] = frozenset()
    planned: Mapping[Spot, float] = field(default_factory=dict)
    spot: Spot = ("", "")
    spent: Mapping[Spot, float] = field(default_factory=dict)
    work_s: float = 0.0
    break_s: float = 0.0
    away_s: float = 0.0
    revealed: frozenset[Spot] = frozenset()
    answered: frozenset[Spot] = frozenset()
    homework: frozenset[Spot] = frozenset()
    kept: frozenset[Spot] = frozenset()
    """Questions that the plan gave as homework and the room took back."""
    speaker: str = ""
    notes: Mapping[int, Note] = field(default_factory=dict)
    votes: Mapping[int, Vote] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """True from the start of a sitting to its end."""
        return self.phase in (Phase.RUNNING, Phase.PAUSED, Phase.BREAK)

    def is_revealed(self, lens: str, pillar: str, question: str) -> bool:
        """Tell whether the room may see the risk of a question."""
        return bool(self.revealed & {(lens, question), (lens, f"pillar:{pillar}")})

    def was_cut(self, now: str) -> bool:
        """Tell whether it still counts as running although nothing has been heard of it for too long."""
        return self.phase in (Phase.RUNNING, Phase.BREAK) and seconds_between(self.last_at, now) > GAP_S

    def at(self, now: str) -> SessionState:
        """Return the state as it is at a moment, with the time since the last event counted."""
        return _timed(self, now) if self.last_at else self


def seconds_between(start: str, end: str) -> float:
    """Return the seconds from one moment (ISO 8601) to another; negative where the clock was set back."""
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def state_of(events: Iterable[Event]) -> SessionState:
    """Return where a session stands after all its events, in the order of the log."""
    state = SessionState()
    for event in events:
        state = stepped(state, event)
    return state


def stepped(state: SessionState, event: Event) -> SessionState:
    """Return the state after one more event."""
    state = _timed(state, event.at) if state.last_at else replace(state, last_at=event.at)
    kind, body = event.kind, event.body
    if kind in NOTES:
        return replace(state, notes={**state.notes, event.id: note_of(event, str(body.get("said", "")))})
    if kind is EventKind.STARTED:
        return replace(
            state, phase=Phase.RUNNING, sitting=state.sitting + 1, began_at=event.at, work_s=0.0, break_s=0.0, away_s=0.0,
            box_s=60.0 * float(body.get("minutes", 0)), break_plan_s=60.0 * float(body.get("break_minutes", 0)),
            scope=frozenset((lens, pillar) for lens, pillar in body.get("pillars", ())), speaker="",
            planned={(lens, question): float(minutes) for lens, question, minutes in body.get("planned", ())},
        )  # fmt: skip
    if kind is EventKind.BOX:
        return replace(state, box_s=max(0.0, state.box_s + 60.0 * float(body.get("minutes", 0))))
    if kind is EventKind.SHOWN:
        return replace(state, spot=event.spot, speaker=state.speaker if event.spot == state.spot else "")
    if kind is EventKind.REVEALED:
        one = (event.lens, f"pillar:{body['pillar']}" if body.get("pillar") else event.question)
        return replace(state, revealed=state.revealed | {one} if body.get("on", True) else state.revealed - {one})
    if kind is EventKind.ANSWERED:
        return replace(state, answered=state.answered | {event.spot})
    if kind is EventKind.HOMEWORK:
        one = event.spot
        if body.get("on", True):
            return replace(state, homework=state.homework | {one}, kept=state.kept - {one})
        return replace(state, homework=state.homework - {one}, kept=state.kept | {one})
    if kind is EventKind.SAID:
        return replace(state, speaker=str(body.get("who", "")))
    if kind is EventKind.VOTE:
        return replace(state, votes={**state.votes, event.id: vote_of(event)})
    if kind is EventKind.WITHDRAWN:
        gone = int(body.get("event", 0))
        return replace(
            state, notes={key: one for key, one in state.notes.items() if key != gone},
            votes={key: one for key, one in state.votes.items() if key != gone},
        )  # fmt: skip
    phase = _PHASES.get(kind)
    return replace(state, phase=phase) if phase is not None and state.is_on else state


_PHASES = {
    EventKind.PAUSED: Phase.PAUSED, EventKind.BREAK: Phase.BREAK, EventKind.RESUMED: Phase.RUNNING,
    EventKind.ENDED: Phase.ENDED,
}  # fmt: skip


def _timed(state: SessionState, now: str) -> SessionState:
    """Count the time since the last event where it belongs."""
    passed = seconds_between(state.last_at, now)
    if passed <= 0:
        return state if passed == 0 else replace(state, last_at=now)
    state = replace(state, last_at=now)
    if state.phase is Phase.PAUSED or not state.is_on:
        return state
    if passed > GAP_S:
        return replace(state, away_s=state.away_s + passed)
    if state.phase is Phase.BREAK:
        return replace(state, break_s=state.break_s + passed)
    spent = state.spent
    if state.spot != ("", ""):
        spent = {**spent, state.spot: spent.get(state.spot, 0.0) + passed}
    return replace(state, work_s=state.work_s + passed, spent=spent)
