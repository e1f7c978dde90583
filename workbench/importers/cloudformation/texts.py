"""Values that are put together of parts, some of which nobody knows yet: joining, splitting, choosing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from workbench.i18n import _
from workbench.importers.cloudformation.plain import as_text
from workbench.importers.resource import Link, Unknown, ZoneOf

__all__ = [
    "MOST_WAYS", "NOTHING", "choice_of", "each_way", "joined", "open_parts", "parts_of", "piece", "pieces", "seems_same",
]  # fmt: skip

MOST_WAYS = 16
"""So many ways an undecided value may turn out are followed; with more it counts as not known."""


class _Nothing:
    """AWS::NoValue: the setting is not there."""


NOTHING: Final = _Nothing()


def parts_of(value: Any) -> list[Any]:
    """Return the parts of a text, texts and others; an undivided value is its only part."""
    found = value.get("Fn::Join") if isinstance(value, dict) and len(value) == 1 else None
    if isinstance(found, list) and len(found) == 2 and isinstance(found[1], list) and found[1]:
        return list(found[1])
    return [value]


def joined(values: Iterable[Any], sign: str = "") -> Any:
    """Put texts and open values together: a text where all are known, else `{"Fn::Join": ["", parts]}`.

    A single part stays what it is. Neighbouring texts are one part.
    """
    parts: list[Any] = []
    first = True
    for value in values:
        if value is NOTHING:
            continue
        if not first and sign:
            _add(parts, sign)
        first = False
        for part in parts_of(value):
            if isinstance(part, list):
                for place, one in enumerate(part):
                    if place:
                        _add(parts, ",")
                    _add(parts, one)
            else:
                _add(parts, part)
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else {"Fn::Join": ["", parts]}


def _add(parts: list[Any], part: Any) -> None:
    if isinstance(part, Link | Unknown | ZoneOf | dict | list):
        parts.append(part)
        return
    text = as_text(part)
    if not text:
        return
    if parts and isinstance(parts[-1], str):
        parts[-1] += text
    else:
        parts.append(text)


def open_parts(value: Any) -> list[Any]:
    """Return the parts of a text that are no text."""
    return [one for one in parts_of(value) if isinstance(one, Link | Unknown | ZoneOf | dict | list)]


def pieces(value: Any, sign: str) -> list[Any] | None:
    """Split a text at a sign; None where the number of pieces is not known."""
    if not sign or open_parts(value):
        return None
    return list(as_text(value).split(sign))


def piece(value: Any, sign: str, index: int) -> Any:
    """Return the n-th piece of a text with open parts; as much of it as is known to be there and its open parts."""
    parts = parts_of(value)
    left = index
    for place, part in enumerate(parts):
        if not isinstance(part, str):
            break
        found = part.split(sign)
        last = place == len(parts) - 1
        if left < len(found) - (not last):
            return found[left]
        left -= len(found) - 1
    others = open_parts(value)
    return joined(others) if others else NOTHING


def choice_of(value: Any) -> list[Any] | None:
    """Return condition, then and else of a value that an open condition decides; None for every other value."""
    if isinstance(value, dict) and len(value) == 1:
        found = value.get("Fn::If")
        if isinstance(found, list) and len(found) == 3:
            return found
    return None


def each_way(value: Any, result: Callable[[Any], Any]) -> Any:
    """Apply a function to a value, or to each way in which it may turn out."""
    if choice_of(value) is None:
        return result(value)
    if sum(1 for _way in _ways(value)) > MOST_WAYS:
        return Unknown(_("more conditions decide this value than can be followed"))
    return _each_way(value, result)


def _each_way(value: Any, result: Callable[[Any], Any]) -> Any:
    choice = choice_of(value)
    if choice is None:
        return result(value)
    then, other = _each_way(choice[1], result), _each_way(choice[2], result)
    return {"Fn::If": [choice[0], None if then is NOTHING else then, None if other is NOTHING else other]}


def _ways(value: Any) -> Iterator[Any]:
    choice = choice_of(value)
    if choice is None:
        yield value
    else:
        yield from _ways(choice[1])
        yield from _ways(choice[2])


def seems_same(one: Any, other: Any) -> bool | None:
    """Tell whether two values are the same text; None where that is open."""
    if not open_parts(one) and not open_parts(other):
        return as_text(one) == as_text(other)
    if one == other:
        return True
    if "" in (one, other):  # what has a text in it, or names something, is not empty
        parts = [part for value in (one, other) for part in parts_of(value) if part != ""]
        return False if any(isinstance(part, str | Link) for part in parts) else None
    return None
