"""The texts of a lens as a spreadsheet, for people who write in one, and back: matched by key, never by place.

Ids, rules, links and levels stay as they are in the lens; they are shown, or not there at all. A sheet is read when a row
near its top has a cell "Key"; the other cells of that row name the columns. Headings are part of the format and not
translated, so that a table written under one language is read under every other.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.errors import BadInput
from workbench.exchange.lens_texts import (
    CHOICE,
    COLUMNS,
    QUESTION,
    Column,
    Part,
    normal,
    parts_of,
    put,
    rules_of,
    said,
    text_in,
)
from workbench.exchange.xlsx_cells import Cell, read_sheets
from workbench.exchange.xlsx_tables import MOST_IN_CELL, Table, bare, put_text, table_of
from workbench.i18n import N_, _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["TextChange", "TextsRead", "read_texts", "write_texts"]

_KEY, _RULES = "Key", "Risk rules"
_MOST_BAD = 200


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text that differs between a spreadsheet and a lens.

    Attributes:
        where: Sheet and cell, for example "Questions!D5".
        part: "lens", "pillar", "question" or "choice".
        field: The heading of its column.
        before: The text in the lens; lists one entry a line.
        after: The text in the spreadsheet; empty where it was cleared.
    """

    where: str
    part: str
    pillar_id: str
    question_id: str
    choice_id: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextsRead:
    """What a spreadsheet says about a lens.

    Attributes:
        data: The lens with the changed texts; the given one is left as it was.
        changes: In the order of the spreadsheet.
        notes: What was left out, one sentence each with sheet and cell.
    """

    data: dict[str, Any]
    changes: tuple[TextChange, ...]
    notes: tuple[str, ...]


def write_texts(data: Mapping[str, Any]) -> bytes:
    """Return the texts of a lens as an XLSX file.

    Every text is written as text, whatever it begins with, so that no program takes it for a formula.

    Args:
        data: A parsed lens file, as `read_lens_text` reads it; it may be faulty.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Read me"
    sheet.column_dimensions["A"].width = 100
    for row, line in enumerate(_INTRODUCTION, 1):
        put_text(sheet, row, 1, _(line).format(lens=text_in(data.get("name"))), locked=True)
    parts = list(parts_of(data))
    for title, kinds, columns in (
        ("Lens", ("lens", "pillar"), (*COLUMNS["pillar"], *COLUMNS["lens"])),
        ("Questions", ("question",), QUESTION),
        ("Choices", ("choice",), CHOICE),
    ):
        _sheet(book.create_sheet(title), [part for part in parts if part.kind in kinds], columns)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_INTRODUCTION = (
    N_("Texts of the lens: {lens}"),
    N_(
        "Change the white cells, save the file as XLSX, and read it in again. What differs is shown before it is taken."
    ),
    N_(
        "Rows may be sorted, moved or left out; columns may be moved or added; sheets may be renamed. Keep the column Key and the headings."
    ),
    N_("An emptied cell takes its text out of the lens. A row or column that is not there changes nothing."),
    N_("In Probes, Red flags and Evidence every line is an entry of its own."),
    N_("Grey cells are for reading only. Ids, rules and new or removed practices are the matter of the lens itself."),
)


def read_texts(content: bytes, data: Mapping[str, Any], name: str = "") -> TextsRead:
    """Compare a spreadsheet with a lens.

    Args:
        content: An XLSX file that `write_texts` made, after anybody worked on it in any program.
        data: A parsed lens file.
        name: What to call the spreadsheet in messages.

    Raises:
        BadInput: It cannot be read, no sheet has a column Key, or cells hold what is no text; details name each by sheet
            and cell.
    """
    name = name or _("The spreadsheet")
    tables = [table for sheet in read_sheets(content, name) if (table := table_of(sheet))]
    if not tables:
        raise BadInput(
            _("{file} has no sheet with a column Key.").format(file=name),
            _("Write the texts of the lens to a spreadsheet first, and keep its headings."),
        )
    reading = _Reading(data)
    for table in tables:
        reading.table(table)
    if reading.bad:
        raise BadInput(
            _("{file} cannot be used as it is: {first}").format(file=name, first=reading.bad[0]),
            _("Correct the cells and read the file again. Nothing was changed."),
            tuple(reading.bad[:_MOST_BAD]),
        )
    return TextsRead(reading.data, tuple(reading.changes), tuple(reading.notes))


# -- writing ----------------------------------------------------------------------------------------------------


def _sheet(sheet: Worksheet, parts: list[Part], columns: tuple[Column, ...]) -> None:
    kinds = {part.kind for part in parts}
    is_question = "question" in kinds
    shown = "Question" if "choice" in kinds else "Pillar" if is_question else "Part"
    headings = [_KEY, shown, "Code", *(column.heading for column in columns), *([_RULES] if is_question else [])]
    widths = [24, 30, 10, *(column.width for column in columns), 60]
    for place, heading in enumerate(headings, 1):
        put_text(sheet, 1, place, heading, locked=True, bold=True)
        sheet.column_dimensions[sheet.cell(1, place).column_letter].width = widths[place - 1]
    for row, part in enumerate(parts, 2):
        for place, text in enumerate((part.key, part.shown, part.code), 1):
            put_text(sheet, row, place, text, locked=True)
        own = {column.heading: column for column in COLUMNS[part.kind]}
        for place, heading in enumerate(headings[3:], 4):
            column = own.get(heading)
            text = said(part, column) if column else rules_of(part) if heading == _RULES else ""
            if len(text) > MOST_IN_CELL:
                column, text = None, _("too long for a cell; change it in the lens")
            put_text(sheet, row, place, text, locked=column is None)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions


# -- reading ----------------------------------------------------------------------------------------------------


_NO_TEXT = {
    "number": N_("a number or a date"), "boolean": N_("true or false"), "error": N_("an error"),
    "formula": N_("a formula"),
}  # fmt: skip
_BY_HEADING = {kind: {bare(one.heading): one for one in columns} for kind, columns in COLUMNS.items()}


class _Reading:
    """Takes sheets in, one after the other."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data: dict[str, Any] = copy.deepcopy(dict(data))
        self.parts = {part.key: part for part in parts_of(self.data)}
        self.changes: list[TextChange] = []
        self.notes: list[str] = []
        self.bad: list[str] = []
        self.told: dict[tuple[str, str], tuple[str, str]] = {}  # cell and text by key and heading

    def table(self, table: Table) -> None:
        for first, second in table.twice:
            if any(bare(first.text) in own for own in _BY_HEADING.values()):
                self.bad.append(_('{sheet}!{first} and {sheet}!{second} are both called "{heading}".').format(
                    sheet=table.sheet, first=first.name, second=second.name, heading=second.text.strip()))  # fmt: skip
        for key, cells in table.rows():
            self.row(table.sheet, cells, key)

    def row(self, sheet: str, cells: dict[str, Cell], key: Cell) -> None:
        part = self.parts.get(key.text.strip())
        if part is None:
            words = _("{cell}: no part of this lens has the key {key}; the row is left out.") if key.text.strip() \
                else _("{cell}: the row has no key and is left out; new parts are made in the lens itself.")  # fmt: skip
            self.notes.append(words.format(cell=f"{sheet}!{key.name}", key=key.text.strip()))
            return
        for name, cell in cells.items():
            column = _BY_HEADING[part.kind].get(name)
            if column is not None:
                self.cell(sheet, part, column, cell)

    def cell(self, sheet: str, part: Part, column: Column, cell: Cell) -> None:
        where, before = f"{sheet}!{cell.name}", said(part, column)
        earlier, text = self.told.get((part.key, column.heading), ("", ""))
        after = normal(column, cell.text)
        if earlier:
            if after != text:
                words = _("{cell} and {other} say different things about the same part.")
                self.bad.append(words.format(cell=where, other=earlier))
            return
        self.told[part.key, column.heading] = where, after
        if after == normal(column, before) or len(before) > MOST_IN_CELL:
            return
        if cell.kind != "text":
            self.bad.append(_("{cell} holds {what}, not a text.").format(cell=where, what=_(_NO_TEXT[cell.kind])))
        elif column.needed and not after:
            self.bad.append(_("{cell} is empty; a title is needed.").format(cell=where))
        elif not put(part.data, column, after):
            self.bad.append(_("{cell} has no place in the lens: what it belongs to is of another type there.").format(
                cell=where))  # fmt: skip
        else:
            self.changes.append(TextChange(where, part.kind, *part.ids, column.heading, before, after))
