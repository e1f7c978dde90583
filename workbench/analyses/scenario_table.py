"""Failures that were kept, side by side: what each does to every journey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbench.analyses.failure.compiled import compile_graph
from workbench.analyses.failure.degraded import Degrading
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.standing import STANDING_TITLES, Standing
from workbench.analyses.failure_tables import Column, Row, Table
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.graph import Graph
from workbench.i18n import _, n_

__all__ = ["play", "scenario_table"]


def play(graph: Graph, scenarios: Iterable[FailureScenario]) -> dict[str, dict[str, Standing]]:
    """Return how each journey is in each scenario, by scenario and journey; elements that are gone do not fail."""
    compiled = compile_graph(graph)
    fall, degrading = Fall(compiled), Degrading(graph)
    rest = set(compiled.elements(compiled.at_rest))
    found = {}
    for one in scenarios:
        units = fall.of(compiled.unit_of[name] for name in one.failed if name in graph.nodes)
        down = rest | set(compiled.elements(units))
        lesser = set(degrading.of(down))
        found[one.id] = {
            journey.id: Standing.DOWN if journey.node in down
            else Standing.DEGRADED if journey.node in lesser else Standing.UP
            for journey in graph.journeys
        }  # fmt: skip
    return found


def scenario_table(
    graph: Graph, scenarios: Sequence[FailureScenario], played: Mapping[str, Mapping[str, Standing]] | None = None
) -> Table:
    """Return journeys by scenarios, with a last row that counts what ends."""
    played = play(graph, scenarios) if played is None else played
    rank = {one: float(place) for place, one in enumerate(Standing)}
    rows = [
        Row((one.title, *(_(STANDING_TITLES[played[each.id][one.id]]) for each in scenarios)),
            (one.title, *(rank[played[each.id][one.id]] for each in scenarios)), (one.node,), one.id)
        for one in graph.journeys
    ]  # fmt: skip
    ends = [sum(one is Standing.DOWN for one in played[each.id].values()) for each in scenarios]
    if rows:
        rows.append(
            Row((_("Journeys that end"), *(f"{n:,}" for n in ends)), (_("Journeys that end"), *map(float, ends)))
        )
    gone = [one.name for one in scenarios if one.gone(graph.nodes)]
    note = n_("{names} names an element that is gone.", "{names} name elements that are gone.", len(gone))
    return Table(
        _("Scenarios"), (Column(_("User journey")), *(Column(one.name) for one in scenarios)), tuple(rows),
        _("No user journey is named, so nothing can be said about what a user loses."),
        note.format(names=", ".join(gone)) if gone else "",
    )  # fmt: skip
