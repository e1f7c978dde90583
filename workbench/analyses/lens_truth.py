"""Truth tables of risk rules: all combinations of choices at once, one bit for each combination.

A set of combinations is one whole number; `&&`, `||` and `!` are one operation on such numbers, so 2^15 combinations cost a
rule some microseconds. Combination number r holds choice number i where bit i of r is set. Nothing is not applicable here.

Source: bitwise simulation of Boolean functions, D. E. Knuth, The Art of Computer Programming, volume 4A, section 7.1.2.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from workbench.domain.rules import And, Condition, Default, Name, Not, Or

__all__ = ["MOST_EXACT", "Rows", "all_rows", "condition_rows", "sampled_rows"]

MOST_EXACT = 20
"""Most choices whose combinations are all looked at: 2^20 combinations are numbers of 128 KiB."""
_SAMPLES = 1 << 15
_SEED = 20211101


@dataclass(frozen=True, slots=True)
class Rows:
    """Combinations of choices.

    Attributes:
        names: The choices that vary.
        columns: By choice, the combinations that hold it.
        every: All combinations.
        exact: True where these are all there are; False for a sample.
    """

    names: tuple[str, ...]
    columns: Mapping[str, int]
    every: int
    exact: bool

    def without(self, name: str) -> int:
        """Return the combinations that do not hold a choice."""
        return self.every & ~self.columns[name]

    def with_choice(self, name: str) -> Rows:
        """Return the same combinations with one choice put into all of them."""
        return Rows(self.names, {**self.columns, name: self.every}, self.every, self.exact)

    def choices(self, row: int) -> tuple[str, ...]:
        """Return the choices of combination number `row`, in lens order."""
        return tuple(name for name in self.names if self.columns[name] >> row & 1)

    def smallest(self, some: int) -> tuple[str, ...] | None:
        """Return the combination with the fewest choices, the first in lens order; of a sample one of the small ones."""
        if not some:
            return None
        if not self.exact:
            return min((self.choices(row) for row in _set_bits(some, 500)), key=len)
        layer = next(layer for layer in _layers(len(self.names)) if layer & some)
        return self.choices(_lowest(layer & some))

    def minimal(self, some: int, most: int) -> tuple[tuple[str, ...], ...]:
        """Return the combinations that contain no other one of the set, up to `most`; needs all combinations."""
        above = 0
        closed = some
        for number, name in enumerate(self.names):
            column = self.columns[name]
            above |= (above & ~column) << (1 << number)
            above |= (closed & ~column) << (1 << number)
            closed |= above
        found = [self.choices(row) for row in _set_bits(some & ~above, most)]
        return tuple(sorted(found, key=lambda each: (len(each), [self.names.index(name) for name in each])))


def all_rows(names: tuple[str, ...]) -> Rows:
    """Return all 2^n combinations of at most MOST_EXACT choices."""
    every, columns = _columns(len(names))
    return Rows(names, dict(zip(names, columns, strict=True)), every, True)


def sampled_rows(names: tuple[str, ...]) -> Rows:
    """Return some 32,768 combinations of many choices, always the same ones.

    None, all, each choice alone and each left out are among them; the others hold a choice with probability 1/8, 1/2 or 7/8.
    """
    chance = random.Random(_SEED)
    size = len(names)
    every = (1 << _SAMPLES) - 1
    third = (1 << _SAMPLES // 3) - 1
    columns = {}
    for number, name in enumerate(names):
        draws = [chance.getrandbits(_SAMPLES) for _time in range(3)]
        rare, often = draws[0] & draws[1] & draws[2], draws[0] | draws[1] | draws[2]
        bits = (rare & third) | (often & third << _SAMPLES // 3) | (draws[0] & ~(third | third << _SAMPLES // 3))
        bits &= ~((1 << 2 * size + 2) - 1)
        bits |= 0b10 | 1 << number + 2  # row 1 holds all; then one each
        bits |= (((1 << size) - 1) ^ 1 << number) << size + 2
        columns[name] = bits & every
    return Rows(names, columns, every, False)


def condition_rows(condition: Condition, rows: Rows) -> int:
    """Return the combinations for which a condition is true; a choice that is not among `rows` is never selected."""
    match condition:
        case Default():
            return rows.every
        case Name(id=name):
            return rows.columns.get(name, 0)
        case Not(inner=inner):
            return rows.every & ~condition_rows(inner, rows)
        case And(parts=parts):
            found = rows.every
            for part in parts:
                found &= condition_rows(part, rows)
            return found
        case Or(parts=parts):
            found = 0
            for part in parts:
                found |= condition_rows(part, rows)
            return found


@lru_cache(maxsize=32)
def _columns(size: int) -> tuple[int, tuple[int, ...]]:
    """Return the number with all bits, and for each choice the one with the bits of the combinations that hold it."""
    rows = 1 << size
    found = []
    for number in range(size):
        half = 1 << number
        column, width = ((1 << half) - 1) << half, 2 * half
        while width < rows:
            column |= column << width
            width *= 2
        found.append(column)
    return (1 << rows) - 1, tuple(found)


@lru_cache(maxsize=32)
def _layers(size: int) -> tuple[int, ...]:
    """Return, for k from 0, the combinations of k choices."""
    if not size:
        return (1,)
    fewer = _layers(size - 1)
    shift = 1 << (size - 1)
    return tuple(
        (fewer[k] if k < size else 0) | (fewer[k - 1] << shift if k else 0) for k in range(size + 1)
    )  # fmt: skip


def _lowest(some: int) -> int:
    return (some & -some).bit_length() - 1


def _set_bits(some: int, most: int) -> Iterator[int]:
    """Yield the numbers of the lowest set bits."""
    while some and most:
        low = some & -some
        yield low.bit_length() - 1
        some ^= low
        most -= 1
