"""Values of Terraform beyond plain ones: all zones, texts in parts, and what has no value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.importers.resource import Link, Unknown, ZoneOf

__all__ = ["Failed", "Zones", "as_text", "index_of", "joined", "taken"]

_MOST_TEXT = 100_000


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
        return value.at(index_of(key)) if key != "*" else value
    if isinstance(value, Mapping):
        if key in value:
            return value[key]
        if as_text(key) in value:
            return value[as_text(key)]
    if isinstance(value, list):
        place = index_of(key)
        if 0 <= place < len(value):
            return value[place]
    raise Failed


def index_of(key: Any) -> int:
    """Return a whole number.

    Raises:
        Failed: It is none.
    """
    if isinstance(key, int) and not isinstance(key, bool):
        return key
    if isinstance(key, float) and key == int(key):
        return int(key)
    if isinstance(key, str) and key.isdecimal() and len(key) < 10:
        return int(key)
    raise Failed
