"""What would have saved it, what adds up to the time down, and in which order things fall."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.analyses.failure.graphs import graphs
from tests.analyses.payments import payments
from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.failure.compiled import compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.paths import Paths, Reason
from workbench.analyses.failure.shares import shares
from workbench.analyses.failure.standing import Standing
from workbench.analyses.scenario_table import play, scenario_table
from workbench.analyses.what_if.changes import apply
from workbench.analyses.what_if.rescue import rescues
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json


def down(graph: Graph, failed: tuple[str, ...]) -> set[str]:
    compiled = compile_graph(graph)
    units = Fall(compiled).of(compiled.unit_of[name] for name in failed)
    return {*compiled.elements(units), *compiled.elements(compiled.at_rest)}


def test_a_rescue_keeps_the_promise_when_it_is_made() -> None:
    graph = payments()
    found = rescues(graph, ("aza",))
    assert found
    for one in found:
        after = apply(graph, one.candidate.changes).graph
        still = down(after, ("aza",))
        assert one.saved == ("pay",)
        assert "checkout" not in still


def test_nothing_is_saved_where_nothing_ended() -> None:
    assert rescues(payments(), ("api-a",)) == ()


@given(graphs())
def test_the_cascade_lists_exactly_what_is_down_each_step_after_what_it_rests_on(data: dict[str, Any]) -> None:
    graph = graph_from_json(data)
    compiled = compile_graph(graph)
    failed = tuple(list(graph.nodes)[:2])
    levels = Paths(graph, compiled).cascade(failed)
    listed = [step.element for level in levels for step in level]
    assert set(listed) == down(graph, failed) | set(failed)
    assert len(listed) == len(set(listed))
    before: set[str] = set()
    for level in levels:
        for step in level:
            if step.reason is not Reason.CIRCLE:
                assert set(step.because) <= before | {one.element for one in level} - {step.element}
                assert not step.because or set(step.because) & before
        before.update(step.element for step in level)


def test_shares_of_the_time_down_add_up() -> None:
    nodes = {
        "top": {"failable": False, "requires": ["a", "b"], "groups": [{"needs": 1, "members": ["x", "y"]}]},
        "a": {"unavailability": 0.01}, "b": {"unavailability": 0.02}, "x": {"unavailability": 0.1},
        "y": {"unavailability": 0.2},
    }  # fmt: skip
    graph = graph_from_json({"format": "wb-graph/1", "nodes": nodes, "journeys": [{"id": "j", "node": "top"}]})
    result = analyse(graph, Options()).journeys["j"]
    found = shares(graph, result)
    assert [one.element for one in found] == ["b", "a", ""]
    assert [one.unavailability for one in found] == pytest.approx([0.02, 0.98 * 0.01, 0.98 * 0.99 * 0.02])
    assert sum(one.unavailability for one in found) == pytest.approx(result.unavailability)


def test_an_unknown_number_adds_up_to_nothing() -> None:
    graph = payments()
    assert shares(graph, analyse(graph, Options()).journeys["pay"]) == ()


def test_scenarios_side_by_side_say_when_an_element_is_gone() -> None:
    graph = payments()
    some = (FailureScenario("1", "Zone a", ("aza",)), FailureScenario("2", "Old", ("gone", "search")))
    assert play(graph, some)["2"] == {"pay": Standing.DEGRADED, "ask": Standing.DOWN}
    assert "Old" in scenario_table(graph, some).note
