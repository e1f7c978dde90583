"""The list of the portfolio and the tables over all workloads, behind one row of tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from workbench.analyses.portfolio_titles import VIEW_TITLES
from workbench.i18n import _
from workbench.progress import Progress
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import StateStack

if TYPE_CHECKING:
    from workbench.ui.dialogs.portfolio_views import PortfolioViews

__all__ = ["PortfolioTabs"]


def _load_views(_progress: Progress) -> None:
    """Load what the tables and pictures need: half a second that the window should not wait for."""
    import workbench.operations.reporting
    import workbench.ui.models.portfolio_work  # noqa: F401


class PortfolioTabs(QWidget):
    """Shows the list at first; the tables are made when the first of them is looked at.

    Args:
        desk: The desk of the window.
        first: The list.
        open_workload: Called with the id of a workload of the open file.
    """

    def __init__(
        self, desk: Desk, first: QWidget, open_workload: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._first, self._open = desk, first, open_workload
        self.views: PortfolioViews | None = None
        self.waiting = StateStack(QWidget())
        self.bar = QTabBar()
        self.bar.setAccessibleName(_("Views of the portfolio"))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.addTab(_("Workloads"))
        for title in VIEW_TITLES.values():
            self.bar.addTab(_(title))
        self.bar.currentChanged.connect(self._turn_to)
        self.stack = QStackedWidget()
        self.stack.addWidget(first)
        self.stack.addWidget(self.waiting)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.bar)
        whole.addWidget(self.stack, 1)

    def show_view(self, view_id: str = "") -> None:
        """Show a table over all workloads, see VIEW_TITLES; "" is the list."""
        self.bar.setCurrentIndex([*VIEW_TITLES].index(view_id) + 1 if view_id else 0)

    def mark_old(self) -> None:
        """Say that what the tables were made of is no longer true."""
        if self.views is not None:
            self.views.mark_old()

    def _turn_to(self, place: int) -> None:
        if not place:
            self.stack.setCurrentWidget(self._first)
        elif self.views is not None:
            self.stack.setCurrentWidget(self.views)
            self.views.show_view([*VIEW_TITLES][place - 1])
        else:
            self.stack.setCurrentWidget(self.waiting)
            self.waiting.show_loading(_("Reading workloads"))
            self._desk.tasks.start("", _load_views, self._make_views, self, key="portfolio.views", quiet=True)

    def _make_views(self, _loaded: object) -> None:
        from workbench.ui.dialogs.portfolio_views import PortfolioViews

        if self.views is None:
            self.views = PortfolioViews(self._desk, self._open)
            self.stack.addWidget(self.views)
        self._turn_to(self.bar.currentIndex())
