"""Failures kept under a name in two copies of a workload brought together: names and elements one by one."""

from __future__ import annotations

from typing import Any

from workbench.analyses.merge_parts import UNKNOWN, Merger, Unknown, merged_ids
from workbench.domain.failure_scenario import FailureScenario

__all__ = ["merge_scenarios"]

Kept = tuple[FailureScenario, ...]


def merge_scenarios(merger: Merger, base: Kept | Unknown, mine: Kept, theirs: Kept) -> Kept:
    """Return the merged scenarios, by name; who kept one last, and when, follows the later day.

    Args:
        merger: Notes what it takes and what it cannot decide.
        base, mine, theirs: The scenarios of the three states; they are told apart by id.
    """
    own, other = ({one.id: one for one in kept} for kept in (mine, theirs))
    was = UNKNOWN if base is UNKNOWN else {one.id: one for one in base}
    found = []
    for key in sorted({*own, *other}):
        old: Any = UNKNOWN if was is UNKNOWN else was.get(key)
        one = _one(merger, key, old, own.get(key), other.get(key))
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))


def _one(
    merger: Merger, key: str, base: Any, mine: FailureScenario | None, theirs: FailureScenario | None
) -> FailureScenario | None:
    if mine == theirs:
        return mine
    shown = mine or theirs
    path, label = ("scenario", key), shown.name if shown else key
    if mine is None or theirs is None:
        whole: FailureScenario | None = merger.value(path, base, mine, theirs, label=label)
        return whole
    old_name, old_failed = (base, base) if base is UNKNOWN else (base.name, base.failed) if base else ("", ())
    name = merger.value((*path, "name"), old_name, mine.name, theirs.name, label=label)
    noted = len(merger.taken)
    failed = merged_ids(merger, (*path, "failed"), old_failed, mine.failed, theirs.failed, label=label)
    if not failed:  # each side took away what the other kept; a failure of nothing is none
        del merger.taken[noted:]
        failed = merger.conflict((*path, "failed"), old_failed, mine.failed, theirs.failed, label=label)
    if base is UNKNOWN or theirs == base:
        last = mine
    else:
        last = theirs if mine == base else max(mine, theirs, key=lambda one: (one.on, one.by))
    return FailureScenario(key, name, failed, last.by, last.on)
