"""After a session: what came out of it in one line, and the three things to do before people stand up."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.analyses.session_time import Sitting
from workbench.domain.session_events import EventKind
from workbench.domain.session_state import Phase, SessionState
from workbench.i18n import _, n_
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import label

__all__ = ["AfterBar"]


class AfterBar(QWidget):
    """Hidden until a sitting has ended."""

    asked = Signal(str)
    """milestone, plan or recap; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="accent")
        self.words = label("", strong=True, wrap=True)
        self.milestone = plain_button(_("Save milestone …"), lambda: self.asked.emit("milestone"), icon_name="flag")
        self.plan = plain_button(_("Agree the plan"), lambda: self.asked.emit("plan"), icon_name="plan")
        self.recap = plain_button(_("Recap"), lambda: self.asked.emit("recap"), icon_name="file")
        column = QVBoxLayout(self)
        theme().space(column, 6, (16, 8, 16, 8))
        column.addWidget(self.words)
        column.addWidget(FlowRow(self.milestone, self.plan, self.recap, gap=8))
        self.hide()

    def show_end(self, state: SessionState, sitting: Sitting, *, read_only: bool) -> None:
        """Say what came out of a sitting that has ended."""
        self.setVisible(state.phase is Phase.ENDED)
        kinds = [note.kind for note in state.notes.values()]
        home = sum(slot.is_homework for slot in sitting.slots)
        counts = (
            (kinds.count(EventKind.DECISION), n_("{n} decision", "{n} decisions", kinds.count(EventKind.DECISION))),
            (kinds.count(EventKind.ACTION), n_("{n} action", "{n} actions", kinds.count(EventKind.ACTION))),
            (kinds.count(EventKind.PARKED), n_("{n} point parked", "{n} points parked", kinds.count(EventKind.PARKED))),
            (home, n_("{n} question sent home", "{n} questions sent home", home)),
        )  # fmt: skip
        said = [_("The session has ended: {n} of {all} questions").format(n=sitting.clock.done, all=sitting.clock.all)]
        self.words.setText(", ".join([*said, *(words.format(n=n) for n, words in counts if n)]) + ".")
        self.milestone.setEnabled(not read_only)
