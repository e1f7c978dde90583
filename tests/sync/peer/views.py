"""State as the API shows it: workloads, reviews, questions; unset members are absent, never empty (section 3)."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from tests.sync.peer.answering import counts_of, risk_of_answer
from tests.sync.peer.visit import Visit
from tests.sync.peer.world import Answer, LensVersion, Profile, Review, Workload
from workbench.domain.lens import Question

_BUILD = (
    "https://wa.aws.amazon.com/wellarchitected/{version}T08-00-00/TypeII/en/{lens}/{lens}.{question}.{part}.en.html"
)
"""Section 3: help links of official lenses carry the lens build."""


def without_empty(members: dict[str, Any], *kept: str) -> dict[str, Any]:
    """Leave out members that hold nothing, but for the kept ones."""
    return {name: value for name, value in members.items() if name in kept or value not in (None, "", [], {})}


def notes_of(visit: Visit, text: str | None) -> str | None:
    """Return notes as read back: absent once cleared, unless the peer is told otherwise."""
    return text if text or visit.world.behaviour.keeps_empty_notes else None


# ---------------------------------------------------------------------------------------- workloads
def prioritized(visit: Visit, workload: Workload, review: Review) -> set[str] | None:
    """Return the prioritised question ids, or None without a profile; only the Framework has them (section 11)."""
    if not workload.profiles or review.alias != "wellarchitected":
        return None
    profile = _profile(visit, workload.profiles[0])
    return set(profile.prioritized) if profile else None


def _profile(visit: Visit, arn: str) -> Profile | None:
    found = (place.profiles.get(arn) for place in visit.world.in_region(visit.place.region))
    return next((profile for profile in found if profile), None)


def profiles_of(visit: Visit, workload: Workload) -> list[dict[str, Any]]:
    """Return the profiles of a workload with their versions."""
    found = [(arn, _profile(visit, arn)) for arn in workload.profiles]
    return [
        {"ProfileArn": arn, "ProfileVersion": profile.view["ProfileVersion"] if profile else "1"}
        for arn, profile in found
    ]


def _workload_counts(visit: Visit, workload: Workload) -> tuple[dict[str, int], dict[str, int] | None]:
    counts: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for review in workload.reviews.values():
        counts += counts_of(visit.world, review)
        chosen = prioritized(visit, workload, review)
        if chosen is not None:
            first += counts_of(visit.world, review, only=chosen)
    return dict(counts), dict(first) if workload.profiles else None


def workload_summary(visit: Visit, workload: Workload) -> dict[str, Any]:
    """Return a WorkloadSummary."""
    counts, first = _workload_counts(visit, workload)
    return {
        "WorkloadId": workload.id,
        "WorkloadArn": workload.arn,
        "WorkloadName": workload.name,
        "Owner": workload.owner,
        "UpdatedAt": workload.updated_at,
        "Lenses": list(workload.reviews),
        "RiskCounts": counts,
        "ImprovementStatus": workload.members["ImprovementStatus"],
        "Profiles": profiles_of(visit, workload) or None,
        "PrioritizedRiskCounts": first,
    }


def workload_view(visit: Visit, workload: Workload) -> dict[str, Any]:
    """Return a Workload."""
    share = visit.share_with_us(workload)
    members = without_empty(workload.members)
    members["Notes"] = notes_of(visit, workload.members.get("Notes"))
    return {
        **workload_summary(visit, workload),
        **members,
        "ReviewRestrictionDate": workload.restricted_from,
        "IsReviewOwnerUpdateAcknowledged": workload.acknowledged,
        "ShareInvitationId": share.id if share else None,
        "Tags": dict(workload.tags) or None,
    }


# ---------------------------------------------------------------------------------------- reviews
def lens_status(visit: Visit, workload: Workload, review: Review) -> str:
    """Return the LensStatus of a review."""
    record = visit.world.lens(review.lens_arn)
    if record is None or record.deleted:
        return "DELETED"
    if not record.official and record.owner != workload.owner and record.shared_with.get(workload.owner) != "ACCEPTED":
        return "UNSHARED"
    if review.version.version in record.deprecated:
        return "DEPRECATED"
    return "CURRENT" if review.version.version == record.latest.version else "NOT_CURRENT"


def review_summary(visit: Visit, workload: Workload, review: Review) -> dict[str, Any]:
    """Return a LensReviewSummary."""
    chosen = prioritized(visit, workload, review)
    return {
        "LensAlias": review.alias,
        "LensArn": review.lens_arn,
        "LensVersion": review.version.version,
        "LensName": review.version.lens.name,
        "LensStatus": lens_status(visit, workload, review),
        "UpdatedAt": review.updated_at,
        "RiskCounts": dict(counts_of(visit.world, review)),
        "Profiles": profiles_of(visit, workload) or None,
        "PrioritizedRiskCounts": None if chosen is None else dict(counts_of(visit.world, review, only=chosen)),
    }


def review_view(visit: Visit, workload: Workload, review: Review) -> dict[str, Any]:
    """Return a LensReview."""
    chosen = prioritized(visit, workload, review)
    pillars = [
        {
            "PillarId": pillar.id,
            "PillarName": pillar.name,
            "Notes": notes_of(visit, review.pillar_notes.get(pillar.id)),
            "RiskCounts": dict(counts_of(visit.world, review, pillar.id)),
            "PrioritizedRiskCounts": None
            if chosen is None
            else dict(counts_of(visit.world, review, pillar.id, only=chosen)),
        }
        for pillar in review.version.lens.pillars
    ]
    return {
        **review_summary(visit, workload, review),
        "PillarReviewSummaries": pillars,
        "Notes": notes_of(visit, review.notes),
        "JiraConfiguration": review.jira,
    }


# ---------------------------------------------------------------------------------------- questions
def link(review_alias: str, version: LensVersion, question: Question, part: str) -> str:
    """Return a help or improvement link of an official lens."""
    lens = review_alias.rsplit("/", 1)[-1]
    return _BUILD.format(version=version.version, lens=lens, question=question.id, part=part)


def _content(entry: dict[str, Any] | None) -> dict[str, Any] | None:
    return without_empty({"DisplayText": entry.get("displayText"), "Url": entry.get("url")}) if entry else None


@lru_cache(maxsize=4096)
def choices_view(version: LensVersion, question: Question) -> list[dict[str, Any]]:
    """Return the Choices of a question; those of official lenses not in published order (section 3)."""
    if version.lens.official:
        return [
            without_empty({"ChoiceId": each.id, "Title": each.title, "Description": each.meaning})
            for each in sorted(question.choices, key=lambda each: each.id[::-1])
        ]
    found = []
    for choice in question.choices:
        raw = version.raw_choices[question.id, choice.id]
        extra = [
            {"Type": entry["type"], "Content": [_content(item) for item in entry["content"]]}
            for entry in raw.get("additionalResources", ())
        ]
        found.append(
            without_empty(
                {
                    "ChoiceId": choice.id,
                    "Title": choice.title,
                    "HelpfulResource": _content(raw.get("helpfulResource")),
                    "ImprovementPlan": _content(raw.get("improvementPlan")),
                    "AdditionalResources": extra,
                }
            )
        )
    return found


def _answer_core(version: LensVersion, question: Question, answer: Answer) -> dict[str, Any]:
    return {
        "QuestionId": question.id,
        "PillarId": question.pillar_id,
        "QuestionTitle": question.title,
        "Choices": choices_view(version, question),
        "SelectedChoices": answer.selected,
        "IsApplicable": answer.applicable,
        "Reason": answer.reason,
    }


def answer_summary(visit: Visit, workload: Workload, review: Review, question: Question) -> dict[str, Any]:
    """Return an AnswerSummary: choice marks without notes, no question notes (section 3)."""
    answer = review.answers.get(question.id, Answer())
    chosen = prioritized(visit, workload, review)
    return {
        **_answer_core(review.version, question, answer),
        "ChoiceAnswerSummaries": choice_marks(answer),
        "Risk": risk_of_answer(visit.world, question, answer),
        "QuestionType": None if chosen is None else "PRIORITIZED" if question.id in chosen else "NON_PRIORITIZED",
        "JiraConfiguration": answer.jira,
    }


def choice_marks(answer: Answer) -> list[dict[str, Any]]:
    """Return ChoiceAnswerSummaries."""
    return [
        {"ChoiceId": choice_id, "Status": mark.status, "Reason": mark.reason}
        for choice_id, mark in answer.marks.items()
    ]


def choice_answers(visit: Visit, answer: Answer) -> list[dict[str, Any]]:
    """Return ChoiceAnswers, with notes."""
    return [
        {**entry, "Notes": notes_of(visit, answer.marks[entry["ChoiceId"]].notes)} for entry in choice_marks(answer)
    ]


def question_texts(alias: str, version: LensVersion, question: Question, answered: bool) -> dict[str, Any]:
    """Return description and links of a question; ImprovementPlanUrl only once answered (section 3)."""
    if version.lens.official:
        return {
            "QuestionDescription": question.about or None,
            "HelpfulResourceUrl": link(alias, version, question, "helpful-resources"),
            "ImprovementPlanUrl": link(alias, version, question, "improvement-plan") if answered else None,
        }
    return {
        "QuestionDescription": question.description or None,
        "HelpfulResourceUrl": question.url or None,
        "HelpfulResourceDisplayText": question.help_text or None,
    }


def answer_view(visit: Visit, review: Review, question: Question) -> dict[str, Any]:
    """Return an Answer."""
    answer = review.answers.get(question.id, Answer())
    risk = risk_of_answer(visit.world, question, answer)
    return {
        **_answer_core(review.version, question, answer),
        **question_texts(review.alias, review.version, question, risk != "UNANSWERED"),
        "ChoiceAnswers": choice_answers(visit, answer),
        "Notes": notes_of(visit, answer.notes),
        "Risk": risk,
        "JiraConfiguration": answer.jira,
    }
