"""Lightest hitting sets: the cheapest choice that takes at least one of each of some sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["lightest_hitting_set"]


def lightest_hitting_set(
    demands: Sequence[frozenset[int]], weight: Callable[[int], int], most_steps: int = 100_000
) -> frozenset[int] | None:  # fmt: skip
    """Return the lightest set with at least one of each demand.

    Args:
        demands: None of them empty.
        weight: Weight of each number, at least 1.
        most_steps: How many choices are tried.

    Returns:
        None when that takes too long. Equal input gives equal output.

    Source: branch and bound with a packing of disjoint sets as the lower bound, as for set covering in
    Balas and Ho, Mathematical Programming Study 12 (1980) 37.
    """
    left = sorted({one for one in demands if not any(other < one for other in demands)}, key=lambda one: sorted(one))
    search = _Search(left, weight, most_steps)
    search.branch(left, frozenset(), 0)
    return None if search.steps > most_steps else search.best


class _Search:
    def __init__(self, demands: list[frozenset[int]], weight: Callable[[int], int], most_steps: int) -> None:
        self.weight = {number: weight(number) for demand in demands for number in demand}
        self.most = most_steps
        self.steps = 0
        self.best: frozenset[int] = frozenset(min(demand, key=self._order) for demand in demands)
        self.limit = sum(self.weight[number] for number in self.best)

    def _order(self, number: int) -> tuple[int, int]:
        return self.weight[number], number

    def branch(self, demands: list[frozenset[int]], chosen: frozenset[int], spent: int) -> None:
        """Try all choices for one open demand."""
        self.steps += 1
        if self.steps > self.most:
            return
        if not demands:
            if spent < self.limit:
                self.best, self.limit = chosen, spent
            return
        if spent + self._at_least(demands) >= self.limit:
            return
        first = min(demands, key=lambda one: (len(one), sorted(one)))
        refused: set[int] = set()
        for number in sorted(first, key=self._order):
            rest = [demand - refused for demand in demands if number not in demand]
            if all(rest):
                self.branch(rest, chosen | {number}, spent + self.weight[number])
            refused.add(number)

    def _at_least(self, demands: list[frozenset[int]]) -> int:
        taken: set[int] = set()
        total = 0
        for demand in sorted(demands, key=len):
            if not demand & taken:
                taken |= demand
                total += min(self.weight[number] for number in demand)
        return total
