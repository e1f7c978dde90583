"""A table of results in words: head, rows, what it says when it is empty; copied and exported as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Column", "Row", "Table"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `is_number` stands at the right and sorts by value."""

    title: str
    is_number: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        cells: Texts as they are shown.
        values: What to sort by, cell by cell.
        lights: Elements to light on the canvas.
        key: What it stands for.
    """

    cells: tuple[str, ...]
    values: tuple[float | str, ...]
    lights: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what it says when it is empty, and what it leaves out."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    note: str = ""

    def tsv(self, rows: Sequence[Row] | None = None) -> str:
        """Return head and rows as tab separated text."""
        lines = [
            [column.title for column in self.columns],
            *(row.cells for row in (self.rows if rows is None else rows)),
        ]
        return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)

    def csv(self) -> str:
        """Return head and rows as comma separated text (RFC 4180); texts that a spreadsheet would run are quoted."""
        target = io.StringIO()
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow([column.title for column in self.columns])
        for row in self.rows:
            writer.writerow([f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell for cell in row.cells])
        return target.getvalue()
