"""What one more failure ends: on systems whose answer is known, and from pairs as from trying every element."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.analyses.failure.graphs import graphs
from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.what_if.next_failures import next_failures, next_of_pairs
from workbench.domain.graph import Dependency, Graph, Group, Journey, Node
from workbench.domain.graph_json import graph_from_json

PAIRS = Options(order=2, quantify=False)


def servers(count: int, needs: int) -> Graph:
    """A front that needs some of several servers in two zones, and one store."""
    names = tuple(f"s{n}" for n in range(count))
    zones = [Node("za", kind="az"), Node("zb", kind="az")]
    members = [Node(name, domains=(("za", "zb")[n % 2],)) for n, name in enumerate(names)]
    front = Node("front", failable=False, requires=(Dependency("store"),), groups=(Group(needs, names),))
    return Graph.of((*zones, *members, Node("store"), front), (Journey("shop", node="front"),))


@pytest.mark.parametrize(
    ("count", "needs", "failed", "ends"),
    [
        (2, 1, (), {"store"}),
        (2, 1, ("s0",), {"store", "s1", "zb"}),
        (2, 1, ("za",), {"store", "s1", "zb"}),
        (3, 1, ("s0",), {"store"}),
        (3, 1, ("zb",), {"store", "za"}),
        (3, 2, ("zb",), {"store", "za", "s0", "s2"}),
    ],
)
def test_one_failure_of_a_known_system(count, needs, failed, ends):
    graph = servers(count, needs)
    assert set(next_failures(graph, failed)["shop"]) == ends
    assert set(next_of_pairs(analyse(graph, PAIRS).journeys["shop"], failed)) == ends


def test_several_failures_are_tried_and_pairs_find_some_of_them():
    graph = servers(4, 1)
    failed = ("s0", "s1", "s2")
    assert set(next_failures(graph, failed)["shop"]) == {"store", "s3", "zb"}
    assert set(next_of_pairs(analyse(graph, PAIRS).journeys["shop"], failed)) == {"store"}
    assert next_failures(graph, ("store",)) == {}


@given(data=graphs(most=7))
@settings(max_examples=60)
def test_after_any_one_failure_pairs_say_all(data):
    graph = graph_from_json(data)
    found = analyse(graph, PAIRS)
    for failed in ((), *((name,) for name, node in graph.nodes.items() if node.failable)):
        tried = next_failures(graph, failed)
        for key, names in tried.items():
            assert set(next_of_pairs(found.journeys[key], failed)) == set(names) - set(failed)
