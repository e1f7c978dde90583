"""Fault trees, solved exactly: minimal cut sets, their number, unavailability and importance. No I/O, no Qt."""

from workbench.analyses.fault_tree.solution import Budget, Importance, Solution
from workbench.analyses.fault_tree.solve import solve
from workbench.analyses.fault_tree.tree import FALSE, TRUE, Builder, FaultTree, Gate, Kind

__all__ = ["FALSE", "TRUE", "Budget", "Builder", "FaultTree", "Gate", "Importance", "Kind", "Solution", "solve"]
