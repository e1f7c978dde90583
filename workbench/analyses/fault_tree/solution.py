"""What a fault tree answers, and how much work it may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Budget", "Importance", "Solution"]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much work an answer may cost; counted in steps, never in seconds, so that answers repeat.

    Attributes:
        nodes: Most nodes of one decision diagram; some 300 bytes each while it is made.
        listed: Most cut sets of order 3 and more that are listed.
    """

    nodes: int = 1_000_000
    listed: int = 10_000


@dataclass(frozen=True, slots=True)
class Importance:
    """How much one event matters; P is the unavailability of the top, p that of the event.

    Each is None where a number is missing, the budget was spent or the ratio is undefined (P = 0, for `rrw` also
    P(event works) = 0).

    Source: M. Rausand, A. Barros, A. Høyland, "System Reliability Theory", 3rd ed., Wiley 2021, chapter 7.

    Attributes:
        birnbaum: P(event failed) - P(event works).
        criticality: p * birnbaum / P.
        fussell_vesely: (P - P(event works)) / P.
        raw: Risk achievement worth, P(event failed) / P.
        rrw: Risk reduction worth, P / P(event works).
    """

    birnbaum: float | None = None
    criticality: float | None = None
    fussell_vesely: float | None = None
    raw: float | None = None
    rrw: float | None = None


@dataclass(frozen=True)
class Solution:
    """Cut sets, unavailability and importance of one fault tree.

    Attributes:
        cut_sets: Minimal cut sets up to the order asked for, by size, then names; names sorted inside. Those of
            order 1 and 2 are always complete. `((),)` where the top is down with nothing failed. Empty for a
            non-coherent tree.
        listed_all: Every cut set up to the order asked for is in the list.
        counts: Exact number of minimal cut sets of each order (index = order); None where the budget was spent or
            the tree is not coherent.
        count: Their sum.
        unavailability: Exact probability of the top; None where an event that matters has no number or the budget
            was spent.
        interval: Certified bounds of it; an event without a number counts as 0 below and 1 above.
        importance: For each event in a minimal cut set.
        exact: The budget was enough: bounds differ only for want of numbers, and all is counted.
        coherent: More failures never repair anything; else there are no cut sets, only the unavailability.
        relevant: Events the top depends on; where the budget was spent, those it may depend on.
    """

    cut_sets: tuple[tuple[str, ...], ...]
    listed_all: bool
    counts: tuple[int, ...] | None
    count: int | None
    unavailability: float | None
    interval: tuple[float, float]
    importance: Mapping[str, Importance]
    exact: bool
    coherent: bool
    relevant: frozenset[str]
