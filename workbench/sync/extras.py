"""What the Tool offers for reading only: its reports, improvement items, Trusted Advisor checks, notices of lens versions."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workbench.errors import BadInput
from workbench.i18n import _
from workbench.sync.calling import Refusal, Tool

__all__ = [
    "Check",
    "ConsolidatedRow",
    "ImprovementHint",
    "Notice",
    "consolidated",
    "improvements",
    "lens_report",
    "notices",
    "profile_name",
    "trusted_advisor",
]


@dataclass(frozen=True, slots=True)
class ImprovementHint:
    """A question at risk with the link, or the plan per choice, that the Tool gives for it."""

    question_id: str
    title: str
    risk: str
    url: str
    plans: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One Trusted Advisor check behind a practice; shown as evidence, never written.

    Attributes:
        status: OKAY, WARNING, ERROR, NOT_AVAILABLE or FETCH_FAILED.
        reason: Why it could not be fetched.
        flagged: Resources it flags.
    """

    question_id: str
    choice_id: str
    id: str
    name: str
    status: str
    reason: str
    account: str
    flagged: int
    updated_at: str


@dataclass(frozen=True, slots=True)
class ConsolidatedRow:
    """One pillar of one lens of one workload in the consolidated report; "" for the workload's totals."""

    workload: str
    lens: str
    pillar: str
    risks: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A lens version that moved on under a review."""

    kind: str
    lens: str
    current: str
    latest: str


def lens_report(tool: Tool, remote_id: str, alias: str, milestone: int = 0) -> bytes:
    """Return the Tool's own report of a lens review as PDF.

    Raises:
        BadInput: The Tool gave no PDF.
    """
    at: dict[str, Any] = {"MilestoneNumber": milestone} if milestone else {}
    answer = tool.read("GetLensReviewReport", WorkloadId=remote_id, LensAlias=alias, **at)
    try:
        data = base64.b64decode(answer["LensReviewReport"]["Base64String"], validate=True)
    except (KeyError, binascii.Error, ValueError):
        data = b""
    if not data.startswith(b"%PDF"):
        raise BadInput(_("The Tool gave no PDF for this lens."), _("Try again later."))
    return data


def improvements(tool: Tool, remote_id: str, alias: str) -> tuple[ImprovementHint, ...]:
    """Return the questions at risk with what the Tool says about improving; plans come for custom lenses only."""
    pages = tool.pages("ListLensReviewImprovements", "ImprovementSummaries", WorkloadId=remote_id, LensAlias=alias)
    return tuple(
        ImprovementHint(
            one["QuestionId"], one.get("QuestionTitle", ""), one.get("Risk", ""), one.get("ImprovementPlanUrl", ""),
            tuple((plan.get("ChoiceId", ""), plan.get("DisplayText", ""), plan.get("ImprovementPlanUrl", ""))
                  for plan in one.get("ImprovementPlans", ())),
        )
        for one in pages
    )  # fmt: skip


def trusted_advisor(
    tool: Tool, remote_id: str, lens_arn: str, places: Iterable[tuple[str, str, str]]
) -> tuple[Check, ...]:
    """Return the check results of some practices; nothing where the account has none.

    Args:
        places: Pillar, question and choice id of each practice to ask for.
    """

    def ask(place: tuple[str, str, str]) -> list[Check]:
        pillar, question, choice = place
        where: dict[str, Any] = {
            "WorkloadId": remote_id,
            "LensArn": lens_arn,
            "PillarId": pillar,
            "QuestionId": question,
            "ChoiceId": choice,
        }
        try:
            pages = list(tool.pages("ListCheckDetails", "CheckDetails", **where))
        except Refusal as refusal:
            if refusal.code in ("AccessDeniedException", "ValidationException", "ResourceNotFoundException"):
                return []
            raise
        return [
            Check(question, choice, one.get("Id", ""), one.get("Name", one.get("Id", "")), one.get("Status", ""), one.get("Reason", ""),
                  one.get("AccountId", ""), int(one.get("FlaggedResources", 0)), _stamp(one.get("UpdatedAt")))
            for one in pages
        ]  # fmt: skip

    return tuple(check for found in tool.several(ask, places, _("Trusted Advisor")) for check in found)


def _stamp(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else ""


def profile_name(tool: Tool, arn: str) -> str:
    """Return the name of a profile; its id where it cannot be read, and nothing where there is none."""
    if not arn:
        return ""
    try:
        return str(tool.read("GetProfile", ProfileArn=arn)["Profile"]["ProfileName"])
    except (Refusal, KeyError):
        return arn.rpartition("/")[2]


def consolidated(tool: Tool, shared: bool = False) -> tuple[ConsolidatedRow, ...]:
    """Return the consolidated report of the account as a table; custom lenses count in the totals only."""
    rows = []
    token: dict[str, Any] = {}
    while True:
        page = tool.read("GetConsolidatedReport", Format="JSON", IncludeSharedResources=shared, MaxResults=15, **token)
        for metric in page.get("Metrics", ()):
            name = metric.get("WorkloadName", "")
            rows.append(ConsolidatedRow(name, "", "", tuple(sorted(metric.get("RiskCounts", {}).items()))))
            for lens in metric.get("Lenses", ()):
                alias = lens.get("LensArn", "").rpartition("/")[2]
                rows += [
                    ConsolidatedRow(
                        name, alias, one.get("PillarId", ""), tuple(sorted(one.get("RiskCounts", {}).items()))
                    )
                    for one in lens.get("Pillars", ())
                ]
        if not page.get("NextToken"):
            return tuple(rows)
        token = {"NextToken": page["NextToken"]}


def notices(tool: Tool, remote_id: str) -> tuple[Notice, ...]:
    """Return notices of newer or retired lens versions for a workload."""
    found = []
    for one in tool.pages("ListNotifications", "NotificationSummaries", WorkloadId=remote_id):
        upgrade = one.get("LensUpgradeSummary", {})
        found.append(
            Notice(one.get("Type", ""), upgrade.get("LensAlias", ""), upgrade.get("CurrentLensVersion", ""),
                   upgrade.get("LatestLensVersion", ""))
        )  # fmt: skip
    return tuple(found)
