"""Applying a plan: due dates, status and what it was made of, as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from workbench.analyses.treatment import Treatment
from workbench.analyses.treatment_steps import applied_plan, exposures_of, state_sign
from workbench.domain.initiative import Capacity, Initiative, PlanTerms
from workbench.domain.lens import Lens
from workbench.domain.snapshot import Snapshot
from workbench.i18n import _
from workbench.operations.history import Operation, Together
from workbench.operations.initiatives import PutInitiative, SetPlanTerms
from workbench.operations.plan import SetImprovement

__all__ = ["apply_plan", "plan_is_old"]


def apply_plan(
    snapshot: Snapshot, lenses: Mapping[str, Lens], initiatives: Sequence[Initiative], plan: Treatment, capacity: Capacity,
    start: str, terms: PlanTerms,
) -> Together:  # fmt: skip
    """Return the one step that a plan comes to.

    Args:
        snapshot: The workload as it is; the plan must have been made of it.
        lenses: By review id.
        initiatives: What the plan was made of, those that are not in the workload yet too; only chosen ones are added.
        plan: The plan.
        capacity: With which it was made.
        start: First day of the plan, YYYY-MM-DD.
        terms: Of the plan as they are.
    """
    own = snapshot.workload.id
    done = applied_plan(plan, initiatives, snapshot, capacity, start)
    after = {one.id: one for one in snapshot.initiatives} | {one.id: one for one in done.initiatives}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    sign = state_sign(exposures_of(snapshot, lenses, at[:10]), after.values())
    kept = replace(terms, capacity=capacity, planned_at=at, planned_on=sign)
    steps: tuple[Operation, ...] = (
        *(PutInitiative(own, one) for one in done.initiatives),
        *(SetImprovement(one) for one in done.improvements),
        SetPlanTerms(own, kept),
    )
    return Together(_("Apply the plan"), steps)


def plan_is_old(snapshot: Snapshot, lenses: Mapping[str, Lens], terms: PlanTerms, today: str) -> bool:
    """True where answers or initiatives are no longer what the last plan was made of."""
    if not terms.planned_on:
        return False
    return state_sign(exposures_of(snapshot, lenses, today), snapshot.initiatives) != terms.planned_on
