"""The register as a workbook: one sheet for each table with filters, real days and numbers, links, and nothing that runs."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from xml.sax.saxutils import quoteattr

from workbench.figures import LIGHT
from workbench.i18n import N_, _
from workbench.progress import Progress
from workbench.reports.brand import legible
from workbench.reports.content.links import is_web_link
from workbench.reports.content.model import Cell, Chart, Column, Content, Kind, Section, Table
from workbench.reports.office.properties import describe
from workbench.reports.pictures import png_picture
from workbench.reports.writing import COLOURS, MARKS, check_target, clean_text, put_file, settled_zip

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Xlsx"]

_MOST_IN_CELL = 32_767
"""Characters a cell may hold (Excel specifications and limits, https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3)."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What begins so could become a formula when somebody edits the cell or saves the sheet as CSV."""
_PICTURE_PX, _LOGO_PX = 620, 60
_BAD_IN_NAME = re.compile(r"[\[\]:*?/\\']")
_MOST_IN_NAME = 31


class Xlsx:
    """A workbook for people who filter, sort and follow up in a spreadsheet."""

    id: ClassVar[str] = "xlsx"
    title: ClassVar[str] = N_("Excel")
    suffix: ClassVar[str] = ".xlsx"
    kinds: ClassVar[tuple[Kind, ...]] = (Kind.REGISTER,)

    def write(self, content: Content, target: Path, progress: Progress) -> Path:
        """Write the register; see Format.write."""
        check_target(target)
        steps = len(content.sections) + 2
        progress(0, steps, _("Writing sheets"))
        book = _Book(content)
        for done, section in enumerate(content.sections, 1):
            book.sheet(section)
            progress(done, steps, _("Writing sheets"))
        progress(steps - 1, steps, _("Writing the file"))
        with put_file(target) as part:
            part.write_bytes(book.saved())
        progress(steps, steps)
        return target


class _Book:
    """Writes sheets one after the other; the first tells what the workbook is about."""

    def __init__(self, content: Content) -> None:
        from openpyxl import Workbook

        self._content = content
        self._brand = legible(content.brand)
        self._book = Workbook()
        self._alts: list[str] = []
        describe(self._book.properties, content)
        sheet = self._book.active
        assert sheet is not None
        self._about(sheet)

    def saved(self) -> bytes:
        """Return the file; pictures have their words, which openpyxl has no place for."""
        made = io.BytesIO()
        self._book.save(made)
        data = made.getvalue()
        return settled_zip(data, _with_words(data, self._alts))

    def _about(self, sheet: Worksheet) -> None:
        content = self._content
        sheet.title = _sheet_name(dict(content.labels)["facts"])
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 70
        self._put(sheet, 1, 1, Cell(content.title), size=18, bold=True)
        self._put(sheet, 2, 1, Cell(f"{content.kicker}: {content.subtitle}"), colour=LIGHT.text_dim)
        row = 4
        lead = (("", content.brand.cover), ("", content.lead))
        for label, value in (*content.facts.pairs, *lead, ("", content.notice)):
            if value:
                self._put(sheet, row, 1, Cell(label), colour=LIGHT.text_dim)
                self._put(sheet, row, 2, Cell(value))
                row += 1
        if content.brand.logo:
            self._picture(sheet, content.brand.logo, "D1", 180, dict(content.labels)["logo"], tallest=_LOGO_PX)
        _for_paper(sheet, content)

    def sheet(self, section: Section) -> None:
        """Write the tables of a section on a sheet of its own, its picture beside them."""
        sheet = self._book.create_sheet(_sheet_name(section.title, self._book.sheetnames))
        row = 1
        for block in section.blocks:
            table = block if isinstance(block, Table) else block.data if isinstance(block, Chart) else None
            if table is None:
                continue
            row = self._table(sheet, table, row, can_filter=isinstance(block, Table)) + 2
            if isinstance(block, Chart):
                data, _ratio = png_picture(block)
                beside = sheet.cell(1, len(table.columns) + 2).coordinate
                self._picture(sheet, data, beside, _PICTURE_PX, block.alt)
        _for_paper(sheet, self._content)

    def _table(self, sheet: Worksheet, table: Table, first: int, *, can_filter: bool) -> int:
        """Write a table from a row on; return its last row."""
        from openpyxl.styles import Alignment, Border, Font, Side
        from openpyxl.utils import get_column_letter

        below = Border(bottom=Side("medium", color=self._brand.second.lstrip("#")))
        for place, column in enumerate(table.columns, 1):
            head = sheet.cell(first, place, column.title)
            head.font, head.border = Font(bold=True), below
            head.alignment = Alignment(vertical="bottom", wrap_text=True)
            sheet.column_dimensions[get_column_letter(place)].width = _width(
                column, [row[place - 1] for row in table.rows]
            )
        for row, cells in enumerate(table.rows, first + 1):
            for place, (one, column) in enumerate(zip(cells, table.columns, strict=True), 1):
                self._put(sheet, row, place, one, column)
        last = first + len(table.rows)
        if first == 1 and can_filter:
            sheet.freeze_panes = "A2"
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{max(last, 1)}"
            sheet.print_title_rows = "1:1"
        return last

    def _put(self, sheet: Worksheet, row: int, place: int, one: Cell, column: Column | None = None, *, size: float = 11,
             bold: bool = False, colour: str = "") -> None:  # fmt: skip
        from openpyxl.styles import Alignment, Font

        cell: Any = sheet.cell(row, place)
        value, shape = _value(one, column)
        if value == "":
            return
        cell.value = value
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if isinstance(value, str):
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(_RISKY)
        if shape:
            cell.number_format = shape
        if one.mark in ("high", "medium", "none"):
            colour = COLOURS[one.mark]
        if is_web_link(one.link):
            cell.hyperlink, colour = one.link, self._brand.first
        if bold or colour or one.tone == "strong" or size != 11:
            ink = colour.lstrip("#") or LIGHT.text.lstrip("#")
            cell.font = Font(bold=bold or one.tone == "strong", color=ink, size=size)

    def _picture(
        self, sheet: Worksheet, data: bytes, anchor: str, wide: int, words: str, tallest: int = 10_000
    ) -> None:
        from openpyxl.drawing.image import Image

        picture = Image(io.BytesIO(data))
        share = min(wide / picture.width, tallest / picture.height)
        picture.width, picture.height = round(picture.width * share), round(picture.height * share)
        sheet.add_image(picture, anchor)
        self._alts.append(words)


def _value(one: Cell, column: Column | None) -> tuple[Any, str]:
    """Return what a cell holds and how it is shown: days and numbers as such, everything else as text."""
    if isinstance(one.value, int):
        return one.value, "0"
    if isinstance(one.value, str) and _DAY.fullmatch(one.value):
        try:
            return date.fromisoformat(one.value), "yyyy-mm-dd"
        except ValueError:
            return one.value, ""
    mark = f"{MARKS[one.mark]} " if one.mark and column is not None else ""
    text = "\n".join(part for part in (f"{mark}{one.text}" if one.text else "", one.quiet) if part)
    return _ESCAPE.sub("_x005F_", clean_text(text))[:_MOST_IN_CELL], ""


def _width(column: Column, cells: list[Cell]) -> float:
    longest = max((len(line) for cell in cells for line in cell.text.split("\n")), default=0)
    return float(min(60, max(len(column.title) + 4, 8, longest + 3)))


def _sheet_name(title: str, taken: list[str] | None = None) -> str:
    name = _BAD_IN_NAME.sub(" ", clean_text(title)).strip()[:_MOST_IN_NAME] or "Sheet"
    known = {one.casefold() for one in taken or ()}
    n = 2
    while name.casefold() in known:
        name = f"{name[: _MOST_IN_NAME - 3]} {n}"
        n += 1
    return name


def _for_paper(sheet: Worksheet, content: Content) -> None:
    """Print wide, as wide as the paper, with the page at the foot."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = clean_text(content.title).replace("&", "&&")[:100]
    sheet.oddFooter.right.text = "&P / &N"


def _with_words(data: bytes, alts: list[str]) -> dict[str, bytes]:
    """Return the drawings of a workbook with the words of their pictures, in the order these were added."""
    changed = {}
    words = iter(alts)
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        names = [name for name in source.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
        for name in sorted(names, key=lambda one: int(re.sub(r"\D", "", one))):
            text = source.read(name).decode("utf-8")
            text = re.sub(r'descr="[^"]*"', lambda _found: f"descr={quoteattr(clean_text(next(words)))}", text)
            changed[name] = text.encode("utf-8")
    return changed
