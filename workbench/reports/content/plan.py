"""The plan in pictures: how far the risks are down, what closes most for least, and what is due when."""

from __future__ import annotations

from workbench.i18n import _
from workbench.reports.content.charts import burn_down, impact_by_effort, plan_timeline
from workbench.reports.content.material import Material
from workbench.reports.content.model import Section

__all__ = ["plan"]


def plan(material: Material) -> Section | None:
    """Return the chapter; None where there is nothing to draw."""
    charts = tuple(
        chart for chart in (burn_down(material), impact_by_effort(material), plan_timeline(material)) if chart
    )
    return Section("plan", _("The plan in pictures"), charts) if charts else None
