"""Parsed values that remember their lines: what a reader hands to an importer."""

from __future__ import annotations

from typing import Any

__all__ = ["MarkedDict", "MarkedList", "Tagged", "line_of"]


class MarkedDict(dict[Any, Any]):
    """A mapping that knows where it and its keys stand.

    Attributes:
        line: Line of its beginning, from 1; 0 where nobody knows.
        lines: Line of each key.
    """

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}


class MarkedList(list[Any]):
    """A list that knows where it and its entries stand.

    Attributes:
        line: Line of its beginning, from 1; 0 where nobody knows.
        lines: Line of each entry.
    """

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class Tagged:
    """A value with a local YAML tag such as `!GetAtt`, for a reader that knows what it means.

    Attributes:
        tag: With its exclamation mark.
        value: A text, a MarkedList or a MarkedDict.
        line: Where it stands, from 1.
    """

    __slots__ = ("line", "tag", "value")

    def __init__(self, tag: str, value: Any, line: int) -> None:
        self.tag = tag
        self.value = value
        self.line = line

    def __repr__(self) -> str:
        return f"Tagged({self.tag!r}, {self.value!r})"


def line_of(holder: object, key: object = None) -> int:
    """Return the line of a key or an entry, or of the holder itself; 0 where nobody knows."""
    if key is not None:
        if isinstance(holder, MarkedDict):
            return holder.lines.get(key, holder.line)
        if isinstance(holder, MarkedList) and isinstance(key, int) and key < len(holder.lines):
            return holder.lines[key]
    return holder.line if isinstance(holder, MarkedDict | MarkedList | Tagged) else 0
