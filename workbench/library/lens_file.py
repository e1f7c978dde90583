"""A lens file from anywhere: bytes in, the lens with every finding and its place out, in bounded time and memory."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workbench.domain.lens import Lens
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.lens_check import check_lens
from workbench.library.lens_format import VERSION_KEY, lens_from_json
from workbench.library.lens_json import NotJsonError, PlacedJson, path_text, read_placed_json, written_json
from workbench.library.lens_rules import RULES, Finding

__all__ = ["MOST_BYTES", "LensFile", "UnreadableLens", "open_lens_file", "read_lens_bytes"]

MOST_BYTES = 5_000_000
"""Ten times what AWS takes; larger files are refused unread."""
_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_PACKED = ((b"PK\x03\x04", "ZIP"), (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7z"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"))


class UnreadableLens(BadInput):
    """Not even the checks can be run.

    Args:
        finding: The one thing that is wrong.
        name: What the file is called.
    """

    def __init__(self, finding: Finding, name: str) -> None:
        where = _(", line {line}, column {column}").format(line=finding.line, column=finding.column)
        super().__init__(f"{name}{where if finding.rule == 'json-syntax' else ''}: {finding.text}", finding.hint)
        self.finding = finding


@dataclass(frozen=True)
class LensFile:
    """A text that is a lens, good or bad.

    Attributes:
        name: What the file is called.
        json: Its value with the places of all parts.
        slips: What is wrong with the file itself: encoding, JSON.
        is_plain: True where the text can be kept as it is: JSON in UTF-8 without slips.
    """

    name: str
    json: PlacedJson
    slips: tuple[Finding, ...]
    is_plain: bool

    @property
    def data(self) -> dict[str, Any]:
        """The parsed lens."""
        value: dict[str, Any] = self.json.value
        return value

    def text(self, version: str = "") -> str:
        """Return the text to keep: exactly as it came where it is plain, else written anew without the slips.

        Args:
            version: How to call this version; becomes the key `version` at the beginning. As the file says if empty.
        """
        text = self.json.text if self.is_plain else written_json(self.data) + "\n"
        if not version:
            return text
        opened = text.index("{") + 1
        return f"{text[:opened]}{VERSION_KEY}{json.dumps(version)},{text[opened:]}"

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with file, JSON and format; the rules' outcomes are looked at elsewhere."""
        return (*self.slips, *check_lens(self.json))

    @cached_property
    def lens(self) -> Lens:
        """The lens to review with.

        Raises:
            BadInput: Its questions or choices cannot be told apart; details list every problem.
        """
        return lens_from_json(self.data, self.name)


def open_lens_file(path: Path) -> LensFile:
    """Read a file; see read_lens_bytes.

    Raises:
        UnreadableLens: It is missing, no file, too large, no JSON, or not a lens.
    """
    try:
        path = path.expanduser()
        if path.is_dir():
            raise _unreadable(path.name, _("It is a folder."))
        if not path.is_file():
            raise _unreadable(path.name, _("There is no such file.") if not path.exists() else _("It is no file."))
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise _unreadable(path.name, _("It cannot be read: {why}.").format(why=why or error)) from error
    return read_lens_bytes(content, path.name)


def read_lens_bytes(content: bytes, name: str) -> LensFile:
    """Read the content of a lens file.

    Args:
        content: As it came.
        name: What to call it in messages, usually the file name.

    Raises:
        UnreadableLens: Too large, no JSON, or no list of pillars in it.
    """
    if len(content) > MOST_BYTES:
        raise _unreadable(name, _("It is larger than {n} MB; AWS takes 0.5 MB.").format(n=MOST_BYTES // 1_000_000))
    for mark, kind in _PACKED:
        if content.startswith(mark):
            raise _unreadable(name, _("It is a {kind} archive; unpack it first.").format(kind=kind))
    text, slips = _decoded(content, name)
    try:
        placed = read_placed_json(text)
    except NotJsonError as error:
        line, column = PlacedJson(text).line_and_column(error.offset)
        raise UnreadableLens(Finding(error.rule, "$", line, column, error.text), name) from error
    for fault in placed.faults:
        slips.append(Finding(fault.rule, path_text(fault.path), *placed.line_and_column(fault.offset), fault.text))
    if not isinstance(placed.value, dict) or not isinstance(placed.value.get("pillars"), list):
        raise _unreadable(name, _("It has no list of pillars, so it is no lens."), "not-a-lens")
    return LensFile(name, placed, tuple(slips), not placed.faults and _is_json(text))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _unreadable(name: str, text: str, rule: str = "file-unreadable") -> UnreadableLens:
    assert rule in RULES
    return UnreadableLens(Finding(rule, "$", 1, 1, text), name)


def _decoded(content: bytes, name: str) -> tuple[str, list[Finding]]:
    """Return the text and what is wrong with its bytes."""
    if content.startswith(codecs.BOM_UTF8):
        text, slips = _decoded(content[3:], name)
        said = _("The file begins with a byte order mark, which was left out.")
        return text, [Finding("encoding-bom", "$", 1, 1, said), *slips]
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        bad = error.start
    encoding = next((kind for mark, kind in _MARKS if content.startswith(mark)), "") or _guess(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(name, _("It is no text.")) from error
    if encoding != "cp1252":
        return text, [
            Finding("encoding", "$", 1, 1, _("The file is {encoding}, not UTF-8.").format(encoding=encoding.upper()))
        ]
    line, column = PlacedJson(text).line_and_column(bad)
    said = _("Byte 0x{byte:02X} is no UTF-8; the file was read as Windows-1252.").format(byte=content[bad])
    return text, [Finding("encoding", "$", line, column, said)]


def _guess(content: bytes) -> str:
    """Return the likeliest encoding of what is no UTF-8 and has no byte order mark."""
    if content[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if content[:1] == b"\0" else "cp1252"
