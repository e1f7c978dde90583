"""What stands above the list of workloads: the sum in words, the filter with its chips, the group, a new workload."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.search_field import SearchField

__all__ = ["PortfolioBar"]

_NARROW = 680


class PortfolioBar(QWidget):
    """The chips stand beside the search field, or below it where there is no room.

    Args:
        chips: Titles of the chips by key.
        choose_group: Called by the group button.
        new_workload: Called by the button for a new workload.
    """

    def __init__(
        self, chips: Mapping[str, str], choose_group: Callable[[], object], new_workload: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.summary = label("", step="large", strong=True, wrap=True)
        self.search = SearchField(_("Filter workloads"))
        self.chips = {key: Chip(title, 0) for key, title in chips.items()}
        self.group_button = plain_button("", choose_group, icon_name="sort")
        self.new_button = primary_button(_("New workload"), new_workload, "N")
        first = QHBoxLayout()
        theme().space(first, 12)
        first.addWidget(self.summary, 1)
        first.addWidget(self.new_button)
        self._bar = QGridLayout()
        theme().space(self._bar, 8)
        self._chip_row = FlowRow(*self.chips.values())
        self._bar.addWidget(self.search, 0, 0)
        self._bar.addWidget(self.group_button, 0, 2)
        self._bar.setColumnStretch(0, 2)
        self._is_narrow: bool | None = None
        top = QVBoxLayout(self)
        theme().space(top, 8, (16, 12, 16, 8))
        top.addLayout(first)
        top.addLayout(self._bar)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.search.setMaximumWidth(theme().px(280))
        self._is_narrow = None
        self._place_chips()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_chips()

    def _place_chips(self) -> None:
        is_narrow = self.width() < theme().px(_NARROW)
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self._bar.removeWidget(self._chip_row)
        self._bar.setColumnStretch(1, 0 if is_narrow else 3)
        self._bar.addWidget(
            self._chip_row, *((1, 0, 1, 3) if is_narrow else (0, 1, 1, 1)), Qt.AlignmentFlag.AlignVCenter
        )
