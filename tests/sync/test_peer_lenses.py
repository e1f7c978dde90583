"""Lenses at the peer, as wa_tool_api section 8 and custom_lens_spec section 7 record them."""

from __future__ import annotations

import json

import pytest

from tests.sync.lens_texts import LENS, NEXT, lens_text, question
from tests.sync.peer import OTHER_ACCOUNT
from tests.sync.refused import refused
from workbench.library.shelf import Shelf


def drafts(tool):
    return tool.list_lenses(LensType="CUSTOM_SELF", LensStatus="DRAFT")["LensSummaries"]


def test_import_answers_the_arn_only_and_makes_a_draft(peer, tool):
    result = tool.import_lens(JSONString=LENS, Tags={"a": "b"})
    assert set(result) == {"LensArn", "ResponseMetadata"}
    arn = result["LensArn"]
    [draft] = drafts(tool)
    assert (draft["LensArn"], draft["LensName"], draft["LensType"]) == (arn, "House lens", "CUSTOM_SELF")
    assert "LensVersion" not in draft
    shop = peer.make_workload("Shop")
    refused(tool.associate_lenses, "ValidationException", WorkloadId=shop, LensAliases=[arn])
    refused(tool.get_lens, "ResourceNotFoundException", LensAlias=arn)
    assert tool.list_tags_for_resource(WorkloadArn=arn)["Tags"] == {"a": "b"}


def test_a_draft_may_take_a_moment_to_show(peer, tool):
    peer.behaviour.draft_settling_lists = 1
    tool.import_lens(JSONString=LENS)
    assert drafts(tool) == []
    assert len(drafts(tool)) == 1


def test_publishing_turns_the_draft_into_a_version(tool):
    arn = tool.import_lens(JSONString=LENS)["LensArn"]
    assert tool.create_lens_version(LensAlias=arn, LensVersion="1.0", IsMajorVersion=True)["LensVersion"] == "1.0"
    assert drafts(tool) == []
    lens = tool.get_lens(LensAlias=arn)["Lens"]
    assert (lens["LensVersion"], lens["Name"], lens["Owner"]) == ("1.0", "House lens", "111122223333")
    refused(tool.create_lens_version, "ConflictException", LensAlias=arn, LensVersion="1.1", IsMajorVersion=False)
    tool.import_lens(JSONString=NEXT, LensAlias=arn)
    assert len(tool.list_lenses(LensType="CUSTOM_SELF")["LensSummaries"]) == 2
    refused(tool.create_lens_version, "ConflictException", LensAlias=arn, LensVersion="1.0", IsMajorVersion=True)
    refused(tool.create_lens_version, "ValidationException", LensAlias=arn, LensVersion="1-1", IsMajorVersion=True)


def test_a_token_imports_one_lens(tool):
    first = tool.import_lens(JSONString=LENS, ClientRequestToken="t")["LensArn"]
    assert tool.import_lens(JSONString=LENS, ClientRequestToken="t")["LensArn"] == first
    assert len(drafts(tool)) == 1


def test_names_are_unique_and_cannot_change(tool):
    arn = tool.import_lens(JSONString=LENS)["LensArn"]
    again = lens_text(question("first_question", "good_practice"), name="HOUSE LENS")
    response = refused(tool.import_lens, "ValidationException", JSONString=again)
    assert "A lens with normalized name houselens already exists." in response["Message"]
    tool.create_lens_version(LensAlias=arn, LensVersion="1", IsMajorVersion=True)
    other = lens_text(question("first_question", "good_practice"), name="Other")
    response = refused(tool.import_lens, "ValidationException", JSONString=other, LensAlias=arn)
    assert "Lens name must match published name" in response["Message"]
    response = refused(tool.import_lens, "ValidationException", JSONString=LENS, LensAlias="house")
    assert "Invalid lens alias house (allowed value as alias is LensARN)" in response["Message"]


def bad(**change):
    lens = json.loads(LENS)
    first = lens["pillars"][0]["questions"][0]
    first.update(change)
    return json.dumps(lens)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{no json", "JSONString"),
        (lens_text(question("first_question", "good_practice"), name="Bad; name"), "name"),
        (lens_text(question("first_question", "good_practice"), schemaVersion="2020"), "schemaVersion"),
        (lens_text(*[question(f"question_{n}", "good_practice") for n in range(21)]), "questions"),
        (bad(title="x" * 129), "title"),
        (bad(description="100%"), "description"),
        (bad(id="no-dash"), "id"),
        (bad(choices=[{"id": "good_practice", "title": "Without a plan"}]), "improvementPlan"),
        (bad(riskRules=[{"condition": "unknown_choice", "risk": "NO_RISK"}]), "riskRules"),
        (bad(riskRules=[{"condition": "good_practice &&", "risk": "NO_RISK"}]), "riskRules"),
        (bad(helpfulResource={"url": "https://example.com"}), "displayText"),
        (bad(helpfulResource={"url": "ftp://example.com", "displayText": "Text"}), "url"),
    ],
)
def test_import_refuses_one_field_at_a_time(tool, text, field):
    response = refused(tool.import_lens, "ValidationException", JSONString=text)
    assert [entry["Name"] for entry in response["Fields"]] == [field]


def test_a_missing_default_rule_is_accepted(tool):
    tool.import_lens(JSONString=bad(riskRules=[{"condition": "good_practice", "risk": "NO_RISK"}]))


def test_fifteen_lenses_and_no_more(tool):
    for number in range(15):
        tool.import_lens(JSONString=lens_text(question("first_question", "good_practice"), name=f"Lens {number}"))
    response = refused(tool.import_lens, "ServiceQuotaExceededException", JSONString=LENS)
    assert response["QuotaCode"] == "L-BAE0003F"
    tool.delete_lens(LensAlias=drafts(tool)[0]["LensArn"], LensStatus="ALL")
    tool.import_lens(JSONString=LENS)


def test_export_gives_own_lenses_back(peer, client, tool):
    arn = peer.publish_lens(LENS, "1")
    peer.publish_lens(NEXT, "2", arn)
    assert json.loads(tool.export_lens(LensAlias=arn)["LensJSON"]) == json.loads(NEXT)
    assert json.loads(tool.export_lens(LensAlias=arn, LensVersion="1")["LensJSON"]) == json.loads(LENS)
    refused(tool.export_lens, "AccessDeniedException", LensAlias="wellarchitected")
    theirs = client(account=OTHER_ACCOUNT)
    refused(theirs.export_lens, "ResourceNotFoundException", LensAlias=arn)
    peer.share_lens(arn, OTHER_ACCOUNT)
    refused(theirs.export_lens, "AccessDeniedException", LensAlias=arn)
    [shared] = theirs.list_lenses(LensType="CUSTOM_SHARED")["LensSummaries"]
    assert shared["Owner"] == "111122223333"
    [share] = tool.list_lens_shares(LensAlias=arn)["LensShareSummaries"]
    assert (share["SharedWith"], share["Status"]) == (OTHER_ACCOUNT, "ACCEPTED")


# ---------------------------------------------------------------------------------------- versions
@pytest.fixture
def reviewed(peer):
    """Return a workload with an answered custom lens, and the lens's ARN."""
    arn = peer.publish_lens(LENS, "1")
    shop = peer.make_workload("Shop", Lenses=[arn])
    peer.edit_answer(
        shop, "first_question", lens=arn, selected=["good_practice", "better_practice"], notes="Kept",
        applicable=False, reason="OTHER",
    )  # fmt: skip
    peer.edit_answer(shop, "second_question", lens=arn, notes="Lost")
    return shop, arn


def test_a_minor_version_reaches_workloads_at_once(peer, tool, reviewed):
    shop, arn = reviewed
    peer.publish_lens(NEXT, "1.1", arn, major=False)
    review = tool.get_lens_review(WorkloadId=shop, LensAlias=arn)["LensReview"]
    assert (review["LensVersion"], review["LensStatus"]) == ("1.1", "CURRENT")
    assert tool.list_milestones(WorkloadId=shop)["MilestoneSummaries"] == []


def test_a_major_version_waits_for_the_upgrade(peer, tool, reviewed):
    shop, arn = reviewed
    peer.publish_lens(NEXT, "2", arn)
    review = tool.get_lens_review(WorkloadId=shop, LensAlias=arn)["LensReview"]
    assert (review["LensVersion"], review["LensStatus"]) == ("1", "NOT_CURRENT")
    [note] = tool.list_notifications(WorkloadId=shop)["NotificationSummaries"]
    assert note["Type"] == "LENS_VERSION_UPGRADED"
    summary = note["LensUpgradeSummary"]
    assert (summary["CurrentLensVersion"], summary["LatestLensVersion"]) == ("1", "2")
    [pillar] = tool.get_lens_version_difference(LensAlias=arn, BaseLensVersion="1")["VersionDifferences"][
        "PillarDifferences"
    ]
    assert {each["QuestionId"]: each["DifferenceStatus"] for each in pillar["QuestionDifferences"]} == {
        "first_question": "UPDATED", "second_question": "DELETED", "third_question": "NEW"}  # fmt: skip


def test_an_upgrade_saves_a_milestone_and_carries_over(peer, tool, reviewed):
    shop, arn = reviewed
    peer.publish_lens(NEXT, "2", arn)
    where = {"WorkloadId": shop, "LensAlias": arn}
    tool.upgrade_lens_review(**where, MilestoneName="Before 2", ClientRequestToken="t")
    tool.upgrade_lens_review(**where, MilestoneName="Before 2", ClientRequestToken="t")
    assert len(tool.list_milestones(WorkloadId=shop)["MilestoneSummaries"]) == 1
    after = tool.get_answer(**where, QuestionId="first_question")["Answer"]
    assert after["SelectedChoices"] == ["good_practice"]
    assert (after["Notes"], after["IsApplicable"], after["Reason"]) == ("Kept", False, "OTHER")
    refused(tool.get_answer, "ValidationException", **where, QuestionId="second_question")
    then = tool.get_answer(**where, QuestionId="second_question", MilestoneNumber=1)["Answer"]
    assert then["Notes"] == "Lost"
    listed = tool.list_answers(**where, MilestoneNumber=1)["AnswerSummaries"]
    assert [each["QuestionId"] for each in listed] == ["first_question", "second_question"]
    refused(tool.upgrade_lens_review, "ConflictException", **where, MilestoneName="Again")
    assert tool.list_notifications()["NotificationSummaries"] == []


def test_a_new_framework_version_is_for_new_workloads(peer, tool):
    old = peer.make_workload("Old")
    text = {**json.loads(Shelf().text("wellarchitected")), "version": "2027-01-01"}
    peer.publish_official(json.dumps(text))
    new = peer.make_workload("New")
    versions = [
        tool.get_lens_review(WorkloadId=shop, LensAlias="wellarchitected")["LensReview"]["LensVersion"]
        for shop in (old, new)
    ]
    assert versions == ["2025-02-25", "2027-01-01"]
    peer.deprecate("arn:aws:wellarchitected::aws:lens/wellarchitected", "2025-02-25")
    [note] = tool.list_notifications()["NotificationSummaries"]
    assert note["Type"] == "LENS_VERSION_DEPRECATED"


def test_reviews_say_when_their_lens_is_gone(peer, client, tool, reviewed):
    shop, arn = reviewed
    peer.share_lens(arn, OTHER_ACCOUNT)
    theirs = peer.make_workload("Theirs", account=OTHER_ACCOUNT, Lenses=[arn])
    peer.unshare_lens(arn, OTHER_ACCOUNT)
    where = {"LensAlias": arn}
    status = client(account=OTHER_ACCOUNT).get_lens_review(WorkloadId=theirs, **where)["LensReview"]["LensStatus"]
    assert status == "UNSHARED"
    tool.delete_lens(LensAlias=arn, LensStatus="ALL")
    assert tool.get_lens_review(WorkloadId=shop, **where)["LensReview"]["LensStatus"] == "DELETED"
    refused(tool.get_lens, "ResourceNotFoundException", **where)
    assert tool.get_answer(WorkloadId=shop, **where, QuestionId="first_question")["Answer"]["Notes"] == "Kept"


def test_choices_of_custom_lenses_carry_their_texts(tool, reviewed):
    shop, arn = reviewed
    found = tool.get_answer(WorkloadId=shop, LensAlias=arn, QuestionId="first_question")["Answer"]
    choice = found["Choices"][0]
    assert choice["HelpfulResource"] == {"DisplayText": "About: good practice", "Url": "https://example.com/help"}
    assert choice["ImprovementPlan"]["Url"] == "https://example.com/plan"
    assert choice["AdditionalResources"][0]["Type"] == "HELPFUL_RESOURCE"
    assert found["HelpfulResourceDisplayText"] == "Read this"
