"""Pairs of practices of two lenses that somebody judged: the same, or different although they look alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.places import resources_dir

__all__ = ["KnownPairs", "read_known_pairs", "shipped_known_pairs"]

_FORMAT = "wb-lens-overlaps/1"
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class KnownPairs:
    """What was judged; every pair stands here both ways round.

    Attributes:
        same: A sentence by (lens, other lens, choice id, other choice id).
        different: Pairs that look alike and are not.
    """

    same: Mapping[Key, str] = field(default_factory=dict, hash=False)
    different: frozenset[Key] = frozenset()


def read_known_pairs(text: str | bytes, name: str = "") -> KnownPairs:
    """Read the text of a list.

    Raises:
        BadInput: It is not one.
    """
    try:
        data = json.loads(text)
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        same: dict[Key, str] = {}
        different: set[Key] = set()
        for block in data["lenses"]:
            one, other = block["between"]
            for pair in block.get("same", ()):
                first, second, why = (str(pair[key]) for key in ("first", "second", "why"))
                same[one, other, first, second] = same[other, one, second, first] = why
            for first, second in block.get("different", ()):
                different |= {(one, other, first, second), (other, one, second, first)}
        return KnownPairs(same, frozenset(different))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            _("{name} is not a list of overlapping practices: {error}.").format(
                name=name or _("The list of overlapping practices"), error=error
            ),
            _("Install the workbench again."),
        ) from error


@cache
def shipped_known_pairs() -> KnownPairs:
    """Return the list that ships with the product, read once."""
    path = resources_dir() / "knowledge" / "lens_overlaps.json"
    return read_known_pairs(path.read_bytes(), path.name)
