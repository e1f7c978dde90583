"""Lenses that a workload calls for, each with its reasons, to add or to wave away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import flat_button, link_button, plain_button
from workbench.ui.widgets.labels import dim_label, label

__all__ = ["LensProposals", "ProposedLens"]

FIRST = 3
"""Proposals that are shown before somebody asks for all."""


@dataclass(frozen=True, slots=True)
class ProposedLens:
    """One proposal in words.

    Attributes:
        strength: "Strong match".
        why: All reasons.
    """

    alias: str
    name: str
    strength: str
    why: str


class LensProposals(QWidget):
    """One block per proposal; with none it hides."""

    added = Signal(str)
    """Alias of the lens to add; UI thread."""
    dismissed = Signal(str)
    """Alias of the lens that is not wanted; UI thread."""
    recalled = Signal()
    """What was waved away is to come back; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: tuple[ProposedLens, ...] = ()
        self._dismissed = 0
        self._takes_all = False
        self.title = label(_("Proposed lenses"), strong=True)
        self._body = QVBoxLayout()
        theme().space(self._body, 12)
        self.more = link_button("", self._show_all)
        self.recall = link_button("", self.recalled.emit)
        column = QVBoxLayout(self)
        theme().space(column, 8)
        column.addWidget(self.title)
        column.addLayout(self._body)
        column.addWidget(self.more)
        column.addWidget(self.recall)
        self.hide()

    def show_proposals(self, proposals: Sequence[ProposedLens], dismissed: int = 0) -> None:
        """Show proposals, the strongest first, and how many were waved away."""
        if (tuple(proposals), dismissed) == (self.shown, self._dismissed):
            return
        self.shown, self._dismissed = tuple(proposals), dismissed
        self._fill()

    def _show_all(self) -> None:
        self._takes_all = True
        self._fill()

    def _fill(self) -> None:
        focused = self.isAncestorOf(focus) if (focus := self.window().focusWidget()) is not None else False
        while (item := self._body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        first = self.shown if self._takes_all else self.shown[:FIRST]
        blocks = [self._block(one) for one in first]
        for block, _button in blocks:
            self._body.addWidget(block)
        left = len(self.shown) - len(first)
        self.more.setText(_("Show {n} more").format(n=left))
        self.more.setAccessibleName(_("Show {n} more proposed lenses").format(n=left))
        self.more.setVisible(left > 0)
        self.recall.setText(_("Show {n} dismissed").format(n=self._dismissed))
        self.recall.setAccessibleName(_("Show {n} dismissed proposals").format(n=self._dismissed))
        self.recall.setVisible(self._dismissed > 0)
        self.setVisible(bool(self.shown) or self._dismissed > 0)
        if focused and blocks:
            blocks[0][1].setFocus()

    def _block(self, one: ProposedLens) -> tuple[QWidget, QWidget]:
        block = QWidget()
        column = QVBoxLayout(block)
        theme().space(column, 4)
        column.addWidget(label(one.name, strong=True, wrap=True))
        column.addWidget(dim_label(one.strength, step="small"))
        column.addWidget(dim_label(one.why, wrap=True))
        add = plain_button(_("Add lens"), lambda: self.added.emit(one.alias))
        add.setAccessibleName(_("Add lens: {lens}").format(lens=one.name))
        away = flat_button(_("Dismiss"), lambda: self.dismissed.emit(one.alias))
        away.setAccessibleName(_("Dismiss: {lens}").format(lens=one.name))
        foot = QHBoxLayout()
        theme().space(foot, 4)
        foot.addWidget(add)
        foot.addWidget(away)
        foot.addStretch(1)
        column.addLayout(foot)
        return block, add
