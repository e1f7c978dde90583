"""What is tried and not kept yet: a bar that says so, what it closes and opens, Keep and Discard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _, n_
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.toast import announce

if TYPE_CHECKING:
    from workbench.ui.models.architecture_desk import ArchitectureDesk

__all__ = ["TrialBar"]


class TrialBar(QFrame):
    """Stands above the canvas while something is tried; hidden otherwise."""

    def __init__(self, architecture: ArchitectureDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture = architecture
        self.title = label("", wrap=True, strong=True)
        self.effect = label("", wrap=True)
        self.keep = primary_button(_("Keep"), architecture.keep_trial)
        self.discard = plain_button(_("Discard"), architecture.discard_trial)
        words = QVBoxLayout()
        theme().space(words, 2)
        words.addWidget(self.title)
        words.addWidget(self.effect)
        row = QHBoxLayout(self)
        theme().space(row, 8, (16, 8, 12, 8))
        row.addLayout(words, 1)
        row.addWidget(self.keep)
        row.addWidget(self.discard)
        set_look(self, ground="accent")
        architecture.trial_changed.connect(self._show)
        architecture.findings_changed.connect(self._show_effect)
        self._show()

    def _show(self) -> None:
        trial = self._architecture.trial
        self.setVisible(trial is not None)
        if trial is None:
            return
        self.title.setText(_("Trial: {change}").format(change=trial.title))
        self.setAccessibleName(self.title.text())
        self.keep.setEnabled(not self._architecture.read_only)
        self._show_effect()
        announce(self, self.title.text())

    def _show_effect(self) -> None:
        if self._architecture.trial is None:
            return
        closed, opened = self._architecture.trial_moves()
        self.effect.setText(moves_words(len(closed), len(opened)))


def moves_words(closed: int, opened: int) -> str:
    """Say how many findings something closes and opens."""
    parts = []
    if closed:
        parts.append(n_("closes one finding", "closes {n} findings", closed))
    if opened:
        parts.append(n_("opens one finding", "opens {n} findings", opened))
    text = _("{one} and {other}").format(one=parts[0], other=parts[1]) if len(parts) == 2 else "".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else _("No finding closes or opens.")
