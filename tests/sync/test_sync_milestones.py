"""Milestones between here and the Tool, up, down and played back."""

from __future__ import annotations

import pytest

from tests.sync.desk import Desk
from tests.sync.peer import OTHER_ACCOUNT
from workbench.domain.answer import MarkState
from workbench.domain.sync import SyncState
from workbench.errors import Refused
from workbench.operations.answers import (
    SetMark,
    SetNotes,
)
from workbench.store.queries.milestones import milestones_of, verify_chain

Q = "priorities"
P1, P2, P3, P4 = ("ops_priorities_ext_cust_needs", "ops_priorities_int_cust_needs",
                  "ops_priorities_governance_reqs", "ops_priorities_compliance_reqs")  # fmt: skip


def test_a_milestone_goes_up_named_with_its_day(desk):
    desk.do(SetMark("r1", Q, P1, MarkState.YES))
    desk.save_milestone("Before", "2026-02-01T10:00:00.000+00:00")
    desk.save_milestone("First review", "2026-02-03T10:00:00.000+00:00")
    remote = desk.link_new()
    receipt = desk.push()
    assert receipt.milestone == "1 First review (2026-02-03)"
    assert any('"Before"' in text for text in receipt.stays)
    desk.push()
    assert [one.name for one in desk.peer.workload(remote).milestones] == ["First review (2026-02-03)"]


def test_a_remote_workload_comes_with_all_milestones(tmp_path, small_peer):
    remote = small_peer.make_workload("Fleet")
    small_peer.edit_answer(remote, Q, selected=[P1], notes="First")
    small_peer.save_milestone(remote, "Spring")
    small_peer.edit_answer(remote, Q, selected=[P1, P2], notes="Second")
    small_peer.save_milestone(remote, "Autumn")
    other = Desk(tmp_path, small_peer, "other")
    other.pull_new(remote)
    assert other.mine.workload.name == "Fleet"
    assert other.answer(Q).notes == "Second"
    with other.workspace.reading() as session:
        assert [one.name for one in milestones_of(session, other.workload_id)] == ["Spring", "Autumn"]
        assert verify_chain(session, other.workload_id) == ()
    assert other.look().standing is SyncState.IN_SYNC
    small_peer.save_milestone(remote, "Winter")
    assert other.look().standing is SyncState.THEIRS_AHEAD
    other.pull()
    with other.workspace.reading() as session:
        assert [one.name for one in milestones_of(session, other.workload_id)][-1] == "Winter"
    other.close()


def test_older_milestones_are_played_back_where_that_is_safe(desk):
    desk.do(SetMark("r1", Q, P1, MarkState.YES), SetNotes("r1", Q, "One"))
    desk.save_milestone("First", "2026-02-01T10:00:00.000+00:00")
    desk.do(SetMark("r1", Q, P2, MarkState.YES), SetNotes("r1", Q, "Two"))
    desk.save_milestone("Second", "2026-02-02T10:00:00.000+00:00")
    desk.do(SetNotes("r1", Q, "Now"))
    remote = desk.link_new()
    receipt = desk.push(replay=True)
    assert receipt.differing == ()
    first, second = desk.peer.workload(remote).milestones
    assert first.name == "First (2026-02-01)"
    kept = first.workload.reviews["wellarchitected"].answers[Q]
    assert (kept.notes, kept.selected) == ("One", [P1])
    assert second.name == "Second (2026-02-02)"
    assert desk.peer.answer(remote, Q)["Notes"] == "Now"
    assert desk.look().standing is SyncState.IN_SYNC


def test_milestones_are_not_played_back_into_a_shared_workload(desk):
    desk.save_milestone("First")
    desk.save_milestone("Second")
    remote = desk.link_new()
    desk.peer.do(
        "CreateWorkloadShare",
        WorkloadId=remote,
        SharedWith=OTHER_ACCOUNT,
        PermissionType="READONLY",
        ClientRequestToken="t",
    )
    with pytest.raises(Refused) as caught:
        desk.push(replay=True)
    assert "shared with others" in caught.value.details[0]
