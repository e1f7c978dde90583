"""Workloads: create, read, list, change, delete, lenses attached (wa_tool_api section 6)."""

from __future__ import annotations

import datetime
import re
from typing import Any

from tests.sync.peer.refusals import QUOTAS, conflict, invalid, not_found, over_quota
from tests.sync.peer.views import workload_summary, workload_view
from tests.sync.peer.visit import OWN, Visit
from tests.sync.peer.world import LensRecord, Review, Workload
from workbench.domain.workload import INDUSTRY_TYPES

_NOT_MEMBERS = {"Lenses", "ClientRequestToken", "Tags", "ProfileArns", "ReviewTemplateArns", "WorkloadId"}
_GRACE = datetime.timedelta(days=60)
"""Time to name a review owner after the acknowledgement (API reference, IsReviewOwnerUpdateAcknowledged)."""


def _normal(name: str) -> str:
    return re.sub(r"\s", "", name).lower()


def _refuse_same_name(visit: Visit, name: str, but: str = "") -> None:
    for other in visit.place.workloads.values():
        if other.id != but and _normal(other.name) == _normal(name):
            raise conflict(f"Workload with name {name} already exists", other.id, "WORKLOAD")


def _refuse_bad_members(members: dict[str, Any]) -> None:
    if members.get("IndustryType") and members["IndustryType"] not in INDUSTRY_TYPES:
        raise invalid(f"IndustryType {members['IndustryType']} is not valid", "IndustryType")
    if not members.get("AwsRegions") and not members.get("NonAwsRegions"):
        raise invalid("Specify at least one of AwsRegions and NonAwsRegions", "AwsRegions")
    for region in members.get("AwsRegions", ()):
        if not re.fullmatch(r"[a-z]{2,3}(-[a-z]+)+-\d+", region):
            raise invalid(f"AwsRegions names the unknown Region {region}", "AwsRegions")


def new_review(visit: Visit, record: LensRecord) -> Review:
    """Return an empty review of the newest version of a lens (section 8).

    Raises:
        Refusal: The lens has no published version.
    """
    if not record.versions:
        raise invalid(f"Lens {record.arn} is a draft and cannot be applied before it is published", "LensAliases")
    return Review(record.arn, record.alias, record.latest, visit.now)


def create_workload(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """CreateWorkload."""
    members = {name: value for name, value in p.items() if name not in _NOT_MEMBERS}
    if not members.get("ReviewOwner"):
        raise invalid("ReviewOwner is required", "ReviewOwner")
    _refuse_bad_members(members)
    _refuse_same_name(visit, members["WorkloadName"])
    if len(visit.place.workloads) >= QUOTAS["workload"][1]:
        raise over_quota("workload")
    if len(p.get("Tags", {})) > 50:
        raise invalid("A resource has at most 50 tags", "Tags")
    aliases = ["wellarchitected", *p["Lenses"]]
    reviews = {review.alias: review for review in (new_review(visit, visit.lens(alias)) for alias in aliases)}
    if len(reviews) > QUOTAS["attached lens"][1]:
        raise over_quota("attached lens")
    for arn in p.get("ProfileArns", ()):
        if arn not in visit.place.profiles:
            raise not_found("PROFILE", arn)
    members.setdefault("ImprovementStatus", "NOT_APPLICABLE")
    workload = Workload(
        visit.world.new_id(),
        visit.place.account,
        visit.place.region,
        members,
        visit.now,
        dict(p.get("Tags", {})),
        reviews,
        list(p.get("ProfileArns", ())),
        acknowledged=True,
        hidden_reads=visit.world.behaviour.settling_reads,
    )
    for arn in p.get("ReviewTemplateArns", ()):
        _apply_template(visit, workload, arn)
    visit.place.workloads[workload.id] = workload
    return {"WorkloadId": workload.id, "WorkloadArn": workload.arn}


def _apply_template(visit: Visit, workload: Workload, arn: str) -> None:
    template = visit.place.templates.get(arn)
    if template is None:
        raise not_found("TEMPLATE", arn)
    for alias, review in template.workload.frozen().reviews.items():
        workload.reviews[alias] = review
        review.updated_at = visit.now


def get_workload(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetWorkload."""
    return {"Workload": workload_view(visit, visit.workload(p["WorkloadId"]))}


def list_workloads(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListWorkloads: a prefix search that minds no case."""
    prefix = p.get("WorkloadNamePrefix", "").lower()
    found = [each for each in visit.visible_workloads() if each.name.lower().startswith(prefix)]
    page, more = visit.page(sorted(found, key=lambda each: each.name.lower()), p)
    return {"WorkloadSummaries": [workload_summary(visit, each) for each in page], **more}


def update_workload(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """UpdateWorkload: members left out stay; lenses and tags have calls of their own."""
    workload = visit.workload(p["WorkloadId"], OWN)
    changed = {
        name: value for name, value in p.items() if name not in ("WorkloadId", "IsReviewOwnerUpdateAcknowledged")
    }
    members = {**workload.members, **changed}
    _refuse_bad_members(members)
    if "WorkloadName" in changed:
        _refuse_same_name(visit, changed["WorkloadName"], but=workload.id)
    _mind_review_owner(visit, workload, p, members)
    workload.members = members
    visit.touch(workload)
    return {"Workload": workload_view(visit, workload)}


def _mind_review_owner(visit: Visit, workload: Workload, p: dict[str, Any], members: dict[str, Any]) -> None:
    if members.get("ReviewOwner"):
        workload.restricted_from = None
        workload.acknowledged = True
    elif p.get("IsReviewOwnerUpdateAcknowledged"):
        workload.acknowledged = True
        workload.restricted_from = workload.restricted_from or visit.now + _GRACE
    elif not workload.acknowledged:
        raise invalid("ReviewOwner is required; set it or acknowledge that it will be", "ReviewOwner")


def delete_workload(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """DeleteWorkload: with its milestones."""
    workload = visit.workload(p["WorkloadId"], OWN)
    del visit.place.workloads[workload.id]
    return {}


def _aliases(p: dict[str, Any]) -> list[str]:
    if len(p["LensAliases"]) > 10:
        raise invalid("LensAliases must have at most 10 entries", "LensAliases")
    return list(p["LensAliases"])


def associate_lenses(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """AssociateLenses: the newest version each; one that is attached already stays as it is."""
    workload = visit.workload(p["WorkloadId"], OWN)
    added = [new_review(visit, visit.lens(alias)) for alias in _aliases(p)]
    after = {**{review.alias: review for review in added}, **workload.reviews}
    if len(after) > QUOTAS["attached lens"][1]:
        raise over_quota("attached lens", workload.id)
    for review in added:
        workload.reviews.setdefault(review.alias, review)
    visit.touch(workload)
    return {}


def disassociate_lenses(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """DisassociateLenses: the Framework stays (section 2)."""
    workload = visit.workload(p["WorkloadId"], OWN)
    found = [visit.review(workload, alias).alias for alias in _aliases(p)]
    if "wellarchitected" in found:
        raise invalid("The AWS Well-Architected Framework lens cannot be removed from a workload", "LensAliases")
    for alias in found:
        workload.reviews.pop(alias, None)
    visit.touch(workload)
    return {}


OPERATIONS = {
    "CreateWorkload": create_workload,
    "GetWorkload": get_workload,
    "ListWorkloads": list_workloads,
    "UpdateWorkload": update_workload,
    "DeleteWorkload": delete_workload,
    "AssociateLenses": associate_lenses,
    "DisassociateLenses": disassociate_lenses,
}
