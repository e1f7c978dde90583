"""A push from its first call to its receipt; interrupted anywhere, it goes on from what the journal and the Tool say."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from workbench.analyses.sync_plan import Plan
from workbench.domain.ids import new_id
from workbench.domain.sync import Call, CallState, Job, JobKind, Receipt, ToolState
from workbench.i18n import _
from workbench.sync.answering import held, text_step
from workbench.sync.calling import Tool
from workbench.sync.outgoing import LensText, Outgoing
from workbench.sync.ports import Journal
from workbench.sync.reading import LensNames, Texts, read_answer, read_head, read_review, workload_of

__all__ = ["Outcome", "begin_job", "calls_with_ids", "receipt_from_json", "receipt_to_json", "run_job"]

_STRUCTURE = {"UpdateWorkload", "TagResource", "UntagResource", "AssociateLenses", "DisassociateLenses",
              "AssociateProfiles", "DisassociateProfiles"}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a job left behind.

    Attributes:
        state: What the Tool holds now, as far as it was read back; None where nothing was.
        calls: Every call with its state.
        lenses: Our lens aliases and what the Tool calls them.
        facts: What the job came to know: remote id, ARN.
    """

    receipt: Receipt
    state: ToolState | None
    calls: tuple[Call, ...]
    lenses: dict[str, str]
    facts: dict[str, Any]

    @property
    def milestones(self) -> tuple[tuple[str, int], ...]:
        """Local milestone id and remote number of the milestones made."""
        return tuple(
            (call.wanted["milestone_id"], int(call.outcome["number"]))
            for call in self.calls
            if call.op == "CreateMilestone" and call.state is CallState.DONE
        )


def calls_with_ids(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Give planned calls their ids, which are their ClientRequestTokens."""
    return tuple(replace(call, id=new_id()) for call in calls)


def begin_job(
    journal: Journal, workload_id: str, kind: JobKind, plan: Plan, now: str, facts: dict[str, Any], sent: bytes = b""
) -> Job:
    """Keep a plan in the outbox before its first call is made.

    Args:
        sent: Canonical JSON of the Snapshot whose answers are brought to the Tool.
    """
    job = Job(new_id(), workload_id, kind, now, facts=facts | {"stays": list(plan.stays)})
    return journal.begin(job, calls_with_ids(plan.calls), sent)


def run_job(
    tool: Tool, journal: Journal, job: Job, lens_text: LensText, state: ToolState | None, texts: Texts | None = None
) -> Outcome:
    """Make every call of a job that is still open, read back what was sent, and settle the job.

    Args:
        tool: Its progress is told each call, and may cancel between calls.
        journal: The outbox.
        job: Begun now, or left open by a run that was interrupted.
        lens_text: Gives our lens texts by hash.
        state: What was read right before; the result is this, brought up to date.

    Raises:
        Interrupted, Refusal, Cancelled: The job stays open and can be resumed.
    """
    started, before = time.monotonic(), tool.requests
    outgoing = Outgoing(tool, journal, job, lens_text)
    calls = list(journal.calls_of(job.id))
    place = 0
    while place < len(calls):
        call = calls[place]
        tool.progress(place, len(calls), call.why)
        if call.is_open:
            calls[place] = _made(outgoing, journal, call)
            if calls[place].state is CallState.REFUSED and _name_is_taken(calls[place]):
                calls.insert(place + 1, outgoing.renamed(call))
                calls[place] = _marked(journal, calls[place], CallState.DROPPED, calls[place].outcome)
        place += 1
    tool.progress(len(calls), len(calls), _("Reading back"))
    names = LensNames(dict(outgoing.names.in_tool))
    after, verified = state, 0
    differing: list[str] = []
    if state is not None and job.kind is JobKind.PUSH:
        after, verified, differing = _read_back(tool, outgoing.remote_id, state, calls, names, texts)
    receipt = _receipt(calls, verified, tuple(differing), job)
    receipt = replace(receipt, requests=tool.requests - before, seconds=round(time.monotonic() - started, 3))
    return Outcome(receipt, after, tuple(calls), dict(names.in_tool), outgoing.facts)


def _made(outgoing: Outgoing, journal: Journal, call: Call) -> Call:
    state, outcome = outgoing.make(call)
    return _marked(journal, call, state, outcome)


def _marked(journal: Journal, call: Call, state: CallState, outcome: dict[str, Any]) -> Call:
    journal.mark(call.id, state, outcome)
    return replace(call, state=state, outcome=outcome)


def _name_is_taken(call: Call) -> bool:
    return call.op == "CreateMilestone" and call.outcome.get("code") == "ConflictException"


# ---------------------------------------------------------------------------------------------------- reading back
def _read_back(
    tool: Tool, remote_id: str, state: ToolState, calls: list[Call], names: LensNames, texts: Texts | None
) -> tuple[ToolState, int, list[str]]:
    """Read what was sent and compare; return the state brought up to date, how much is as sent, and what is not.

    What was played back for an older milestone is not there any more, and is not looked for.
    """
    done = [call for call in calls if call.state is CallState.DONE and call.phase != "replay"]
    differing: list[str] = []
    if any(call.op in _STRUCTURE for call in done):
        data = tool.read("GetWorkload", settling=True, WorkloadId=remote_id)["Workload"]
        there = set(data.get("Lenses", ()))
        state = replace(
            state, workload=workload_of(data, state.workload.id),
            reviews=tuple(one for one in state.reviews if one.alias in there),
        )  # fmt: skip
        for alias in sorted(there - {one.alias for one in state.reviews}):
            state = state.with_review(read_review(tool, remote_id, alias, names, None, texts))
        differing += [call.why for call in done if call.op in _STRUCTURE and not _is_there(call, state, names)]
    for lens in sorted({call.lens for call in done if call.op == "UpdateLensReview"}):
        review = state.review(lens)
        if review is not None:
            state = state.with_review(
                replace(read_head(tool, remote_id, review.alias, names), answers=review.answers, settled=False)
            )
    sent = list({(call.lens, call.question): call for call in done if call.op == "UpdateAnswer"}.values())
    again = tool.several(
        lambda call: read_answer(tool, remote_id, names.theirs(call.lens), call.question), sent, _("Reading back")
    )
    for call, answer in zip(sent, again, strict=True):
        review = state.review(call.lens)
        if answer is None or review is None or not held(call.wanted, answer):
            differing.append(call.why)
        if answer is not None and review is not None:
            old = review.answer(call.question)
            kept = replace(answer, prioritized=bool(old and old.prioritized))
            rest = tuple(kept if one.question_id == call.question else one for one in review.answers)
            state = state.with_review(replace(review, answers=rest, settled=False))
    for call in done:
        if call.op == "UpdateLensReview" and not _notes_are_there(call, state):
            differing.append(call.why)
    return state, len(done) - len(differing), differing


def _is_there(call: Call, state: ToolState, names: LensNames) -> bool:
    workload = state.workload
    match call.op:
        case "UpdateWorkload":
            now = {name: getattr(workload, name) for name in call.wanted}
            return not text_step(call.wanted, call.seen, now).left
        case "TagResource":
            return bool(dict(workload.tags).items() >= call.wanted["Tags"].items())
        case "UntagResource":
            return not set(dict(workload.tags)) & set(call.wanted["TagKeys"])
        case "AssociateProfiles":
            return set(workload.profile_arns) >= set(call.wanted["ProfileArns"])
        case "AssociateLenses":
            return all(state.review(lens) for lens in call.wanted["lenses"])
        case "DisassociateLenses":
            return not any(state.review(lens) for lens in call.wanted["lenses"])
    return True


def _notes_are_there(call: Call, state: ToolState) -> bool:
    review = state.review(call.lens)
    if review is None:
        return False
    pillars = dict(review.pillar_notes)
    wanted = call.wanted.get("PillarNotes", {})
    return bool(review.notes == call.wanted.get("LensNotes", review.notes)) and all(
        pillars.get(key, "") == text for key, text in wanted.items()
    )


# ---------------------------------------------------------------------------------------------------- receipt
def _receipt(calls: list[Call], verified: int, differing: tuple[str, ...], job: Job) -> Receipt:
    def words(*states: CallState) -> tuple[str, ...]:
        return tuple(call.why for call in calls if call.state in states)

    refused = tuple(f"{call.why}: {call.outcome.get('why', '')}" for call in calls if call.state is CallState.REFUSED)
    stays = [str(one) for one in job.facts.get("stays", ())]
    stays += [
        f"{call.why}: {call.outcome.get('why', '')}"
        for call in calls
        if call.state is CallState.DROPPED and call.op != "CreateMilestone"
    ]
    made = next(
        (call for call in reversed(calls) if call.op == "CreateMilestone" and call.state is CallState.DONE), None
    )
    name = f"{made.outcome.get('number', '')} {made.wanted['MilestoneName']}".strip() if made else ""
    return Receipt(words(CallState.DONE), verified, differing, words(CallState.CONFLICT), refused, tuple(stays), name)


def receipt_from_json(data: dict[str, Any]) -> Receipt:
    """Read what dataclasses.asdict made of a Receipt."""
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Receipt(**values)


def receipt_to_json(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as plain JSON values."""
    return asdict(receipt)
