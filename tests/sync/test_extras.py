"""What the Tool reports beside a review: checks and improvement items as evidence, profiles, notices, what a guest may do."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.sync.desk import Desk, small_framework
from tests.sync.lens_texts import LENS
from tests.sync.peer import OTHER_ACCOUNT
from workbench.domain.answer import MarkState
from workbench.domain.evidence import EvidenceKind
from workbench.domain.sync import Permission, SyncState
from workbench.errors import Refused
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.evidence import ChangeEvidence, RemoveEvidence
from workbench.operations.sync_extras import keep_extras, read_extras
from workbench.operations.workloads import SetWorkloadField

Q, P1, P2 = "priorities", "ops_priorities_ext_cust_needs", "ops_priorities_int_cust_needs"
ROOT = {"Id": "abc", "Name": "Root account", "Description": "MFA"}


def with_checks(desk):
    desk.do(SetMark("r1", Q, P1, MarkState.YES), SetWorkloadField("w1", "trusted_advisor", "ENABLED"))
    remote = desk.link_new()
    desk.push()
    desk.peer.put_checks(remote, Q, P1, [
        {**ROOT, "Status": "OKAY", "AccountId": "111122223333", "FlaggedResources": 0},
        {**ROOT, "Status": "WARNING", "AccountId": "444455556666", "FlaggedResources": 3},
    ])  # fmt: skip
    return remote


def kept(desk):
    """Read what the Tool reports, keep it, and return all evidence of that kind."""
    found = read_extras(desk.workspace, desk.workload_id, desk.tool())
    desk.do(keep_extras(found))
    return [item for item in desk.mine.evidence if item.kind is EvidenceKind.TOOL]


def test_checks_and_improvement_items_become_evidence_once(desk):
    with_checks(desk)
    check, item = sorted(kept(desk), key=lambda one: one.by)
    assert (check.title, check.choice_id, check.by) == ("Root account", P1, "AWS Trusted Advisor")
    assert check.target == "Investigation recommended · 3 resources flagged · 2 accounts"
    assert item.question_id == Q
    assert item.by == "AWS Well-Architected Tool"
    assert item.on
    assert kept(desk) == [one for one in desk.mine.evidence if one.kind is EvidenceKind.TOOL]
    assert len(kept(desk)) == 2
    assert "444455556666" not in json.dumps([one.target + one.title + one.id for one in kept(desk)])


def test_what_is_settled_leaves_with_the_next_reading_and_undo_brings_it_back(desk):
    remote = with_checks(desk)
    assert len(kept(desk)) == 2
    desk.peer.put_checks(remote, Q, P1, [])
    assert [item.by for item in kept(desk)] == ["AWS Well-Architected Tool"]
    desk.history.undo()
    assert len([item for item in desk.mine.evidence if item.kind is EvidenceKind.TOOL]) == 2


def test_it_is_read_only_and_can_be_removed(desk):
    with_checks(desk)
    first = kept(desk)[0]
    with pytest.raises(Refused, match="cannot be changed"):
        desk.do(ChangeEvidence(replace(first, title="Better")))
    desk.do(RemoveEvidence(first.id))
    assert first.id not in [item.id for item in desk.mine.evidence]
    assert desk.look().standing is SyncState.IN_SYNC, "evidence is nothing the Tool holds"


def test_trusted_advisor_is_asked_only_where_it_is_on_and_for_lenses_of_aws(desk):
    desk.add_lens(LENS)
    remote = desk.link_new()
    desk.push()
    read_extras(desk.workspace, "w1", desk.tool())
    assert not desk.peer.calls.of("ListCheckDetails")
    desk.peer.edit_workload(remote, DiscoveryConfig={"TrustedAdvisorIntegrationStatus": "ENABLED"})
    desk.pull()
    read_extras(desk.workspace, "w1", desk.tool())
    asked = desk.peer.calls.of("ListCheckDetails")
    assert asked
    assert {call.parameters["LensArn"] for call in asked} == {"arn:aws:wellarchitected::aws:lens/wellarchitected"}


def test_plans_of_a_custom_lens_stand_at_their_practices(desk):
    desk.add_lens(LENS)
    desk.do(SetMark("r2", "first_question", "good_practice", MarkState.YES))
    desk.link_new()
    desk.push()
    (plan,) = [item for item in kept(desk) if item.review_id == "r2"]
    assert (plan.choice_id, plan.target) == ("better_practice", "https://example.com/plan")
    assert plan.title == "Medium risk in the Tool: Do it: better practice"


def test_a_profile_is_named_with_the_questions_it_puts_first(desk):
    remote = desk.link_new()
    desk.push()
    arn = desk.peer.add_profile("Start-ups", {"ops-model", Q})
    desk.peer.workload(remote).profiles.append(arn)
    desk.pull()
    found = read_extras(desk.workspace, "w1", desk.tool())
    assert found.profile == "Start-ups"
    assert [code for code, _title in found.first] == ["OPS 1", "OPS 2"]
    assert "A profile puts 2 questions first: OPS 1, OPS 2." in desk.look().notes


def test_a_newer_version_of_a_lens_is_told(desk):
    desk.link_new()
    desk.push()
    raw = json.loads(small_framework())
    desk.peer.publish_official(json.dumps(raw | {"version": "2027-01-01"}))
    (notice,) = read_extras(desk.workspace, "w1", desk.tool()).notices
    assert (notice.kind, notice.latest) == ("LENS_VERSION_UPGRADED", "2027-01-01")


# ---------------------------------------------------------------------------------------------- guests
def as_guest(folder, small_peer):
    remote = small_peer.make_workload("Shared", account=OTHER_ACCOUNT)
    small_peer.share(remote, "READONLY")
    desk = Desk(folder, small_peer)
    desk.pull_new(remote)
    desk.do(SetNotes(desk.mine.review("wellarchitected").id, Q, "Ours"))
    return desk, remote


def test_reading_only_is_learnt_from_the_first_refusal_and_leaves_nothing_open(tmp_path, small_peer):
    desk, _remote = as_guest(tmp_path, small_peer)
    with pytest.raises(Refused, match="only read"):
        desk.push()
    assert desk.job is None
    small_peer.forget_calls()
    look = desk.look()
    assert look.fetched.state.facts.permission is Permission.READONLY
    assert look.standing is SyncState.MINE_AHEAD
    assert look.plan.calls == ()
    assert "One change stays here: the workload is shared with you for reading only." in look.plan.stays
    assert desk.push().done == ()
    assert not small_peer.calls.of("UpdateAnswer")
    desk.close()


def test_a_guest_who_was_given_more_is_asked_again_after_an_hour(tmp_path, small_peer):
    desk, remote = as_guest(tmp_path, small_peer)
    with pytest.raises(Refused):
        desk.push()
    share = small_peer.workload(remote).shares[0].id
    small_peer.do(
        "UpdateWorkloadShare", account=OTHER_ACCOUNT, WorkloadId=remote, ShareId=share, PermissionType="CONTRIBUTOR"
    )
    with desk.workspace.reading() as session:
        from workbench.store.queries.sync import seen_state

        seen = seen_state(session, desk.link)
    from workbench.store.sync_journal import SyncJournal

    old = replace(seen.facts, refused_at="2020-01-01T00:00:00+00:00")
    SyncJournal(desk.workspace).keep_seen(desk.workload_id, replace(seen, facts=old))
    assert desk.push().is_clean
    assert small_peer.answer(remote, Q)["Notes"] == "Ours"
    desk.close()
