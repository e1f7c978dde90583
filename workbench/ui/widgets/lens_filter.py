"""A filter of several kinds: one button with a menu, and a chip for everything that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from workbench.i18n import _
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.kbd import plain_button

__all__ = ["FilterBar", "FilterGroup"]


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """One kind of filter: key, title, and its values with their titles."""

    key: str
    title: str
    values: tuple[tuple[str, str], ...]


class FilterBar(FlowRow):
    """The button and the chips.

    Args:
        groups: What can be chosen.
        count: Returns how many lines have a value of a group.
    """

    changed = Signal()
    """Something else is chosen; UI thread."""

    def __init__(
        self, groups: Sequence[FilterGroup], count: Callable[[str, str], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.chosen: frozenset[tuple[str, str]] = frozenset()
        self._groups, self._count = tuple(groups), count
        self._show()

    def set_chosen(self, chosen: frozenset[tuple[str, str]]) -> None:
        """Choose other values and tell."""
        known = {(group.key, value) for group in self._groups for value, _title in group.values}
        chosen &= known
        if chosen != self.chosen:
            self.chosen = chosen
            self._show()
            self.changed.emit()

    def open_menu(self) -> None:
        """Show what can be chosen."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Return the menu: a submenu for each kind, its values with how many lines have them."""
        menu = QMenu(self)
        for group in self._groups:
            some = menu.addMenu(group.title)
            for value, title in group.values:
                number = self._count(group.key, value)
                is_on = (group.key, value) in self.chosen
                if number or is_on:
                    entry = some.addAction(f"{title}  ({number})".replace("&", "&&"))
                    entry.setCheckable(True)
                    entry.setChecked(is_on)
                    entry.triggered.connect(partial(self._turn, (group.key, value)))
            some.menuAction().setVisible(len(some.actions()) > 1 or any(one.isChecked() for one in some.actions()))
        menu.addSeparator()
        clear = menu.addAction(_("Show all"))
        clear.setEnabled(bool(self.chosen))
        clear.triggered.connect(lambda _checked=False: self.set_chosen(frozenset()))
        return menu

    def _turn(self, pair: tuple[str, str], _checked: bool = False) -> None:
        self.set_chosen(self.chosen ^ {pair})

    def _show(self) -> None:
        self.clear()
        self.button = plain_button(_("Filter"), self.open_menu, "F", "filter")
        self.add(self.button)
        for group in self._groups:
            for value, title in group.values:
                if (group.key, value) in self.chosen:
                    chip = Chip(f"{title}  ✕", checkable=False)
                    chip.setAccessibleName(_("Remove filter: {name}").format(name=title))
                    chip.setToolTip(_("Remove filter: {name}").format(name=f"{group.title}, {title}"))
                    chip.clicked.connect(partial(self._turn, (group.key, value)))
                    self.add(chip)
        self.updateGeometry()
