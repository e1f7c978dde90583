"""Profiles and review templates: read here, made by tests (wa_tool_api section 11)."""

from __future__ import annotations

from typing import Any

from tests.sync.peer.answering import question_of
from tests.sync.peer.refusals import invalid, not_found
from tests.sync.peer.views import answer_summary, answer_view, lens_status, notes_of
from tests.sync.peer.visit import Visit
from tests.sync.peer.world import Answer, Review, Template
from workbench.domain.lens import Question

_SUMMARY = ("ProfileArn", "ProfileVersion", "ProfileName", "ProfileDescription", "Owner", "CreatedAt", "UpdatedAt")
_NOT_IN_TEMPLATES = ("Risk", "JiraConfiguration")


# ---------------------------------------------------------------------------------------- profiles
def list_profiles(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListProfiles."""
    found = [
        {name: profile.view[name] for name in _SUMMARY}
        for profile in visit.place.profiles.values()
        if profile.view["ProfileName"].startswith(p.get("ProfileNamePrefix", ""))
        and p.get("ProfileOwnerType") != "SHARED"
    ]
    page, more = visit.page(found, p)
    return {"ProfileSummaries": page, **more}


def get_profile(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetProfile."""
    profile = visit.place.profiles.get(p["ProfileArn"])
    if profile is None:
        raise not_found("PROFILE", p["ProfileArn"])
    return {"Profile": profile.view}


def get_profile_template(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetProfileTemplate: the questions of every profile, one of ours here."""
    return {"ProfileTemplate": {"TemplateName": "Profile template", "TemplateQuestions": [PROFILE_QUESTION]}}


PROFILE_QUESTION = {
    "QuestionId": "stage",
    "QuestionTitle": "How far is the move to the cloud?",
    "QuestionDescription": "One question of a profile.",
    "QuestionChoices": [
        {"ChoiceId": "stage_start", "ChoiceTitle": "At the start", "ChoiceDescription": "First workloads are planned."},
        {"ChoiceId": "stage_done", "ChoiceTitle": "Done", "ChoiceDescription": "Most workloads run there."},
    ],
    "MinSelectedChoices": 1,
    "MaxSelectedChoices": 1,
}


def list_profile_notifications(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListProfileNotifications: profiles that are gone from under a workload."""
    found = [
        {"ProfileArn": arn, "Type": "PROFILE_DELETED", "WorkloadId": workload.id, "WorkloadName": workload.name}
        for workload in visit.visible_workloads()
        for arn in workload.profiles
        if arn not in visit.place.profiles and p.get("WorkloadId") in (None, workload.id)
    ]
    page, more = visit.page(found, p)
    return {"NotificationSummaries": page, **more}


# ---------------------------------------------------------------------------------------- review templates
def _template(visit: Visit, arn: str) -> Template:
    template = visit.place.templates.get(arn)
    if template is None:
        raise not_found("TEMPLATE", arn)
    return template


def _review(visit: Visit, p: dict[str, Any]) -> tuple[Template, Review]:
    template = _template(visit, p["TemplateArn"])
    review = template.workload.reviews.get(p["LensAlias"].removeprefix("arn:aws:wellarchitected::aws:lens/"))
    if review is None:
        raise not_found("LENS_REVIEW", p["LensAlias"])
    return template, review


def _answered(answer: Answer) -> str:
    return "ANSWERED" if answer.marks or not answer.applicable else "UNANSWERED"


def _counts(review: Review, pillar_id: str | None = None) -> dict[str, int]:
    counts: dict[str, int] = {}
    for question in review.version.lens.questions():
        if pillar_id in (None, question.pillar_id):
            status = _answered(review.answers.get(question.id, Answer()))
            counts[status] = counts.get(status, 0) + 1
    return counts


def _summary(visit: Visit, template: Template) -> dict[str, Any]:
    reviews = template.workload.reviews.values()
    current = all(lens_status(visit, template.workload, review) == "CURRENT" for review in reviews)
    return {
        "Description": template.workload.members["Description"],
        "Lenses": list(template.workload.reviews),
        "Owner": template.workload.owner,
        "UpdatedAt": template.workload.updated_at,
        "TemplateArn": template.arn,
        "TemplateName": template.workload.name,
        "UpdateStatus": "CURRENT" if current else "LENS_NOT_CURRENT",
    }


def list_review_templates(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListReviewTemplates."""
    page, more = visit.page(list(visit.place.templates.values()), p)
    return {"ReviewTemplates": [_summary(visit, template) for template in page], **more}


def get_review_template(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetReviewTemplate."""
    template = _template(visit, p["TemplateArn"])
    counts: dict[str, int] = {}
    for review in template.workload.reviews.values():
        for status, count in _counts(review).items():
            counts[status] = counts.get(status, 0) + count
    return {"ReviewTemplate": {**_summary(visit, template), "QuestionCounts": counts}}


def get_review_template_lens_review(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetReviewTemplateLensReview."""
    template, review = _review(visit, p)
    pillars = [
        {
            "PillarId": pillar.id,
            "PillarName": pillar.name,
            "Notes": notes_of(visit, review.pillar_notes.get(pillar.id)),
            "QuestionCounts": _counts(review, pillar.id),
        }
        for pillar in review.version.lens.pillars
    ]
    lens_review = {
        "LensAlias": review.alias,
        "LensArn": review.lens_arn,
        "LensVersion": review.version.version,
        "LensName": review.version.lens.name,
        "LensStatus": lens_status(visit, template.workload, review),
        "PillarReviewSummaries": pillars,
        "UpdatedAt": review.updated_at,
        "Notes": notes_of(visit, review.notes),
        "QuestionCounts": _counts(review),
    }
    return {"TemplateArn": template.arn, "LensReview": lens_review}


def _without_risk(view: dict[str, Any], answer: Answer) -> dict[str, Any]:
    kept = {name: value for name, value in view.items() if name not in _NOT_IN_TEMPLATES}
    return {**kept, "AnswerStatus": _answered(answer)}


def list_review_template_answers(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListReviewTemplateAnswers."""
    template, review = _review(visit, p)

    def summary(question: Question) -> dict[str, Any]:
        view = answer_summary(visit, template.workload, review, question)
        return _without_risk(view, review.answers.get(question.id, Answer()))

    wanted = [each for each in review.version.lens.questions() if p.get("PillarId") in (None, each.pillar_id)]
    if not wanted:
        raise invalid(f"No pillar with ID {p['PillarId']} was found", "PillarId")
    page, more = visit.page(wanted, p)
    summaries = [summary(question) for question in page]
    return {"TemplateArn": template.arn, "LensAlias": review.alias, "AnswerSummaries": summaries, **more}


def get_review_template_answer(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetReviewTemplateAnswer."""
    template, review = _review(visit, p)
    question = question_of(review, p["QuestionId"])
    view = _without_risk(answer_view(visit, review, question), review.answers.get(question.id, Answer()))
    return {"TemplateArn": template.arn, "LensAlias": review.alias, "Answer": view}


OPERATIONS = {
    "ListProfiles": list_profiles,
    "GetProfile": get_profile,
    "GetProfileTemplate": get_profile_template,
    "ListProfileNotifications": list_profile_notifications,
    "ListReviewTemplates": list_review_templates,
    "GetReviewTemplate": get_review_template,
    "GetReviewTemplateLensReview": get_review_template_lens_review,
    "ListReviewTemplateAnswers": list_review_template_answers,
    "GetReviewTemplateAnswer": get_review_template_answer,
}
