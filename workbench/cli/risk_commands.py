"""`workbench risk`: every risk and why; accepting risks and planning improvements."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.text import Text

from workbench.analyses.risk import assess, assess_review
from workbench.cli.names import Case, Spot, case_of, spot_of
from workbench.cli.opening import (
    DefaultGroup,
    JsonOption,
    LensOption,
    NameArgument,
    QuestionOption,
    WorkspaceOption,
    group_app,
    reading,
    usage_error,
    writing,
)
from workbench.cli.output import RISK_TITLES, print_json, print_table, print_text, say
from workbench.cli.review_view import risk_of
from workbench.domain.lens import Lens
from workbench.domain.plan import ITEM_TITLES, Acceptance, Improvement, ItemStatus
from workbench.domain.risk import RISK_ORDER, Assessment, Risk
from workbench.domain.snapshot import ReviewState
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

__all__ = ["app", "risk_json"]

app = group_app(DefaultGroup)
_OPEN = (Risk.HIGH, Risk.MEDIUM)


class FailOn(StrEnum):
    """The risks that make the command end with 1."""

    HIGH = "high"
    MEDIUM = "medium"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def risk_json(case: Case, aliases: list[str]) -> dict[str, Any]:
    """Return the risks of some lenses of a workload as plain values."""
    reviews = {}
    for alias in aliases:
        review, lens = case.review(alias)
        found = assess_review(lens, review)
        counts = Counter(one.risk for one in found.values())
        reviews[alias] = {
            "counts": {str(risk): counts[risk] for risk in RISK_ORDER if counts[risk]},
            "questions": {key: _entry(one) for key, one in found.items()},
        }
    return {"workload": case.name, "reviews": reviews}


def _entry(one: Assessment) -> dict[str, Any]:
    return {
        "pillar": one.pillar_id, "risk": str(one.risk), "estimated": one.estimated, "by_tool": one.by_tool, "rule": one.rule,
        "missing": list(one.missing), "ways_down": [list(way) for way in one.ways_down],
    }  # fmt: skip


@app.command("show", help=_("Show every risk: the rule that fired, what is missing, the smallest ways down."))
def show(
    ctx: typer.Context,
    name: NameArgument,
    lens: LensOption = "",
    milestone: Annotated[
        str, typer.Option("--milestone", metavar="N", help=_("As it was at a milestone: its number or name."))
    ] = "",
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help=_("Exit 1 when there is such a risk; medium means high too."))
    ] = None,
    but_accepted: Annotated[
        bool, typer.Option("--but-accepted", help=_("--fail-on leaves out risks that are accepted today."))
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the risks of a workload."""
    with reading(ctx, workspace) as session:
        case = case_of(session, name, milestone)
    aliases = [case.review(lens)[1].alias] if lens else list(case.lenses)
    hits = _hits(case, aliases, fail_on, but_accepted) if fail_on else []
    try:
        if as_json:
            print_json(risk_json(case, aliases))
        else:
            for alias in aliases:
                _print_risks(case, *case.review(alias))
            if not aliases:
                say(_('"{name}" is not reviewed with any lens yet.').format(name=case.name))
    except BrokenPipeError:  # `| head` must not make a gate pass
        if not hits:
            raise
    if hits:
        say(_("--fail-on {level}: {hits}").format(level=fail_on, hits=", ".join(hits)))
        raise typer.Exit(1)


def _accepted(case: Case) -> set[tuple[str, str]]:
    today = _today()
    return {(one.review_id, one.question_id) for one in case.snapshot.acceptances if one.holds_on(today)}


def _hits(case: Case, aliases: list[str], fail_on: FailOn, but_accepted: bool) -> list[str]:
    levels = _OPEN if fail_on is FailOn.MEDIUM else (Risk.HIGH,)
    left_out = _accepted(case) if but_accepted else set()
    found = []
    for alias in aliases:
        review, lens = case.review(alias)
        for key, one in assess_review(lens, review).items():
            if one.risk in levels and (review.id, key) not in left_out:
                question = lens.question(key)
                found.append(question.code if question and question.code else key)
    return found


def _print_risks(case: Case, review: ReviewState, lens: Lens) -> None:
    found = assess_review(lens, review)
    accepted = _accepted(case)
    counts = Counter(one.risk for one in found.values())
    title = f"{review.lens_name}: " + ", ".join(
        f"{counts[risk]} {_(RISK_TITLES[risk]).lower()}" for risk in RISK_ORDER if counts[risk]
    )
    rows = []
    for risk in _OPEN:
        for one in found.values():
            question = lens.question(one.question_id)
            if one.risk is not risk or question is None:
                continue
            codes = {choice.id: choice.code or choice.title for choice in question.choices}
            shown = risk_of(one)
            if (review.id, question.id) in accepted:
                shown.append(" " + _("(accepted)"))
            ways = [" + ".join(codes[each] for each in way) for way in one.ways_down[:3]]
            if len(one.ways_down) > 3:
                ways.append("...")
            rows.append((question.code or question.id, question.short or question.title, shown,
                         ", ".join(codes[each] for each in one.missing), ("\n" + _("or") + " ").join(ways)))  # fmt: skip
    print_text(title)
    if rows:
        print_table(["!" + _("Code"), _("Question"), _("Risk"), _("Missing"), _("Smallest ways down")], rows)
    if any(one.estimated and one.risk in _OPEN for one in found.values()):
        unknown = any(one.level_unknown for one in found.values())
        print_text(_("* estimated, level unknown.") if unknown else _("* estimated: AWS publishes no risk rules."))


@app.command("accept", help=_("Accept a high or medium risk until a day; it stays counted and reopens afterwards."))
def accept(
    ctx: typer.Context,
    name: NameArgument,
    question: QuestionOption,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=_("What is gained, what may happen."))],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who accepts it."))],
    until: Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD", help=_("Last day it holds."))],
    traded_for: Annotated[
        str, typer.Option("--traded-for", metavar="PILLAR", help=_("Pillar that gains from it (id, code or name)."))
    ] = "",
    lens: LensOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Accept a risk."""
    from workbench.operations.plan import AcceptRisk

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            spot = spot_of(case_of(session, name), lens, question)
        risk = assess(spot.question, spot.review.answer(spot.question.id)).risk
        if risk not in _OPEN:
            raise BadInput(_("{question} has no high or medium risk, so there is nothing to accept.").format(
                question=spot.question.code or spot.question.id))  # fmt: skip
        pillar = _pillar(spot, traded_for)
        desk.history.do(AcceptRisk(Acceptance(spot.review.id, spot.question.id, why, by, until, pillar)))
    if until < _today():
        say(_("{until} is over already, so the risk counts as open again.").format(until=until))
    _tell(as_json, spot, {"accepted": True, "until": until}, _("{question} is accepted until {until}.").format(
        question=spot.question.code or spot.question.id, until=until))  # fmt: skip


def _pillar(spot: Spot, text: str) -> str:
    if not text.strip():
        return ""
    wanted = text.strip().casefold()
    for pillar in spot.lens.pillars:
        if wanted in (pillar.id.casefold(), pillar.code.casefold(), pillar.name.casefold()):
            return pillar.id
    raise UnknownName(
        _('There is no pillar "{text}".').format(text=text),
        _("Pillars: {known}.").format(known=", ".join(pillar.id for pillar in spot.lens.pillars)),
    )


def _tell(as_json: bool, spot: Spot, values: dict[str, Any], said: str) -> None:
    if as_json:
        print_json({"lens": spot.lens.alias, "question": spot.question.id} | values)
    else:
        say(said)


@app.command("reopen", help=_("Take an acceptance back before its day."))
def reopen(
    ctx: typer.Context,
    name: NameArgument,
    question: QuestionOption,
    lens: LensOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Take an acceptance back."""
    from workbench.operations.plan import EndAcceptance

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            spot = spot_of(case_of(session, name), lens, question)
        code = spot.question.code or spot.question.id
        if not desk.history.do(EndAcceptance(spot.review.id, spot.question.id)).step_id:
            raise BadInput(_("The risk of {question} is not accepted.").format(question=code))
    _tell(as_json, spot, {"accepted": False}, _("{question} is open again.").format(question=code))


@app.command("accepted", help=_("List accepted risks with reason, person and day."))
def accepted_list(
    ctx: typer.Context, name: NameArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List accepted risks."""
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    today, alias_of = _today(), {review.id: review.lens_alias for review in case.snapshot.reviews}
    found = []
    for one in case.snapshot.acceptances:
        review, lens = case.review(alias_of[one.review_id])
        question = lens.question(one.question_id)
        if question is not None:
            found.append((one, lens, question, assess(question, review.answer(question.id)).risk))
    if as_json:
        print_json([
            {"lens": lens.alias, "question": question.id, "risk": str(risk), "why": one.why, "by": one.by,
             "traded_for": one.traded_for, "accepted_on": one.accepted_on, "until": one.until,
             "holds": one.holds_on(today)}
            for one, lens, question, risk in found
        ])  # fmt: skip
        return
    if not found:
        say(_("No risk is accepted."))
        return
    rows = [
        (question.code or question.id, _(RISK_TITLES[risk]), one.why, one.by, one.traded_for,
         one.until if one.holds_on(today) else _("{day}, expired").format(day=one.until))
        for one, _lens, question, risk in found
    ]  # fmt: skip
    print_table(["!" + _("Code"), _("Risk"), _("Why"), _("By"), _("Traded for"), "!" + _("Until")], rows)


@app.command(
    "improve", help=_("Say who improves a question, until when and how far it is; absent options change nothing.")
)
def improve(
    ctx: typer.Context,
    name: NameArgument,
    question: QuestionOption,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help=_("Who does it."))] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="YYYY-MM-DD", help=_("Until when."))] = None,
    status: Annotated[ItemStatus | None, typer.Option("--status", help=_("How far it is."))] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=_("What is done."))] = None,
    lens: LensOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Plan an improvement."""
    from workbench.operations.plan import SetImprovement

    given = {"owner": owner, "due": due, "status": status, "note": note}
    values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if not values:
        raise usage_error(ctx, _("Nothing to change: name at least one of --owner, --due, --status, --note."))
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            case = case_of(session, name)
        spot = spot_of(case, lens, question)
        key = (spot.review.id, spot.question.id)
        known = {(one.review_id, one.question_id): one for one in case.snapshot.improvements}
        wanted = replace(known.get(key, Improvement(*key)), **values)
        desk.history.do(SetImprovement(wanted))
    _tell(as_json, spot, {"owner": wanted.owner, "due": wanted.due, "status": str(wanted.status), "note": wanted.note},
          _("{question}: {status}.").format(question=spot.question.code or spot.question.id,
                                            status=_(ITEM_TITLES[wanted.status]).lower()))  # fmt: skip


@app.command(
    "improvements", help=_("List what is to be improved: every high and medium risk with owner, day and status.")
)
def improvements(
    ctx: typer.Context, name: NameArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List improvements."""
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    known = {(one.review_id, one.question_id): one for one in case.snapshot.improvements}
    found = []
    for alias in case.lenses:
        review, lens = case.review(alias)
        for key, one in assess_review(lens, review).items():
            item = known.get((review.id, key))
            question = lens.question(key)
            if question is not None and (one.risk in _OPEN or item is not None):
                found.append((lens, question, one.risk, item or Improvement(review.id, key)))
    found.sort(key=lambda each: RISK_ORDER.index(each[2]))
    if as_json:
        print_json([
            {"lens": lens.alias, "question": question.id, "risk": str(risk), "owner": item.owner, "due": item.due,
             "status": str(item.status), "note": item.note}
            for lens, question, risk, item in found
        ])  # fmt: skip
        return
    today = _today()
    rows = [
        (question.code or question.id, Text(_(RISK_TITLES[risk])), item.owner,
         item.due + (" " + _("(late)") if item.due and item.due < today and item.status is not ItemStatus.DONE else ""),
         _(ITEM_TITLES[item.status]), item.note)
        for _lens, question, risk, item in found
    ]  # fmt: skip
    print_table(["!" + _("Code"), "!" + _("Risk"), _("Owner"), "!" + _("Due"), "!" + _("Status"), _("Note")], rows)
