"""The sample workspace is real: made by operations, with a history, verified, and the same everywhere."""

from __future__ import annotations

import sqlite3
import time

import pytest

from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.findings.report import find
from workbench.analyses.findings.review_links import contradictions, practice_places
from workbench.analyses.graph_differences import compare_graphs
from workbench.analyses.graph_layout import Sizes, boxes_of, nest, place_new, positions_in
from workbench.cli.sample import build_sample, run, sample_path
from workbench.domain.workload import all_problems
from workbench.library.failure_practices import shipped_failure_practices
from workbench.library.shelf import Shelf
from workbench.operations.sample import sample_data
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.milestones import milestone_snapshot, milestones_of, verify_chain
from workbench.store.queries.portfolio import portfolio
from workbench.store.workspace import Workspace

DATA = sample_data()
DRAWN = {"Outlet shop": "three-tier-shop", "Storefront": "multi-az-shop", "Travel desk (agents)": "travel-agents"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "Sample.wawb"
    started = time.process_time()
    build_sample(path)
    assert time.process_time() - started < 3
    return path


def test_it_leaves_one_file_and_holds_what_is_described(sample):
    assert [file.name for file in sample.parent.iterdir() if not file.name.endswith(".lock")] == ["Sample.wawb"]
    with Workspace.open(sample, read_only=True) as workspace, workspace.reading() as session:
        assert workspace.name == DATA["name"]
        assert workspace.check() == ()
        rows = {row.workload.name: row for row in portfolio(session)}
        assert set(rows) == {entry["fields"]["name"] for entry in DATA["workloads"]}
        for entry in DATA["workloads"]:
            workload_id = rows[entry["fields"]["name"]].workload.id
            state = take_snapshot(session, workload_id)
            assert all_problems(state.workload) == []
            saved = [stage["milestone"] for stage in entry["history"] if stage.get("milestone")]
            assert [one.name for one in milestones_of(session, workload_id)] == saved
            assert verify_chain(session, workload_id) == ()
            assert len(state.evidence) == sum(len(stage["evidence"]) for stage in entry["history"])
            said = {}
            for stage in entry["history"]:
                for review in stage["reviews"].values():
                    said |= review["answers"]
            answers = {answer.question_id: answer for review in state.reviews for answer in review.answers}
            assert set(answers) == set(said)
            for question_id, wanted in said.items():
                assert sorted(answers[question_id].selected) == sorted(wanted.get("selected", []))
                assert answers[question_id].notes == wanted.get("notes", "")


def test_its_history_follows_the_meetings(sample):
    with sqlite3.connect(sample) as raw:
        steps = raw.execute("SELECT at, who FROM step ORDER BY id").fetchall()
    raw.close()
    assert [at for at, _who in steps] == sorted(at for at, _who in steps)
    stages = {(stage["at"][:19], stage["by"]) for entry in DATA["workloads"] for stage in entry["history"]}
    assert {(at[:19], who) for at, who in steps} >= stages


def test_it_is_the_same_on_every_computer(sample, tmp_path):
    build_sample(tmp_path / "again.wawb")
    heads = []
    for path in (sample, tmp_path / "again.wawb"):
        with Workspace.open(path, read_only=True) as workspace, workspace.reading() as session:
            heads.append([one.chain for row in portfolio(session) for one in milestones_of(session, row.workload.id)])
    assert heads[0] == heads[1]
    assert len(heads[0]) >= 5


def test_a_run_without_a_window_shows_everything_and_writes_a_report(capsys):
    report = run()
    out = capsys.readouterr().out
    for words in ("Payments platform", "REL 10", "Baseline", "Operational Excellence"):
        assert words in out
    assert report is not None
    assert report.stat().st_size > 10_000
    assert run() == report, "the second run uses the file that is there"
    assert sample_path().exists()


def standings(sample):
    places = practice_places(Shelf().lens("wellarchitected"))
    with Workspace.open(sample, read_only=True) as workspace, workspace.reading() as session:
        for row in portfolio(session):
            if row.workload.name in DRAWN:
                state = take_snapshot(session, row.workload.id)
                notes = {note.finding_id: note for note in state.finding_notes}
                found = find(analyse(state.graph, Options(order=1, quantify=False)), notes)
                answers = {one.question_id: one for one in state.reviews[0].answers}
                denied = contradictions(found.findings, state.graph, places, answers, shipped_failure_practices())
                saved = [milestone_snapshot(session, one) for one in milestones_of(session, row.workload.id)]
                yield row, state, found, denied, saved


def test_three_architectures_are_drawn_placed_and_reviewed(sample):
    shown = {row.workload.name: (row, state) for row, state, *_rest in standings(sample)}
    assert set(shown) == set(DRAWN)
    for row, state in shown.values():
        assert boxes_of(nest(state.graph), positions_in(state.graph), Sizes()).keys() > state.graph.nodes.keys()
        assert place_new(state.graph, positions_in(state.graph)) == positions_in(state.graph)
        assert row.answered > 50
    assert [line.lens_alias for line in shown["Travel desk (agents)"][0].reviews] == [
        "wellarchitected", "genai", "agentic-ai"]  # fmt: skip
    assert sum(len(state.initiatives) for _row, state in shown.values()) >= 3


def test_one_answer_of_the_classic_shop_contradicts_its_architecture_and_no_other(sample):
    denied = {row.workload.name: sorted(found) for row, _state, _found, found, _saved in standings(sample)}
    assert denied == {"Outlet shop": ["fault-isolation"], "Storefront": [], "Travel desk (agents)": []}


def test_a_finding_is_attached_and_another_is_accepted(sample):
    _row, state, found, denied, _saved = next(one for one in standings(sample) if one[0].workload.name == "Outlet shop")
    attached = next(one for one in state.evidence if one.title == "From the architecture")
    linked = {link.finding.id for link in denied["fault-isolation"] if link.choice.id == attached.choice_id}
    finding = next(one for one in found.findings if one.id == attached.target.split()[-4])
    assert finding.id in linked
    assert attached.target.startswith(finding.title)
    assert {one.id for one in found.findings if not one.is_open} == {note.finding_id for note in state.finding_notes}


def test_milestones_keep_the_architecture_of_their_day(sample):
    changed = {}
    for row, state, _found, _denied, saved in standings(sample):
        assert saved[-1].graph == state.graph
        changed[row.workload.name] = compare_graphs(saved[0].graph, saved[-1].graph)
    assert {name for name, one in changed.items() if one.added} == set(DRAWN)
    assert {node.id for node in changed["Outlet shop"].added} == {"web-2", "az-b", "app-subnet-b"}
