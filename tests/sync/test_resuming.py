"""Interruptions: what the outbox keeps, what a resumed run sends, and what each refusal says."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.sync.desk import Desk
from tests.sync.peer import OTHER_ACCOUNT, REGION
from workbench.domain.answer import MarkState
from workbench.domain.sync import CallState, Link, SyncState
from workbench.errors import BadInput, WorkbenchError
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.sync_jobs import abandon, create_remote, find_one
from workbench.progress import Cancelled
from workbench.store.queries.sync import calls_of, jobs_of
from workbench.sync.calling import Interrupted, Refusal

Q, P1 = "priorities", "ops_priorities_ext_cust_needs"


def asked(desk):
    questions = list(desk.peer.world.official["wellarchitected"].latest.lens.questions())
    desk.do(*(SetNotes("r1", question.id, f"On {question.id}") for question in questions))
    return [question.id for question in questions]


def test_cancel_stops_between_calls_and_the_rest_follows(desk):
    asked(desk)
    remote = desk.link_new()

    def stop(done: float, total: float, note: str = "") -> None:
        if total and done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        desk.push(progress=stop)
    sent = len(desk.peer.calls.of("UpdateAnswer", applied=True))
    assert 0 < sent < 4
    desk.reopen()
    assert desk.job is not None
    desk.resume()
    assert desk.job is None
    assert len(desk.peer.calls.of("UpdateAnswer", applied=True)) == 4
    assert desk.peer.answer(remote, Q)["Notes"] == f"On {Q}"


def test_the_token_of_a_call_survives_a_crash(desk):
    desk.save_milestone("First", "2026-02-03T10:00:00.000+00:00")
    remote = desk.link_new()
    desk.peer.add_fault("cut after", "CreateMilestone", times=1)
    desk.peer.add_fault("error", "ListMilestones", nth=range(2, 20), times=8)
    with pytest.raises(Interrupted):
        desk.push()
    desk.reopen()
    with desk.workspace.reading() as session:
        (call,) = [one for one in calls_of(session, desk.job.id) if one.op == "CreateMilestone"]
    assert call.state is CallState.SENT
    desk.peer.clear_faults()
    desk.resume()
    assert [one.name for one in desk.peer.workload(remote).milestones] == ["First (2026-02-03)"]
    tokens = {one.parameters.get("ClientRequestToken") for one in desk.peer.calls.of("CreateMilestone")}
    assert tokens == {call.id}


def test_a_change_of_ours_after_a_crash_is_no_conflict_with_what_was_sent(desk):
    remote = desk.link_new()
    desk.do(SetNotes("r1", Q, "Sent"), SetMark("r1", Q, P1, MarkState.PARTLY))
    desk.peer.add_fault("denied", "UpdateAnswer", nth=2)
    asked(desk)
    desk.do(SetNotes("r1", Q, "Sent"))
    with pytest.raises(Refusal):
        desk.push()
    assert desk.peer.answer(remote, Q)["Notes"] == "Sent"
    desk.reopen()
    desk.do(SetNotes("r1", Q, "Changed after the crash"))
    desk.peer.clear_faults()
    assert desk.push().is_clean
    assert desk.peer.answer(remote, Q)["Notes"] == "Changed after the crash"
    assert desk.answer(Q).state(P1) is MarkState.PARTLY


def test_what_is_abandoned_is_planned_anew(desk):
    asked(desk)
    desk.link_new()
    desk.peer.add_fault("denied", "UpdateAnswer", nth=2)
    with pytest.raises(Refusal):
        desk.push()
    abandon(desk.workspace, desk.job)
    assert desk.job is None
    desk.peer.clear_faults()
    assert desk.push().is_clean
    assert desk.look().standing is SyncState.IN_SYNC


def test_throttling_is_waited_out_with_growing_pauses_and_told(desk):
    asked(desk)
    desk.link_new()
    desk.peer.add_fault("throttle", "UpdateAnswer", times=3)
    told: list[str] = []
    receipt = desk.push(progress=lambda done, total, note="": told.append(note))
    assert receipt.is_clean
    assert len(desk.waits) == 3
    assert desk.waits == sorted(desk.waits)
    assert any("slower" in note for note in told)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda desk, remote: desk.peer.delete_workload(remote), "not in the Tool"),
        (lambda desk, remote: desk.peer.add_fault("denied", "GetWorkload"), "may not do wellarchitected:GetWorkload"),
        (lambda desk, remote: desk.peer.add_fault("denied", "UpdateAnswer"), "may not do wellarchitected:UpdateAnswer"),
    ],
    ids=["deleted", "denied reading", "denied writing"],
)
def test_each_refusal_has_its_words_and_masks_accounts(desk, spoil, said):
    remote = desk.link_new()
    desk.push()
    asked(desk)
    spoil(desk, remote)
    with pytest.raises(WorkbenchError, match=said) as caught:
        desk.push()
    assert caught.value.hint
    assert desk.link.account not in " ".join([str(caught.value), *caught.value.details])


def test_a_workload_of_another_region_is_told_by_its_arn(desk):
    with pytest.raises(BadInput, match="of Region sa-east-1"):
        find_one(desk.tool(), f"arn:aws:wellarchitected:sa-east-1:111122223333:workload/{'a' * 32}")


def test_a_name_that_is_taken_is_not_created_beside(desk):
    desk.peer.make_workload("SHOP ")
    with pytest.raises(BadInput, match="link it instead"):
        desk.link_new()
    assert not desk.peer.calls.of("CreateWorkload")
    assert desk.job is None


def test_a_name_taken_in_the_very_moment_is_not_adopted(desk):
    def meanwhile(_done, _total, note=""):
        if note == "Create the workload" and not desk.peer.calls.of("CreateWorkload"):
            with suppress(Exception):
                desk.peer.make_workload("Shop")

    start = Link("w1", "", region=REGION)
    with pytest.raises(BadInput, match="link it instead"):
        create_remote(desk.workspace, "w1", desk.tool(meanwhile), start)
    assert desk.job is None
    assert desk.link_or_none is None


def test_a_workload_is_created_once_whatever_happens(desk):
    desk.peer.add_fault("cut after", "CreateWorkload", times=1)
    desk.peer.add_fault("error", "CreateWorkload", nth=range(1, 7))
    with pytest.raises(Interrupted):
        desk.link_new()
    desk.reopen()
    desk.peer.clear_faults()
    remote = desk.link_new()
    assert len(desk.peer.calls.of("CreateWorkload", applied=True)) == 1
    assert desk.peer.workload(remote).name == "Shop"


def test_a_full_budget_of_milestones_keeps_the_milestone_here(desk):
    remote = desk.link_new()
    for n in range(100):
        desk.peer.save_milestone(remote, f"Old {n}")
    desk.do(SetNotes("r1", Q, "Still sent"))
    desk.pull()
    desk.save_milestone("One more")
    receipt = desk.push()
    assert receipt.milestone == ""
    assert any("takes no more" in text for text in receipt.stays)
    assert desk.peer.answer(remote, Q)["Notes"] == "Still sent"


def test_a_milestone_name_taken_meanwhile_gets_a_number_and_a_token_of_its_own(desk):
    desk.save_milestone("First", "2026-02-03T10:00:00.000+00:00")
    remote = desk.link_new()
    receipt = desk.push(between=lambda: desk.peer.save_milestone(remote, "First (2026-02-03)"))
    assert receipt.milestone == "2 First (2026-02-03) (2)"
    tokens = [one.parameters["ClientRequestToken"] for one in desk.peer.calls.of("CreateMilestone")]
    assert len(set(tokens)) == 2


def test_a_missing_review_owner_is_acknowledged_first(desk):
    remote = desk.link_new()
    desk.push()
    desk.peer.forget_review_owner(remote)
    desk.do(SetNotes("r1", Q, "After"))
    desk.push(prefer="mine")
    assert desk.peer.answer(remote, Q)["Notes"] == "After"


def test_an_unshared_workload_says_so(tmp_path, small_peer):
    remote = small_peer.make_workload("Shared", account=OTHER_ACCOUNT)
    small_peer.share(remote, "CONTRIBUTOR")
    desk = Desk(tmp_path, small_peer)
    desk.pull_new(remote)
    small_peer.unshare(remote)
    with pytest.raises(WorkbenchError, match="no longer shared"):
        desk.pull()
    desk.close()


def test_every_push_leaves_a_receipt_in_the_log(desk):
    asked(desk)
    desk.link_new()
    desk.push()
    with desk.workspace.reading() as session:
        push, create = jobs_of(session, "w1")
    assert (push.state, create.state) == ("done", "done")
    assert push.receipt["verified"] == len(push.receipt["done"])
