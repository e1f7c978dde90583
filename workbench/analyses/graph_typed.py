"""Numbers and attributes of elements as people type them, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from workbench.analyses.graph_numbers import duration
from workbench.i18n import _

__all__ = ["attributes_of_text", "seconds_of", "share_of", "text_of_attributes", "text_of_seconds", "text_of_share"]

_UNITS = {"": 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]*)\s*")


def text_of_seconds(seconds: float | None) -> str:
    """Return a time as it is typed: "2 h 30 min"; empty where it is not known."""
    if seconds is None:
        return ""
    short = duration(seconds)
    return short if seconds_of(short) == seconds else f"{seconds:g} s"


def seconds_of(text: str) -> float | None:
    """Read a time: "45 s", "2 h 30 min", "1 d"; a bare number counts seconds.

    Raises:
        ValueError: It is no time; with what is wrong, in words.
    """
    text = text.strip().casefold()
    if not text:
        return None
    total, at = 0.0, 0
    for part in _PART.finditer(text):
        if part.start() != at or part[2] not in _UNITS:
            break
        total += float(part[1].replace(",", ".")) * _UNITS[part[2]]
        at = part.end()
    if at != len(text) or not at:
        raise ValueError(_("Write a time as 45 s, 30 min, 4 h or 1 d."))
    return total


def text_of_share(share: float | None) -> str:
    """Return a probability in percent; empty where it is not known."""
    return "" if share is None else f"{share * 100:.10g} %"


def share_of(text: str) -> float | None:
    """Read a probability: "0.05 %", or a bare number from 0 to 1.

    Raises:
        ValueError: It is none; with what is wrong, in words.
    """
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        share = float(f"{float(text[:-1]) / 100:.12g}") if text.endswith("%") else float(text)
    except ValueError as error:
        raise ValueError(_("Write a share of time as 0.05 %, or as 0.0005.")) from error
    if not 0 <= share <= 1:
        raise ValueError(_("A share of time lies between 0 and 100 %."))
    return share


def text_of_attributes(attributes: Mapping[str, Any], without: frozenset[str]) -> str:
    """Return attributes one per line: name: value; what is no text stands as JSON."""
    lines = []
    for name, value in attributes.items():
        if name not in without:
            plain = (
                isinstance(value, str) and "\n" not in value and value == value.strip() and not _reads_otherwise(value)
            )
            lines.append(f"{name}: {value if plain else json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)


def attributes_of_text(text: str) -> dict[str, Any]:
    """Read attributes one per line; a value that is JSON is read as such.

    Raises:
        ValueError: A line has no name; with what is wrong, in words.
    """
    found: dict[str, Any] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise ValueError(_('Write "name: value" in each line: {line}').format(line=line.strip()[:40]))
        found[name.strip()] = _value(value.strip())
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _reads_otherwise(text: str) -> bool:
    return bool(_value(text) != text)
