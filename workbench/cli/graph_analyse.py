"""`workbench graph analyse`: what ends each user journey, what is shared, how available it is, what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.analyses.failure.availability_words import independence, sources_of
from workbench.cli.graph_analysis_view import print_analysis
from workbench.cli.graph_findings import CategoryName, findings_json, found_in
from workbench.cli.graph_json import analysis_json, question_json
from workbench.cli.graph_losses import coupling_json, extremes_json, worst_case_json
from workbench.cli.graph_source import GraphArgument, MilestoneOption, Source, WorkloadOption, not_coherent, source_of
from workbench.cli.graph_trees import print_trees
from workbench.cli.graph_words import one_line
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, progress_bar, say
from workbench.domain.graph import Graph
from workbench.errors import UnknownName
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.failure.analysis import Analysis, Options
    from workbench.analyses.failure.coupling import Coupling
    from workbench.analyses.failure.domains import WorstCase
    from workbench.analyses.findings.report import Findings
    from workbench.analyses.findings.variants import Extremes
    from workbench.domain.finding import Finding, Question

__all__ = ["Seen", "analyse", "looked_at", "only_journey", "options_of", "seen_json"]

_SHOWN = 8


class SemanticsChoice(StrEnum):
    """What circles of redundancy mean."""

    FOUNDED = "founded"
    STEADY = "steady"


class Order(StrEnum):
    """How large the cut sets are that are listed."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    ALL = "all"


SemanticsOption = Annotated[
    SemanticsChoice,
    typer.Option("--semantics", help=_("Whether parts that only hold each other up count as down (founded) or up.")),
]
JourneyOption = Annotated[
    str, typer.Option("--journey", metavar="X", help=_("Only this user journey: its id or its name."))
]


def analyse(
    ctx: typer.Context,
    path: GraphArgument = "",
    workload: WorkloadOption = "",
    milestone: MilestoneOption = "",
    journey: JourneyOption = "",
    order: Annotated[Order, typer.Option("--order", help=_("The largest sets of failures that are listed."))] = Order.THREE,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_("How many entries a table shows."))] = _SHOWN,
    listed: Annotated[
        int | None,
        typer.Option("--listed", metavar="N", min=0, help=_("Most sets of three and more that are listed; 10,000 if not said.")),
    ] = None,
    budget: Annotated[
        int | None,
        typer.Option("--budget", metavar="N", min=1, help=_("Most nodes of a decision diagram; 2,000,000 if not said.")),
    ] = None,
    semantics: SemanticsOption = SemanticsChoice.FOUNDED,
    no_probability: Annotated[
        bool, typer.Option("--no-probability", help=_("Leave availability and counts out; sets of one and two only."))
    ] = False,
    fail_on: Annotated[
        list[CategoryName] | None,
        typer.Option("--fail-on", help=_("Exit 1 when there is an open finding of this category. May be repeated.")),
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Analyse a graph."""
    source = source_of(ctx, path, workload, workspace, milestone)
    if source.trees:
        if fail_on:
            raise not_coherent(source)
        print_trees(source, options_of(semantics, order, not no_probability, budget, listed), journey, as_json)
        return
    graph = only_journey(source.graph, journey)
    seen = looked_at(replace(source, graph=graph), options_of(semantics, order, not no_probability, budget, listed))
    hits = _hits(seen.findings, fail_on or ())
    try:
        if as_json:
            print_json(seen_json(seen))
        else:
            print_analysis(source.name, seen, limit)
    except BrokenPipeError:  # `| head` must not make a gate pass
        if not hits:
            raise
    if hits:
        names = ", ".join(dict.fromkeys(str(one) for one in fail_on or ()))
        say(
            _("--fail-on {categories}: {n}").format(
                categories=names, n=n_("one open finding", "{n} open findings", len(hits))
            )
        )
        for one in hits[:_SHOWN]:
            say(f"  {one.id}  {one_line(one.title)}")
        if len(hits) > _SHOWN:
            say("  " + n_("and one more", "and {n} more", len(hits) - _SHOWN))
        raise typer.Exit(1)


def _hits(weak: Findings, categories: Sequence[CategoryName]) -> list[Finding]:
    """Open findings that nobody else answers for; findings inside the boundary are the only ones there are."""
    wanted = {one.category for one in categories}
    return [one for one in weak.open if one.category in wanted and not one.managed]


def only_journey(graph: Graph, text: str) -> Graph:
    """Return the graph with one of its journeys, named by id or title; all of them where none is named.

    Raises:
        UnknownName: No such journey.
    """
    if not text:
        return graph
    wanted = text.strip().casefold()
    for one in graph.journeys:
        if text == one.id or wanted in (one.id.casefold(), one.label.casefold()):
            return Graph(graph.nodes, (one,))
    known = ", ".join(one_line(one.id) for one in graph.journeys[:20])
    raise UnknownName(
        _('There is no journey "{name}".').format(name=text),
        _("Journeys: {known}.").format(known=known) if known else _("The graph names no journey."),
    )


def options_of(
    semantics: SemanticsChoice, order: Order, quantify: bool, nodes: int | None, most: int | None
) -> Options:
    """Return what was asked for as options of the engine."""
    from workbench.analyses.failure.analysis import Options
    from workbench.analyses.failure.compiled import Semantics
    from workbench.analyses.fault_tree import Budget

    usual = Budget()
    budget = Budget(usual.nodes if nodes is None else nodes, usual.listed if most is None else most)
    return Options(Semantics(semantics), None if order is Order.ALL else int(order), budget, quantify)


@dataclass(frozen=True)
class Seen:
    """All that is said about a graph."""

    analysis: Analysis
    findings: Findings
    questions: tuple[Question, ...]
    extremes: tuple[Extremes, ...]
    worst_cases: tuple[WorstCase, ...]
    coupling: Coupling


def looked_at(source: Source, options: Options) -> Seen:
    """Analyse a graph and everything that follows, with a bar where it takes long."""
    from workbench.analyses.failure.analysis import analyse as work_out
    from workbench.analyses.failure.coupling import couplings
    from workbench.analyses.failure.domains import worst_cases
    from workbench.analyses.findings.questions import questions
    from workbench.analyses.findings.variants import extremes

    with progress_bar(_("Analysis")) as progress:
        found = work_out(source.graph, options, progress=progress)
        progress(0, 0, _("findings"))
        weak = found_in(source, found)
        progress(0, 0, _("questions"))
        unanswered = any(group.needs is None for node in source.graph.nodes.values() for group in node.groups)
        return Seen(
            found, weak, questions(found), extremes(found) if unanswered else (), worst_cases(found), couplings(found)
        )  # fmt: skip


def seen_json(seen: Seen) -> dict[str, Any]:
    """Return all of it as plain values."""
    data = analysis_json(seen.analysis) | findings_json(seen.findings)
    extreme = {one.journey: extremes_json(one) for one in seen.extremes}
    for key, entry in data["journeys"].items():
        entry["if_groups_need"] = extreme.get(key)
        entry["sources"] = sources_of(seen.analysis.graph, seen.analysis.journeys[key])
    return data | {
        "questions": [question_json(one) for one in seen.questions],
        "worst_cases": [worst_case_json(one) for one in seen.worst_cases],
        "coupling": coupling_json(seen.coupling),
        "assumptions": [independence()],
    }
