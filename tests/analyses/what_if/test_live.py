"""A graph kept analysed through random edits is what a fresh analysis says, and what-ifs leave it as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle
from tests.bench.graphs import layered
from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.failure.compiled import Semantics
from workbench.analyses.what_if.changes import AddReplica, Fail, Repair, SplitDomain
from workbench.analyses.what_if.live import Live
from workbench.analyses.what_if.outcome import State, what_if
from workbench.domain.graph import Dependency, Graph, Group, Node
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.errors import BadInput


def assert_fresh(live: Live, graph: Graph) -> None:
    fresh = analyse(graph, live.options)
    assert live.graph == graph
    assert list(live.graph.nodes) == list(graph.nodes)
    assert live.journeys == dict(fresh.journeys)
    assert live.shared_fate == fresh.shared_fate
    for name, node in graph.nodes.items():
        if node.failable:
            assert live.blast_radius(name) == fresh.blast_radius(name)
    users: dict[str, set[str]] = {name: set() for name in graph.nodes}
    for node in graph.nodes.values():
        for each in node.neighbours():
            users[each].add(node.id)
    assert {name: set(some) for name, some in live.users.items()} == users


@given(data=st.data())
@settings(deadline=None, max_examples=50)
def test_after_any_edits_it_is_a_fresh_analysis(data):
    options = Options(
        order=data.draw(st.sampled_from([1, 2])), quantify=False, semantics=data.draw(st.sampled_from(list(Semantics))),
        full_groups=data.draw(st.booleans()),
    )  # fmt: skip
    circles = data.draw(st.booleans())
    graph = graph_from_json(data.draw(graphs(most=7, circles=circles)))
    live = Live(graph, options)
    assert_fresh(live, graph)
    for _round in range(data.draw(st.integers(1, 3))):
        other = graph_from_json(data.draw(graphs(most=7, circles=circles)))
        if data.draw(st.booleans()):
            graph = other
            before = live.journeys
            said = live.follow(graph)
            assert set(said) == {key for key, one in live.journeys.items() if before.get(key) != one}
            assert_fresh(live, graph)
            continue
        for name, node in other.nodes.items():
            if all(each in graph.nodes or each == name for each in node.neighbours()):
                graph = Graph({**graph.nodes, name: node}, graph.journeys)
                live.edit([node])
                assert_fresh(live, graph)


@pytest.mark.parametrize("circles", [False, True])
def test_a_larger_graph_through_edits_of_every_layer(circles):
    graph = layered(120, 3, circles)
    live = Live(graph, Options(order=2, quantify=False))
    for name in ("az-0", "subnet-1", "key-0", "store-5", "function-7", "service-2", "entry-3"):
        node = graph.nodes[name]
        for changed in (
            Node(name, kind=node.kind, failable=not node.failable, requires=node.requires, domains=node.domains),
            Node(name, groups=(Group(1, ("store-1", "store-2")),)),
        ):
            live.edit([changed])
            assert_fresh(live, Graph({**graph.nodes, name: changed}, graph.journeys))
        live.edit([node])
    assert_fresh(live, graph)


def test_elements_come_and_go():
    graph = layered(120, 5)
    live = Live(graph, Options(order=2, quantify=False))
    new = Node("new", requires=(Dependency("store-0"), Dependency("newer")))
    live.edit([new, Node("newer", domains=("az-0",))])
    assert live.blast_radius("newer") == ("new", "newer")
    live.edit([], removed=["new", "newer"])
    assert_fresh(live, graph)


@given(data=graphs(), names=st.lists(st.integers(0, 8), max_size=3))
@settings(deadline=None, max_examples=50)
def test_states_of_journeys_are_those_of_the_definition(data, names):
    graph = graph_from_json(data)
    live = Live(graph, Options(order=2, quantify=False))
    every = list(graph.nodes)
    failed = tuple(dict.fromkeys(every[n % len(every)] for n in names))
    outcome = what_if(live, [Fail(failed)])
    down = Oracle(data).down(set(failed))
    assert {*outcome.fallen, *outcome.at_rest} == down
    for one in outcome.journeys.values():
        assert (one.state is State.DOWN) == (one.journey.node in down)
        assert one.before == one.after
    for name in outcome.fallen:
        proof = outcome.proof(name)
        assert proof is not None
        assert {step.element for step in proof.steps} <= down
    assert live.graph is graph
    assert_fresh(live, graph)


WEB = {
    "nodes": {
        "web": {"failable": False, "groups": [{"members": ["a", "b"]}], "soft": ["cache"]},
        "a": {"requires": ["db"], "domains": ["az-a"]}, "b": {"requires": ["db"], "domains": ["az-b"]},
        "db": {"domains": ["az-a"]}, "cache": {"domains": ["az-b"]},
        "az-a": {"kind": "az"}, "az-b": {"kind": "az"},
    },
    "journeys": [{"id": "j", "node": "web"}],
}  # fmt: skip


def test_what_falls_in_which_order_and_why():
    live = Live(graph_from_json(WEB), Options(order=2, quantify=False))
    outcome = what_if(live, [Fail(("az-a",))])
    assert outcome.fallen[0] == "az-a"
    assert outcome.fallen.index("db") < outcome.fallen.index("b") < outcome.fallen.index("web")
    assert outcome.journeys["j"].state is State.DOWN
    assert "db" in " ".join(outcome.why("web"))
    assert outcome.why("cache") == ()


def test_a_journey_that_works_in_a_lesser_way():
    live = Live(graph_from_json(WEB), Options(order=2, quantify=False))
    outcome = what_if(live, [Fail(("az-b",))])
    assert outcome.journeys["j"].state is State.DEGRADED
    assert what_if(live, [Fail(("a",))]).journeys["j"].state is State.UP


def test_changes_show_in_what_can_end_a_journey():
    live = Live(graph_from_json(WEB), Options(order=2, quantify=False))
    outcome = what_if(live, [Repair(("az-a",)), AddReplica("db", instead=(("az-a", "az-b"),)), Fail(("db",))])
    assert outcome.changed.failed == ("db",)
    assert outcome.changed.repaired == ("az-a",)
    one = outcome.journeys["j"]
    assert (one.state, one.singles_removed, one.singles_added) == (State.UP, ("az-a", "db"), ())
    assert graph_from_json(graph_to_json(outcome.changed.graph)) == outcome.changed.graph


def test_a_change_that_cannot_be_done_leaves_everything_as_it_was():
    graph = graph_from_json(WEB)
    live = Live(graph, Options(order=2, quantify=False))
    with pytest.raises(BadInput, match="does not depend on"):
        what_if(live, [AddReplica("db"), SplitDomain("az-b", ("db",))])
    assert_fresh(live, graph)
