"""Blocks of a report as elements of a text document."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from workbench.figures import LIGHT
from workbench.reports.content.links import is_web_link
from workbench.reports.content.model import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Content,
    Facts,
    Kind,
    Numbers,
    QuestionBlock,
    Table,
    Text,
)
from workbench.reports.office.word_styles import CELL, GAP, HEAD, LEAD, QUIET, TABLE, WARNING
from workbench.reports.office.word_xml import bookmarked, cell, field, link, paragraph, run, table
from workbench.reports.pictures import png_picture
from workbench.reports.writing import COLOURS, MARKS, clean_text

__all__ = ["WordBlocks"]

_TONES = {"quiet": QUIET, "lead": LEAD, "warning": WARNING}
_NARROWEST = 0.9
_EMU_PER_TWIP = 635
_TALLEST_EMU = 7_400_000
"""Height of a picture that fits a page beside its heading, about 20 cm."""
_SUMMARY_SHARE = 0.6
_TOGETHER = 12
"""Tables of up to so many rows stay on one page."""


class WordBlocks:
    """Writes blocks at the end of a document.

    Args:
        document: Of python-docx.
        content: The report; its places get the names that links need.
        width: Of the text, in twentieths of a point.
    """

    def __init__(self, document: Any, content: Content, width: int) -> None:
        self._document = document
        self._body = document.element.body
        self._end = self._body.sectPr
        self._content = content
        self.width = width
        self._labels = dict(content.labels)
        anchors = [one.id for one in content.all_sections()]
        anchors += [b.anchor for one in content.all_sections() for b in one.blocks if isinstance(b, QuestionBlock)]
        self._places = {anchor: f"place{n}" for n, anchor in enumerate(anchors, 1)}
        self._relations: dict[str, str] = {}
        self._pictures = 0
        self._held: list[Any] | None = None

    def label(self, key: str) -> str:
        """Return one of the few words that layouts add."""
        return self._labels.get(key, "")

    def add(self, *elements: Any) -> None:
        """Put elements at the end, or beside each other while `beside` collects them."""
        for one in elements:
            if self._held is None:
                self._end.addprevious(one)
            else:
                self._held.append(one)

    def beside(self, parts: Sequence[Callable[[], object]]) -> None:
        """Put what each part writes beside the others, in one row without lines; parts must not write pictures."""
        each = self.width // max(1, len(parts))
        cells = []
        for write in parts:
            self._held = []
            write()
            cells.append(cell(self._held, each))
        self._held = None
        self.add(table((), [cells], [each] * len(cells), title="", style=""), paragraph([], GAP))

    def heading(self, text: str, level: int, anchor: str = "") -> None:
        """Put a heading that links can lead to."""
        inner: list[Any] = [run(text)]
        if anchor in self._places:
            inner = bookmarked(self._places[anchor], list(self._places).index(anchor) + 1, inner)
        self.add(paragraph(inner, f"Heading{level}"))

    def to_place(self, anchor: str, runs: Sequence[Any]) -> list[Any]:
        """Return runs as a link to a place of this document, or as they are where it has none."""
        return [link(runs, anchor=self._places[anchor])] if anchor in self._places else list(runs)

    def to_page(self, anchor: str, title: str) -> list[Any]:
        """Return a line of the contents: a link to a place, and the number of its page at the right edge."""
        place = self._places[anchor]
        return [link([run(title), run("\t"), *field(f"PAGEREF {place} \\h", "")], anchor=place)]

    def to_web(self, address: str, runs: Sequence[Any]) -> list[Any]:
        """Return runs as a link to a web address, or as they are for any other address."""
        if not is_web_link(address):
            return list(runs)
        if address not in self._relations:
            from docx.opc.constants import RELATIONSHIP_TYPE

            self._relations[address] = self._document.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return [link(runs, relation=self._relations[address])]

    def block(self, block: Block, level: int, heading: str) -> None:
        """Write one block.

        Args:
            block: What to write.
            level: Of a heading in it.
            heading: What stands above it; names tables without a title of their own.
        """
        if isinstance(block, Text):
            self.add(paragraph([run(block.text)], _TONES.get(block.tone, "")))
        elif isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, Facts):
            self.facts(block)
        elif isinstance(block, Numbers):
            self._numbers(block)
        elif isinstance(block, Table):
            self.table(block, heading)
        elif isinstance(block, Chart):
            self._chart(block, heading)
        else:
            self._question(block, level)

    def _bullets(self, block: Bullets) -> None:
        if block.title:
            self.add(paragraph([run(block.title)], "Caption", keep_next=True))
        for item in block.items:
            quiet = [run(f"\n{item.quiet}", colour=LIGHT.text_dim)] if item.quiet else []
            self.add(paragraph([*_mark(item.mark), run(item.text, bold=True), *quiet], "ListBullet"))

    def facts(self, block: Facts) -> None:
        """Write pairs as a table of two columns."""
        label = self.width // 4
        rows = [
            [cell([paragraph([run(name)], HEAD)], label), cell([paragraph([run(value)], CELL)], self.width - label)]
            for name, value in block.pairs
        ]
        self.add(table((), rows, (label, self.width - label), title=self.label("facts"), style=TABLE))
        self.add(paragraph([], GAP))

    def _numbers(self, block: Numbers) -> None:
        each = self.width // max(1, len(block.items))
        cells = [
            cell(
                [
                    paragraph([*_mark(one.mark, 14), run(one.value, bold=True, size=20, colour=COLOURS.get(one.mark, ""))], CELL),
                    paragraph([run(one.label, bold=True), run(f" {one.base}", colour=LIGHT.text_dim)], CELL),
                ],
                each,
            )
            for one in block.items
        ]  # fmt: skip
        self.add(table((), [cells], [each] * len(cells), title=self.label("numbers"), style=TABLE))
        self.add(paragraph([], GAP))

    def table(self, block: Table, heading: str) -> None:
        """Write a table with its title above; its head comes again on every page."""
        shown = block.on_paper()
        if not shown.rows:
            return
        if shown.title:
            self.add(paragraph([run(shown.title)], "Caption", keep_next=True))
        widths = _widths(shown.columns, self.width)
        head = [
            cell(
                [
                    paragraph(
                        [run(column.title, bold=True)], HEAD, align="right" if column.is_number else "", keep_next=True
                    )
                ],
                width,
            )
            for column, width in zip(shown.columns, widths, strict=True)
        ]
        last = len(shown.rows) - 1
        rows = (
            [self._cell(one, column, width, keep_next=last < _TOGETHER and n < last)
             for one, column, width in zip(row, shown.columns, widths, strict=True)]
            for n, row in enumerate(shown.rows)
        )  # fmt: skip
        self.add(table(head, rows, widths, title=shown.title or heading, style=TABLE), paragraph([], GAP))

    def _cell(self, one: Cell, column: Column, width: int, *, keep_next: bool) -> Any:
        align = "right" if column.is_number else ""
        colour = {"quiet": LIGHT.text_dim, "warning": LIGHT.high}.get(one.tone, "")
        said: list[Any] = [run(one.text, bold=one.tone in ("strong", "warning"), colour=colour)] if one.text else []
        if one.text and one.link.startswith("#"):
            said = self.to_place(one.link[1:], said)
        elif one.text and one.link:
            said = self.to_web(one.link, said)
        found = [[*_mark(one.mark), *said]] if one.text or one.mark else []
        if one.quiet:
            found.append([run(one.quiet, colour=LIGHT.text_dim)])
        return cell([paragraph(each, CELL, align=align, keep_next=keep_next) for each in found or [[]]], width)

    def _chart(self, block: Chart, heading: str) -> None:
        if block.title != heading and self._content.kind is not Kind.SUMMARY:
            self.add(paragraph([run(block.title)], "Caption", keep_next=True))
        share = _SUMMARY_SHARE if self._content.kind is Kind.SUMMARY else 1.0
        self.picture(block, share)
        if block.data is not None and block.shows_data and self._content.kind is not Kind.SUMMARY:
            self.table(block.data, heading)

    def picture(self, chart: Chart, share: float = 1.0) -> None:
        """Put a picture with its words, as wide as its share of the text."""
        data, ratio = png_picture(chart)
        wide = min(self.width * _EMU_PER_TWIP * share, _TALLEST_EMU / max(ratio, 0.01))
        self.image(data, round(wide), None, chart.alt)

    def image(self, data: bytes, wide: int | None, high: int | None, words: str, widest: int = 0) -> None:
        """Put a picture of a size [EMU], no wider than the widest, with words for those who cannot see it."""
        self._pictures += 1
        holder = self._document.add_paragraph()
        shape = holder.add_run().add_picture(io.BytesIO(data), width=wide, height=high)
        if widest and shape.width > widest:
            shape.height, shape.width = round(shape.height * widest / shape.width), widest
        seen = shape._inline.docPr
        seen.set("descr", clean_text(words))
        seen.set("name", f"Picture {self._pictures}")
        seen.set("id", str(self._pictures))

    def _question(self, block: QuestionBlock, level: int) -> None:
        self.heading(f"{block.code} {block.title}".strip(), min(level, 3), block.anchor)
        said = [*_mark(block.mark), run(block.risk, bold=True, colour=COLOURS.get(block.mark, "")),
                run(f"   {block.answer}", colour=LIGHT.text_dim)]  # fmt: skip
        if is_web_link(block.url):
            said += [run("   "), *self.to_web(block.url, [run(self.label("official"), style="Hyperlink")])]
        self.add(paragraph(said, keep_next=True))
        if block.practices is not None:
            self.table(block.practices, block.code or block.title)
        for part in block.parts:
            lines = "\n".join(line for line in part.lines if line)
            tone = LIGHT.high if part.tone == "warning" else LIGHT.text_dim
            self.add(paragraph([run(f"{part.label}: ", bold=True, colour=tone), run(lines)]))


def _mark(name: str, size: float = 0) -> Iterator[Any]:
    if name:
        yield run(f"{MARKS[name]} ", colour=COLOURS[name], size=size)


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    shares = [column.share or _NARROWEST for column in columns]
    found = [round(width * share / sum(shares)) for share in shares]
    found[-1] += width - sum(found)
    return found
