"""Imports of a graph and answers to what they ask: what is kept of them, what undo brings back, who forgets them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.operations.furnished import GRAPH, W
from workbench.domain.graph import Criticality, Dependency, Graph, Group, Node
from workbench.domain.graph_imports import ANSWERS, QUESTIONS
from workbench.errors import BadInput, Refused, UnknownName
from workbench.operations.graph_imports import AnswerQuestion, MergeImport
from workbench.operations.graphs import PutNode, RemoveNode, RenameNode, SetGraph
from workbench.operations.room_answers import answer, asked_in
from workbench.operations.workloads import RemoveWorkload
from workbench.store.queries.graphs import graph_of, import_bases, import_names, nodes_of_kind

APP = Graph.of((Node("api", "API", requires=(Dependency("queue", Criticality.UNKNOWN),)), Node("queue")))
ASKED = {"AvailabilityZone": "Where does it stand?", "Engine": "Which one?"}


def graph(workspace) -> Graph:
    with workspace.reading() as session:
        return graph_of(session, W)


def bases(workspace):
    with workspace.reading() as session:
        return {one.name: one for one in import_bases(session, W)}


def test_an_import_is_one_step_that_undo_takes_back_with_its_base(workspace, history):
    before = bases(workspace)
    assert list(before) == ["sign-in.yaml"]
    history.do(MergeImport(W, APP, "app.yaml"))
    assert graph(workspace).nodes.keys() == {*GRAPH.nodes, "api", "queue"}
    assert bases(workspace)["app.yaml"].graph == APP
    history.undo()
    assert graph(workspace) == GRAPH
    assert bases(workspace) == before
    history.redo()
    with workspace.reading() as session:
        names = import_names(session, W)
    assert [name for name, _at in names] == ["sign-in.yaml", "app.yaml"]
    assert history.do(MergeImport(W, APP, "app.yaml")).step_id == 0


def test_what_was_done_by_hand_stays(workspace, history):
    history.do(MergeImport(W, APP, "app.yaml"))
    drawn = Node("probe", requires=(Dependency("queue"),))
    history.do(PutNode(W, drawn))
    history.do(PutNode(W, replace(APP.nodes["api"], label="Front door", domains=("az-a",))))
    history.do(MergeImport(W, Graph.of((Node("api", "API v2", type="lambda"),)), "app.yaml"))
    now = graph(workspace).nodes
    assert (now["api"].label, now["api"].type, now["api"].domains) == ("Front door", "lambda", ("az-a",))
    assert now["probe"] == drawn
    assert now["queue"].attributes["gone"] == "app.yaml"


def test_an_import_that_counts_alone_replaces_graph_and_sources(workspace, history):
    history.do(MergeImport(W, APP, "app.yaml", alone=True))
    assert graph(workspace) == APP
    assert list(bases(workspace)) == ["app.yaml"]


def test_a_graph_that_is_set_keeps_the_sources_it_still_has(workspace, history):
    history.do(MergeImport(W, APP, "app.yaml"))
    history.do(SetGraph(W, Graph.of((Node("api", "Front door"), Node("az-a", kind="az")))))
    assert list(bases(workspace)) == ["app.yaml"], "a zone alone is no sign of a source"
    history.do(MergeImport(W, APP, "app.yaml"))
    assert graph(workspace).nodes["api"].label == "Front door"
    assert "queue" not in graph(workspace).nodes
    history.do(SetGraph(W, Graph()))
    assert bases(workspace) == {}
    history.do(MergeImport(W, APP, "app.yaml"))
    assert graph(workspace) == APP


def test_whoever_removed_every_element_starts_anew(workspace, history):
    for key in GRAPH.nodes:
        history.do(RemoveNode(W, key))
    history.do(MergeImport(W, APP, "app.yaml"))
    assert graph(workspace) == APP
    assert list(bases(workspace)) == ["app.yaml"]


def test_a_renamed_element_is_known_to_its_source(workspace, history):
    history.do(MergeImport(W, APP, "app.yaml"))
    history.do(RenameNode(W, "queue", "orders"))
    assert bases(workspace)["app.yaml"].renames == {"queue": "orders"}
    assert bases(workspace)["sign-in.yaml"].renames == {}
    history.do(MergeImport(W, Graph.of((APP.nodes["api"], Node("queue", "Orders"))), "app.yaml"))
    now = graph(workspace).nodes
    assert now["orders"].label == "Orders"
    assert "queue" not in now
    assert now["api"].requires == (Dependency("orders", Criticality.UNKNOWN),)


def test_nothing_is_imported_into_a_workload_that_is_gone(workspace, history):
    history.do(RemoveWorkload(W))
    assert bases(workspace) == {}
    with pytest.raises(Refused):
        history.do(MergeImport(W, APP, "app.yaml"))
    with pytest.raises(UnknownName):
        history.do(AnswerQuestion(W, "api", "Engine", "x"))
    history.undo()
    assert list(bases(workspace)) == ["sign-in.yaml"]


# -- answers -----------------------------------------------------------------------------------------------------
def asked(*nodes: Node) -> Graph:
    return Graph.of(replace(node, attributes={**node.attributes, QUESTIONS: dict(ASKED)}) for node in nodes)


def test_an_answer_is_kept_and_its_question_goes(workspace, history):
    history.do(MergeImport(W, asked(Node("api")), "app.yaml"))
    history.do(AnswerQuestion(W, "api", "Engine", " the new one ", "API"))
    told = graph(workspace).nodes["api"].attributes
    assert told == {QUESTIONS: {"AvailabilityZone": ASKED["AvailabilityZone"]}, ANSWERS: {"Engine": "the new one"}}
    history.do(MergeImport(W, asked(Node("api")), "app.yaml"))
    assert graph(workspace).nodes["api"].attributes == told, "it is not asked again"
    history.do(AnswerQuestion(W, "api", "Engine", "the old one"))
    assert graph(workspace).nodes["api"].attributes[ANSWERS] == {"Engine": "the old one"}
    history.undo()
    history.undo()
    assert graph(workspace).nodes["api"].attributes[QUESTIONS] == ASKED
    for about, said, error in (("Colour", "red", UnknownName), ("Engine", "  ", BadInput)):
        with pytest.raises(error):
            history.do(AnswerQuestion(W, "api", about, said))


def test_a_zone_that_is_named_is_where_the_element_stands(workspace, history):
    region = Node("region:eu-west-1", "eu-west-1", "region")
    history.do(MergeImport(W, Graph({**asked(Node("api")).nodes, region.id: region}), "app.yaml"))
    history.do(AnswerQuestion(W, "api", "AvailabilityZone", "eu-west-1a"))
    now = graph(workspace).nodes
    assert now["api"].domains == ("az:eu-west-1a",)
    assert now["az:eu-west-1a"] == Node("az:eu-west-1a", "eu-west-1a", "az", domains=(region.id,))
    history.do(AnswerQuestion(W, "api", "AvailabilityZone", "Zone B"))
    assert graph(workspace).nodes["api"].domains == ("az-b",), "the zone of the graph with that name, instead"
    history.do(AnswerQuestion(W, "api", "AvailabilityZone", "either of them"))
    assert graph(workspace).nodes["api"].domains == ("az-b",), "only recorded"
    with workspace.reading() as session:
        assert {one.id for one in nodes_of_kind(session, W, ("az",))} == {"az-a", "az-b", "az:eu-west-1a"}


def test_what_is_asked_of_several_is_answered_for_all_or_for_each(workspace, history):
    alike = asked(Node("api"), Node("queue"), Node("store"))
    history.do(MergeImport(W, alike, "app.yaml"))
    several = next(one for one in asked_in(graph(workspace), ()) if one.topic == "AvailabilityZone")
    assert (several.about, several.also) == ("api", ("queue", "store"))
    assert "all 3: api, queue, store" in several.effect
    own = several.alone("queue", graph(workspace))
    assert (own.about, own.also) == ("queue", ())
    history.do(answer(W, graph(workspace), own, "az-b"))
    left = next(one for one in asked_in(graph(workspace), ()) if one.topic == "AvailabilityZone")
    assert (left.about, left.also) == ("api", ("store",))
    history.do(answer(W, graph(workspace), left, "az-a"))
    now = graph(workspace).nodes
    assert [now[one].domains for one in ("api", "queue", "store")] == [("az-a",), ("az-b",), ("az-a",)]
    assert {one.topic for one in asked_in(graph(workspace), ())} == {"Engine"}
    history.undo()
    assert [graph(workspace).nodes[one].domains for one in ("api", "queue", "store")] == [(), ("az-b",), ()]


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("eu-west-1a, eu-west-1b", ["az:eu-west-1a", "az:eu-west-1b"]),
        ("eu-west-1a", ["az:eu-west-1a", "az:eu-west-1a"]),
        ("az-a az-b", ["az-a", "az-b"]),
        ("a, b and c", []),
        ("eu-west-1a, eu-west-1b, eu-west-1c", []),
    ],
)
def test_members_stand_in_the_zones_that_are_named(workspace, history, said, places):
    tier = Node("tier", failable=False, groups=(Group(None, ("m1", "m2")),))
    history.do(MergeImport(W, Graph({**asked(tier).nodes, "m1": Node("m1"), "m2": Node("m2")}), "app.yaml"))
    history.do(AnswerQuestion(W, "tier", "AvailabilityZone", said))
    now = graph(workspace).nodes
    assert [each for one in ("m1", "m2") for each in now[one].domains] == places
    assert now["tier"].domains == ()


def test_how_many_members_carry_the_load(workspace, history):
    history.do(AnswerQuestion(W, "ledger", "needs", "2"))
    assert graph(workspace).nodes["ledger"].groups == (Group(2, ("db-a", "db-b"), failover_s=60),)
    for said in ("3", "0", "both"):
        with pytest.raises(BadInput):
            history.do(AnswerQuestion(W, "ledger", "needs", said))
    with pytest.raises(UnknownName):
        history.do(AnswerQuestion(W, "db-a", "needs", "1"))


def test_a_second_copy_is_drawn_where_the_answer_says_so(workspace, history):
    store = Node("store", "Store", type="AWS::RDS::DBInstance", unavailability=0.01)
    source = Graph.of([replace(store, attributes={QUESTIONS: {"MultiAZ": "Has it a standby?"}})])
    history.do(MergeImport(W, source, "app.yaml"))
    history.do(AnswerQuestion(W, "store", "MultiAZ", "no"))
    assert graph(workspace).nodes["store"].failable
    history.do(AnswerQuestion(W, "store", "MultiAZ", "Yes"))
    now = graph(workspace).nodes
    assert not now["store"].failable
    assert now["store"].groups == (Group(1, ("store/primary", "store/standby"), 120, 0),)
    assert now["store/standby"].unavailability == 0.01
    assert list(now["store"].attributes[QUESTIONS]) == ["AvailabilityZone"]
    history.do(AnswerQuestion(W, "store", "AvailabilityZone", "az-a, az-b"))
    history.do(MergeImport(W, source, "app.yaml"))
    now = graph(workspace).nodes
    assert (now["store/primary"].domains, now["store/standby"].domains) == (("az-a",), ("az-b",))
    assert not now["store"].failable
