"""`workbench plan treat`: the treatment planner."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.names import Case, case_of
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, reading, usage_error, writing
from workbench.cli.output import print_json, print_table, print_text, say
from workbench.domain.ids import new_id
from workbench.domain.initiative import Capacity, Initiative
from workbench.domain.lens import Lens
from workbench.errors import BadInput
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.treatment import Treatment

__all__ = ["lenses_by_review", "treat"]


def lenses_by_review(case: Case) -> dict[str, Lens]:
    """Return the lenses of a workload by review id."""
    return {one.id: case.lenses[one.lens_alias] for one in case.snapshot.reviews if one.lens_alias in case.lenses}


def treat(
    ctx: typer.Context,
    name: NameArgument,
    items: Annotated[int | None, typer.Option("--items", min=0, help=_("Most initiatives."))] = None,
    days: Annotated[
        str, typer.Option("--days", metavar="D,D,D", help=_("Person days until day 30, 60 and 90: 10,20,30. One number is for all 90."))
    ] = "",
    high_risks: Annotated[
        int | None, typer.Option("--high-risks", min=0, help=_("Most high risks taken on; 0 is any number."))
    ] = 5,
    suggest: Annotated[
        bool, typer.Option("--suggest", help=_("Add an initiative for each question that none works on."))
    ] = False,
    days_each: Annotated[
        float, typer.Option("--days-each", min=0, help=_("Effort of each practice of suggested initiatives [days]."))
    ] = 2.0,
    apply: Annotated[bool, typer.Option("--apply", help=_("Set due dates and status; one undo takes it back."))] = False,
    start: Annotated[str, typer.Option("--start", metavar="YYYY-MM-DD", help=_("First day of the plan; else today."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Plan a treatment."""
    from workbench.analyses.treatment import plan_treatment
    from workbench.analyses.treatment_steps import exposures_of, single_questions

    capacity = Capacity(_days(ctx, days), items, high_risks or None)
    today = datetime.now(UTC).date().isoformat()
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    exposures = exposures_of(case.snapshot, lenses_by_review(case), today)
    work = list(case.snapshot.initiatives)
    if suggest:
        work += single_questions(case.snapshot, exposures, days_each, new_id)
    if not work:
        raise BadInput(
            _("There is no initiative to choose from."), _("Add some, or let --suggest make one for each question.")
        )
    plan = plan_treatment(exposures, work, capacity)
    if apply:
        _apply(ctx, workspace, case, work, plan, capacity, start or today)
    _tell(case, work, plan, capacity, as_json, apply)


def _days(ctx: typer.Context, text: str) -> tuple[float, ...] | None:
    if not text.strip():
        return None
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        found = []
    if len(found) == 1:
        found = [round(found[0] * part, 2) for part in (1 / 3, 2 / 3, 1)]
    if len(found) != 3 or not all(0 <= one < 1e6 for one in found) or found != sorted(found):
        raise usage_error(ctx, _("--days takes one number, or three that grow: days until day 30, 60 and 90."))
    return tuple(found)


def _apply(
    ctx: typer.Context, workspace: WorkspaceOption, case: Case, work: list[Initiative], plan: Treatment,
    capacity: Capacity, start: str,
) -> None:  # fmt: skip
    from workbench.operations.treatment import apply_plan
    from workbench.store.queries.initiatives import plan_terms_of

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            now, terms = case_of(session, case.id), plan_terms_of(session, case.id)
        if now.snapshot != case.snapshot:
            raise BadInput(_("The answers changed meanwhile."), _("Plan again."))
        desk.history.do(apply_plan(now.snapshot, lenses_by_review(now), work, plan, capacity, start, terms))


def _tell(
    case: Case, work: list[Initiative], plan: Treatment, capacity: Capacity, as_json: bool, applied: bool
) -> None:
    from workbench.analyses.treatment_steps import why_words
    from workbench.domain.risk import Risk

    by_id = {one.id: one for one in work}
    names = {
        (review_id, question.id): question.code or question.short or question.id
        for review_id, lens in lenses_by_review(case).items()
        for question in lens.questions()
    }
    why = {key: why_words(one, capacity, names) for key, one in plan.why.items()}
    before = sum(risk is Risk.HIGH for risk in plan.before.values())
    after = sum(risk is Risk.HIGH for risk in plan.after.values())
    if as_json:
        windows: list[dict[str, Any]] = [
            {"until_day": day, "initiatives": [_entry(by_id[key], plan, why) for key in window]}
            for day, window in zip(capacity.windows, plan.windows, strict=True)
        ]
        left = [_entry(one, plan, why) for one in work if one.id not in plan.chosen]
        print_json({"windows": windows, "left_out": left, "weight_closed": plan.closed, "days": plan.days,
                    "high_risks": {"before": before, "after": after}, "exact": plan.exact, "applied": applied})  # fmt: skip
        return
    rows = []
    for day, window in zip(capacity.windows, plan.windows, strict=True):
        rows += [(_("day {n}").format(n=day), by_id[key].title, f"{by_id[key].days:g}", why[key]) for key in window]
    rows += [("-", one.title, f"{one.days:g}", why[one.id]) for one in work if one.id not in plan.chosen]
    print_table(["!" + _("Until"), _("Initiative"), ">" + _("Days"), _("Why")], rows)
    n = len(plan.chosen)
    text = n_("{n} initiative, {days} days: high risks from {before} to {after}, weight closed {weight}.",
              "{n} initiatives, {days} days: high risks from {before} to {after}, weight closed {weight}.", n)  # fmt: skip
    print_text(text.format(n=n, days=f"{plan.days:g}", before=before, after=after, weight=f"{plan.closed:g}"))
    if not plan.exact:
        print_text(_("Questions with more than twelve absent practices were looked at in small sets only."))
    say(
        _("Due dates are set; one undo takes them back.")
        if applied
        else _("Nothing was changed yet; --apply sets due dates.")
    )


def _entry(one: Initiative, plan: Treatment, why: dict[str, str]) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, "days": one.days, "why": why[one.id], "reason": asdict(plan.why[one.id])}
