"""A scene as PNG and as PDF: its SVG, set by typst with the fonts we carry, without a network."""

from __future__ import annotations

import re
from typing import Any

from workbench.errors import WorkbenchError
from workbench.figures.architecture.shapes import Scene
from workbench.figures.architecture.svg import svg_of_scene
from workbench.figures.drawing import font_files
from workbench.figures.palette import LIGHT, Palette
from workbench.i18n import _
from workbench.library.places import resources_dir

__all__ = ["pdf_of_scene", "png_of_scene"]

_POINTS = 0.75
"""Points of a pixel at 100 %."""
_MOST_PIXELS = 12_000.0
_OUR_SCRIPTS = re.compile("[\x00-\u058f\u1e00-\u2bff\ufb00-\ufb06]*")
"""What the fonts we carry can write; for the rest the computer's fonts are asked."""


def png_of_scene(scene: Scene, palette: Palette = LIGHT, scale: float = 2.0, language: str = "en") -> bytes:
    """Return a scene as PNG.

    Args:
        scene: The drawing.
        palette: Colours.
        scale: Pixels of the picture per pixel at 100 %; less where it would be larger than programs can show.
        language: Of its texts.
    """
    longest = max(scene.bounds.w, scene.bounds.h, 1.0)
    made = _set(scene, palette, language, format="png", ppi=72 / _POINTS * min(scale, _MOST_PIXELS / longest))
    return bytes(made[0] if isinstance(made, list) else made)


def pdf_of_scene(scene: Scene, palette: Palette = LIGHT, language: str = "en") -> bytes:
    """Return a scene as PDF on one page of its size: texts stay texts, tagged, with a description (PDF/UA-1)."""
    return bytes(_set(scene, palette, language, format="pdf", pdf_standards=["ua-1"]))


def _set(scene: Scene, palette: Palette, language: str, **how: Any) -> Any:
    import typst

    svg = svg_of_scene(scene, palette)
    templates = resources_dir() / "templates"
    inputs = {
        "svg": svg, "alt": scene.words, "title": scene.title, "language": language,
        "width": f"{max(scene.bounds.w, 1.0) * _POINTS:.2f}", "height": f"{max(scene.bounds.h, 1.0) * _POINTS:.2f}",
    }  # fmt: skip
    try:
        return typst.compile(
            templates / "picture.typ", root=templates, font_paths=[*font_files()],
            ignore_system_fonts=_OUR_SCRIPTS.fullmatch(svg) is not None, sys_inputs=inputs, **how,
        )  # fmt: skip
    except typst.TypstError as error:
        raise WorkbenchError(
            _("The picture cannot be drawn."), _("Take SVG, and send the details to the makers of the workbench."),
            (str(error),),
        ) from error  # fmt: skip
