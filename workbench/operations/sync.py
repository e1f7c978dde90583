"""Verbs of the sync with the Tool: link and unlink, take in what the Tool has, note what it holds now, decide conflicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from workbench.domain.snapshot import canonical, digest, snapshot_to_json
from workbench.domain.sync import Link
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.operations.workloads import PutSnapshot
from workbench.store.edits import Edits
from workbench.store.queries.answers import take_snapshot
from workbench.store.tables import ReviewRow, SyncDecisionRow, SyncLinkRow, ToolMilestoneRow, ToolRiskRow, WorkloadRow

__all__ = ["ApplyMerge", "DecideConflict", "LinkWorkload", "NoteToolState", "ToolSays", "UnlinkWorkload"]


@dataclass(frozen=True)
class LinkWorkload:
    """Tie a workload to one in the Tool; nothing is read or sent by it."""

    WHAT: ClassVar[str] = "link workload"
    link: Link

    @property
    def title(self) -> str:
        return _("Link with the Tool")

    def apply(self, edits: Edits) -> None:
        link = self.link
        if edits.get(WorkloadRow, id=link.workload_id) is None:
            raise Refused(_("The workload is gone."))
        for row in edits.rows(SyncLinkRow, remote_id=link.remote_id):
            if row["workload_id"] != link.workload_id:
                raise BadInput(
                    _("Another workload of this workspace is linked with it already."), _("Unlink that one first.")
                )
        for row in edits.rows(SyncDecisionRow, workload_id=link.workload_id):
            edits.remove(SyncDecisionRow, workload_id=link.workload_id, conflict_id=row["conflict_id"])
        edits.put(
            SyncLinkRow, {"workload_id": link.workload_id}, remote_id=link.remote_id, arn=link.arn, account=link.account,
            region=link.region, profile=link.profile, endpoint_url=link.endpoint_url, created_here=link.created_here,
            linked_at=link.linked_at or edits.now, lenses=dict(link.lenses), base_sha256=link.base_sha256,
            milestones_from=link.milestones_from,
        )  # fmt: skip


@dataclass(frozen=True)
class UnlinkWorkload:
    """Untie a workload from the Tool; both stay as they are."""

    WHAT: ClassVar[str] = "unlink workload"
    workload_id: str

    @property
    def title(self) -> str:
        return _("Unlink from the Tool")

    def apply(self, edits: Edits) -> None:
        for row in edits.rows(SyncDecisionRow, workload_id=self.workload_id):
            edits.remove(SyncDecisionRow, workload_id=self.workload_id, conflict_id=row["conflict_id"])
        edits.remove(SyncLinkRow, workload_id=self.workload_id)


@dataclass(frozen=True)
class ToolSays:
    """What is known of the Tool once a reading or a push is through.

    Attributes:
        base: Canonical JSON of the Snapshot both sides have in common.
        lenses: Our lens alias and what the Tool calls it.
        risks: Review id, question id and the Tool's risk; "" where it gave none for the answer as it stands.
        milestones: Milestone id of ours and its number in the Tool.
    """

    base: bytes = b""
    lenses: tuple[tuple[str, str], ...] = ()
    risks: tuple[tuple[str, str, str], ...] = ()
    milestones: tuple[tuple[str, int], ...] = ()

    def put(self, edits: Edits, workload_id: str) -> None:
        """Write it down beside the link."""
        link = edits.get(SyncLinkRow, workload_id=workload_id)
        if link is None:
            raise Refused(_("The workload is no longer linked with the Tool."), _("Link it again."))
        values: dict[str, Any] = {"lenses": link["lenses"] | dict(self.lenses)}
        if self.base:
            values["base_sha256"] = edits.keep(self.base)
        edits.put(SyncLinkRow, {"workload_id": workload_id}, **values)
        own = {row["id"] for row in edits.rows(ReviewRow, workload_id=workload_id)}
        for review_id, question_id, risk in self.risks:
            key = {"review_id": review_id, "question_id": question_id}
            if review_id in own and risk:
                edits.put(ToolRiskRow, key, risk=risk)
            else:
                edits.remove(ToolRiskRow, **key)
        for milestone_id, number in self.milestones:
            edits.put(ToolMilestoneRow, {"milestone_id": milestone_id}, workload_id=workload_id,
                      remote_id=link["remote_id"], number=number)  # fmt: skip


@dataclass(frozen=True)
class ApplyMerge:
    """Take in what the Tool has, as worked out by operations.syncing.

    Attributes:
        put: The merged state; brings milestones along.
        expected: Hash of the state here that it was worked out from; empty for a new workload.
        says: What is noted beside it.
        link: Only for a new workload.
    """

    WHAT: ClassVar[str] = "take in from the Tool"
    put: PutSnapshot
    says: ToolSays
    expected: str = ""
    link: Link | None = None

    @property
    def title(self) -> str:
        return _('Take in "{name}" from the Tool').format(name=self.put.snapshot.workload.name)

    def apply(self, edits: Edits) -> None:
        workload_id = self.put.snapshot.workload.id
        now = take_snapshot(edits.session, workload_id)
        if (digest(canonical(snapshot_to_json(now))) if now else "") != self.expected:
            raise Refused(
                _("The workload was changed since it was compared with the Tool."), _("Look at the plan again.")
            )
        self.put.apply(edits)
        if self.link is not None:
            LinkWorkload(self.link).apply(edits)
        self.says.put(edits, workload_id)
        for row in edits.rows(SyncDecisionRow, workload_id=workload_id):
            edits.remove(SyncDecisionRow, workload_id=workload_id, conflict_id=row["conflict_id"])


@dataclass(frozen=True)
class NoteToolState:
    """Note what the Tool holds after a push: the common base, its risks, the numbers of milestones; no answer changes."""

    WHAT: ClassVar[str] = "note the Tool's state"
    workload_id: str
    says: ToolSays

    @property
    def title(self) -> str:
        return _("Sync with the Tool")

    def apply(self, edits: Edits) -> None:
        self.says.put(edits, self.workload_id)


@dataclass(frozen=True)
class DecideConflict:
    """Choose a side in a conflict with the Tool; an empty choice takes the decision back.

    Attributes:
        take: mine, theirs, base, or both for texts.
        about: Fingerprint of the values chosen between; the choice counts for these only.
    """

    WHAT: ClassVar[str] = "decide conflict"
    workload_id: str
    conflict_id: str
    take: str
    about: str = ""

    @property
    def title(self) -> str:
        return _("Decide a conflict with the Tool")

    def apply(self, edits: Edits) -> None:
        key = {"workload_id": self.workload_id, "conflict_id": self.conflict_id}
        if not self.take:
            edits.remove(SyncDecisionRow, **key)
        elif self.take not in ("mine", "theirs", "base", "both"):
            raise BadInput(_("A conflict is decided with mine, theirs, base or both."))
        else:
            edits.put(SyncDecisionRow, key, take=self.take, about=self.about)
