"""The oracle: truth tables over all assignments, written from the definitions; it shares no code with the solver."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from workbench.analyses.fault_tree import Builder, FaultTree

COHERENT = ("or", "and", "vote")
ANY = (*COHERENT, "not", "xor", "one")
SCALE = 10**12
"""Probabilities are so many parts of this, so that the oracle counts in whole numbers."""


@dataclass(frozen=True)
class Recipe:
    """A tree as (kind, k, arguments) over places: the events first, then the gates; the last one is the top."""

    events: int
    gates: tuple[tuple[str, int, tuple[int, ...]], ...]
    parts: tuple[int | None, ...]
    """Unavailability of each event in parts of SCALE; None is not known."""

    @property
    def names(self) -> list[str]:
        return [f"e{place:02}" for place in range(self.events)]

    @property
    def numbers(self) -> dict[str, float | None]:
        parts = zip(self.names, self.parts, strict=True)
        return {name: None if part is None else part / SCALE for name, part in parts}

    def tree(self) -> FaultTree:
        builder = Builder()
        nodes = [builder.event(name) for name in self.names]
        for kind, k, args in self.gates:
            given = [nodes[arg] for arg in args]
            made = {
                "or": lambda given=given: builder.any_of(given),
                "and": lambda given=given: builder.all_of(given),
                "vote": lambda given=given, k=k: builder.at_least(k, given),
                "not": lambda given=given: builder.negate(given[0]),
                "xor": lambda given=given: builder.xor(given),
                "one": lambda given=given: builder.one_of(given),
            }
            nodes.append(made[kind]())
        return builder.tree(nodes[-1])

    @cached_property
    def down(self) -> list[bool]:
        """Whether the top is down, by assignment: bit i of the place says whether event i failed."""
        table = []
        for assignment in range(1 << self.events):
            values = [bool(assignment >> place & 1) for place in range(self.events)]
            for kind, k, args in self.gates:
                failed = sum(values[arg] for arg in args)
                values.append(
                    {
                        "or": failed > 0,
                        "and": failed == len(args),
                        "vote": failed >= k,
                        "not": not values[args[0]],
                        "xor": failed % 2 == 1,
                        "one": failed == 1,
                    }[kind]
                )
            table.append(values[-1])
        return table

    def cut_sets(self) -> list[tuple[str, ...]]:
        found = []
        for assignment, down in enumerate(self.down):
            members = [place for place in range(self.events) if assignment >> place & 1]
            if down and not any(self.down[assignment ^ 1 << place] for place in members):
                found.append(tuple(self.names[place] for place in members))
        return sorted(found, key=lambda one: (len(one), one))

    def depends_on(self) -> set[str]:
        return {
            name
            for place, name in enumerate(self.names)
            if any(self.down[one] != self.down[one ^ 1 << place] for one in range(1 << self.events))
        }

    def chance(self, fixed: dict[int, int] | None = None) -> Fraction:
        """P(top down), some events fixed to so many parts of SCALE."""
        parts = [(fixed or {}).get(place, part) for place, part in enumerate(self.parts)]
        row = [int(down) for down in self.down]
        for part in reversed(parts):
            half = len(row) // 2  # the last event is the highest bit
            row = [(SCALE - part) * up + part * down for up, down in zip(row[:half], row[half:], strict=True)]
        return Fraction(row[0], SCALE**self.events)

    def bounds(self) -> tuple[Fraction, Fraction]:
        """P over all values of the unknown events; it is linear in each, so the ends are enough."""
        unknown = [place for place, part in enumerate(self.parts) if part is None]
        found = [
            self.chance({place: SCALE * (choice >> bit & 1) for bit, place in enumerate(unknown)})
            for choice in range(1 << len(unknown))
        ]
        return min(found), max(found)


def _numbers(draw: Any, events: int, unknown: bool) -> tuple[int | None, ...]:
    part = st.sampled_from([0, 1, SCALE // 1000, SCALE // 2, SCALE]) | st.integers(1, SCALE)
    return tuple(draw(st.lists(part | st.none() if unknown else part, min_size=events, max_size=events)))


@st.composite
def scattered(draw: Any, kinds: tuple[str, ...], most: int, unknown: bool) -> Recipe:
    """Draw a tree whose gates take anything, repeat arguments, are constant now and then."""
    events = draw(st.integers(1, most))
    gates = []
    for place in range(events, events + draw(st.integers(1, 18))):
        kind = draw(st.sampled_from(kinds))
        near = st.integers(max(0, place - 5), place - 1)
        size = 1 if kind == "not" else draw(st.integers(1, 5))
        args = tuple(draw(st.lists(near | st.integers(0, place - 1), min_size=size, max_size=size)))
        gates.append((kind, draw(st.integers(0, size + 1)) if kind == "vote" else 0, args))
    return Recipe(events, tuple(gates), _numbers(draw, events, unknown))


@st.composite
def layered(draw: Any, kinds: tuple[str, ...], most: int, unknown: bool) -> Recipe:
    """Draw a tree in which layers of gates share their arguments, so that little falls apart or vanishes."""
    events = draw(st.integers(min(5, most), most))
    gates: list[tuple[str, int, tuple[int, ...]]] = []
    below = range(events)
    for layer in range(draw(st.integers(1, 3))):
        start = events + len(gates)
        for _ in range(draw(st.integers(3, 5))):
            usual = ("or", "vote") if layer % 2 else ("and", "vote")
            kind = draw(st.sampled_from((*usual, *(kind for kind in kinds if kind not in COHERENT))))
            size = 1 if kind == "not" else draw(st.integers(2, min(4, len(below))))
            args = draw(st.lists(st.sampled_from(below), min_size=size, max_size=size, unique=True))
            gates.append((kind, draw(st.integers(1, size)) if kind == "vote" else 0, tuple(args)))
        below = range(start, events + len(gates))
    kind, size = draw(st.sampled_from(COHERENT)), len(below)
    gates.append((kind, draw(st.integers(1, size)) if kind == "vote" else 0, tuple(below)))
    return Recipe(events, tuple(gates), _numbers(draw, events, unknown))


def recipes(kinds: tuple[str, ...] = COHERENT, most: int = 12, unknown: bool = False) -> st.SearchStrategy[Recipe]:
    """Draw either sort."""
    hard = layered(kinds, most, unknown)
    return scattered(kinds, most, unknown) | hard | hard
