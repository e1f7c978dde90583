"""The cells of a spreadsheet that anybody may have made: only the parts needed are opened, in bounded time and memory.

Formats, pictures, macros and links are never looked at; formulas are never worked out.

Source: ECMA-376 part 1 (SpreadsheetML), https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from workbench.errors import BadInput
from workbench.exchange.office_parts import MOST_BYTES, OfficeFile, attributes_of, open_office, walk
from workbench.i18n import _

__all__ = ["MOST_BYTES", "Cell", "Sheet", "escaped", "read_sheets"]

_MOST_SHEETS = 100
_MOST_CELLS = 150_000
_MAIN = "xl/workbook.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_HALF = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty.

    Attributes:
        row, column: From 1.
        text: What it holds; the last value of a formula.
        kind: "text", "number" (dates too), "boolean", "error" or "formula".
    """

    row: int
    column: int
    text: str
    kind: str = "text"

    @property
    def name(self) -> str:
        """The cell as spreadsheets name it, for example "C4"."""
        letters, left = "", self.column
        while left:
            left, digit = divmod(left - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its cells in reading order."""

    name: str
    cells: tuple[Cell, ...]


def escaped(text: str) -> str:
    """Return a text so that no reader takes part of it for an escaped character (`_x000D_`)."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def read_sheets(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of an XLSX file, hidden ones too.

    Args:
        content: The file.
        name: What to call it in messages.

    Raises:
        BadInput: It is no XLSX file, damaged, sealed with a password, or far larger than any table of texts.
    """
    old = BadInput(
        _("{file} is an old or an encrypted spreadsheet.").format(file=name),
        _("Save it as an XLSX file without a password."),
    )

    def damaged(error: Exception) -> BadInput:
        return BadInput(
            _("{file} is no XLSX file, or it is damaged: {why}.").format(file=name, why=error),
            _("Save it again as an XLSX file from the spreadsheet program."),
        )

    with open_office(content, name, old, damaged) as parts:
        return _sheets(parts)


def _sheets(parts: OfficeFile) -> tuple[Sheet, ...]:
    main = parts.main(_MAIN)
    content = parts.part(main)
    if content is None:
        raise ValueError(_("there is no table in it"))
    named = attributes_of(content, ("sheet",))
    links = parts.links(main)
    shared_at = next((target for kind, target in links.values() if kind == "sharedStrings"), "")
    shared = _Shared(parts.part(shared_at) or b"").texts if shared_at in parts.infos else []
    if len(named) > _MOST_SHEETS:
        raise parts.too_large()
    sheets = []
    left = _MOST_CELLS
    for entry in named:
        kind, target = links.get(entry.get("id", ""), ("", ""))
        content = parts.part(target) if kind == "worksheet" else None
        if content is not None:
            cells = _Cells(content, shared, left, parts.too_large).cells
            left -= len(cells)
            sheets.append(Sheet(entry.get("name", ""), tuple(cells)))
    return tuple(sheets)


class _Runs:
    """Joins the runs of a rich text; how Japanese is read aloud (rPh) is no part of it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.in_text = False
        self.aside = 0

    def start(self, name: str) -> None:
        if name == "rPh":
            self.aside += 1
        self.in_text = name == "t" and not self.aside

    def end(self, name: str) -> None:
        if name == "rPh":
            self.aside -= 1
        self.in_text = False

    def text(self, text: str) -> None:
        if self.in_text:
            self.pieces.append(text)

    def take(self) -> str:
        whole, self.pieces = "".join(self.pieces), []
        return _plain(whole)


def _plain(text: str) -> str:
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return _HALF.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


class _Shared:
    """The table of shared texts."""

    def __init__(self, content: bytes) -> None:
        self.texts: list[str] = []
        self.runs = _Runs()
        if content:
            walk(content, lambda name, _values: self.runs.start(name), self.end, self.runs.text)

    def end(self, name: str) -> None:
        self.runs.end(name)
        if name == "si":
            self.texts.append(self.runs.take())


_KINDS = {"s": "text", "str": "text", "inlineStr": "text", "b": "boolean", "e": "error", "n": "number", "d": "number"}


class _Cells:
    """The cells of one sheet."""

    def __init__(self, content: bytes, shared: list[str], most: int, too_large: Callable[[], BadInput]) -> None:
        self.cells: list[Cell] = []
        self.shared = shared
        self.most = most
        self.too_large = too_large
        self.runs = _Runs()
        self.row = self.column = 0
        self.kind = ""
        self.value: list[str] = []
        self.in_value = self.is_formula = False
        walk(content, self.start, self.end, self.text)

    def start(self, name: str, values: dict[str, str]) -> None:
        self.runs.start(name)
        if name == "row":
            self.row = int(values["r"]) if values.get("r", "").isdecimal() else self.row + 1
            self.column = 0
        elif name == "c":
            place = _REFERENCE.fullmatch(values.get("r", ""))
            self.column = _number_of(place[1]) if place else self.column + 1
            self.row = int(place[2]) if place else self.row
            self.kind = values.get("t", "n")
            self.value, self.is_formula = [], False
        elif name == "f":
            self.is_formula = True
        self.in_value = name == "v"

    def text(self, text: str) -> None:
        if self.in_value:
            self.value.append(text)
        self.runs.text(text)

    def end(self, name: str) -> None:
        self.runs.end(name)
        self.in_value = False
        if name != "c":
            return
        runs, value = self.runs.take(), "".join(self.value)
        if self.kind == "s" and value:
            place = int(value)
            value = self.shared[place] if 0 <= place < len(self.shared) else ""
        elif self.kind == "inlineStr":
            value = runs
        else:
            value = _plain(value)
        if value or self.is_formula:
            kind = "formula" if self.is_formula else _KINDS.get(self.kind, "number")
            self.cells.append(Cell(self.row, self.column, value, kind))
            if len(self.cells) > self.most:
                raise self.too_large()


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
