"""A JSON reader that knows where every value stands and reads on after slips that do not hide what was meant.

Read on after: comments, commas too many, keys given twice (the last one counts), NaN and Infinity, bare control characters,
unknown escapes, halves of surrogate pairs, text after the end. Everything else that is no JSON ends the reading.

Source: RFC 8259, https://www.rfc-editor.org/rfc/rfc8259
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # public in CPython, absent from the stubs
from typing import Any

from workbench.i18n import _

__all__ = [
    "MOST_VALUES", "Fault", "NotJsonError", "Path", "PlacedJson", "path_text", "read_placed_json", "written_json",
]  # fmt: skip

Path = tuple[str | int, ...]
"""Keys and places from the outside in, for example ("pillars", 0, "id")."""

MOST_VALUES = 100_000
"""Values, keys and comments read before a text is given up; the largest published lens has under 10,000."""
_DEEPEST = 60
_MOST_FAULTS = 200
_SPACE = re.compile(r"[ \t\n\r]*")
_COMMENT = re.compile(r"//[^\n]*|/\*[\s\S]*?\*/")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_STRING = re.compile(r'"[^"\\]*(?:\\[\s\S][^"\\]*)*"')
_WORD = re.compile(r"-?[A-Za-z]+")
_WORDS = {"true": True, "false": False, "null": None}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})?|[\s\S])")
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONTROL = re.compile(r"[\x00-\x1f]")
_HALF = re.compile(r"[\ud800-\udfff]")
_MOST_DIGITS = 300


class NotJsonError(ValueError):
    """The text is no JSON from here on.

    Args:
        text: What is wrong.
        offset: Where, in characters from the start.
        rule: "json-syntax"; "file-unreadable" where it may be JSON, and too much of it.
    """

    def __init__(self, text: str, offset: int, rule: str = "json-syntax") -> None:
        super().__init__(text)
        self.text = text
        self.offset = offset
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Fault:
    """A slip that was read over: rule id, place and words."""

    rule: str
    path: Path
    offset: int
    text: str


def path_text(path: Path) -> str:
    """Return a path as people write it: `pillars[0].questions[2].title`; `$` for the whole text."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.removeprefix(".") or "$"


@dataclass
class PlacedJson:
    """A value with the place of each part of it.

    Attributes:
        value: As `json.loads` would give it.
        spots: Offset [characters] of every value by its path.
        faults: Slips, in reading order.
    """

    text: str
    value: Any = None
    spots: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """Return line and column, from 1, of a value; of the nearest part around it where there is none."""
        while path and path not in self.spots:
            path = path[:-1]
        return self.line_and_column(self.spots.get(path, 0))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of an offset."""
        if not self._lines:
            self._lines = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", self.text))]
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


def written_json(value: Any, *, is_compact: bool = False) -> str:
    """Write JSON that any file can hold: non-ASCII as it is, but halves of surrogate pairs escaped; same value, same text."""
    layout: dict[str, Any] = {"separators": (",", ":")} if is_compact else {"indent": 2}
    text = json.dumps(value, ensure_ascii=False, **layout)
    return json.dumps(value, **layout) if _HALF.search(text) else text


def read_placed_json(text: str) -> PlacedJson:
    """Read JSON and keep the places.

    Raises:
        NotJsonError: No JSON, nested more than 60 levels deep, or more than MOST_VALUES values.
    """
    result = PlacedJson(text)
    reader = _Reader(result)
    start = reader.space(0, ())
    result.value, end = reader.value(start, ())
    end = reader.space(end, ())
    if end < len(text):
        reader.fault("json-text-after", (), end, _("Text follows after the end of the JSON."))
    return result


class _Reader:
    def __init__(self, result: PlacedJson) -> None:
        self.text = result.text
        self.result = result
        self.left = MOST_VALUES

    def fault(self, rule: str, path: Path, offset: int, text: str) -> None:
        if len(self.result.faults) < _MOST_FAULTS:
            self.result.faults.append(Fault(rule, path, offset, text))

    def _count(self, at: int) -> None:
        self.left -= 1
        if self.left < 0:
            said = _("There are more than {n} values, keys and comments.").format(n=f"{MOST_VALUES:,}")
            raise NotJsonError(said, at, "file-unreadable")

    def space(self, at: int, path: Path) -> int:
        """Skip white space and comments."""
        while True:
            at = _SPACE.match(self.text, at).end()  # type: ignore[union-attr]  # matches the empty text too
            if not self.text.startswith("/", at):
                return at
            comment = _COMMENT.match(self.text, at)
            if comment is None:
                raise NotJsonError(_('"/" is out of place.'), at)
            self._count(at)
            self.fault("json-comment", path, at, _("JSON has no comments."))
            at = comment.end()

    def value(self, at: int, path: Path) -> tuple[Any, int]:
        """Read the value that begins here; return it and where it ends."""
        self._count(at)
        if len(path) > _DEEPEST:
            said = _("It is nested more than {n} levels deep.").format(n=_DEEPEST)
            raise NotJsonError(said, at, "file-unreadable")
        self.result.spots[path] = at
        sign = self.text[at : at + 1]
        if sign == '"':
            return self.string(at, path)
        if sign == "{":
            return self.mapping(at, path)
        if sign == "[":
            return self.sequence(at, path)
        return self.plain(at, path)

    def mapping(self, at: int, path: Path) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        opened, at = at, self.space(at + 1, path)
        while not self.text.startswith("}", at):
            key_at = at
            if not self.text.startswith('"', at):
                raise self._unexpected(at, opened, _("a key in quotation marks"))
            key, at = self.string(at, path)
            self._count(at)
            inner = (*path, key)
            if key in found:
                self.fault("json-duplicate-key", inner, key_at, _('The key "{key}" is given twice; the last one counts.')
                           .format(key=_short(key)))  # fmt: skip
            at = self.space(at, path)
            if not self.text.startswith(":", at):
                raise self._unexpected(at, opened, '":"')
            found[key], at = self.value(self.space(at + 1, path), inner)
            at = self._next(at, path, opened, "}")
        return found, at + 1

    def sequence(self, at: int, path: Path) -> tuple[list[Any], int]:
        found: list[Any] = []
        opened, at = at, self.space(at + 1, path)
        while not self.text.startswith("]", at):
            value, at = self.value(at, (*path, len(found)))
            found.append(value)
            at = self._next(at, path, opened, "]")
        return found, at + 1

    def _next(self, at: int, path: Path, opened: int, close: str) -> int:
        """Step over a comma to the next entry, or stay before the closing sign."""
        at = self.space(at, path)
        if self.text.startswith(close, at):
            return at
        if not self.text.startswith(",", at):
            raise self._unexpected(at, opened, f'"," {_("or")} "{close}"')
        comma, at = at, self.space(at + 1, path)
        if self.text.startswith(close, at):
            self.fault("json-trailing-comma", path, comma, _("A comma stands before the closing sign."))
        return at

    def _unexpected(self, at: int, opened: int, wanted: str) -> NotJsonError:
        if at >= len(self.text):
            line, column = self.result.line_and_column(opened)
            return NotJsonError(_('The text ends inside the "{sign}" of line {line}, column {column}.').format(
                sign=self.text[opened], line=line, column=column), at)  # fmt: skip
        return NotJsonError(_('{wanted} is expected where "{sign}" stands.').format(
            wanted=wanted[:1].upper() + wanted[1:], sign=self.text[at]), at)  # fmt: skip

    def plain(self, at: int, path: Path) -> tuple[Any, int]:
        number = _NUMBER.match(self.text, at)
        if number is not None:
            return self._number(number, path), number.end()
        word = _WORD.match(self.text, at)
        if word is not None and word[0] in _WORDS:
            return _WORDS[word[0]], word.end()
        if word is not None and word[0] in _NO_NUMBERS:
            self.fault("json-nan", path, at, _("{word} is no JSON value.").format(word=word[0]))
            return None, word.end()
        if at >= len(self.text):
            raise NotJsonError(_("The text ends where a value is expected."), at)
        raise NotJsonError(_('A value is expected where "{sign}" stands.').format(sign=self.text[at]), at)

    def _number(self, match: re.Match[str], path: Path) -> int | float | None:
        if len(match[0]) > _MOST_DIGITS:
            raise NotJsonError(_("A number has more than {n} digits.").format(n=_MOST_DIGITS), match.start())
        if match[1] is None and match[2] is None:
            return int(match[0])
        number = float(match[0])
        if number in (float("inf"), float("-inf")):
            self.fault("json-nan", path, match.start(), _("The number is too large for JSON readers."))
            return None
        return number

    def string(self, at: int, path: Path) -> tuple[str, int]:
        try:
            text, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError:
            text, end = self._mended(at, path)
        half = _HALF.search(text)
        if half is not None:
            self.fault("json-surrogate", path, at, _("Half a surrogate pair (\\u{code:04x}) is no character.").format(
                code=ord(half[0])))  # fmt: skip
        return text, end

    def _mended(self, at: int, path: Path) -> tuple[str, int]:
        match = _STRING.match(self.text, at)
        if match is None:
            raise NotJsonError(_("The text that begins here is not closed by a quotation mark."), at)
        control = _CONTROL.search(match[0])
        if control is not None:
            self.fault("json-control", path, at + control.start(), _("A bare control character (U+{code:04X}) stands in a text.")
                       .format(code=ord(control[0])))  # fmt: skip

        def unescaped(escape: re.Match[str]) -> str:
            code = escape[1]
            if code[0] == "u" and len(code) > 1:
                units = [int(part, 16) for part in code[1:].split("\\u")]
                if len(units) == 2 and 0xD800 <= units[0] < 0xDC00 <= units[1] < 0xE000:
                    return chr(0x10000 + ((units[0] - 0xD800) << 10) + units[1] - 0xDC00)
                return "".join(map(chr, units))
            if code not in _ESCAPED:
                where = at + 1 + escape.start()
                self.fault("json-escape", path, where, _('"{sign}" is no escape of JSON.').format(sign=escape[0]))
            return _ESCAPED.get(code, escape[0])

        return _ESCAPE.sub(unescaped, match[0][1:-1]), match.end()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "..."
