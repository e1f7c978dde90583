"""Initiatives of two copies of a workload brought together: field by field, practices one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from workbench.analyses.merge_parts import UNKNOWN, Merger, merged_ids
from workbench.domain.initiative import Initiative
from workbench.domain.snapshot import Snapshot

__all__ = ["merge_initiatives", "renamed"]


def merge_initiatives(
    merger: Merger, base: Snapshot | None, mine: Snapshot, theirs: Snapshot, ids: Mapping[str, str]
) -> tuple[Initiative, ...]:
    """Return the merged initiatives, by title.

    Args:
        merger: Notes what it takes and what it cannot decide.
        base, mine, theirs: The states; reviews are matched by lens alias.
        ids: Review id of each lens alias in the merged state; practices of other lenses are left out.
    """
    states = [state for state in (theirs, mine, base) if state]
    aliases = {review.id: review.lens_alias for state in states for review in state.reviews}
    old, own, other = (_by_alias(state, aliases) if state else {} for state in (base, mine, theirs))
    found = []
    for key in sorted({*own, *other}):
        known: Any = UNKNOWN if base is None else old.get(key)
        one = _one(merger, key, known, own.get(key), other.get(key))
        if one is not None:
            closes = (replace(gap, review_id=ids[gap.review_id]) for gap in one.closes if gap.review_id in ids)
            found.append(replace(one, closes=tuple(sorted(closes))))
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.id)))


def renamed(
    initiatives: Iterable[Initiative], reviews: Mapping[str, str], ids: Mapping[str, str]
) -> tuple[Initiative, ...]:
    """Return initiatives with other review ids, and with ids of their own where `ids` has one."""
    return tuple(
        replace(one, id=ids.get(one.id, one.id),
                closes=tuple(sorted(replace(gap, review_id=reviews[gap.review_id]) for gap in one.closes)))
        for one in initiatives
    )  # fmt: skip


def _by_alias(state: Snapshot, aliases: Mapping[str, str]) -> dict[str, Initiative]:
    """Initiatives by id, with lens aliases in place of review ids, which differ between copies."""
    alias_of = {**aliases, **{review.id: review.lens_alias for review in state.reviews}}
    return {
        one.id: replace(one, closes=tuple(sorted(
            replace(gap, review_id=alias_of.get(gap.review_id, gap.review_id)) for gap in one.closes)))
        for one in state.initiatives
    }  # fmt: skip


def _one(merger: Merger, key: str, base: Any, mine: Initiative | None, theirs: Initiative | None) -> Initiative | None:
    if mine == theirs:
        return mine
    shown = mine or theirs
    label = shown.title if shown else key
    if mine is None or theirs is None:
        whole: Initiative | None = merger.value(("initiative", key), base, mine, theirs, label=label)
        return whole
    values: dict[str, Any] = {}
    for entry in fields(Initiative):
        old = base if base is UNKNOWN else getattr(base or Initiative(key, ""), entry.name)
        sides = getattr(mine, entry.name), getattr(theirs, entry.name)
        path = ("initiative", key, entry.name)
        if entry.name == "closes":
            values[entry.name] = tuple(sorted(merged_ids(merger, path, old, *sides, label=label)))
        else:
            values[entry.name] = merger.value(path, old, *sides, join=entry.name == "note", label=label)
    return Initiative(**values)
