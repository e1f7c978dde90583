"""Importing a graph, again and beside others: what people said stays, what the sources say comes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.graph_states import graph_states
from tests.analyses.hand_edits import asking, edited, thinned
from workbench.analyses.graph_import import MergedImport, merge_import
from workbench.analyses.graph_import_words import conflict_lines, import_lines
from workbench.domain.graph import Criticality, Dependency, Graph, Group, Journey, Node, Position, Survivable
from workbench.domain.graph_imports import ANSWERS, GONE, QUESTIONS, SOURCE, ImportBase, import_name
from workbench.domain.graph_json import graph_from_json, graph_to_json

SOURCE_GRAPH = Graph.of(
    (
        Node("web", type="ecs", requires=(Dependency("pay", Criticality.UNKNOWN), Dependency("dns")),
             groups=(Group(None, ("a", "b", "c")),), attributes={"arn": "1", SOURCE: {"file": "s.yaml", "line": 3}}),
        Node("pay", "Pay"), Node("dns"), Node("a", unavailability=0.1, unavailability_source="default"), Node("b"), Node("c"),
    ),
    (Journey("buy", "Order", "web"),),
)  # fmt: skip
FIRST = merge_import(Graph(), SOURCE_GRAPH, "s.yaml")


def changed(graph: Graph, *nodes: Node, gone: tuple[str, ...] = ()) -> Graph:
    kept = {key: node for key, node in graph.nodes.items() if key not in gone}
    return Graph({**kept, **{node.id: node for node in nodes}}, graph.journeys)


def again(here: Graph, imported: Graph) -> MergedImport:
    return merge_import(here, imported, "s.yaml", (FIRST.base,))


# -- a first import ----------------------------------------------------------------------------------------------
def test_a_first_import_is_what_the_source_says():
    assert FIRST.graph == SOURCE_GRAPH
    assert (FIRST.conflicts, FIRST.met, FIRST.stay, FIRST.left_out) == ((), (), (), ())


def test_into_a_drawing_it_fills_what_is_open_and_says_what_it_met():
    here = Graph.of(
        (
            Node("web", "Web shop", requires=(Dependency("pay", Criticality.SOFT), Dependency("dns", Criticality.UNKNOWN)),
                 groups=(Group(3, ("a", "b", "c"), failover_s=20),), rto_s=60, attributes={"team": "Shop", "arn": "0"}),
            Node("pay"), Node("dns"), Node("a", unavailability=0.2, unavailability_source="measured"), Node("b"), Node("c"),
            Node("drawn"),
        ),
        (Journey("buy", "Buy", "web", rto_s=5, must_survive=(Survivable.AZ,)), Journey("old", node="drawn")),
    )  # fmt: skip
    found = merge_import(here, SOURCE_GRAPH, "s.yaml")
    web = found.graph.nodes["web"]
    assert (web.label, web.type, web.rto_s) == ("Web shop", "ecs", 60)
    assert web.requires == (Dependency("pay", Criticality.SOFT), Dependency("dns"))
    assert web.groups == (Group(3, ("a", "b", "c"), failover_s=20),)
    assert web.attributes == {"arn": "0", "team": "Shop", SOURCE: {"file": "s.yaml", "line": 3}}
    assert found.graph.nodes["pay"].label == "Pay"
    assert found.graph.nodes["a"].unavailability == 0.2
    assert {"drawn"} <= found.graph.nodes.keys()
    assert found.graph.journeys == here.journeys
    assert found.met == ("web", "pay", "dns", "a", "b", "c")
    lines = dict(import_lines(found, here))
    assert lines["Here already, taken to be the same"][0] == "Web shop"
    conflicts = [one.text for one in conflict_lines(found, here)]
    assert "Web shop · Attributes · arn: here 0, there 1" in conflicts


def test_what_is_met_may_be_kept_apart_for_good():
    here = Graph.of((Node("pay", "Our payroll"),))
    found = merge_import(here, SOURCE_GRAPH, "s.yaml", apart=("pay",))
    assert found.graph.nodes["pay"] == Node("pay", "Our payroll")
    assert found.graph.nodes["pay (s.yaml)"].label == "Pay"
    assert Dependency("pay (s.yaml)", Criticality.UNKNOWN) in found.graph.nodes["web"].requires
    later = merge_import(found.graph, SOURCE_GRAPH, "s.yaml", (found.base,))
    assert later.graph == found.graph


# -- again -------------------------------------------------------------------------------------------------------
def test_only_what_was_changed_here_stays_as_it_is():
    here = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["web"], label="Web shop"), Node("hand"))
    now = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["web"], label="web-v2", type="eks"),
                  replace(SOURCE_GRAPH.nodes["pay"], label="Payments"), Node("queue"))  # fmt: skip
    found = again(here, now)
    assert (found.graph.nodes["web"].label, found.graph.nodes["web"].type) == ("Web shop", "eks")
    assert found.graph.nodes["pay"].label == "Payments"
    assert {"hand", "queue"} <= found.graph.nodes.keys()
    (line,) = conflict_lines(found, here)
    assert (line.text, line.side) == ("Web shop · Name: here Web shop, there web-v2", "mine")


def test_what_the_source_lost_goes_and_what_is_used_here_stays_marked():
    now = Graph.of((Node("web", type="ecs"),), SOURCE_GRAPH.journeys)
    assert list(again(SOURCE_GRAPH, now).graph.nodes) == ["web"]
    here = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["b"], label="Second"), Node("probe", soft=("dns",)))
    found = again(here, now)
    assert found.graph.nodes.keys() == {"web", "b", "probe", "dns"}
    assert found.stay == ("dns", "b")
    marked = found.graph.nodes["dns"].attributes
    assert marked[GONE] == "s.yaml"
    assert "s.yaml has it no longer" in marked[QUESTIONS][GONE]
    later = merge_import(found.graph, now, "s.yaml", (found.base,))
    assert (later.graph, later.stay) == (found.graph, ())
    back = merge_import(found.graph, SOURCE_GRAPH, "s.yaml", (found.base,)).graph
    assert GONE not in back.nodes["dns"].attributes
    assert QUESTIONS not in back.nodes["dns"].attributes


def test_an_answered_group_and_a_changed_journey_keep_what_they_are_about():
    typed = replace(SOURCE_GRAPH.nodes["web"], groups=(Group(2, ("a", "b", "c")),))
    here = replace(changed(SOURCE_GRAPH, typed), journeys=(replace(SOURCE_GRAPH.journeys[0], rto_s=60),))
    found = again(here, Graph.of((Node("other"),)))
    assert found.graph.nodes["web"].groups == (Group(2, ("a", "b", "c")),)
    assert found.graph.journeys == here.journeys
    fewer = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["web"], groups=(Group(None, ("a", "b")),)), gone=("c",))
    assert again(here, fewer).graph.nodes["web"].groups == (Group(2, ("a", "b")),)


def test_what_was_removed_here_stays_removed():
    here = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["web"], groups=(Group(None, ("a", "b")),)), gone=("c",))
    now = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["pay"], label="Payments"))
    found = again(here, now)
    assert "c" not in found.graph.nodes
    assert found.left_out == ("c",)
    assert found.graph.nodes["pay"].label == "Payments"
    assert again(Graph(), now).graph == now, "whoever removed everything starts anew"


def test_places_move_with_the_file_and_positions_stay():
    moved = replace(SOURCE_GRAPH.nodes["web"], attributes={"arn": "1", SOURCE: {"file": "s.yaml", "line": 90}})
    here = Graph({key: replace(node, position=Position(1, 2)) for key, node in SOURCE_GRAPH.nodes.items()},
                 (replace(SOURCE_GRAPH.journeys[0], position=Position(3, 4)),))  # fmt: skip
    found = again(here, changed(SOURCE_GRAPH, moved, gone=("dns",)))
    assert found.graph.nodes["web"].attributes[SOURCE]["line"] == 90
    assert found.graph.nodes["web"].position == Position(1, 2)
    assert found.graph.journeys[0].position == Position(3, 4)
    assert "dns" not in found.graph.nodes, "where it was drawn is no reason to keep it"
    assert found.conflicts == ()


def test_a_drawing_moves_with_its_source_unless_it_was_moved_here():
    def at(x: float) -> Graph:
        return Graph.of((Node("a", position=Position(x, 0)), Node("b", position=Position(x, 9))))

    base = merge_import(Graph(), at(1), "plan.drawio").base
    here = changed(at(1), Node("a", position=Position(50, 50)))
    found = merge_import(here, at(2), "plan.drawio", (base,)).graph.nodes
    assert (found["a"].position, found["b"].position) == (Position(50, 50), Position(2, 9))


def test_an_answered_question_is_not_asked_again_and_a_new_one_is():
    base = merge_import(Graph(), asking(SOURCE_GRAPH, {"web", "pay"}), "s.yaml").base
    answered = replace(SOURCE_GRAPH.nodes["web"], attributes={"arn": "1", ANSWERS: {"zone": "a"}})
    here = changed(asking(SOURCE_GRAPH, {"pay"}), answered)
    now = asking(SOURCE_GRAPH, {"web", "pay", "dns"})
    now.nodes["web"].attributes[QUESTIONS]["size"] = "How large?"
    found = merge_import(here, now, "s.yaml", (base,)).graph.nodes
    assert found["web"].attributes[QUESTIONS] == {"size": "How large?"}
    assert found["web"].attributes[ANSWERS] == {"zone": "a"}
    assert QUESTIONS in found["dns"].attributes
    silent = merge_import(Graph(found), SOURCE_GRAPH, "s.yaml", (ImportBase("s.yaml", now),))
    once_more = merge_import(silent.graph, now, "s.yaml", (silent.base,)).graph.nodes
    assert once_more["web"].attributes[QUESTIONS] == {"size": "How large?"}, "the zone was answered"
    settled = merge_import(Graph(found), SOURCE_GRAPH, "s.yaml", (ImportBase("s.yaml", now),)).graph.nodes
    assert QUESTIONS not in settled["dns"].attributes, "the file says it now"


def test_journeys_that_are_not_wanted_are_not_proposed_again():
    found = merge_import(Graph(), SOURCE_GRAPH, "s.yaml", without=("buy",))
    assert found.graph.journeys == ()
    assert merge_import(found.graph, SOURCE_GRAPH, "s.yaml", (found.base,)).graph.journeys == ()


# -- several sources ---------------------------------------------------------------------------------------------
NETWORK = Graph.of((Node("az:1", kind="az"), Node("vpc", kind="vpc"), Node("nat", domains=("az:1", "vpc"))))
APP = Graph.of((Node("az:1", kind="az"), Node("api", domains=("az:1",), requires=(Dependency("nat"),)), Node("nat")))


def test_sources_live_beside_each_other():
    first = merge_import(Graph(), NETWORK, "network.yaml")
    second = merge_import(first.graph, APP, "app.yaml", (first.base,))
    assert second.graph.nodes.keys() == {"az:1", "vpc", "nat", "api"}
    assert second.met == ("nat",), "shared zones are meant to be shared"
    bases = (first.base, second.base)
    less = merge_import(second.graph, Graph.of((Node("vpc", kind="vpc"),)), "network.yaml", bases)
    assert less.graph.nodes.keys() == {"vpc", "az:1", "nat", "api"}, "app.yaml still has the zone and the gateway"
    assert less.graph.nodes["nat"].domains == (), "what only network.yaml said of it is gone"
    gone = merge_import(less.graph, Graph.of((Node("web"),)), "app.yaml", (less.base, second.base))
    assert gone.graph.nodes.keys() == {"vpc", "web"}


def test_an_element_removed_here_comes_in_with_another_source():
    first = merge_import(Graph(), NETWORK, "network.yaml")
    here = Graph.of((Node("az:1", kind="az"), Node("vpc", kind="vpc")))
    second = merge_import(here, APP, "app.yaml", (first.base,))
    assert {"nat", "api"} <= second.graph.nodes.keys()
    assert second.left_out == ()


def test_two_sources_of_one_file_name_are_told_apart():
    first, other = ImportBase("template.yaml", SOURCE_GRAPH), ImportBase("template.yaml 2", NETWORK)
    assert import_name((), "template.yaml", NETWORK) == "template.yaml"
    assert import_name((first,), "template.yaml", NETWORK) == "template.yaml 2"
    assert import_name((first, other), "template.yaml", APP) == "template.yaml 2"
    assert import_name((first, other), "template.yaml", changed(SOURCE_GRAPH, gone=("a", "b"))) == "template.yaml"
    assert import_name((first, other), "template.yaml", Graph.of((Node("x"),))) == "template.yaml 3"


def test_an_element_that_was_renamed_here_is_known_again():
    base = FIRST.base.renamed("pay", "payments")
    assert base is not None
    assert FIRST.base.renamed("nobody", "x") is None
    here = Graph.of([replace(SOURCE_GRAPH.nodes["pay"], id="payments")])
    found = merge_import(here, changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["pay"], type="queue"),
                                       Node("new", requires=(Dependency("pay"),))), "s.yaml", (base,))  # fmt: skip
    assert found.graph.nodes["payments"].type == "queue"
    assert found.graph.nodes["new"].requires == (Dependency("payments"),)
    taken = changed(SOURCE_GRAPH, Node("payments", "Another one"))
    both = merge_import(here, taken, "s.yaml", (base,)).graph
    assert both.nodes["payments"].label == "Pay"
    assert both.nodes["payments 2"].label == "Another one"


# -- whatever people and sources do ------------------------------------------------------------------------------
@settings(max_examples=150)
@given(st.data())
def test_nothing_typed_by_hand_is_lost(data):
    first = data.draw(graph_states())
    first = asking(first, set(data.draw(st.lists(st.sampled_from(sorted(first.nodes)), max_size=2))))
    other = data.draw(st.one_of(st.none(), graph_states(most=3)))
    bases = [merge_import(Graph(), first, "a").base]
    graph = merge_import(Graph(), first, "a").graph
    if other is not None:
        second = merge_import(graph, other, "b", bases)
        graph, bases = second.graph, [*bases, second.base]
    here, said = data.draw(edited(graph))
    now = data.draw(st.one_of(st.just(first), thinned(first), graph_states()))
    found = merge_import(here, now, "a", bases)
    assert graph_from_json(graph_to_json(found.graph)) == found.graph
    fresh = now.nodes.keys() - first.nodes.keys()  # what was removed here comes in again where it is new in a source
    for what, holds in said.items():
        assert (what[0] == "remove" and what[1] in fresh) or holds(found.graph), what
    for base in bases[1:]:
        assert {one for one in base.graph.nodes if one in here.nodes} <= found.graph.nodes.keys()
    if now == first:
        assert found.graph == here
    if found.graph:  # an empty one starts anew
        later = merge_import(found.graph, now, "a", [found.base, *bases[1:]])
        assert (later.graph, later.conflicts, later.stay) == (found.graph, (), ())


@settings(max_examples=60)
@given(graph_states(), graph_states())
def test_without_edits_an_import_is_what_the_source_says(first, now):
    base = merge_import(Graph(), first, "a").base
    found = merge_import(first, now, "a", (base,))
    assert found.graph == now
    assert (found.conflicts, found.stay, found.met) == ((), (), ())


@settings(max_examples=60)
@given(graph_states(), graph_states())
def test_into_any_graph_nothing_is_lost(here, imported):
    found = merge_import(here, imported, "a")
    assert here.nodes.keys() | imported.nodes.keys() == found.graph.nodes.keys()
    assert graph_from_json(graph_to_json(found.graph)) == found.graph
    assert merge_import(found.graph, imported, "a", (found.base,)).graph == found.graph


@pytest.mark.parametrize("value", [[1], "text", {"a": 1}, None])
def test_questions_that_are_none_are_left_alone(value):
    here = changed(SOURCE_GRAPH, replace(SOURCE_GRAPH.nodes["dns"], attributes={QUESTIONS: value}))
    assert again(here, SOURCE_GRAPH).graph == here
