"""Which pairs of failures take something down, for all pairs at once.

One failure is assumed; then the states under every second failure are one integer each, bit by bit, and only what the
first failure changed is worked out again. Exact for both meanings of cycles; no decision diagram is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from workbench.analyses.failure.compiled import Compiled, Semantics
from workbench.progress import Progress, Silent

__all__ = ["Seconds", "bits_of", "pairs"]

_SILENT = Silent()


def bits_of(number: int) -> Iterator[int]:
    """Yield the places of the bits that are set, lowest first."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _at_least(wanted: int, values: list[int]) -> int:
    """Bits that are set in at least `wanted` of the values."""
    if wanted == 1:
        found = 0
        for value in values:
            found |= value
        return found
    if wanted == len(values):
        found = values[0]
        for value in values:
            found &= value
        return found
    counts = [0] * (wanted + 1)
    counts[0] = -1
    for seen, value in enumerate(values, 1):
        for place in range(min(seen, wanted), 0, -1):
            counts[place] |= counts[place - 1] & value
    return counts[wanted]


class Seconds:
    """States under a first failure and every second one.

    Args:
        compiled: The graph.
        falls: For every unit that can fail, what goes down with it (`Fall.of`).
        within: Units to look at; they must contain all that each of them leans on. All units if None.

    Attributes:
        faults: Units that can fail, by bit.
        everything: The integer with a bit for every fault.
        alone: By unit: the faults that take it down by themselves.
    """

    def __init__(
        self, compiled: Compiled, falls: dict[int, list[int]], within: Sequence[int] | None = None
    ) -> None:  # fmt: skip
        self._graph = compiled
        self._falls = falls
        self._inside = set(range(len(compiled.units)) if within is None else within)
        self.faults = [unit for unit in sorted(self._inside) if compiled.faults[unit]]
        self._bit = {unit: place for place, unit in enumerate(self.faults)}
        self.everything = (1 << len(self.faults)) - 1
        size = (len(self.faults) + 7) // 8
        marks: dict[int, bytearray] = {}
        for place, fault in enumerate(self.faults):
            byte, bit = place >> 3, 1 << (place & 7)
            for unit in falls[fault]:
                if unit in self._inside:
                    row = marks.get(unit)
                    if row is None:
                        row = marks[unit] = bytearray(size)
                    row[byte] |= bit
        self.alone = {unit: int.from_bytes(row, "little") for unit, row in marks.items()}
        for unit in compiled.at_rest & self._inside:
            self.alone[unit] = self.everything

    def with_first(self, first: int) -> dict[int, int]:
        """Return the faults that take a unit down together with the first; units that it changes nothing for are left out."""
        graph, alone, everything, inside = self._graph, self.alone, self.everything, self._inside
        fallen = self._falls[first]
        changed = {unit: everything for unit in fallen if unit in inside}
        heap: list[int] = []
        queued: set[int] = set()

        def queue(unit: int) -> None:
            if unit in inside and changed.get(unit) != everything:
                key = graph.position[unit if graph.block[unit] < 0 else graph.blocks[graph.block[unit]][0]]
                if key not in queued:
                    queued.add(key)
                    heappush(heap, key)

        for unit in fallen:
            for group in graph.groups_with[unit]:
                queue(graph.groups[group].owner)
        while heap:
            key = heappop(heap)
            queued.discard(key)
            unit = graph.order[key]
            for each, value in self._again(unit, changed):
                if value != changed.get(each, alone.get(each, 0)):
                    changed[each] = value
                    for above in graph.needed_by[each]:
                        if graph.block[above] < 0 or graph.block[above] != graph.block[each]:
                            queue(above)
                    for group in graph.groups_with[each]:
                        above = graph.groups[group].owner
                        if graph.block[above] < 0 or graph.block[above] != graph.block[each]:
                            queue(above)
        return changed

    def _again(self, unit: int, changed: dict[int, int]) -> list[tuple[int, int]]:
        graph, alone = self._graph, self.alone
        if graph.block[unit] < 0:
            return [(unit, self._state(unit, changed, alone))]
        members = graph.blocks[graph.block[unit]]
        founded = graph.semantics is Semantics.FOUNDED
        now = {
            each: self.everything if founded or changed.get(each) == self.everything else alone.get(each, 0)
            for each in members
        }
        trial = changed | now
        moving = True
        while moving:
            moving = False
            for each in members:
                if changed.get(each) == self.everything:
                    continue
                value = self._state(each, trial, alone)
                if value != trial[each]:
                    trial[each] = value
                    moving = True
        return [(each, trial[each]) for each in members]

    def _state(self, unit: int, changed: dict[int, int], alone: dict[int, int]) -> int:
        graph = self._graph
        place = self._bit.get(unit)
        value = 0 if place is None else 1 << place
        for each in graph.needs[unit]:
            value |= changed[each] if each in changed else alone.get(each, 0)
        for number in graph.groups_of[unit]:
            group = graph.groups[number]
            states = [changed[each] if each in changed else alone.get(each, 0) for each in group.members]
            value |= _at_least(group.fatal, states) & self.everything
        return value


def pairs(
    seconds: Seconds, targets: Sequence[int], *, progress: Progress = _SILENT
) -> dict[int, list[tuple[int, int]]]:  # fmt: skip
    """Return the minimal pairs of failing units for each target.

    Args:
        seconds: Prepared states; must contain the targets.
        targets: Units, for example the entry points of journeys.
        progress: Called once per hundred faults.

    Returns:
        By target, pairs of units of which neither takes it down alone; each pair once.
    """
    found: dict[int, list[tuple[int, int]]] = {target: [] for target in targets}
    for place, first in enumerate(seconds.faults):
        if place % 100 == 0:
            progress(place, len(seconds.faults))
        changed = seconds.with_first(first)
        for target, listed in found.items():
            value = changed.get(target, 0)
            if not value or seconds.alone.get(target, 0) >> place & 1:
                continue
            later = (value & ~seconds.alone.get(target, 0)) >> (place + 1)
            listed.extend((first, seconds.faults[place + 1 + bit]) for bit in bits_of(later))
    return found
