"""`workbench plan`: initiatives against risks, the treatment planner, follow-up, exports and the recap."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from workbench.cli.names import Case, case_of, spot_of
from workbench.cli.opening import (
    DefaultGroup,
    JsonOption,
    NameArgument,
    WorkspaceOption,
    group_app,
    reading,
    usage_error,
    writing,
)
from workbench.cli.output import print_json, print_table, say
from workbench.cli.plan_follow_up import agree, comments, export, recap, status, terms
from workbench.cli.plan_treat import treat
from workbench.domain.ids import new_id
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.lens import Question
from workbench.domain.plan import ITEM_TITLES, ItemStatus
from workbench.errors import UnknownName
from workbench.i18n import _

__all__ = ["app"]

app = group_app(DefaultGroup)
_STATUS = [one for one in ItemStatus if one is not ItemStatus.ACCEPTED]

TitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help=_("What is done."))]
ClosesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--closes",
        metavar="PRACTICE",
        help=_('A practice, or a question for its smallest way down; "REL 10". Repeat it.'),
    ),
]
DaysOption = Annotated[float | None, typer.Option("--days", min=0, help=_("Effort in person days."))]
ImpactOption = Annotated[
    int | None, typer.Option("--impact", min=0, max=5, help=_("From 1, little, to 5, much; 0 is not said."))
]
OwnerOption = Annotated[str | None, typer.Option("--owner", metavar="NAME", help=_("Who does it."))]
DueOption = Annotated[str | None, typer.Option("--due", metavar="YYYY-MM-DD", help=_("Until when."))]
StatusOption = Annotated[ItemStatus | None, typer.Option("--status", help=_("How far it is."))]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=_("More about it."))]
ValueOption = Annotated[
    str | None, typer.Option("--value", metavar="TEXT", help=_("What it brings besides: money, time."))
]
FixedOption = Annotated[
    bool | None, typer.Option("--fixed/--not-fixed", help=_("It is done in any case; the planner keeps it."))
]
InitiativeArgument = Annotated[
    str, typer.Argument(metavar="INITIATIVE", help=_("Its name, or the first signs of its id."))
]


@app.command("list", help=_("List initiatives with the questions they work on."))
def list_(
    ctx: typer.Context, name: NameArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List initiatives."""
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    found = case.snapshot.initiatives
    if as_json:
        print_json([initiative_json(case, one) for one in found])
        return
    if not found:
        say(_("No initiative yet. `workbench plan add` makes one; `workbench plan treat --suggest` proposes some."))
        return
    rows = [
        (one.id[:8], one.title, ", ".join(dict.fromkeys(_code(case, gap) for gap in one.closes)),
         f"{one.days:g}" if one.days else "", one.impact or "", one.owner, one.due, _(ITEM_TITLES[one.status]))
        for one in found
    ]  # fmt: skip
    print_table(["!" + _("Id"), _("Initiative"), _("Questions"), ">" + _("Days"), ">" + _("Impact"), _("Owner"),
                 "!" + _("Due"), "!" + _("Status")], rows)  # fmt: skip


def initiative_json(case: Case, one: Initiative) -> dict[str, Any]:
    """Return an initiative as plain values."""
    alias = {review.id: review.lens_alias for review in case.snapshot.reviews}
    closes = [{"lens": alias[g.review_id], "question": g.question_id, "choice": g.choice_id} for g in one.closes]
    return {
        "id": one.id, "title": one.title, "closes": closes, "days": one.days, "impact": one.impact, "owner": one.owner,
        "due": one.due, "status": str(one.status), "note": one.note, "value": one.value, "fixed": one.fixed,
    }  # fmt: skip


def _question(case: Case, gap: Gap) -> Question | None:
    alias = next(review.lens_alias for review in case.snapshot.reviews if review.id == gap.review_id)
    lens = case.lenses.get(alias)
    return lens.question(gap.question_id) if lens else None


def _code(case: Case, gap: Gap) -> str:
    question = _question(case, gap)
    return (question.code or question.id) if question else gap.question_id


@app.command("add", help=_("Add an initiative."))
def add(
    ctx: typer.Context, name: NameArgument, title: Annotated[str, typer.Option("--title", metavar="TEXT", help=_("What is done."))],
    closes: ClosesOption = None, days: DaysOption = None, impact: ImpactOption = None, owner: OwnerOption = None,
    due: DueOption = None, status: StatusOption = None, note: NoteOption = None, value: ValueOption = None,
    fixed: FixedOption = None, as_json: JsonOption = False, workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Add an initiative."""
    given = {
        "days": days,
        "impact": impact,
        "owner": owner,
        "due": due,
        "status": status,
        "note": note,
        "value": value,
        "fixed": fixed,
    }
    _put(ctx, name, None, {"title": title, **given}, closes, as_json, workspace)


@app.command("change", help=_("Change an initiative; absent options change nothing, --closes replaces all practices."))
def change(
    ctx: typer.Context, name: NameArgument, initiative: InitiativeArgument, title: TitleOption = None,
    closes: ClosesOption = None, days: DaysOption = None, impact: ImpactOption = None, owner: OwnerOption = None,
    due: DueOption = None, status: StatusOption = None, note: NoteOption = None, value: ValueOption = None,
    fixed: FixedOption = None, as_json: JsonOption = False, workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Change an initiative."""
    given = {"title": title, "days": days, "impact": impact, "owner": owner, "due": due, "status": status, "note": note,
             "value": value, "fixed": fixed}  # fmt: skip
    if closes is None and all(one is None for one in given.values()):
        raise usage_error(ctx, _("Nothing to change: name at least one option."))
    _put(ctx, name, initiative, given, closes, as_json, workspace)


def _put(
    ctx: typer.Context, name: str, which: str | None, given: dict[str, Any], closes: list[str] | None, as_json: bool,
    workspace: WorkspaceOption,
) -> None:  # fmt: skip
    from workbench.operations.initiatives import PutInitiative

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            case = case_of(session, name)
        start = initiative_named(case, which) if which is not None else Initiative(new_id(), "")
        values = {key: value for key, value in given.items() if value is not None}
        if closes is not None:
            values["closes"] = tuple(sorted({gap for text in closes for gap in _gaps(case, text)}))
        made = replace(start, **values)
        desk.history.do(PutInitiative(case.id, made))
    if as_json:
        print_json(initiative_json(case, made))
    else:
        say(_('Initiative "{name}": {status}.').format(name=made.title, status=_(ITEM_TITLES[made.status]).lower()))


def initiative_named(case: Case, text: str) -> Initiative:
    """Return the initiative a person means.

    Raises:
        UnknownName: There is none, or several begin so.
    """
    wanted = text.strip().casefold()
    known = case.snapshot.initiatives
    found = [one for one in known if wanted in (one.id, one.title.casefold())] or [
        one for one in known if wanted and (one.title.casefold().startswith(wanted) or one.id.startswith(wanted))
    ]
    if len(found) != 1:
        raise UnknownName(
            (_('Several initiatives begin with "{text}".') if found else _('There is no initiative "{text}".')).format(text=text),
            _("Initiatives: {known}.").format(known=", ".join(one.title for one in found or known)) if known else "",
        )  # fmt: skip
    return found[0]


def _gaps(case: Case, text: str) -> list[Gap]:
    """A practice by its code or id, or the smallest way down of a question."""
    from workbench.analyses.risk import assess

    wanted = text.strip().casefold()
    practices = [
        Gap(review.id, question.id, choice.id)
        for review in case.snapshot.reviews
        if review.lens_alias in case.lenses
        for question in case.lenses[review.lens_alias].questions()
        for choice in question.practices
        if wanted in (choice.id.casefold(), choice.code.casefold())
    ]
    if len({gap.spot for gap in practices}) == 1:
        return practices
    spot = spot_of(case, "", text)
    ways = assess(spot.question, spot.review.answer(spot.question.id)).ways_down
    if not ways:
        raise UnknownName(_("{question} has no high or medium risk that practices lower.").format(
            question=spot.question.code or spot.question.id), _("Name practices by their ids."))  # fmt: skip
    return [Gap(spot.review.id, spot.question.id, choice) for choice in ways[0]]


@app.command("remove", help=_("Take an initiative out of the plan; the risks stay."))
def remove(
    ctx: typer.Context, name: NameArgument, initiative: InitiativeArgument, as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Remove an initiative."""
    from workbench.operations.initiatives import RemoveInitiative

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            one = initiative_named(case_of(session, name), initiative)
        desk.history.do(RemoveInitiative(one.id, one.title))
    if as_json:
        print_json({"removed": one.id})
    else:
        say(_('Initiative "{name}" was removed.').format(name=one.title))


app.command(
    "treat", help=_("Choose the initiatives that close the most risk within a capacity, with the reason of each.")
)(treat)
app.command(
    "status",
    help=_("What is due and overdue, growing old or expiring, and how far the baseline's high risks are closed."),
)(status)
app.command("terms", help=_("Show or set baseline, target, changed requirements and next review."))(terms)
app.command("export", help=_("Write the plan as CSV for Jira or Azure DevOps, as Markdown, or its days as .ics."))(
    export
)
app.command("recap", help=_("Write the recap as HTML, DOCX or mail; a draft until the owner agreed."))(recap)
app.command("comments", help=_("Write a sheet for comments on the draft; what comes back is read with homework read."))(
    comments
)
app.command("agree", help=_("Note that the owner agreed to the recap as it is now."))(agree)
