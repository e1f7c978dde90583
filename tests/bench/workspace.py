"""What a person does in a very large workspace, measured on the store and the operations."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import Figure, median, percentile
from tests.bench.screen import on_screen
from tests.generator import Plan, build, lens_texts
from workbench.analyses.comparison import compare
from workbench.domain.answer import MarkState
from workbench.domain.ids import new_id
from workbench.library.lens_format import read_lens_text
from workbench.operations import History
from workbench.operations.answers import SetMark
from workbench.operations.milestones import SaveMilestone
from workbench.progress import Silent
from workbench.store.queries.answers import answer_of, evidence_of, take_snapshot
from workbench.store.queries.history import history_of_question
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestone_snapshot, milestones_of
from workbench.store.queries.portfolio import portfolio
from workbench.store.queries.search import search
from workbench.store.workspace import Workspace

__all__ = ["big_workspace", "peak_memory"]

PREFIXES = (
    "b", "ba", "bac", "back", "backup", "backups e", "f", "fa", "fail", "failover", "t", "th", "the", "the l",
    "the load", "r", "re", "rest", "restore t", "e", "enc", "encryption", "q", "quo", "quotas", "REL", "REL 1",
    "p", "pay", "payments",
)  # fmt: skip


def big_workspace(folder: Path, plan: Plan) -> Iterator[Figure]:
    """Build the workspace and measure everything in it, line by line."""
    path = folder / "big.wawb"
    size = f"{plan.workloads:,} workloads x {plan.lenses} lenses x {plan.milestones} milestones"
    with _timed() as took:
        build(path, plan)
    yield Figure("building it (generator)", took() / 1000, "s", note=size)
    yield Figure("its file", path.stat().st_size / 1e6, "MB")
    times = [_open(path) for _ in range(5)]
    yield Figure("open and list all workloads", median(times), "ms", 1000, "first time " + f"{times[0]:.0f} ms")
    yield from on_screen(path)
    with Workspace.open(path, who="Bench") as workspace:
        wid = f"{plan.workloads // 2:032x}"
        review_id = f"{plan.workloads // 2:028x}0000"
        yield from _answers(workspace, review_id)
        yield from _questions(workspace, review_id)
        yield from _searching(workspace, wid)
        yield from _milestones(workspace, wid)
        yield _pdf(folder)
        with _timed() as took:
            workspace.backup("hand")
        yield Figure("backup (in the background)", took(), "ms")


@contextmanager
def _timed() -> Iterator[Callable[[], float]]:
    """Give a function that tells how long the block took [ms]."""
    begun, ended = time.perf_counter(), []
    yield lambda: (ended[0] - begun) * 1000
    ended.append(time.perf_counter())


def _open(path: Path) -> float:
    with _timed() as took:
        workspace = Workspace.open(path, who="Bench")
        with workspace.reading() as session:
            rows = portfolio(session)
    assert rows
    workspace.close()
    return took()


def _answers(workspace: Workspace, review_id: str) -> Iterator[Figure]:
    history = History(workspace, "Bench")
    lens = read_lens_text(lens_texts()[0])
    times = []
    for state in (MarkState.YES, MarkState.NO):
        for question in lens.questions():
            for choice in question.practices[:3]:
                with _timed() as took:
                    done = history.do(SetMark(review_id, question.id, choice.id, state))
                if done.step_id:
                    times.append(took())
    yield from _both("answer on disk", times, 5)
    undone = []
    for _ in range(50):
        with _timed() as took:
            history.undo()
        undone.append(took())
    yield Figure("undo", median(undone), "ms", 100)


def _both(name: str, times: list[float], aim: float) -> Iterator[Figure]:
    spread = f"{len(times)} times, {statistics.fmean(times):.1f} ms on average"
    yield Figure(f"{name}, p50", median(times), "ms", aim, spread)
    yield Figure(f"{name}, p95", percentile(times, 0.95), "ms", 100)


def _questions(workspace: Workspace, review_id: str) -> Iterator[Figure]:
    times = []
    for question in read_lens_text(lens_texts()[0]).questions():
        with _timed() as took, workspace.reading() as session:
            answer_of(session, review_id, question.id)
            history_of_question(session, review_id, question.id)
            evidence_of(session, [review_id], question.id)
        times.append(took())
    yield from _both("next question (reading)", times, 100)


def _searching(workspace: Workspace, workload_id: str) -> Iterator[Figure]:
    for name, where in (("search as you type, all", ""), ("search as you type, one workload", workload_id)):
        times, hits = [], 0
        for words in PREFIXES:
            with _timed() as took, workspace.reading() as session:
                hits += len(search(session, words, workload_id=where))
            times.append(took())
        assert hits
        yield from _both(name, times, 100)


def _milestones(workspace: Workspace, workload_id: str) -> Iterator[Figure]:
    history = History(workspace, "Bench")
    times = []
    for number in range(5):
        with _timed() as took:
            history.do(SaveMilestone(workload_id, new_id(), f"Bench {number}"))
        times.append(took())
    yield Figure("milestone save", median(times), "ms", 100)
    times = []
    for _ in range(5):
        with _timed() as took, workspace.reading() as session:
            first = milestone_snapshot(session, milestones_of(session, workload_id)[0])
            now = take_snapshot(session, workload_id)
            assert now is not None
            hashes = {review.lens_sha256 for review in (*first.reviews, *now.reviews)}
            lenses = {sha256: lens for sha256 in hashes if (lens := lens_by_hash(session, sha256))}
            compare(lenses, first, now, before_day="2026-01-20", after_day="2026-11-20")
        times.append(took())
    yield Figure("milestone compare with now", median(times), "ms", 100, "reading both states included")


def _pdf(folder: Path) -> Figure:
    import pypdf

    from tests.reports.long_report import long_content
    from workbench.reports import CATALOG

    pdf = next(one for one in CATALOG if one.id == "pdf")
    with _timed() as took:
        pdf.write(long_content(), folder / "report.pdf", Silent())
    pages = len(pypdf.PdfReader(folder / "report.pdf").pages)
    return Figure("60-page report as PDF", took() / 1000, "s", note=f"{pages} pages, matplotlib and typst loaded")


def peak_memory() -> Figure:
    """Most memory this process had; with everything above in it."""
    if os.name == "nt":
        return Figure("peak memory of all this", None, "MB", note="this system does not tell")
    import resource

    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Figure("peak memory of all this", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale, "MB")
