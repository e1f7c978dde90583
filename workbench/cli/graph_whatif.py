"""`workbench graph whatif`: fail, repair, double or change elements, and see each user journey before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.analyses.failure.verdicts import own_singles
from workbench.analyses.failure.words import Words, listed
from workbench.cli.graph_analyse import JourneyOption, SemanticsChoice, SemanticsOption, only_journey
from workbench.cli.graph_source import (
    GraphArgument,
    WorkloadOption,
    content_of,
    element_named,
    not_coherent,
    source_of,
)
from workbench.cli.graph_words import one_line
from workbench.cli.opening import JsonOption, WorkspaceOption, usage_error
from workbench.cli.output import print_json, print_table, print_text, progress_bar
from workbench.domain.graph import Graph
from workbench.errors import BadInput
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.what_if.changes import Change
    from workbench.analyses.what_if.outcome import JourneyState, Outcome

__all__ = ["whatif"]

_NAMES = 12


def whatif(
    ctx: typer.Context,
    path: GraphArgument = "",
    workload: WorkloadOption = "",
    fail: Annotated[list[str] | None, typer.Option("--fail", metavar="ID", help=_("It fails. May be repeated, as all of these."))] = None,
    repair: Annotated[list[str] | None, typer.Option("--repair", metavar="ID", help=_("It never fails of its own."))] = None,
    replica: Annotated[
        list[str] | None, typer.Option("--replica", metavar="ID[@DOMAIN]", help=_("A second one, of which either will do, in another domain."))
    ] = None,
    without: Annotated[list[str] | None, typer.Option("--without", metavar="ID", help=_("This member of redundancy groups is taken away."))] = None,
    needs: Annotated[
        list[str] | None, typer.Option("--needs", metavar="OWNER:GROUP=K", help=_("Group 0, 1, ... of an element needs K members."))
    ] = None,
    soft: Annotated[list[str] | None, typer.Option("--soft", metavar="ID:OTHER", help=_("It can do without the other one."))] = None,
    changes: Annotated[
        str, typer.Option("--changes", metavar="FILE", help=_("A JSON list of changes, made first; - reads from stdin."))
    ] = "",
    journey: JourneyOption = "",
    semantics: SemanticsOption = SemanticsChoice.FOUNDED,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Try changes."""
    from workbench.analyses.failure.analysis import Options
    from workbench.analyses.failure.compiled import Semantics
    from workbench.analyses.what_if.changes import AddReplica, Fail, MakeSoft, RemoveReplica, Repair
    from workbench.analyses.what_if.live import Live
    from workbench.analyses.what_if.next_failures import next_failures
    from workbench.analyses.what_if.outcome import what_if

    if path == "-" and changes == "-":
        raise usage_error(ctx, _("stdin can be the graph or the changes, not both."))
    source = source_of(ctx, path, workload, workspace)
    if source.trees:
        raise not_coherent(source)
    graph = only_journey(source.graph, journey)
    made: list[Change] = _from_file(changes) if changes else []
    made += [RemoveReplica(element_named(graph, each)) for each in without or ()]
    made += [_replica(graph, each, AddReplica) for each in replica or ()]
    made += [_needs(graph, each) for each in needs or ()]
    made += [MakeSoft(*_two(graph, each)) for each in soft or ()]
    if repair:
        made.append(Repair(tuple(dict.fromkeys(element_named(graph, each) for each in repair))))
    if fail:
        made.append(Fail(tuple(dict.fromkeys(element_named(graph, each) for each in fail))))
    if not made:
        raise usage_error(ctx, _("Nothing to try: name at least one change, such as --fail ID or --replica ID."))
    options = Options(Semantics(semantics), order=2, quantify=False)
    with progress_bar(_("What if")):
        outcome = what_if(Live(graph, options), made)
        changed = outcome.changed
        after = next_failures(changed.graph, changed.failed, options) if changed.failed else {}
    if as_json:
        print_json(_json(graph, made, outcome, after))
    else:
        _print(graph, made, outcome, after or {})


def _from_file(path: str) -> list[Change]:
    from workbench.analyses.what_if.changes_json import changes_from_json

    name = _("stdin") if path == "-" else path
    try:
        return changes_from_json(json.loads(content_of(path)))
    except (ValueError, RecursionError) as error:
        raise BadInput(_("{file} is no JSON: {why}.").format(file=name, why=error)) from error


def _replica(graph: Graph, text: str, kind: type[Any]) -> Change:
    name, at, domain = (text, "", "") if text in graph.nodes else text.rpartition("@")
    if not at:
        return kind(element_named(graph, name or domain))  # type: ignore[no-any-return]
    return kind.in_domain(graph, element_named(graph, name), element_named(graph, domain))  # type: ignore[no-any-return]


def _needs(graph: Graph, text: str) -> Change:
    from workbench.analyses.what_if.changes import SetNeeds

    left, _equals, count = text.rpartition("=")
    owner, colon, group = left.rpartition(":")
    if not colon:
        owner, group = left, "0"
    if not owner or not group.isdecimal() or not count.isdecimal():
        raise BadInput(
            _('"{text}" names no group.').format(text=text), _("Write --needs OWNER:0=2: group 0 needs 2 members.")
        )
    return SetNeeds(element_named(graph, owner), int(group), int(count))


def _two(graph: Graph, text: str) -> tuple[str, str]:
    parts = text.split(":")
    for place in range(1, len(parts)):
        first, second = ":".join(parts[:place]), ":".join(parts[place:])
        if first in graph.nodes and second in graph.nodes:
            return first, second
    first, colon, second = text.partition(":")
    if not colon:
        raise BadInput(_('"{text}" names no two elements.').format(text=text), _("Write --soft ID:OTHER."))
    return element_named(graph, first), element_named(graph, second)


def _json(
    graph: Graph, made: Sequence[Change], outcome: Outcome, after: Mapping[str, Sequence[str]] | None
) -> dict[str, Any]:
    from workbench.analyses.what_if.changes_json import change_to_json

    return {
        "changes": [change_to_json(one) | {"title": one.title(graph)} for one in made],
        "failed": list(outcome.changed.failed),
        "down": list(outcome.fallen),
        "down_with_nothing_failed": list(outcome.at_rest),
        "journeys": {
            key: _journey_json(outcome, one)
            | {"ended_by_one_more": list(after[key]) if after and key in after else None}
            for key, one in outcome.journeys.items()
        },
    }


def _journey_json(outcome: Outcome, one: JourneyState) -> dict[str, Any]:
    return {
        "state": str(one.state), "why": list(outcome.why(one.journey.node)),
        "singles_before": list(one.before.singles) if one.before else None, "singles_after": list(one.after.singles),
        "singles_removed": list(one.singles_removed), "singles_added": list(one.singles_added),
        "pairs_before": _pairs(one.before) if one.before else None, "pairs_after": _pairs(one.after),
    }  # fmt: skip


def _pairs(result: Any) -> int:
    return sum(len(each) == 2 for each in result.cut_sets)


def _print(graph: Graph, made: Sequence[Change], outcome: Outcome, after: Mapping[str, Sequence[str]]) -> None:
    from workbench.analyses.what_if.outcome import STATE_TITLES

    words = Words(outcome.changed.graph)
    print_text(_("What if: {changes}.").format(changes="; ".join(one_line(one.title(graph)) for one in made)))
    if outcome.changed.failed:
        names = listed([one_line(words.name(each)) for each in outcome.fallen], _NAMES)
        print_text(n_("One element is down then: {names}.", "{n} elements are down then: {names}.",
                      len(outcome.fallen)).format(names=names))  # fmt: skip
    if outcome.at_rest:
        names = listed([one_line(words.name(each)) for each in outcome.at_rest], _NAMES)
        print_text(_("Down with nothing failed: {names}.").format(names=names))
    rows = [
        (one_line(one.journey.title), _(STATE_TITLES[one.state]), _moved((graph, outcome.changed.graph), one), _change(words, outcome, one, after.get(one.journey.id)))
        for one in outcome.journeys.values()
    ]  # fmt: skip
    print_table([_("User journey"), "!" + _("Then"), "!" + _("Single points"), _("Why, and what changes")], rows)


def _moved(graphs: tuple[Graph, Graph], one: JourneyState) -> str:
    before = len(own_singles(graphs[0], one.before)) if one.before else 0
    after = len(own_singles(graphs[1], one.after))
    return f"{after:,}" if before == after else f"{before:,} > {after:,}"


def _change(words: Words, outcome: Outcome, one: JourneyState, after: Sequence[str] | None) -> str:
    parts = ["; ".join(map(one_line, outcome.why(one.journey.node)))]
    if after is not None:
        nodes = outcome.changed.graph.nodes
        more = [each for each in after if one.journey.covers(nodes[each].reach) and not nodes[each].managed]
        names = listed([one_line(words.name(each)) for each in more], _NAMES)
        parts.append(_("One more that ends it then: {names}.").format(names=names) if more
                     else _("No single further failure ends it then."))  # fmt: skip
    if one.singles_removed:
        gone = [one_line(words.name(each)) for each in one.singles_removed]
        parts.append(_("No longer alone: {names}.").format(names=listed(gone, _NAMES)))
    if one.singles_added:
        new = [one_line(words.name(each)) for each in one.singles_added]
        parts.append(_("Now alone: {names}.").format(names=listed(new, _NAMES)))
    return "\n".join(part for part in parts if part)
