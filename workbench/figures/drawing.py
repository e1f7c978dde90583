"""What every figure shares: the canvas, the marks of risk, and SVG that is the same every time."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.domain.risk import Risk
from workbench.errors import WorkbenchError
from workbench.figures.palette import Palette
from workbench.i18n import _
from workbench.library.places import resources_dir

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "SMALL", "TEXT", "TITLE", "draw_mark", "font_files", "font_folder", "has_glyphs", "key_row", "new_figure", "png_of", "png_of_svg", "svg_of",
]  # fmt: skip

TITLE, TEXT, SMALL = 10.5, 8.5, 7.5
"""Sizes of text [pt]."""
_POINTS = 72.0
"""Points of an inch."""
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be selected, searched and read aloud
    "svg.hashsalt": "workbench",
    "font.family": ["DejaVu Sans"],
    "axes.unicode_minus": False,
    "text.parse_math": False,  # a $ in a name is a $
}
_OUR_SCRIPTS = re.compile("[\x00-\u058f\u1e00-\u2bff\ufb00-\ufb06]*")
_drawing = threading.Lock()  # matplotlib's settings and font cache are one for the process


def _ready() -> None:
    """Settle where matplotlib keeps its font list, before it is imported for the first time."""
    if getattr(sys, "frozen", False) and "matplotlib" not in sys.modules:
        import platformdirs  # PyInstaller points to a fresh folder each time; the list would be made anew

        os.environ["MPLCONFIGDIR"] = str(Path(platformdirs.user_cache_dir("wa-review-workbench", appauthor=False)))
    import matplotlib as mpl

    mpl.rcParams.update(_SETTINGS)


def new_figure(width_in: float, height_in: float, palette: Palette, title: str = "") -> tuple[Figure, Axes]:
    """Return a figure with one bare axes; the title says the finding.

    Args:
        width_in, height_in: Size [inch].
        palette: Colours of the text.
        title: One sentence; none if empty.
    """
    _ready()
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_in, height_in))
    figure.patch.set_visible(False)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.patch.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT, labelcolor=palette.text)
    if title:
        figure.text(0, 1, title, fontsize=TITLE, fontweight="bold", color=palette.text, va="top", ha="left")
    return figure, axes


def draw_mark(axes: Axes, risk: Risk, x: float, y: float, colour: str, size: float = 6.0, ground: str = "none") -> None:
    """Draw the mark of a risk: its shape says it without colour.

    Args:
        axes: Where.
        risk: Diamond (high), triangle (medium), circle with tick (none), ring (unanswered), dash (not applicable).
        x, y: Middle, in the units of the axes.
        colour: Of the mark.
        size: Height [pt].
        ground: Colour of the tick in the filled circle.
    """
    shape = {Risk.HIGH: "D", Risk.MEDIUM: "^", Risk.NONE: "o", Risk.UNANSWERED: "o", Risk.NOT_APPLICABLE: "_"}[risk]
    if risk is Risk.HIGH:
        size *= 0.8
    hollow = risk is Risk.UNANSWERED
    axes.plot(
        [x], [y], marker=shape, markersize=size, color=colour, markerfacecolor="none" if hollow else colour,
        markeredgewidth=1.4 if risk in (Risk.UNANSWERED, Risk.NOT_APPLICABLE) else 0, linestyle="none",
        clip_on=False, zorder=5,
    )  # fmt: skip
    if risk is Risk.NONE and ground != "none":
        tick = [(-0.5, 0.0), (-0.15, -0.4), (0.55, 0.4)]
        axes.plot([x], [y], marker=tick, markersize=size * 0.5, markerfacecolor="none", markeredgecolor=ground,
                  markeredgewidth=1.0, linestyle="none", clip_on=False, zorder=6)  # fmt: skip


def key_row(figure: Figure, entries: list[tuple[Risk, str]], palette: Palette, y_in: float) -> None:
    """Write the meaning of each mark in one row.

    Args:
        figure: Where.
        entries: Risks and what they are called.
        palette: Colours.
        y_in: Height of the row above the bottom of the figure [inch].
    """
    width, height = figure.get_size_inches()
    axes = figure.add_axes((0, 0, 1, 1), label="key")
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.axis("off")
    x = 0.06
    for risk, name in entries:
        draw_mark(axes, risk, x, y_in, palette.of(risk), ground=palette.on_mark)
        axes.text(x + 0.1, y_in, name, fontsize=SMALL, color=palette.text_dim, va="center_baseline")
        x += 0.34 + 0.066 * len(name)


def font_folder() -> Path:
    """Return the folder of DejaVu Sans, which matplotlib carries; found without importing matplotlib.

    Raises:
        WorkbenchError: It is not there.
    """
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise WorkbenchError(_("The fonts of this installation are missing."), _("Install the workbench again."))
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


def font_files() -> list[Path]:
    """Return the fonts that typst is given: without the one of placeholders, which would stand in for whole words."""
    return sorted(font_folder().glob("DejaVu*.ttf"))


def has_glyphs(text: str) -> bool:
    """Tell whether the fonts we carry can write a text: Latin, Greek, Cyrillic, signs. For the rest the computer's are asked."""
    return _OUR_SCRIPTS.fullmatch(text) is not None


def svg_of(figure: Figure) -> str:
    """Return a figure as an SVG element; the same figure gives the same text, on any day."""
    _ready()
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    target = io.StringIO()
    with _drawing, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # whoever shows it has other fonts
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(target, metadata={"Date": None, "Creator": None})
    text = target.getvalue()
    text = text[text.index("<svg") :].strip()
    return re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)


def png_of(figure: Figure, pixels_per_inch: float = 200, ground: str = "none") -> bytes:
    """Return a figure as PNG.

    Args:
        figure: The drawing.
        pixels_per_inch: Fineness.
        ground: Colour behind it; transparent if "none".
    """
    _ready()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    if ground != "none":
        figure.patch.set_facecolor(ground)
        figure.patch.set_visible(True)
    if not has_glyphs("".join(str(one.get_text()) for one in figure.findobj(Text))):
        width, height = figure.get_size_inches()
        return png_of_svg(svg_of(figure), float(width) * _POINTS, float(height) * _POINTS, pixels_per_inch)
    target = io.BytesIO()
    with _drawing:
        figure.set_dpi(pixels_per_inch)
        canvas: Any = FigureCanvasAgg(figure)
        canvas.print_png(target, metadata={"Software": None})
    return target.getvalue()


def png_of_svg(svg: str, width_pt: float, height_pt: float, pixels_per_inch: float) -> bytes:
    """Return an SVG as PNG, its texts in whatever fonts of this computer can write them, from right to left where need be.

    Args:
        svg: The picture.
        width_pt, height_pt: Size [pt].
        pixels_per_inch: Fineness.
    """
    import typst

    templates = resources_dir() / "templates"
    inputs = {
        "svg": svg,
        "alt": "",
        "title": "",
        "language": "en",
        "width": f"{width_pt:.2f}",
        "height": f"{height_pt:.2f}",
    }
    made: Any = typst.compile(
        templates / "picture.typ", root=templates, font_paths=[*font_files()], ignore_system_fonts=has_glyphs(svg),
        sys_inputs=inputs, format="png", ppi=pixels_per_inch,
    )  # fmt: skip
    return bytes(made[0] if isinstance(made, list) else made)
