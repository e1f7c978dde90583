"""Workloads, milestones, shares and tags at the peer, as wa_tool_api sections 6, 7 and 10 record them."""

from __future__ import annotations

import datetime
import threading
import time

import pytest
from botocore.exceptions import ClientError

from tests.sync.lens_texts import LENS
from tests.sync.peer import OTHER_ACCOUNT, REGION
from tests.sync.refused import refused

SHOP = {"WorkloadName": "Web shop", "Description": "Sells things", "Environment": "PRODUCTION", "AwsRegions": [REGION],
        "ReviewOwner": "Platform team", "Lenses": ["wellarchitected"]}  # fmt: skip
FRAMEWORK = {"LensAlias": "wellarchitected"}


# ---------------------------------------------------------------------------------------- create
def test_a_workload_comes_back_as_it_was_made(tool):
    made = tool.create_workload(
        **SHOP,
        AccountIds=["123456789012"],
        IndustryType="Retail & Wholesale",
        PillarPriorities=["security"],
        JiraConfiguration={"IssueManagementStatus": "ENABLED", "IssueManagementType": "AUTO", "JiraProjectKey": "WA"},
        Tags={"team": "shop"},
        NonAwsRegions=[],
        Notes="",
    )
    assert made["WorkloadArn"] == f"arn:aws:wellarchitected:{REGION}:111122223333:workload/{made['WorkloadId']}"
    workload = tool.get_workload(WorkloadId=made["WorkloadId"])["Workload"]
    assert workload["Lenses"] == ["wellarchitected"]
    assert workload["RiskCounts"] == {"UNANSWERED": 57}
    assert workload["JiraConfiguration"]["JiraProjectKey"] == "WA"
    assert workload["Tags"] == {"team": "shop"}
    assert workload["UpdatedAt"] == datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
    assert not {"NonAwsRegions", "Notes", "ArchitecturalDesign", "Industry", "Profiles"} & set(workload)


def test_the_framework_is_always_attached(peer, tool):
    arn = peer.publish_lens(LENS, "1")
    made = tool.create_workload(**{**SHOP, "Lenses": [arn]})["WorkloadId"]
    assert set(tool.get_workload(WorkloadId=made)["Workload"]["Lenses"]) == {"wellarchitected", arn}


@pytest.mark.parametrize(
    "without", ["ReviewOwner", "AwsRegions"],
)  # fmt: skip
def test_members_that_only_the_service_requires(tool, without):
    members = {name: value for name, value in SHOP.items() if name != without}
    response = refused(tool.create_workload, "ValidationException", **members)
    assert [entry["Name"] for entry in response["Fields"]] == [without]


def test_names_are_unique_whatever_case_and_spaces(tool):
    made = tool.create_workload(**SHOP)
    response = refused(tool.create_workload, "ConflictException", **{**SHOP, "WorkloadName": "WEBSHOP"})
    assert (response["ResourceId"], response["ResourceType"]) == (made["WorkloadId"], "WORKLOAD")


def test_the_same_token_makes_one_workload(peer, tool):
    first = tool.create_workload(**SHOP, ClientRequestToken="one")
    again = tool.create_workload(**SHOP, ClientRequestToken="one")
    assert first["WorkloadId"] == again["WorkloadId"]
    assert [(call.applied, call.replayed) for call in peer.calls] == [(True, False), (False, True)]
    assert len(tool.list_workloads()["WorkloadSummaries"]) == 1


def test_a_token_serves_one_request_only(tool):
    made = tool.create_workload(**SHOP, ClientRequestToken="one")["WorkloadId"]
    other = {**SHOP, "Description": "Another"}
    assert refused(tool.create_workload, "ConflictException", **other, ClientRequestToken="one")["ResourceId"] == "one"
    refused(tool.create_milestone, "ConflictException", WorkloadId=made, MilestoneName="One", ClientRequestToken="one")
    tool.delete_workload(WorkloadId=made)
    gone = refused(tool.create_workload, "ConflictException", **SHOP, ClientRequestToken="one")
    assert "deleted" in gone["Message"]


def test_a_refused_request_leaves_its_token_free(tool):
    refused(tool.create_workload, "ValidationException", **{**SHOP, "IndustryType": "Fishing"}, ClientRequestToken="t")
    assert tool.create_workload(**SHOP, ClientRequestToken="t")["WorkloadId"]


# ---------------------------------------------------------------------------------------- list and change
def test_lists_come_in_pages_and_by_prefix(peer, tool):
    for number in range(53):
        peer.make_workload(f"Shop {number:02}")
    peer.make_workload("Other")
    first = tool.list_workloads(WorkloadNamePrefix="shop")
    assert len(first["WorkloadSummaries"]) == 50
    rest = tool.list_workloads(WorkloadNamePrefix="shop", NextToken=first["NextToken"])
    assert [each["WorkloadName"] for each in rest["WorkloadSummaries"]] == ["Shop 50", "Shop 51", "Shop 52"]
    assert "NextToken" not in rest
    refused(tool.list_workloads, "ValidationException", NextToken=first["NextToken"])
    refused(tool.list_workloads, "ValidationException", NextToken="AAAA")
    peer.behaviour.most_per_page = 7
    assert len(tool.list_workloads(MaxResults=50)["WorkloadSummaries"]) == 7


def test_an_update_changes_what_it_names(peer, tool):
    made = peer.make_workload("Shop", Notes="Old", Industry="Books")
    peer.clock.advance(60)
    after = tool.update_workload(WorkloadId=made, Notes="", ImprovementStatus="IN_PROGRESS")["Workload"]
    assert (after["Industry"], after["ImprovementStatus"]) == ("Books", "IN_PROGRESS")
    assert "Notes" not in after
    assert after["UpdatedAt"].minute == 1
    peer.make_workload("Billing")
    refused(tool.update_workload, "ConflictException", WorkloadId=made, WorkloadName="bil ling")
    refused(tool.update_workload, "ValidationException", WorkloadId=made, AwsRegions=[])
    assert tool.update_workload(WorkloadId=made, WorkloadName="SHOP")["Workload"]["WorkloadName"] == "SHOP"


def test_an_old_workload_asks_for_its_review_owner(peer, tool):
    made = peer.make_workload("Shop")
    peer.forget_review_owner(made)
    refused(tool.update_workload, "ValidationException", WorkloadId=made, Notes="New")
    after = tool.update_workload(WorkloadId=made, Notes="New", IsReviewOwnerUpdateAcknowledged=True)["Workload"]
    assert after["ReviewRestrictionDate"] - after["UpdatedAt"] == datetime.timedelta(days=60)
    peer.clock.advance(61 * 86400)
    refused(tool.list_lens_reviews, "AccessDeniedException", WorkloadId=made)
    assert "ReviewRestrictionDate" not in tool.update_workload(WorkloadId=made, ReviewOwner="Team")["Workload"]
    tool.list_lens_reviews(WorkloadId=made)


def test_ids_are_per_region(peer, client):
    made = peer.make_workload("Shop")
    refused(client(region="us-east-1").get_workload, "ResourceNotFoundException", WorkloadId=made)
    peer.delete_workload(made)
    refused(client().get_workload, "ResourceNotFoundException", WorkloadId=made)


def test_lenses_come_and_go_but_the_framework_stays(peer, tool):
    made = peer.make_workload("Shop")
    arn = peer.publish_lens(LENS, "1")
    tool.associate_lenses(WorkloadId=made, LensAliases=[arn])
    tool.associate_lenses(WorkloadId=made, LensAliases=[arn])
    peer.edit_answer(made, "first_question", lens=arn, selected=["good_practice"])
    assert list(peer.workload(made).reviews) == ["wellarchitected", arn]
    refused(tool.disassociate_lenses, "ValidationException", WorkloadId=made, LensAliases=["wellarchitected"])
    refused(tool.associate_lenses, "ValidationException", WorkloadId=made, LensAliases=[arn] * 11)
    tool.disassociate_lenses(WorkloadId=made, LensAliases=[arn])
    refused(tool.get_lens_review, "ResourceNotFoundException", WorkloadId=made, LensAlias=arn)
    refused(tool.associate_lenses, "ResourceNotFoundException", WorkloadId=made, LensAliases=["unknown"])


def test_tags_are_kept_by_arn(peer, tool):
    made = peer.make_workload("Shop", Tags={"team": "shop", "old": "1"})
    arn = peer.workload(made).arn
    tool.tag_resource(WorkloadArn=arn, Tags={"team": "web"})
    tool.untag_resource(WorkloadArn=arn, TagKeys=["old"])
    assert tool.list_tags_for_resource(WorkloadArn=arn)["Tags"] == {"team": "web"}
    refused(tool.list_tags_for_resource, "ResourceNotFoundException", WorkloadArn=arn[:-1])


# ---------------------------------------------------------------------------------------- milestones
def test_a_milestone_keeps_what_was(peer, tool):
    made = peer.make_workload("Shop")
    peer.edit_answer(made, "priorities", notes="Before")
    peer.clock.advance(5)
    assert tool.create_milestone(WorkloadId=made, MilestoneName="First")["MilestoneNumber"] == 1
    peer.edit_answer(made, "priorities", notes="After")
    peer.edit_workload(made, WorkloadName="Shop two")
    then = tool.get_answer(WorkloadId=made, **FRAMEWORK, QuestionId="priorities", MilestoneNumber=1)
    assert (then["Answer"]["Notes"], then["MilestoneNumber"]) == ("Before", 1)
    milestone = tool.get_milestone(WorkloadId=made, MilestoneNumber=1)["Milestone"]
    assert milestone["Workload"]["WorkloadName"] == "Shop"
    assert milestone["RecordedAt"].second == 5
    listed = tool.list_milestones(WorkloadId=made)["MilestoneSummaries"]
    assert [(each["MilestoneNumber"], each["WorkloadSummary"]["WorkloadName"]) for each in listed] == [(1, "Shop")]
    refused(tool.get_milestone, "ResourceNotFoundException", WorkloadId=made, MilestoneNumber=2)


def test_milestone_names_are_unique_and_a_token_makes_one(peer, tool):
    made = peer.make_workload("Shop")
    once = {"WorkloadId": made, "MilestoneName": "First", "ClientRequestToken": "t"}
    assert tool.create_milestone(**once)["MilestoneNumber"] == tool.create_milestone(**once)["MilestoneNumber"] == 1
    response = refused(tool.create_milestone, "ConflictException", WorkloadId=made, MilestoneName="First")
    assert response["ResourceType"] == "MILESTONE"


def test_a_hundred_milestones_and_no_more(peer, tool):
    made = peer.make_workload("Shop")
    for number in range(100):
        peer.save_milestone(made, f"Milestone {number}")
    response = refused(tool.create_milestone, "ServiceQuotaExceededException", WorkloadId=made, MilestoneName="Last")
    assert (response["QuotaCode"], response["ServiceCode"]) == ("L-CA783EAE", "wellarchitected")
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 402
    first = tool.list_milestones(WorkloadId=made)
    second = tool.list_milestones(WorkloadId=made, NextToken=first["NextToken"])
    assert len(first["MilestoneSummaries"] + second["MilestoneSummaries"]) == 100


# ---------------------------------------------------------------------------------------- shares
def test_a_contributor_edits_answers_and_notes_only(peer, tool):
    made = peer.make_workload("Billing", account=OTHER_ACCOUNT)
    refused(tool.get_workload, "ResourceNotFoundException", WorkloadId=made)
    invitation = peer.share(made, "CONTRIBUTOR")
    shown = tool.get_workload(WorkloadId=made)["Workload"]
    assert (shown["Owner"], shown["ShareInvitationId"]) == (OTHER_ACCOUNT, invitation)
    tool.update_answer(WorkloadId=made, **FRAMEWORK, QuestionId="priorities", Notes="Ours")
    tool.update_lens_review(WorkloadId=made, **FRAMEWORK, LensNotes="Ours")
    refused(tool.update_workload, "AccessDeniedException", WorkloadId=made, Notes="Ours")
    refused(tool.create_milestone, "AccessDeniedException", WorkloadId=made, MilestoneName="Ours")
    refused(tool.delete_workload, "AccessDeniedException", WorkloadId=made)
    refused(tool.list_workload_shares, "AccessDeniedException", WorkloadId=made)
    assert [each["Owner"] for each in tool.list_workloads()["WorkloadSummaries"]] == [OTHER_ACCOUNT]


def test_a_reader_edits_nothing_and_loses_sight_when_the_share_ends(peer, tool):
    made = peer.make_workload("Billing", account=OTHER_ACCOUNT)
    peer.share(made, "READONLY")
    tool.list_answers(WorkloadId=made, **FRAMEWORK)
    refused(tool.update_answer, "AccessDeniedException", WorkloadId=made, **FRAMEWORK, QuestionId="priorities")
    peer.unshare(made)
    refused(tool.list_answers, "ResourceNotFoundException", WorkloadId=made, **FRAMEWORK)


def test_an_invitation_counts_once_accepted(peer, client):
    made = peer.make_workload("Shop")
    ours, theirs = client(), client(account=OTHER_ACCOUNT)
    share = ours.create_workload_share(WorkloadId=made, SharedWith=OTHER_ACCOUNT, PermissionType="READONLY")["ShareId"]
    refused(
        ours.create_workload_share, "ConflictException",
        WorkloadId=made, SharedWith=OTHER_ACCOUNT, PermissionType="READONLY",
    )  # fmt: skip
    refused(theirs.get_workload, "ResourceNotFoundException", WorkloadId=made)
    [invitation] = theirs.list_share_invitations()["ShareInvitationSummaries"]
    assert (invitation["ShareInvitationId"], invitation["WorkloadName"]) == (share, "Shop")
    theirs.update_share_invitation(ShareInvitationId=share, ShareInvitationAction="ACCEPT")
    theirs.get_workload(WorkloadId=made)
    ours.update_workload_share(WorkloadId=made, ShareId=share, PermissionType="CONTRIBUTOR")
    [listed] = ours.list_workload_shares(WorkloadId=made)["WorkloadShareSummaries"]
    assert (listed["Status"], listed["PermissionType"]) == ("ACCEPTED", "CONTRIBUTOR")
    ours.delete_workload_share(WorkloadId=made, ShareId=share)
    refused(theirs.get_workload, "ResourceNotFoundException", WorkloadId=made)


# ---------------------------------------------------------------------------------------- many at once
def test_parallel_writes_on_one_workload_conflict_and_parallel_reads_do_not(peer, tool):
    made, other = peer.make_workload("Shop"), peer.make_workload("Billing")
    peer.behaviour.latency_s = 0.3
    errors = []

    def call(method, **members):
        try:
            method(**members)
        except ClientError as error:
            errors.append(error.response["Error"]["Code"])

    works = [
        (tool.update_workload, {"WorkloadId": made, "Notes": "1"}),
        (tool.update_workload, {"WorkloadId": made, "Notes": "2"}),
        (tool.update_workload, {"WorkloadId": other, "Notes": "3"}),
        (tool.get_workload, {"WorkloadId": made}),
    ]
    threads = [threading.Thread(target=call, args=(method,), kwargs=members) for method, members in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == ["ConflictException"]
    assert len(peer.calls.of("UpdateWorkload", applied=True)) == 2


def test_latency_is_spent_per_call(peer, tool):
    tool.list_workloads()
    peer.behaviour.latency_s = 0.05
    started = time.monotonic()
    tool.list_workloads()
    assert time.monotonic() - started >= 0.05
    assert peer.calls[-1].seconds >= 0.05
