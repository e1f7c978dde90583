"""Reviews and answers: one lens of a workload, read and written (wa_tool_api sections 3 to 5)."""

from __future__ import annotations

from typing import Any

from tests.sync.peer.answering import apply_answer, question_of, risk_of_answer
from tests.sync.peer.refusals import invalid, not_found
from tests.sync.peer.views import (
    answer_summary,
    answer_view,
    link,
    prioritized,
    review_summary,
    review_view,
)
from tests.sync.peer.visit import ANSWER, Visit
from tests.sync.peer.world import Answer, Review, Workload
from workbench.domain.lens import Question


def _heading(p: dict[str, Any], review: Review | None = None) -> dict[str, Any]:
    """Members that head every response about a review; the milestone only where one was asked for."""
    lens = {"LensAlias": review.alias, "LensArn": review.lens_arn} if review else {}
    return {"WorkloadId": p["WorkloadId"], "MilestoneNumber": p.get("MilestoneNumber"), **lens}


def _found(visit: Visit, p: dict[str, Any]) -> tuple[Workload, Review]:
    """Return the workload, live or as a milestone kept it, and the review asked for."""
    workload = visit.workload(p["WorkloadId"])
    number = p.get("MilestoneNumber")
    state = workload if number is None else visit.milestone(workload, number).workload
    return state, visit.review(workload, p["LensAlias"], number)


def get_lens_review(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetLensReview."""
    workload, review = _found(visit, p)
    return {**_heading(p), "LensReview": review_view(visit, workload, review)}


def list_lens_reviews(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListLensReviews."""
    workload = visit.workload(p["WorkloadId"])
    if (number := p.get("MilestoneNumber")) is not None:
        workload = visit.milestone(workload, number).workload
    page, more = visit.page(list(workload.reviews.values()), p)
    return {
        **_heading(p),
        "LensReviewSummaries": [review_summary(visit, workload, review) for review in page],
        **more,
    }


def update_lens_review(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """UpdateLensReview: lens and pillar notes; they move no UpdatedAt."""
    workload = visit.workload(p["WorkloadId"], ANSWER)
    review = visit.review(workload, p["LensAlias"])
    for pillar_id in p.get("PillarNotes", {}):
        if review.version.lens.pillar(pillar_id) is None:
            raise invalid(f"No pillar with ID {pillar_id} was found", f"PillarNotes.{pillar_id}")
    if "LensNotes" in p:
        review.notes = p["LensNotes"]
    review.pillar_notes.update(p.get("PillarNotes", {}))
    review.jira = p.get("JiraConfiguration", review.jira)
    return {"WorkloadId": workload.id, "LensReview": review_view(visit, workload, review)}


def _questions(visit: Visit, p: dict[str, Any], workload: Workload, review: Review) -> list[Question]:
    pillar_id = p.get("PillarId")
    if pillar_id is not None and review.version.lens.pillar(pillar_id) is None:
        raise invalid(f"No pillar with ID {pillar_id} was found", "PillarId")
    chosen = prioritized(visit, workload, review) if p.get("QuestionPriority") == "PRIORITIZED" else None
    return [
        question
        for question in review.version.lens.questions()
        if pillar_id in (None, question.pillar_id) and (chosen is None or question.id in chosen)
    ]


def list_answers(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListAnswers: not found for a moment after the workload was created (section 3)."""
    live = visit.workload(p["WorkloadId"])
    if live.hidden_reads > 0:
        live.hidden_reads -= 1
        raise not_found("WORKLOAD", live.id)
    workload, review = _found(visit, p)
    page, more = visit.page(_questions(visit, p, workload, review), p)
    return {
        **_heading(p, review),
        "AnswerSummaries": [answer_summary(visit, workload, review, question) for question in page],
        **more,
    }


def get_answer(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetAnswer."""
    _workload, review = _found(visit, p)
    question = question_of(review, p["QuestionId"])
    return {**_heading(p, review), "Answer": answer_view(visit, review, question)}


def update_answer(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """UpdateAnswer."""
    workload = visit.workload(p["WorkloadId"], ANSWER)
    review = visit.review(workload, p["LensAlias"])
    question = question_of(review, p["QuestionId"])
    apply_answer(question, review.answer(question.id), p)
    visit.touch(workload, review)
    heading = {name: value for name, value in _heading(p, review).items() if name != "MilestoneNumber"}
    return {**heading, "Answer": answer_view(visit, review, question)}


def list_improvements(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListLensReviewImprovements: HIGH and MEDIUM only; plans per choice only for custom lenses (section 5)."""
    workload, review = _found(visit, p)
    at_risk = []
    for question in _questions(visit, p, workload, review):
        answer = review.answers.get(question.id, Answer())
        risk = risk_of_answer(visit.world, question, answer)
        if risk in ("HIGH", "MEDIUM"):
            at_risk.append((question, answer, risk))
    page, more = visit.page(at_risk, p, most=100)
    return {**_heading(p, review), "ImprovementSummaries": [_improvement(review, *entry) for entry in page], **more}


def _improvement(review: Review, question: Question, answer: Answer, risk: str) -> dict[str, Any]:
    summary = {
        "QuestionId": question.id,
        "PillarId": question.pillar_id,
        "QuestionTitle": question.title,
        "Risk": risk,
        "JiraConfiguration": answer.jira,
    }
    if review.version.lens.official:
        return {**summary, "ImprovementPlanUrl": link(review.alias, review.version, question, "improvement-plan")}
    settled = {choice_id for choice_id, mark in answer.marks.items() if mark.status != "UNSELECTED"}
    plans = [
        {
            "ChoiceId": choice.id,
            "DisplayText": choice.improvement or None,
            "ImprovementPlanUrl": choice.improvement_url or None,
        }
        for choice in question.practices
        if choice.id not in settled and choice.improvement
    ]
    return {**summary, "ImprovementPlans": plans}


OPERATIONS = {
    "GetLensReview": get_lens_review,
    "ListLensReviews": list_lens_reviews,
    "UpdateLensReview": update_lens_review,
    "ListAnswers": list_answers,
    "GetAnswer": get_answer,
    "UpdateAnswer": update_answer,
    "ListLensReviewImprovements": list_improvements,
}
