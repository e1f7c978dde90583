"""The report as slides: a title on each, tables with heads, pictures with words, notes for the speaker; no office needed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, ClassVar

from workbench.figures import LIGHT
from workbench.i18n import N_, _
from workbench.progress import Progress
from workbench.reports.brand import legible
from workbench.reports.content.model import Block, Brand, Bullets, Chart, Content, Kind, Numbers, Section, Table, Text
from workbench.reports.office.deck import BODY, COVER, PLAIN, empty_deck, number_slides
from workbench.reports.office.properties import describe
from workbench.reports.office.slide_shapes import Box, SlideShapes
from workbench.reports.pictures import png_picture
from workbench.reports.writing import check_target, clean_text, put_file, settled_zip

__all__ = ["Pptx"]

_LEAD, _TEXT, _LIST, _TABLE, _BESIDE = (
    (22, 20, 18, 16),
    (18, 16, 14),
    (22, 20, 18, 16, 14),
    (16, 15, 14, 13, 12),
    (12, 11, 10),
)
"""Sizes of text to try [pt], largest first."""
_ONE_SLIDE = (12, 11, 10.5, 10, 9.5, 9)


class Pptx:
    """A deck of wide slides for a board, or one slide for a sponsor."""

    id: ClassVar[str] = "pptx"
    title: ClassVar[str] = N_("PowerPoint")
    suffix: ClassVar[str] = ".pptx"
    kinds: ClassVar[tuple[Kind, ...]] = (Kind.BOARD, Kind.SUMMARY)

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the report; see Format.write."""
        check_target(target)
        steps = len(content.sections) + 2
        progress(0, steps, _("Writing slides"))
        writer = _Deck(content)
        if content.kind is Kind.SUMMARY:
            writer.one_slide()
        else:
            writer.cover()
            for done, section in enumerate(content.sections, 1):
                writer.slide(section)
                progress(done, steps, _("Writing slides"))
        progress(steps - 1, steps, _("Writing the file"))
        with put_file(target) as part:
            part.write_bytes(settled_zip(writer.saved()))
        progress(steps, steps)
        return target


class _Deck:
    """Writes slides one after the other."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._labels = dict(content.labels)
        self._brand: Brand = legible(content.brand)
        self._deck: Any = empty_deck(self._brand)
        describe(self._deck.core_properties, content)

    def saved(self) -> bytes:
        """Return the file."""
        number_slides(self._deck, clean_text(f"{self._content.title} · {self._content.running}"))
        made = io.BytesIO()
        self._deck.save(made)
        return made.getvalue()

    def _page(self, layout: int, title: str) -> tuple[Any, SlideShapes]:
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[layout])
        shapes = SlideShapes(slide, self._brand, self._content.language)
        size = 26.0 if len(title) < 75 else 21.0
        holder = slide.shapes.title.text_frame.paragraphs[0]
        shapes.say(holder, title, size if layout == PLAIN else 40.0 if len(title) < 50 else 30.0, bold=True)
        return slide, shapes

    def _logo(self, slide: Any, box: Box) -> None:
        if self._content.brand.logo:
            from pptx.util import Inches

            shape = slide.shapes.add_picture(io.BytesIO(self._content.brand.logo), Inches(box.x), Inches(box.y),
                                             height=Inches(box.h))  # fmt: skip
            if shape.width > Inches(box.w):
                shape.height = round(shape.height * Inches(box.w) / shape.width)
                shape.width = Inches(box.w)
            shape.left = Inches(box.x + box.w) - shape.width
            shape._element.nvPicPr.cNvPr.set("descr", self._labels["logo"])
            shape.name = "Logo"

    def cover(self) -> None:
        """Write the first slide."""
        content = self._content
        slide, shapes = self._page(COVER, content.title)
        lines = [content.kicker + ": " + content.subtitle, content.facts.pairs[0][1] if content.facts.pairs else ""]
        frame = slide.placeholders[1].text_frame
        for place, line in enumerate(line for line in (*lines, content.brand.cover) if line):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            is_cover = line == content.brand.cover
            ink = self._brand.first if is_cover else LIGHT.text_dim
            shapes.say(paragraph, line, 18 if place == 0 else 14, ink, bold=is_cover)
        if content.notice:
            shapes.text(Box(BODY.x, 6.6, BODY.w, 0.5), "Notice", content.notice, (10, 9), LIGHT.text_dim)
        self._logo(slide, Box(9.63, 0.4, 3.0, 0.8))

    def slide(self, section: Section) -> None:
        """Write a slide, and more of the same title for a table that goes on."""
        slide, shapes = self._page(PLAIN, section.title)
        box = BODY
        rest: Table | None = None
        pair = [block for block in section.blocks if isinstance(block, Chart) and block.is_beside]
        for block in section.blocks:
            if pair and isinstance(block, Text):
                shapes.text(Box(box.x, box.y, box.w, 0.6), self._labels["text"], block.text, _BESIDE, LIGHT.text_dim)
                box = box.below(0.6, 0.1)
            elif block not in pair:
                box, rest = self._block(shapes, box, block)
        for room, block in zip(box.halves(0.5), pair, strict=False):
            shapes.text(
                Box(room.x, room.y, room.w, 0.3), block.title, block.title, (13, 12, 11, 10), LIGHT.text, bold=True
            )
            data, ratio = png_picture(block, self._content.kind)
            shapes.picture(room.below(0.35), data, ratio, block.alt, block.title)
        self._note(slide, section.notes)
        while rest is not None:
            _slide, shapes = self._page(PLAIN, _("{title} (continued)").format(title=section.title))
            shown = shapes.table(BODY, rest, _TABLE, section.title)
            rest = Table(rest.title, rest.columns, rest.rows[shown:]) if shown < len(rest.rows) else None

    def _note(self, slide: Any, notes: tuple[str, ...]) -> None:
        if notes:
            slide.notes_slide.notes_text_frame.text = clean_text("\n".join(notes))

    def _block(self, shapes: SlideShapes, box: Box, block: Block) -> tuple[Box, Table | None]:
        """Write a block; return the place below it, and what of a table is left."""
        if isinstance(block, Text):
            is_lead = block.tone == "lead"
            room = Box(box.x, box.y, box.w * 0.92, min(box.h, 2.0 if is_lead else 1.0))
            size = shapes.text(room, self._labels["text"], block.text, _LEAD if is_lead else _TEXT)
            return box.below(
                min(room.h, 0.35 + size / 72 * 1.3 * (1 + len(block.text) * size * 0.54 / 72 // room.w))
            ), None
        if isinstance(block, Numbers):
            shapes.numbers(Box(box.x, box.y, box.w, 1.8), block, 48)
            return box.below(1.8, 0.3), None
        if isinstance(block, Bullets):
            shapes.bullets(box, block, _LIST)
        elif isinstance(block, Chart):
            self._chart(shapes, box, block)
        elif isinstance(block, Table):
            table = block.on_paper()
            shown = shapes.table(box, table, _TABLE, table.title or self._labels["table"])
            if shown < len(table.rows):
                return box, Table(table.title, table.columns, table.rows[shown:])
        return box, None

    def _chart(self, shapes: SlideShapes, box: Box, chart: Chart) -> None:
        data, ratio = png_picture(chart, self._content.kind)
        if chart.data is None or not chart.shows_data:
            shapes.picture(box, data, ratio, chart.alt, chart.title)
            return
        left, right = box.halves(0.58)
        shapes.picture(left, data, ratio, chart.alt, chart.title, centred=False)
        shown = shapes.table(Box(right.x, right.y, right.w, right.h - 0.3), chart.data, _BESIDE, chart.data.title)
        if shown < len(chart.data.rows):
            more = self._labels["more"].replace("{n}", str(len(chart.data.rows) - shown))
            shapes.text(Box(right.x, right.y + right.h - 0.25, right.w, 0.25), more, more, (10,), LIGHT.text_dim)

    def one_slide(self) -> None:
        """Write everything on one slide: the state at the left, the risks at the right, decided and asked below them."""
        content = self._content
        slide, shapes = self._page(PLAIN, content.title)
        parts = {section.id: section for section in content.sections}
        whole = Box(BODY.x, 1.45, BODY.w, 5.4)
        left, right = whole.halves(0.4)
        y = left.y
        for block in parts["state"].blocks:
            room = Box(left.x, y, left.w, left.y + left.h - y)
            if isinstance(block, Numbers):
                shapes.numbers(Box(room.x, room.y, room.w, 1.05), block, 26)
                y += 1.2
            elif isinstance(block, Text):
                shapes.text(Box(room.x, room.y, room.w, 1.55), self._labels["text"], block.text, _ONE_SLIDE)
                y += 1.7
            elif isinstance(block, Chart):
                data, ratio = png_picture(block, Kind.BOARD)
                shapes.picture(room, data, ratio, block.alt, block.title, centred=False)
        self._right(shapes, right, parts)
        self._logo(slide, Box(10.63, 0.3, 2.0, 0.5))
        self._note(slide, (content.lead, *(f"{name}: {value}" for name, value in content.facts.pairs)))

    def _right(self, shapes: SlideShapes, right: Box, parts: dict[str, Section]) -> None:
        top = Box(right.x, right.y, right.w, 0.62 * right.h)
        bottom = right.below(top.h)
        if "highest" in parts:
            self._titled(shapes, top, parts["highest"])
        else:
            bottom = right
        for box, key in zip(bottom.halves(0.5, 0.3), ("decided", "asked"), strict=True):
            self._titled(shapes, box, parts[key])

    def _titled(self, shapes: SlideShapes, box: Box, section: Section) -> None:
        shapes.text(Box(box.x, box.y, box.w, 0.3), section.title, section.title, (13,), self._brand.first, bold=True)
        room = Box(box.x, box.y + 0.34, box.w, box.h - 0.34)
        for block in section.blocks:
            if isinstance(block, Table):
                shapes.table(room, block.on_paper(), _ONE_SLIDE, section.title)
            elif isinstance(block, Bullets):
                shapes.bullets(room, block, _ONE_SLIDE)
            elif isinstance(block, Text):
                shapes.text(room, section.title, block.text, _ONE_SLIDE)
