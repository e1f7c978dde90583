"""Reports, notifications, Trusted Advisor checks and account settings (wa_tool_api sections 8, 9 and 11)."""

from __future__ import annotations

import base64
from typing import Any

from tests.sync.peer.answering import risk_of_answer
from tests.sync.peer.views import lens_status, workload_summary
from tests.sync.peer.visit import Visit
from tests.sync.peer.world import Answer, Review, Workload
from workbench.domain.lens import Pillar


def _pdf(lines: list[str]) -> str:
    """Return a one-page PDF as base64."""
    shown = "".join(f"({line.translate({40: None, 41: None, 92: None})}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 60 780 Td {shown}ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return base64.b64encode(out + end % (table, len(out))).decode()


def get_lens_review_report(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetLensReviewReport."""
    workload = visit.workload(p["WorkloadId"])
    number = p.get("MilestoneNumber")
    state = workload if number is None else visit.milestone(workload, number).workload
    review = visit.review(workload, p["LensAlias"], number)
    lines = [state.name, review.version.lens.name]
    for question in review.version.lens.questions():
        risk = risk_of_answer(visit.world, question, review.answers.get(question.id, Answer()))
        lines.append(f"{question.title} {risk}")
    report = {"LensAlias": review.alias, "LensArn": review.lens_arn, "Base64String": _pdf(lines)}
    return {"WorkloadId": workload.id, "MilestoneNumber": number, "LensReviewReport": report}


def get_consolidated_report(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetConsolidatedReport: 15 at most, and custom lenses in the totals only (section 9)."""
    shared = p.get("IncludeSharedResources", False)
    found = visit.visible_workloads() if shared else list(visit.place.workloads.values())
    if p["Format"] == "PDF":
        return {"Base64String": _pdf(["Consolidated report", *(workload.name for workload in found)])}
    page, more = visit.page(found, p, most=15)
    return {"Metrics": [_metric(visit, workload) for workload in page], **more}


def _metric(visit: Visit, workload: Workload) -> dict[str, Any]:
    summary = workload_summary(visit, workload)
    official = [review for review in workload.reviews.values() if review.version.lens.official]
    return {
        "MetricType": "WORKLOAD",
        **{name: summary[name] for name in ("RiskCounts", "WorkloadId", "WorkloadName", "WorkloadArn", "UpdatedAt")},
        "Lenses": [_lens_metric(visit, review) for review in official],
        "LensesAppliedCount": len(workload.reviews),
    }


def _lens_metric(visit: Visit, review: Review) -> dict[str, Any]:
    pillars = [_pillar_metric(visit, review, pillar) for pillar in review.version.lens.pillars]
    counts: dict[str, int] = {}
    for pillar in pillars:
        for risk, count in pillar["RiskCounts"].items():
            counts[risk] = counts.get(risk, 0) + count
    return {"LensArn": review.lens_arn, "Pillars": pillars, "RiskCounts": counts}


def _pillar_metric(visit: Visit, review: Review, pillar: Pillar) -> dict[str, Any]:
    counts: dict[str, int] = {}
    questions = []
    for question in pillar.questions:
        answer = review.answers.get(question.id, Answer())
        risk = risk_of_answer(visit.world, question, answer)
        if risk == "NOT_APPLICABLE":
            continue
        counts[risk] = counts.get(risk, 0) + 1
        settled = {key for key, mark in answer.marks.items() if mark.status != "UNSELECTED"}
        missing = [
            {"ChoiceId": choice.id, "ChoiceTitle": choice.title}
            for choice in question.practices
            if risk in ("HIGH", "MEDIUM") and choice.id not in settled
        ]
        questions.append({"QuestionId": question.id, "Risk": risk, "BestPractices": missing})
    return {"PillarId": pillar.id, "RiskCounts": counts, "Questions": questions}


def list_notifications(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListNotifications: reviews whose lens has moved on, or whose version AWS retires."""
    kinds = {"NOT_CURRENT": "LENS_VERSION_UPGRADED", "DEPRECATED": "LENS_VERSION_DEPRECATED"}
    found = []
    for workload in visit.visible_workloads():
        if p.get("WorkloadId") not in (None, workload.id) or p.get("ResourceArn") not in (None, workload.arn):
            continue
        for review in workload.reviews.values():
            kind = kinds.get(lens_status(visit, workload, review))
            if kind:
                found.append({"Type": kind, "LensUpgradeSummary": _upgrade(visit, workload, review)})
    page, more = visit.page(found, p)
    return {"NotificationSummaries": page, **more}


def _upgrade(visit: Visit, workload: Workload, review: Review) -> dict[str, Any]:
    return {
        "WorkloadId": workload.id,
        "WorkloadName": workload.name,
        "LensAlias": review.alias,
        "LensArn": review.lens_arn,
        "CurrentLensVersion": review.version.version,
        "LatestLensVersion": visit.lens(review.lens_arn).latest.version,
        "ResourceArn": workload.arn,
        "ResourceName": workload.name,
    }


def _checks(visit: Visit, p: dict[str, Any]) -> list[dict[str, Any]]:
    workload = visit.workload(p["WorkloadId"])
    config = workload.members.get("DiscoveryConfig", {})
    if config.get("TrustedAdvisorIntegrationStatus") != "ENABLED":
        return []
    key = (p["LensArn"], p["QuestionId"], p["ChoiceId"])
    place = {name: p[name] for name in ("LensArn", "PillarId", "QuestionId", "ChoiceId")}
    return [{**place, "Provider": "TRUSTED_ADVISOR", **check} for check in workload.checks.get(key, ())]


def list_check_details(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListCheckDetails: one entry per check and account of one choice."""
    page, more = visit.page(_checks(visit, p), p)
    return {"CheckDetails": page, **more}


def list_check_summaries(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListCheckSummaries: the worst status per check, with the number of accounts per status."""
    summaries: dict[str, dict[str, Any]] = {}
    order = ("ERROR", "WARNING", "FETCH_FAILED", "NOT_AVAILABLE", "OKAY")
    for check in _checks(visit, p):
        rest = {k: v for k, v in check.items() if k not in ("AccountId", "FlaggedResources", "Reason", "Status")}
        summary = summaries.setdefault(check["Id"], {**rest, "AccountSummary": {}})
        counts = summary["AccountSummary"]
        counts[check["Status"]] = counts.get(check["Status"], 0) + 1
        summary["Status"] = min(counts, key=order.index)
    page, more = visit.page(list(summaries.values()), p)
    return {"CheckSummaries": page, **more}


def get_global_settings(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetGlobalSettings."""
    defaults = {"OrganizationSharingStatus": "DISABLED", "DiscoveryIntegrationStatus": "DISABLED"}
    return {**defaults, **visit.place.settings}


OPERATIONS = {
    "GetLensReviewReport": get_lens_review_report,
    "GetConsolidatedReport": get_consolidated_report,
    "ListNotifications": list_notifications,
    "ListCheckDetails": list_check_details,
    "ListCheckSummaries": list_check_summaries,
    "GetGlobalSettings": get_global_settings,
}
