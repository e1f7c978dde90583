"""The graph in the file: what reads it, what leaves it alone, and that old states keep their hashes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.operations.furnished import GRAPH, NOTE, W
from workbench.domain.graph import Graph, Node
from workbench.domain.snapshot import Snapshot, canonical, digest, snapshot_from_json, snapshot_to_json
from workbench.domain.workload import Workload
from workbench.operations.graphs import SetGraph
from workbench.store.blobs import read_blob
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.comparison import NOW, compare_points
from workbench.store.queries.graphs import finding_notes, graph_of, has_graph
from workbench.store.queries.milestones import milestones_of
from workbench.store.queries.portfolio import portfolio
from workbench.store.queries.search import search
from workbench.store.queries.standing import read_standing
from workbench.store.workspace import Workspace

OLD_FILES = sorted((Path(__file__).parent / "old_files").glob("*.wawb"))


def test_what_is_there_is_read(workspace, history):
    with workspace.reading() as session:
        assert graph_of(session, W) == GRAPH
        assert has_graph(session, W)
        assert finding_notes(session, W) == {"f-1": NOTE}
        state = take_snapshot(session, W)
        assert state is not None
        assert (state.graph, state.finding_notes) == (GRAPH, (NOTE,))
        assert graph_of(session, "nobody") == Graph()
        assert not has_graph(session, "nobody")
        assert search(session, "Database") == ()


def test_the_window_opens_without_reading_a_graph(workspace, history):
    said: list[str] = []
    with workspace.reading() as session:
        event.listen(session.connection().engine, "before_cursor_execute", lambda *args: said.append(args[2]))
        portfolio(session)
        standing = read_standing(session, W)
    assert standing is not None
    assert said
    assert not [text for text in said if "graph_node" in text or "graph_journey" in text]


def test_a_milestone_keeps_the_graph_and_a_comparison_tells_what_changed(workspace, history):
    history.do(SetGraph(W, Graph({**GRAPH.nodes, "queue": Node("queue", "Queue")}, GRAPH.journeys)))
    with workspace.reading() as session:
        found = compare_points(session, W, 1, NOW)
        assert [node.id for node in found.graph.added] == ["queue"]
        assert not compare_points(session, W, NOW, NOW).graph
        assert [node.id for node in compare_points(session, W, NOW, 1).graph.removed] == ["queue"]


@pytest.mark.parametrize("old", OLD_FILES, ids=lambda path: path.stem)
def test_states_of_older_files_keep_their_hashes(old, tmp_path):
    path = shutil.copy(old, tmp_path / "old.wawb")
    with Workspace.open(path) as workspace, workspace.reading() as session:
        (milestone,) = milestones_of(session, W)
        data = read_blob(session, milestone.content_sha256)
        assert data is not None
        assert digest(canonical(snapshot_to_json(snapshot_from_json(json.loads(data))))) == milestone.content_sha256


def test_a_state_without_a_graph_is_written_as_before():
    data = snapshot_to_json(Snapshot(Workload("w1", "Pay")))
    assert data.keys() == {"workload", "reviews", "evidence", "acceptances", "improvements"}
    told = snapshot_to_json(Snapshot(Workload("w1", "Pay"), graph=Graph.of((Node("a"), Node("b")))))
    assert "graph_order" not in told
    turned = snapshot_to_json(Snapshot(Workload("w1", "Pay"), graph=Graph.of((Node("b"), Node("a")))))
    assert turned["graph_order"] == ["b", "a"]
    assert snapshot_from_json(json.loads(canonical(turned))).graph == Graph.of((Node("b"), Node("a")))
