"""What is shown of a system besides the system: what failed, what fell with it, a proving path, findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from workbench.analyses.failure.compiled import Compiled, compile_graph
from workbench.analyses.failure.degraded import Degrading
from workbench.analyses.failure.fall import Fall
from workbench.analyses.graph_differences import GraphDifferences
from workbench.analyses.graph_layout import journey_key
from workbench.domain.collector import collector_paused
from workbench.domain.finding import Finding, Severity
from workbench.domain.graph import Graph
from workbench.figures.architecture.shapes import Mark

__all__ = ["Badge", "State", "badges_of", "changes_of", "lose"]


@dataclass(frozen=True, slots=True)
class Badge:
    """Findings about one element.

    Attributes:
        severity: Of the worst.
        count: How many.
    """

    severity: Severity
    count: int = 1


@dataclass(frozen=True)
class State:
    """What is shown besides the system.

    Attributes:
        failed: Elements that failed themselves.
        fallen: What went down with them, in the order in which it fell.
        degraded: What works in a lesser way.
        path: Elements that prove a finding, in order.
        badges: Findings by element.
        changes: What became of elements and journeys between two states, see `changes_of`.
    """

    failed: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    badges: Mapping[str, Badge] = field(default_factory=dict, hash=False)
    changes: Mapping[str, Mark] = field(default_factory=dict, hash=False)

    def down(self) -> frozenset[str]:
        """Return all elements that are down."""
        return frozenset((*self.failed, *self.fallen))


def lose(
    graph: Graph, failed: Iterable[str], state: State | None = None, compiled: Compiled | None = None,
    degrading: Degrading | None = None,
) -> State:  # fmt: skip
    """Return a state in which some elements have failed.

    Args:
        graph: The graph; elements that are not in it are left out.
        failed: What fails, also what is marked as unable to.
        state: What else is shown.
        compiled: The graph compiled, if it is there already.
        degrading: What works out lesser states in it, if it is there already.
    """
    with collector_paused():
        compiled = compiled or compile_graph(graph)
        first = tuple(one for one in dict.fromkeys(failed) if one in graph.nodes)
        units = Fall(compiled).of(compiled.unit_of[one] for one in first)
        reached = list(dict.fromkeys((*first, *compiled.elements(compiled.at_rest), *compiled.elements(units))))
        own = frozenset(first)
        fallen = tuple(one for one in reached if one not in own)
        return replace(
            state or State(), failed=first, fallen=fallen, degraded=(degrading or Degrading(graph)).of(reached)
        )


def badges_of(findings: Iterable[Finding]) -> dict[str, Badge]:
    """Return the open findings by what they are about first."""
    order = list(Severity)
    found: dict[str, Badge] = {}
    for one in findings:
        if one.is_open and one.elements:
            name = one.elements[0]
            was = found.get(name)
            worst = one.severity if was is None else min(one.severity, was.severity, key=order.index)
            found[name] = Badge(worst, 1 + (was.count if was else 0))
    return found


def changes_of(found: GraphDifferences, *, newer: bool) -> dict[str, Mark]:
    """Return how to mark what differs between two graphs, in the drawing of the newer one or of the older one."""
    whole = (found.added, found.journeys_added) if newer else (found.removed, found.journeys_removed)
    gone_or_new = Mark.ADDED if newer else Mark.REMOVED
    return {
        **{one.after.id: Mark.CHANGED for one in found.changed},
        **{one.node.id: Mark.MOVED for one in found.moved},
        **{one.id: gone_or_new for one in whole[0]},
        **{journey_key(one.after.id): Mark.CHANGED for one in found.journeys_changed},
        **{journey_key(one.id): gone_or_new for one in whole[1]},
    }
