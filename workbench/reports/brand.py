"""The look of a company: its logo and colours from the settings, checked before anything is made with them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from workbench.errors import BadInput
from workbench.figures import LIGHT
from workbench.i18n import _
from workbench.reports.content.model import Brand
from workbench.settings import Settings

__all__ = ["contrast", "legible", "picture_type", "read_brand"]

_MOST_BYTES = 1024 * 1024
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SVG = re.compile(rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<svg\b", re.DOTALL)
_LOGO_PPI = 400
_SHEET = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(json(bytes(sys.inputs.logo))), format: sys.inputs.kind, width: 60mm)
"""
_READABLE = 4.5
"""Contrast of text, https://www.w3.org/TR/WCAG22/#contrast-minimum."""


def read_brand(settings: Settings) -> Brand:
    """Return what the settings say about reports, with the logo read.

    Raises:
        BadInput: The logo is not there, is no PNG, JPEG or SVG, is damaged, or is too large.
    """
    logo = b""
    if settings.report_logo:
        path = Path(settings.report_logo).expanduser()
        try:
            logo = path.read_bytes()
        except OSError as error:
            raise _no_logo(path, error.strerror or str(error)) from error
        if len(logo) > _MOST_BYTES:
            raise _no_logo(path, _("it is larger than 1 MB"))
        logo = _checked(path, logo)
    return Brand(logo, settings.report_colour, settings.report_second_colour, settings.report_cover_text)


def _checked(path: Path, logo: bytes) -> bytes:
    """Return a logo that every format can hold: it is laid out once, so that a damaged one is found before a report is."""
    import typst

    form = picture_type(logo).removeprefix("image/") or ("svg" if _SVG.match(logo[:2000]) else "")
    if not form:
        raise _no_logo(path, _("it is neither PNG, JPEG nor SVG"))
    kind = form.replace("jpeg", "jpg")
    try:
        shown: Any = typst.compile(
            _SHEET, sys_inputs={"logo": json.dumps(list(logo)), "kind": kind}, ignore_system_fonts=False, format="png",
            ppi=_LOGO_PPI if form == "svg" else 10,
        )  # fmt: skip
    except typst.TypstError as error:
        raise _no_logo(path, _("it is damaged")) from error
    return logo if form != "svg" else bytes(shown[0] if isinstance(shown, list) else shown)


def _no_logo(path: Path, why: str) -> BadInput:
    return BadInput(
        _("The logo {file} cannot be used: {why}.").format(file=path, why=why),
        _("Choose another one in the settings, or leave it empty."),
    )


def picture_type(data: bytes) -> str:
    """Return "image/png" or "image/jpeg" by how a file begins; empty for anything else."""
    return "image/png" if data.startswith(_PNG) else "image/jpeg" if data.startswith(_JPEG) else ""


def legible(brand: Brand) -> Brand:
    """Return the brand with colours that can carry text on white; the others give way to those of the workbench."""
    first = brand.first if brand.first and contrast(brand.first, LIGHT.raised) >= _READABLE else ""
    second = brand.second if brand.second and contrast(brand.second, LIGHT.raised) >= _READABLE else ""
    return Brand(brand.logo, first or LIGHT.accent, second or LIGHT.text_dim, brand.cover)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours (#rrggbb), 1 to 21.

    Source:
        WCAG 2.2, contrast ratio and relative luminance, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
