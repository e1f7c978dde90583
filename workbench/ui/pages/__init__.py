"""The pages of the window, one module each; none knows another. Loaded when first shown."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from workbench.i18n import N_

__all__ = ["CATALOG", "PageEntry"]


@dataclass(frozen=True)
class PageEntry:
    """A page as the rail lists it, known before its module is imported.

    Attributes:
        needs_workload: The page shows the chosen workload.
    """

    id: str
    title: str
    icon: str
    module: str
    name: str
    needs_workload: bool = True

    def load(self) -> Any:
        """Import the module and return the page's class."""
        return getattr(importlib.import_module(self.module), self.name)


CATALOG: tuple[PageEntry, ...] = (
    PageEntry("portfolio", N_("Portfolio"), "portfolio", "workbench.ui.pages.portfolio", "PortfolioPage", False),
    PageEntry("overview", N_("Overview"), "overview", "workbench.ui.pages.overview", "OverviewPage"),
    PageEntry("review", N_("Review"), "review", "workbench.ui.pages.review", "ReviewPage"),
    PageEntry(
        "architecture", N_("Architecture"), "architecture", "workbench.ui.pages.architecture", "ArchitecturePage"
    ),
    PageEntry("room", N_("Room"), "room", "workbench.ui.pages.room", "RoomPage"),
    PageEntry("plan", N_("Plan"), "plan", "workbench.ui.pages.plan", "PlanPage"),
    PageEntry("milestones", N_("Milestones"), "milestones", "workbench.ui.pages.milestones", "MilestonesPage"),
    PageEntry("sync", N_("Sync"), "sync", "workbench.ui.pages.sync", "SyncPage"),
    PageEntry("reports", N_("Reports"), "reports", "workbench.ui.pages.reports", "ReportsPage"),
    PageEntry("workload", N_("Workload"), "workload", "workbench.ui.pages.workload", "WorkloadPage"),
    PageEntry("lenses", N_("Lenses"), "lenses", "workbench.ui.pages.lenses", "LensesPage", False),
    PageEntry("studio", N_("Studio"), "edit", "workbench.ui.pages.studio", "StudioPage", False),
)
"""In the order of the rail."""
