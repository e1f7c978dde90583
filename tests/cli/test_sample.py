"""The sample workspace is real: made by operations, with a history, verified, and the same everywhere."""

from __future__ import annotations

import json
import sqlite3
import time

import pytest

from workbench.cli.sample import build_sample, run, sample_path
from workbench.domain.workload import all_problems
from workbench.library.places import resources_dir
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.milestones import milestones_of, verify_chain
from workbench.store.queries.portfolio import portfolio
from workbench.store.workspace import Workspace

DATA = json.loads((resources_dir() / "sample" / "workspace.json").read_text(encoding="utf-8"))


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
