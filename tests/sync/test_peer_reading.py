"""Reports, checks, profiles, templates and settings at the peer (wa_tool_api sections 9 and 11)."""

from __future__ import annotations

import base64
import io

import pypdf
import pytest

from tests.sync.lens_texts import LENS
from tests.sync.refused import refused

FRAMEWORK = "arn:aws:wellarchitected::aws:lens/wellarchitected"


@pytest.fixture
def shop(peer):
    return peer.make_workload("Shop")


def text_of(encoded):
    reader = pypdf.PdfReader(io.BytesIO(base64.b64decode(encoded)))
    return "\n".join(page.extract_text() for page in reader.pages)


# ---------------------------------------------------------------------------------------- reports
def test_a_lens_report_is_a_pdf_of_now_or_of_a_milestone(peer, tool, shop):
    peer.save_milestone(shop, "First")
    peer.edit_workload(shop, WorkloadName="Renamed")
    where = {"WorkloadId": shop, "LensAlias": "wellarchitected"}
    now = tool.get_lens_review_report(**where)["LensReviewReport"]
    then = tool.get_lens_review_report(**where, MilestoneNumber=1)["LensReviewReport"]
    assert text_of(now["Base64String"]).startswith("Renamed")
    assert text_of(then["Base64String"]).startswith("Shop")
    assert now["LensArn"] == FRAMEWORK


def test_the_consolidated_report_counts_custom_lenses_in_totals_only(peer, tool):
    arn = peer.publish_lens(LENS, "1")
    shop = peer.make_workload("Shop", Lenses=[arn])
    peer.edit_answer(shop, "first_question", lens=arn, selected=["first_question_no"])
    peer.edit_answer(shop, "priorities", selected=["ops_priorities_no"])
    report = tool.get_consolidated_report(Format="JSON")
    assert "Base64String" not in report
    [metric] = report["Metrics"]
    assert (metric["RiskCounts"]["HIGH"], metric["LensesAppliedCount"]) == (2, 2)
    [lens] = metric["Lenses"]
    assert (lens["LensArn"], lens["RiskCounts"]["HIGH"]) == (FRAMEWORK, 1)
    question = lens["Pillars"][0]["Questions"][0]
    assert (question["QuestionId"], question["Risk"], len(question["BestPractices"])) == ("priorities", "HIGH", 6)
    pdf = tool.get_consolidated_report(Format="PDF")
    assert "Metrics" not in pdf
    assert "Shop" in text_of(pdf["Base64String"])


def test_the_consolidated_report_has_pages_of_fifteen(peer, tool):
    for number in range(17):
        peer.make_workload(f"Shop {number}")
    first = tool.get_consolidated_report(Format="JSON")
    rest = tool.get_consolidated_report(Format="JSON", NextToken=first["NextToken"])
    assert (len(first["Metrics"]), len(rest["Metrics"])) == (15, 2)


# ---------------------------------------------------------------------------------------- checks
def test_checks_are_shown_where_trusted_advisor_is_on(peer, tool, shop):
    where = {"WorkloadId": shop, "LensArn": FRAMEWORK, "PillarId": "security", "QuestionId": "securely-operate",
             "ChoiceId": "sec_securely_operate_multi_accounts"}  # fmt: skip
    check = {"Id": "abc", "Name": "Root account", "Description": "MFA"}
    found = [
        {**check, "Status": "OKAY", "AccountId": "111122223333", "FlaggedResources": 0},
        {**check, "Status": "ERROR", "AccountId": "444455556666", "FlaggedResources": 2},
    ]
    peer.put_checks(shop, where["QuestionId"], where["ChoiceId"], found)
    assert tool.list_check_details(**where)["CheckDetails"] == []
    peer.edit_workload(shop, DiscoveryConfig={"TrustedAdvisorIntegrationStatus": "ENABLED"})
    details = tool.list_check_details(**where)["CheckDetails"]
    assert [(each["Status"], each["Provider"]) for each in details] == [
        ("OKAY", "TRUSTED_ADVISOR"), ("ERROR", "TRUSTED_ADVISOR")]  # fmt: skip
    [summary] = tool.list_check_summaries(**where)["CheckSummaries"]
    assert (summary["Status"], summary["AccountSummary"]) == ("ERROR", {"OKAY": 1, "ERROR": 1})


# ---------------------------------------------------------------------------------------- profiles, templates, settings
def test_a_profile_puts_questions_first(peer, tool):
    arn = peer.add_profile("Growth", {"priorities", "sus_dev"})
    shop = tool.create_workload(
        WorkloadName="Shop", Description="Sells things", Environment="PRODUCTION", AwsRegions=["eu-west-1"],
        ReviewOwner="Team", Lenses=["wellarchitected"], ProfileArns=[arn],
    )["WorkloadId"]  # fmt: skip
    where = {"WorkloadId": shop, "LensAlias": "wellarchitected"}
    listed = tool.list_answers(**where, QuestionPriority="PRIORITIZED")["AnswerSummaries"]
    assert [each["QuestionId"] for each in listed] == ["priorities", "sus_dev"]
    assert {each["QuestionType"] for each in listed} == {"PRIORITIZED"}
    workload = tool.get_workload(WorkloadId=shop)["Workload"]
    assert workload["PrioritizedRiskCounts"] == {"UNANSWERED": 2}
    assert workload["Profiles"] == [{"ProfileArn": arn, "ProfileVersion": "1"}]
    [summary] = tool.list_profiles()["ProfileSummaries"]
    assert summary["ProfileName"] == "Growth"
    assert tool.get_profile(ProfileArn=arn)["Profile"]["ProfileQuestions"][0]["MinSelectedChoices"] == 1
    assert tool.get_profile_template()["ProfileTemplate"]["TemplateQuestions"]
    assert tool.list_profile_notifications()["NotificationSummaries"] == []
    refused(tool.get_profile, "ResourceNotFoundException", ProfileArn=arn + "0")


def test_a_template_fills_a_workload_when_it_is_made(peer, tool, shop):
    peer.edit_answer(shop, "priorities", notes="Agreed centrally", applicable=False, reason="OUT_OF_SCOPE")
    arn = peer.add_template(shop)
    made = peer.make_workload("Copy", ReviewTemplateArns=[arn])
    assert peer.answer(made, "priorities")["Notes"] == "Agreed centrally"
    [summary] = tool.list_review_templates()["ReviewTemplates"]
    assert (summary["TemplateArn"], summary["UpdateStatus"]) == (arn, "CURRENT")
    template = tool.get_review_template(TemplateArn=arn)["ReviewTemplate"]
    assert template["QuestionCounts"] == {"ANSWERED": 1, "UNANSWERED": 56}
    where = {"TemplateArn": arn, "LensAlias": "wellarchitected"}
    review = tool.get_review_template_lens_review(**where)["LensReview"]
    assert review["QuestionCounts"]["ANSWERED"] == 1
    answer = tool.get_review_template_answer(**where, QuestionId="priorities")["Answer"]
    assert (answer["AnswerStatus"], answer["Reason"]) == ("ANSWERED", "OUT_OF_SCOPE")
    assert len(tool.list_review_template_answers(**where, PillarId="security")["AnswerSummaries"]) == 11


def test_account_settings_and_jira_issues_are_shown(peer, tool, shop):
    assert tool.get_global_settings()["OrganizationSharingStatus"] == "DISABLED"
    peer.set_account(JiraConfiguration={"IntegrationStatus": "CONFIGURED", "IssueManagementType": "AUTO"})
    assert tool.get_global_settings()["JiraConfiguration"]["IssueManagementType"] == "AUTO"
    peer.put_jira_issue(shop, "priorities", "https://example.atlassian.net/browse/WA-1")
    where = {"WorkloadId": shop, "LensAlias": "wellarchitected", "QuestionId": "priorities"}
    assert tool.get_answer(**where)["Answer"]["JiraConfiguration"]["JiraIssueUrl"].endswith("WA-1")
