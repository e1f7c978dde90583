"""How a workload and the Tool stand to each other: mark, words and figures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from workbench.domain.sync import STATE_TITLES, SyncState
from workbench.i18n import N_, _
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import ElidedLabel, dim_label, heading

__all__ = ["DOING", "ProgressStrip", "StandingHead", "show_uncompared"]

_MARKS = {
    SyncState.IN_SYNC: ("check", "none"), SyncState.MINE_AHEAD: ("upload", "accent"),
    SyncState.THEIRS_AHEAD: ("download", "accent"), SyncState.BOTH: ("compare", "medium"),
    SyncState.OFFLINE: ("warning", "medium"),
}  # fmt: skip


DOING = {
    "compare": N_("Comparing with the Tool"), "pull": N_("Reading the Tool"), "read": N_("Reading the Tool first"), "push": N_("Pushing to the Tool"),
    "link": N_("Linking with the Tool"), "look up": N_("Searching the account"), "check": N_("Testing the connection"),
    "sign in": N_("Signing in"), "keys": N_("Asking the keyring"), "extras": N_("Reading what the Tool reports"),
}  # fmt: skip
"""What is under way, by the word the sync desk has for it."""


class StandingHead(QWidget):
    """Mark and words, with a line of figures below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel()
        self.words = heading("")
        self.figures = dim_label("", wrap=True)
        self._look = ("link", "text_dim")
        top = QHBoxLayout()
        theme().space(top, 10)
        top.addWidget(self._mark)
        top.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        theme().space(column, 4)
        column.addLayout(top)
        column.addWidget(self.figures)
        theme().changed.connect(self._dress)

    def show_standing(self, standing: SyncState | None, figures: str, *, is_linked: bool, is_open: bool) -> None:
        """Show how both sides stand.

        Args:
            standing: None where they were not compared yet.
            figures: What is behind it, in a line.
            is_linked: The workload has a counterpart in the Tool.
            is_open: A sync was interrupted.
        """
        if is_open:
            self._look, words = ("warning", "medium"), _("Interrupted")
        elif standing is not None:
            self._look, words = _MARKS[standing], _(STATE_TITLES[standing])
        else:
            self._look, words = ("link", "text_dim"), _("Not compared yet") if is_linked else _("Not linked")
        self.words.setText(words)
        self.figures.setText(figures)
        self.figures.setVisible(bool(figures))
        self._dress()

    def _dress(self) -> None:
        side = theme().px(24)
        self._mark.setPixmap(icon(*self._look).pixmap(QSize(side, side), self.devicePixelRatioF()))


class ProgressStrip(QWidget):
    """How far the work is, the call it is at, and Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = dim_label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme().px(160))
        self.note = ElidedLabel("")
        self.cancel = plain_button(_("Cancel"))
        row = QHBoxLayout(self)
        theme().space(row, 10, (16, 8, 24, 8))
        row.addWidget(self.title)
        row.addWidget(self.bar)
        row.addWidget(self.note, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def begin(self, title: str) -> None:
        """Say what runs now."""
        self.title.setText(title)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.note.setText("")

    def show_progress(self, done: float, total: float, note: str) -> None:
        """Show how far it is; a wait keeps the bar where it was."""
        if total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * done / total))
            note = _("{n} of {all} · {what}").format(n=round(min(done + 1, total)), all=round(total), what=note)
        if note:
            self.note.setText(note)


def show_uncompared(states: StateStack, is_comparing: bool, is_open: bool, word: str, go: Callable[[], object]) -> None:
    """Say why there is no plan yet, with the next step.

    Args:
        states: Where it is said.
        is_comparing: The Tool is being read.
        is_open: A sync was interrupted.
        word, go: The next step.
    """
    if is_comparing:
        states.show_loading(_(DOING["compare"]))
    elif is_open:
        text = _("A sync was interrupted. Resuming first looks at what the Tool already has, and goes on from there.")
        states.show_empty("play", _("Interrupted"), text, word, go)
    else:
        text = _("Comparing reads the Tool and shows what would change on each side. Nothing is changed by it.")
        states.show_empty("sync", _("Not compared yet"), text, word, go)
