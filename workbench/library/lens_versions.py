"""Versions of a lens beside each other: which others there are, and which of them is newer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workbench.domain.lens import Lens
from workbench.library.lens_known import nearest_kin
from workbench.library.lenses_at_hand import SHELF, LensAtHand

__all__ = ["is_newer", "other_versions", "version_key"]


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts "1.10" after "1.9", and "2025-11-19" after "2025-03-01"."""
    parts = version.replace("-", ".").replace("+", ".").split(".")
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts)


def is_newer(version: str, than: str) -> bool:
    """Tell whether a version comes after another by its name; one with a name comes after one without."""
    return version_key(version) > version_key(than)


def other_versions(
    lens: Lens, known: Iterable[LensAtHand], read: Callable[[LensAtHand], Lens]
) -> tuple[LensAtHand, ...]:
    """Return the other versions of a lens, the newest first.

    They have the same alias; among a person's own lenses they may have another, where most ids agree.

    Args:
        lens: The version in use.
        known: Lenses to look through.
        read: Reads one of them.
    """
    found = []
    for one in known:
        if one.entry.alias == lens.alias:
            is_other = one.entry.version != lens.version
        else:
            is_other = one.where != SHELF and not lens.official and nearest_kin(lens, [read(one)]) is not None
        if is_other:
            found.append(one)
    return tuple(sorted(found, key=lambda one: version_key(one.entry.version), reverse=True))
