"""A small mixed-integer programme over initiatives, solved exactly with HiGHS (https://highs.dev)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.domain.initiative import Initiative

__all__ = ["Model"]


class Model:
    """Binary variables and linear limits.

    Attributes:
        take: Variable of each initiative, by its id.
    """

    def __init__(self, initiatives: Sequence[Initiative]) -> None:
        import highspy

        self._infinity: float = highspy.kHighsInf
        self._integer = highspy.HighsVarType.kInteger
        self._most, self._least = highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize
        self._optimal = highspy.HighsModelStatus.kOptimal
        solver: Any = highspy.Highs.__base__  # the class above it prints a banner to stdout when it is made
        self._highs = solver()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", 1e-9)
        self._highs.setOptionValue("threads", 1)
        self._count = 0
        self.take = {one.id: self._variable() for one in initiatives}
        self._values: Sequence[float] = ()

    def _variable(self) -> int:
        self._highs.addVar(0.0, 1.0)
        self._highs.changeColIntegrality(self._count, self._integer)
        self._count += 1
        return self._count - 1

    def at_most(self, terms: Mapping[int, float], limit: float) -> None:
        """The sum of the terms is no more than a limit."""
        self._row(-self._infinity, limit, terms)

    def at_least(self, terms: Mapping[int, float], limit: float) -> None:
        """The sum of the terms is no less than a limit."""
        self._row(limit, self._infinity, terms)

    def _row(self, low: float, high: float, terms: Mapping[int, float]) -> None:
        self._highs.addRow(low, high, len(terms), list(terms), list(terms.values()))

    def closed(self, taken: Iterable[int]) -> int:
        """Return a variable that may be 1 once one of some initiatives is taken."""
        made = self._variable()
        self.at_most({made: 1.0, **dict.fromkeys(taken, -1.0)}, 0.0)
        return made

    def all_of(self, others: Iterable[int]) -> int:
        """Return a variable that may be 1 once all of some others are."""
        made = self._variable()
        for other in others:
            self.at_most({made: 1.0, other: -1.0}, 0.0)
        return made

    def maximise(self, terms: Mapping[int, float]) -> float:
        """Return the largest sum of the terms that the limits allow."""
        return self._solve(terms, self._most)

    def minimise(self, terms: Mapping[int, float]) -> float:
        """Return the smallest sum of the terms that the limits allow."""
        return self._solve(terms, self._least)

    def _solve(self, terms: Mapping[int, float], sense: Any) -> float:
        for column in range(self._count):
            self._highs.changeColCost(column, terms.get(column, 0.0))
        self._highs.changeObjectiveSense(sense)
        self._highs.run()
        if self._highs.getModelStatus() != self._optimal:
            raise ArithmeticError(
                f"no optimum: {self._highs.getModelStatus()}"
            )  # the limits always allow the empty plan
        self._values = list(self._highs.getSolution().col_value)
        return sum(factor * self._values[column] for column, factor in terms.items())

    def value(self, variable: int) -> float:
        """Return what a variable is in the last solution."""
        return self._values[variable]
