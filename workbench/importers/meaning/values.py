"""Reading the properties of a resource by paths such as `VpcConfig.SubnetIds`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workbench.i18n import _
from workbench.importers.resource import Link, Unknown, ZoneOf, links_in

__all__ = ["at", "flag", "number", "text", "word"]

_JOIN = "Fn::Join"
_IF = "Fn::If"


def at(properties: Mapping[str, Any], path: str) -> list[Any]:
    """Return the values at a path; lists on the way and at its end are opened.

    A first part such as `*Configuration` stands for every key that ends so, and `*` alone for any. Where an open
    condition decides, the way that names other resources counts, the first one of two; a plain value is Unknown.
    """
    found: list[Any] = [properties]
    for key in path.split("."):
        fresh: list[Any] = []
        for holder in found:
            for one in _open(holder):
                if isinstance(one, Mapping):
                    if key.startswith("*"):
                        fresh.extend(value for name, value in one.items() if str(name).endswith(key[1:]))
                    elif key in one:
                        fresh.append(one[key])
                elif isinstance(one, Unknown):
                    fresh.append(one)
        found = fresh
    return [one for value in found for one in _open(value) if one is not None]


def _open(value: Any) -> Iterable[Any]:
    value = _decided(value)
    if not isinstance(value, list | tuple):
        return (value,)
    found: list[Any] = []
    waiting = list(reversed(value))
    while waiting:
        one = _decided(waiting.pop())
        if isinstance(one, list | tuple):
            waiting.extend(reversed(one))
        else:
            found.append(one)
    return found


def _decided(value: Any) -> Any:
    """One way of a value that an open condition decides, `{"Fn::If": [condition in words, then, else]}`."""
    while isinstance(value, Mapping) and isinstance(value.get(_IF), list) and len(value[_IF]) == 3:
        condition, *ways = value[_IF]
        named = [way for way in ways if next(links_in(way), None) is not None]
        if not named:
            return Unknown(_("it depends on {condition}").format(condition=condition), str(condition))
        value = named[0]
    return value


def number(value: object) -> int | None:
    """Return a whole number, also of a text; None for everything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if value == value and abs(value) < 1e15 else None
    if isinstance(value, str) and value.strip().lstrip("+-").isdecimal() and len(value) < 16:
        return int(value)
    return None


def word(value: object) -> str:
    """Return a plain value as a text in lower case; empty for what is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip().lower() if isinstance(value, str | int | float) else ""


def flag(value: object) -> bool | None:
    """Return whether a value is true; None when it does not say."""
    return {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}.get(word(value))


def text(value: object) -> str:
    """Return a text, put together of its parts; what is not known of it is left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, Link):
        return value.id
    if isinstance(value, ZoneOf) or isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping) and isinstance(value.get(_JOIN), list | tuple) and len(value[_JOIN]) == 2:
        sign, parts = value[_JOIN]
        if isinstance(parts, list | tuple):
            return (sign if isinstance(sign, str) else "").join(text(one) for one in parts)
    return ""
