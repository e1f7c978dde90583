"""Before the session: the plan at the left, minutes of every pillar and question at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from workbench.analyses.session_plan import propose, reasons, suggested_homework
from workbench.domain.session import PillarSlot, SessionPlan, Spot
from workbench.i18n import _, n_
from workbench.store.queries.session_reading import SessionReading
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import flat_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, label, rule
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.room_after import AfterBar
from workbench.ui.widgets.room_agenda import minutes_text, plan_entries
from workbench.ui.widgets.room_plan_form import PlanForm

__all__ = ["PlanView"]

_STEP_MIN = 0.5
_PILLAR_STEP_MIN = 5.0
_BELOW = 820
_START_KEY = "Ctrl+Return"


class PlanView(QWidget):
    """Shows a plan and tells the plan as it shall be."""

    edited = Signal(object, str)
    """The whole SessionPlan, and a word that names a burst; UI thread."""
    asked = Signal(str)
    """sessions, template, platform, start, or what the bar after a session asks for; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: SessionReading | None = None
        self._read_only = False
        self.sessions = flat_button("", lambda: self.asked.emit("sessions"))
        self.template = flat_button(_("Templates"), lambda: self.asked.emit("template"))
        self.platform = flat_button(_("Platform answers"), lambda: self.asked.emit("platform"))
        self.start = primary_button(_("Start the session"), lambda: self.asked.emit("start"), key=_START_KEY)
        self.sessions.give_way(110)
        self.fault = label("", tone="medium")
        bar = QWidget()
        set_look(bar, ground="raised")
        row = QHBoxLayout(bar)
        theme().space(row, 8, (16, 6, 12, 6))
        for part in (self.sessions, self.template, self.platform):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.fault)
        row.addWidget(self.start)
        self.after = AfterBar()
        self.after.asked.connect(self.asked)
        self.form = PlanForm()
        self.form.edited.connect(self.edited)
        self.sum = label("", step="large", strong=True)
        self.advice = dim_label("", wrap=True)
        self.home = plain_button("", self.send_home)
        self.outline = OutlineView(_("Minutes per pillar and question"), folds=True, ground="raised")
        self.outline.installEventFilter(self)
        self.hint = dim_label(
            _("+ and - change minutes · L sends a question home · Del takes the proposal back"), wrap=True, step="small"
        )
        right = QWidget()
        set_look(right, ground="raised")
        column = QVBoxLayout(right)
        theme().space(column, 8, (16, 12, 8, 8))
        head = QHBoxLayout()
        theme().space(head, 8)
        head.addWidget(self.sum, 1)
        head.addWidget(self.home)
        column.addLayout(head)
        column.addWidget(self.advice)
        column.addWidget(self.outline, 1)
        column.addWidget(self.hint)
        self.splitter = QSplitter()
        self.splitter.addWidget(self.form)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([500, 600])
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(bar)
        whole.addWidget(rule())
        whole.addWidget(self.after)
        whole.addWidget(self.splitter, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the minutes move below the form."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(_BELOW)
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self.splitter.orientation() is not wanted:
            self.splitter.setOrientation(wanted)
            self.splitter.setSizes([1000, 1000])
            self.start.set_key("" if is_narrow else _START_KEY)

    def show_reading(
        self, reading: SessionReading, names: Mapping[str, str], sittings: int, *, read_only: bool
    ) -> None:
        """Show a planned session; `sittings` counts how often it was started."""
        is_new = self._reading is None or self._reading.plan.id != reading.plan.id
        self._reading, self._read_only = reading, read_only
        plan = reading.plan
        self.form.show_plan(plan, names, read_only=read_only)
        self.sessions.setText(plan.name + "  ▾")
        self.start.setText(_("Go on with the session") if sittings else _("Start the session"))
        problems = plan.problems()
        self.fault.setText(problems[0] if problems else "")
        self.start.setEnabled(not problems and not read_only)
        proposal = propose(plan, reading.asked)
        why = {one.spot: reasons(one) for one in reading.asked}
        entries = plan_entries(reading, proposal, why)
        grouped = []
        for entry in entries:
            if entry.key[0] == "pillar":
                grouped.append(entry)
            else:
                grouped[-1] = replace(grouped[-1], children=(*grouped[-1].children, entry))
        self.outline.set_entries(grouped, unfold=False)
        if is_new:
            self.outline.select_first()
        inside = [one for one in reading.asked if one.spot not in plan.homework]
        each = sum(proposal.questions.values()) / len(inside) if inside else 0.0
        self.sum.setText(_("{n} questions · {each} each").format(n=len(inside), each=minutes_text(each)))
        home = [spot for spot in suggested_homework(plan, reading.asked) if spot not in plan.homework]
        self.home.setVisible(bool(home) and not read_only)
        self.home.setText(n_("Send one home", "Send {n} home", len(home)))
        words = ""
        if proposal.over:
            words = _("What is set by hand takes {n} more than there is.").format(n=minutes_text(proposal.over))
        elif home:
            words = _("Too little time for all: the least important are better answered outside the room.")
        self.advice.setText(words)
        self.advice.setVisible(bool(words))

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        self.form.flush()

    def send_home(self) -> None:
        """Take the proposal of what is answered outside the room."""
        if self._reading is not None:
            plan = self._reading.plan
            home = suggested_homework(plan, self._reading.asked)
            self.edited.emit(replace(plan, homework=tuple(dict.fromkeys((*plan.homework, *home)))), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._read_only:
            steps = {"+": 1, "-": -1}
            if event.text() in steps:
                return self._change(steps[event.text()])
            if event.key() == Qt.Key.Key_L:
                return self._toggle_home()
            if event.key() == Qt.Key.Key_Delete:
                return self._change(0)
        return super().eventFilter(watched, event)

    def _change(self, step: int) -> bool:
        """Give the current pillar or question more or fewer minutes; 0 takes the proposal back."""
        key, reading = self.outline.current_key(), self._reading
        if len(key) != 3 or reading is None:
            return False
        plan, spot = reading.plan, (key[1], key[2])
        proposal = propose(plan, reading.asked)
        if key[0] == "pillar":
            now = round(proposal.pillars.get(spot, 0.0))
            minutes = max(0.0, now + step * _PILLAR_STEP_MIN) if step else None
            slots = tuple(PillarSlot(slot.lens, slot.pillar, minutes) if (slot.lens, slot.pillar) == spot else slot
                          for slot in plan.pillars)  # fmt: skip
            changed = replace(plan, pillars=slots)
        else:
            fixed: dict[Spot, float] = dict(plan.fixed)
            fixed.pop(spot, None)
            if step:
                now_min = round(proposal.questions.get(spot, 0.0) / _STEP_MIN) * _STEP_MIN
                fixed[spot] = max(0.0, now_min + step * _STEP_MIN)
            changed = replace(plan, fixed=tuple(fixed.items()))
        self._tell(changed, f"minutes:{spot}")
        return True

    def _toggle_home(self) -> bool:
        key, reading = self.outline.current_key(), self._reading
        if len(key) != 3 or key[0] != "question" or reading is None:
            return False
        spot, home = (key[1], key[2]), reading.plan.homework
        changed = tuple(one for one in home if one != spot) if spot in home else (*home, spot)
        self._tell(replace(reading.plan, homework=changed), "")
        return True

    def _tell(self, plan: SessionPlan, burst: str) -> None:
        self.edited.emit(plan, burst)
