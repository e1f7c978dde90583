"""Results in, matplotlib figures out; the same pictures for pages and reports. matplotlib loads with the first one."""

from __future__ import annotations

from workbench.figures.drawing import svg_of
from workbench.figures.palette import DARK, LIGHT, Palette
from workbench.figures.progress import draw_progress
from workbench.figures.risk_by_pillar import draw_risk_by_pillar
from workbench.figures.trend import draw_trend

__all__ = ["CATALOG", "DARK", "LIGHT", "Palette", "draw_progress", "draw_risk_by_pillar", "draw_trend", "svg_of"]

CATALOG = (draw_risk_by_pillar, draw_trend, draw_progress)
