"""From a reading of the Tool to a preview, and from there to the step that takes it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from workbench.analyses.merge import Conflict, Decision, MergeResult, merge
from workbench.analyses.sync_plan import Plan, plan_calls
from workbench.analyses.sync_states import (
    advanced,
    first_base,
    held_back,
    lenses_of_theirs,
    their_snapshot,
    with_unselected,
)
from workbench.analyses.tool_risks import HitRate, LensFact, compare_estimates, risks_that_hold
from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.domain.snapshot import ReviewState, Snapshot, canonical, digest, snapshot_to_json
from workbench.domain.sync import Call, Job, JobKind, Link, SyncState, ToolMilestone, ToolState
from workbench.errors import UnknownName
from workbench.i18n import _
from workbench.library.lens_format import read_lens_text
from workbench.operations.sync import ApplyMerge, ToolSays
from workbench.operations.sync_milestones import MilestoneWish, milestone_call
from workbench.operations.sync_words import notes_on
from workbench.operations.workloads import PutSnapshot
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.lenses import kept_lenses, lens_by_hash, lens_text
from workbench.store.queries.sync import (
    decisions_of,
    kept_snapshot,
    link_of,
    official_texts,
    open_job,
    seen_state,
    tool_milestones,
)
from workbench.store.sync_journal import SyncJournal
from workbench.store.workspace import Workspace
from workbench.sync.calling import Tool
from workbench.sync.lens_texts import OfficialTexts, text_for
from workbench.sync.reading import LensNames, bare, read_tool

__all__ = [
    "Fetched",
    "SyncPreview",
    "changed_meanwhile",
    "compared_again",
    "fetch",
    "fingerprint",
    "preview_sync",
    "pull_operation",
    "the_link",
]


@dataclass(frozen=True)
class Fetched:
    """What a reading gave, with our side as it was then.

    Attributes:
        base: What both have in common, with everything that an interrupted push is proven to have brought over.
        theirs: The Tool's state in our words.
        new_texts: Lens texts that come with it.
        lenses: All lens texts in play, by hash.
        names: Our lens aliases and what the Tool calls them.
        job: A push that was interrupted.
        numbers: Numbers in the Tool by milestone id of ours.
        milestones: Of the Tool that we do not have, in order.
    """

    link: Link
    state: ToolState
    mine: Snapshot
    base: Snapshot
    theirs: Snapshot
    new_texts: tuple[str, ...]
    lenses: Mapping[str, Lens]
    names: tuple[tuple[str, str], ...]
    job: Job | None
    numbers: Mapping[str, int]
    milestones: tuple[ToolMilestone, ...]
    decided: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class SyncPreview:
    """What a sync would do on each side, before it does it.

    Attributes:
        plan: The calls, with the milestone as the last one.
        standing: How the sides stand to each other.
        notes: What a person should know: versions that differ, tickets, what stays.
        older: Names of milestones of ours before the newest that are not in the Tool; they can be played back.
        hit_rates: Estimate against Tool, per lens.
    """

    fetched: Fetched
    merge: MergeResult
    plan: Plan
    standing: SyncState
    notes: tuple[str, ...]
    hit_rates: tuple[HitRate, ...]
    facts: tuple[LensFact, ...]
    older: tuple[str, ...] = ()

    @property
    def undecided(self) -> tuple[Conflict, ...]:
        """Conflicts nobody chose a side in."""
        return self.merge.undecided

    @property
    def takes(self) -> bool:
        """True when something of the Tool would change here."""
        return bool(self.merge.taken) or any(one.choice not in (None, "mine") for one in self.merge.conflicts)


def the_link(session: Session, workload_id: str) -> Link:
    """Return the link of a workload.

    Raises:
        UnknownName: It is not linked.
    """
    link = link_of(session, workload_id)
    if link is None:
        raise UnknownName(
            _("The workload is not linked with the Tool."),
            _("Link it with one that is there, or create it in the Tool."),
        )
    return link


# ---------------------------------------------------------------------------------------------------- reading
def fetch(workspace: Workspace, workload_id: str, tool: Tool, *, whole: bool = False) -> Fetched:
    """Read the Tool and put both sides beside each other; a worker's half, only facts are kept.

    Args:
        whole: Read everything, whatever the stamps say.

    Raises:
        UnknownName: The workload is not here or not linked.
        WorkbenchError: The Tool cannot be read; nothing has changed.
    """
    with workspace.reading() as session:
        mine = take_snapshot(session, workload_id)
        link = the_link(session, workload_id)
        if mine is None:
            raise UnknownName(_("The workload is not in this workspace."))
        seen = None if whole else seen_state(session, link)
        official = {sha256 for sha256, lens in _lenses(session, mine).items() if lens.official}
        job = open_job(session, workload_id)
    by_name = {bare(one.lens_name): one.lens_alias for one in mine.reviews if one.lens_sha256 not in official}
    names = LensNames({**dict(link.lenses), **(job.facts.get("lenses", {}) if job else {})}, by_name)
    texts = OfficialTexts()
    state = read_tool(tool, link.remote_id, workload_id, names, seen, texts)
    journal = SyncJournal(workspace)
    journal.keep_seen(workload_id, state)
    if texts.found:
        journal.keep_texts(texts.found)
    new_texts = _new_texts(workspace, tool, state, mine, link)
    return _beside(workspace, workload_id, state, tuple(sorted(names.in_tool.items())), new_texts)


def compared_again(workspace: Workspace, found: Fetched) -> Fetched:
    """Put our side, which moved on, beside the same reading of the Tool."""
    return _beside(workspace, found.link.workload_id, found.state, found.names, found.new_texts)


def _beside(
    workspace: Workspace,
    workload_id: str,
    state: ToolState,
    names: tuple[tuple[str, str], ...],
    new_texts: tuple[str, ...],
) -> Fetched:
    with workspace.reading() as session:
        mine = take_snapshot(session, workload_id)
        link = the_link(session, workload_id)
        if mine is None:
            raise UnknownName(_("The workload is not in this workspace."))
        base = kept_snapshot(session, link.base_sha256) or first_base(mine, link.created_here)
        job = open_job(session, workload_id, JobKind.PUSH)
        sent = kept_snapshot(session, job.sent_sha256) if job else None
        if sent is not None:
            base = advanced(base, sent, state)
        headers, extra = {}, {}
        for text in new_texts:
            lens, sha256 = read_lens_text(text), digest(text.encode())
            extra[sha256] = lens
            headers[lens.alias] = ReviewState(new_id(), lens.alias, lens.version, lens.name, sha256)
        lenses = _lenses(session, mine) | _lenses(session, base) | extra
        numbers = tool_milestones(session, workload_id, link.remote_id)
        decided = decisions_of(session, workload_id)
    known = set(numbers.values())
    news = tuple(one for one in state.milestones if one.number > link.milestones_from and one.number not in known)
    theirs = their_snapshot(state, base, mine, headers)
    return Fetched(link, state, mine, base, theirs, new_texts, lenses, names, job, numbers, news, decided)


def _lenses(session: Session, snapshot: Snapshot) -> dict[str, Lens]:
    found = {review.lens_sha256: lens_by_hash(session, review.lens_sha256) for review in snapshot.reviews}
    return {sha256: lens for sha256, lens in found.items() if lens is not None}


def _new_texts(workspace: Workspace, tool: Tool, state: ToolState, mine: Snapshot, link: Link) -> tuple[str, ...]:
    """Return the texts of lenses that the Tool reviews and we do not: ours where we have one, else the Tool's."""
    with workspace.reading() as session:
        base = kept_snapshot(session, link.base_sha256) or Snapshot(mine.workload)
        kept = {alias: lens_text(session, sha256) for sha256, alias, _version, _name in kept_lenses(session)}
        missing = [one for one in lenses_of_theirs(state, base, mine) if not (base.review(one) or mine.review(one))]
        official = {alias: official_texts(session, alias) for alias in missing}
    return tuple(kept.get(alias) or text_for(tool, state, alias, official[alias]) for alias in missing)


# ---------------------------------------------------------------------------------------------------- preview
def fingerprint(conflict: Conflict) -> str:
    """Return what tells the values of a conflict from later ones."""
    return digest(canonical(repr((conflict.base, conflict.mine, conflict.theirs))))


def _choices(found: Fetched, given: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return the decisions that still speak of the values there are, with those given now."""
    choices: dict[str, Decision] = dict(given)
    while True:
        result = merge(found.base, found.mine, found.theirs, lenses=found.lenses, choices=choices)
        news: dict[str, Any] = {}
        for conflict in result.undecided:
            take, about = found.decided.get(conflict.id, ("", ""))
            if take and about == fingerprint(conflict):
                news[conflict.id] = take
        if not news:
            return choices
        choices |= news


def preview_sync(
    found: Fetched,
    choices: Mapping[str, Decision] | None = None,
    *,
    prefer: Decision | None = None,
    shorten: bool = False,
    wish: MilestoneWish | None = None,
) -> SyncPreview:
    """Work out what a sync would do; nothing is read or written.

    Args:
        found: As fetch gives it.
        choices: Conflict id and mine, theirs, base or, for texts, both; beside what was decided before.
        prefer: Settles every other conflict.
        shorten: Send texts that are too long cut.
        wish: The milestone to make after the push.
    """
    settled = _choices(found, choices or {})
    result = merge(found.base, found.mine, found.theirs, lenses=found.lenses, choices=settled)
    while prefer and result.undecided:
        settled |= dict.fromkeys((one.id for one in result.undecided), prefer)
        again = merge(found.base, found.mine, found.theirs, lenses=found.lenses, choices=settled)
        if len(again.undecided) == len(result.undecided):
            break
        result = again
    plan = plan_calls(result.merged, found.base, found.state, found.lenses, shorten=shorten)
    undecided = {_key(one) for one in result.undecided}
    calls = tuple(call for call in plan.calls if not _touches(call, undecided))
    stays = list(plan.stays)
    if wish is not None:
        made, why = milestone_call(wish, found.state, found.numbers)
        stays += why
        calls += (made,) if made else ()
    plan = replace(plan, calls=calls, stays=tuple(stays))
    rates, facts = compare_estimates(result.merged, found.state, found.lenses)
    mine_ahead = bool(plan.calls or plan.problems or plan.withheld)
    theirs_ahead = bool(result.taken or found.milestones)
    if result.conflicts or (mine_ahead and theirs_ahead):
        standing = SyncState.BOTH
    elif mine_ahead:
        standing = SyncState.MINE_AHEAD
    else:
        standing = SyncState.THEIRS_AHEAD if theirs_ahead else SyncState.IN_SYNC
    notes = notes_on(found.state, found.theirs, found.lenses)
    older = tuple(one.name for one in wish.older) if wish else ()
    return SyncPreview(found, result, plan, standing, notes, rates, facts, older)


def _key(conflict: Conflict) -> tuple[str, str]:
    """Return lens and question of a conflict; "" for what belongs to none."""
    path = conflict.path
    if path[0] in ("answer", "mark", "none"):
        return path[1], path[2]
    return (path[1], "") if path[0] != "workload" else ("", path[1])


def _touches(call: Call, undecided: set[tuple[str, str]]) -> bool:
    """True for a call that would decide a conflict by sending over it."""
    if call.op == "UpdateAnswer":
        return (call.lens, call.question) in undecided
    if call.op == "UpdateLensReview":
        return (call.lens, "") in undecided
    if call.op == "UpdateWorkload":
        return any(("", name) in undecided for name in call.wanted)
    if call.op in ("TagResource", "UntagResource"):
        return ("", "tags") in undecided
    return any((lens, "") in undecided for lens in call.wanted.get("lenses", ()))


# ---------------------------------------------------------------------------------------------------- taking in
def pull_operation(
    workspace: Workspace, look: SyncPreview, milestones: tuple[tuple[tuple[tuple[str, Any], ...], bytes], ...] = (),
    numbers: tuple[tuple[str, int], ...] = (), texts: tuple[str, ...] = (),
) -> ApplyMerge | None:  # fmt: skip
    """Return the step that takes in what the Tool has; None where nothing here would change.

    Args:
        milestones, numbers, texts: What sync_milestones.read_new gives, where the Tool has milestones that we do not.
    """
    found = look.fetched
    common = with_unselected(held_back(found.base, found.theirs, look.undecided), look.merge.merged, found.state)
    base = canonical(snapshot_to_json(common))
    risks = risks_that_hold(look.merge.merged, found.state)
    says = ToolSays(base, found.names, risks, numbers)
    if not _changes(workspace, found, look, says) and not milestones:
        return None
    put = PutSnapshot(look.merge.merged, (*found.new_texts, *texts), milestones)
    return ApplyMerge(put, says, digest(canonical(snapshot_to_json(found.mine))))


def _changes(workspace: Workspace, found: Fetched, look: SyncPreview, says: ToolSays) -> bool:
    if look.merge.merged != found.mine or digest(says.base) != found.link.base_sha256 or found.decided:
        return True
    if not set(says.lenses) <= set(found.link.lenses):
        return True
    told = {
        (review.id, one.question_id): str(one.tool_risk or "")
        for review in found.mine.reviews
        for one in review.answers
    }
    return any(told.get((review, question), "") != risk for review, question, risk in says.risks)


def changed_meanwhile(workspace: Workspace, found: Fetched) -> bool:
    """Tell whether our side moved on since it was put beside the Tool."""
    with workspace.reading() as session:
        return take_snapshot(session, found.mine.workload.id) != found.mine
