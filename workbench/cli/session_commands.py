"""`workbench session`: plan a facilitated review, show it, read its clock and its log."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.names import find_workload
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, group_app, reading, writing
from workbench.cli.output import print_json, print_table, say
from workbench.cli.session_answers import app as answers
from workbench.cli.session_view import clock_json, print_clock, print_plan, session_json
from workbench.domain.session import BREAK_MINUTES, FORMAT_MINUTES, FORMAT_TITLES, Format, SessionPlan, Weights
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workbench.store.queries.session_reading import SessionReading

__all__ = ["app"]

_LARGEST_WEIGHT = 10
app = group_app()
app.add_typer(answers, name="answers", help=_("Platform answers: templates that many workloads inherit."))
SessionOption = Annotated[
    str,
    typer.Option("--session", "-s", metavar="NAME", help=_("Name or id of the session; the newest if none is named.")),
]


def _find(session: Session, workload_id: str, name: str) -> SessionPlan:
    from workbench.store.queries.sessions import sessions_of

    known = sessions_of(session, workload_id)
    if not known:
        raise UnknownName(_("No session is planned for this workload."), _("Plan one: workbench session plan NAME."))
    if not name:
        return known[-1]
    wanted = name.strip().casefold()
    found = [plan for plan in known if wanted in (plan.id, plan.name.strip().casefold())]
    if len(found) == 1:
        return found[0]
    listed = tuple(f"{plan.id}  {plan.name}" for plan in known)
    raise UnknownName(
        _('No one session is called "{name}".').format(name=name), _("Use the id of one of these."), listed
    )


def _read(session: Session, workload: str, name: str) -> SessionReading:
    from workbench.store.queries.session_reading import read_session

    return read_session(session, _find(session, find_workload(session, workload), name))


@app.command("plan", help=_("Plan a session with minutes proposed for every question, or change one."))
def plan(
    ctx: typer.Context,
    workload: NameArgument,
    name: Annotated[
        str, typer.Option("--name", "-n", metavar="TEXT", help=_("Its name; a known one is changed."))
    ] = "",
    format_: Annotated[Format | None, typer.Option("--format", "-f", help=_("Shape of the session."))] = None,
    minutes: Annotated[int | None, typer.Option("--minutes", "-m", min=5, help=_("Time box, breaks included."))] = None,
    breaks: Annotated[int | None, typer.Option("--breaks", min=0, help=_("Minutes of breaks inside it."))] = None,
    day: Annotated[str, typer.Option("--day", metavar="YYYY-MM-DD", help=_("The day."))] = "",
    goals: Annotated[str, typer.Option("--goals", metavar="TEXT", help=_("What it is for."))] = "",
    sponsor: Annotated[str, typer.Option("--sponsor", metavar="NAME", help=_("Who wants it."))] = "",
    pillars: Annotated[
        list[str] | None,
        typer.Option("--pillar", "-p", metavar="ID", help=_("A pillar, in order; all if none is named.")),
    ] = None,
    people: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME,ROLE,DISCIPLINE", help=_("A participant."))
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weight",
            metavar="NAME=NUMBER",
            help=_(
                "Time against a question without risk, which has 1: high, medium, unanswered, not_applicable; added: changed, finding."
            ),
        ),
    ] = None,
    trim: Annotated[bool, typer.Option("--trim", help=_("Send home what there is no time for."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Plan a session."""
    from workbench.analyses.session_plan import suggested_homework
    from workbench.domain.ids import new_id
    from workbench.domain.session import ground_rules, pre_work
    from workbench.domain.session_words import participants_of
    from workbench.operations.session import SetSession
    from workbench.store.queries.answers import workload_of
    from workbench.store.queries.session_reading import every_pillar, read_session
    from workbench.store.queries.sessions import sessions_of

    _must_be_day(day)
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, workload)
            owner = getattr(workload_of(session, workload_id), "owner", "")
            known = [one for one in sessions_of(session, workload_id) if one.name.casefold() == name.strip().casefold()]
            one = known[0] if known else SessionPlan(
                new_id(), workload_id, name.strip() or _("Review"), owner=owner, checklist=pre_work(), rules=ground_rules()
            )  # fmt: skip
            if format_ is not None:
                one = replace(
                    one, format=format_, minutes=FORMAT_MINUTES[format_], break_minutes=BREAK_MINUTES[format_]
                )
            given: dict[str, Any] = {"minutes": minutes, "break_minutes": breaks, "day": day or None, "goals": goals or None,
                                     "sponsor": sponsor or None}  # fmt: skip
            one = replace(one, **{key: value for key, value in given.items() if value is not None})
            if weights:
                one = replace(one, weights=_weighed(one.weights, weights))
            if people:
                one = replace(one, participants=participants_of("\n".join(people)))
            found = read_session(session, one)
            if pillars or not one.pillars:
                one = replace(one, pillars=_chosen(every_pillar(found), pillars or []))
            found = found.with_plan(one)
        if trim:
            found = found.with_plan(replace(one, homework=suggested_homework(one, found.asked)))
        if problems := found.plan.problems():
            raise BadInput(problems[0])
        desk.history.do(SetSession(found.plan))
    if as_json:
        print_json(session_json(found))
    else:
        say(_('Session "{name}" planned.').format(name=found.plan.name))
        print_plan(found)


def _must_be_day(day: str) -> None:
    from datetime import date

    try:
        date.fromisoformat(day or "2026-01-01")
    except ValueError as error:
        raise BadInput(_('"{text}" is no date.').format(text=day), _("Write it as 2026-12-31.")) from error


def _weighed(weights: Weights, given: list[str]) -> Weights:
    """Return weights with those that are given as NAME=NUMBER."""
    known = [field.name for field in fields(Weights) if field.name != "none"]
    for text in given:
        name, _sign, number = (part.strip() for part in text.partition("="))
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if name not in known or not 0 <= value <= _LARGEST_WEIGHT:
            raise BadInput(
                _('"{text}" is no weight.').format(text=text),
                _("Write a name and a number up to {most}, such as high=3. Names: {known}.").format(
                    most=_LARGEST_WEIGHT, known=", ".join(known)
                ),
            )
        weights = replace(weights, **{name: value})
    return weights


def _chosen(every: tuple[Any, ...], names: list[str]) -> tuple[Any, ...]:
    """Return the pillars that are named, in that order; all where none is."""
    if not names:
        return every
    found = []
    for name in names:
        matching = [
            slot
            for slot in every
            if name.strip().casefold() in (slot.pillar.casefold(), f"{slot.lens}/{slot.pillar}".casefold())
        ]
        if not matching:
            listed = ", ".join(dict.fromkeys(slot.pillar for slot in every))
            raise UnknownName(
                _('There is no pillar "{name}".').format(name=name), _("There are: {listed}.").format(listed=listed)
            )
        found += matching
    return tuple(dict.fromkeys(found))


@app.command("list", help=_("List the sessions of a workload."))
def show_list(
    ctx: typer.Context, workload: NameArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List sessions."""
    from workbench.store.queries.sessions import session_state, sessions_of

    with reading(ctx, workspace) as session:
        found = [
            (plan, session_state(session, plan.id)) for plan in sessions_of(session, find_workload(session, workload))
        ]
    if as_json:
        print_json([{"id": one.id, "name": one.name, "day": one.day, "format": str(one.format), "phase": str(state.phase)}
                    for one, state in found])  # fmt: skip
        return
    if not found:
        say(_("No session is planned for this workload."))
        return
    rows = [
        (one.name, one.day, _(FORMAT_TITLES[one.format]), f"{one.minutes}", str(state.phase)) for one, state in found
    ]
    print_table([_("Name"), "!" + _("Day"), _("Format"), ">" + _("Minutes"), _("Phase")], rows)


@app.command("show", help=_("Show the plan of a session with its minutes, and what came out of it."))
def show(
    ctx: typer.Context,
    workload: NameArgument,
    name: SessionOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show a session."""
    from workbench.domain.session_events import NOTE_TITLES, NOTES
    from workbench.store.queries.sessions import notes_of, votes_of

    with reading(ctx, workspace) as session:
        found = _read(session, workload, name)
        notes = notes_of(session, found.plan.id, NOTES)
        votes = votes_of(session, found.plan.id)
    if as_json:
        print_json(session_json(found, notes, votes))
        return
    print_plan(found)
    if notes:
        print_table([_("What"), _("Question"), _("Text"), _("Owner"), "!" + _("Due")],
                    [(_(NOTE_TITLES[one.kind]), one.question, one.text, one.owner, one.due) for one in notes])  # fmt: skip


@app.command("log", help=_("Print the log of a session as it was written; the facilitator's own, with who said what."))
def log(
    ctx: typer.Context,
    workload: NameArgument,
    name: SessionOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Print the log."""
    from workbench.store.queries.sessions import events_of

    with reading(ctx, workspace) as session:
        events = events_of(session, _find(session, find_workload(session, workload), name).id)
    if as_json:
        print_json([{"id": one.id, "at": one.at, "kind": str(one.kind), "lens": one.lens, "question": one.question,
                     "body": dict(one.body)} for one in events])  # fmt: skip
        return
    rows = [
        (one.at[11:19], str(one.kind), one.question,
         ", ".join(f"{key}={value}" for key, value in one.body.items() if key != "planned"))
        for one in events if one.kind != "tick"
    ]  # fmt: skip
    print_table(["!" + _("UTC"), _("Event"), _("Question"), _("Details")], rows)


@app.command("clock", help=_("Say how a session stands: ahead or behind, and what could go home to finish on time."))
def clock(
    ctx: typer.Context,
    workload: NameArgument,
    name: SessionOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Read the clock."""
    from datetime import UTC, datetime

    from workbench.analyses.session_time import sitting_of
    from workbench.store.queries.sessions import session_state

    with reading(ctx, workspace) as session:
        found = _read(session, workload, name)
        state = session_state(session, found.plan.id)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    was_cut = state.was_cut(now) if state.is_on else False
    sitting = sitting_of(found.plan, found.asked, state if was_cut else state.at(now))
    if as_json:
        print_json(clock_json(found, state, sitting, was_cut=was_cut))
    else:
        print_clock(found, state, sitting, was_cut=was_cut)
