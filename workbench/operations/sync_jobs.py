"""Jobs of the sync: create a workload in the Tool, push, resume, finish; and pull a workload that is only there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from workbench.analyses.sync_plan import Plan
from workbench.analyses.sync_states import advanced, first_base, their_snapshot
from workbench.analyses.tool_cells import CREATED_WITH
from workbench.analyses.tool_risks import compare_estimates, risks_that_hold
from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.domain.snapshot import ReviewState, Snapshot, canonical, digest, snapshot_to_json
from workbench.domain.sync import Call, CallState, Job, JobKind, Link, Permission, ToolState
from workbench.domain.workload import Workload, all_problems
from workbench.errors import BadInput, Refused, UnknownName
from workbench.i18n import _
from workbench.library.lens_format import read_lens_text
from workbench.operations.history import utc_now
from workbench.operations.sync import ApplyMerge, NoteToolState, ToolSays
from workbench.operations.sync_milestones import ReadMilestones, mark_pushed, read_new, with_risks
from workbench.operations.syncing import Fetched, SyncPreview, changed_meanwhile
from workbench.operations.workloads import PutSnapshot
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.lenses import lens_by_hash, lens_text
from workbench.store.queries.milestones import milestones_of
from workbench.store.queries.sync import kept_snapshot, linked_to, open_job
from workbench.store.sync_journal import SyncJournal
from workbench.store.workspace import Workspace
from workbench.sync.calling import Refusal, Tool
from workbench.sync.lens_texts import OfficialTexts, text_for
from workbench.sync.members import members_of
from workbench.sync.pushing import Outcome, begin_job, receipt_to_json, run_job
from workbench.sync.reading import LensNames, bare, read_tool

__all__ = [
    "RemoteName",
    "abandon",
    "begin_push",
    "create_remote",
    "finish_push",
    "find_one",
    "find_remote",
    "keep_estimates",
    "milestones_down",
    "newest_milestone",
    "pull_new",
    "run_push",
    "settle_creation",
    "settle_push",
]

_ID = re.compile(r"[0-9a-f]{32}")


# ---------------------------------------------------------------------------------------------------- linking
@dataclass(frozen=True, slots=True)
class RemoteName:
    """A workload of the account, as a list shows it."""

    remote_id: str
    name: str
    arn: str
    owner: str
    updated_at: str


def find_remote(tool: Tool, text: str) -> tuple[RemoteName, ...]:
    """Return the workloads of the account that a text means: an id, a pasted ARN, or the start of a name.

    Raises:
        BadInput: The ARN is of another Region.
    """
    text = text.strip()
    if text.startswith("arn:"):
        parts = text.split(":")
        if len(parts) > 3 and parts[3] and tool.region and parts[3] != tool.region:
            raise BadInput(
                _("The ARN is of Region {theirs}, the connection of {ours}.").format(theirs=parts[3], ours=tool.region),
                _("Choose Region {theirs}: workloads cannot be reached from another Region.").format(theirs=parts[3]),
            )
    if found := _ID.search(text):
        data = tool.read("GetWorkload", WorkloadId=found[0])["Workload"]
        return (RemoteName(found[0], data["WorkloadName"], data.get("WorkloadArn", ""), data.get("Owner", ""), ""),)
    prefix: dict[str, Any] = {"WorkloadNamePrefix": text[:100]} if text else {}
    pages = tool.pages("ListWorkloads", "WorkloadSummaries", **prefix)
    return tuple(
        RemoteName(one["WorkloadId"], one["WorkloadName"], one.get("WorkloadArn", ""), one.get("Owner", ""),
                   str(one.get("UpdatedAt", "")))
        for one in pages
    )  # fmt: skip


def create_remote(workspace: Workspace, workload_id: str, tool: Tool, link: Link) -> Link:
    """Create the workload in the Tool, once: a run that was interrupted goes on with the same token.

    Args:
        link: Profile, Region and address; the rest is filled in.

    Returns:
        The link to note with LinkWorkload; until then the job stays open.

    Raises:
        BadInput: The Tool would refuse a field, or has a workload of that name.
    """
    journal = SyncJournal(workspace)
    with workspace.reading() as session:
        mine = take_snapshot(session, workload_id)
        job = open_job(session, workload_id, JobKind.CREATE)
        official = _official(session, mine) if mine else []
    if mine is None:
        raise UnknownName(_("The workload is not in this workspace."))
    if problems := all_problems(mine.workload):
        raise BadInput(_("The Tool would refuse this workload."), _("Correct it first."), tuple(problems))
    if job is None:
        refuse_taken_name(tool, mine.workload.name)
        call = Call(
            "", "CreateWorkload", why=_("Create the workload"), wanted=creation_members(mine.workload, official)
        )
        job = begin_job(
            journal,
            workload_id,
            JobKind.CREATE,
            Plan((call,)),
            utc_now(),
            {"connection": {"region": link.region, "profile": link.profile, "endpoint_url": link.endpoint_url}},
        )
    outcome = run_job(tool, journal, job, lambda _sha256: "", None)
    call = outcome.calls[0]
    if call.state is not CallState.DONE:
        journal.settle(job.id, "refused", receipt_to_json(outcome.receipt))
        raise BadInput(str(call.outcome.get("why", "")) or _("The Tool did not create the workload."))
    arn = str(outcome.facts["arn"])
    base = first_base(mine, True)
    with workspace.transaction() as session:
        from workbench.store.blobs import keep_bytes

        sha256 = keep_bytes(session, canonical(snapshot_to_json(base)))
    return replace(
        link, workload_id=workload_id, remote_id=str(outcome.facts["remote_id"]), arn=arn, account=_account_of(arn),
        created_here=True, linked_at=utc_now(), base_sha256=sha256,
    )  # fmt: skip


def refuse_taken_name(tool: Tool, name: str) -> None:
    """Ask for workloads of that name before a job is begun: it shows, too, whether the Tool can be reached at all.

    Raises:
        BadInput: The account has one of that name.
    """
    pages = tool.pages("ListWorkloads", "WorkloadSummaries", WorkloadNamePrefix=name)
    if any(bare(one["WorkloadName"]) == bare(name) for one in pages):
        raise BadInput(
            _('The account has a workload "{name}" in this Region already; link it instead of creating one.').format(
                name=name)
        )  # fmt: skip


def settle_creation(workspace: Workspace, workload_id: str) -> None:
    """Close the job of a creation, once the link is noted."""
    with workspace.reading() as session:
        job = open_job(session, workload_id, JobKind.CREATE)
    if job is not None:
        SyncJournal(workspace).settle(job.id, "done", {})


def _official(session: Any, mine: Snapshot) -> list[str]:
    found = [lens_by_hash(session, review.lens_sha256) for review in mine.reviews]
    return [lens.alias for lens in found if lens is not None and lens.official]


def _account_of(arn: str) -> str:
    parts = arn.split(":")
    return parts[4] if len(parts) > 4 else ""


def creation_members(workload: Workload, lenses: list[str]) -> dict[str, Any]:
    """Return the members of CreateWorkload for a workload of ours; empty fields are left out."""
    values = {name: getattr(workload, name) for name in CREATED_WITH if name != "tags" and getattr(workload, name)}
    members = members_of(values) | {"Lenses": lenses or ["wellarchitected"]}
    if workload.tags:
        members["Tags"] = dict(workload.tags)
    if workload.review_template_arns:
        members["ReviewTemplateArns"] = list(workload.review_template_arns)
    return members


# ---------------------------------------------------------------------------------------------------- pushing
def begin_push(workspace: Workspace, look: SyncPreview) -> Job | None:
    """Keep the calls of a preview in the outbox; None where there is nothing to send. No call is made yet.

    Raises:
        Refused: A conflict is undecided, a text is too long, or our side moved on.
    """
    found = look.fetched
    if look.undecided:
        raise Refused(_("Conflicts are undecided; nothing is sent."), _("Decide each, or all by rule."))
    if look.plan.problems:
        raise BadInput(
            _("The Tool would refuse some of it; nothing is sent."), _("Correct it, or send long texts cut."),
            tuple(one.text for one in look.plan.problems),
        )  # fmt: skip
    if changed_meanwhile(workspace, found):
        raise Refused(_("The workload was changed since it was compared with the Tool."), _("Compare again."))
    if not look.plan.calls:
        return None
    facts = {
        "remote_id": found.link.remote_id, "arn": found.state.facts.arn or found.link.arn, "lenses": dict(found.names),
        "fresh": [review.lens_alias for review in look.merge.merged.reviews if found.state.review(review.lens_alias) is None],
        "milestones": max((one.number for one in found.state.milestones), default=0),
    }  # fmt: skip
    sent = canonical(snapshot_to_json(look.merge.merged))
    return begin_job(SyncJournal(workspace), found.link.workload_id, JobKind.PUSH, look.plan, utc_now(), facts, sent)


def run_push(workspace: Workspace, job: Job, found: Fetched, tool: Tool) -> Outcome:
    """Make the calls of a job, from the first that is open; a worker's half.

    Raises:
        Interrupted, Refusal, Cancelled: The job stays open and can be resumed.
    """

    def text_of(sha256: str) -> str:
        with workspace.reading() as session:
            return lens_text(session, sha256)

    texts = OfficialTexts()
    journal = SyncJournal(workspace)
    try:
        outcome = run_job(tool, journal, job, text_of, found.state, texts)
    except Refusal as refusal:
        if refusal.code != "AccessDeniedException" or not found.state.facts.shared:
            raise
        raise _reading_only(journal, job, found, tool.clock or utc_now()) from refusal
    if outcome.state is not None:
        journal.keep_seen(found.link.workload_id, outcome.state)
    if texts.found:
        journal.keep_texts(texts.found)
    return outcome


def _reading_only(journal: SyncJournal, job: Job, found: Fetched, at: str) -> Refused:
    """Remember that a share does not let us write, and let go of a job that could not begin; return what to say."""
    facts = replace(found.state.facts, permission=Permission.READONLY, refused_at=at)
    journal.keep_seen(found.link.workload_id, replace(found.state, facts=facts))
    if all(call.state is not CallState.DONE for call in journal.calls_of(job.id)):
        journal.settle(job.id, "refused", {})
    return Refused(
        _("The workload is shared with you, and you may only read it."),
        _(
            "Ask its owner for the right to contribute, then push again: the Tool is asked anew an hour after a refusal."
        ),
    )


def finish_push(workspace: Workspace, job: Job, found: Fetched, outcome: Outcome) -> NoteToolState:
    """Return the step that notes what the Tool holds now; the desk's half. Do it, then settle_push."""
    with workspace.reading() as session:
        sent = kept_snapshot(session, job.sent_sha256)
        mine = take_snapshot(session, job.workload_id)
        lenses: dict[str, Lens] = {}
        for review in mine.reviews if mine else ():
            lens = lens_by_hash(session, review.lens_sha256)
            if lens is not None:
                lenses[review.lens_sha256] = lens
    if sent is None or mine is None or outcome.state is None:
        raise Refused(_("The workload is gone."))
    base = advanced(found.base, sent, outcome.state)
    _rates, facts = compare_estimates(mine, outcome.state, lenses)
    SyncJournal(workspace).keep_facts(facts)
    mark_pushed(workspace, tuple(key for key, _number in outcome.milestones))
    return NoteToolState(
        job.workload_id,
        ToolSays(
            canonical(snapshot_to_json(base)), tuple(sorted(outcome.lenses.items())),
            risks_that_hold(mine, outcome.state), outcome.milestones,
        ),
    )  # fmt: skip


def settle_push(workspace: Workspace, job: Job, outcome: Outcome) -> None:
    """Close the job with its receipt, after finish_push's step is done."""
    SyncJournal(workspace).settle(job.id, "done", receipt_to_json(outcome.receipt))


def abandon(workspace: Workspace, job: Job) -> None:
    """Give up what is left of a job; what was sent stays sent, the next plan starts from what is there."""
    SyncJournal(workspace).settle(job.id, "abandoned", job.receipt)


# ---------------------------------------------------------------------------------------------------- pulling
def milestones_down(workspace: Workspace, look: SyncPreview, tool: Tool) -> ReadMilestones:
    """Read the milestones of the Tool that are not here; a worker's half."""
    found = look.fetched
    if not found.milestones:
        return ReadMilestones()
    with workspace.reading() as session:
        ours = milestones_of(session, found.link.workload_id)
    return read_new(ours, tool, found.link, LensNames(dict(found.names)), look.merge.merged, found.lenses,
                        found.milestones)  # fmt: skip


def pull_new(workspace: Workspace, tool: Tool, link: Link) -> ApplyMerge:
    """Read a workload that is only in the Tool, with all its milestones; return the step that brings it here.

    Args:
        link: Remote id, profile, Region and address; the workload id is made here.

    Raises:
        BadInput: A workload here is linked with it already.
    """
    with workspace.reading() as session:
        if linked_to(session, link.remote_id) is not None:
            raise BadInput(_("A workload of this workspace is linked with it already."), _("Pull that one."))
    workload_id, texts = new_id(), OfficialTexts()
    names = LensNames()
    state = read_tool(tool, link.remote_id, workload_id, names, None, texts)
    blank = Snapshot(Workload(workload_id, "", environment="", improvement_status=""))
    found, headers = _texts_and_headers(tool, state, texts)
    theirs = their_snapshot(state, blank, replace(blank, reviews=tuple(headers.values())), headers)
    link = replace(
        link, workload_id=workload_id, arn=state.facts.arn, account=state.facts.owner, linked_at=utc_now(),
        lenses=tuple(sorted(names.in_tool.items())),
    )  # fmt: skip
    lenses = {digest(text.encode()): read_lens_text(text) for text in found}
    down = read_new((), tool, link, names, theirs, lenses, state.milestones)
    journal = SyncJournal(workspace)
    journal.keep_texts(texts.found)
    journal.keep_seen(workload_id, state)
    journal.keep_facts(compare_estimates(theirs, state, lenses)[1])
    says = ToolSays(canonical(snapshot_to_json(theirs)), link.lenses, risks_that_hold(theirs, state), down.numbers)
    put = PutSnapshot(with_risks(theirs, state), (*found, *down.texts), down.rows)
    return ApplyMerge(put, says, "", link)


def _texts_and_headers(
    tool: Tool, state: ToolState, texts: OfficialTexts
) -> tuple[tuple[str, ...], dict[str, ReviewState]]:
    found, headers = [], {}
    for review in state.reviews:
        alias = review.lens
        text = text_for(tool, state, alias, texts.found.get((alias, review.version), {}))
        lens = read_lens_text(text)
        found.append(text)
        headers[alias] = ReviewState(new_id(), alias, lens.version, lens.name, digest(text.encode()))
    return tuple(found), headers


def find_one(tool: Tool, text: str) -> RemoteName:
    """Return the one workload a text means: id, ARN, exact name whatever its case and spaces, or the only match.

    Raises:
        UnknownName: None matches, or several do.
    """
    found = find_remote(tool, text)
    exact = [one for one in found if bare(one.name) == bare(text)]
    matches = exact or list(found)
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise UnknownName(
            _('The Tool has no workload "{text}" in {region}.').format(text=text, region=tool.region),
            _("Check the Region; workloads of other Regions are not seen."),
        )
    raise UnknownName(
        _('"{text}" is ambiguous: {n} workloads match.').format(text=text, n=len(matches)), _("Use the id."),
        tuple(f"{one.remote_id}  {one.name}" for one in matches),
    )  # fmt: skip


def newest_milestone(tool: Tool, remote_id: str) -> int:
    """Return the number of the newest milestone in the Tool; 0 where there is none."""
    pages = tool.pages("ListMilestones", "MilestoneSummaries", WorkloadId=remote_id)
    return max((int(one["MilestoneNumber"]) for one in pages), default=0)


def keep_estimates(workspace: Workspace, look: SyncPreview) -> None:
    """Keep the combinations on which the Tool and our estimate disagree."""
    SyncJournal(workspace).keep_facts(look.facts)
