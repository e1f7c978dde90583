"""Verbs on failures that are kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.domain.failure_scenario import FailureScenario
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.store.edits import Edits
from workbench.store.tables import FailureScenarioRow, WorkloadRow

__all__ = ["KeepScenario", "RemoveScenario"]


@dataclass(frozen=True)
class KeepScenario:
    """Keep a failure under a name, or change one that is kept; who and when is filled in where it is not said."""

    WHAT: ClassVar[str] = "keep scenario"
    workload_id: str
    scenario: FailureScenario

    @property
    def title(self) -> str:
        return _("Keep scenario {name}").format(name=self.scenario.name.strip())

    def apply(self, edits: Edits) -> None:
        one = self.scenario
        if edits.get(WorkloadRow, id=self.workload_id) is None:
            raise Refused(_("The workload is gone."))
        if not one.name.strip():
            raise BadInput(_("The scenario has no name."), _('Name what happens: "Loss of eu-west-1a".'))
        if not one.failed:
            raise BadInput(_("Nothing fails in this scenario."), _("Click an element to fail it, then keep that."))
        edits.put(
            FailureScenarioRow, {"workload_id": self.workload_id, "scenario_id": one.id}, name=one.name.strip(),
            failed=list(one.failed), by=one.by or edits.who, on=one.on or edits.now[:10],
        )  # fmt: skip


@dataclass(frozen=True)
class RemoveScenario:
    """Forget a failure that was kept."""

    WHAT: ClassVar[str] = "remove scenario"
    workload_id: str
    scenario_id: str
    name: str = ""

    @property
    def title(self) -> str:
        return _("Remove scenario {name}").format(name=self.name or self.scenario_id)

    def apply(self, edits: Edits) -> None:
        edits.remove(FailureScenarioRow, workload_id=self.workload_id, scenario_id=self.scenario_id)
