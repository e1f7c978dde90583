"""JSON into plain values, with the lines of its upper keys and every key that is there twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from workbench.domain.collector import collector_paused
from workbench.i18n import _
from workbench.importers.yaml_values import MOST_DEPTH, Trouble, Unreadable

__all__ = ["key_lines", "read_json"]

_SIGNS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_MOST_DOUBLED = 50
_UNFIT = re.compile(r"(?i)\\u(?:d[89a-f]|0000)")


def read_json(text: str) -> tuple[Any, list[Trouble]]:
    """Return the value of a JSON text, and the keys that one object has twice (the last one counts).

    Raises:
        Unreadable: It is no JSON, or goes deeper than MOST_DEPTH.
    """
    has_doubles = False

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal has_doubles
        made = dict(found)
        has_doubles = has_doubles or len(made) < len(found)
        return made

    try:
        with collector_paused():
            value = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise Unreadable(error.lineno, _("is no valid JSON: {why}").format(why=error.msg)) from None
    except RecursionError:
        raise Unreadable(0, _("goes deeper than {n} levels").format(n=MOST_DEPTH)) from None
    except ValueError:  # a number of thousands of digits
        raise Unreadable(0, _("holds a number that is too long")) from None
    if _UNFIT.search(text):
        value = _cleaned(value)
    return value, list(islice(_doubles(text), _MOST_DOUBLED)) if has_doubles else []


def _cleaned(value: Any) -> Any:
    """Put a sign in place of what no file and no database can keep: NUL, and halves of surrogate pairs."""
    if isinstance(value, str):
        return "".join("\ufffd" if one == "\0" or "\ud800" <= one <= "\udfff" else one for one in value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(one) for key, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list) else value


def _doubles(text: str) -> Iterator[Trouble]:
    """Find the keys that one object has twice, in a text that is known to be JSON."""
    opened: list[dict[str, int] | None] = []
    line, at = 1, 0
    for match in _SIGNS.finditer(text):
        sign = match.group()
        if sign in "{[":
            opened.append({} if sign == "{" else None)
        elif sign in "}]":
            opened.pop()
        elif opened and opened[-1] is not None and _is_key(text, match.end()):
            line += text.count("\n", at, match.start())
            at = match.start()
            key = _unquoted(sign)
            if key in opened[-1]:
                said = _('"{key}" is there twice, first in line {line}')
                yield Trouble(line, said.format(key=key, line=opened[-1][key]))
            opened[-1][key] = line


def key_lines(text: str, depth: int) -> dict[tuple[str, ...], int]:
    """Return the line of every key down to a depth, by its path: `("Resources", "Vpc")` at depth 2.

    Objects and lists in a list have their number among such entries, as text, in the path; scalars are not counted.
    """
    found: dict[tuple[str, ...], int] = {}
    path: list[str] = []  # one entry for each open object or list
    kinds: list[str] = []
    counts: list[int] = []
    line, at = 1, 0
    for match in _SIGNS.finditer(text):
        sign = match.group()
        if sign in "{[":
            if kinds and kinds[-1] == "[":
                path[-1] = str(counts[-1])
                if len(path) <= depth:
                    line += text.count("\n", at, match.start())
                    at = match.start()
                    found[tuple(path)] = line
                counts[-1] += 1
            kinds.append(sign)
            path.append("")
            counts.append(0)
        elif sign in "}]":
            if kinds:
                kinds.pop()
                path.pop()
                counts.pop()
        elif kinds and kinds[-1] == "{" and len(path) <= depth and _is_key(text, match.end()):
            line += text.count("\n", at, match.start())
            at = match.start()
            path[-1] = _unquoted(sign)
            found[tuple(path)] = line
    return found


def _is_key(text: str, at: int) -> bool:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at < len(text) and text[at] == ":"


def _unquoted(sign: str) -> str:
    if "\\" not in sign:
        return sign[1:-1]
    try:
        return str(json.loads(sign))
    except ValueError:
        return sign[1:-1]
