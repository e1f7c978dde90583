"""Small changes of a graph keep it whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.analyses.graph_states import graph_states
from workbench.domain.graph import Dependency, Graph, Group, Journey, Node
from workbench.domain.graph_changes import renamed, repaired, without
from workbench.domain.graph_json import graph_from_json, graph_to_json

NODE = Node(
    "a", requires=(Dependency("b"), Dependency("c")), groups=(Group(2, ("b", "c")), Group(None, ("b",))),
    domains=("b", "a"), soft=("c", "b"),
)  # fmt: skip


def test_groups_shrink_and_need_no_more_than_is_left():
    assert without(NODE, {"b"}) == Node(
        "a", requires=(Dependency("c"),), groups=(Group(1, ("c",)),), domains=("a",), soft=("c",)
    )
    assert without(NODE, ()) == NODE


def test_a_new_name_is_used_everywhere():
    assert renamed(NODE, "b", "x") == Node(
        "a", requires=(Dependency("x"), Dependency("c")), groups=(Group(2, ("x", "c")), Group(None, ("x",))),
        domains=("x", "a"), soft=("c", "x"),
    )  # fmt: skip
    assert renamed(NODE, "a", "y").id == "y"
    assert renamed(NODE, "a", "y").domains == ("b", "y")


def test_a_journey_without_its_entry_goes():
    graph = Graph({"a": Node("a")}, (Journey("j", node="a"), Journey("k", node="b")))
    assert repaired(graph).journeys == (Journey("j", node="a"),)


@given(graph_states(), st.sets(st.sampled_from(["n0", "n1", "n2"])))
def test_what_is_repaired_can_be_read_back(graph, gone):
    cut = Graph({key: node for key, node in graph.nodes.items() if key not in gone}, graph.journeys)
    found = repaired(cut)
    assert graph_from_json(graph_to_json(found)) == found
    assert found.nodes.keys() == cut.nodes.keys()
    assert repaired(found) == found
    if not gone & graph.nodes.keys():
        assert found == graph
