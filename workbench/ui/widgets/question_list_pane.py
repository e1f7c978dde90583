"""The left side of a review: filters with counts, search, and the questions or what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.empty_state import EmptyState
from workbench.ui.widgets.kbd import flat_button
from workbench.ui.widgets.question_hit_list import QuestionHitList
from workbench.ui.widgets.question_scope import QuestionScope
from workbench.ui.widgets.question_tree_view import QuestionTreeView
from workbench.ui.widgets.search_field import SearchField

__all__ = ["QuestionListPane"]

_SHORT, _SLIM = 460, 190


class QuestionListPane(QWidget):
    """Chips, search field, tree, hits; it knows no review."""

    filtered = Signal(frozenset)
    """Ids of the filters that are on; UI thread."""
    all_asked = Signal()
    """Every question is to be shown; UI thread."""

    def __init__(self, filters: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="raised")
        self.all = Chip(_("All"), 0)
        self.all.setChecked(True)
        self.all.setAccessibleDescription(_("Show every question"))
        self.chips: dict[str, Chip] = {}
        row = FlowRow(self.all, gap=4)
        for name, title, help_text in filters:
            chip = Chip(_(title), 0)
            chip.setToolTip(_(help_text))
            chip.setAccessibleDescription(_(help_text))
            chip.toggled.connect(self._toggled)
            self.chips[name] = chip
            row.add(chip)
        self.more = flat_button(_("Filters"), self._open_menu, icon_name="filter")
        self.more.hide()
        row.add(self.more)
        self._row = row
        self.menu: QMenu | None = None
        self.all.clicked.connect(self.show_all)
        self.search = SearchField(_("Search questions, practices, notes"))
        self.scope = QuestionScope()
        self.tree = QuestionTreeView()
        self.hits = QuestionHitList()
        self.nothing = EmptyState(
            "filter", _("No question matches"), _("No question here passes these filters."), _("Show all questions"),
            self.all_asked.emit,
        )  # fmt: skip
        self.not_found = EmptyState(
            "search", _("Nothing found"), _("Words are found by their beginning, in questions, practices, guidance and notes."),
            _("Clear search"), self.search.clear,
        )  # fmt: skip
        self.stack = QStackedWidget()
        for widget in (self.tree, self.hits, self.nothing, self.not_found):
            self.stack.addWidget(widget)
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        head = QVBoxLayout()
        theme().space(head, 8, (8, 8, 8, 6))
        head.addWidget(row)
        head.addWidget(self.scope)
        head.addWidget(self.search)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)
        self.search.left_down.connect(self.focus_list)

    @property
    def filters(self) -> frozenset[str]:
        """The filters that are on."""
        return frozenset(name for name, chip in self.chips.items() if chip.isChecked())

    def set_filters(self, filters: frozenset[str]) -> None:
        """Switch filters on and off, telling once."""
        if filters == self.filters:
            self.all.setChecked(not filters)
            return
        for name, chip in self.chips.items():
            chip.blockSignals(True)
            chip.setChecked(name in filters)
            chip.blockSignals(False)
            chip.update()
        self._toggled()

    def show_all(self) -> None:
        """Switch every filter off."""
        self.set_filters(frozenset())

    def set_counts(self, total: int, counts: Mapping[str, int], *, has_milestone: bool) -> None:
        """Show how many questions each filter has."""
        self.all.set_count(total)
        for name, chip in self.chips.items():
            chip.set_count(counts.get(name, 0) or None)
        changed = self.chips.get("changed")
        if changed is not None:
            changed.setEnabled(has_milestone)

    def show_tree(self, *, is_empty: bool) -> None:
        """Show the questions, or that no question passes."""
        self.stack.setCurrentWidget(self.nothing if is_empty else self.tree)

    def show_hits(self, *, is_empty: bool) -> None:
        """Show what was found, or that nothing was."""
        self.stack.setCurrentWidget(self.not_found if is_empty else self.hits)

    def focus_list(self) -> None:
        """Put the focus on the list that is shown."""
        widget = self.stack.currentWidget()
        if widget is self.hits and not self.hits.currentIndex().isValid():
            self.hits.setCurrentIndex(self.hits.model().index(1, 0))
        if widget in (self.tree, self.hits):
            widget.setFocus()
        elif isinstance(widget, EmptyState):
            widget.button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_chips()

    def _fit_chips(self) -> None:
        """Where there is little room show only the filters that are on, and a menu of all."""
        is_small = self.height() < theme().px(_SHORT) or self.width() < theme().px(_SLIM)
        for chip in self.chips.values():
            chip.setVisible(chip.isChecked() or not is_small)
        self.more.setVisible(is_small)
        self._row.updateGeometry()

    def _open_menu(self) -> None:
        self.menu = QMenu(self)
        self.menu.aboutToHide.connect(self.menu.deleteLater)
        for chip in self.chips.values():
            entry = self.menu.addAction(f"{chip.text()} {chip.count or 0}")
            entry.setCheckable(True)
            entry.setChecked(chip.isChecked())
            entry.setEnabled(chip.isEnabled())
            entry.toggled.connect(chip.setChecked)
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _toggled(self, _checked: bool = False) -> None:
        self.all.setChecked(not self.filters)
        self._fit_chips()
        self.filtered.emit(self.filters)
