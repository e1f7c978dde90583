"""What goes down when something fails: propagation of failures, event by event.

Each step touches an arrow of something that really fails, so the cost is that of the answer; no analysis of all single
failures can be faster than listing their blast radii.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice

from workbench.analyses.failure.compiled import Compiled, Semantics
from workbench.domain.collector import collector_paused

__all__ = ["Fall"]

_ALWAYS = sys.maxsize
"""Round in which units were seen that are down at rest: later than any."""


class Fall:
    """Propagates failures through a compiled graph; one object serves any number of failure sets, one at a time."""

    def __init__(self, compiled: Compiled) -> None:
        self._graph = compiled
        self._founded = compiled.semantics is Semantics.FOUNDED and bool(compiled.blocks)
        self._seen = [0] * len(compiled.units)
        self._round = 0
        self._full = [group.fatal for group in compiled.groups]
        for unit in compiled.at_rest:
            self._seen[unit] = _ALWAYS
            for group in compiled.groups_with[unit]:
                self._full[group] -= 1
        self._left = list(self._full)
        self._owner = [group.owner for group in compiled.groups]

    def of(self, failed: Iterable[int]) -> list[int]:
        """Return the units that go down, failed ones first; those that are down at rest are left out.

        Args:
            failed: Units that fail; doubles and units that are down at rest do no harm.
        """
        graph, seen, left, full = self._graph, self._seen, self._left, self._full
        needed_by, groups_with, owner = graph.needed_by, graph.groups_with, self._owner
        self._round += 1
        mark = self._round
        down: list[int] = []
        for unit in failed:
            if seen[unit] < mark:
                seen[unit] = mark
                down.append(unit)
        touched: list[int] = []
        done = 0
        while True:
            for unit in islice(down, done, None):  # grows meanwhile
                for above in needed_by[unit]:
                    if seen[above] < mark:
                        seen[above] = mark
                        down.append(above)
                for group in groups_with[unit]:
                    touched.append(group)
                    count = left[group] - 1
                    left[group] = count
                    if count == 0:
                        above = owner[group]
                        if seen[above] < mark:
                            seen[above] = mark
                            down.append(above)
            if not self._founded:
                break
            fresh, done = down[done:], len(down)
            for unit in self._unfounded(fresh):
                seen[unit] = mark
                down.append(unit)
            if len(down) == done:
                break
        for group in touched:
            left[group] = full[group]
        return down

    def singles(self) -> dict[int, list[int]]:
        """Return what goes down with each unit that can fail, as `of((unit,))`; what falls stands after what it fell by."""
        with collector_paused():
            if self._graph.blocks:
                return {unit: self.of((unit,)) for unit, faults in enumerate(self._graph.faults) if faults}
            return self._upwards()

    def _upwards(self) -> dict[int, list[int]]:
        """All single failures of a graph without blocks: by unit, the faults that take it down, from below."""
        graph = self._graph
        waits = [len(above) + len(groups) for above, groups in zip(graph.needed_by, graph.groups_with, strict=True)]
        found: dict[int, list[int]] = {unit: [] for unit, faults in enumerate(graph.faults) if faults}
        alone: dict[int, set[int]] = {}
        for unit in graph.order:
            needs, groups = graph.needs[unit], graph.groups_of[unit]
            below = [alone[each] for each in needs]
            below += [_common([alone[each] for each in graph.groups[one].members], self._full[one]) for one in groups]
            for each in chain(needs, *(graph.groups[one].members for one in groups)):
                waits[each] -= 1
                if not waits[each]:
                    del alone[each]  # all that lean on it are done: long chains would not fit into memory
            faults = {unit}.union(*below) if unit in found else below[0] if len(below) == 1 else set().union(*below)
            for each in faults:
                found[each].append(unit)
            if waits[unit]:
                alone[unit] = faults
        return found

    def _unfounded(self, fresh: list[int]) -> list[int]:
        """Units of blocks that lost some support and cannot be shown to be up any more."""
        graph, seen, mark = self._graph, self._seen, self._round
        blocks = set()
        for unit in fresh:
            blocks.add(graph.block[unit])
            for group in graph.groups_with[unit]:
                blocks.add(graph.block[self._owner[group]])
        blocks.discard(-1)
        lost: list[int] = []
        for number in sorted(blocks):
            standing = [unit for unit in graph.blocks[number] if seen[unit] < mark]
            lost += graph.unsupported(standing, lambda unit: seen[unit] >= mark)
        return lost


def _common(sets: list[set[int]], fatal: int) -> set[int]:
    """Members of at least so many of the sets."""
    if fatal == 1:
        return set().union(*sets)
    if fatal == len(sets):
        return set.intersection(*sets)
    return {each for each, count in Counter(chain.from_iterable(sets)).items() if count >= fatal}
