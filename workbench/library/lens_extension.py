"""Our extension keys of a lens file: where ids come from, what is missing, phases, and guidance.

The WA Tool ignores them. Whatever has the wrong type is left out; `resources/help/lens-files.md` is the reference.
"""

from __future__ import annotations

import re
from typing import Any

from workbench.domain.lens import Aspect

__all__ = [
    "EXTENSION_KEYS", "UNWRITABLE", "choice_extension", "lens_extension", "part_of", "question_extension", "text_of",
]  # fmt: skip

EXTENSION_KEYS: dict[str, frozenset[str]] = {
    "lens": frozenset({
        "alias", "version", "official", "sourceUrl", "origin", "idsOrigin", "aliasOrigin", "domain", "completeness",
        "phases", "phasesOrigin", "scenarios", "principles", "dimensions",
    }),
    "pillar": frozenset({"code"}),
    "question": frozenset({"number", "code", "url", "riskRulesOrigin", "titleOrigin", "phases", "guidance"}),
    "choice": frozenset({"code", "riskIfAbsent", "category", "url", "idOrigin", "dimensions", "guidance"}),
}  # fmt: skip
"""Keys of ours, which the WA Tool does not know, by the part that holds them."""

UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Signs that no document can hold: control characters but tab and line feed, and halves of surrogate pairs."""


def text_of(entry: dict[str, Any], key: str) -> str:
    """Return a text without the signs that no document can hold; empty if it is none."""
    return _clean(entry.get(key))


def part_of(entry: dict[str, Any], key: str) -> dict[str, Any]:
    """Return an object inside an object; empty if it is none."""
    value = entry.get(key)
    return value if isinstance(value, dict) else {}


def lens_extension(data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a Lens that our keys give."""
    return {
        "origin": text_of(data, "origin"),
        "ids_origin": text_of(data, "idsOrigin"),
        "alias_origin": text_of(data, "aliasOrigin"),
        "domain": text_of(data, "domain"),
        "completeness": text_of(data, "completeness"),
        "phases": _aspects(data, "phases"),
        "phases_origin": text_of(data, "phasesOrigin"),
        "scenarios": _aspects(data, "scenarios"),
        "principles": _aspects(data, "principles"),
        "dimensions": _aspects(data, "dimensions"),
    }


def question_extension(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a Question that our keys give."""
    guidance = part_of(entry, "guidance")
    return {
        "short": text_of(guidance, "short"),
        "about": text_of(guidance, "about"),
        "ask": text_of(guidance, "ask"),
        "probes": _texts(guidance, "probes"),
        "red_flags": _texts(guidance, "redFlags"),
        "good": text_of(guidance, "good"),
        "evidence": _texts(guidance, "evidence"),
        "title_origin": text_of(entry, "titleOrigin"),
        "phases": _texts(entry, "phases"),
    }


def choice_extension(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a Choice that our keys give."""
    guidance = part_of(entry, "guidance")
    return {
        "meaning": text_of(guidance, "meaning"),
        "see": text_of(guidance, "see"),
        "category": text_of(entry, "category"),
        "id_origin": text_of(entry, "idOrigin"),
        "dimensions": _texts(entry, "dimensions"),
    }


def _clean(value: object) -> str:
    return UNWRITABLE.sub("", value) if isinstance(value, str) else ""


def _texts(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key)
    return tuple(text for text in map(_clean, value) if text) if isinstance(value, list) else ()


def _aspects(data: dict[str, Any], key: str) -> tuple[Aspect, ...]:
    value = data.get(key)
    found = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return tuple(Aspect(text_of(one, "id"), text_of(one, "name"), text_of(one, "about")) for one in found)
