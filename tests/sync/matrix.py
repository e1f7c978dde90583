"""Every kind of fault on every kind of call, and what comes of it: `python -m tests.sync.matrix` prints the table.

A cell is one story: a workload with a change of each kind is synced, one call of the operation meets the fault once (or
always), the sync is run again until it is through, and then the Tool is looked at: is everything there, and once only?
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.sync.desk import Desk, MovingClock, small_framework
from tests.sync.lens_texts import LENS
from tests.sync.peer import Kind, Peer
from workbench.domain.answer import MarkState
from workbench.domain.sync import SyncState
from workbench.errors import WorkbenchError
from workbench.operations.answers import SetLensNotes, SetMark, SetNotes
from workbench.operations.workloads import SetWorkloadField

OPERATIONS = (
    "GetWorkload", "GetLensReview", "ListAnswers", "GetAnswer", "ListMilestones", "ListLenses", "CreateWorkload",
    "UpdateWorkload", "TagResource", "ImportLens", "CreateLensVersion", "AssociateLenses", "UpdateLensReview",
    "UpdateAnswer", "CreateMilestone",
)  # fmt: skip
KINDS = tuple(Kind)
Q, P1 = "priorities", "ops_priorities_ext_cust_needs"
ONCE = {"CreateWorkload": 1, "CreateMilestone": 1, "ImportLens": 1, "CreateLensVersion": 1}


def story(kind: Kind, operation: str, folder: Path) -> str:
    """Play one cell and return its outcome in a word or two.

    Raises:
        AssertionError: Something was lost or done twice.
    """
    with Peer(clock=MovingClock()) as peer:
        desk = Desk(folder, peer)
        try:
            peer.publish_official(small_framework())
            desk.create(small_framework())
            desk.add_lens(LENS)
            desk.do(
                SetMark("r1", Q, P1, MarkState.YES), SetNotes("r1", Q, "Asked"), SetLensNotes("r1", "Looked at"),
                SetMark("r2", "first_question", "good_practice", MarkState.YES),
                SetWorkloadField("w1", "tags", (("owner", "Shop"),)), SetWorkloadField("w1", "notes", "About"),
            )  # fmt: skip
            desk.save_milestone("First", "2026-02-03T10:00:00.000+00:00")
            if operation in ("TagResource", "UpdateWorkload"):
                desk.link_new()
                desk.do(SetWorkloadField("w1", "tags", (("owner", "Shop"), ("tier", "1"))))
            fault = peer.add_fault(str(kind), operation, times=1, milliseconds=30)
            runs = _runs(desk)
            assert fault.struck == 1, "the story never makes this call"
            _look(desk)
            waited = f", {len(desk.waits)} waits" if desk.waits else ""
            return ("through" if runs == 1 else f"resumed in run {runs}") + waited
        finally:
            desk.close()


def _runs(desk: Desk) -> int:
    """Sync until it is through, as a person would who runs it again after each failure; return the number of runs."""
    for run in range(1, 6):
        try:
            if desk.link_or_none is None:
                desk.link_new()
            receipt = desk.push()
        except WorkbenchError:
            desk.reopen()
            continue
        if receipt.is_clean:
            return run
    raise AssertionError("it never came through")


def _look(desk: Desk) -> None:
    peer, remote = desk.peer, desk.remote
    peer.clear_faults()
    assert desk.look().standing is SyncState.IN_SYNC
    assert desk.job is None
    answer = peer.answer(remote, Q)
    assert (answer["SelectedChoices"], answer["Notes"]) == ([P1], "Asked")
    workload = peer.workload(remote)
    assert workload.reviews["wellarchitected"].notes == "Looked at"
    custom = next(review for alias, review in workload.reviews.items() if ":lens/" in alias)
    assert custom.answers["first_question"].selected == ["good_practice"]
    assert workload.tags == dict(desk.mine.workload.tags)
    assert [one.name for one in workload.milestones] == ["First (2026-02-03)"]
    for operation, times in ONCE.items():
        assert len(peer.calls.of(operation, applied=True)) <= times, f"{operation} was done twice"


def rows() -> Iterator[tuple[str, ...]]:
    """Play every cell and yield the table row by row; the first row holds the kinds."""
    yield "", *(kind.value for kind in KINDS)
    for operation in OPERATIONS:
        cells = []
        for kind in KINDS:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    cells.append(story(kind, operation, Path(folder)))
                except AssertionError as error:
                    cells.append(f"FAILED: {error}")
        yield operation, *cells


if __name__ == "__main__":
    for row in rows():
        print(" | ".join(row), flush=True)  # noqa: T201
