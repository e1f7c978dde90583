"""Shapes of a slide: texts, numbers, tables and pictures, each with its language, its words and its place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.figures import LIGHT
from workbench.reports.content.links import is_web_link
from workbench.reports.content.model import Brand, Bullets, Cell, Numbers, Table
from workbench.reports.office.slide_room import fitting, row_height
from workbench.reports.writing import COLOURS, MARKS, clean_text

__all__ = ["Box", "SlideShapes"]

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style "No Style, No Grid" that every program knows; the lines are our own."""
_NARROWEST = 0.9


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide [inch]."""

    x: float
    y: float
    w: float
    h: float

    def below(self, used: float, gap: float = 0.15) -> Box:
        """Return what is left under a part of the height."""
        return Box(self.x, self.y + used + gap, self.w, max(0.3, self.h - used - gap))

    def halves(self, share: float, gap: float = 0.4) -> tuple[Box, Box]:
        """Return the left share of the width and the rest."""
        left = (self.w - gap) * share
        return Box(self.x, self.y, left, self.h), Box(self.x + left + gap, self.y, self.w - gap - left, self.h)


class SlideShapes:
    """Puts shapes on one slide.

    Args:
        slide: Of python-pptx.
        brand: Colours.
        language: Code of the language of the texts.
    """

    def __init__(self, slide: Any, brand: Brand, language: str) -> None:
        self._slide = slide
        self._brand = brand
        self._language = language

    def say(
        self, paragraph: Any, text: str, size: float, colour: str = LIGHT.text, *, bold: bool = False, link: str = ""
    ) -> None:
        """Add a text to a paragraph."""
        from pptx.dml.color import RGBColor
        from pptx.util import Pt

        run = paragraph.add_run()
        run.text = clean_text(text).replace("\n", "\v")
        run.font.size, run.font.bold = Pt(size), bold
        ink: Any = RGBColor
        run.font.color.rgb = ink.from_string(colour.lstrip("#").upper())
        run._r.get_or_add_rPr().set("lang", self._language)
        if is_web_link(link):
            run.hyperlink.address = link

    def frame(self, box: Box, name: str) -> Any:
        """Add an empty text box and return its text frame."""
        from pptx.util import Inches

        shape = self._slide.shapes.add_textbox(*(Inches(n) for n in (box.x, box.y, box.w, box.h)))
        shape.name = name
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

    def text(
        self, box: Box, name: str, text: str, sizes: Sequence[float], colour: str = LIGHT.text, *, bold: bool = False
    ) -> float:
        """Add a text at the largest size that fits; return that size [pt]."""
        size = fitting([(text, 1.0)], box.w, box.h, sizes)
        self.say(self.frame(box, name).paragraphs[0], text, size, colour, bold=bold)
        return size

    def bullets(self, box: Box, block: Bullets, sizes: Sequence[float]) -> None:
        """Add a list; the second, quieter line of an entry is smaller."""
        from pptx.util import Pt

        texts = [(item.text + (MARKS[item.mark] + " " if item.mark else ""), 1.0) for item in block.items]
        texts += [(item.quiet, 0.8) for item in block.items if item.quiet]
        size = fitting(texts, box.w, box.h, sizes)
        frame = self.frame(box, block.title or "List")
        for place, item in enumerate(block.items):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            if item.mark:
                self.say(paragraph, MARKS[item.mark] + " ", size, COLOURS[item.mark], bold=True)
            self.say(paragraph, item.text, size, bold=True)
            if item.quiet:
                paragraph = frame.add_paragraph()
                self.say(paragraph, item.quiet, size * 0.8, LIGHT.text_dim)
            paragraph.space_after = Pt(size * 0.5)

    def numbers(self, box: Box, block: Numbers, size: float) -> None:
        """Add the numbers beside each other."""
        gap = 0.25
        each = (box.w - gap * (len(block.items) - 1)) / max(1, len(block.items))
        for place, one in enumerate(block.items):
            frame = self.frame(Box(box.x + place * (each + gap), box.y, each, box.h), one.label)
            ink = COLOURS.get(one.mark, LIGHT.text)
            first = frame.paragraphs[0]
            if one.mark:
                self.say(first, MARKS[one.mark] + " ", size * 0.5, ink)
            self.say(first, one.value, size, ink, bold=True)
            self.say(frame.add_paragraph(), one.label, max(10.0, size * 0.36), bold=True)
            self.say(frame.add_paragraph(), one.base, max(9.0, size * 0.29), LIGHT.text_dim)

    def picture(self, box: Box, data: bytes, ratio: float, words: str, name: str, *, centred: bool = True) -> float:
        """Add a picture as large as fits; return its height [inch]."""
        from pptx.util import Inches

        wide = min(box.w, box.h / max(ratio, 0.01))
        left = box.x + (box.w - wide) / 2 if centred else box.x
        shape = self._slide.shapes.add_picture(io.BytesIO(data), Inches(left), Inches(box.y), width=Inches(wide))
        seen = shape._element.nvPicPr.cNvPr
        seen.set("descr", clean_text(words))
        shape.name = name
        return wide * ratio

    def table(self, box: Box, table: Table, sizes: Sequence[float], name: str) -> int:
        """Add as many rows of a table as fit, at the largest size at which all do; return how many there are."""
        from pptx.util import Inches

        widths = _widths(table, box.w)
        size, heights = _sized(table, widths, box.h, sizes)
        shown = len(heights) - 1
        shape = self._slide.shapes.add_table(shown + 1, len(table.columns), *(
            Inches(n) for n in (box.x, box.y, box.w, sum(heights))))  # fmt: skip
        shape.name = name
        made = shape.table
        made.first_row, made.horz_banding = True, False
        shape._element.graphic.graphicData.tbl.tblPr.find(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId").text = _NO_STYLE  # fmt: skip
        for place, width in enumerate(widths):
            made.columns[place].width = Inches(width)
        for row, high in enumerate(heights):
            made.rows[row].height = Inches(high)
        for place, column in enumerate(table.columns):
            head = Cell(column.title, tone="quiet")
            self._cell(
                made.cell(0, place), head, size * 0.85, is_number=column.is_number, below=(self._brand.second, 12700)
            )
        for row, cells in enumerate(table.rows[:shown], 1):
            for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                self._cell(made.cell(row, place), cell, size, is_number=column.is_number, below=(LIGHT.line, 6350))
        return shown

    def _cell(self, target: Any, cell: Cell, size: float, *, is_number: bool, below: tuple[str, int]) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Inches

        target.margin_left, target.margin_right = Inches(0), Inches(0.18 if is_number else 0.1)
        target.margin_top = target.margin_bottom = Inches(0.03)
        frame = target.text_frame
        paragraph = frame.paragraphs[0]
        ink = {"quiet": LIGHT.text_dim, "warning": LIGHT.high}.get(cell.tone, LIGHT.text)
        if cell.mark:
            self.say(paragraph, MARKS[cell.mark] + " ", size, COLOURS[cell.mark], bold=True)
        self.say(paragraph, cell.text, size, ink, bold=cell.tone in ("strong", "warning"), link=cell.link)
        if cell.quiet:
            self.say(frame.add_paragraph(), cell.quiet, size * 0.85, LIGHT.text_dim)
        for one in frame.paragraphs:
            one.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        _line_below(target, *below)


def _widths(table: Table, width: float) -> list[float]:
    shares = [column.share or _NARROWEST for column in table.columns]
    return [width * share / sum(shares) for share in shares]


def _sized(table: Table, widths: Sequence[float], height: float, sizes: Sequence[float]) -> tuple[float, list[float]]:
    """Return the size of the text and the heights of the head and of the rows that fit."""
    for size in sizes:
        head = row_height([(column.title, "") for column in table.columns], widths, size * 0.85)
        rows = [row_height([(f"{'# ' if cell.mark else ''}{cell.text}", cell.quiet) for cell in row], widths, size)
                for row in table.rows]  # fmt: skip
        if head + sum(rows) <= height:
            return size, [head, *rows]
    fits, used = [head], head
    for high in rows:
        if used + high > height and len(fits) > 1:
            break
        fits.append(high)
        used += high
    return size, fits


def _line_below(target: Any, colour: str, width: int) -> None:
    """Draw a line [EMU] under a cell; python-pptx has no words for it."""
    from pptx.oxml import parse_xml

    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    properties = target._tc.get_or_add_tcPr()
    line = parse_xml(
        f'<a:lnB {space} w="{width}" cap="flat" cmpd="sng" algn="ctr"><a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/>'
        '</a:solidFill><a:prstDash val="solid"/></a:lnB>'
    )
    properties.insert(0, line)
