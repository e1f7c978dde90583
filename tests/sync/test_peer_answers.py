"""Answers and reviews at the peer, as wa_tool_api sections 3 to 5 record them."""

from __future__ import annotations

import pytest

from tests.sync.lens_texts import LENS
from tests.sync.peer import Peer
from tests.sync.peer.answering import missing_medium_is_high
from tests.sync.refused import refused
from workbench.library.shelf import Shelf

QUESTION = Shelf().lens("wellarchitected").question("priorities")
PRACTICES = [choice.id for choice in QUESTION.practices]
NONE = QUESTION.none_choice.id


@pytest.fixture
def shop(peer):
    return peer.make_workload("Shop")


@pytest.fixture
def answer(tool, shop):
    """Update the first question and return the Answer."""

    def update(**members):
        where = {"WorkloadId": shop, "LensAlias": "wellarchitected", "QuestionId": QUESTION.id}
        return tool.update_answer(**where, **members)["Answer"]

    return update


def read(tool, shop, **more):
    return tool.get_answer(WorkloadId=shop, LensAlias="wellarchitected", QuestionId=QUESTION.id, **more)["Answer"]


# ---------------------------------------------------------------------------------------- reading
def test_an_untouched_answer_lacks_what_is_unset(tool, shop):
    found = read(tool, shop)
    assert (found["Risk"], found["IsApplicable"], found["SelectedChoices"]) == ("UNANSWERED", True, [])
    assert not {"Notes", "Reason", "ImprovementPlanUrl", "JiraConfiguration"} & set(found)
    assert found["HelpfulResourceUrl"].endswith("wellarchitected/wellarchitected.priorities.helpful-resources.en.html")


def test_a_list_shows_no_notes_and_a_question_does(tool, shop, answer):
    answer(Notes="Question", ChoiceUpdates={PRACTICES[0]: {"Status": "SELECTED", "Notes": "Choice"}})
    found = read(tool, shop)
    assert found["Notes"] == "Question"
    assert found["ChoiceAnswers"] == [
        {"ChoiceId": PRACTICES[0], "Status": "SELECTED", "Reason": "NONE", "Notes": "Choice"}
    ]
    assert "ImprovementPlanUrl" in found
    [listed] = [
        each
        for each in tool.list_answers(WorkloadId=shop, LensAlias="wellarchitected")["AnswerSummaries"]
        if each["QuestionId"] == QUESTION.id
    ]
    assert listed["ChoiceAnswerSummaries"] == [{"ChoiceId": PRACTICES[0], "Status": "SELECTED", "Reason": "NONE"}]
    assert not {"Notes", "QuestionDescription", "HelpfulResourceUrl", "ChoiceAnswers"} & set(listed)


def test_all_questions_come_in_two_pages_and_not_in_published_order(tool, shop):
    where = {"WorkloadId": shop, "LensAlias": "wellarchitected"}
    first = tool.list_answers(**where)
    second = tool.list_answers(**where, NextToken=first["NextToken"])
    found = first["AnswerSummaries"] + second["AnswerSummaries"]
    assert len(found) == 57
    shown = [choice["ChoiceId"] for choice in found[0]["Choices"]]
    assert sorted(shown) == sorted([*PRACTICES, NONE])
    assert shown != [*PRACTICES, NONE]
    security = tool.list_answers(**where, PillarId="security")["AnswerSummaries"]
    assert {each["PillarId"] for each in security} == {"security"}
    refused(tool.list_answers, "ValidationException", **where, PillarId="beauty")


def test_unknown_questions_fail_validation(tool, shop):
    where = {"WorkloadId": shop, "LensAlias": "wellarchitected"}
    response = refused(tool.get_answer, "ValidationException", **where, QuestionId="nothing")
    assert "No question with ID nothing was found" in response["Message"]


def test_answers_may_not_be_there_just_after_creation(peer, tool):
    peer.behaviour.settling_reads = 2
    new = peer.make_workload("New")
    where = {"WorkloadId": new, "LensAlias": "wellarchitected"}
    refused(tool.list_answers, "ResourceNotFoundException", **where)
    refused(tool.list_answers, "ResourceNotFoundException", **where)
    assert tool.list_answers(**where)["AnswerSummaries"]


def test_alias_and_arn_name_the_same_official_lens(tool, shop):
    arn = "arn:aws:wellarchitected::aws:lens/wellarchitected"
    review = tool.get_lens_review(WorkloadId=shop, LensAlias=arn)["LensReview"]
    assert (review["LensAlias"], review["LensArn"]) == ("wellarchitected", arn)


# ---------------------------------------------------------------------------------------- writing
def test_what_is_left_out_stays(answer):
    answer(SelectedChoices=PRACTICES[:2], Notes="Kept", IsApplicable=True)
    after = answer(ChoiceUpdates={PRACTICES[1]: {"Status": "NOT_APPLICABLE", "Reason": "OTHER", "Notes": "Why"}})
    assert (after["SelectedChoices"], after["Notes"]) == ([PRACTICES[0]], "Kept")
    after = answer(Notes="New")
    assert after["SelectedChoices"] == [PRACTICES[0]]
    after = answer(ChoiceUpdates={PRACTICES[1]: {"Status": "NOT_APPLICABLE"}})
    assert after["ChoiceAnswers"][1] == {
        "ChoiceId": PRACTICES[1], "Status": "NOT_APPLICABLE", "Reason": "OTHER", "Notes": "Why"}  # fmt: skip


def test_selected_choices_replace_the_whole_selection(answer):
    answer(SelectedChoices=PRACTICES[:3])
    assert answer(SelectedChoices=PRACTICES[2:4])["SelectedChoices"] == PRACTICES[2:4]
    after = answer(SelectedChoices=[])
    assert (after["SelectedChoices"], after["Risk"]) == ([], "UNANSWERED")


def test_a_choice_note_outlives_the_selection(answer):
    answer(ChoiceUpdates={PRACTICES[0]: {"Status": "SELECTED", "Notes": "Seen"}})
    [mark] = answer(SelectedChoices=[])["ChoiceAnswers"]
    assert (mark["Status"], mark["Notes"]) == ("UNSELECTED", "Seen")


def test_empty_notes_clear(peer, tool, shop, answer):
    answer(Notes="Old", ChoiceUpdates={PRACTICES[0]: {"Status": "SELECTED", "Notes": "Old"}})
    after = answer(Notes="", ChoiceUpdates={PRACTICES[0]: {"Status": "SELECTED", "Notes": ""}})
    assert "Notes" not in after
    assert "Notes" not in after["ChoiceAnswers"][0]
    peer.behaviour.keeps_empty_notes = True
    assert read(tool, shop)["Notes"] == ""


@pytest.mark.parametrize(
    "members",
    [
        {"Notes": "x" * 2085},
        {"ChoiceUpdates": {PRACTICES[0]: {"Status": "SELECTED", "Notes": "x" * 251}}},
        {"ChoiceUpdates": {NONE: {"Status": "NOT_APPLICABLE"}}},
        {"ChoiceUpdates": {"unknown": {"Status": "SELECTED"}}, "Notes": "lost too"},
        {"SelectedChoices": [PRACTICES[0], "unknown"]},
        {"SelectedChoices": [PRACTICES[0], PRACTICES[0]]},
        {"SelectedChoices": [], "ChoiceUpdates": {PRACTICES[0]: {"Status": "SELECTED"}}},
        {"SelectedChoices": [PRACTICES[0]], "ChoiceUpdates": {PRACTICES[0]: {"Status": "UNSELECTED"}}},
        {"Reason": "LAZINESS"},
    ],
)
def test_a_bad_member_refuses_the_whole_call(peer, tool, shop, members):
    before = peer.picture(shop)
    where = {"WorkloadId": shop, "LensAlias": "wellarchitected", "QuestionId": QUESTION.id}
    refused(tool.update_answer, "ValidationException", **where, **members)
    assert peer.picture(shop) == before
    assert peer.calls[-1].applied is False


def test_a_choice_that_is_not_applicable_needs_no_reason(answer):
    [mark] = answer(ChoiceUpdates={PRACTICES[0]: {"Status": "NOT_APPLICABLE"}})["ChoiceAnswers"]
    assert mark == {"ChoiceId": PRACTICES[0], "Status": "NOT_APPLICABLE", "Reason": "NONE"}


def test_limits_are_inclusive(answer):
    after = answer(Notes="x" * 2084, ChoiceUpdates={PRACTICES[0]: {"Status": "SELECTED", "Notes": "y" * 250}})
    assert (len(after["Notes"]), len(after["ChoiceAnswers"][0]["Notes"])) == (2084, 250)


def test_none_is_not_exclusive(answer):
    after = answer(SelectedChoices=[NONE, *PRACTICES])
    assert set(after["SelectedChoices"]) == {NONE, *PRACTICES}


def test_not_applicable_keeps_the_selection_and_its_reason(tool, shop, answer):
    answer(SelectedChoices=PRACTICES)
    after = answer(IsApplicable=False, Reason="OUT_OF_SCOPE")
    assert (after["Risk"], after["SelectedChoices"]) == ("NOT_APPLICABLE", PRACTICES)
    counts = tool.get_workload(WorkloadId=shop)["Workload"]["RiskCounts"]
    assert counts == {"UNANSWERED": 56}
    after = answer(IsApplicable=True)
    assert (after["Risk"], after["Reason"]) == ("NONE", "OUT_OF_SCOPE")
    assert answer(Reason="NONE")["Reason"] == "NONE"


def test_stamps_move_with_answers_but_not_with_lens_notes(peer, tool, shop, answer):
    where = {"WorkloadId": shop, "LensAlias": "wellarchitected"}
    before = tool.get_lens_review(**where)["LensReview"]["UpdatedAt"]
    peer.clock.advance(10)
    after = tool.update_lens_review(**where, LensNotes="Note", PillarNotes={"security": "S" * 2084})["LensReview"]
    assert after["UpdatedAt"] == before == tool.get_workload(WorkloadId=shop)["Workload"]["UpdatedAt"]
    answer(Notes="New")
    moved = tool.get_lens_review(**where)["LensReview"]["UpdatedAt"]
    assert (moved - before).seconds == 10
    assert tool.get_workload(WorkloadId=shop)["Workload"]["UpdatedAt"] == moved


def test_lens_and_pillar_notes_are_kept_apart(tool, shop):
    where = {"WorkloadId": shop, "LensAlias": "wellarchitected"}
    tool.update_lens_review(**where, LensNotes="Lens", PillarNotes={"security": "S", "reliability": "R"})
    after = tool.update_lens_review(**where, PillarNotes={"security": ""})["LensReview"]
    notes = {each["PillarId"]: each.get("Notes") for each in after["PillarReviewSummaries"]}
    assert (after["Notes"], notes["security"], notes["reliability"]) == ("Lens", None, "R")
    refused(tool.update_lens_review, "ValidationException", **where, PillarNotes={"beauty": "B"})
    refused(tool.update_lens_review, "ValidationException", **where, LensNotes="x" * 2085)


# ---------------------------------------------------------------------------------------- risk
def test_the_framework_follows_the_lens_file(answer):
    high = [choice.id for choice in QUESTION.practices if choice.risk_if_absent == "HIGH"]
    assert answer(SelectedChoices=[NONE])["Risk"] == "HIGH"
    assert answer(SelectedChoices=high)["Risk"] == "MEDIUM"
    assert answer(SelectedChoices=PRACTICES)["Risk"] == "NONE"


def test_another_risk_function_may_disagree(client):
    with Peer(risk_of=missing_medium_is_high) as other:
        shop = other.make_workload("Shop")
        high = [choice.id for choice in QUESTION.practices if choice.risk_if_absent == "HIGH"]
        assert other.edit_answer(shop, QUESTION.id, selected=high)["Risk"] == "HIGH"


@pytest.mark.parametrize(
    ("members", "risk"),
    [
        ({"SelectedChoices": ["good_practice"]}, "MEDIUM"),
        ({"SelectedChoices": ["good_practice", "better_practice"]}, "NONE"),
        ({"SelectedChoices": ["first_question_no"]}, "HIGH"),
        ({"ChoiceUpdates": {"good_practice": {"Status": "NOT_APPLICABLE"}}}, "HIGH"),
        (
            {
                "ChoiceUpdates": {
                    "good_practice": {"Status": "NOT_APPLICABLE"},
                    "better_practice": {"Status": "NOT_APPLICABLE"},
                }
            },
            "NONE",
        ),
        ({"ChoiceUpdates": {"good_practice": {"Status": "UNSELECTED"}}}, "UNANSWERED"),
    ],
)
def test_custom_lenses_follow_their_rules(peer, tool, shop, members, risk):
    arn = peer.publish_lens(LENS, "1")
    tool.associate_lenses(WorkloadId=shop, LensAliases=[arn])
    where = {"WorkloadId": shop, "LensAlias": arn, "QuestionId": "first_question"}
    assert tool.update_answer(**where, **members)["Answer"]["Risk"] == risk


def test_improvements_list_high_and_medium_and_plans_for_custom_lenses_only(peer, tool, shop, answer):
    arn = peer.publish_lens(LENS, "1")
    tool.associate_lenses(WorkloadId=shop, LensAliases=[arn])
    answer(SelectedChoices=[NONE])
    [official] = tool.list_lens_review_improvements(WorkloadId=shop, LensAlias="wellarchitected")[
        "ImprovementSummaries"
    ]
    assert (official["QuestionId"], official["Risk"]) == (QUESTION.id, "HIGH")
    assert "ImprovementPlanUrl" in official
    assert "ImprovementPlans" not in official
    peer.edit_answer(shop, "first_question", lens=arn, selected=["good_practice"])
    [custom] = tool.list_lens_review_improvements(WorkloadId=shop, LensAlias=arn)["ImprovementSummaries"]
    assert [plan["ChoiceId"] for plan in custom["ImprovementPlans"]] == ["better_practice"]
    peer.edit_answer(shop, "first_question", lens=arn, applicable=False)
    assert tool.list_lens_review_improvements(WorkloadId=shop, LensAlias=arn)["ImprovementSummaries"] == []
