"""The redundancy groups of one element in two or three states: which one is which, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.analyses.merge_parts import UNKNOWN, Merger, Path, Unknown, merged_ids, united_ids
from workbench.domain.graph import Group

__all__ = ["group_partners", "matched_groups", "merged_groups"]

Pairs = tuple[tuple[Group | None, Group | None], ...]


def group_partners(old: Sequence[Group], new: Sequence[Group]) -> dict[int, int]:
    """Return the place in `new` of each group of `old`, by its place: equal ones, then the same members, then the most."""
    shared = sorted(
        (one != other, set(one.members) != set(other.members), -len({*one.members} & {*other.members}), at, to)
        for at, one in enumerate(old)
        for to, other in enumerate(new)
        if not {*one.members}.isdisjoint(other.members)
    )
    partner: dict[int, int] = {}
    for *_how, at, to in shared:
        if at not in partner and to not in partner.values():
            partner[at] = to
    return partner


def matched_groups(old: Sequence[Group], new: Sequence[Group]) -> Pairs:
    """Pair the groups of an element in two states, see group_partners.

    Returns:
        Pairs in the order of `old`, then what is only in `new`; None where a group has no partner.
    """
    partner = group_partners(old, new)
    pairs = [(group, new[partner[at]] if at in partner else None) for at, group in enumerate(old)]
    rest = [(None, group) for to, group in enumerate(new) if to not in partner.values()]
    return (*pairs, *rest)


def merged_groups(
    merger: Merger, path: Path, base: tuple[Group, ...] | Unknown, mine: tuple[Group, ...], theirs: tuple[Group, ...],
    label: str,
) -> tuple[Group, ...]:  # fmt: skip
    """Merge the groups of one element, those of the base one by one, then what either side added."""
    if mine == theirs or theirs == base:
        return mine
    if base is UNKNOWN or mine == base:
        whole: tuple[Group, ...] = merger.value(path, base, mine, theirs, label=label)
        return whole
    own, other = matched_groups(base, mine), matched_groups(base, theirs)
    found = [
        _group(merger, (*path, str(place)), group, own[place][1], other[place][1], label)
        for place, group in enumerate(base)
    ]
    mine_new, theirs_new = ([pair[1] for pair in pairs[len(base) :] if pair[1]] for pairs in (own, other))
    for group in mine_new:
        twin = next((one for one in theirs_new if set(one.members) == set(group.members)), None)
        if twin is not None:
            theirs_new.remove(twin)
            added = (*path, ", ".join(sorted(group.members)))
            group = merger.value(added, None, group, twin, label=label)
        found.append(group)
    for group in theirs_new:
        found.append(merger.value((*path, ", ".join(sorted(group.members))), None, None, group, label=label))
    return tuple(group for group in found if group is not None)


def _group(
    merger: Merger, path: Path, base: Group, mine: Group | None, theirs: Group | None, label: str
) -> Group | None:
    if mine == theirs or theirs == base:
        return mine
    whole: Group | None
    if mine is None or theirs is None or mine == base:
        whole = merger.value(path, base, mine, theirs, label=label)
        return whole
    members = united_ids(base.members, mine.members, theirs.members, ordered=True)
    fewest = len(members) if members is not None else min(len(mine.members), len(theirs.members))
    if max(mine.needed, theirs.needed) > fewest:  # what one side needs is more than what the other leaves
        whole = merger.value(path, base, mine, theirs, label=label)
        return whole
    sides = (base, mine, theirs)
    needs, failover_s, lag_s = (
        merger.value((*path, name), *(getattr(one, name) for one in sides), label=label)
        for name in ("needs", "failover_s", "lag_s")
    )
    kept = merged_ids(merger, (*path, "members"), base.members, mine.members, theirs.members, label=label, ordered=True)
    return Group(needs, kept, failover_s, lag_s)
