"""The Room page: plan a session, then run it from here while the presenter window shows the room what it needs."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench.analyses.session_plan import reasons
from workbench.domain.session_answers import Standing, standing_of
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.store.edits import Part
from workbench.store.queries.answers import evidence_of
from workbench.store.queries.graphs import finding_notes, graph_of
from workbench.store.queries.sessions import answer_template, inherited_of, sessions_of
from workbench.ui.actions import Action, KeyMap
from workbench.ui.desk import Desk
from workbench.ui.dialogs.question_verbs import QuestionVerbs
from workbench.ui.dialogs.room_planning import RoomPlanning
from workbench.ui.dialogs.room_presenter import PresenterWindow, share_warning
from workbench.ui.dialogs.room_slides import slide_of
from workbench.ui.dialogs.room_verbs import RoomVerbs
from workbench.ui.models.room_findings import findings_by_practice
from workbench.ui.models.room_session import RoomSession
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.room_actions import room_actions
from workbench.ui.widgets.room_agenda import room_entries
from workbench.ui.widgets.room_capture import CaptureLine
from workbench.ui.widgets.room_guide import guide_blocks
from workbench.ui.widgets.room_plan_view import PlanView
from workbench.ui.widgets.room_run_view import RunView

__all__ = ["RoomPage"]

_EVERY_MS = 1000


class RoomPage(Page):
    """One session of the workload: its plan, and the room."""

    id: ClassVar[str] = "room"
    title: ClassVar[str] = N_("Room")
    icon: ClassVar[str] = "room"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = ""
        self._workload_id = ""
        self.presenter: PresenterWindow | None = None
        self.room = RoomSession(desk.workspace, desk.faults.report, self)
        self.before = PlanView()
        self.run = RunView(self.keys)
        self.naming = CaptureLine()
        self.question = QuestionVerbs(desk, self.run.view, lambda: self.room.review, lambda: self.room.line)
        self.verbs = RoomVerbs(
            desk, self.room, self.run.view, self.question, self.run.capture, lambda: self.presenter,
            self.toggle_presenter,
        )  # fmt: skip
        self.planning = RoomPlanning(desk, self.room, self.naming, self.choose, self)
        self._lay_out()
        self._connect()
        self._actions = room_actions(self.question, self.verbs)
        self.keys.set_actions(self._actions)
        self.keys.watch(self.before.outline)

    def _lay_out(self) -> None:
        planned = QWidget()
        column = QVBoxLayout(planned)
        theme().space(column, 0)
        column.addWidget(self.before, 1)
        column.addWidget(self.naming)
        self.sides = QStackedWidget()
        self.sides.addWidget(planned)
        self.sides.addWidget(self.run)
        self.stack = StateStack(self.sides)
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.stack)
        self._beat = QTimer(self, interval=_EVERY_MS)

    def _connect(self) -> None:
        self._beat.timeout.connect(self._show_time)
        self.room.changed.connect(self._show)
        self.room.moved.connect(self.flush)
        self.before.edited.connect(self.planning.edit)
        menus = {"sessions": lambda: self.planning.open_sessions(self.before.sessions),
                 "template": lambda: self.planning.open_templates(self.before.template),
                 "platform": lambda: self.planning.open_platform(self.before.platform),
                 "milestone": self.planning.save_milestone,
                 "plan": lambda: self._desk.place.go(page="plan"),
                 "recap": lambda: self.planning.open_recap(self.before.after.recap),
                 "start": self.verbs.start}  # fmt: skip
        self.before.asked.connect(lambda name: menus[name]())
        clock = {"drop": self.verbs.drop, "break": self.verbs.take_break, "pause": self.verbs.pause,
                 "presenter": self.toggle_presenter, "end": self.verbs.end}  # fmt: skip
        self.run.clock.asked.connect(lambda name: clock[name]())
        self.run.agenda.opened.connect(self._open_entry)
        self.run.unveiled.connect(self._show_time)

    # -- the page contract -----------------------------------------------------------------------

    def refresh(self, parts: frozenset[Part] | None = None) -> None:  # type: ignore[override]
        """Read again what changed; the session goes on when a step of another page touched its answers."""
        try:
            is_same = self._desk.place.workload_id == self._workload_id
            plan = self.room.plan
            if parts is not None and is_same and plan is not None and not any(part.kind == "session" for part in parts):
                self.room.refresh(parts)
            else:
                self._load()
        except WorkbenchError as error:
            self.stack.show_failed(error, lambda: self.refresh(None))

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return self._actions

    def enter(self) -> None:
        if self.room.state.is_on:
            self.run.view.sheet.setFocus()
        elif self.stack.state == "content":
            self.before.outline.setFocus()

    def flush(self) -> None:
        self.before.flush()
        super().flush()

    def save_state(self) -> dict[str, Any]:
        """Return what comes back at the next start."""
        return {"session": self.room.plan.id if self.room.plan else ""}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Bring the session back that was open."""
        self._wanted = str(state.get("session", ""))

    def choose(self, session_id: str) -> None:
        """Open a session of the workload."""
        self._wanted = session_id
        self._load()

    # -- reading and showing ---------------------------------------------------------------------

    def _load(self) -> None:
        workload_id = self._desk.place.workload_id
        self._workload_id = workload_id
        with self._desk.workspace.reading() as session:
            known = [plan.id for plan in sessions_of(session, workload_id)] if workload_id else []
        open_now = self.room.plan.id if self.room.plan else ""
        chosen = next((key for key in (self._wanted, open_now, *reversed(known)) if key in known), "")
        self._wanted = ""
        if not chosen:
            self.room.close()
            self._show_empty()
            return
        self.stack.show_content()
        self.room.open(chosen)
        self._look_for_findings(workload_id)

    def _show_empty(self) -> None:
        if not self._desk.place.workload_id:
            self.stack.show_empty("room", _("Choose a workload"), _("A session reviews one workload with the people who know it."),
                                  _("Open the portfolio"), lambda: self._desk.place.go(page="portfolio"))  # fmt: skip
            return
        self.stack.show_empty(
            "room", _("Plan a review session"),
            _("Goals, people, pillars in order, and minutes for every question. Then run it from here, with a clock "
              "that replans and a window for the room."),
            _("Plan a session"), self.planning.plan_new,
        )  # fmt: skip

    def _look_for_findings(self, workload_id: str) -> None:
        with self._desk.workspace.reading() as session:
            graph, notes = graph_of(session, workload_id), dict(finding_notes(session, workload_id))
        if graph.nodes:
            today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
            work = partial(findings_by_practice, graph, notes, today)
            self._desk.tasks.start(_("Reading the architecture"), work, self.room.take_findings, self, self._no_findings,
                                   key="room-findings", quiet=True)  # fmt: skip

    def _no_findings(self, error: Exception) -> None:
        """A graph that cannot be analysed keeps nobody from holding a session."""
        if not isinstance(error, WorkbenchError):
            raise error

    def _show(self) -> None:
        reading = self.room.reading
        if reading is None:
            return
        is_on = self.room.state.is_on
        if not is_on:
            names = {f"{alias}|{pillar.id}": pillar.name if len(reading.readings) == 1 else f"{pillar.name} · {one.lens.name}"
                     for alias, one in reading.readings.items() for pillar in one.lens.pillars}  # fmt: skip
            self.before.show_reading(reading, names, self.room.state.sitting, read_only=self._desk.editor.read_only)
            self.before.after.show_end(self.room.state, self.room.sitting, read_only=self._desk.editor.read_only)
        has_turned = self.sides.currentIndex() != int(is_on)
        self.sides.setCurrentIndex(int(is_on))
        if is_on:
            self._show_question()
        self._show_time()
        if is_on != self._beat.isActive():
            self._beat.start() if is_on else self._beat.stop()
        if has_turned and self.isVisible():
            self.enter()

    def _show_question(self) -> None:
        reading, line, review = self.room.reading, self.room.line, self.room.review
        if reading is None or line is None or review is None:
            return
        spot = self.room.state.spot
        pillar = review.lens.pillar(line.question.pillar_id)
        today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        self.run.view.show_line(review.review.id, pillar.name if pillar else "", line, today,
                                read_only=self._desk.editor.read_only, has_milestone=bool(review.milestones))  # fmt: skip
        with self._desk.workspace.reading() as session:
            evidence = evidence_of(session, [review.review.id], line.id)
            given = inherited_of(session, review.review.id).get(line.id)
            template = answer_template(session, given.template_id) if given else None
        inherited = ""
        if given is not None:
            words = {
                Standing.INHERITED: _("Inherited from {name}"),
                Standing.OVERRIDDEN: _("From {name}, changed here"),
            }
            inherited = words[standing_of(given, line.answer)].format(
                name=template.name if template else given.template or _("a template")
            )
        state = self.room.state
        why = next((reasons(one) for one in reading.asked if one.spot == spot), ())
        self.run.guide.show_blocks(
            guide_blocks(
                review.lens, line, milestone=review.milestone.name if review.milestone else "", evidence=evidence,
                findings=reading.findings_of(spot), notes=[one for one in state.notes.values() if (one.lens, one.question) == spot],
                votes=[one for one in state.votes.values() if (one.lens, one.question) == spot],
                speaker=state.speaker, why=why, inherited=inherited,
            )
        )  # fmt: skip
        self.run.agenda.set_entries(room_entries(reading, self.room.sitting, reading.plan), unfold=True)
        self.run.agenda.select_key(("question", *spot))

    def _show_time(self) -> None:
        if self.room.reading is None or self.room.log is None:
            return
        if self.room.state.is_on:
            line, review = self.room.line, self.room.review
            pillar = review.lens.pillar(line.question.pillar_id) if line and review else None
            was_cut = self.room.was_cut
            self.run.clock.show_time(self.room.sitting, self.room.now, self.room.log.now(), pillar.name if pillar else "",
                                     was_cut=was_cut)  # fmt: skip
            if not was_cut:
                self.run.cut.clear()
            elif not self.run.cut.text:
                self.run.cut.show_message(
                    "info", _("The session was interrupted at {time}; nothing is lost.").format(time=self._last_time()),
                    _("Time that was away counts nowhere; + and - move the end."), (_("Go on"), self.verbs.pause))  # fmt: skip
            self.run.warn(*share_warning(self.presenter, self.window()))
        if self.presenter is not None and self.presenter.isVisible():
            self.presenter.show_slide(slide_of(self.room, self.run.shown))

    def _last_time(self) -> str:
        return datetime.fromisoformat(self.room.state.last_at).astimezone().strftime("%H:%M")

    def _open_entry(self, key: tuple[str, ...]) -> None:
        if key and key[0] == "question":
            self.room.show((key[1], key[2]))
            self.run.view.sheet.setFocus()

    # -- windows ---------------------------------------------------------------------------------

    def toggle_presenter(self) -> None:
        """Open the presenter window, or close it."""
        if self.presenter is not None and self.presenter.isVisible():
            self.presenter.close()
            return
        if self.presenter is None:
            self.presenter = PresenterWindow(KeyMap(self._actions, self), self._desk.editor)
            self.presenter.moved_about.connect(self._show_time)
            self.presenter.closed.connect(self._show_time)
            self.destroyed.connect(self.presenter.deleteLater)
        self.presenter.show_slide(slide_of(self.room, self.run.shown))
        self.presenter.open_beside(self.window())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.room.state.is_on:
            self._beat.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.presenter is not None and not self.window().isVisible():
            self.presenter.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.window().focusWidget()
        if event.key() == Qt.Key.Key_Escape and self.room.state.is_on and focus is not self.run.view.sheet:
            row = self.run.view.practices.focused
            is_in_note = row is not None and focus is not row.box
            (row.box if is_in_note and row is not None else self.run.view.sheet).setFocus()
            event.accept()
            return
        super().keyPressEvent(event)
