"""How each kind of call is made once and only once: look first, send, and look again where the answer was lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from workbench.domain.ids import new_id
from workbench.domain.sync import Call, CallState, Job, ToolMilestone
from workbench.domain.sync_json import answer_from_json, answer_to_json
from workbench.i18n import _
from workbench.library.lens_export import export_lens
from workbench.sync.answering import answer_step, text_step, without_clashes
from workbench.sync.calling import PATIENCE, Refusal, Tool, Transient
from workbench.sync.members import members_of
from workbench.sync.ports import Journal
from workbench.sync.reading import LensNames, bare, read_answer, workload_of

__all__ = ["Outgoing"]

Verdict = tuple[CallState, dict[str, Any]]
LensText = Callable[[str], str]


class Outgoing:
    """Makes the calls of one job.

    Args:
        tool: Where to.
        journal: Where each step is noted before and after.
        job: Its facts hold the remote id and what the Tool calls our lenses.
        lens_text: Gives the exact text of a lens of ours by its hash.
    """

    def __init__(self, tool: Tool, journal: Journal, job: Job, lens_text: LensText) -> None:
        self.tool, self.journal, self.job, self.lens_text = tool, journal, job, lens_text
        self.facts = dict(job.facts)
        self.names = LensNames(dict(self.facts.get("lenses", {})))
        self._fresh: set[str] = set(self.facts.get("fresh", ()))

    @property
    def remote_id(self) -> str:
        """Id of the workload in the Tool."""
        return str(self.facts["remote_id"])

    def learn(self, **facts: Any) -> None:
        """Note what a call made known, so that a resumed job knows it too."""
        self.facts |= facts
        self.journal.note(self.job.id, facts)

    def make(self, call: Call) -> Verdict:
        """Bring one call to its end; see the way of each operation below.

        Raises:
            Interrupted: Its outcome is open; the job can be resumed.
            Refusal: The Tool says no to this and everything else.
            Cancelled: The person stops, before or between attempts.
        """
        look, send = _WAYS[call.op](self, call)
        known: Verdict | None
        for attempt in range(self.tool.patience):
            try:
                known = look(attempt)
                if known is not None:
                    return known
                self.journal.mark(call.id, CallState.SENT)
                call = replace(call, state=CallState.SENT)
                return CallState.DONE, send()
            except Transient as failure:
                self.tool.pause(attempt, failure)
            except Refusal as refusal:
                if refusal.code == "ConflictException" and call.op not in _NAMED and attempt < self.tool.patience - 1:
                    self.tool.pause(attempt, Transient(refusal))  # somebody else writes just now, or it is there
                elif refusal.stops:
                    raise
                else:
                    return CallState.REFUSED, {"why": str(refusal), "code": refusal.code}
        raise AssertionError("the last pause raises")

    # -- answers and notes --------------------------------------------------------------------------
    def answer(self, call: Call) -> tuple[Any, Any]:
        """UpdateAnswer."""
        alias = self.names.theirs(call.lens)
        seen = answer_from_json(call.seen)
        where = {"WorkloadId": self.remote_id, "LensAlias": alias, "QuestionId": call.question}
        members: dict[str, Any] = {}

        def look(_attempt: int) -> Verdict | None:
            now = read_answer(self.tool, self.remote_id, alias, call.question, settling=call.lens in self._fresh)
            if now is None:
                return CallState.DROPPED, {"why": _("The Tool's version of the lens does not have this question.")}
            step = answer_step(call.wanted, seen, now)
            if step.clashes and call.phase == "restore":  # the rest of it must not stay as it was long ago
                step = answer_step(without_clashes(call.wanted, step.clashes), seen, now)
            if not step.members:
                return CallState.DONE, {"answer": answer_to_json(now)}
            if step.clashes:
                return CallState.CONFLICT, {"answer": answer_to_json(now), "about": list(step.clashes)}
            members.clear()
            members.update(step.members)
            return None

        def send() -> dict[str, Any]:
            answer = self.tool.once("UpdateAnswer", **where, **members)["Answer"]
            return {"risk": answer.get("Risk", "")}

        return look, send

    def notes(self, call: Call) -> tuple[Any, Any]:
        """UpdateLensReview."""
        alias = self.names.theirs(call.lens)
        where = {"WorkloadId": self.remote_id, "LensAlias": alias}
        members: dict[str, Any] = {}

        def look(_attempt: int) -> Verdict | None:
            review = self.tool.read("GetLensReview", settling=call.lens in self._fresh, **where)["LensReview"]
            summaries = review.get("PillarReviewSummaries", ())
            pillars = {one["PillarId"]: one.get("Notes", "") for one in summaries}
            step = text_step(_flat(call.wanted), _flat(call.seen), {"": review.get("Notes", ""), **pillars})
            if not step.left:
                return CallState.DONE, {}
            if step.clashes:
                return CallState.CONFLICT, {"about": list(step.clashes)}
            members.clear()
            if "" in step.left:
                members["LensNotes"] = step.left[""]
            if texts := {key: text for key, text in step.left.items() if key}:
                members["PillarNotes"] = texts
            return None

        return look, lambda: self.tool.once("UpdateLensReview", **where, **members) and {}

    # -- the workload -------------------------------------------------------------------------------
    def workload(self, call: Call) -> tuple[Any, Any]:
        """UpdateWorkload."""
        members: dict[str, Any] = {}

        def look(_attempt: int) -> Verdict | None:
            data = self._workload()
            now = workload_of(data, "")
            step = text_step(call.wanted, call.seen, {name: getattr(now, name) for name in call.wanted})
            if not step.left and (call.wanted or data.get("IsReviewOwnerUpdateAcknowledged")):
                return CallState.DONE, {}
            if step.clashes:
                return CallState.CONFLICT, {"about": list(step.clashes)}
            members.clear()
            members.update(members_of(step.left, now.resource_definition, now.trusted_advisor))
            if data.get("IsReviewOwnerUpdateAcknowledged") is False:
                members["IsReviewOwnerUpdateAcknowledged"] = True
            return None

        return look, lambda: self.tool.once("UpdateWorkload", WorkloadId=self.remote_id, **members) and {}

    def _workload(self) -> dict[str, Any]:
        data: dict[str, Any] = self.tool.read("GetWorkload", settling=bool(self._fresh), WorkloadId=self.remote_id)[
            "Workload"
        ]
        return data

    def tag(self, call: Call) -> tuple[Any, Any]:
        """TagResource."""
        left: dict[str, str] = {}

        def look(_attempt: int) -> Verdict | None:
            step = text_step(call.wanted["Tags"], call.seen.get("Tags", {}), self._workload().get("Tags") or {})
            if not step.left:
                return CallState.DONE, {}
            if step.clashes:
                return CallState.CONFLICT, {"about": list(step.clashes)}
            left.update(step.left)
            return None

        return look, lambda: self.tool.once("TagResource", WorkloadArn=self.facts["arn"], Tags=left) and {}

    def untag(self, call: Call) -> tuple[Any, Any]:
        """UntagResource."""
        keys: list[str] = call.wanted["TagKeys"]
        return (
            lambda _attempt: None if set(keys) & set(self._workload().get("Tags") or {}) else (CallState.DONE, {}),
            lambda: self.tool.once("UntagResource", WorkloadArn=self.facts["arn"], TagKeys=keys) and {},
        )

    def _set(
        self, call: Call, member: str, wanted: list[str], there: Callable[[Mapping[str, Any]], set[str]]
    ) -> tuple[Any, Any]:
        """Associate or disassociate some things."""
        leaves = call.op.startswith("Dis")

        def look(_attempt: int) -> Verdict | None:
            now = there(self._workload())
            done = not now & set(wanted) if leaves else now >= set(wanted)
            return (CallState.DONE, {}) if done else None

        return look, lambda: self.tool.once(call.op, WorkloadId=self.remote_id, **{member: wanted}) and {}

    def profile(self, call: Call) -> tuple[Any, Any]:
        """AssociateProfiles, DisassociateProfiles."""
        return self._set(call, "ProfileArns", call.wanted["ProfileArns"],
                         lambda data: {one["ProfileArn"] for one in data.get("Profiles", ())})  # fmt: skip

    def lenses(self, call: Call) -> tuple[Any, Any]:
        """AssociateLenses, DisassociateLenses."""
        ours: list[str] = call.wanted["lenses"]
        look, send = self._set(
            call, "LensAliases", [self.names.theirs(lens) for lens in ours], lambda data: set(data.get("Lenses", ()))
        )
        if call.op == "AssociateLenses":
            self._fresh |= set(ours)
        return look, send

    # -- custom lenses ------------------------------------------------------------------------------
    def _found_lens(self, name: str) -> tuple[str, str]:
        """Return ARN and published version of a lens with this name; "" for what there is not."""
        found = ("", "")
        for kind in ("CUSTOM_SELF", "CUSTOM_SHARED"):
            for one in self.tool.pages("ListLenses", "LensSummaries", LensType=kind, LensStatus="ALL"):
                if bare(one.get("LensName", "")) == bare(name):
                    found = (one["LensArn"], one.get("LensVersion", "") or found[1])
            if found[0]:
                return found
        return found

    def import_lens(self, call: Call) -> tuple[Any, Any]:
        """ImportLens: the account may have a lens of that name; then it is that one."""

        def know(arn: str) -> dict[str, Any]:
            self.names.in_tool[call.lens] = arn
            self.learn(lenses=dict(self.names.in_tool))
            return {"arn": arn}

        def look(_attempt: int) -> Verdict | None:
            arn, _version = self._found_lens(call.wanted["name"])
            return (CallState.DONE, know(arn)) if arn else None

        def send() -> dict[str, Any]:
            text = export_lens(self.lens_text(call.wanted["sha256"]))
            return know(self.tool.once("ImportLens", JSONString=text, ClientRequestToken=call.id)["LensArn"])

        return look, send

    def publish(self, call: Call) -> tuple[Any, Any]:
        """CreateLensVersion: a draft is listed a moment after its import; a published lens is taken as it is."""
        version = (re.sub(r"[^A-Za-z0-9.]", ".", call.wanted["version"]) or "1")[:32]

        def look(_attempt: int) -> Verdict | None:
            for again in range(PATIENCE):
                arn, published = self._found_lens(call.wanted["name"])
                if published:
                    return CallState.DONE, {"version": published}
                if arn:
                    break
                self.tool.wait(again)
            return None

        def send() -> dict[str, Any]:
            alias = self.names.theirs(call.lens)
            self.tool.once("CreateLensVersion", LensAlias=alias, LensVersion=version, IsMajorVersion=True,
                           ClientRequestToken=call.id)  # fmt: skip
            return {"version": version}

        return look, send

    # -- once and only once -------------------------------------------------------------------------
    def milestone(self, call: Call) -> tuple[Any, Any]:
        """CreateMilestone: the token repeats the first result; where it is forgotten, the list proves it."""
        name: str = call.wanted["MilestoneName"]
        is_open = call.state is CallState.SENT  # an answer was lost, so one of that name may be ours

        def look(_attempt: int) -> Verdict | None:
            if not is_open:
                return None
            known = next((one for one in self.milestones() if one.name == name), None)
            if known is None or known.number <= int(self.facts.get("milestones", 0)):
                return None
            return CallState.DONE, {"number": known.number}

        def send() -> dict[str, Any]:
            nonlocal is_open
            try:
                made = self.tool.once(
                    "CreateMilestone", WorkloadId=self.remote_id, MilestoneName=name, ClientRequestToken=call.id
                )
            except Transient:
                is_open = True
                raise
            except Refusal as refusal:
                if refusal.code == "ConflictException" and all(one.name != name for one in self.milestones()):
                    raise Transient(refusal) from refusal
                raise
            return {"number": made["MilestoneNumber"]}

        return look, send

    def milestones(self) -> tuple[ToolMilestone, ...]:
        """Return the list of milestones as it is now."""
        pages = self.tool.pages("ListMilestones", "MilestoneSummaries", WorkloadId=self.remote_id)
        return tuple(ToolMilestone(one["MilestoneNumber"], one["MilestoneName"], "") for one in pages)

    def creation(self, call: Call) -> tuple[Any, Any]:
        """CreateWorkload: never beside one of the same name, and repeated with the token it was first sent with."""
        members = call.wanted
        is_open = call.state is CallState.SENT  # an answer was lost, so one of that name may be ours
        name: str = members["WorkloadName"]
        taken = _('The account has a workload "{name}" in this Region already; link it instead of creating one.').format(
            name=name)  # fmt: skip

        def look(_attempt: int) -> Verdict | None:
            return None if is_open or not self._by_name(name) else (CallState.REFUSED, {"why": taken})

        def send() -> dict[str, Any]:
            nonlocal is_open
            try:
                made = self.tool.once("CreateWorkload", **members, ClientRequestToken=call.id)
            except Transient:
                is_open = True
                raise
            except Refusal as refusal:
                if refusal.code != "ConflictException":
                    raise
                made = self._by_name(name)
                if not made:
                    raise Transient(refusal) from refusal
                if not is_open:
                    raise Refusal(taken, code=refusal.code, stops=False) from refusal
            self.learn(remote_id=made["WorkloadId"], arn=made.get("WorkloadArn", ""))
            return {"remote_id": made["WorkloadId"]}

        return look, send

    def _by_name(self, name: str) -> dict[str, Any]:
        pages = self.tool.pages("ListWorkloads", "WorkloadSummaries", WorkloadNamePrefix=name)
        return next((one for one in pages if bare(one["WorkloadName"]) == bare(name)), {})

    def renamed(self, call: Call) -> Call:
        """Return a milestone call with a free name and a token of its own, for one whose name is taken."""
        taken = {one.name for one in self.milestones()}
        base, number = str(call.wanted["MilestoneName"]), 2
        while (name := f"{base[:94]} ({number})") in taken:
            number += 1
        again = replace(
            call, id=new_id(), wanted=call.wanted | {"MilestoneName": name}, state=CallState.WAITING, outcome={}
        )
        self.journal.append(self.job.id, [again])
        return again


def _flat(texts: Mapping[str, Any]) -> dict[str, str]:
    own = {"": texts["LensNotes"]} if "LensNotes" in texts else {}
    return {**own, **texts.get("PillarNotes", {})}


_NAMED = {"CreateWorkload", "CreateMilestone"}
"""A conflict on these may mean that the name is somebody else's; on all others looking again settles it."""
_WAYS: dict[str, Callable[[Outgoing, Call], tuple[Any, Any]]] = {
    "UpdateAnswer": Outgoing.answer,
    "UpdateLensReview": Outgoing.notes,
    "UpdateWorkload": Outgoing.workload,
    "TagResource": Outgoing.tag,
    "UntagResource": Outgoing.untag,
    "AssociateProfiles": Outgoing.profile,
    "DisassociateProfiles": Outgoing.profile,
    "AssociateLenses": Outgoing.lenses,
    "DisassociateLenses": Outgoing.lenses,
    "ImportLens": Outgoing.import_lens,
    "CreateLensVersion": Outgoing.publish,
    "CreateMilestone": Outgoing.milestone,
    "CreateWorkload": Outgoing.creation,
}
