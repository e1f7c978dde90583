"""Playing older milestones back into the Tool: only where nobody else can be looking, and with the live answers restored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbench.analyses.sync_plan import plan_calls
from workbench.domain.milestone import Milestone
from workbench.domain.snapshot import Snapshot
from workbench.domain.sync import MILESTONE_BUDGET, Call, Permission, ToolMilestone, ToolReview, ToolState
from workbench.domain.sync_json import answer_from_json
from workbench.errors import Refused
from workbench.i18n import _
from workbench.operations.sync_milestones import MilestoneWish, milestone_call, wish_of
from workbench.operations.syncing import SyncPreview
from workbench.store.queries.milestones import milestone_snapshot
from workbench.store.workspace import Workspace
from workbench.sync.answering import answered
from workbench.sync.calling import Tool

__all__ = ["reasons_against", "with_replay"]


def with_replay(workspace: Workspace, tool: Tool | None, look: SyncPreview) -> SyncPreview:
    """Return the preview with calls that make the older milestones of ours in the Tool, too.

    The order is: the merged answers; each older milestone with its answers; the merged answers again; the newest
    milestone. Everything needed for the way back is in the outbox before the first call.

    Args:
        workspace: Holds the milestones.
        tool: Asked whether the workload is shared with others; None for a plan that is only shown.
        look: The preview without them.

    Raises:
        Refused: Playing back would not be safe; the details say why.
    """
    with workspace.reading() as session:
        wish = wish_of(session, look.fetched.link)
        older = [(one, milestone_snapshot(session, one)) for one in (wish.older if wish else ())]
    if wish is None or not older:
        return look
    if against := reasons_against(tool, look, [snapshot for _one, snapshot in older]):
        raise Refused(
            _("The older milestones cannot be played back safely."),
            _("Push without them: the newest state and one milestone go up, the older ones stay here."), tuple(against),
        )  # fmt: skip
    room = MILESTONE_BUDGET - len(look.fetched.state.milestones) - 1
    chosen = older[-room:] if room > 0 else []
    live = tuple(call for call in look.plan.calls if call.op != "CreateMilestone")
    newest = tuple(call for call in look.plan.calls if call.op == "CreateMilestone")
    calls = [*live, *_playback(look, live, chosen), *newest]
    left = [one.name for one, _snapshot in older[: len(older) - len(chosen)]]
    stays = [text for text in look.plan.stays if not any(f'"{one.name}"' in text for one, _snapshot in older)]
    if left:
        stays.append(_("These milestones stay here, the Tool takes no more than {n}: {names}.").format(
            n=MILESTONE_BUDGET, names=", ".join(f'"{name}"' for name in left)))  # fmt: skip
    return replace(look, plan=replace(look.plan, calls=tuple(calls), stays=tuple(stays)))


def reasons_against(tool: Tool | None, look: SyncPreview, older: list[Snapshot]) -> list[str]:
    """Return what makes playing back unsafe; nothing where it is safe."""
    found, state = look.fetched, look.fetched.state
    against = []
    if not found.link.created_here:
        against.append(_("The workload was not created by this product."))
    if state.facts.permission is not Permission.OWNER or state.facts.shared:
        against.append(_("The workload is shared with this account."))
    elif tool is not None and any(
        True for _share in tool.pages("ListWorkloadShares", "WorkloadShareSummaries", WorkloadId=found.link.remote_id)
    ):
        against.append(_("The workload is shared with others, who would see old answers as new."))
    if state.facts.jira_status == "ENABLED":
        against.append(_("The Jira integration is on; it would write old answers into issues."))
    now = {review.lens_alias: review.lens_sha256 for review in look.merge.merged.reviews}
    if any({one.lens_alias: one.lens_sha256 for one in snapshot.reviews} != now for snapshot in older):
        against.append(_("Not every milestone answers the same lenses in the same version."))
    if any(state.review(alias) is None for alias in now):
        against.append(_("A lens is not in the Tool yet; push once without playing back."))
    return against


def _playback(look: SyncPreview, live: tuple[Call, ...], older: list[tuple[Milestone, Snapshot]]) -> Iterator[Call]:
    merged = look.merge.merged
    state = _after(look.fetched.state, live)
    taken = list(look.fetched.state.milestones)
    for one, snapshot in older:
        calls = list(_answers_to(replace(snapshot, workload=merged.workload), state, look))
        words = _('Play back "{name}"').format(name=one.name)
        yield from (replace(call, phase="replay", why=f"{words}: {call.why}") for call in calls)
        made, _stays = milestone_call(MilestoneWish(one), replace(look.fetched.state, milestones=tuple(taken)), {})
        if made is not None:
            yield replace(made, phase="replay")
            taken.append(ToolMilestone(len(taken) + 1, str(made.wanted["MilestoneName"]), one.at))
        state = _after(state, tuple(calls))
    words = _("Restore")
    for call in _answers_to(merged, state, look):
        yield replace(call, phase="restore", why=f"{words}: {call.why}")


def _answers_to(wanted: Snapshot, state: ToolState, look: SyncPreview) -> Iterator[Call]:
    plan = plan_calls(wanted, wanted, state, look.fetched.lenses, shorten=True)
    return (call for call in plan.calls if call.op in ("UpdateAnswer", "UpdateLensReview"))


def _after(state: ToolState, calls: tuple[Call, ...]) -> ToolState:
    """Return the Tool's state as it will be once some calls were made."""
    for call in calls:
        review = state.review(call.lens) if call.lens else None
        if review is None:
            continue
        if call.op == "UpdateAnswer":
            after = answered(answer_from_json(call.seen), call.wanted)
            rest = tuple(after if one.question_id == call.question else one for one in review.answers)
            state = state.with_review(replace(review, answers=rest))
        elif call.op == "UpdateLensReview":
            state = state.with_review(_noted(review, call))
    return state


def _noted(review: ToolReview, call: Call) -> ToolReview:
    pillars = {**dict(review.pillar_notes), **call.wanted.get("PillarNotes", {})}
    notes = call.wanted.get("LensNotes", review.notes)
    return replace(
        review, notes=notes, pillar_notes=tuple((key, text) for key, text in sorted(pillars.items()) if text)
    )
