"""Terraform's functions, as far as they say something about an architecture; every other one leaves its value open.

Nothing is read from disk and nothing is run; regular expressions are not tried, for they may take forever.
Source: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from workbench.importers.resource import Link, Unknown, ZoneOf

__all__ = ["FUNCTIONS", "MOST_ENTRIES", "Failed", "Zones", "joined", "taken"]

MOST_ENTRIES = 10_000
"""Longer lists are not made."""

_MOST_TEXT = 100_000
_FORMAT = re.compile(r"%(%|[-+ #0]{0,3}\d{0,3}(?:\.\d{1,2})?[a-z])")


class Failed(Exception):  # noqa: N818 - what `try` and `can` look at
    """An expression has no value."""


class Zones:
    """All Availability Zones of a Region: their number is not known."""

    def __init__(self, region: str = "") -> None:
        self.region = region

    def at(self, index: int) -> ZoneOf:
        """Return one of them."""
        return ZoneOf(index, self.region)


def joined(sign: str, parts: list[Any]) -> Any:
    """Return a text put together of parts; while something of it is not known the parts stay apart."""
    together: list[Any] = []
    for one in parts:
        if isinstance(one, Mapping) and isinstance(one.get("Fn::Join"), list) and not sign and one["Fn::Join"][0] == "":
            together.extend(one["Fn::Join"][1])
        else:
            together.append(one if isinstance(one, Link | Unknown | ZoneOf | Mapping | list) else as_text(one))
    if all(isinstance(one, str) for one in together):
        text = sign.join(together)
        if len(text) > _MOST_TEXT:
            raise Failed
        return text
    return {"Fn::Join": [sign, together]}


def as_text(value: Any) -> str:
    """Return a plain value as Terraform writes it in a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def taken(value: Any, key: Any) -> Any:
    """Return an entry of a list or mapping, or an attribute of a resource.

    Raises:
        Failed: There is none.
    """
    if isinstance(value, Link):
        return Link(value.id, key) if isinstance(key, str) and not value.attribute else value
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Zones):
        return value.at(_index(key)) if key != "*" else value
    if isinstance(value, Mapping):
        if key in value:
            return value[key]
        if as_text(key) in value:
            return value[as_text(key)]
    if isinstance(value, list):
        place = _index(key)
        if 0 <= place < len(value):
            return value[place]
    raise Failed


def _index(key: Any) -> int:
    if isinstance(key, int) and not isinstance(key, bool):
        return key
    if isinstance(key, float) and key == int(key):
        return int(key)
    if isinstance(key, str) and key.isdecimal() and len(key) < 10:
        return int(key)
    raise Failed


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
        return value.at(_index(index))
    if isinstance(value, Link | Unknown):
        return value
    entries = _list(value)
    if not entries:
        raise Failed
    return entries[_index(index) % len(entries)]


def _slice(value: Any, start: Any, end: Any) -> Any:
    first, last = _index(start), _index(end)
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
    numbers = range(*(_index(one) for one in bounds)) if 1 <= len(bounds) <= 3 else None
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


def _format(pattern: Any, *values: Any) -> Any:
    if not isinstance(pattern, str):
        raise Failed
    parts: list[Any] = []
    at, place = 0, 0
    for match in _FORMAT.finditer(pattern):
        parts.append(pattern[at : match.start()])
        at = match.end()
        if match[1] == "%":
            parts.append("%")
            continue
        if place >= len(values):
            raise Failed
        value, place = values[place], place + 1
        if isinstance(value, str | int | float) and match[1][-1] in "dsvqgf" and len(match[1]) < 8:
            kind = {"v": "s", "q": "s"}.get(match[1][-1], match[1][-1])
            if kind in "dgf" and isinstance(value, str):
                raise Failed
            value = f"%{match[1][:-1]}{kind}" % (as_text(value) if kind == "s" else value)
        parts.append(value)
    return joined("", [*parts, pattern[at:]])


def _cidrsubnet(prefix: Any, bits: Any, number: Any) -> str:
    network = ipaddress.ip_network(prefix, strict=False) if isinstance(prefix, str) else None
    if network is None or not 0 <= _index(bits) <= network.max_prefixlen - network.prefixlen:
        raise Failed
    length = network.prefixlen + _index(bits)
    if not 0 <= _index(number) < 2 ** _index(bits):
        raise Failed
    start = int(network.network_address) + (_index(number) << (network.max_prefixlen - length))
    return f"{ipaddress.ip_address(start) if network.version == 4 else ipaddress.IPv6Address(start)}/{length}"


def _cidrsubnets(prefix: Any, *bits: Any) -> list[str]:
    network = ipaddress.ip_network(prefix, strict=False) if isinstance(prefix, str) else None
    if network is None:
        raise Failed
    found, start = [], int(network.network_address)
    for one in bits:
        if not 0 <= _index(one) <= network.max_prefixlen - network.prefixlen:
            raise Failed
        size = 1 << network.max_prefixlen - network.prefixlen - _index(one)
        start = (start + size - 1) // size * size
        found.append(f"{type(network.network_address)(start)}/{network.prefixlen + _index(one)}")
        start += size
    return found


def _cidrhost(prefix: Any, number: Any) -> str:
    network = ipaddress.ip_network(prefix, strict=False) if isinstance(prefix, str) else None
    if network is None:
        raise Failed
    return str(network.network_address + _index(number))


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


def _tonumber(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return _index(value)


def _tobool(value: Any) -> Any:
    known = {"true": True, "false": False, True: True, False: False}
    if isinstance(value, str | bool) and value in known:
        return known[value]
    raise Failed


def _numbers(*values: Any) -> list[Any]:
    found = _list(values[0]) if len(values) == 1 and isinstance(values[0], list) else list(values)
    if not found or not all(isinstance(one, int | float) for one in found):
        raise Failed
    return found


def _replace(value: Any, old: Any, new: Any) -> Any:
    if not all(isinstance(one, str) for one in (value, old, new)) or not old or (old[0] == old[-1] == "/" and len(old) > 1):
        raise Failed
    if len(value) + value.count(old) * len(new) > _MOST_TEXT:
        raise Failed
    return value.replace(old, new)


def _substr(value: Any, start: Any, length: Any) -> Any:
    if not isinstance(value, str) or not isinstance(length, int):
        raise Failed
    first = _index(start)
    return value[first:] if length < 0 else value[first : first + length]


def _setproduct(*sets: Any) -> Any:
    lists = [_list(one) for one in sets]
    size = 1
    for one in lists:
        size *= len(one)
    if size > MOST_ENTRIES:
        raise Failed
    return [list(one) for one in product(*lists)]


def _jsondecode(value: Any) -> Any:
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise Failed
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise Failed from None


def _chunklist(value: Any, size: Any) -> Any:
    n = _index(size)
    if n < 1:
        raise Failed
    return [_list(value)[at : at + n] for at in range(0, len(_list(value)), n)]


def _text(change: Callable[[str], Any]) -> Callable[..., Any]:
    def made(value: Any, *_more: Any) -> Any:
        if not isinstance(value, str):
            raise Failed
        return change(value)

    return made


def _as_string(value: Any) -> Any:
    return as_text(value) if isinstance(value, str | int | float) else value


def _same(value: Any, *_more: Any) -> Any:
    return value


def _index_of(value: Any, wanted: Any) -> int:
    entries = _list(value)
    if wanted not in entries:
        raise Failed
    return entries.index(wanted)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": lambda value: abs(_numbers(value)[0]),
    "alltrue": lambda value: all(one in (True, "true") for one in _open(*_list(value))),
    "anytrue": lambda value: any(one in (True, "true") for one in _open(*_list(value))),
    "base64encode": _same,
    "base64gzip": _same,
    "chunklist": _chunklist,
    "cidrhost": _cidrhost,
    "cidrsubnet": _cidrsubnet,
    "cidrsubnets": _cidrsubnets,
    "coalesce": _coalesce,
    "coalescelist": _coalescelist,
    "compact": lambda value: [one for one in _list(value) if one not in (None, "")],
    "concat": _concat,
    "contains": lambda value, one: one in _open(*_list(value)) if not isinstance(one, Unknown | Link) else _length(None),
    "distinct": _distinct,
    "element": _element,
    "endswith": lambda value, end: value.endswith(end),
    "flatten": _flatten,
    "format": _format,
    "formatlist": lambda pattern, value: [_format(pattern, one) for one in _list(value)],
    "index": _index_of,
    "join": lambda sign, *lists: joined(as_text(sign), _flatten([_list(one) for one in lists])),
    "jsondecode": _jsondecode,
    "jsonencode": _same,
    "keys": _keys,
    "length": _length,
    "list": lambda *values: list(values),
    "lookup": _lookup,
    "lower": _text(str.lower),
    "max": lambda *values: max(_numbers(*values)),
    "merge": _merge,
    "min": lambda *values: min(_numbers(*values)),
    "nonsensitive": _same,
    "one": lambda value: (_list(value) or [None])[0] if not isinstance(value, Link) else value,
    "range": _range,
    "replace": _replace,
    "reverse": lambda value: _list(value)[::-1],
    "sensitive": _same,
    "setintersection": lambda first, *more: [one for one in _list(first) if all(one in _list(each) for each in more)],
    "setproduct": _setproduct,
    "setsubtract": lambda first, second: [one for one in _list(first) if one not in _list(second)],
    "setunion": lambda *sets: _distinct(_concat(*sets)),
    "slice": _slice,
    "sort": lambda value: sorted(_list(value), key=str),
    "split": lambda sign, value: value.split(sign),
    "startswith": lambda value, start: value.startswith(start),
    "strcontains": lambda value, part: part in value,
    "strlen": _text(len),
    "substr": _substr,
    "sum": lambda value: sum(_numbers(value)),
    "title": _text(str.title),
    "tobool": _tobool,
    "tolist": _same,
    "tomap": _tomap,
    "tonumber": _tonumber,
    "toset": _toset,
    "tostring": _as_string,
    "trim": lambda value, signs: value.strip(signs),
    "trimprefix": lambda value, start: value.removeprefix(start),
    "trimspace": _text(str.strip),
    "trimsuffix": lambda value, end: value.removesuffix(end),
    "upper": _text(str.upper),
    "values": _values,
    "yamlencode": _same,
    "zipmap": lambda keys, values: dict(zip((as_text(one) for one in _list(keys)), _list(values), strict=True)),
}  # fmt: skip
"""By name; each raises Failed, TypeError, ValueError or AttributeError where it cannot say."""
