"""`workbench graph recovery`: how soon each journey is back after a failure and what is lost, against what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isinf
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.analyses.failure.words import Words, listed
from workbench.analyses.recovery.strategies import FIT_TITLES, Fit, Resemblance, resembles, strategies_for
from workbench.cli.graph_analyse import JourneyOption, SemanticsChoice, SemanticsOption, only_journey
from workbench.cli.graph_source import GraphArgument, WorkloadOption, element_named, not_coherent, source_of
from workbench.cli.graph_words import duration, journey_wants, one_line
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, print_table, print_text, progress_bar
from workbench.domain.graph import Graph, Journey
from workbench.i18n import _, n_
from workbench.library.recovery_strategies import shipped_strategies

if TYPE_CHECKING:
    from workbench.analyses.failure.compiled import Semantics
    from workbench.analyses.recovery.scenarios import Missing, Part, Recovery
    from workbench.analyses.recovery.table import JourneyRecovery, Row, Verdict

__all__ = ["recovery"]

_SHOWN = 12
_NAMES = 6


def recovery(
    ctx: typer.Context,
    path: GraphArgument = "",
    workload: WorkloadOption = "",
    fail: Annotated[
        list[str] | None, typer.Option("--fail", metavar="ID", help=_("Only this failure; several fail together."))
    ] = None,
    journey: JourneyOption = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_("How many failures a table shows."))] = _SHOWN,
    everything: Annotated[
        bool, typer.Option("--all", help=_("Failures beyond what a journey must survive, too."))
    ] = False,
    semantics: SemanticsOption = SemanticsChoice.FOUNDED,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Show recoveries."""
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.failure.compiled import Semantics
    from workbench.analyses.recovery.table import recovery_table

    source = source_of(ctx, path, workload, workspace)
    if source.trees:
        raise not_coherent(source)
    graph = only_journey(source.graph, journey)
    with progress_bar(_("Recovery")) as progress:
        analysis = analyse(graph, Options(Semantics(semantics), 1, quantify=False), progress=progress)
        if fail:
            found = _only(graph, Semantics(semantics), [element_named(graph, each) for each in fail])
        else:
            found = recovery_table(graph, analysis, progress=progress)
    alike = {key: resembles(graph, one.journey, one.singles) for key, one in analysis.journeys.items()}
    if as_json:
        data = {key: _json(one) | _strategies_json(one.journey, alike[key]) for key, one in found.items()}
        print_json({"journeys": data, "strategies_note": shipped_strategies().note})
        return
    words = Words(graph)
    for key, one in found.items():
        _print(words, one, alike[key], limit, everything or bool(fail))
    if found:
        print_text(shipped_strategies().note)
    else:
        print_text(_("No user journey is named, so nothing can be said about what a user loses."))


def _only(graph: Graph, semantics: Semantics, failed: Sequence[str]) -> dict[str, JourneyRecovery]:
    """One failure of several elements, for every journey."""
    from workbench.analyses.recovery.scenarios import recover
    from workbench.analyses.recovery.table import JourneyRecovery, Row, judge

    found = {}
    for key, one in recover(graph, failed, semantics=semantics).items():
        journey = one.journey
        rto, rto_over = judge(journey.rto_s, one.rto_at_least, one.rto_at_most)
        rpo, rpo_over = judge(journey.rpo_s, one.rpo_at_least, one.rpo_at_most)
        inside = all(journey.covers(graph.nodes[name].reach) for name in failed)
        found[key] = JourneyRecovery(journey, (Row(one, inside, rto, rpo, rto_over, rpo_over),), 1)
    return found


def _json(found: JourneyRecovery) -> dict[str, Any]:
    journey = found.journey
    return {
        "wanted": {"rto_s": journey.rto_s, "rpo_s": journey.rpo_s},
        "must_survive": [str(each) for each in journey.must_survive],
        "failures_tried": found.tried,
        "failures": [_row_json(row) for row in found.rows],
    }


def _row_json(row: Row) -> dict[str, Any]:
    one = row.recovery
    return {
        "failed": list(one.failed), "inside_boundary": row.inside, "never": one.rto_s == inf,
        "rto": str(row.rto), "rpo": str(row.rpo), "rto_s": _finite(one.rto_s), "rpo_s": _finite(one.rpo_s),
        "rto_interval_s": [_finite(one.rto_at_least), _finite(one.rto_at_most)],
        "rpo_interval_s": [_finite(one.rpo_at_least), _finite(one.rpo_at_most)],
        "parts": [
            {"element": each.element, "group": each.group, "seconds": each.seconds, "by": list(each.by)} for each in one.parts
        ],
        "failovers_not_credited": [{"owner": owner, "group": group} for owner, group in one.not_credited],
        "missing": [{"element": each.element, "name": each.name, "group": each.group} for each in one.missing],
    }  # fmt: skip


def _strategies_json(journey: Journey, alike: Resemblance) -> dict[str, Any]:
    return {
        "resembles": alike.strategy.id if alike.strategy else None,
        "regions_that_end_it": list(alike.alone),
        "strategies": [
            {"id": one.strategy.id, "rto": str(one.rto), "rpo": str(one.rpo)} for one in strategies_for(journey)
        ],
    }


def _finite(value: float | None) -> float | None:
    return None if value is None or isinf(value) else value


def _print(words: Words, found: JourneyRecovery, alike: Resemblance, limit: int, everything: bool) -> None:
    journey, title = found.journey, one_line(found.journey.title)
    print_text(f"{title}\n{'-' * min(len(title), 80)}")
    wanted = [
        (_("RTO {time}") if name == "rto_s" else _("RPO {time}")).format(time=duration(value))
        for name in ("rto_s", "rpo_s") if (value := getattr(journey, name)) is not None
    ]  # fmt: skip
    print_text(_("Must survive: {what}. Wanted: {wanted}.").format(
        what=journey_wants(journey), wanted=", ".join(wanted) or _("not said")))  # fmt: skip
    rows = [row for row in found.rows if row.inside or everything]
    if rows:
        print_table([_("When this fails"), "!" + _("RTO"), "!" + "", "!" + _("RPO"), "!" + "", _("How")],
                    [_line(words, row) for row in rows[:limit]])  # fmt: skip
    else:
        print_text(_("No failure inside what it must survive stops it, or loses data."))
    if len(rows) > limit:
        print_text(n_("And one more; --limit or --json lists it.", "And {n} more; --limit or --json lists them.",
                      len(rows) - limit))  # fmt: skip
    if beyond := len(found.rows) - len(rows):
        print_text(n_("One more failure lies beyond what it must survive; --all shows it.",
                      "{n} more failures lie beyond what it must survive; --all shows them.", beyond))  # fmt: skip
    _print_strategies(journey, alike)
    print_text()


def _line(words: Words, row: Row) -> tuple[str, ...]:
    one = row.recovery
    return (
        listed([one_line(words.full(each)) for each in one.failed]),
        _time(one.rto_at_least, one.rto_at_most), _judged(row.rto), _time(one.rpo_at_least, one.rpo_at_most),
        _judged(row.rpo), _how(words, one),
    )  # fmt: skip


def _judged(verdict: Verdict) -> str:
    from workbench.analyses.recovery.table import VERDICT_TITLES, Verdict

    return _(VERDICT_TITLES[verdict]) if verdict in (Verdict.MET, Verdict.MISSED) else ""


def _print_strategies(journey: Journey, alike: Resemblance) -> None:
    some = strategies_for(journey)
    if alike.strategy:
        print_text(_("Across Regions its redundancy resembles: {strategy}.").format(strategy=_(alike.strategy.title)))
    fits: dict[Fit, list[str]] = {}
    for one in some:
        fits.setdefault(one.both, []).append(_(one.strategy.title))
    if Fit.NOT_WANTED not in fits:
        said = "; ".join(f"{listed(names)}: {_(FIT_TITLES[fit])}" for fit, names in fits.items())
        print_text(_("Strategies of disaster recovery, by typical ranges: {fits}.").format(fits=said))


def _time(at_least: float, at_most: float) -> str:
    if at_least == at_most:
        return duration(at_least)
    if isinf(at_most):
        return _("not known") if at_least == 0 else _("{time} or more").format(time=duration(at_least))
    if at_least == 0:
        return _("up to {time}").format(time=duration(at_most))
    return _("{least} to {most}").format(least=duration(at_least), most=duration(at_most))


def _how(words: Words, one: Recovery) -> str:
    parts = [_part(words, each) for each in one.parts]
    said = ["; ".join(parts)] if parts else []
    for owner, _group in one.not_credited:
        said.append(_("The failover of {owner} does not count: what it needs to recover goes down too.").format(
            owner=one_line(words.name(owner))))  # fmt: skip
    if one.missing:
        said.append(
            _("Not known: {what}.").format(what=listed([_missing(words, each) for each in one.missing], _NAMES))
        )
    return "\n".join(said)


def _part(words: Words, part: Part) -> str:
    took = _("time not known") if part.seconds is None else duration(part.seconds)
    if part.by:
        return _("{owner} switches to {members}, {time}").format(
            owner=one_line(words.name(part.element)), time=took,
            members=listed([one_line(words.name(each)) for each in part.by]))  # fmt: skip
    return _("{element} is restored, {time}").format(element=one_line(words.name(part.element)), time=took)


def _missing(words: Words, one: Missing) -> str:
    titles = {"rto_s": _("time to restore {element}"), "rpo_s": _("data lost with {element}"),
              "failover_s": _("failover time of {element}"), "lag_s": _("lag of the members of {element}")}  # fmt: skip
    return titles[one.name].format(element=one_line(words.name(one.element)))
