"""Saving a milestone: the whole workload as it stands, numbered, named, linked to the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from workbench.domain.milestone import chain_hash
from workbench.domain.snapshot import canonical, snapshot_to_json
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.store.edits import Edits
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.milestones import counts_of, milestones_of
from workbench.store.tables import MilestoneRow

__all__ = ["SaveMilestone", "mark_used"]


@dataclass(frozen=True)
class SaveMilestone:
    """Save a workload as a milestone.

    Attributes:
        milestone_id: Id of the new milestone.
        name: 3 to 100 characters, unique in the workload (the Tool's rule).
        at: When, UTC, ISO 8601; now if empty.
    """

    WHAT: ClassVar[str] = "save milestone"
    workload_id: str
    milestone_id: str
    name: str
    at: str = ""

    @property
    def title(self) -> str:
        return _('Save milestone "{name}"').format(name=self.name)

    def apply(self, edits: Edits) -> None:
        name = self.name.strip()
        if not 3 <= len(name) <= 100:
            raise BadInput(_("A milestone name has 3 to 100 characters."), _("Name it after the occasion."))
        before = milestones_of(edits.session, self.workload_id)
        if any(one.name.lower() == name.lower() for one in before):
            raise BadInput(
                _('This workload has a milestone "{name}" already.').format(name=name), _("Choose another name.")
            )
        snapshot = take_snapshot(edits.session, self.workload_id)
        if snapshot is None:
            raise Refused(_("The workload is gone."))
        content = edits.keep(canonical(snapshot_to_json(snapshot)))
        number = before[-1].number + 1 if before else 1
        previous = before[-1].chain if before else ""
        at = self.at or edits.now
        edits.put(
            MilestoneRow, {"id": self.milestone_id}, workload_id=self.workload_id, number=number, name=name, at=at,
            by=edits.who, content_sha256=content, previous=previous,
            chain=chain_hash(self.workload_id, number, name, at, edits.who, content, previous),
            counts=counts_of(edits.session, snapshot),
        )  # fmt: skip


def mark_used(session: Session, milestone_id: str) -> None:
    """Note that a report, package or push relies on a milestone; it can no longer be undone."""
    session.execute(update(MilestoneRow).where(MilestoneRow.id == milestone_id).values(used=True))
