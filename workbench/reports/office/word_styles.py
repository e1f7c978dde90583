"""The styles and the page of a text document: made once, so that whoever edits it changes a style, not a text."""

from __future__ import annotations

from typing import Any

from workbench.figures import LIGHT
from workbench.reports.content.model import Brand, Kind
from workbench.reports.office.word_xml import element

__all__ = [
    "CELL",
    "CONTENTS",
    "CONTENTS_PART",
    "GAP",
    "HEAD",
    "LEAD",
    "QUIET",
    "TABLE",
    "WARNING",
    "dress",
    "set_language",
    "set_page",
]

QUIET, LEAD, WARNING, CELL, HEAD, GAP, TABLE = (
    "ReportQuiet", "ReportLead", "ReportWarning", "ReportCell", "ReportHead", "ReportGap", "ReportTable",
)  # fmt: skip
CONTENTS, CONTENTS_PART = "ReportContents", "ReportContentsPart"
"""Lines of the contents, with the number of the page at the right edge."""
_FONT = "Calibri"
_MARGINS_MM = {Kind.FULL: 21, Kind.BOARD: 21, Kind.SUMMARY: 15, Kind.REGISTER: 14}
_A4_MM = (210, 297)
_TWIPS_PER_MM = 1440 / 25.4
_INDENT = 280


def set_page(section: Any, kind: Kind) -> int:
    """Make the page A4, wide for a register; return the width of its text in twentieths of a point."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    wide, high = _A4_MM[::-1] if kind is Kind.REGISTER else _A4_MM
    section.orientation = WD_ORIENT.LANDSCAPE if kind is Kind.REGISTER else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    margin = _MARGINS_MM[kind]
    section.left_margin = section.right_margin = Mm(margin)
    section.top_margin = section.bottom_margin = Mm(13 if kind is Kind.SUMMARY else min(margin, 19))
    section.header_distance = section.footer_distance = Mm(6)
    return round((wide - 2 * margin) * _TWIPS_PER_MM)


def dress(document: Any, brand: Brand, kind: Kind, width: int) -> None:
    """Set the styles that come with the template and add those of a report; width of the text in twentieths of a point."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    compact = kind in (Kind.SUMMARY, Kind.REGISTER)
    size = 9.0 if kind is Kind.SUMMARY else 9.5 if compact else 10.5

    def ink(colour: str) -> Any:
        return RGBColor.from_string(colour.lstrip("#").upper())

    styles = document.styles
    known: tuple[tuple[str, float, float, float, str, bool], ...] = (
        ("Normal", size, 0, 4 if compact else 6, LIGHT.text, False), ("Title", 20 if compact else 30, 0, 2, LIGHT.text, True),
        ("Subtitle", 11 if compact else 14, 0, 4, LIGHT.text_dim, False),
        ("Heading 1", 13 if compact else 20, 8 if compact else 18, 4, brand.first, True),
        ("Heading 2", 12 if compact else 14, 14, 4, LIGHT.text, True), ("Heading 3", 11, 12, 3, LIGHT.text, True),
        ("Caption", 9.5, 6, 3, LIGHT.text, True), ("List Bullet", size, 0, 2, LIGHT.text, False),
        ("Header", 8, 0, 0, LIGHT.text_dim, False), ("Footer", 8, 0, 0, LIGHT.text_dim, False),
    )  # fmt: skip
    for name, points, before, after, colour, bold in known:
        _set(styles[name], points, before, after, ink(colour), bold=bold)
    ours: tuple[tuple[str, float, float, float, str, bool], ...] = (
        (QUIET, size - 1, 0, 4, LIGHT.text_dim, False), (LEAD, size + 1, 2, 6, LIGHT.text, False),
        (WARNING, size, 2, 6, LIGHT.high, True), (CELL, size - 1, 1, 1, LIGHT.text, False),
        (HEAD, 7.5, 1, 2, LIGHT.text_dim, False), (GAP, 3 if compact else 6, 0, 0, LIGHT.text, False),
        (CONTENTS, size, 6, 1, LIGHT.text, True), (CONTENTS_PART, size, 0, 1, LIGHT.text, False),
    )  # fmt: skip
    for name, points, before, after, colour, bold in ours:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _set(style, points, before, after, ink(colour), bold=bold)
    for name, indent in ((CONTENTS, 0), (CONTENTS_PART, _INDENT)):
        _set_tab(styles[name].paragraph_format, width, indent)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = ink(brand.first)
    styles.element.append(_table_style(brand.second))


def _set_tab(look: Any, width: int, indent: int) -> None:
    """Lead a line to its number at the right edge with dots."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Twips

    look.left_indent = Twips(indent)
    look.tab_stops.add_tab_stop(Twips(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _set(style: Any, points: float, before: float, after: float, colour: Any, *, bold: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    font, spacing = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = _FONT, Pt(points), bold, False
    font.color.rgb = colour
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.08
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)  # a font of the theme would win over the one that is named
    fonts.set(qn("w:cs"), _FONT)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)


def _table_style(second: str) -> Any:
    """A table with a line below each row, a stronger one below its head, and no box."""
    style = element("style", type="table", styleId=TABLE, customStyle=1)
    style.append(element("name", val="Report table"))
    style.append(element("basedOn", val="TableNormal"))
    style.append(element("uiPriority", val=59))
    settings = element("tblPr")
    borders = element("tblBorders")
    line = LIGHT.line.lstrip("#")
    borders.append(element("bottom", val="single", sz=4, space=0, color=line))
    borders.append(element("insideH", val="single", sz=4, space=0, color=line))
    margins = element("tblCellMar")
    for side, wide in (("left", 0), ("right", 150)):
        margins.append(element(side, w=wide, type="dxa"))
    settings.append(borders)
    settings.append(margins)
    style.append(settings)
    head = element("tblStylePr", type="firstRow")
    cells = element("tcPr")
    below = element("tcBorders")
    below.append(element("bottom", val="single", sz=8, space=0, color=second.lstrip("#")))
    cells.append(below)
    head.append(cells)
    style.append(head)
    return style


def set_language(document: Any, language: str) -> None:
    """Say which language the document is in, for spelling and for reading aloud."""
    from docx.oxml.ns import qn

    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)
