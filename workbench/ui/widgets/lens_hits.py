"""What a search through all lenses found, by lens, or why there is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _, n_
from workbench.library.lens_search import LensHit
from workbench.ui.theme import theme
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.lens_entries import hit_entries
from workbench.ui.widgets.outline import OutlineView

__all__ = ["LensHits"]


class LensHits(QWidget):
    """A sentence with the numbers, and the places below it."""

    chosen = Signal(object)
    """Key of the current place: (lens, question, choice); () for none; UI thread."""
    opened = Signal(object)
    """Key of a place to read in its lens; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = dim_label("", wrap=True)
        self.list = OutlineView(_("Places found"), folds=True)
        self._blank = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._blank)
        column = QVBoxLayout(self)
        theme().space(column, 4, (0, 0, 0, 0))
        self.words.setContentsMargins(theme().px(16), 0, theme().px(12), theme().px(4))
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.words)
        column.addWidget(self._stack, 1)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(self.opened)

    def ask_words(self) -> None:
        """Say what can be looked for."""
        self._show(
            (),
            {},
            _(
                "Type words, a code such as REL 10, or an id. Questions, practices and guidance of every lens are looked through."
            ),
        )

    def show_hits(self, hits: Sequence[LensHit], total: int, names: Mapping[str, str]) -> None:
        """Show what was found.

        Args:
            total: How many places there are, of which `hits` are the first.
            names: Name of each lens by what the hits call it.
        """
        if not hits:
            self._show((), names, _("No lens has all these words in one question or practice."))
            return
        lenses = len({hit.lens for hit in hits})
        words = _("{places} in {lenses}").format(
            places=n_("{n} place", "{n} places", total), lenses=n_("{n} lens", "{n} lenses", lenses)
        )
        if total > len(hits):
            words = _("The first {n} of {all} places. More words narrow it down.").format(n=len(hits), all=f"{total:,}")
        self._show(hits, names, words)

    def _show(self, hits: Sequence[LensHit], names: Mapping[str, str], words: str) -> None:
        self.words.setText(words)
        self.list.set_entries(hit_entries(hits, names), unfold=True)
        self._stack.setCurrentWidget(self.list if hits else self._blank)
        self.list.select_first()
        self.chosen.emit(self.list.current_key())
