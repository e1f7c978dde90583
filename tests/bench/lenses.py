"""The shelf, a large lens, an import, a truth table, and a review that moves to another version."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from tests.bench.figures import Figure, median
from workbench.analyses.lens_likeness import propose
from workbench.analyses.lens_lint import lint_rules
from workbench.analyses.lens_truth import all_rows, condition_rows
from workbench.analyses.lens_upgrade import plan_upgrade
from workbench.analyses.lens_verdict import judge
from workbench.domain.answer import MarkState
from workbench.domain.lens import RiskRule
from workbench.domain.rules import parse_condition
from workbench.domain.workload import Workload
from workbench.library.lens_file import read_lens_bytes
from workbench.library.lens_format import read_lens_text
from workbench.library.shelf import Shelf
from workbench.operations import History, Together
from workbench.operations.answers import SetMark
from workbench.operations.lens_upgrade import UpgradeLens
from workbench.operations.lenses import KeepLens
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.queries.answers import answers_of, reviews_of
from workbench.store.workspace import Workspace

__all__ = ["lens_figures"]

LARGEST = "wellarchitected"
_FILE_BYTES = 500_000
_CHOICES = 15


def lens_figures() -> Iterator[Figure]:
    """Measure everything about lenses that a person waits for."""
    shelf = Shelf()
    began = time.perf_counter()
    entries = shelf.entries()
    yield Figure(
        "list the shelf", (time.perf_counter() - began) * 1000, "ms", 100, f"{len(entries)} lenses, from the index"
    )
    whole = _median(lambda: [Shelf().lens(entry.alias) for entry in entries])
    yield Figure("read every lens of the shelf", whole, "ms", 2000)
    text = shelf.text(LARGEST)
    size = f"{len(text.encode()) / 1000:,.0f} KB"
    yield Figure("open the largest lens", _median(lambda: read_lens_text(text)), "ms", 100, f"{LARGEST}, {size}")
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder:
        yield from _importing(Path(folder))
        yield from _upgrading(Path(folder), text)
    yield from _combinations()


def _median(work: Callable[[], object], times: int = 5) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return median(found)


def _large_file() -> bytes:
    """Return a custom lens just under AWS's limit of 500 KB."""
    filler = "A sentence that fills the description of a practice. " * 5

    def question(number: int) -> dict[str, object]:
        ids = [f"question{number}_{n}" for n in range(10)]
        choices = [{"id": one, "title": f"Practice {one}", "helpfulResource": {"displayText": filler},
                    "improvementPlan": {"displayText": filler}} for one in ids]  # fmt: skip
        rules = [{"condition": " && ".join(ids), "risk": "NO_RISK"}, {"condition": " || ".join(ids[:3]), "risk": "MEDIUM_RISK"},
                 {"condition": "default", "risk": "HIGH_RISK"}]  # fmt: skip
        return {"id": f"question{number}", "title": f"Question {number}", "choices": choices, "riskRules": rules}

    whole = {"schemaVersion": "2021-11-01", "name": "Large lens", "description": "For measuring",
             "pillars": [{"id": f"pillar{n}", "name": f"Pillar {n}", "questions": []} for n in range(10)]}  # fmt: skip
    size, number = len(json.dumps(whole)), 0
    while size + (more := len(json.dumps(question(number))) + 2) < _FILE_BYTES:
        whole["pillars"][number % 10]["questions"].append(question(number))  # type: ignore[index]
        size, number = size + more, number + 1
    return json.dumps(whole).encode()


def _importing(folder: Path) -> Iterator[Figure]:
    content = _large_file()
    note = f"{len(content) / 1000:,.0f} KB, checked, rules tried, kept"
    with Workspace.create(folder / "import.wawb", who="Bench") as workspace:
        began = time.perf_counter()
        file = read_lens_bytes(content, "large.json")
        verdict = judge(file)
        History(workspace, "Bench").do(KeepLens(file.text("1")))
        took = (time.perf_counter() - began) * 1000
    assert not verdict.errors, verdict.errors[0]
    yield Figure("import a 500 KB lens", took, "ms", 1000, note)


def _combinations() -> Iterator[Figure]:
    names = tuple(f"c{n}" for n in range(_CHOICES))
    condition = " && ".join(f"({a} || !{b})" for a, b in pairwise(names))
    parsed = parse_condition(condition)
    took = _median(lambda: condition_rows(parsed, all_rows(names)), 50)
    note = f"one rule of {2 * _CHOICES - 2} terms: {took * 1000:,.0f} microseconds"
    yield Figure("evaluate 2^15 combinations", took, "ms", 100, note)
    rules = (
        RiskRule(condition, "NO_RISK"),
        RiskRule(" || ".join(names), "MEDIUM_RISK"),
        RiskRule("default", "HIGH_RISK"),
    )
    yield Figure("lint a question of 2^15 combinations", _median(lambda: lint_rules(names, rules)), "ms", 1000)


def _upgrading(folder: Path, text: str) -> Iterator[Figure]:
    """Move a fully answered review of 300 practices to a version where every fifth choice id is another."""
    lens, data = read_lens_text(text), json.loads(text)
    choices = [choice for pillar in data["pillars"] for q in pillar["questions"] for choice in q["choices"]]
    for choice in choices[::5]:
        choice["id"] = f"next_{choice['id']}"
    other = json.dumps(data | {"version": "next"})
    new = read_lens_text(other)
    yield Figure(
        "find likenesses", _median(lambda: propose(lens, new), 3), "ms", 1000, "every fifth choice id is another"
    )
    with Workspace.create(folder / "upgrade.wawb", who="Bench") as workspace:
        history = History(workspace, "Bench")
        history.do(CreateWorkload(Workload("w", "Bench", aws_regions=("eu-west-1",))))
        history.do(AddLens("w", "r", text))
        marks = [SetMark("r", q.id, c.id, MarkState.YES) for q in lens.questions() for c in q.practices]
        history.do(Together("Answer all", tuple(marks)))
        mapping = tuple((one.old, one.new) for one in propose(lens, new))
        with workspace.reading() as session:
            answers, review = answers_of(session, "r"), reviews_of(session, "w")[0]
        note = f"{len(marks)} practices answered, {len(mapping)} mapped"
        yield Figure(
            "preview an upgrade", _median(lambda: plan_upgrade(lens, new, answers, dict(mapping))), "ms", 100, note
        )
        began = time.perf_counter()
        history.do(UpgradeLens("r", "m", "Before it", review.lens_sha256, other, mapping))
        yield Figure(
            "upgrade a 300-practice review",
            (time.perf_counter() - began) * 1000,
            "ms",
            1000,
            note + ", milestone saved",
        )
        began = time.perf_counter()
        history.undo()
        yield Figure("undo the upgrade", (time.perf_counter() - began) * 1000, "ms", 1000)
