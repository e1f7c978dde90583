"""`make bench`: times and sizes on this machine, beside the aims.

`make bench ARGS=--quick` takes a workspace of 100 workloads, 50 kills and 50 random graphs; `ARGS="--only failure whatif"`
measures some parts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.aralia import aralia
from tests.bench.canvas import canvas_figures
from tests.bench.canvas_fail import fail_figures
from tests.bench.differential import differential
from tests.bench.failure import failure_engine
from tests.bench.figures import Figure, table
from tests.bench.importers import import_figures
from tests.bench.layout import layout_figures
from tests.bench.lenses import lens_figures
from tests.bench.sync import sync_figures
from tests.bench.whatif import what_if_figures
from tests.bench.window import first_paint
from tests.bench.workspace import big_workspace, peak_memory
from tests.generator import Plan

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "review",
    "failure",
    "whatif",
    "aralia",
    "differential",
    "layout",
    "canvas",
    "fail",
    "sync",
    "lenses",
    "importers",
)


def kills(rounds: int) -> Figure:
    """Run the kill -9 harness; see tests/kill."""
    name = "kill -9, nothing acknowledged lost"
    if not hasattr(os, "fork"):
        return Figure(name, None, "rounds", note="needs fork and SIGKILL")
    with tempfile.TemporaryDirectory(prefix="workbench-kill-") as folder:
        command = [sys.executable, "-m", "tests.kill", str(rounds), folder]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        return Figure(name, None, "rounds", note=f"FAILED: {(ran.stderr.strip().splitlines() or ['?'])[-1]}")
    said = json.loads(ran.stdout)
    note = "{acknowledged} edits acknowledged, all present; integrity ok; {seconds} s".format(**said)
    return Figure(name, said["rounds"], "rounds", note=note)


def review(plan: Plan, rounds: int) -> Iterator[Figure]:
    """Measure window and store."""
    yield from first_paint()
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder:
        yield from big_workspace(Path(folder), plan)
    yield peak_memory()
    yield kills(rounds)


def measure(parts: Sequence[str], plan: Plan, rounds: int, quick: bool) -> Iterator[Figure]:
    """Measure some parts, one figure after the other."""
    work = {
        "review": lambda: review(plan, rounds),
        "failure": failure_engine,
        "whatif": what_if_figures,
        "aralia": aralia,
        "differential": lambda: differential(50 if quick else 1_000),
        "layout": layout_figures,
        "canvas": canvas_figures,
        "fail": fail_figures,
        "sync": sync_figures,
        "lenses": lens_figures,
        "importers": import_figures,
    }
    for part in parts:
        yield from work[part]()


def main() -> int:
    """Print the table; 1 when an aim was missed or the kill harness failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small workspace and few kills")
    parser.add_argument("--workloads", type=int, default=0, help="size of the workspace")
    parser.add_argument("--kills", type=int, default=-1, help="rounds of kill -9")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args()
    workloads = chosen.workloads or (100 if chosen.quick else 1000)
    rounds = chosen.kills if chosen.kills >= 0 else (50 if chosen.quick else 1000)
    figures = []
    for one in measure(chosen.only, Plan(workloads=workloads), rounds, chosen.quick):
        figures.append(one)
        print(
            f"  {one.name}: {'not measured' if one.value is None else round(one.value, 1)}", file=sys.stderr, flush=True
        )
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors\n")
    print(table(figures))
    missed = [one for one in figures if (one.ratio or 0) > 1 or one.note.startswith("FAILED")]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
