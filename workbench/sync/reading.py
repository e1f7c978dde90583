"""Reading a workload out of the Tool with as few calls as can be trusted, and turning its words into ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from workbench.domain.sync import Permission, ToolAnswer, ToolChoice, ToolFacts, ToolMilestone, ToolReview, ToolState
from workbench.domain.workload import Workload
from workbench.sync.calling import NoSuchThing, Tool

__all__ = [
    "LensNames",
    "Texts",
    "answer_of",
    "read_answer",
    "read_head",
    "read_milestone",
    "read_review",
    "read_tool",
    "workload_of",
]

STAMP_S = 5
"""A review stamp younger than this when it was read counts as changed: its seconds cannot tell what came after [s]."""
REFUSAL_H = 1
"""How long a refused write on a shared workload counts; its owner may have given more rights since [h]."""
Texts = Callable[[str, str, dict[str, Any]], None]
"""Told lens alias, lens version and the Answer of each question that is read in full, to keep official texts."""


def slug(name: str) -> str:
    """Return an alias made of a lens name, as for lens files without one."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "lens"


def bare(name: str) -> str:
    """Return a lens name as the Tool compares them: lower case, no spaces."""
    return re.sub(r"\s", "", name).lower()


@dataclass
class LensNames:
    """What the Tool calls our lenses; an official lens has one alias everywhere, a custom one an ARN per account and Region.

    Args:
        in_tool: Our alias and what the Tool calls it, as the link keeps it.
        by_name: Bare name of each custom lens of ours and its alias, to recognise one the link does not know.
    """

    in_tool: dict[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)

    def ours(self, alias: str, name: str = "") -> str:
        """Return our alias for a lens of the Tool."""
        for own, theirs in self.in_tool.items():
            if theirs == alias:
                return own
        if ":lens/" not in alias:
            return alias
        if "::" in alias:  # arn:aws:wellarchitected::aws:lens/serverless
            return alias.rpartition("/")[2]
        own = self.by_name.get(bare(name)) or slug(name)
        while own in self.in_tool:
            own += "-2"
        return own

    def theirs(self, lens: str) -> str:
        """Return what the Tool calls a lens of ours; the alias itself where nothing else is known."""
        return self.in_tool.get(lens, lens)


# ---------------------------------------------------------------------------------------------------- words
def workload_of(data: Mapping[str, Any], workload_id: str) -> Workload:
    """Return the fields of a Workload of the API in our words; what is absent there is empty."""
    discovery, jira = data.get("DiscoveryConfig") or {}, data.get("JiraConfiguration") or {}
    return Workload(
        workload_id,
        data.get("WorkloadName", ""),
        description=data.get("Description", ""),
        environment=data.get("Environment", ""),
        review_owner=data.get("ReviewOwner", ""),
        industry_type=data.get("IndustryType", ""),
        industry=data.get("Industry", ""),
        notes=data.get("Notes", ""),
        pillar_priorities=tuple(data.get("PillarPriorities", ())),
        aws_regions=tuple(data.get("AwsRegions", ())),
        non_aws_regions=tuple(data.get("NonAwsRegions", ())),
        account_ids=tuple(data.get("AccountIds", ())),
        architectural_design=data.get("ArchitecturalDesign", ""),
        applications=tuple(data.get("Applications", ())),
        trusted_advisor=discovery.get("TrustedAdvisorIntegrationStatus", ""),
        resource_definition=tuple(discovery.get("WorkloadResourceDefinition", ())),
        jira_management=jira.get("IssueManagementStatus", ""),
        jira_type=jira.get("IssueManagementType", ""),
        jira_project=jira.get("JiraProjectKey", ""),
        profile_arns=tuple(one["ProfileArn"] for one in data.get("Profiles", ())),
        improvement_status=data.get("ImprovementStatus", "NOT_APPLICABLE"),
        tags=tuple(sorted((data.get("Tags") or {}).items())),
    )


def answer_of(data: Mapping[str, Any]) -> ToolAnswer:
    """Return an Answer of the API in our shape; what SelectedChoices says about a choice counts."""
    kept = {
        one["ChoiceId"]: ToolChoice(one.get("Status", ""), one.get("Reason", "NONE"), one.get("Notes", ""))
        for one in data.get("ChoiceAnswers", ())
    }
    selected = set(data.get("SelectedChoices", ()))
    for key in {*selected, *kept}:
        choice = kept.get(key, ToolChoice())
        if key in selected and choice.status != "SELECTED":
            kept[key] = replace(choice, status="SELECTED", reason="NONE")
        elif key not in selected and choice.status == "SELECTED":
            kept[key] = replace(choice, status="UNSELECTED", reason="NONE")
    applicable = data.get("IsApplicable", True)
    return ToolAnswer(
        data["QuestionId"],
        data.get("PillarId", ""),
        tuple(one["ChoiceId"] for one in data.get("Choices", ())),
        tuple((key, kept[key]) for key in sorted(kept) if kept[key] != ToolChoice()),
        data.get("Notes", ""),
        applicable,
        data.get("Reason", "NONE") if not applicable else "NONE",
        data.get("Risk", "UNANSWERED"),
        (data.get("JiraConfiguration") or {}).get("JiraIssueUrl", ""),
    )


def _stamp(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else ""


# ---------------------------------------------------------------------------------------------------- reading
def read_tool(
    tool: Tool, remote_id: str, workload_id: str, names: LensNames, seen: ToolState | None = None,
    texts: Texts | None = None,
) -> ToolState:  # fmt: skip
    """Read a workload: fields, every lens review, the list of milestones.

    Args:
        tool: Where to.
        remote_id: Id in the Tool.
        workload_id: Our id, for the result.
        names: Our names of lenses; lenses met for the first time are added.
        seen: What was read last; reviews whose stamp did not move since are taken from it, but for their notes,
            which move no stamp.
        texts: Told official texts on the way.
    """
    data = tool.read("GetWorkload", WorkloadId=remote_id)["Workload"]
    refused_at = seen.facts.refused_at if seen else ""
    if seen and seen.facts.profile != _profile(data):
        seen = None  # which questions come first is told by the list of answers only
    reviews = []
    for alias in data.get("Lenses", ()):
        reviews.append(read_review(tool, remote_id, alias, names, seen, texts))
    milestones = tuple(
        ToolMilestone(one["MilestoneNumber"], one["MilestoneName"], _stamp(one.get("RecordedAt")))
        for one in tool.pages("ListMilestones", "MilestoneSummaries", WorkloadId=remote_id)
    )
    facts = _facts(tool, data, refused_at if _is_recent(refused_at, tool.clock) else "")
    return ToolState(workload_of(data, workload_id), facts, tuple(reviews), milestones, tool.clock)


def _profile(data: Mapping[str, Any]) -> str:
    return next((str(one["ProfileArn"]) for one in data.get("Profiles", ())), "")


def _is_recent(refused_at: str, now: str) -> bool:
    if not refused_at or not now:
        return False
    return datetime.fromisoformat(now) - datetime.fromisoformat(refused_at) < timedelta(hours=REFUSAL_H)


def _facts(tool: Tool, data: Mapping[str, Any], refused_at: str) -> ToolFacts:
    jira = data.get("JiraConfiguration") or {}
    status, kind = jira.get("IssueManagementStatus", ""), jira.get("IssueManagementType", "")
    if status == "INHERIT":
        account = tool.read("GetGlobalSettings").get("JiraConfiguration") or {}
        status, kind = account.get("IssueManagementStatus", ""), kind or account.get("IssueManagementType", "")
    with_us = bool(data.get("ShareInvitationId"))
    as_guest = Permission.READONLY if refused_at else Permission.CONTRIBUTOR
    return ToolFacts(
        data["WorkloadId"], data.get("WorkloadArn", ""), data.get("Owner", ""),
        as_guest if with_us else Permission.OWNER, _stamp(data.get("UpdatedAt")),
        data.get("IsReviewOwnerUpdateAcknowledged"), _stamp(data.get("ReviewRestrictionDate")), status, kind, with_us,
        _profile(data), refused_at if with_us else "",
    )  # fmt: skip


def read_head(tool: Tool, remote_id: str, alias: str, names: LensNames, milestone: int = 0) -> ToolReview:
    """Read one lens review without its answers: versions, stamp, notes of lens and pillars."""
    at: dict[str, Any] = {"MilestoneNumber": milestone} if milestone else {}
    data = tool.read("GetLensReview", settling=True, WorkloadId=remote_id, LensAlias=alias, **at)["LensReview"]
    lens = names.ours(data.get("LensAlias") or alias, data.get("LensName", ""))
    names.in_tool.setdefault(lens, alias)
    pillars = data.get("PillarReviewSummaries", ())
    updated_at = _stamp(data.get("UpdatedAt"))
    return ToolReview(
        lens, alias, data.get("LensArn", ""), data.get("LensVersion", ""), data.get("LensName", ""),
        data.get("LensStatus", "CURRENT"), updated_at, not milestone and _is_settled(updated_at, tool.clock),
        data.get("Notes", ""), tuple((one["PillarId"], one.get("PillarName", "")) for one in pillars),
        tuple((one["PillarId"], one["Notes"]) for one in pillars if one.get("Notes")),
    )  # fmt: skip


def read_review(
    tool: Tool, remote_id: str, alias: str, names: LensNames, seen: ToolState | None = None,
    texts: Texts | None = None, milestone: int = 0,
) -> ToolReview:  # fmt: skip
    """Read one lens review: its notes always, its answers where they may have changed."""
    head = read_head(tool, remote_id, alias, names, milestone)
    before = seen.review(head.lens) if seen and not milestone else None
    same_version = before is not None and before.version == head.version
    if before and same_version and before.settled and before.updated_at == head.updated_at:
        return replace(head, settled=True, answers=before.answers)
    known = before.answers if before and same_version else ()
    at = {"MilestoneNumber": milestone} if milestone else {}
    return replace(head, answers=_answers(tool, remote_id, head, known, texts, at))


def _is_settled(updated_at: str, now: str) -> bool:
    if not updated_at or not now:
        return False
    age = datetime.fromisoformat(now) - datetime.fromisoformat(updated_at)
    return age >= timedelta(seconds=STAMP_S)


def _answers(
    tool: Tool, remote_id: str, head: ToolReview, known: Iterable[ToolAnswer], texts: Texts | None, at: dict[str, Any]
) -> tuple[ToolAnswer, ...]:
    """Read every answer in full: the list has no notes (wa_tool_api section 3)."""
    first = {one.question_id: one.prioritized for one in known}
    if not first:
        for one in tool.pages("ListAnswers", "AnswerSummaries", settling=True, WorkloadId=remote_id,
                              LensAlias=head.alias, **at):  # fmt: skip
            first[one["QuestionId"]] = one.get("QuestionType") == "PRIORITIZED"

    def read(question_id: str) -> ToolAnswer:
        found = tool.read("GetAnswer", WorkloadId=remote_id, LensAlias=head.alias, QuestionId=question_id, **at)[
            "Answer"
        ]
        if texts is not None:
            texts(head.lens, head.version, found)
        return replace(answer_of(found), prioritized=first[question_id])

    return tuple(tool.several(read, first, head.name))


def read_answer(
    tool: Tool, remote_id: str, alias: str, question_id: str, *, settling: bool = False
) -> ToolAnswer | None:
    """Read one answer; None for a question the Tool's version of the lens does not have."""
    try:
        return answer_of(
            tool.read("GetAnswer", settling=settling, WorkloadId=remote_id, LensAlias=alias, QuestionId=question_id)[
                "Answer"
            ]
        )
    except NoSuchThing as missing:
        if missing.code == "ResourceNotFoundException":
            raise
        return None


def read_milestone(
    tool: Tool, remote_id: str, workload_id: str, names: LensNames, number: int, texts: Texts | None = None
) -> ToolState:
    """Read a workload as a milestone saved it."""
    data = tool.read("GetMilestone", WorkloadId=remote_id, MilestoneNumber=number)["Milestone"]
    kept = data["Workload"]
    reviews = tuple(read_review(tool, remote_id, alias, names, None, texts, number) for alias in kept.get("Lenses", ()))
    mark = ToolMilestone(number, data["MilestoneName"], _stamp(data.get("RecordedAt")))
    facts = ToolFacts(remote_id, kept.get("WorkloadArn", ""), kept.get("Owner", ""))
    return ToolState(workload_of(kept, workload_id), facts, reviews, (mark,), tool.clock)
