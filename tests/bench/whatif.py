"""Edits and what-ifs on large graphs: how long until everything is analysed again, in processor time."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.bench.figures import Figure, median, percentile
from tests.bench.graphs import layered
from workbench.analyses.failure.analysis import Options
from workbench.analyses.what_if.changes import AddReplica, Change, Fail, Repair
from workbench.analyses.what_if.live import Live
from workbench.analyses.what_if.outcome import what_if
from workbench.domain.graph import Dependency, Graph, Group, Node

__all__ = ["what_if_figures"]

AIMS = {2_000: 16.0, 20_000: 50.0}
"""Aims [ms] for one edit, analysed again: single points, blast radii, shared fate, and pairs of the journeys it reaches."""

EDITS = 200


def what_if_figures() -> Iterator[Figure]:
    """Measure random edits and what-ifs at 2,000 and 20,000 elements, with and without circles."""
    for n, aim in AIMS.items():
        for circles in (False, True):
            live = Live(layered(n, 1, circles), Options(order=2, quantify=False))
            name = f"{n:,} elements" + (", circles" if circles else "")
            edits = [_timed(lambda live=live, new=new: live.edit([new])) for new in _edits(live, Random(2))]
            note = f"p95 {percentile(edits, 0.95):.1f} ms, longest {max(edits):.1f} ms, {EDITS} random edits"
            yield Figure(f"edit, {name}: median", median(edits), "ms", aim, note)
            yield Figure(f"edit, {name}: p95", percentile(edits, 0.95), "ms", aim)
            tried = [_timed(lambda live=live, one=one: what_if(live, [one])) for one in _changes(live.graph, Random(3))]
            note = f"p95 {percentile(tried, 0.95):.1f} ms; there and back again"
            yield Figure(f"what-if, {name}: median", median(tried), "ms", aim, note)


def _timed(work: object) -> float:
    gc.collect()
    start = time.process_time()
    work()  # type: ignore[operator]
    return (time.process_time() - start) * 1000


def _edits(live: Live, pick: Random) -> Iterator[Node]:
    """Random edits of any element, one upon the other: can fail or not, an arrow less, redundant, an arrow more."""
    names = list(live.graph.nodes)
    below = [name for name in names if name.startswith(("store", "subnet", "az"))]
    for _each in range(EDITS):
        node = live.graph.nodes[pick.choice(names)]
        how = pick.randrange(4) if node.requires else pick.choice((0, 3))
        if how == 0:
            yield replace(node, failable=not node.failable)
        elif how == 1:
            yield replace(node, requires=node.requires[1:])
        elif how == 2:
            group = Group(1, tuple(dict.fromkeys((node.requires[0].id, pick.choice(below)))))
            yield replace(node, requires=node.requires[1:], groups=(*node.groups, group))
        else:
            yield replace(node, requires=(*node.requires, Dependency(pick.choice(below))))


def _changes(graph: Graph, pick: Random) -> Iterator[Change]:
    names = list(graph.nodes)
    for place in range(30):
        name = pick.choice(names)
        if place % 3 == 0:
            yield Fail((name, pick.choice(names)))
        elif place % 3 == 1:
            yield Repair((name,))
        else:
            yield AddReplica(name)


def main() -> None:
    """Print the table of this part alone."""
    from tests.bench.figures import table

    print(table(list(what_if_figures())))


if __name__ == "__main__":
    main()
