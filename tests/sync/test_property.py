"""Random edits on both sides, random faults, several syncs: both sides end equal to the merge, nothing is applied twice."""

from __future__ import annotations

import os
import random
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.sync.desk import Desk, MovingClock, small_framework
from tests.sync.peer import Kind, Peer
from workbench.analyses.merge import merge
from workbench.analyses.tool_cells import empty, local_cells, matches, tool_cells
from workbench.domain.answer import MarkState, Reason
from workbench.domain.snapshot import Snapshot
from workbench.domain.sync import SyncState
from workbench.errors import WorkbenchError
from workbench.library.lens_format import read_lens_text
from workbench.operations.answers import SetApplicable, SetLensNotes, SetMark, SetMarkNote, SetNotes, SetPillarNotes
from workbench.operations.workloads import SetWorkloadField

QUESTIONS = tuple(read_lens_text(small_framework()).questions())
TEXTS = ("", "one", "two words", "first\n\nsecond", "first\n\nsecond\n\nthird")
ROUNDS = int(os.environ.get("WORKBENCH_ROUNDS", "8"))
"""Rounds of the test, each three syncs of two sides; WORKBENCH_ROUNDS asks for more than the everyday run plays."""


class Both:
    """A desk and its console, edited at random."""

    def __init__(self, desk: Desk, random_: random.Random) -> None:
        self.desk, self.random = desk, random_

    def edit_mine(self) -> None:
        """Change something here."""
        rnd, question = self.random, self.random.choice(QUESTIONS)
        choice = rnd.choice(question.practices).id
        state = rnd.choice([*MarkState, None])
        reason = rnd.choice(list(Reason)) if state is MarkState.NOT_APPLICABLE else Reason.NONE
        step = rnd.choice((
            SetMark("r1", question.id, choice, state, reason), SetMarkNote("r1", question.id, choice, rnd.choice(TEXTS)),
            SetNotes("r1", question.id, rnd.choice(TEXTS)), SetLensNotes("r1", rnd.choice(TEXTS)),
            SetApplicable("r1", question.id, rnd.random() < 0.5, rnd.choice(list(Reason))),
            SetPillarNotes("r1", question.pillar_id, rnd.choice(TEXTS)),
            SetWorkloadField("w1", "notes", rnd.choice(TEXTS)),
            SetWorkloadField("w1", "tags", rnd.choice(((), (("a", "1"),), (("a", "2"), ("b", "1"))))),
        ))  # fmt: skip
        with suppress(WorkbenchError):  # a note on a practice without a mark
            self.desk.history.do(step)

    def edit_theirs(self) -> None:
        """Change something in the console."""
        rnd, question, peer, remote = self.random, self.random.choice(QUESTIONS), self.desk.peer, self.desk.remote
        choice = rnd.choice(question.practices).id
        match rnd.randrange(6):
            case 0:
                peer.edit_answer(remote, question.id, selected=[c.id for c in question.practices if rnd.random() < 0.4])
            case 1:
                status = rnd.choice(("UNSELECTED", "NOT_APPLICABLE"))
                peer.edit_answer(remote, question.id, choices={choice: {"Status": status, "Notes": rnd.choice(TEXTS)}})
            case 2:
                peer.edit_answer(remote, question.id, notes=rnd.choice(TEXTS))
            case 3:
                peer.edit_answer(remote, question.id, applicable=rnd.random() < 0.5, reason="OUT_OF_SCOPE")
            case 4:
                peer.edit_notes(remote, lens_notes=rnd.choice(TEXTS), **{question.pillar_id: rnd.choice(TEXTS)})
            case 5:
                peer.edit_workload(remote, Notes=rnd.choice(TEXTS))

    def disturb(self) -> None:
        """Let some calls fail."""
        for _n in range(self.random.randrange(3)):
            kind = self.random.choice([k for k in Kind if k is not Kind.SLOW])
            operation = self.random.choice(("Get*", "Update*", "List*", "*Milestone", "Tag*", "*"))
            self.desk.peer.add_fault(str(kind), operation, times=2, probability=0.2, seed=self.random.randrange(1000))


def through(desk: Desk, prefer: str) -> None:
    """Push again and again, as a person does after each failure, until it is through."""
    for _run in range(12):
        try:
            if desk.push(prefer=prefer).is_clean:
                return
        except WorkbenchError:
            desk.reopen()
        desk.peer.clear_faults()
    raise AssertionError("it never came through")


def expected(desk: Desk, prefer: Any) -> Snapshot:
    """Return what the merge of both sides is, before anything is sent."""
    found = desk.fetched()
    look = desk.look(found, prefer=prefer)
    choices = {one.id: one.choice for one in look.merge.conflicts if one.choice}
    return merge(found.base, found.mine, found.theirs, lenses=found.lenses, choices=choices).merged


def equal_in_the_tool(mine: Snapshot, desk: Desk) -> list[tuple[str, ...]]:
    """Return the cells on which our side and the Tool differ."""
    ours = local_cells(mine)
    theirs = tool_cells(desk.fetched().state)
    differing = []
    for path, value in theirs.items():
        own = ours.get(path, empty(path))
        cleared = path[-1] == "state" and own[0] is None and value[0] == "UNSELECTED"
        if not matches(path, own, value) and not cleared:
            differing.append(path)
    return differing


@seed(20260302)
@settings(max_examples=ROUNDS, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, 2**32 - 1))
def test_both_sides_end_equal_to_the_merge(number):
    with tempfile.TemporaryDirectory() as folder:
        play(number, Path(folder))


def play(number: int, folder: Path) -> None:
    rnd = random.Random(number)
    with Peer(clock=MovingClock()) as peer:
        desk = Desk(folder, peer)
        try:
            peer.publish_official(small_framework())
            desk.create(small_framework())
            desk.link_new()
            both = Both(desk, rnd)
            for n in range(3):
                for _edit in range(rnd.randrange(6)):
                    both.edit_mine()
                for _edit in range(rnd.randrange(6)):
                    both.edit_theirs()
                if rnd.random() < 0.4:
                    desk.save_milestone(f"Milestone {n}")
                prefer = rnd.choice(("mine", "theirs"))
                wanted = expected(desk, prefer)
                before = len(peer.calls)
                both.disturb()
                through(desk, prefer)
                peer.clear_faults()
                sent = [call for call in peer.calls[before:] if call.applied and call.operation == "CreateMilestone"]
                assert len(sent) <= 1, "a milestone was made twice"
                assert same(desk.mine, wanted), number
                assert equal_in_the_tool(desk.mine, desk) == [], number
                assert desk.look().standing is SyncState.IN_SYNC, number
            names = [one.name for one in peer.workload(desk.remote).milestones]
            assert len(names) == len(set(names))
        finally:
            desk.close()


def same(mine: Snapshot, wanted: Snapshot) -> bool:
    return local_cells(mine) == local_cells(wanted)


@pytest.mark.parametrize("number", [0, 154])
def test_a_round_by_hand(number, tmp_path):
    play(number, tmp_path)
