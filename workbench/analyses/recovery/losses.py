"""Data lost in a recovery: of what is restored its `rpo_s`, of a failover its `lag_s`, and never less than below.

Where nobody knows a number, both ends are kept: what is lost at least and at most, whichever way the recovery goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf

from workbench.analyses.recovery.times import RecoveryGraph, Switch, Times

__all__ = ["losses"]

_Bound = tuple[float, float]


def losses(base: RecoveryGraph, least: Times, most: Times) -> Mapping[str, _Bound]:
    """Return what every element has lost at least and at most [s]; inf where it never works again.

    Args:
        base: The graph.
        least, most: The same failure with numbers nobody knows as 0 and as inf; these bound all times.
    """
    found: dict[str, _Bound] = {}
    order = base.above(least.failed)
    order.sort(key=least.time)
    moving = True
    while moving:
        moving = False
        for name in order:
            value = _loss(base, least, most, name, lambda each: found.get(each, (0.0, 0.0)))
            if value != found.get(name, (0.0, 0.0)):
                found[name] = value
                moving = True
    return found


def _loss(base: RecoveryGraph, least: Times, most: Times, name: str, below: Callable[[str], _Bound]) -> _Bound:
    if least.time(name) == inf:
        return inf, inf
    parts = [_known(base.graph.nodes[name].rpo_s)] if name in least.failed else []
    parts += [below(each) for each in base.needs(name)]
    for group in base.groups_of(name):
        kept = _most([below(each) for each in group.primaries])
        if most.by_primaries(group) <= least.by_switch(group):
            parts.append(kept)
            continue
        moved = _most([_known(group.lag), _carried(group, least, most, below)])
        if most.by_switch(group) < least.by_primaries(group):
            parts.append(moved)
        else:  # which comes first hangs on numbers nobody knows
            parts.append((min(kept[0], moved[0]), max(kept[1], moved[1])))
    return _most(parts)


def _carried(group: Switch, least: Times, most: Times, below: Callable[[str], _Bound]) -> _Bound:
    carriers = most.carriers(group)
    if all(least.time(each) == most.time(each) for each in carriers):
        return _most([below(each) for each in most.taken(group)])
    low = sorted(below(each)[0] for each in carriers)
    high = sorted(below(each)[1] for each in carriers)
    return low[group.needed - 1], high[-1]


def _known(value: float | None) -> _Bound:
    return (0.0, inf) if value is None else (value, value)


def _most(parts: list[_Bound]) -> _Bound:
    return max((one[0] for one in parts), default=0.0), max((one[1] for one in parts), default=0.0)
