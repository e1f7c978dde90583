"""An empty deck in our look: wide slides, a master with title, foot and number, and the two layouts that are used."""

from __future__ import annotations

import copy
from typing import Any

from workbench.figures import LIGHT
from workbench.reports.content.model import Brand
from workbench.reports.office.slide_shapes import Box

__all__ = ["BODY", "COVER", "PLAIN", "SLIDE", "empty_deck", "number_slides"]

SLIDE = Box(0, 0, 13.333, 7.5)
_TITLE = Box(0.7, 0.62, 11.93, 0.85)
BODY = Box(0.7, 1.6, 11.93, 5.15)
_FOOT = Box(0.7, 7.0, 9.0, 0.3)
_NUMBER = Box(11.13, 7.0, 1.5, 0.3)
_COVER_TITLE = Box(0.7, 2.55, 11.93, 1.5)
_COVER_MORE = Box(0.7, 4.15, 11.93, 1.4)
COVER, PLAIN = 0, 1
"""Places of the layouts."""
_KEPT = ("Title Slide", "Title Only")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def empty_deck(brand: Brand) -> Any:
    """Return a presentation of python-pptx without slides."""
    from pptx import Presentation
    from pptx.util import Inches

    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Inches(SLIDE.w), Inches(SLIDE.h)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    _arrange(deck.slide_master, _TITLE, BODY)
    _arrange(deck.slide_layouts[COVER], _COVER_TITLE, _COVER_MORE)
    _arrange(deck.slide_layouts[PLAIN], _TITLE, BODY)
    _title_style(deck.slide_master)
    for layout in deck.slide_layouts:
        _bar(layout, brand.first, 1.1 if layout.name == _KEPT[COVER] else 0.8)
    _without(deck)
    return deck


def _arrange(page: Any, title: Box, body: Box) -> None:
    """Put the placeholders where a wide slide has them; those for a date are taken out."""
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.util import Inches

    places = {
        PP_PLACEHOLDER.TITLE: title, PP_PLACEHOLDER.CENTER_TITLE: title, PP_PLACEHOLDER.BODY: body,
        PP_PLACEHOLDER.SUBTITLE: body, PP_PLACEHOLDER.FOOTER: _FOOT, PP_PLACEHOLDER.SLIDE_NUMBER: _NUMBER,
    }  # fmt: skip
    for shape in list(page.placeholders):
        box = places.get(shape.placeholder_format.type)
        if box is None:
            shape._element.getparent().remove(shape._element)
            continue
        shape.left, shape.top, shape.width, shape.height = (Inches(n) for n in (box.x, box.y, box.w, box.h))
        body_settings = shape._element.txBody.find(f"{_A}bodyPr")
        for side in ("lIns", "rIns", "tIns", "bIns"):
            body_settings.set(side, "0")
        kind = shape.placeholder_format.type
        is_title = kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        body_settings.set("anchor", "b" if kind is PP_PLACEHOLDER.CENTER_TITLE else "t" if not is_title else "ctr")
        _align(shape, right=kind is PP_PLACEHOLDER.SLIDE_NUMBER)


def _align(shape: Any, *, right: bool) -> None:
    style = shape._element.txBody.find(f"{_A}lstStyle")
    for level in style if style is not None else ():
        level.set("algn", "r" if right else "l")
    for level in shape._element.txBody.iter(f"{_A}pPr"):
        level.set("algn", "r" if right else "l")


def _title_style(master: Any) -> None:
    space = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
    level = master._element.find(f"{space}txStyles/{space}titleStyle/{_A}lvl1pPr")
    level.set("algn", "l")
    text = level.find(f"{_A}defRPr")
    text.set("sz", "2600")
    text.set("b", "1")
    for fill in text.findall(f"{_A}solidFill"):
        text.remove(fill)
    text.insert(0, _fill(LIGHT.text))


def _fill(colour: str) -> Any:
    from pptx.oxml import parse_xml

    return parse_xml(
        '<a:solidFill xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>'
    )


def _bar(layout: Any, colour: str, width_in: float) -> None:
    """Draw the bar above the title on the layout: it is decoration and no part of what a slide says."""
    from pptx.oxml import parse_xml
    from pptx.util import Inches

    x, y, w, h = (int(Inches(n)) for n in (0.7, 0.42, width_in, 0.07))
    layout.shapes._spTree.append(parse_xml(
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="90" name="Bar"/>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/>'
        "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    ))  # fmt: skip


def _without(deck: Any) -> None:
    """Leave out what the library's template carries and no deck needs: a picture of itself, settings of a printer."""
    for part in (deck.part.package, deck.part):
        relations = part._rels
        for key in [key for key, one in relations.items() if one.reltype.endswith(("/thumbnail", "/printerSettings"))]:
            relations.pop(key)


def number_slides(deck: Any, foot: str) -> None:
    """Give every slide but the cover its foot and its number."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    for slide in list(deck.slides)[1:]:
        for shape in slide.slide_layout.placeholders:
            kind = shape.placeholder_format.type
            if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
                continue
            made = copy.deepcopy(shape._element)
            slide.shapes._spTree.append(made)
            made.nvSpPr.cNvPr.set("id", str(max(one.shape_id for one in slide.shapes) + 1))
            if kind is PP_PLACEHOLDER.FOOTER:
                slide.shapes[-1].text_frame.text = foot
