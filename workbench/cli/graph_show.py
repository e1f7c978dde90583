"""`workbench graph show`: what a graph is made of, its journeys, its failure domains, and what nobody knows yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import typer

from workbench.analyses.graph_words import kind_text
from workbench.cli.graph_answer import open_questions_json, print_open_questions
from workbench.cli.graph_source import GraphArgument, MilestoneOption, Source, WorkloadOption, source_of
from workbench.cli.graph_trees import print_sizes
from workbench.cli.graph_words import duration, journey_wants, listed, name_of, one_line
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, print_pairs, print_table, print_text
from workbench.domain.graph import Criticality, Graph
from workbench.domain.graph_json import journey_to_json
from workbench.i18n import _, n_

__all__ = ["facts_of", "print_facts", "print_source", "show"]

_MOST_LINES = 100
_MOST_NAMES = 6


def show(
    ctx: typer.Context,
    path: GraphArgument = "",
    workload: WorkloadOption = "",
    milestone: MilestoneOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show a graph."""
    print_source(source_of(ctx, path, workload, workspace, milestone), as_json)


def print_source(source: Source, as_json: bool) -> None:
    """Print what a graph, or a file of fault trees, holds."""
    if source.trees:
        print_sizes(source, as_json)
    elif as_json:
        print_json(facts_of(source))
    else:
        print_facts(source)


def facts_of(source: Source) -> dict[str, Any]:
    """Return what a graph holds, as plain values."""
    graph = source.graph
    nodes = graph.nodes.values()
    return {
        "name": source.name, "kind": source.kind, "elements": len(graph.nodes),
        "failable": sum(node.failable for node in nodes), "managed": sum(node.managed for node in nodes),
        "by_kind": dict(Counter(node.kind for node in nodes).most_common()),
        "dependencies": sum(len(node.requires) for node in nodes), "groups": sum(len(node.groups) for node in nodes),
        "journeys": [{"id": one.id} | journey_to_json(one) for one in graph.journeys],
        "domains": [
            {"id": name, "kind": graph.nodes[name].kind, "in": list(graph.nodes[name].domains), "elements": inside}
            for name, inside in _domains(graph).items()
        ],
        "unknown": _unknown(graph),
        "questions": open_questions_json(graph),
        "warnings": list(source.warnings),
    }  # fmt: skip


def _domains(graph: Graph) -> dict[str, int]:
    """What elements stand in, in the order of the graph, with how many do, directly or through other domains."""
    inside: Counter[str] = Counter()
    for node in graph.nodes.values():
        seen = dict.fromkeys(node.domains)
        waiting = list(seen)
        while waiting:
            for above in graph.nodes[waiting.pop()].domains:
                if above not in seen:
                    seen[above] = None
                    waiting.append(above)
        inside.update(list(seen))
    return {name: inside[name] for name in graph.nodes if name in inside}


def _unknown(graph: Graph) -> dict[str, Any]:
    nodes = graph.nodes.values()
    return {
        "unavailability": [node.id for node in nodes if node.failable and node.probability is None],
        "needs": [
            {"owner": node.id, "group": place}
            for node in nodes for place, group in enumerate(node.groups) if group.needs is None
        ],
        "criticality": [
            {"element": node.id, "requires": one.id}
            for node in nodes for one in node.requires if one.criticality is Criticality.UNKNOWN
        ],
        "must_survive": [one.id for one in graph.journeys if not one.must_survive],
        "rto_s": [one.id for one in graph.journeys if one.rto_s is None],
        "rpo_s": [one.id for one in graph.journeys if one.rpo_s is None],
    }  # fmt: skip


def print_facts(source: Source) -> None:
    """Print what a graph holds."""
    graph, facts = source.graph, facts_of(source)
    print_pairs([
        (_("Graph"), source.name),
        (_("Elements"), _("{n}, of which {failable} can fail and {managed} are managed by their provider").format(
            n=f"{facts['elements']:,}", failable=f"{facts['failable']:,}", managed=f"{facts['managed']:,}")),
        (_("Dependencies"), f"{facts['dependencies']:,}"),
        (_("Redundancy groups"), f"{facts['groups']:,}"),
    ])  # fmt: skip
    print_text()
    if facts["by_kind"]:
        rows = [(kind_text(kind), f"{number:,}") for kind, number in facts["by_kind"].items()]
        print_table([_("Kind"), ">" + _("Elements")], rows[:_MOST_LINES])
    _print_journeys(graph)
    _print_domains(graph)
    _print_unknown(graph, facts["unknown"])
    print_open_questions(graph)


def _print_journeys(graph: Graph) -> None:
    if not graph.journeys:
        print_text(_("No user journey is named, so nothing can be said about what a user loses."))
        return
    rows = [
        (one_line(one.title), name_of(graph, one.node), one_line(one.criticality), journey_wants(one),
         "" if one.rto_s is None else duration(one.rto_s), "" if one.rpo_s is None else duration(one.rpo_s))
        for one in graph.journeys[:_MOST_LINES]
    ]  # fmt: skip
    print_table(
        [_("Journey"), _("Enters at"), _("Criticality"), _("Must survive"), "!" + _("RTO"), "!" + _("RPO")], rows
    )


def _print_domains(graph: Graph) -> None:
    lines = list(_tree(graph))
    if not lines:
        return
    rows = []
    for depth, name, inside in lines[:_MOST_LINES]:
        node = graph.nodes[name]
        also = ", ".join(name_of(graph, other) for other in node.domains[1:])
        rows.append(("  " * min(depth, 20) + name_of(graph, name), kind_text(node.kind), f"{inside:,}", also))
    print_table([_("Failure domain"), _("Kind"), ">" + _("Elements in it"), _("Also in")], rows)
    if len(lines) > _MOST_LINES:
        more = len(lines) - _MOST_LINES
        print_text(n_("And one more domain.", "And {n} more domains.", more))


def _tree(graph: Graph) -> Iterator[tuple[int, str, int]]:
    """Each domain once, below the first domain it stands in itself; circles start anywhere."""
    domains = _domains(graph)
    below: dict[str, list[str]] = {}
    for name in domains:
        for above in graph.nodes[name].domains[:1]:
            below.setdefault(above, []).append(name)
    seen: set[str] = set()
    for start in (*(name for name in domains if not graph.nodes[name].domains), *domains):
        waiting = [(0, start)]
        while waiting:
            depth, name = waiting.pop()
            if name not in seen:
                seen.add(name)
                yield depth, name, domains[name]
                waiting += [(depth + 1, each) for each in reversed(below.get(name, ()))]


def _print_unknown(graph: Graph, unknown: dict[str, Any]) -> None:
    said = []
    if unknown["unavailability"]:
        names = [name_of(graph, name) for name in unknown["unavailability"]]
        said.append((n_("How often one element fails", "How often {n} elements fail", len(names)), names))
    if unknown["needs"]:
        names = [name_of(graph, one["owner"]) for one in unknown["needs"]]
        said.append((_("How many members carry the peak load"), names))
    if unknown["criticality"]:
        names = [
            f"{name_of(graph, one['element'])} - {name_of(graph, one['requires'])}" for one in unknown["criticality"]
        ]
        said.append((_("Whether it stops without what it uses"), names))
    titles = {one.id: one_line(one.title) for one in graph.journeys}
    for key, title in (
        ("must_survive", _("What a journey must survive")), ("rto_s", _("Wanted time to recover, RTO")),
        ("rpo_s", _("Wanted limit of lost data, RPO")),
    ):  # fmt: skip
        if unknown[key]:
            said.append((title, [titles[name] for name in unknown[key]]))
    if said:
        print_table([_("Not known"), _("Of")], [(title, listed(names, _MOST_NAMES)) for title, names in said])
