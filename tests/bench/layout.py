"""Layout and scene of nested graphs: seconds, and crossings beside those of Graphviz dot with clusters, where it is installed.

Crossings are those of straight lines between the middles of boxes, which is what both programs' positions can be compared
by. The random graphs are far denser between containers than systems are; the samples stand beside them.
"""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import numpy as np

from tests.bench.figures import Figure
from tests.bench.graphs import layered
from workbench.analyses.failure.compiled import compile_graph
from workbench.analyses.graph_layout import Nesting, Sizes, boxes_of, layout, links_of, nest
from workbench.domain.graph import Graph
from workbench.exchange.wb_graph import read_graph
from workbench.figures.architecture import lose, scene
from workbench.library.places import resources_dir

__all__ = ["layout_figures"]

AIMS = {100: 200.0, 500: 1_000.0, 2_000: 5_000.0}
"""Aims [ms] for layout, of nested graphs of so many elements."""
_SAMPLES = resources_dir() / "sample" / "graphs"
Made = TypeVar("Made")
Middles = Mapping[str, tuple[float, float]]


def layout_figures() -> Iterator[Figure]:
    """Measure samples and random graphs of 100, 500 and 2,000 elements, in processor time."""
    graphs: dict[str, tuple[Graph, float | None]] = {}
    for path in sorted(_SAMPLES.glob("*.json")):
        graphs[path.stem] = (read_graph(path.read_bytes(), path.stem, []), None)
    for n, aim in AIMS.items():
        graphs[f"{n:,} elements"] = (layered(n, 1), aim)
    for name, (graph, aim) in graphs.items():
        nesting, sizes = nest(graph), Sizes()
        took, where = _timed(lambda graph=graph: layout(graph))
        boxes = boxes_of(nesting, where, sizes)
        pairs = [(link.source, link.target) for link in links_of(graph, nesting)]
        ours = crossings({one: tuple(box.middle) for one, box in boxes.items()}, pairs)
        wide = max(box.right for box in boxes.values()) - min(box.x for box in boxes.values())
        high = max(box.bottom for box in boxes.values()) - min(box.y for box in boxes.values())
        note = f"{ours:,} crossings, width to height {wide / high:.2f}; {_beside(nesting, pairs, sizes)}"
        yield Figure(f"layout, {name}", took, "ms", aim, note)
        took, _scene = _timed(lambda graph=graph, where=where: scene(graph, where))
        yield Figure(f"scene with routes, {name}", took, "ms", aim, f"{len(pairs):,} links")
        ready = compile_graph(graph)
        took, _state = _timed(lambda graph=graph, ready=ready: lose(graph, list(graph.nodes)[:1], None, ready))
        yield Figure(f"one failure and what falls, {name}", took, "ms", 50.0)


def _timed(work: Callable[[], Made]) -> tuple[float, Made]:
    gc.collect()
    start = time.process_time()
    made = work()
    return (time.process_time() - start) * 1000, made


def crossings(middles: Middles, pairs: list[tuple[str, str]]) -> int:
    """Return how many straight lines cross; lines with a common end do not."""
    number = {name: place for place, name in enumerate(middles)}
    ends = np.array([(number[a], number[b]) for a, b in pairs])
    place = np.array(list(middles.values()), dtype=float)
    a, b = place[ends[:, 0]], place[ends[:, 1]]
    found = 0

    def side(start: np.ndarray, end: np.ndarray, at: np.ndarray) -> np.ndarray:
        return np.sign((end[..., 0] - start[..., 0]) * (at[..., 1] - start[..., 1])
                       - (end[..., 1] - start[..., 1]) * (at[..., 0] - start[..., 0]))  # fmt: skip

    for one in range(len(pairs) - 1):
        c, d = a[one + 1 :], b[one + 1 :]
        apart = ~np.isin(ends[one + 1 :], ends[one]).any(axis=1)
        own = side(a[one], b[one], c) * side(a[one], b[one], d) < 0
        other = side(c, d, a[one]) * side(c, d, b[one]) < 0
        found += int((apart & own & other).sum())
    return found


def _beside(nesting: Nesting, pairs: list[tuple[str, str]], sizes: Sizes) -> str:
    if not shutil.which("dot"):
        return "dot is not installed"
    start = time.perf_counter()
    try:
        ran = subprocess.run(
            ["dot", "-Tjson0"], input=_dot_text(nesting, pairs, sizes), capture_output=True, text=True, check=True,
            timeout=300,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "dot did not end in 300 s"
    took = time.perf_counter() - start
    said = json.loads(ran.stdout)
    ids = {f"n{place}": name for place, name in enumerate(nesting.everything)}
    middles: dict[str, tuple[float, float]] = {}
    for one in said["objects"]:
        if "pos" in one:
            x, y = map(float, one["pos"].split(","))
            middles[ids[one["name"]]] = (x, y)
        elif "bb" in one:
            left, low, right, top = map(float, one["bb"].split(","))
            middles[ids[one["name"].removeprefix("cluster_")]] = ((left + right) / 2, (low + top) / 2)
    _left, _low, wide, high = map(float, said["bb"].split(","))
    return f"dot: {crossings(middles, pairs):,} crossings, {wide / high:.2f}, {took:.2f} s"


def _dot_text(nesting: Nesting, pairs: list[tuple[str, str]], sizes: Sizes) -> str:
    ids = {name: f"n{place}" for place, name in enumerate(nesting.everything)}
    size = f"width={sizes.width / 72:.3f}, height={sizes.height / 72:.3f}"
    lines = ["digraph g { compound=true;", f"node [shape=box, fixedsize=true, {size}];"]

    def put(name: str) -> None:
        if name not in nesting.children:
            lines.append(f"{ids[name]};")
            return
        lines.append(f"subgraph cluster_{ids[name]} {{")
        for each in nesting.children[name]:
            put(each)
        lines.append("}")

    for root in nesting.roots:
        put(root)
    for a, b in pairs:
        lines.append(f"{ids[nesting.leaves(a)[0]]} -> {ids[nesting.leaves(b)[0]]};")
    return "\n".join([*lines, "}"])
