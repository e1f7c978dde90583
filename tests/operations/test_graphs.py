"""Verbs on the dependency graph: what they write, what they refuse, and that large graphs stay quick."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from tests.analyses.graph_states import graph_states
from tests.operations.furnished import GRAPH, NOTE, W, rows_of
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Dependency, Graph, Group, Journey, Node
from workbench.errors import BadInput, Refused, UnknownName
from workbench.operations import History
from workbench.operations.graph_imports import MergeImport
from workbench.operations.graphs import (
    PutJourney,
    PutNode,
    RemoveJourney,
    RemoveNode,
    RenameNode,
    SetFindingNote,
    SetGraph,
)
from workbench.operations.workloads import RemoveWorkload
from workbench.store.queries.graphs import finding_notes, graph_of, has_graph
from workbench.store.tables import ChangeRow


def graph(workspace) -> Graph:
    with workspace.reading() as session:
        return graph_of(session, W)


def written(workspace) -> int:
    with workspace.reading() as session:
        last = select(func.max(ChangeRow.step_id)).scalar_subquery()
        return session.execute(select(func.count()).where(ChangeRow.step_id == last)).scalar() or 0


def test_what_was_set_is_read_in_its_order(workspace, history):
    assert graph(workspace) == GRAPH
    assert list(graph(workspace).nodes) == list(GRAPH.nodes)
    other = Graph(dict(reversed(GRAPH.nodes.items())), GRAPH.journeys[::-1])
    history.do(SetGraph(W, other))
    assert list(graph(workspace).nodes) == list(other.nodes)
    assert graph(workspace).journeys == other.journeys
    history.undo()
    assert list(graph(workspace).nodes) == list(GRAPH.nodes)


def test_only_what_differs_is_written(workspace, history):
    history.do(SetGraph(W, Graph({**GRAPH.nodes, "db-b": replace(GRAPH.nodes["db-b"], label="B")}, GRAPH.journeys)))
    assert written(workspace) == 1
    history.do(SetGraph(W, Graph({**graph(workspace).nodes, "new": Node("new")}, GRAPH.journeys)))
    assert written(workspace) == 1
    assert history.do(SetGraph(W, graph(workspace))).step_id == 0


def test_true_is_not_one(workspace, history):
    changed = replace(GRAPH.nodes["ledger"], attributes={"team": "Finance", "tier": True})
    assert history.do(PutNode(W, changed)).step_id
    assert graph(workspace).nodes["ledger"].attributes["tier"] is True


def test_an_empty_graph_removes_it(workspace, history):
    history.do(SetGraph(W, Graph()))
    with workspace.reading() as session:
        assert not has_graph(session, W)
        assert finding_notes(session, W) == {NOTE.finding_id: NOTE}
    history.undo()
    with workspace.reading() as session:
        assert has_graph(session, W)


@pytest.mark.parametrize(
    "bad",
    [
        Graph.of((Node("a", requires=(Dependency("b"),)),)),
        Graph.of((Node("a", groups=(Group(2, ("a",)),)),)),
        Graph.of((Node("a"),), (Journey("j", node="b"),)),
        Graph.of((Node("a", attributes={"x": float("inf")}),)),
        Graph.of((Node("a", attributes={"x": "\ud800"}),)),
    ],
)
def test_what_could_not_be_read_back_is_refused(workspace, history, bad):
    before = rows_of(workspace)
    for operation in (
        SetGraph(W, bad),
        MergeImport(W, bad, "bad.yaml"),
        *(PutNode(W, node) for node in bad.nodes.values() if not bad.journeys),
    ):
        with pytest.raises(BadInput):
            history.do(operation)
    assert rows_of(workspace) == before


def test_a_workload_that_is_gone_gets_no_graph(workspace, history):
    history.do(RemoveWorkload(W))
    with workspace.reading() as session:
        assert not graph_of(session, W)
        assert not finding_notes(session, W)
    for operation in (SetGraph(W, GRAPH), MergeImport(W, GRAPH, "x"), PutNode(W, Node("x")), SetFindingNote(W, NOTE)):
        with pytest.raises(Refused):
            history.do(operation)
    history.undo()
    assert graph(workspace) == GRAPH


def test_an_element_goes_with_every_reference_to_it(workspace, history):
    history.do(RemoveNode(W, "db-a"))
    now = graph(workspace)
    assert now.nodes.keys() == GRAPH.nodes.keys() - {"db-a"}
    assert now.nodes["ledger"].groups == (Group(None, ("db-b",), failover_s=60),)
    history.do(RemoveNode(W, "az-a"))
    assert graph(workspace).nodes["sign-in"].domains == ()
    assert graph(workspace).nodes["db-b"].soft == ()
    history.do(RemoveNode(W, "sign-in"))
    assert graph(workspace).journeys == GRAPH.journeys[:1]
    assert history.do(RemoveNode(W, "nobody")).step_id == 0


def test_an_element_gets_another_id_everywhere(workspace, history):
    history.do(RenameNode(W, "sign-in", "log in"))
    now = graph(workspace)
    assert list(now.nodes) == ["ledger", "db-a", "db-b", "log in", "az-a", "az-b"]
    assert now.nodes["ledger"].requires == (Dependency("log in"),)
    assert now.journeys[1].node == "log in"
    with pytest.raises(BadInput):
        history.do(RenameNode(W, "db-a", "db-b"))
    with pytest.raises(UnknownName):
        history.do(RenameNode(W, "sign-in", "x"))
    with pytest.raises(BadInput):
        history.do(RenameNode(W, "db-a", ""))


def test_elements_and_journeys_refer_to_what_is_there(workspace, history):
    with pytest.raises(UnknownName, match='"nowhere"'):
        history.do(PutNode(W, Node("x", "New one", domains=("az-a", "nowhere"))))
    with pytest.raises(UnknownName, match='"nowhere"'):
        history.do(PutJourney(W, Journey("j", node="nowhere")))
    with pytest.raises(BadInput):
        history.do(PutJourney(W, Journey("", node="ledger")))
    history.do(PutNode(W, Node("x", requires=(Dependency("x"), Dependency("az-a")))))
    history.do(PutJourney(W, Journey("j", node="x")))
    assert list(graph(workspace).nodes)[-1] == "x"
    assert graph(workspace).journeys[-1].id == "j"
    history.do(RemoveJourney(W, "j"))
    assert graph(workspace).journeys == GRAPH.journeys


def test_ids_that_look_alike_are_told_apart(workspace, history):
    odd = ('a"b', "a\\b", "ä", "a%", "a")
    nodes = [Node(key, requires=tuple(Dependency(one) for one in odd if one != key)) for key in odd]
    history.do(SetGraph(W, Graph.of(nodes)))
    history.do(RemoveNode(W, "a"))
    for key in odd[:-1]:
        assert [one.id for one in graph(workspace).nodes[key].requires] == [each for each in odd[:-1] if each != key]
    history.do(RemoveNode(W, 'a"b'))
    assert [one.id for one in graph(workspace).nodes["ä"].requires] == ["a\\b", "a%"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(graph_states(), graph_states())
def test_any_graph_comes_back_and_any_change_is_undone(workspace, history, first, second):
    history.do(SetGraph(W, first))
    assert graph(workspace) == first
    if history.do(SetGraph(W, second)).step_id:
        assert graph(workspace) == second
        history.undo()
    assert graph(workspace) == first
    for node in first.nodes.values():
        history.do(RemoveNode(W, node.id))
    assert not graph(workspace)


# -- findings --------------------------------------------------------------------------------------------
def decided(workspace, finding_id: str) -> FindingNote | None:
    with workspace.reading() as session:
        return finding_notes(session, W).get(finding_id)


def test_a_decision_says_who_and_when(workspace, history):
    history.do(SetFindingNote(W, FindingNote("f-2", FindingStatus.IRRELEVANT, "A test system", "2027-03-31")))
    note = decided(workspace, "f-2")
    assert note is not None
    assert (note.by, note.reason, note.until) == ("Reviewer", "A test system", "2027-03-31")
    assert len(note.on) == 10


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (FindingNote("f", FindingStatus.IRRELEVANT, until="2027-01-01"), "reason"),
        (FindingNote("f", FindingStatus.IRRELEVANT, " ", "2027-01-01"), "reason"),
        (FindingNote("f", FindingStatus.IRRELEVANT, "why"), "last day"),
        (FindingNote("f", FindingStatus.ACCEPTED, "why"), "last day"),
        (FindingNote("f", FindingStatus.ACCEPTED, "why", "soon"), "no date"),
        (FindingNote("f", FindingStatus.ACCEPTED, "why", "20270101"), "no date"),
        (FindingNote("f", FindingStatus.RESOLVED, on="yesterday"), "no date"),
        (FindingNote(""), "no finding"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(workspace, history, note, said):
    with pytest.raises(BadInput, match=said):
        history.do(SetFindingNote(W, note))


def test_open_without_a_comment_takes_the_decision_back(workspace, history):
    history.do(SetFindingNote(W, replace(NOTE, status=FindingStatus.OPEN, until="")))
    assert decided(workspace, "f-1") == replace(NOTE, status=FindingStatus.OPEN, until="")
    history.do(SetFindingNote(W, FindingNote("f-1", by="Ada")))
    assert decided(workspace, "f-1") is None
    assert history.do(SetFindingNote(W, FindingNote("f-1"))).step_id == 0


# -- size ------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_large_graph_is_set_and_undone_in_few_statements(workspace, history):
    """Time is measured against reading the same graph, so that a busy machine does not matter."""
    nodes = [Node(f"n{n}", f"Element {n}", requires=(Dependency(f"n{n // 2}"),) if n else ()) for n in range(4000)]
    large = Graph.of(nodes, (Journey("j", node="n0"),))
    history.do(SetGraph(W, large))
    reading = min(_seconds(lambda: graph(workspace)) for _ in range(3))
    assert _seconds(history.undo) < 20 * reading
    assert _seconds(history.redo) < 20 * reading
    assert _seconds(lambda: history.do(RemoveNode(W, "n0"))) < 5 * reading
    history.undo()
    assert graph(workspace) == large


def _seconds(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_history_tells_the_title(workspace, history: History):
    assert SetGraph(W, GRAPH).title == "Set dependency graph of 6 elements"
    assert SetGraph(W, Graph()).title == "Remove dependency graph"
    assert MergeImport(W, Graph.of((Node("a"),)), "a.yaml").title == "Import 1 element from a.yaml"
    assert SetFindingNote(W, NOTE).title == "Finding: accepted"
    assert RemoveNode(W, "a", "Alpha").title == "Remove element Alpha"
    assert PutNode(W, Node("a", "Alpha")).title == "Change element Alpha"
