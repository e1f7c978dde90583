"""The standing of one workload towards the Tool, with or without a network."""

from __future__ import annotations

from typing import Any

from workbench.domain.sync import MILESTONE_BUDGET, STATE_TITLES, JobKind, Link, SyncState
from workbench.i18n import _
from workbench.operations.syncing import SyncPreview
from workbench.store.queries.sync import jobs_of
from workbench.store.workspace import Workspace

__all__ = ["status_json", "status_pairs"]


def status_json(workspace: Workspace, workload_id: str, link: Link | None, look: SyncPreview | None) -> dict[str, Any]:
    """Return the standing as JSON.

    Args:
        look: None where the Tool was not reached.
    """
    with workspace.reading() as session:
        jobs = jobs_of(session, workload_id)
    found: dict[str, Any] = {
        "linked": link is not None, "open_job": any(job.state == "open" for job in jobs),
        "syncs": [{"kind": str(job.kind), "at": job.started_at, "state": job.state} for job in jobs],
    }  # fmt: skip
    if link is None:
        return found
    found |= {
        "remote_id": link.remote_id, "region": link.region, "created_here": link.created_here,
        "state": str(look.standing if look else SyncState.OFFLINE),
    }  # fmt: skip
    if look is not None:
        facts = look.fetched.state.facts
        found |= {
            "calls": len(look.plan.calls), "conflicts": len(look.undecided), "taken": len(look.merge.taken),
            "milestones": len(look.fetched.state.milestones), "milestone_budget": MILESTONE_BUDGET,
            "permission": str(facts.permission), "jira": {"status": facts.jira_status, "type": facts.jira_type},
            "profile": facts.profile, "notes": list(look.notes),
        }  # fmt: skip
    return found


def status_pairs(found: dict[str, Any]) -> list[tuple[str, object]]:
    """Return the standing as names and values."""
    titles = {JobKind.CREATE: _("creating it in the Tool, begun {at}"), JobKind.PUSH: _("a push, begun {at}")}
    jobs = [titles[JobKind(one["kind"])].format(at=one["at"][:16]) for one in found["syncs"] if one["state"] == "open"]
    way = _("workbench sync resume goes on; with --abandon the rest is given up")
    interrupted = (_("Interrupted"), "\n".join((*jobs, way)) if jobs else "")
    if not found["linked"]:
        return [(_("Link"), _("not linked with the Tool")), interrupted]
    pairs: list[tuple[str, object]] = [
        (_("State"), _(STATE_TITLES[SyncState(found["state"])])),
        (_("Linked with"), f"{found['remote_id']} {found['region']}"),
        interrupted,
    ]
    if "calls" in found:
        pairs += [
            (_("Calls to make"), found["calls"] or ""), (_("Values to take in"), found["taken"] or ""),
            (_("Conflicts"), found["conflicts"] or ""),
            (_("Milestones there"), _("{n} of {most}").format(n=found["milestones"], most=found["milestone_budget"])),
            (_("To know"), "\n".join(found["notes"])),
        ]  # fmt: skip
    return pairs
