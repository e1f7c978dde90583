"""One computer at the Tool: a workspace, its history, and whole syncs as the window and the command line make them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.config import Config

from tests.sync.peer import ManualClock, Peer
from tests.sync.peer.accounts import REGION
from tests.sync.peer.clients import client_for
from workbench.domain.answer import Answer
from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.domain.snapshot import Snapshot
from workbench.domain.sync import Job, JobKind, Link, Receipt
from workbench.domain.workload import Workload
from workbench.errors import WorkbenchError
from workbench.library.shelf import Shelf
from workbench.operations import History
from workbench.operations.milestones import SaveMilestone
from workbench.operations.sync import DecideConflict, LinkWorkload
from workbench.operations.sync_jobs import (
    begin_push,
    create_remote,
    finish_push,
    keep_estimates,
    milestones_down,
    newest_milestone,
    pull_new,
    run_push,
    settle_creation,
    settle_push,
)
from workbench.operations.sync_milestones import wish_of
from workbench.operations.sync_replay import with_replay
from workbench.operations.syncing import (
    Fetched,
    SyncPreview,
    compared_again,
    fetch,
    fingerprint,
    preview_sync,
    pull_operation,
)
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.progress import Progress
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.sync import link_of, open_job
from workbench.store.workspace import Workspace
from workbench.sync.calling import Tool

SHOP = Workload("w1", "Shop", description="Takes orders", review_owner="Shop team", aws_regions=("eu-west-1",))


class MovingClock(ManualClock):
    """Time that moves on with every look at it, so that every change has a stamp of its own, long ago by our clock."""

    def now(self) -> datetime.datetime:
        self.advance(1)
        return super().now()


def words(error: Exception) -> WorkbenchError:
    """Stand for the translator of the host room."""
    return WorkbenchError(f"{type(error).__name__}: {error}")


class Desk:
    """A workspace with one workload, and what a person does to sync it.

    Args:
        folder: Where the workspace file goes.
        peer: The Tool.
    """

    def __init__(self, folder: Path, peer: Peer, name: str = "desk", **client: Any) -> None:
        self.peer = peer
        self._client = client
        self.path = folder / f"{name}.wawb"
        self.workspace = Workspace.create(self.path)
        self.history = History(self.workspace, name)
        self.workload_id = SHOP.id
        self.waits: list[float] = []

    def close(self) -> None:
        self.workspace.close()

    def reopen(self) -> None:
        """Close and open the file, as after a crash."""
        self.workspace.close()
        self.workspace = Workspace.open(self.path)
        self.history = History(self.workspace, self.history.who)

    # -- making -----------------------------------------------------------------------------------
    def create(self, lens_text: str = "", workload: Workload = SHOP) -> None:
        """Make the workload with one lens, the Framework of the shelf if none is given, without the Tool."""
        self.workload_id = workload.id
        self.history.do(CreateWorkload(workload))
        self.history.do(AddLens(workload.id, "r1", lens_text or Shelf().text("wellarchitected")))

    def add_lens(self, text: str, review_id: str = "r2") -> None:
        self.history.do(AddLens(self.workload_id, review_id, text))

    def do(self, *operations: Any) -> None:
        for operation in operations:
            self.history.do(operation)

    def save_milestone(self, name: str, at: str = "") -> None:
        self.history.do(SaveMilestone(self.workload_id, new_id(), name, at))

    @property
    def mine(self) -> Snapshot:
        with self.workspace.reading() as session:
            found = take_snapshot(session, self.workload_id)
        assert found is not None
        return found

    def answer(self, question: str, lens: str = "wellarchitected") -> Answer:
        review = self.mine.review(lens)
        assert review is not None
        return review.answer(question)

    @property
    def link(self) -> Link:
        with self.workspace.reading() as session:
            found = link_of(session, self.workload_id)
        assert found is not None
        return found

    @property
    def link_or_none(self) -> Link | None:
        with self.workspace.reading() as session:
            return link_of(session, self.workload_id)

    @property
    def remote(self) -> str:
        return self.link.remote_id

    @property
    def job(self) -> Job | None:
        with self.workspace.reading() as session:
            return open_job(session, self.workload_id)

    # -- the Tool -----------------------------------------------------------------------------------
    def tool(self, progress: Progress | None = None) -> Tool:
        patience = Config(
            retries={"mode": "standard", "total_max_attempts": 1},
            connect_timeout=5,
            read_timeout=1.5,
            max_pool_connections=10,
        )  # a torn answer is waited for
        return Tool(
            client_for(self.peer, config=patience, **self._client), words, progress, sleep=self.waits.append, seed=1
        )

    def link_new(self) -> str:
        """Create the workload in the Tool and link it; goes on where it was interrupted."""
        made = create_remote(self.workspace, self.workload_id, self.tool(), Link(self.workload_id, "", region=REGION))
        self.history.do(LinkWorkload(made))
        settle_creation(self.workspace, self.workload_id)
        return made.remote_id

    def link_to(self, remote_id: str) -> None:
        newest = newest_milestone(self.tool(), remote_id)
        self.history.do(LinkWorkload(Link(self.workload_id, remote_id, region=REGION, milestones_from=newest)))

    def pull_new(self, remote_id: str) -> None:
        step = pull_new(self.workspace, self.tool(), Link("", remote_id, region=REGION))
        self.history.do(step)
        self.workload_id = step.put.snapshot.workload.id

    def fetched(self) -> Fetched:
        return fetch(self.workspace, self.workload_id, self.tool())

    def look(self, found: Fetched | None = None, **how: Any) -> SyncPreview:
        found = found or self.fetched()
        with self.workspace.reading() as session:
            wish = wish_of(session, found.link)
        return preview_sync(found, wish=wish, **how)

    def pull(self, **how: Any) -> SyncPreview:
        """Take in what the Tool has; undecided conflicts stay."""
        look = self.look(**how)
        self._take_in(look)
        return look

    def _take_in(self, look: SyncPreview) -> None:
        down = milestones_down(self.workspace, look, self.tool())
        step = pull_operation(self.workspace, look, down.rows, down.numbers, down.texts)
        keep_estimates(self.workspace, look)
        if step is not None:
            self.history.do(step)

    def push(self, *, replay: bool = False, progress: Progress | None = None, between: Callable[[], Any] | None = None,
             **how: Any) -> Receipt:  # fmt: skip
        """Pull, then push; `between` happens in the console right before the first call."""
        self.resume()
        look = self.look(**how)
        if look.undecided:
            begin_push(self.workspace, look)
        self._take_in(look)
        look = self.look(compared_again(self.workspace, look.fetched), **how)
        if replay:
            look = with_replay(self.workspace, self.tool(), look)
        job = begin_push(self.workspace, look)
        if between is not None:
            between()
        return self._send(job, look.fetched, progress) if job else Receipt()

    def resume(self) -> Receipt:
        """Go on with an interrupted push; nothing happens where there is none."""
        with self.workspace.reading() as session:
            job = open_job(session, self.workload_id, JobKind.PUSH)
        return self._send(job, self.fetched(), None) if job else Receipt()

    def _send(self, job: Job, found: Fetched, progress: Progress | None) -> Receipt:
        outcome = run_push(self.workspace, job, found, self.tool(progress))
        self.history.do(finish_push(self.workspace, job, found, outcome))
        settle_push(self.workspace, job, outcome)
        return outcome.receipt

    def decide(self, conflict_id: str, take: str) -> None:
        look = self.look()
        about = next(one for one in look.merge.conflicts if one.id == conflict_id)
        self.history.do(DecideConflict(self.workload_id, conflict_id, take, fingerprint(about)))


def small_framework() -> str:
    """Return a Framework of four questions, for stories that need many syncs."""
    raw = json.loads(Shelf().text("wellarchitected"))
    pillars = [pillar | {"questions": pillar["questions"][:2]} for pillar in raw["pillars"][:2]]
    return json.dumps(raw | {"version": "2026-01-01", "pillars": pillars})


def framework() -> Lens:
    """Return the Framework lens of the shelf."""
    return Shelf().lens("wellarchitected")
