"""Shares, invitations and tags (wa_tool_api sections 6 and 11)."""

from __future__ import annotations

from typing import Any

from tests.sync.peer.refusals import conflict, not_found
from tests.sync.peer.visit import OWN, Visit
from tests.sync.peer.world import Share, Workload


def _summary(share: Share) -> dict[str, Any]:
    return {
        "ShareId": share.id,
        "SharedWith": share.shared_with,
        "PermissionType": share.permission,
        "Status": share.status,
    }


def create_workload_share(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """CreateWorkloadShare: an invitation first."""
    workload = visit.workload(p["WorkloadId"], OWN)
    if any(share.shared_with == p["SharedWith"] for share in workload.shares):
        raise conflict("The workload is shared with this principal already", workload.id, "WORKLOAD")
    share = Share(visit.world.new_id(), p["SharedWith"], p["PermissionType"])
    workload.shares.append(share)
    return {"WorkloadId": workload.id, "ShareId": share.id}


def list_workload_shares(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListWorkloadShares: for the owner."""
    workload = visit.workload(p["WorkloadId"], OWN)
    found = [
        _summary(share)
        for share in workload.shares
        if share.shared_with.startswith(p.get("SharedWithPrefix", "")) and p.get("Status") in (None, share.status)
    ]
    page, more = visit.page(found, p)
    return {"WorkloadId": workload.id, "WorkloadShareSummaries": page, **more}


def _share(workload: Workload, share_id: str) -> Share:
    for share in workload.shares:
        if share.id == share_id:
            return share
    raise not_found("WORKLOAD_SHARE", share_id)


def update_workload_share(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """UpdateWorkloadShare."""
    workload = visit.workload(p["WorkloadId"], OWN)
    share = _share(workload, p["ShareId"])
    share.permission = p["PermissionType"]
    whole = {**_summary(share), "SharedBy": workload.owner, "WorkloadName": workload.name, "WorkloadId": workload.id}
    return {"WorkloadId": workload.id, "WorkloadShare": whole}


def delete_workload_share(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """DeleteWorkloadShare: the other account sees the workload no more."""
    workload = visit.workload(p["WorkloadId"], OWN)
    workload.shares.remove(_share(workload, p["ShareId"]))
    return {}


def _invitations(visit: Visit) -> list[tuple[Workload, Share]]:
    ours = (visit.caller.account, visit.caller.arn)
    return [
        (workload, share)
        for other in visit.world.in_region(visit.place.region)
        for workload in other.workloads.values()
        for share in workload.shares
        if share.shared_with in ours and share.status == "PENDING"
    ]


def list_share_invitations(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListShareInvitations: workloads only."""
    found = [
        {
            "ShareInvitationId": share.id,
            "SharedBy": workload.owner,
            "SharedWith": share.shared_with,
            "PermissionType": share.permission,
            "ShareResourceType": "WORKLOAD",
            "WorkloadName": workload.name,
            "WorkloadId": workload.id,
        }
        for workload, share in _invitations(visit)
        if workload.name.startswith(p.get("WorkloadNamePrefix", ""))
        and p.get("ShareResourceType", "WORKLOAD") == "WORKLOAD"
    ]
    page, more = visit.page(found, p)
    return {"ShareInvitationSummaries": page, **more}


def update_share_invitation(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """UpdateShareInvitation."""
    for workload, share in _invitations(visit):
        if share.id == p["ShareInvitationId"]:
            share.status = "ACCEPTED" if p["ShareInvitationAction"] == "ACCEPT" else "REJECTED"
            invitation = {
                "ShareInvitationId": share.id,
                "ShareResourceType": "WORKLOAD",
                "WorkloadId": workload.id,
            }
            return {"ShareInvitation": invitation}
    raise not_found("SHARE_INVITATION", p["ShareInvitationId"])


def list_lens_shares(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListLensShares."""
    record = visit.lens(p["LensAlias"])
    found = [
        {"ShareId": f"{number:032x}", "SharedWith": account, "Status": status}
        for number, (account, status) in enumerate(record.shared_with.items())
        if account.startswith(p.get("SharedWithPrefix", "")) and p.get("Status") in (None, status)
    ]
    page, more = visit.page(found, p)
    return {"LensShareSummaries": page, **more}


# ---------------------------------------------------------------------------------------- tags
def _tags(visit: Visit, arn: str) -> dict[str, str]:
    for workload in visit.place.workloads.values():
        if workload.arn == arn:
            return workload.tags
    if arn in visit.place.lenses:
        return visit.place.lenses[arn].tags
    raise not_found("RESOURCE", arn)


def list_tags(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListTagsForResource."""
    return {"Tags": dict(_tags(visit, p["WorkloadArn"]))}


def tag_resource(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """TagResource: adds and replaces."""
    _tags(visit, p["WorkloadArn"]).update(p["Tags"])
    return {}


def untag_resource(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """UntagResource."""
    tags = _tags(visit, p["WorkloadArn"])
    for key in p["TagKeys"]:
        tags.pop(key, None)
    return {}


OPERATIONS = {
    "CreateWorkloadShare": create_workload_share,
    "ListWorkloadShares": list_workload_shares,
    "UpdateWorkloadShare": update_workload_share,
    "DeleteWorkloadShare": delete_workload_share,
    "ListShareInvitations": list_share_invitations,
    "UpdateShareInvitation": update_share_invitation,
    "ListLensShares": list_lens_shares,
    "ListTagsForResource": list_tags,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
}
