"""Dependency graphs in packages: out, in, changed elsewhere, merged; and what somebody else may have put in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.analyses.graph_states import graph_states
from tests.exchange.test_package import rebuilt, write
from tests.operations.furnished import GRAPH, NOTE, W, furnish
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Graph, Node
from workbench.domain.snapshot import Snapshot, canonical, snapshot_to_json
from workbench.domain.workload import Workload
from workbench.errors import BadInput
from workbench.operations import History
from workbench.operations.graphs import PutNode, RemoveNode, SetFindingNote, SetGraph
from workbench.operations.packages import ImportKind, import_package, preview_import, read_package, write_package
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.graphs import finding_notes, graph_of
from workbench.store.queries.milestones import milestone_snapshot, milestones_of, verify_chain
from workbench.store.workspace import Workspace


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[History]:
    with Workspace.create(tmp_path / "ada.wawb", who="Ada") as workspace:
        yield furnish(workspace, "Ada")


@pytest.fixture
def bo(tmp_path: Path) -> Iterator[History]:
    with Workspace.create(tmp_path / "bo.wawb", who="Bo") as workspace:
        yield History(workspace, "Bo")


def send(history: History) -> Path:
    target = history.workspace.path.with_suffix(".wawb-package")
    write_package(history.workspace, W, target)
    return target


def graph(history: History) -> Graph:
    with history.workspace.reading() as session:
        return graph_of(session, W)


def state(history: History) -> Snapshot:
    with history.workspace.reading() as session:
        found = take_snapshot(session, W)
    assert found is not None
    return found


def relabelled(key: str, label: str) -> PutNode:
    return PutNode(W, replace(GRAPH.nodes[key], label=label))


def test_a_graph_comes_in_with_its_workload_and_its_milestones(ada, bo):
    import_package(bo, read_package(send(ada)))
    assert state(bo) == state(ada)
    assert list(graph(bo).nodes) == list(GRAPH.nodes)
    with bo.workspace.reading() as session:
        assert finding_notes(session, W) == {"f-1": NOTE}
        assert verify_chain(session, W) == ()
        (milestone,) = milestones_of(session, W)
        saved = milestone_snapshot(session, milestone)
        assert (saved.graph, list(saved.graph.nodes)) == (GRAPH, list(GRAPH.nodes))
        assert not milestone_snapshot(session, milestone, with_graph=False).graph
    bo.undo()
    assert not graph(bo)
    assert import_package(bo, read_package(send(ada))).step_id
    assert not import_package(bo, read_package(send(ada))).step_id


def test_both_changed_the_graph_and_conflicts_are_chosen_by_id(ada, bo):
    import_package(bo, read_package(send(ada)))
    bo.do(relabelled("db-a", "From Bo"))
    bo.do(SetFindingNote(W, FindingNote("f-2", FindingStatus.RESOLVED, on="2026-03-01")))
    bo.do(PutNode(W, Node("queue", "Queue", domains=("az-a",))))
    ada.do(relabelled("db-a", "From Ada"))
    ada.do(RemoveNode(W, "db-b"))
    package = read_package(send(bo))
    preview = preview_import(ada.workspace, package)
    assert preview.kind is ImportKind.MERGE
    assert preview.merge is not None
    assert [one.id for one in preview.merge.conflicts] == ["node/db-a/label"]
    assert {one.path for one in preview.merge.taken} == {("node", "queue"), ("finding", "f-2")}
    import_package(ada, package, {"node/db-a/label": "theirs"})
    assert graph(ada).nodes["db-a"].label == "From Bo"
    assert graph(ada).nodes.keys() == {*GRAPH.nodes, "queue"} - {"db-b"}
    with ada.workspace.reading() as session:
        assert finding_notes(session, W).keys() == {"f-1", "f-2"}
    ada.undo()
    assert graph(ada).nodes["db-a"].label == "From Ada"


def test_a_graph_that_was_removed_elsewhere_goes_here(ada, bo):
    import_package(bo, read_package(send(ada)))
    bo.do(SetGraph(W, Graph()))
    import_package(ada, read_package(send(bo)))
    assert not graph(ada)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(graph_states())
def test_any_graph_comes_back_equal(tmp_path, drawn):
    wanted = Snapshot(Workload("w1", "Payments"), graph=drawn, finding_notes=(NOTE,))
    path = write(tmp_path, state=canonical(snapshot_to_json(wanted)), files=())
    found = read_package(path).state
    assert found == wanted
    assert list(found.graph.nodes) == list(drawn.nodes)


NODES = {"a": {"requires": ["b"]}, "b": {}}


@pytest.mark.parametrize(
    "change",
    [
        {"graph": 3},
        {"graph": {"nodes": {}}},
        {"graph": {"nodes": {"a": {"requires": ["b"]}}, "journeys": []}},
        {"graph": {"nodes": {"a": {"label": "\ud800"}}, "journeys": []}},
        {"graph": {"nodes": {"a": {"attributes": {"x": "\ud800"}}}, "journeys": []}},
        {"graph": {"nodes": {"a": {"attributes": {"x": "INF"}}}, "journeys": []}},
        {"graph": {"nodes": {"a": {"attributes": {"x": "DEEP"}}}, "journeys": []}},
        {"graph": {"nodes": NODES, "journeys": [{"id": "j", "node": "c"}]}},
        {"graph": {"nodes": NODES, "journeys": []}, "graph_order": ["a"]},
        {"graph": {"nodes": NODES, "journeys": []}, "graph_order": ["a", "a"]},
        {"graph": {"nodes": NODES, "journeys": []}, "graph_order": [1, "b"]},
        {"graph": {"nodes": NODES, "journeys": []}, "graph_order": "ab"},
        {"finding_notes": [{"finding_id": "f", "status": "gone"}]},
        {"finding_notes": [{"finding_id": "f", "until": "always"}]},
        {"finding_notes": [{"finding_id": "f", "reason": 3}]},
        {"finding_notes": [{"finding_id": ""}]},
        {"finding_notes": [{"finding_id": "f"}, {"finding_id": "f"}]},
    ],
)
def test_an_odd_graph_is_refused_in_words(tmp_path, change):
    path = write(tmp_path)
    data = json.loads(canonical(snapshot_to_json(read_package(path).state)))
    text = json.dumps(data | change).replace('"INF"', "1e999").replace('"DEEP"', "[" * 60 + "]" * 60)
    with pytest.raises(BadInput, match="cannot be used"):
        read_package(rebuilt(path, {"workload.json": text.encode()}))
