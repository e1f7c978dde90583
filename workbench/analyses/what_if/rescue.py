"""What would have saved it: changes after which the same failures leave more journeys standing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from workbench.analyses.failure.analysis import Options
from workbench.analyses.failure.compiled import compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.analyses.what_if.changes import apply
from workbench.analyses.what_if.fix_candidates import Candidate
from workbench.analyses.what_if.fixes import suggested
from workbench.analyses.what_if.live import Live
from workbench.domain.graph import Graph
from workbench.library.fix_rules import Cost, FixRules
from workbench.progress import Progress, Silent

__all__ = ["Rescue", "rescues"]

_SILENT = Silent()
_COSTS = list(Cost)


@dataclass(frozen=True, slots=True)
class Rescue:
    """One change and what the same failures do after it.

    Attributes:
        saved: Journeys that are down without the change and stand with it.
        left: Journeys that are down all the same.
    """

    candidate: Candidate
    saved: tuple[str, ...]
    left: tuple[str, ...]


def rescues(
    graph: Graph, failed: Collection[str], *, rules: FixRules | None = None, progress: Progress = _SILENT
) -> tuple[Rescue, ...]:
    """Return the changes that save a journey, the best first: by journeys saved, then cost class.

    Each was made and the failures played through again; what a change replaces fails all the same.

    Args:
        graph: The graph.
        failed: What has failed.
        rules: The table of fixes; the shipped one if None.
        progress: Called per change; raises Cancelled to stop.
    """
    down = _down(graph, failed)
    ended = [one.id for one in graph.journeys if one.node in down]
    if not ended:
        return ()
    live = Live(graph, Options(order=1, quantify=False))
    near = {*down, *(each for name in down for each in graph.nodes[name].neighbours())}
    tried = [one for one in suggested(graph, live, rules) if one.target in near]
    users = {name: tuple(some) for name, some in live.users.items()}
    found = []
    for place, one in enumerate(tried):
        progress(place, len(tried), one.title)
        after = apply(graph, one.changes, users).graph
        still = _down(after, [name for name in failed if name in after.nodes])
        left = tuple(journey.id for journey in after.journeys if journey.node in still)
        saved = tuple(name for name in ended if name not in left)
        if saved and len(left) < len(ended):
            found.append(Rescue(one, saved, left))
    return tuple(
        sorted(found, key=lambda one: (-len(one.saved), _COSTS.index(one.candidate.rule.cost), one.candidate.id))
    )


def _down(graph: Graph, failed: Iterable[str]) -> set[str]:
    compiled = compile_graph(graph)
    units = Fall(compiled).of(compiled.unit_of[name] for name in failed)
    return {*compiled.elements(units), *compiled.elements(compiled.at_rest)}
