"""The quiet clock above the question: ahead or behind, the end, this question, this pillar, what can go home."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workbench.analyses.session_time import Sitting
from workbench.domain.session_state import Phase, SessionState
from workbench.i18n import _, n_
from workbench.ui.actions import key_text
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import flat_button, plain_button
from workbench.ui.widgets.labels import ElidedLabel, label
from workbench.ui.widgets.room_slide import clock_text, ends_text

__all__ = ["RoomClock", "span_text"]

_LATE_S = -60.0


def span_text(seconds: float) -> str:
    """Return seconds as minutes and seconds: "3:40"."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


class RoomClock(QWidget):
    """One row; it never blinks, and changes colour only where the room is late by more than a minute."""

    asked = Signal(str)
    """drop, break, pause, presenter or end; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="raised")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.ahead = label("", step="large", strong=True)
        self.ends = label("", tone="dim")
        self.question = label("")
        self.pillar = ElidedLabel("")
        set_look(self.pillar, tone="dim")
        self.drop = plain_button("", lambda: self.asked.emit("drop"), key="Shift+L")
        self.resting = flat_button(_("Break"), lambda: self.asked.emit("break"), key="Shift+B")
        self.pausing = flat_button(_("Pause"), lambda: self.asked.emit("pause"), key="B")
        self.presenter = flat_button(_("Presenter"), lambda: self.asked.emit("presenter"), key="F5")
        self.end = flat_button(_("End"), lambda: self.asked.emit("end"))
        self.end.setToolTip(_("End the session ({key})").format(key=key_text("Ctrl+Shift+Return")))
        row = QHBoxLayout(self)
        theme().space(row, 12, (16, 6, 12, 6))
        for part in (self.ahead, self.ends, self.question):
            row.addWidget(part)
        row.addWidget(self.pillar, 1)
        row.addStretch(0)
        for button in (self.drop, self.resting, self.pausing, self.presenter, self.end):
            row.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px, width = theme().px, self.width()
        self.pillar.setVisible(width >= px(1000))
        self.ends.setVisible(width >= px(720))
        self.question.setVisible(width >= px(860))

    def show_time(self, sitting: Sitting, state: SessionState, now: str, pillar: str, *, was_cut: bool) -> None:
        """Show the moment."""
        clock, slot = sitting.clock, sitting.slot(state.spot)
        is_still = was_cut or state.phase is not Phase.RUNNING
        words = {Phase.PAUSED: _("Paused"), Phase.BREAK: _("Break")}.get(state.phase, "")
        words = _("Interrupted") if was_cut else words
        text = " · ".join(part for part in (words, clock_text(clock.ahead_s)) if part)
        tone = "medium" if clock.ahead_s < _LATE_S else ""
        if (self.ahead.text(), self.ahead.property("tone")) != (text, tone):
            self.ahead.setText(text)
            set_look(self.ahead, tone=tone)
        _put(self.ends, ends_text(now, sitting.ends_in_s))
        share = clock.shares.get(state.spot)
        planned = slot.planned_s if slot else 0.0
        left = _("{spent} of {planned}").format(
            spent=span_text(slot.spent_s if slot else 0), planned=span_text(planned)
        )
        if share is not None and planned and abs(share - max(0.0, planned - (slot.spent_s if slot else 0))) > 30:
            left += " · " + _("now {share} left").format(share=span_text(share))
        _put(self.question, _("Question {times}").format(times=left))
        own = next((one for one in clock.pillars if slot and one.pillar == slot.pillar), None)
        _put(self.pillar, "" if own is None else _("{pillar} {spent} of {planned} min, {open} open").format(
            pillar=pillar, spent=round(own.spent_s / 60), planned=round(own.planned_s / 60), open=own.open))  # fmt: skip
        self.drop.setVisible(bool(clock.drop))
        _put(self.drop, n_("1 can go home", "{n} can go home", len(clock.drop)))
        _put(self.pausing, _("Go on") if is_still else _("Pause"))
        self.resting.setVisible(not is_still)


def _put(widget: QWidget, text: str) -> None:
    if widget.text() != text:  # type: ignore[attr-defined]
        widget.setText(text)  # type: ignore[attr-defined]
