"""How many minimal cut sets a part has, in all and by order, without listing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import comb

from workbench.analyses.fault_tree.families import Family

__all__ = ["family_count", "orders_in", "vote_count"]


def vote_count(needs: int, counts: Sequence[int], shift: int = 0) -> int:
    """Return the number of minimal sets of a vote: one set of each of `needs` inputs, in all ways.

    Args:
        needs: How many inputs must fail.
        counts: Number of sets of each input, or all numbers by order in one: that of order i times 2**(i * shift).
        shift: Bits per order; 0 with plain numbers.
    """
    groups = Counter(counts)
    left = len(counts)
    row = {0: 1}  # picked so far -> number of ways
    for count, size in groups.items():
        left -= size
        new: dict[int, int] = {}
        least, most = max(0, needs - left - max(row)), min(size, needs)
        power = _power(count, least, shift)
        for picked in range(least, most + 1):
            ways = comb(size, picked) * power
            for before, number in row.items():
                if needs - left <= before + picked <= needs:
                    new[before + picked] = new.get(before + picked, 0) + number * ways
            if picked < most:
                power *= count
        row = new
    return row[needs]


def _power(count: int, exponent: int, shift: int) -> int:
    return 1 << shift * exponent if count == 1 << shift else count**exponent


def family_count(family: Family, counts: Sequence[int], shift: int = 0) -> int:
    """Return the number of sets of a family whose inputs stand for so many sets each; see vote_count."""
    single = 1 << shift
    steps = [shift if count == single else -1 for count in counts]
    values = [0, 1]
    append = values.append
    for level, low, high in zip(family.level[2:], family.low[2:], family.high[2:], strict=True):
        step = steps[level]
        append(values[low] + (values[high] << step if step >= 0 else values[high] * counts[level]))
    return values[family.root]


def orders_in(number: int, shift: int) -> tuple[int, ...]:
    """Take a number that holds all orders apart again."""
    mask = (1 << shift) - 1
    width = -(-number.bit_length() // shift) if shift else 0
    if width > 64:  # halving is faster than taking digit after digit off a long number
        half = width // 2
        upper, lower = number >> half * shift, number & (1 << half * shift) - 1
        below = orders_in(lower, shift)
        return (*below, *[0] * (half - len(below)), *orders_in(upper, shift))
    return tuple(number >> place * shift & mask for place in range(width))
