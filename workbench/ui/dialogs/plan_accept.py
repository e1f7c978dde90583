"""Accepting the risk of a row of the plan, changing the acceptance, or ending it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from workbench.domain.lens import Lens
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.i18n import _
from workbench.operations.history import Together
from workbench.operations.plan import AcceptRisk, SetImprovement
from workbench.ui.days import today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.acceptance import AcceptanceDialog
from workbench.ui.models.plan import PlanRow, row_operations

__all__ = ["accept_risk"]


def accept_risk(desk: Desk, lens: Lens, row: PlanRow, parent: QWidget) -> None:
    """Ask who accepts the risk, why and until when; an acceptance that ended is where the next begins."""
    line = row.line
    known = line.acceptance if line.is_accepted(today()) else None
    start = known or Acceptance(*line.key, line.acceptance.why if line.acceptance else "", desk.who, "")
    if start is not known and line.acceptance:
        start = replace(start, by=line.acceptance.by, traded_for=line.acceptance.traded_for)

    def take(made: Acceptance) -> None:
        planned = replace(line.improvement or Improvement(*line.key), status=ItemStatus.ACCEPTED)
        made = replace(made, accepted_on=made.accepted_on if known else "")
        desk.editor.do(Together(_("Accept risk"), (AcceptRisk(made), SetImprovement(planned))))

    def end() -> None:
        reopened = tuple(row_operations(row, "status", ItemStatus.OPEN.value))
        desk.editor.do(Together(_("Reopen accepted risk"), reopened))

    AcceptanceDialog(lens, line.question, start, take, end if known else None, parent).open()
