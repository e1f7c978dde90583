"""A running session: what is shown, what the clock says, what happened; every event is on disk before it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.analyses.session_plan import propose
from workbench.analyses.session_time import Sitting, is_homework, next_by_importance, sitting_of
from workbench.domain.risk import Risk
from workbench.domain.session import Format, SessionPlan, Spot
from workbench.domain.session_events import EventKind, typed_action
from workbench.domain.session_state import TICK_S, Phase, SessionState, state_of, stepped
from workbench.errors import WorkbenchError
from workbench.store.edits import Part
from workbench.store.queries.review import QuestionLine, ReviewReading, read_line, with_line
from workbench.store.queries.session_reading import SessionReading, asked_of, read_session
from workbench.store.queries.sessions import events_of, session_of
from workbench.store.room_log import RoomLog
from workbench.store.workspace import Workspace

__all__ = ["RoomSession"]

_NOWHERE: Spot = ("", "")


class RoomSession(QObject):
    """One session as the window runs it; pages and the presenter window look at the same one.

    Args:
        workspace: The open file.
        fault: Told when an event could not be written; the session then stays as it was.
    """

    changed = Signal()
    """Something happened: an event, an answer, another plan; UI thread."""
    moved = Signal()
    """Another question is shown; UI thread."""

    def __init__(
        self, workspace: Workspace, fault: Callable[[WorkbenchError], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._fault = workspace, fault
        self.reading: SessionReading | None = None
        self.state = SessionState()
        self.log: RoomLog | None = None
        self._alive = QTimer(self, interval=TICK_S * 1000)
        self._alive.timeout.connect(self._tick)

    # -- opening ---------------------------------------------------------------------------------

    def open(self, session_id: str) -> bool:
        """Read a session and where it stood; False when it is gone."""
        findings = self.reading.findings if self.reading else {}
        with self._workspace.reading() as session:
            plan = session_of(session, session_id)
            if plan is None:
                self.close()
                return False
            self.reading = asked_of(replace(read_session(session, plan), findings=findings))
            if self.log is None or self.log.session_id != session_id:
                self.state = state_of(events_of(session, session_id))
                self.log = RoomLog(self._workspace, session_id, plan.workload_id)
        self._watch()
        self.changed.emit()
        return True

    def close(self) -> None:
        """Forget the session; its log has everything."""
        self._alive.stop()
        self.reading, self.log, self.state = None, None, SessionState()

    def take_findings(self, findings: Mapping[Spot, tuple[str, ...]]) -> None:
        """Take what the graph says; it counts in what matters."""
        if self.reading is not None and findings != self.reading.findings:
            self.reading = asked_of(replace(self.reading, findings=findings))
            self.changed.emit()

    def refresh(self, parts: Iterable[Part]) -> None:
        """Read again what a step touched; an answer changed while the session runs goes to the log."""
        reading = self.reading
        if reading is None:
            return
        own = [part for part in parts if part.workload_id == reading.plan.workload_id]
        if {part.kind for part in own} & {"session", "workload", "review", "milestone"}:
            self.open(reading.plan.id)
            return
        aliases = {one.review.id: alias for alias, one in reading.readings.items()}
        spots = {(aliases[part.review_id], part.question_id) for part in own if part.review_id in aliases}
        told = []
        for alias, question_id in sorted(spot for spot in spots if reading.line(spot)):
            review = reading.readings[alias]
            old = review.lines[question_id]
            with self._workspace.reading() as session:
                line = read_line(session, review.review.id, old)
            reading = reading.with_line(alias, with_line(review, line))
            if line.answer.rated != old.answer.rated or line.answer.verdict != old.answer.verdict:
                told.append((alias, line))
        self.reading = reading
        for alias, line in told:
            self._note_answer(alias, line)
        self.changed.emit()

    def _note_answer(self, alias: str, line: QuestionLine, **more: Any) -> None:
        if self.state.is_on and self.sitting.slot((alias, line.id)):
            body = {"selected": list(line.answer.selected), "applicable": line.answer.applicable,
                    "risk": str(line.risk), **more}  # fmt: skip
            self.note(EventKind.ANSWERED, (alias, line.id), body)

    # -- what there is -----------------------------------------------------------------------------

    @property
    def plan(self) -> SessionPlan | None:
        """The plan of the open session."""
        return self.reading.plan if self.reading else None

    @property
    def now(self) -> SessionState:
        """The state with the time since the last event counted."""
        return self.state.at(self.log.now()) if self.log else self.state

    @property
    def was_cut(self) -> bool:
        """True where the program or the computer was off while the session ran."""
        return self.log is not None and self.state.was_cut(self.log.now())

    @property
    def sitting(self) -> Sitting:
        """Questions and clock as they are at this moment."""
        assert self.reading is not None
        return sitting_of(self.reading.plan, self.reading.asked, self.now)

    @property
    def line(self) -> QuestionLine | None:
        """The question that is shown."""
        return self.reading.line(self.state.spot) if self.reading else None

    @property
    def review(self) -> ReviewReading | None:
        """The review of the question that is shown."""
        return self.reading.readings.get(self.state.spot[0]) if self.reading else None

    @property
    def is_revealed(self) -> bool:
        """True where the room may see the risk of the question that is shown."""
        line = self.line
        return line is not None and self.state.is_revealed(self.state.spot[0], line.question.pillar_id, line.id)

    # -- events --------------------------------------------------------------------------------------

    def note(self, kind: EventKind, spot: Spot = _NOWHERE, body: Mapping[str, Any] | None = None) -> bool:
        """Write an event and take it in; False, and nothing happened, when it could not be written."""
        if self.log is None:
            return False
        try:
            event = self.log.add(kind, spot, body)
        except WorkbenchError as error:
            self._fault(error)
            return False
        self.state = stepped(self.state, event)
        self._watch()
        return True

    def _do(self, kind: EventKind, spot: Spot = _NOWHERE, body: Mapping[str, Any] | None = None) -> bool:
        done = self.note(kind, spot, body)
        if done:
            self.changed.emit()
        return done

    def _watch(self) -> None:
        is_running = self.state.phase in (Phase.RUNNING, Phase.BREAK) and not self.was_cut
        if is_running and not self._alive.isActive():
            self._alive.start()
        elif not is_running:
            self._alive.stop()

    def _tick(self) -> None:
        if self.was_cut:  # the lid was closed; a sign of life now would hide it
            self._alive.stop()
            self.changed.emit()
        else:
            self.note(EventKind.TICK)

    def start(self, pillars: Iterable[Spot] = ()) -> None:
        """Begin a sitting; where each pillar has its own, with the first that has open questions."""
        plan = self.plan
        if plan is None or self.state.is_on:
            return
        scope = list(pillars)
        if not scope and plan.format is Format.PILLARS:
            scope = [slot.pillar for slot in self._whole().slots if slot.is_open][:1]
        planned = propose(plan, self.reading.asked).questions if self.reading else {}
        body = {"minutes": plan.minutes, "break_minutes": plan.break_minutes, "pillars": [list(one) for one in scope],
                "planned": [[*spot, round(minutes, 3)] for spot, minutes in planned.items()]}  # fmt: skip
        if self.note(EventKind.STARTED, body=body):
            slots = self.sitting.slots
            first = next((slot.spot for slot in slots if slot.is_open), slots[0].spot if slots else _NOWHERE)
            self.show(first)

    def _whole(self) -> Sitting:
        assert self.reading is not None
        return sitting_of(self.reading.plan, self.reading.asked, replace(self.state, scope=frozenset()))

    def pause(self) -> None:
        """Stop the clock, or go on."""
        if self.state.phase is Phase.RUNNING and not self.was_cut:
            self._do(EventKind.PAUSED)
        elif self.state.is_on:
            self._do(EventKind.RESUMED)

    def take_break(self) -> None:
        """Begin a break, or come back from it."""
        if self.state.phase is Phase.RUNNING and not self.was_cut:
            self._do(EventKind.BREAK)
        elif self.state.is_on:
            self._do(EventKind.RESUMED)

    def end(self) -> None:
        """End the sitting; another one can begin later."""
        if self.state.is_on:
            self._do(EventKind.ENDED)

    def move_end(self, minutes: int) -> None:
        """Move the end of the sitting [min]."""
        if self.state.is_on:
            self._do(EventKind.BOX, body={"minutes": minutes})

    def show(self, spot: Spot) -> None:
        """Show a question."""
        if self.reading is not None and self.reading.line(spot) and self.note(EventKind.SHOWN, spot):
            self.moved.emit()
            self.changed.emit()

    def step(self, step: int) -> bool:
        """Show the next or previous question of the sitting that is not homework; False at the end."""
        spots = [slot.spot for slot in self.sitting.slots if not slot.is_homework or slot.spot == self.state.spot]
        place = spots.index(self.state.spot) + step if self.state.spot in spots else 0
        return self._go(spots[place] if 0 <= place < len(spots) else None)

    def go_open(self) -> bool:
        """Show the next question that is open, in the order of the plan; False when there is none."""
        slots = self.sitting.slots
        place = next((n for n, slot in enumerate(slots) if slot.spot == self.state.spot), -1)
        return self._go(
            next((slot.spot for slot in (*slots[place + 1 :], *slots[: max(0, place)]) if slot.is_open), None)
        )

    def go_by_risk(self) -> bool:
        """Show the open question that matters most; False when there is none."""
        return self._go(next_by_importance(self.sitting, self.state.spot))

    def _go(self, spot: Spot | None) -> bool:
        if spot is not None:
            self.show(spot)
        return spot is not None

    def confirm(self) -> None:
        """Note that the answer stays as it is."""
        if (line := self.line) is not None:
            self._note_answer(self.state.spot[0], line, unchanged=True)
            self.changed.emit()

    def reveal(self, *, pillar: bool = False) -> None:
        """Show the room the risk of the question or of its pillar, or hide it again."""
        line, (lens, question) = self.line, self.state.spot
        if line is None:
            return
        one = (lens, f"pillar:{line.question.pillar_id}") if pillar else (lens, question)
        body: dict[str, Any] = {"on": one not in self.state.revealed}
        self._do(EventKind.REVEALED, (lens, question), body | ({"pillar": line.question.pillar_id} if pillar else {}))

    def add_note(self, kind: EventKind, text: str) -> bool:
        """Keep a parked point, an action, a decision or a dissent on the question that is shown."""
        body: dict[str, Any] = {"text": text.strip()}
        if kind is EventKind.ACTION:
            body["text"], body["owner"], body["due"] = typed_action(text)
        if not body["text"]:
            return False
        if self.plan is not None and self.plan.speakers and self.state.speaker:
            body["said"] = self.state.speaker
        return self._do(kind, self.state.spot, body)

    def withdraw(self, event_id: int) -> None:
        """Take a note or vote back; the log keeps both."""
        self._do(EventKind.WITHDRAWN, self.state.spot, {"event": event_id})

    def vote(self, yes: int, no: int, abstain: int, choice: str = "") -> bool:
        """Record a vote by count."""
        body = {"yes": yes, "no": no, "abstain": abstain, "choice": choice}
        return self._do(EventKind.VOTE, self.state.spot, body)

    def say_who(self, name: str) -> None:
        """Say who speaks, where the plan asks for it."""
        if self.plan is not None and self.plan.speakers:
            self._do(EventKind.SAID, self.state.spot, {"who": name.strip()})

    def set_homework(self, spots: Iterable[Spot], on: bool = True) -> None:
        """Send questions home, or take them back into the room."""
        for spot in spots:
            self.note(EventKind.HOMEWORK, spot, {"on": on})
        self.changed.emit()

    def toggle_homework(self) -> None:
        """Send the question that is shown home and go on, or take it back."""
        plan, spot = self.plan, self.state.spot
        if plan is None or self.line is None:
            return
        is_home = is_homework(plan, self.state, spot)
        self.set_homework([spot], not is_home)
        if not is_home:
            self.go_open()

    @property
    def unanswered(self) -> int:
        """How many questions of the sitting have no answer."""
        lines = (self.reading.line(slot.spot) for slot in self.sitting.slots) if self.reading else ()
        return sum(line is not None and line.risk is Risk.UNANSWERED for line in lines)
