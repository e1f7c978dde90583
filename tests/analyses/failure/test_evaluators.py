"""Every evaluator against the definitions, on random graphs with circles, groups and domains."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle
from workbench.analyses.failure.circular import never_up, unfounded
from workbench.analyses.failure.compiled import Compiled, Semantics, compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.pairs import Seconds, pairs
from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json

BOTH = pytest.mark.parametrize("semantics", list(Semantics))


def compiled_of(data: dict[str, Any], semantics: Semantics) -> tuple[Graph, Compiled, Fall]:
    graph = graph_from_json(data)
    compiled = compile_graph(graph, semantics)
    return graph, compiled, Fall(compiled)


@BOTH
@given(data=graphs())
def test_what_goes_down_is_what_the_definition_says(data, semantics):
    _graph, compiled, fall = compiled_of(data, semantics)
    oracle = Oracle(data, semantics)
    rest = set(compiled.elements(compiled.at_rest))
    for failed in oracle.sets(3):
        fallen = fall.of(compiled.unit_of[name] for name in failed)
        assert rest | set(compiled.elements(fallen)) == oracle.down(set(failed))


@BOTH
@given(data=graphs())
def test_pairs_are_those_that_only_fail_together(data, semantics):
    _graph, compiled, fall = compiled_of(data, semantics)
    oracle = Oracle(data, semantics)
    falls = {unit: fall.of((unit,)) for unit, faults in enumerate(compiled.faults) if faults}
    tops = [one["node"] for one in data["journeys"] if compiled.unit_of[one["node"]] not in compiled.at_rest]
    found = pairs(Seconds(compiled, falls), sorted({compiled.unit_of[top] for top in tops}))
    for top in tops:
        mine = {
            tuple(sorted((x, y)))
            for first, second in found[compiled.unit_of[top]]
            for x in compiled.faults[first]
            for y in compiled.faults[second]
        }
        assert mine == {
            tuple(sorted(pair))
            for pair in oracle.sets(2)
            if len(pair) == 2 and top in oracle.down(set(pair)) and not any(top in oracle.down({one}) for one in pair)
        }


@given(data=graphs(most=7))
def test_circular_redundancy_is_found_with_a_smallest_set_of_failures(data):
    founded, steady = Oracle(data, "founded"), Oracle(data, "steady")
    smallest: dict[str, int] = {}
    for failed in founded.sets(2):
        for element in founded.down(set(failed)) - steady.down(set(failed)):
            smallest.setdefault(element, len(failed))
    found = unfounded(graph_from_json(data))
    assert {one.element: len(one.failures) for one in found} == smallest
    for one in found:
        assert one.element in founded.down(set(one.failures)) - steady.down(set(one.failures))


@given(data=graphs())
def test_what_never_starts_from_cold(data):
    assert set(never_up(graph_from_json(data))) == Oracle(data).cold()


@given(data=graphs(circles=False))
@settings(max_examples=30)
def test_without_circles_both_meanings_agree(data):
    graph = graph_from_json(data)
    one, other = compile_graph(graph, Semantics.FOUNDED), compile_graph(graph, Semantics.STEADY)
    assert not one.blocks
    assert unfounded(graph) == ()
    for unit in range(len(one.units)):
        assert Fall(one).of((unit,)) == Fall(other).of((unit,))


def test_the_two_that_feed_each_other():
    """x = 1 of {ux, y} and y = 1 of {uy, x}: without ux and uy only the circle holds them up."""
    data = {
        "nodes": {
            "ux": {}, "uy": {},
            "x": {"failable": False, "groups": [{"members": ["ux", "y"]}]},
            "y": {"failable": False, "groups": [{"members": ["uy", "x"]}]},
        },
        "journeys": [{"id": "j", "node": "x"}],
    }  # fmt: skip
    (one, other) = unfounded(graph_from_json(data))
    assert {one.element, other.element} == {"x", "y"}
    assert one.failures == other.failures == ("ux", "uy")
    assert never_up(graph_from_json(data)) == ()


def test_a_deadlock_at_start():
    data = {"nodes": {"auth": {"requires": ["dns"]}, "dns": {"requires": ["auth"]}, "web": {}}, "journeys": []}
    assert set(never_up(graph_from_json(data))) == {"auth", "dns"}


@pytest.mark.parametrize("semantics", list(Semantics))
def test_a_chain_of_fifty_thousand(semantics):
    n = 50_000
    nodes: dict[str, Any] = {f"n{i}": {"requires": [f"n{i + 1}"]} if i + 1 < n else {} for i in range(n)}
    graph = graph_from_json({"nodes": nodes, "journeys": [{"id": "j", "node": "n0"}]})
    compiled = compile_graph(graph, semantics)
    assert len(Fall(compiled).of((compiled.unit_of[f"n{n - 1}"],))) == n
