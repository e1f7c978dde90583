"""Pairs of failures for an edit, which looks at few units: states are worked out when first asked for."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.analyses.failure.compiled import Compiled
from workbench.analyses.failure.pairs import Seconds

__all__ = ["NearSeconds"]


class _Bits(dict[int, int]):
    """Sets of faults as integers, worked out when first asked for."""

    def __init__(self, sets: Mapping[int, set[int]], bit: Mapping[int, int]) -> None:
        self._sets = sets
        self._bit = bit

    def get(self, unit: int, default: int = 0) -> int:  # type: ignore[override]
        if unit not in self:
            value = default
            for cause in self._sets.get(unit, ()):
                value |= 1 << self._bit[cause]
            self[unit] = value
        return self[unit]


class _Near(dict[int, list[int]]):
    """What goes down with a fault, as far as it is inside; worked out when first asked for."""

    def __init__(self, falls: Mapping[int, list[int]], alone: Mapping[int, set[int]], inside: set[int]) -> None:
        self._falls, self._alone, self._inside = falls, alone, inside

    def __missing__(self, cause: int) -> list[int]:
        fallen, inside = self._falls[cause], self._inside
        if len(fallen) < len(inside):
            found = [unit for unit in fallen if unit in inside]
        else:
            found = [unit for unit in inside if cause in self._alone.get(unit, ())]
        self[cause] = found
        return found


class NearSeconds(Seconds):
    """Seconds for an edit, which looks at few units: takes what is known already."""

    def __init__(self, view: Compiled, falls: Mapping[int, list[int]], alone: Mapping[int, set[int]]) -> None:
        super().__init__(view, {}, ())
        self._inside = set(view.order)
        self._falls = _Near(falls, alone, self._inside)
        self.faults = [unit for unit in view.order if view.faults[unit]]
        self._bit = {unit: place for place, unit in enumerate(self.faults)}
        self.everything = (1 << len(self.faults)) - 1
        self.alone = _Bits(alone, self._bit)
        self.alone.update(dict.fromkeys(view.at_rest & self._inside, self.everything))
