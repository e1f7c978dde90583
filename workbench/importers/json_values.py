"""JSON into plain values, with the lines of its upper keys and every key that is there twice."""

from __future__ import annotations

import json
import re
from typing import Any

from workbench.domain.collector import collector_paused
from workbench.i18n import _
from workbench.importers.yaml_values import MOST_DEPTH, Trouble, Unreadable

__all__ = ["key_lines", "read_json"]

_SIGNS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_MOST_DOUBLED = 50


def read_json(text: str) -> tuple[Any, list[Trouble]]:
    """Return the value of a JSON text, and the keys that one object has twice (the last one counts).

    Raises:
        Unreadable: It is no JSON, or goes deeper than MOST_DEPTH.
    """
    doubled: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found) and len(doubled) < _MOST_DOUBLED:
            seen: set[str] = set()
            for key, _value in found:
                if key in seen:
                    doubled.append(key)
                seen.add(key)
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
    return value, [Trouble(_second_line(text, key), _('"{key}" is there twice').format(key=key)) for key in doubled]


def _second_line(text: str, key: str) -> int:
    quoted = json.dumps(key)
    first = text.find(quoted)
    second = text.find(quoted, first + 1) if first >= 0 else -1
    return text.count("\n", 0, second) + 1 if second >= 0 else 0


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
