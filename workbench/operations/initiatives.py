"""Verbs on initiatives: put one, take one away, and say what the plan is held against."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isfinite
from typing import ClassVar

from workbench.domain.initiative import Initiative, PlanTerms
from workbench.domain.plan import ItemStatus
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.operations.plan import require_day
from workbench.operations.rows import put_initiative, remove_initiative
from workbench.store.edits import Edits
from workbench.store.tables import InitiativeRow, PlanTermsRow, ReviewRow, WorkloadRow

__all__ = ["PutInitiative", "RemoveInitiative", "SetPlanTerms"]


@dataclass(frozen=True)
class PutInitiative:
    """Add an initiative, or make the one of its id equal it."""

    WHAT: ClassVar[str] = "put initiative"
    workload_id: str
    initiative: Initiative

    @property
    def title(self) -> str:
        return _("Change initiative {name}").format(name=self.initiative.title.strip())

    def apply(self, edits: Edits) -> None:
        one = self.initiative
        if edits.get(WorkloadRow, id=self.workload_id) is None:
            raise Refused(_("The workload is gone."))
        if not one.title.strip():
            raise BadInput(_("The initiative has no name."), _('Say what is done: "Restore test every month".'))
        if not (isfinite(one.days) and one.days >= 0) or one.impact not in range(6):
            raise BadInput(_("Effort is a number of days, impact a number from 1 to 5."))
        if one.status is ItemStatus.ACCEPTED:
            raise BadInput(_("An initiative cannot be accepted; a risk can."))
        if one.due:
            require_day(one.due, _("The due date"))
        own = {row["id"] for row in edits.rows(ReviewRow, workload_id=self.workload_id)}
        if any(gap.review_id not in own for gap in one.closes):
            raise Refused(_("A lens that this initiative works on is no longer on the workload."))
        row = edits.get(InitiativeRow, id=one.id)
        if row is not None and row["workload_id"] != self.workload_id:
            raise Refused(_("The initiative belongs to another workload."))
        put_initiative(edits, self.workload_id, one)


@dataclass(frozen=True)
class RemoveInitiative:
    """Take an initiative out of the plan; the risks it works on stay."""

    WHAT: ClassVar[str] = "remove initiative"
    initiative_id: str
    name: str = ""

    @property
    def title(self) -> str:
        return _("Remove initiative {name}").format(name=self.name or self.initiative_id)

    def apply(self, edits: Edits) -> None:
        remove_initiative(edits, self.initiative_id)


@dataclass(frozen=True)
class SetPlanTerms:
    """Say what the plan of a workload is held against, and what was settled about it."""

    WHAT: ClassVar[str] = "set plan terms"
    workload_id: str
    terms: PlanTerms
    what: str = ""

    @property
    def title(self) -> str:
        return self.what or _("Change the terms of the plan")

    def apply(self, edits: Edits) -> None:
        one = self.terms
        if edits.get(WorkloadRow, id=self.workload_id) is None:
            raise Refused(_("The workload is gone."))
        if not 0 < one.target <= 1:
            raise BadInput(_("The target is a share of the high risks, above 0 and up to 100 percent."))
        values = {name: getattr(one, name) for name in PlanTerms.__dataclass_fields__}
        body = {name: list(part) if isinstance(part, tuple) else part for name, part in asdict(one.capacity).items()}
        edits.put(PlanTermsRow, {"workload_id": self.workload_id}, **(values | {"capacity": body}))
