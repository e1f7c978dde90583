"""Milestones: numbered by the server, named once, never changed, 100 at most (wa_tool_api section 7)."""

from __future__ import annotations

from typing import Any

from tests.sync.peer.refusals import QUOTAS, conflict, over_quota
from tests.sync.peer.views import workload_summary, workload_view
from tests.sync.peer.visit import OWN, Visit
from tests.sync.peer.world import Milestone, Workload


def save_milestone(visit: Visit, workload: Workload, name: str) -> Milestone:
    """Keep the state of a workload; used by CreateMilestone and UpgradeLensReview.

    Raises:
        Refusal: The name is taken, or the budget is used up.
    """
    if any(each.name == name for each in workload.milestones):
        raise conflict(f"Milestone with name {name} already exists", workload.id, "MILESTONE")
    if len(workload.milestones) >= QUOTAS["milestone"][1]:
        raise over_quota("milestone", workload.id)
    milestone = Milestone(len(workload.milestones) + 1, name, visit.now, workload.frozen())
    workload.milestones.append(milestone)
    return milestone


def create_milestone(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """CreateMilestone."""
    workload = visit.workload(p["WorkloadId"], OWN)
    milestone = save_milestone(visit, workload, p["MilestoneName"])
    return {"WorkloadId": workload.id, "MilestoneNumber": milestone.number}


def get_milestone(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """GetMilestone."""
    workload = visit.workload(p["WorkloadId"])
    milestone = visit.milestone(workload, p["MilestoneNumber"])
    return {
        "WorkloadId": workload.id,
        "Milestone": {
            "MilestoneNumber": milestone.number,
            "MilestoneName": milestone.name,
            "RecordedAt": milestone.recorded_at,
            "Workload": workload_view(visit, milestone.workload),
        },
    }


def list_milestones(visit: Visit, p: dict[str, Any]) -> dict[str, Any]:
    """ListMilestones."""
    workload = visit.workload(p["WorkloadId"])
    page, more = visit.page(workload.milestones, p)
    summaries = [
        {
            "MilestoneNumber": each.number,
            "MilestoneName": each.name,
            "RecordedAt": each.recorded_at,
            "WorkloadSummary": workload_summary(visit, each.workload),
        }
        for each in page
    ]
    return {"WorkloadId": workload.id, "MilestoneSummaries": summaries, **more}


OPERATIONS = {
    "CreateMilestone": create_milestone,
    "GetMilestone": get_milestone,
    "ListMilestones": list_milestones,
}
