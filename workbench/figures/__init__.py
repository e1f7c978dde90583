"""Results in, matplotlib figures out; the same pictures for pages and reports. matplotlib loads with the first one."""

from __future__ import annotations

from workbench.figures.availability_waterfall import draw_availability_waterfall
from workbench.figures.blast_radius import draw_blast_radius
from workbench.figures.burn_down import BurnPoint, draw_burn_down
from workbench.figures.domain_matrix import draw_domain_matrix
from workbench.figures.drawing import png_of, svg_of
from workbench.figures.heat_map import draw_heat_map
from workbench.figures.impact_effort import Placed, draw_impact_effort
from workbench.figures.palette import DARK, LIGHT, Palette
from workbench.figures.plan_timeline import Due, draw_plan_timeline
from workbench.figures.progress import draw_progress
from workbench.figures.risk_by_pillar import draw_risk_by_pillar
from workbench.figures.trend import draw_trend

__all__ = [
    "CATALOG", "DARK", "LIGHT", "BurnPoint", "Due", "Palette", "Placed", "draw_availability_waterfall",
    "draw_blast_radius", "draw_burn_down", "draw_domain_matrix", "draw_heat_map", "draw_impact_effort",
    "draw_plan_timeline", "draw_progress", "draw_risk_by_pillar", "draw_trend", "png_of", "svg_of",
]  # fmt: skip

CATALOG = (
    draw_risk_by_pillar, draw_trend, draw_progress, draw_heat_map, draw_impact_effort, draw_plan_timeline,
    draw_burn_down, draw_availability_waterfall, draw_blast_radius, draw_domain_matrix,
)  # fmt: skip
