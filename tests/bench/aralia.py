"""The public Aralia fault trees, model by model, beside SCRAM where it is installed.

The models are not part of this repository: WORKBENCH_ARALIA names the folder that holds their XML files.
`python -m tests.bench.aralia FILE` solves one model and prints one JSON line.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from math import isclose
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench.figures import Figure

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 180
_OPEN = {"nus9601"}
"""Models that nobody has solved completely."""


def solve_one(path: Path) -> dict[str, Any]:
    """Read and solve one model: cut sets up to order 2, then all of them counted, with the probability."""
    import resource

    from workbench.analyses.failure.compiled import compile_graph
    from workbench.analyses.failure.fault_trees import grow
    from workbench.analyses.fault_tree import Builder, solve
    from workbench.exchange.open_psa import read_open_psa

    start = perf_counter()
    model = read_open_psa(path.read_bytes(), path.name)
    if model.graph is None:
        tree = next(iter(model.trees.values()))
    else:
        compiled = compile_graph(model.graph)
        unit = compiled.unit_of[model.graph.journeys[0].node]
        builder = Builder()
        tree = builder.tree(grow(compiled, (unit,), builder)[unit])
    read_s = perf_counter() - start
    start = perf_counter()
    solution = solve(tree, model.numbers, order=2)
    return {
        "read_s": read_s, "solve_s": perf_counter() - start, "p": solution.unavailability, "count": solution.count,
        "exact": solution.exact, "interval": solution.interval, "singles": sum(len(x) == 1 for x in solution.cut_sets),
        "pairs": sum(len(x) == 2 for x in solution.cut_sets),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def scram(path: Path) -> dict[str, Any] | None:
    """Let SCRAM find all minimal cut sets and quantify; None where it does not finish.

    Its time ends with the first line about the sets: writing millions of them out is not part of the question.
    """
    command = ["scram", "--bdd", "--probability", "1", "-l", "200", str(path)]
    start = perf_counter()
    ran = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    timer = threading.Timer(LIMIT_S, ran.kill)
    timer.start()
    try:
        assert ran.stdout is not None
        found = next((line for line in ran.stdout if "<sum-of-products" in line), "")
        seconds = perf_counter() - start
    finally:
        timer.cancel()
        ran.kill()
        ran.communicate()
    said = dict(re.findall(r'([\w-]+)="([^"]*)"', found))
    return {"s": seconds, "p": said.get("probability"), "count": int(said["products"])} if said else None


def aralia() -> Iterator[Figure]:
    """Solve every model of the suite."""
    folder = os.environ.get("WORKBENCH_ARALIA", "")
    models = sorted(Path(folder).rglob("*.xml")) if folder else []
    if not models:
        yield Figure("Aralia fault trees", None, "s", note="set WORKBENCH_ARALIA to the folder of their XML files")
        return
    exact, total, theirs_total, faster, both = 0, 0.0, 0.0, 0, 0
    for path in models:
        command = [sys.executable, "-m", "tests.bench.aralia", str(path)]
        try:
            ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False)
        except subprocess.TimeoutExpired:
            yield Figure(path.stem, None, "s", note=f"not within {LIMIT_S} s")
            continue
        if ran.returncode:
            yield Figure(path.stem, None, "s", note=f"FAILED: {(ran.stderr.strip().splitlines() or ['?'])[-1]}")
            continue
        said = json.loads(ran.stdout)
        ours = said["read_s"] + said["solve_s"]
        exact += said["exact"] and path.stem not in _OPEN
        note = f"P {said['p']:.6g}" if said["p"] is not None else "P {:.3g} to {:.3g}".format(*said["interval"])
        note += f", {said['count']:,} cut sets" if said["count"] is not None else ""
        note += f"; {said['peak_mb']:.0f} MB"
        theirs = scram(path) if shutil.which("scram") else None
        if theirs:
            both += 1
            total += ours
            theirs_total += theirs["s"]
            faster += ours < theirs["s"]
            note += f"; SCRAM {theirs['s']:.2f} s, {theirs['s'] / ours:.2g}x ours"
            if said["p"] is not None and not isclose(said["p"], float(theirs["p"] or 0), rel_tol=1e-5):
                note += f", P {theirs['p']}"
            if said["count"] not in (None, theirs["count"]):
                note += f", says {theirs['count']:,}"
        elif shutil.which("scram"):
            note += f"; SCRAM not within {LIMIT_S} s"
        yield Figure(path.stem, ours, "s", note=note)
    yield Figure("Aralia models solved exactly", exact, f"of {len(models)}")
    if both:
        yield Figure(
            "Aralia, all that SCRAM finishes",
            total,
            "s",
            note=f"SCRAM {theirs_total:.1f} s; faster on {faster} of {both}",
        )


if __name__ == "__main__":
    print(json.dumps(solve_one(Path(sys.argv[1]))))
