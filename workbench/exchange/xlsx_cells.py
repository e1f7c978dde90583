"""The cells of a spreadsheet that anybody may have made: only the parts needed are opened, in bounded time and memory.

Formats, pictures, macros and links are never looked at; formulas are never worked out.

Source: ECMA-376 part 1 (SpreadsheetML), https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["MOST_BYTES", "Cell", "Sheet", "escaped", "read_sheets"]

MOST_BYTES = 10_000_000
"""Bytes of the file itself."""
_MOST_UNPACKED = 20_000_000
_MOST_MEMBERS = 2_000
_MOST_SHEETS = 100
_MOST_CELLS = 150_000
_DEEPEST = 40
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
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            _("{file} is an old or an encrypted spreadsheet.").format(file=name),
            _("Save it as an XLSX file without a password."),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Book(archive, name).sheets()
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, expat.ExpatError,
    ) as error:  # fmt: skip
        raise BadInput(
            _("{file} is no XLSX file, or it is damaged: {why}.").format(file=name, why=error),
            _("Save it again as an XLSX file from the spreadsheet program."),
        ) from error


def _too_large(name: str) -> BadInput:
    return BadInput(
        _("{file} is far larger than the texts of a lens.").format(file=name),
        _("Keep only the sheets with the texts, without rows or columns of other things."),
    )


class _Book:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive = archive
        self.name = name
        self.left_bytes = _MOST_UNPACKED
        self.left_cells = _MOST_CELLS
        entries = archive.infolist()
        if len(entries) > _MOST_MEMBERS:
            raise _too_large(name)
        self.infos = {info.filename.lstrip("/"): info for info in entries}

    def part(self, name: str) -> bytes | None:
        """Return one member; its size is looked at before it is unpacked."""
        info = self.infos.get(name)
        if info is None:
            return None
        self.left_bytes -= info.file_size
        if self.left_bytes < 0:
            raise _too_large(self.name)
        return self.archive.read(info)

    def sheets(self) -> tuple[Sheet, ...]:
        main = next((target for kind, target in self.links("").values() if kind == "officeDocument"), _MAIN)
        content = self.part(main)
        if content is None:
            raise ValueError(_("there is no table in it"))
        named = _Walk(("sheet",)).found(content)
        links = self.links(main)
        shared_at = next((target for kind, target in links.values() if kind == "sharedStrings"), "")
        shared = _Shared(self.part(shared_at) or b"").texts if shared_at in self.infos else []
        if len(named) > _MOST_SHEETS:
            raise _too_large(self.name)
        sheets = []
        for entry in named:
            kind, target = links.get(entry.get("id", ""), ("", ""))
            content = self.part(target) if kind == "worksheet" else None
            if content is not None:
                cells = _Cells(content, shared, self.left_cells, self.name).cells
                self.left_cells -= len(cells)
                sheets.append(Sheet(entry.get("name", ""), tuple(cells)))
        return tuple(sheets)

    def links(self, source: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of every relationship of a part, by id."""
        folder, leaf = posixpath.split(source)
        content = self.part(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        found = {}
        for entry in _Walk(("Relationship",)).found(content) if content else ():
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            found[entry.get("Id", "")] = entry.get("Type", "").rpartition("/")[2], target
        return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parse(content: bytes, start: Callable[..., None], end: Callable[..., None], text: Callable[..., None]) -> None:
    """Walk XML; a document type, where entities hide, and deep nesting end it."""
    depth = 0

    def opened(name: str, values: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ValueError(_("it is nested too deeply"))
        start(_local(name), {_local(key): value for key, value in values.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(_local(name))

    def refused(*_doctype: Any) -> None:
        raise ValueError(_("it declares a document type"))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refused
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, text
    parser.Parse(content, True)


class _Walk:
    """Collects the attributes of some elements."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def found(self, content: bytes) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []

        def start(name: str, values: dict[str, str]) -> None:
            if name in self.names:
                found.append(values)

        _parse(content, start, lambda _name: None, lambda _text: None)
        return found


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
            _parse(content, lambda name, _values: self.runs.start(name), self.end, self.runs.text)

    def end(self, name: str) -> None:
        self.runs.end(name)
        if name == "si":
            self.texts.append(self.runs.take())


_KINDS = {"s": "text", "str": "text", "inlineStr": "text", "b": "boolean", "e": "error", "n": "number", "d": "number"}


class _Cells:
    """The cells of one sheet."""

    def __init__(self, content: bytes, shared: list[str], most: int, file: str) -> None:
        self.cells: list[Cell] = []
        self.shared = shared
        self.most = most
        self.file = file
        self.runs = _Runs()
        self.row = self.column = 0
        self.kind = ""
        self.value: list[str] = []
        self.in_value = self.is_formula = False
        _parse(content, self.start, self.end, self.text)

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
                raise _too_large(self.file)


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
