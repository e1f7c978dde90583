"""Functions of texts, numbers and addresses."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from workbench.importers.resource import ZoneOf
from workbench.importers.terraform.hcl_values import Failed, as_text, index_of, joined

__all__ = ["TEXT_FUNCTIONS", "formatted"]

_MOST_TEXT = 100_000
_MOST_MATCHED = 200
_MOST_REPEATED = 2
_NOT_PLAIN = ("(", "\\", "[[", "--", "&&", "||", "~~")
_FORMAT = re.compile(r"%(%|[-+ #0]{0,3}\d{0,3}(?:\.\d{1,2})?[a-z])")


def formatted(pattern: Any, *values: Any) -> Any:
    """Return a text by a pattern such as "web-%02d"; see `joined` for what is not known yet."""
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
    if network is None or not 0 <= index_of(bits) <= network.max_prefixlen - network.prefixlen:
        raise Failed
    length = network.prefixlen + index_of(bits)
    if not 0 <= index_of(number) < 2 ** index_of(bits):
        raise Failed
    start = int(network.network_address) + (index_of(number) << (network.max_prefixlen - length))
    return f"{ipaddress.ip_address(start) if network.version == 4 else ipaddress.IPv6Address(start)}/{length}"


def _cidrsubnets(prefix: Any, *bits: Any) -> list[str]:
    network = ipaddress.ip_network(prefix, strict=False) if isinstance(prefix, str) else None
    if network is None:
        raise Failed
    found, start = [], int(network.network_address)
    for one in bits:
        if not 0 <= index_of(one) <= network.max_prefixlen - network.prefixlen:
            raise Failed
        size = 1 << network.max_prefixlen - network.prefixlen - index_of(one)
        start = (start + size - 1) // size * size
        found.append(f"{type(network.network_address)(start)}/{network.prefixlen + index_of(one)}")
        start += size
    return found


def _cidrhost(prefix: Any, number: Any) -> str:
    network = ipaddress.ip_network(prefix, strict=False) if isinstance(prefix, str) else None
    if network is None:
        raise Failed
    return str(network.network_address + index_of(number))


def _replace(value: Any, old: Any, new: Any) -> Any:
    if (
        not all(isinstance(one, str) for one in (value, old, new))
        or not old
        or (old[0] == old[-1] == "/" and len(old) > 1)
    ):
        raise Failed
    if len(value) + value.count(old) * len(new) > _MOST_TEXT:
        raise Failed
    return value.replace(old, new)


def _substr(value: Any, start: Any, length: Any) -> Any:
    if not isinstance(value, str) or not isinstance(length, int):
        raise Failed
    first = index_of(start)
    return value[first:] if length < 0 else value[first : first + length]


def _jsondecode(value: Any) -> Any:
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise Failed
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise Failed from None


def _regexall(pattern: Any, value: Any) -> list[str]:
    """Matches of a pattern so plain that it cannot take long: no groups, few repetitions, a short text."""
    text = f"{value.region or 'us-east-1'}a" if isinstance(value, ZoneOf) else value
    if not isinstance(pattern, str) or not isinstance(text, str) or len(text) > _MOST_MATCHED:
        raise Failed
    if any(sign in pattern for sign in _NOT_PLAIN) or sum(pattern.count(sign) for sign in "*+?{") > _MOST_REPEATED:
        raise Failed
    return re.findall(pattern, text)


def _text(change: Callable[[str], Any]) -> Callable[..., Any]:
    def made(value: Any, *_more: Any) -> Any:
        if not isinstance(value, str):
            raise Failed
        return change(value)

    return made


def _as_string(value: Any) -> Any:
    return as_text(value) if isinstance(value, str | int | float) else value


def _tonumber(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return index_of(value)


def _tobool(value: Any) -> Any:
    known = {"true": True, "false": False, True: True, False: False}
    if isinstance(value, str | bool) and value in known:
        return known[value]
    raise Failed


def _same(value: Any, *_more: Any) -> Any:
    return value


TEXT_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "base64encode": _same,
    "base64gzip": _same,
    "cidrhost": _cidrhost,
    "cidrsubnet": _cidrsubnet,
    "cidrsubnets": _cidrsubnets,
    "endswith": lambda value, end: value.endswith(end),
    "format": formatted,
    "jsondecode": _jsondecode,
    "jsonencode": _same,
    "lower": _text(str.lower),
    "nonsensitive": _same,
    "regexall": _regexall,
    "replace": _replace,
    "sensitive": _same,
    "split": lambda sign, value: value.split(sign),
    "startswith": lambda value, start: value.startswith(start),
    "strcontains": lambda value, part: part in value,
    "strlen": _text(len),
    "substr": _substr,
    "title": _text(str.title),
    "tobool": _tobool,
    "tonumber": _tonumber,
    "tostring": _as_string,
    "trim": lambda value, signs: value.strip(signs),
    "trimprefix": lambda value, start: value.removeprefix(start),
    "trimspace": _text(str.strip),
    "trimsuffix": lambda value, end: value.removesuffix(end),
    "upper": _text(str.upper),
    "yamlencode": _same,
}
"""By name; see `functions`."""
