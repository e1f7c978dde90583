"""Whole syncs with real clients: what goes up, what comes down, what stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.sync.desk import Desk, MovingClock, framework
from tests.sync.peer import OTHER_ACCOUNT, Peer
from workbench.domain.answer import MarkState, Reason
from workbench.domain.risk import Risk
from workbench.domain.sync import SyncState
from workbench.errors import BadInput
from workbench.operations.answers import (
    FlagQuestion,
    SetApplicable,
    SetLensNotes,
    SetMark,
    SetMarkNote,
    SetNotes,
    SetPillarNotes,
    SetQuestionOwner,
)
from workbench.operations.workloads import SetWorkloadField

Q = "priorities"
P1, P2, P3, P4 = ("ops_priorities_ext_cust_needs", "ops_priorities_int_cust_needs",
                  "ops_priorities_governance_reqs", "ops_priorities_compliance_reqs")  # fmt: skip


def answered(desk):
    desk.do(
        SetMark("r1", Q, P1, MarkState.YES), SetMark("r1", Q, P2, MarkState.PARTLY),
        SetMarkNote("r1", Q, P2, "Half of the teams", owner="Ann"), SetMark("r1", Q, P3, MarkState.NO),
        SetMark("r1", Q, P4, MarkState.NOT_APPLICABLE, Reason.OUT_OF_SCOPE), SetNotes("r1", Q, "We ask every quarter."),
        SetQuestionOwner("r1", Q, "Bo"), FlagQuestion("r1", Q, True),
        SetApplicable("r1", "identities", False, Reason.BUSINESS_PRIORITIES),
        SetLensNotes("r1", "Second look"), SetPillarNotes("r1", "security", "With the security team"),
    )  # fmt: skip


def test_everything_the_tool_can_hold_arrives(desk):
    answered(desk)
    remote = desk.link_new()
    receipt = desk.push()
    assert receipt.is_clean
    assert receipt.verified == len(receipt.done)
    there = desk.peer.answer(remote, Q)
    assert there["SelectedChoices"] == [P1]
    assert there["Notes"] == "We ask every quarter."
    marks = {one["ChoiceId"]: one for one in there["ChoiceAnswers"]}
    assert marks[P2]["Status"] == "UNSELECTED"
    assert marks[P2]["Notes"] == "Half of the teams"
    assert marks[P3]["Status"] == "UNSELECTED"
    assert (marks[P4]["Status"], marks[P4]["Reason"]) == ("NOT_APPLICABLE", "OUT_OF_SCOPE")
    away = desk.peer.answer(remote, "identities")
    assert (away["IsApplicable"], away["Reason"]) == (False, "BUSINESS_PRIORITIES")
    picture = desk.peer.picture(remote)
    assert "Second look" in str(picture)
    assert "With the security team" in str(picture)


def test_what_only_we_keep_survives_every_sync(desk):
    answered(desk)
    before = desk.answer(Q)
    desk.link_new()
    desk.push()
    desk.push()
    assert replace(desk.answer(Q), tool_risk=None) == before


def test_a_second_push_sends_nothing(desk):
    answered(desk)
    desk.link_new()
    desk.push()
    desk.peer.forget_calls()
    receipt = desk.push()
    assert receipt.done == ()
    assert not desk.peer.calls.of(writes=True)
    assert desk.look().standing is SyncState.IN_SYNC


def test_one_call_per_changed_question_with_changed_members_only(desk):
    answered(desk)
    desk.link_new()
    desk.push()
    desk.do(SetNotes("r1", Q, "We ask every month."))
    desk.peer.forget_calls()
    desk.push()
    (call,) = desk.peer.calls.of(writes=True)
    assert call.operation == "UpdateAnswer"
    assert set(call.parameters) == {"WorkloadId", "LensAlias", "QuestionId", "Notes"}


def test_reviews_that_did_not_move_are_not_read_again(desk):
    answered(desk)
    desk.link_new()
    desk.push()
    desk.look()
    desk.peer.forget_calls()
    desk.look()
    assert desk.peer.calls.counts() == {"GetWorkload": 1, "GetLensReview": 1, "ListMilestones": 1}


def test_notes_of_lens_and_pillars_come_although_they_move_no_stamp(desk):
    remote = desk.link_new()
    desk.push()
    desk.look()
    desk.peer.edit_notes(remote, lens_notes="From the console", security="Sealed")
    desk.pull()
    review = desk.mine.review("wellarchitected")
    assert review.notes == "From the console"
    assert dict(review.pillar_notes) == {"security": "Sealed"}


def test_the_console_s_answers_come_down(desk):
    remote = desk.link_new()
    desk.push()
    desk.peer.edit_answer(
        remote, Q, selected=[P1], choices={P1: {"Status": "SELECTED", "Notes": "Seen"}}, notes="Done there"
    )
    look = desk.pull()
    assert look.standing is SyncState.THEIRS_AHEAD
    answer = desk.answer(Q)
    assert answer.state(P1) is MarkState.YES
    assert answer.mark(P1).note == "Seen"
    assert answer.notes == "Done there"
    assert answer.tool_risk is Risk.HIGH


def test_every_property_goes_up_and_comes_down(desk):
    remote = desk.link_new()
    desk.do(
        SetWorkloadField("w1", "industry_type", "InfoTech"), SetWorkloadField("w1", "notes", "Ours"),
        SetWorkloadField("w1", "aws_regions", ("eu-west-1", "eu-north-1")), SetWorkloadField("w1", "account_ids", ("111122223333",)),
        SetWorkloadField("w1", "tags", (("owner", "Shop"), ("tier", "1"))), SetWorkloadField("w1", "improvement_status", "IN_PROGRESS"),
        SetWorkloadField("w1", "trusted_advisor", "ENABLED"), SetWorkloadField("w1", "pillar_priorities", ("security", "reliability")),
    )  # fmt: skip
    assert desk.push().is_clean
    desk.peer.edit_workload(remote, Industry="Shops", NonAwsRegions=["Oslo"])
    desk.pull()
    workload = desk.mine.workload
    assert (workload.industry, workload.non_aws_regions) == ("Shops", ("Oslo",))
    assert workload.tags == (("owner", "Shop"), ("tier", "1"))
    assert desk.look().standing is SyncState.IN_SYNC


def test_linking_with_what_is_there_unites_and_asks_only_where_both_say_something(desk):
    remote = desk.peer.make_workload("Shop", Description="Another text")
    desk.peer.edit_answer(remote, Q, notes="Theirs")
    desk.do(SetNotes("r1", "ops-model", "Ours"))
    desk.link_to(remote)
    look = desk.look()
    assert "workload/description" in {one.id for one in look.undecided}
    assert not any(one.path[0] == "answer" for one in look.undecided)
    assert desk.push(prefer="mine").is_clean
    assert desk.peer.answer(remote, "ops-model")["Notes"] == "Ours"
    assert desk.answer(Q).notes == "Theirs"


def test_two_computers_see_each_other_s_changes(tmp_path, desk):
    remote = desk.link_new()
    desk.push()
    other = Desk(tmp_path, desk.peer, "other")
    other.pull_new(remote)
    review = other.mine.review("wellarchitected").id
    other.do(SetNotes(review, Q, "From the other computer"))
    other.push()
    desk.do(SetNotes("r1", "ops-model", "From this one"))
    desk.push()
    other.pull()
    assert desk.answer(Q).notes == other.answer(Q).notes == "From the other computer"
    assert other.answer("ops-model").notes == "From this one"
    other.close()


def test_a_contributor_sends_answers_and_notes_only(tmp_path, small_peer):
    remote = small_peer.make_workload("Shared", account=OTHER_ACCOUNT)
    small_peer.share(remote, "CONTRIBUTOR")
    desk = Desk(tmp_path, small_peer)
    desk.pull_new(remote)
    review = desk.mine.review("wellarchitected").id
    desk.do(SetNotes(review, Q, "Ours"), SetWorkloadField(desk.workload_id, "notes", "Not ours to say"))
    desk.save_milestone("Mine")
    receipt = desk.push()
    assert receipt.is_clean
    assert small_peer.answer(remote, Q)["Notes"] == "Ours"
    assert not small_peer.calls.of("UpdateWorkload")
    assert not small_peer.calls.of("CreateMilestone")
    assert any("ask its owner" in text for text in receipt.stays)
    desk.close()


def test_too_long_a_text_stops_before_the_first_call_and_can_be_sent_cut(desk):
    remote = desk.link_new()
    text = "word " * 600
    desk.do(SetNotes("r1", Q, text))
    desk.peer.forget_calls()
    with pytest.raises(BadInput) as caught:
        desk.push()
    assert "3,000 characters" in caught.value.details[0]
    assert not desk.peer.calls.of(writes=True)
    assert desk.push(shorten=True).is_clean
    assert len(desk.peer.answer(remote, Q)["Notes"]) <= 2084
    assert desk.answer(Q).notes == text
    assert desk.look().standing is SyncState.IN_SYNC


def test_the_tool_s_risk_counts_until_the_answer_changes_here(tmp_path):
    from tests.sync.peer.answering import missing_medium_is_high
    from workbench.analyses.risk import assess

    with Peer(clock=MovingClock(), risk_of=missing_medium_is_high) as peer:
        desk = Desk(tmp_path, peer)
        desk.create()
        question = next(q for q in framework().questions() if any(c.risk_if_absent == "MEDIUM" for c in q.practices)
                        and any(c.risk_if_absent == "HIGH" for c in q.practices))  # fmt: skip
        high = [c.id for c in question.practices if c.risk_if_absent == "HIGH"]
        desk.do(*(SetMark("r1", question.id, choice, MarkState.YES) for choice in high))
        assert assess(question, desk.answer(question.id)).risk is Risk.MEDIUM
        desk.link_new()
        desk.push()
        told = assess(question, desk.answer(question.id))
        assert (told.risk, told.estimated, told.by_tool) == (Risk.HIGH, False, True)
        (rate,) = desk.look().hit_rates
        assert (rate.compared, rate.hits) == (1, 0)
        desk.do(SetMark("r1", question.id, high[0], MarkState.NO))
        again = assess(question, desk.answer(question.id))
        assert again.estimated
        desk.do(SetMark("r1", question.id, high[0], MarkState.YES))
        from workbench.store.queries.lenses import lens_of_review

        with desk.workspace.reading() as session:
            known = lens_of_review(session, "r1").question(question.id)
        fact = assess(known, desk.answer(question.id))
        assert (fact.risk, fact.estimated) == (Risk.HIGH, True)
        desk.close()


def test_a_custom_lens_is_imported_published_and_answered(desk):
    from tests.sync.lens_texts import LENS

    desk.add_lens(LENS)
    desk.do(SetMark("r2", "first_question", "good_practice", MarkState.YES))
    remote = desk.link_new()
    assert desk.push().is_clean
    (arn,) = [alias for alias in desk.peer.workload(remote).reviews if ":lens/" in alias]
    assert dict(desk.link.lenses)["house-lens"] == arn
    assert desk.peer.answer(remote, "first_question", arn)["SelectedChoices"] == ["good_practice"]
    assert desk.look().standing is SyncState.IN_SYNC


def test_a_lens_the_tool_would_refuse_stops_before_the_first_call(desk):
    from tests.sync.lens_texts import lens_text, question

    desk.add_lens(lens_text(question("first_question", "good_practice"), name="100% of it"))
    desk.link_new()
    desk.peer.forget_calls()
    with pytest.raises(BadInput) as caught:
        desk.push()
    assert "%" in caught.value.details[0]
    assert not desk.peer.calls.of(writes=True)


def test_an_automatic_jira_integration_is_named_in_the_plan(desk):
    remote = desk.link_new()
    desk.push()
    jira = {"IssueManagementStatus": "ENABLED", "IssueManagementType": "AUTO", "JiraProjectKey": "SHOP"}
    desk.peer.edit_workload(remote, JiraConfiguration=jira)
    desk.pull()
    desk.peer.put_jira_issue(remote, Q, "https://jira.example/browse/SHOP-1")
    desk.do(SetNotes("r1", Q, "Changes a ticket"))
    look = desk.look()
    assert len(look.plan.tickets) == 1
    assert any("Jira" in note for note in look.notes)


def test_undoing_a_sync_brings_nothing_up_again(desk):
    remote = desk.link_new()
    desk.do(SetMark("r1", Q, P1, MarkState.PARTLY), SetNotes("r1", Q, "Ours"))
    desk.push()
    desk.peer.edit_answer(remote, "ops-model", notes="Theirs")
    desk.pull()
    assert desk.history.undo().title == 'Take in "Shop" from the Tool'
    assert desk.answer("ops-model").notes == ""
    assert desk.history.undo().title == "Sync with the Tool"
    look = desk.look()
    assert look.standing is SyncState.THEIRS_AHEAD
    assert desk.push().done == ()
    assert desk.answer("ops-model").notes == "Theirs"
    assert desk.answer(Q).state(P1) is MarkState.PARTLY
    assert desk.peer.answer(remote, "ops-model")["Notes"] == "Theirs"
