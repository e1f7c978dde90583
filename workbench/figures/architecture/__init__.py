"""The drawing of an architecture: one scene of plain values for canvas, SVG, PNG, PDF and report; without Qt."""

from __future__ import annotations

from workbench.figures.architecture.comparing import compared_scenes, folded_inner
from workbench.figures.architecture.composing import Drawing, scene
from workbench.figures.architecture.files import pdf_of_scene, png_of_scene
from workbench.figures.architecture.shapes import Item, ItemKind, Mark, Role, Scene, Tier, tier_at
from workbench.figures.architecture.state import Badge, State, badges_of, changes_of, lose
from workbench.figures.architecture.svg import svg_of_scene
from workbench.figures.architecture.views import View, leading_to

__all__ = [
    "Badge", "Drawing", "Item", "ItemKind", "Mark", "Role", "Scene", "State", "Tier", "View", "badges_of", "changes_of", "compared_scenes", "folded_inner",
    "leading_to", "lose",
    "pdf_of_scene", "png_of_scene", "scene", "svg_of_scene", "tier_at",
]  # fmt: skip
