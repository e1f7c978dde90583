"""Terraform's functions, as far as they say something about an architecture; every other one leaves its value open.

Nothing is read from disk and nothing is run; of regular expressions only the plainest are tried, for others may take forever.
Source: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from workbench.importers.resource import Link, Unknown
from workbench.importers.terraform.hcl_values import Failed, Zones, as_text, index_of, joined, taken
from workbench.importers.terraform.text_functions import TEXT_FUNCTIONS, formatted

__all__ = ["FUNCTIONS", "MOST_ENTRIES"]

MOST_ENTRIES = 10_000
"""Longer lists are not made."""


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and "Fn::Join" not in value:
        return list(value.values())
    raise Failed


def _open(*values: Any) -> Any:
    """What is open among the arguments: the function is then open as well."""
    for one in values:
        if isinstance(one, Unknown | Zones):
            raise Failed
    return values


def _concat(*lists: Any) -> Any:
    _open(*lists)
    return [one for each in lists for one in _list(each)]


def _merge(*maps: Any) -> Any:
    found: dict[Any, Any] = {}
    for one in maps:
        if one is None:
            continue
        if not isinstance(one, Mapping):
            raise Failed
        found.update(one)
    return found


def _element(value: Any, index: Any) -> Any:
    if isinstance(value, Zones):
        return value.at(index_of(index))
    if isinstance(value, Link | Unknown):
        return value
    entries = _list(value)
    if not entries:
        raise Failed
    return entries[index_of(index) % len(entries)]


def _slice(value: Any, start: Any, end: Any) -> Any:
    first, last = index_of(start), index_of(end)
    if isinstance(value, Zones):
        if last - first > 20:
            raise Failed
        return [value.at(n) for n in range(first, last)]
    return value if isinstance(value, Link) else _list(value)[first:last]


def _lookup(value: Any, key: Any, *default: Any) -> Any:
    try:
        return taken(value, key)
    except Failed:
        if default and not isinstance(key, Unknown | Link):
            return default[0]
        raise


def _length(value: Any) -> Any:
    if isinstance(value, str | list) or (isinstance(value, Mapping) and "Fn::Join" not in value):
        return len(value)
    raise Failed


def _range(*bounds: Any) -> Any:
    numbers = range(*(index_of(one) for one in bounds)) if 1 <= len(bounds) <= 3 else None
    if numbers is None or len(numbers) > MOST_ENTRIES:
        raise Failed
    return list(numbers)


def _flatten(value: Any) -> Any:
    found, waiting = [], list(reversed(_list(value)))
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        else:
            found.append(one)
        if len(found) > MOST_ENTRIES:
            raise Failed
    return found


def _distinct(value: Any) -> Any:
    found: list[Any] = []
    seen: set[str] = set()
    for one in _list(value):
        mark = repr(one)
        if mark not in seen:
            seen.add(mark)
            found.append(one)
    return found


def _coalesce(*values: Any) -> Any:
    for one in values:
        if isinstance(one, Unknown):
            return one
        if one is not None and one != "":
            return one
    raise Failed


def _coalescelist(*values: Any) -> Any:
    for one in values:
        if one is not None and one != []:
            return one
    raise Failed


def _keys(value: Any) -> Any:
    if isinstance(value, Mapping) and "Fn::Join" not in value:
        return sorted(value, key=str)
    raise Failed


def _values(value: Any) -> Any:
    return [value[key] for key in _keys(value)]


def _toset(value: Any) -> Any:
    return value if isinstance(value, Zones) else _distinct(value)


def _tomap(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value
    raise Failed


def _numbers(*values: Any) -> list[Any]:
    found = _list(values[0]) if len(values) == 1 and isinstance(values[0], list) else list(values)
    if not found or not all(isinstance(one, int | float) for one in found):
        raise Failed
    return found


def _setproduct(*sets: Any) -> Any:
    lists = [_list(one) for one in sets]
    size = 1
    for one in lists:
        size *= len(one)
    if size > MOST_ENTRIES:
        raise Failed
    return [list(one) for one in product(*lists)]


def _chunklist(value: Any, size: Any) -> Any:
    n = index_of(size)
    if n < 1:
        raise Failed
    return [_list(value)[at : at + n] for at in range(0, len(_list(value)), n)]


def _same(value: Any, *_more: Any) -> Any:
    return value


def _place_of(value: Any, wanted: Any) -> int:
    entries = _list(value)
    if wanted not in entries:
        raise Failed
    return entries.index(wanted)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **TEXT_FUNCTIONS,
    "abs": lambda value: abs(_numbers(value)[0]),
    "alltrue": lambda value: all(one in (True, "true") for one in _open(*_list(value))),
    "anytrue": lambda value: any(one in (True, "true") for one in _open(*_list(value))),
    "chunklist": _chunklist,
    "coalesce": _coalesce,
    "coalescelist": _coalescelist,
    "compact": lambda value: [one for one in _list(value) if one not in (None, "")],
    "concat": _concat,
    "contains": lambda value, one: one in _open(*_list(value)) if not isinstance(one, Unknown | Link) else _length(None),
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "formatlist": lambda pattern, value: [formatted(pattern, one) for one in _list(value)],
    "index": _place_of,
    "join": lambda sign, *lists: joined(as_text(sign), _flatten([_list(one) for one in lists])),
    "keys": _keys,
    "length": _length,
    "list": lambda *values: list(values),
    "lookup": _lookup,
    "max": lambda *values: max(_numbers(*values)),
    "merge": _merge,
    "min": lambda *values: min(_numbers(*values)),
    "one": lambda value: (_list(value) or [None])[0] if not isinstance(value, Link) else value,
    "range": _range,
    "reverse": lambda value: _list(value)[::-1],
    "setintersection": lambda first, *more: [one for one in _list(first) if all(one in _list(each) for each in more)],
    "setproduct": _setproduct,
    "setsubtract": lambda first, second: [one for one in _list(first) if one not in _list(second)],
    "setunion": lambda *sets: _distinct(_concat(*sets)),
    "slice": _slice,
    "sort": lambda value: sorted(_list(value), key=str),
    "sum": lambda value: sum(_numbers(value)),
    "tolist": _same,
    "tomap": _tomap,
    "toset": _toset,
    "values": _values,
    "zipmap": lambda keys, values: dict(zip((as_text(one) for one in _list(keys)), _list(values), strict=True)),
}  # fmt: skip
"""By name; each raises Failed, TypeError, ValueError or AttributeError where it cannot say."""
