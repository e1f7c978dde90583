"""The left side of the page of lenses: search, filters, and below them the list or what a search found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.lens_filter import FilterBar, FilterGroup
from workbench.ui.widgets.lens_hits import LensHits
from workbench.ui.widgets.search_field import SearchField

__all__ = ["LensListPane"]


class LensListPane(QWidget):
    """One search field that looks through names, or inside all lenses while the chip beside it is on.

    Args:
        view: The list.
        groups: What it can be filtered by.
        count: Returns how many lenses have a value of a group.
        buttons: Stand at the right of the title.
    """

    asked = Signal()
    """Text, filters or where to look are others; UI thread."""
    turned = Signal(bool)
    """Whether the search looks inside all lenses now; UI thread."""

    def __init__(
        self,
        view: QTreeView,
        groups: Sequence[FilterGroup],
        count: Callable[[str, str], int],
        buttons: Sequence[QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = view
        self.search = SearchField()
        self.inside = Chip(_("Inside all lenses"))
        self.inside.setToolTip(_("Look through questions, practices and guidance of every lens (S)"))
        self.filters = FilterBar(groups, count)
        self.count = dim_label("")
        self.hits = LensHits()
        self.states = StateStack(view)
        self._lists = QStackedWidget()
        for widget in (self.states, self.hits):
            self._lists.addWidget(widget)
        title = QHBoxLayout()
        theme().space(title, 8)
        title.addWidget(label(_("Lenses"), step="large", strong=True))
        title.addWidget(self.count, 1)
        for button in buttons:
            title.addWidget(button)
        tools = QHBoxLayout()
        theme().space(tools, 8)
        tools.addWidget(self.filters, 1)
        tools.addWidget(self.inside, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        head = QVBoxLayout()
        theme().space(head, 8, (16, 12, 12, 8))
        head.addLayout(title)
        head.addWidget(self.search)
        head.addLayout(tools)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addLayout(head)
        column.addWidget(self._lists, 1)
        self.search.searched.connect(lambda _text: self.asked.emit())
        self.search.left_down.connect(self.focus_list)
        self.filters.changed.connect(self.asked)
        self.inside.toggled.connect(self._turn)
        self._name()

    @property
    def is_inside(self) -> bool:
        """True while the search looks inside all lenses."""
        return self.inside.isChecked()

    def focus_search(self, inside: bool) -> None:
        """Go to the search field.

        Args:
            inside: Look inside all lenses, else for names.
        """
        self.inside.setChecked(inside)
        self.search.setFocus()
        self.search.selectAll()

    def focus_list(self) -> None:
        """Go to the list below the search."""
        (self.hits.list if self.is_inside else self.view).setFocus()

    def show_all(self) -> None:
        """Take all words and filters away."""
        self.search.clear()
        self.filters.set_chosen(frozenset())

    def show_count(self, shown: int, there: int) -> None:
        """Tell how many lenses are shown; say so where it is none."""
        self.count.setText(f"{there:,}" if shown == there else _("{n} of {all}").format(n=shown, all=there))
        if shown:
            self.states.show_content()
        elif self.search.text() and not self.filters.chosen:
            words = _("No lens is called so. Questions and practices may still have these words.")
            button = _("Search inside all lenses")
            self.states.show_empty("search", _("No lens fits"), words, button, lambda: self.inside.setChecked(True))
        else:
            words = _("Other words or filters show more.")
            self.states.show_empty("lenses", _("No lens fits"), words, _("Show all"), self.show_all)

    def _turn(self, is_on: bool) -> None:
        self._name()
        self.filters.setVisible(not is_on)
        self._lists.setCurrentIndex(is_on)
        self.turned.emit(is_on)
        self.asked.emit()

    def _name(self) -> None:
        words = _("Search inside all lenses") if self.is_inside else _("Search lenses by name")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
