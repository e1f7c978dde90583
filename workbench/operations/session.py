"""Verbs on planned sessions and on plans kept as templates. What happens in a session goes to its log instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.domain.session import SessionPlan, SessionTemplate
from workbench.domain.session_json import plan_to_json
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.store.edits import Edits
from workbench.store.tables import SessionRow, SessionTemplateRow, WorkloadRow

__all__ = ["KeepSessionTemplate", "RemoveSession", "RemoveSessionTemplate", "SetSession"]


@dataclass(frozen=True)
class SetSession:
    """Plan a session, or change its plan."""

    WHAT: ClassVar[str] = "set session"
    plan: SessionPlan

    @property
    def title(self) -> str:
        return _('Plan session "{name}"').format(name=self.plan.name)

    def apply(self, edits: Edits) -> None:
        plan = self.plan
        if edits.get(WorkloadRow, id=plan.workload_id) is None:
            raise Refused(_("The workload is gone."))
        before = edits.get(SessionRow, id=plan.id)
        values = plan_to_json(plan)
        values.pop("id")
        edits.put(SessionRow, {"id": plan.id}, created_at=before["created_at"] if before else edits.now, **values)


@dataclass(frozen=True)
class RemoveSession:
    """Take a session off a workload; its log stays in the file until the workload is removed completely."""

    WHAT: ClassVar[str] = "remove session"
    session_id: str

    @property
    def title(self) -> str:
        return _("Remove session")

    def apply(self, edits: Edits) -> None:
        edits.remove(SessionRow, id=self.session_id)


@dataclass(frozen=True)
class KeepSessionTemplate:
    """Keep a plan for other workloads, or replace one that was kept."""

    WHAT: ClassVar[str] = "keep session template"
    template: SessionTemplate

    @property
    def title(self) -> str:
        return _('Keep plan "{name}"').format(name=self.template.name)

    def apply(self, edits: Edits) -> None:
        if not self.template.name.strip():
            raise BadInput(_("The template needs a name."))
        body = plan_to_json(self.template.plan)
        edits.put(SessionTemplateRow, {"id": self.template.id}, name=self.template.name.strip(), body=body)


@dataclass(frozen=True)
class RemoveSessionTemplate:
    """Drop a kept plan."""

    WHAT: ClassVar[str] = "remove session template"
    template_id: str

    @property
    def title(self) -> str:
        return _("Remove plan template")

    def apply(self, edits: Edits) -> None:
        edits.remove(SessionTemplateRow, id=self.template_id)
