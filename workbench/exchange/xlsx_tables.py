"""Tables in spreadsheets, found by their headings and keys and never by place; and cells that stay texts everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.exchange.xlsx_cells import Cell, Sheet, escaped

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["MOST_IN_CELL", "Table", "bare", "put_text", "table_of"]

MOST_IN_CELL = 32_767
"""Characters a cell may hold (Excel specifications and limits, https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3)."""
_HEADING_BY = 50


@dataclass(frozen=True)
class Table:
    """A sheet whose row of headings has a cell "Key".

    Attributes:
        sheet: Its name.
        headings: Every heading as it is written, by its column; the key's is left out.
        twice: Headings that two columns have, as cells.
    """

    sheet: str
    headings: Mapping[int, Cell]
    twice: tuple[tuple[Cell, Cell], ...]
    _rows: Mapping[int, Mapping[int, Cell]]
    _key_at: int

    def rows(self) -> Iterator[tuple[Cell, dict[str, Cell]]]:
        """Yield the key of each row and its cells by their bare heading; empty cells too, so that they can be named."""
        for row, cells in self._rows.items():
            key = cells.get(self._key_at) or Cell(row, self._key_at, "")
            found: dict[str, Cell] = {}
            for place, heading in self.headings.items():
                found.setdefault(bare(heading.text), cells.get(place) or Cell(row, place, ""))
            yield key, found


def bare(text: str) -> str:
    """Return a heading so that spaces and capitals do not count."""
    return " ".join(text.split()).casefold()


def table_of(sheet: Sheet) -> Table | None:
    """Return the table of a sheet; None where no row near its top has a cell "Key"."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    for start, cells in rows.items():
        if start > _HEADING_BY:
            return None
        key_at = next((column for column, cell in cells.items() if bare(cell.text) == "key"), 0)
        if key_at:
            break
    else:
        return None
    named: dict[str, Cell] = {}
    twice = []
    for column, cell in cells.items():
        if column != key_at and named.setdefault(bare(cell.text), cell) is not cell:
            twice.append((named[bare(cell.text)], cell))
    headings = {cell.column: cell for cell in named.values()}
    below = {row: found for row, found in rows.items() if row > start}
    return Table(sheet.name, headings, tuple(twice), below, key_at)


def put_text(sheet: Worksheet, row: int, column: int, text: str, *, locked: bool, bold: bool = False) -> None:
    """Write a text so that no program takes it for a formula, now or after an edit.

    Args:
        locked: Whether the cell is for reading only, and grey.
    """
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = sheet.cell(row, column)
    if text:
        cell.value = escaped(text)
        cell.data_type = "s"  # what begins with an equals sign would become a formula
        cell.quotePrefix = True  # and would when somebody edits it
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if locked:
        cell.fill = PatternFill("solid", fgColor="EDEDED")
    if bold:
        cell.font = Font(bold=True)
