"""Importing a graph again: what people said stays, what the source says comes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from tests.analyses.graph_states import graph_states
from workbench.analyses.graph_import import imported_into
from workbench.domain.graph import Criticality, Dependency, Graph, Group, Journey, Node, Survivable
from workbench.domain.graph_json import graph_from_json, graph_to_json

SOURCE = Graph.of(
    (
        Node("web", type="ecs", requires=(Dependency("pay", Criticality.UNKNOWN), Dependency("dns")),
             groups=(Group(None, ("a", "b", "c")),), attributes={"arn": "1"}),
        Node("pay", "Pay"), Node("dns"), Node("a", unavailability=0.1, unavailability_source="default"), Node("b"), Node("c"),
    )
)  # fmt: skip
HERE = Graph.of(
    (
        Node("web", "Web shop", requires=(Dependency("pay", Criticality.SOFT), Dependency("dns", Criticality.UNKNOWN)),
             groups=(Group(3, ("a", "b", "c"), failover_s=20),), rto_s=60, attributes={"team": "Shop", "arn": "0"}),
        Node("pay"), Node("dns"), Node("a", unavailability=0.2, unavailability_source="measured"), Node("b"), Node("c"),
        Node("gone"),
    ),
    (Journey("buy", "Buy", "web", rto_s=5, must_survive=(Survivable.AZ,)), Journey("old", node="gone")),
)  # fmt: skip


def test_without_a_base_people_keep_their_words_and_the_source_its_structure():
    found = imported_into(HERE, SOURCE)
    web = found.nodes["web"]
    assert (web.label, web.type, web.rto_s) == ("Web shop", "ecs", 60)
    assert web.requires == (Dependency("pay", Criticality.SOFT), Dependency("dns"))
    assert web.groups == (Group(3, ("a", "b", "c"), failover_s=20),)
    assert web.attributes == {"arn": "0", "team": "Shop"}
    assert found.nodes["pay"].label == "Pay"
    assert (found.nodes["a"].unavailability, found.nodes["a"].unavailability_source) == (0.2, "measured")
    assert "gone" not in found.nodes
    assert found.journeys == HERE.journeys[:1]


def test_an_answer_shrinks_with_its_group():
    smaller = Graph({**SOURCE.nodes, "web": replace(SOURCE.nodes["web"], groups=(Group(None, ("a", "b")),))})
    assert imported_into(HERE, smaller).nodes["web"].groups == (Group(2, ("a", "b"), failover_s=20),)


def test_two_groups_of_the_same_members_keep_their_places():
    source = Graph.of((Node("a", groups=(Group(None, ("b",)), Group(None, ("b",)))), Node("b")))
    here = Graph({**source.nodes, "a": Node("a", groups=(Group(None, ("b",), failover_s=5), Group(None, ("b",))))})
    assert imported_into(here, source) == here


def test_a_journey_of_the_source_keeps_what_was_wanted_here():
    again = replace(SOURCE, journeys=(Journey("buy", "Order", "dns", "high", rto_s=900), Journey("new", node="pay")))
    wanted = replace(HERE.journeys[0], node="dns", criticality="high")
    assert imported_into(HERE, again).journeys == (wanted, again.journeys[1])


def test_with_the_last_import_only_what_was_changed_here_stays():
    here = Graph({**SOURCE.nodes, "web": replace(SOURCE.nodes["web"], label="Web shop"), "hand": Node("hand")})
    now = Graph({**SOURCE.nodes, "web": replace(SOURCE.nodes["web"], label="web-v2", type="eks"),
                 "pay": replace(SOURCE.nodes["pay"], label="Payments"), "queue": Node("queue")})  # fmt: skip
    found = imported_into(here, now, SOURCE)
    assert (found.nodes["web"].label, found.nodes["web"].type) == ("Web shop", "eks")
    assert found.nodes["pay"].label == "Payments"
    assert {"hand", "queue"} <= found.nodes.keys()
    assert imported_into(Graph(), now, Graph()) == now


@settings(max_examples=60)
@given(graph_states(), graph_states(), graph_states())
def test_the_result_is_whole_and_importing_again_changes_nothing(here, imported, base):
    for found in (imported_into(here, imported), imported_into(here, imported, base)):
        assert graph_from_json(graph_to_json(found)) == found
    once = imported_into(here, imported)
    assert imported_into(once, imported) == once
    assert imported_into(Graph(), imported) == imported
    assert imported_into(here, base, base) == here
