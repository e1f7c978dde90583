"""The failure engine on random layered architectures, beside networkx where it answers part of the question.

`python -m tests.bench.failure singles 100000` and `... sets 2000` print one JSON line; each runs in a process of its
own, so that the memory figure is its own too.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench.figures import Figure, median
from tests.bench.graphs import layered

ROOT = Path(__file__).resolve().parents[2]
SEED = 7
_SAMPLE = 200
"""Faults that networkx is tried on where all of them would take minutes."""


def _peak_mb() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _best(work: Callable[[], Any], rounds: int = 3) -> tuple[float, Any]:
    found = []
    result = None
    for _round in range(rounds):
        start = perf_counter()
        result = work()
        found.append(perf_counter() - start)
    return min(found), result


def singles(n: int) -> dict[str, float]:
    """Measure all single failures of a graph: what ends which journey, and every blast radius."""
    from workbench.analyses.failure.compiled import compile_graph
    from workbench.analyses.failure.fall import Fall

    graph = layered(n, SEED)
    compile_s, compiled = _best(lambda: compile_graph(graph))
    fall_s, falls = _best(lambda: Fall(compiled).singles())
    entries = {compiled.unit_of[one.node] for one in graph.journeys}
    spofs = sum(len(entries.intersection(fallen)) for fallen in falls.values())
    arrows = sum(map(len, compiled.needs)) + sum(len(group.members) for group in compiled.groups)
    peak = _peak_mb()
    return {
        "arrows": arrows, "compile_s": compile_s, "fall_s": fall_s, "spofs": spofs, "peak_mb": peak,
        "radii": sum(map(len, falls.values())),
    } | _networkx(graph)  # fmt: skip


def _networkx(graph: Any) -> dict[str, float]:
    """The nearest that networkx has: dominators (every arrow an alternative) and ancestors (no alternatives at all)."""
    import networkx

    paths = networkx.DiGraph()
    paths.add_nodes_from(graph.nodes)
    for node in graph.nodes.values():
        paths.add_edges_from((node.id, each) for each in node.neighbours())
    paths.add_edges_from(("(users)", one.node) for one in graph.journeys)
    dominators_s, _found = _best(lambda: networkx.immediate_dominators(paths, "(users)"), 1)
    hard = networkx.DiGraph()
    hard.add_nodes_from(graph.nodes)
    for node in graph.nodes.values():
        hard.add_edges_from((node.id, one.id) for one in node.requires)
        hard.add_edges_from((node.id, each) for each in node.domains)
    faults = [node.id for node in graph.nodes.values() if node.failable]
    some = random.Random(SEED).sample(faults, min(_SAMPLE, len(faults)))
    ancestors_s, _found = _best(lambda: [networkx.ancestors(hard, one) for one in some], 1)
    return {"dominators_s": dominators_s, "ancestors_s": ancestors_s / len(some) * len(faults)}


def sets(n: int) -> dict[str, Any]:
    """Measure cut sets of order 2 and 3 and exact probability of every journey."""
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.failure.compiled import compile_graph
    from workbench.analyses.failure.fall import Fall
    from workbench.analyses.failure.fault_trees import grow
    from workbench.analyses.failure.pairs import Seconds, pairs
    from workbench.analyses.fault_tree import Builder, solve

    graph = layered(n, SEED)
    compiled = compile_graph(graph)
    falls = Fall(compiled).singles()
    entries = sorted({compiled.unit_of[one.node] for one in graph.journeys})
    pairs_s, doubles = _best(lambda: pairs(Seconds(compiled, falls), entries))
    numbers = {node.id: node.probability for node in graph.nodes.values() if node.failable}
    seconds, exact, triples = [], 0, 0
    for entry in entries:
        start = perf_counter()
        builder = Builder()
        solution = solve(builder.tree(grow(compiled, (entry,), builder)[entry]), numbers, order=3)
        seconds.append(perf_counter() - start)
        exact += solution.exact
        triples += sum(len(one) == 3 for one in solution.cut_sets)
    whole_s, _all = _best(lambda: analyse(graph, Options()), 1)
    return {
        "pairs_s": pairs_s, "pairs": sum(map(len, doubles.values())), "journeys": len(entries), "exact": exact,
        "median_s": median(seconds), "worst_s": max(seconds), "sum_s": sum(seconds), "triples": triples,
        "whole_s": whole_s, "peak_mb": _peak_mb(),
    }  # fmt: skip


def _apart(what: str, n: int) -> dict[str, Any] | str:
    command = [sys.executable, "-m", "tests.bench.failure", what, str(n)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        return f"FAILED: {(ran.stderr.strip().splitlines() or ['?'])[-1]}"
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def failure_engine(sizes: tuple[int, ...] = (1_000, 10_000, 100_000)) -> Iterator[Figure]:
    """Measure the failure engine."""
    for n in sizes:
        name = f"{n:,} elements: every single point of failure and blast radius"
        said = _apart("singles", n)
        if isinstance(said, str):
            yield Figure(name, None, "ms", note=said)
            continue
        total = said["compile_s"] + said["fall_s"]
        yield Figure(
            name, total * 1e3, "ms", 1000 if n == 100_000 else None,
            f"{said['arrows']:,.0f} arrows; compile {said['compile_s'] * 1e3:,.0f}, falls {said['fall_s'] * 1e3:,.0f} ms; "
            f"{said['spofs']:,.0f} points, radii {said['radii']:,.0f}; peak {said['peak_mb']:,.0f} MB",
        )  # fmt: skip
        yield Figure(
            f"  networkx: dominators / ancestors of every fault, {n:,}", said["dominators_s"] * 1e3, "ms",
            note=f"/ {said['ancestors_s'] * 1e3:,.0f} ms from {_SAMPLE} faults; no groups: "
            f"{said['dominators_s'] / total:.1f}x / {said['ancestors_s'] / total:.1f}x ours",
        )  # fmt: skip
    said = _apart("sets", 2_000)
    if isinstance(said, str):
        yield Figure("cut sets at 2,000 elements", None, "ms", note=said)
        return
    yield Figure(
        "2,000 elements: order-2 cut sets of all journeys", said["pairs_s"] * 1e3, "ms",
        note=f"{said['journeys']} journeys, {said['pairs']:,} pairs",
    )  # fmt: skip
    yield Figure(
        "  order 3, exact count, probability, importance: median journey", said["median_s"] * 1e3, "ms",
        note=f"worst {said['worst_s'] * 1e3:,.0f} ms; {said['exact']} of {said['journeys']} exact; {said['triples']:,} triples",
    )  # fmt: skip
    yield Figure("  whole analysis", said["whole_s"] * 1e3, "ms", note=f"peak {said['peak_mb']:,.0f} MB")


if __name__ == "__main__":
    print(json.dumps({"singles": singles, "sets": sets}[sys.argv[1]](int(sys.argv[2]))))
