"""`workbench portfolio` on the sample: the same counts as each workload by itself, several files, one person."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from datetime import date

import pytest

from workbench.cli.sample import build_sample
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import Risk
from workbench.progress import Silent
from workbench.reports.content.material import Material
from workbench.reports.content.portfolio_parts import facts_of
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.graphs import finding_notes
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestones_of
from workbench.store.queries.portfolio import workload_names
from workbench.store.queries.portfolio_facts import read_facts
from workbench.store.queries.standing import read_standing
from workbench.store.workspace import Workspace
from workbench.ui.models.portfolio_work import read_wide


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("portfolio") / "Sample.wawb"
    build_sample(path)
    return path


def test_the_facts_are_what_each_workload_says_by_itself(sample):
    with Workspace.open(sample, read_only=True) as workspace, workspace.reading() as session:
        facts = read_facts(session, "Sample")
        for one in facts.workloads:
            standing = read_standing(session, one.id)
            lines = [line for line in standing.lines if line.is_open]
            assert one.counts == standing.counts()
            assert Counter((risk.risk, risk.missing) for risk in facts.risks if risk.workload_id == one.id) == Counter(
                (line.risk, tuple((line.lens_alias, each) for each in line.assessment.missing)) for line in lines)  # fmt: skip
            acted = {each.key: each for each in facts.actions if each.workload_id == one.id and each.risk}
            assert {key: (each.owner, each.due, each.status) for key, each in acted.items()} == {
                line.key: (line.owner, line.due, line.improvement.status if line.improvement else ItemStatus.OPEN)
                for line in lines}  # fmt: skip
            accepted = [line for line in lines if line.acceptance]
            own = [each for each in facts.exceptions if each.workload_id == one.id]
            assert len([each for each in own if each.risk]) == len(accepted)
            assert len([each for each in own if not each.risk]) == sum(
                bool(each.until) for each in finding_notes(session, one.id).values()
            )
            assert [point.day for point in one.points] == [saved.at[:10] for saved in standing.milestones]


def test_it_prints_every_table(sample, wb):
    ran = wb("--workspace", sample, "portfolio", "show")
    assert ran.code == 0
    for words in ("Risks by pillar", "Recurring high risks", "2026 Q3", "Security engineering", "Accepted risk",
                  "Value"):  # fmt: skip
        assert words in ran.out


def test_several_files_are_read_beside_each_other(sample, wb, tmp_path):
    other = tmp_path / "Other.wawb"
    with Workspace.create(other, "Other"):
        pass
    found = wb("portfolio", "show", "--file", sample, "--file", other, "--json").json
    assert found["files"] == [str(sample), str(other)]
    worst = found["views"]["heat"][0]
    assert (worst["workload"], worst["high"]) == ("Travel desk (agents) (Sample)", 30)
    assert sum(pillar["high"] for pillar in worst["pillars"].values()) == 30
    assert "mine" not in found["views"]


def test_files_that_cannot_be_read_are_named_and_left_out(sample, wb, tmp_path):
    damaged, newer = tmp_path / "damaged.wawb", tmp_path / "newer.wawb"
    damaged.write_bytes(sample.read_bytes()[:40_000])
    shutil.copy(sample, newer)
    with sqlite3.connect(newer) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    paths = [tmp_path / "gone.wawb", damaged, newer, sample]
    arguments = [each for path in paths for each in ("--file", path)]
    shown = wb("portfolio", "show", *arguments, "--json")
    assert shown.code == 0
    assert shown.json["files"] == [str(sample)]
    assert [one["file"] for one in shown.json["skipped"]] == [str(path) for path in paths[:3]]
    assert all(f"{name}.wawb" in shown.err for name in ("gone", "damaged", "newer"))
    target = tmp_path / "all.md"
    ran = wb("report", "--portfolio", *paths, "--output", target)
    assert ran.code == 0
    text = target.read_text("utf-8")
    assert "newer.wawb" in text
    assert "Travel desk" in text
    assert wb("report", "--portfolio", *paths[:3], "--output", tmp_path / "none.md").code == 3
    assert not (tmp_path / "none.md").exists()


def test_a_file_that_another_program_writes_is_read_all_the_same(sample, wb, tmp_path):
    other = tmp_path / "busy.wawb"
    shutil.copy(sample, other)
    with Workspace.open(other, who="Somebody"):
        found = wb("portfolio", "show", "--file", sample, "--file", other, "--json").json
    assert found["skipped"] == []
    assert len(found["views"]["heat"]) == 16


def test_page_command_line_and_report_say_the_same(sample, wb, tmp_path):
    shown = wb("--workspace", sample, "portfolio", "show", "--json").json["views"]
    wb("--workspace", sample, "report", "--portfolio", "--output", tmp_path / "all.json")
    report = json.loads((tmp_path / "all.json").read_text("utf-8"))
    sections = {one["id"]: one["blocks"] for one in report["sections"]}
    tables = {key: block.get("data", block)["rows"] for key, blocks in sections.items()
              for block in blocks if block["type"] in ("table", "chart")}  # fmt: skip
    cells = [[f"{pair['high']}/{pair['medium']}" for pair in row["pillars"].values()] for row in shown["heat"]]
    assert [[str(n) for key, n in row.items() if key.startswith("pillar_") and not key.endswith("_mark") and n]
            for row in tables["heat-map"]] == cells  # fmt: skip
    assert [(one["workload"], one["high"], one["medium"]) for one in tables["workloads"]] == [
        (one["workload"], one["high"], one["medium"]) for one in shown["heat"]]  # fmt: skip
    told = [(one["practice"], one["workloads"], one["where"]) for one in tables["recurring"]]
    assert (
        told
        == [(one["practice"].split()[0], one["workloads"], one["where"]) for one in shown["recurring"]][: len(told)]
    )
    assert len(told) == 40
    assert [(one["workloads"], one["high"], one["medium"]) for one in tables["maturity"]] == [
        (one["workloads"], one["high"], one["medium"]) for one in shown["time"]]  # fmt: skip
    keys = ("owner", "high", "medium", "initiatives", "overdue", "next_due")
    assert [[one[key] for key in keys] for one in tables["owners"]] == [
        [one[key] for key in keys] for one in shown["load"] if one["high"] + one["medium"] + one["initiatives"]]  # fmt: skip
    assert [(one["day"], one["what"], one["workload"], one["who"]) for one in tables["due"]] == [
        (one["day"], one["what"], one["workload"], one["who"]) for one in shown["due"]]  # fmt: skip
    assert [(one["initiative"], one["workload"]) for one in tables["value"]] == [
        (one["initiative"], one["workload"]) for one in shown["value"]]  # fmt: skip
    with Workspace.open(sample, read_only=True) as workspace:
        page = read_wide(workspace, (), {}, date.today().isoformat(), "", Silent())
    assert {key: page.tables[key].records() for key in shown} == {
        key: [{name: tuple(v) if isinstance(v, list) else v for name, v in row.items()} for row in rows]
        for key, rows in shown.items()}  # fmt: skip


def test_the_facts_of_a_report_are_those_of_the_file(sample):
    with Workspace.open(sample, read_only=True) as workspace, workspace.reading() as session:
        facts = read_facts(session, "Sample")
        materials = []
        for workload_id, _name in workload_names(session):
            snapshot = take_snapshot(session, workload_id)
            lenses = {one.lens_sha256: lens_by_hash(session, one.lens_sha256) for one in snapshot.reviews}
            materials.append(
                Material(snapshot, lenses, milestones_of(session, workload_id), "2026-11-24", "2026-11-24")
            )
    told = facts_of("Sample", materials)
    assert {one.id: one for one in told.workloads} == {one.id: one for one in facts.workloads}
    for name in ("risks", "actions", "exceptions", "initiatives"):
        assert Counter(getattr(told, name)) == Counter(getattr(facts, name)), name
    assert told.practices == facts.practices
    assert told.lenses == facts.lenses
    assert told.pillars == facts.pillars


def test_one_person_sees_workloads_and_actions(sample, wb):
    found = wb("--workspace", sample, "portfolio", "--person", "outlet SQUAD", "--json").json
    assert set(found["views"]) == {"mine"}
    assert [one["what"] for one in found["views"]["mine"]][:2] == ["workload", "action"]
    assert {one["workload"] for one in found["views"]["mine"][1:]} == {"Outlet shop"}


def test_one_table_is_printed_whole(sample, wb):
    whole = wb("--workspace", sample, "portfolio", "--view", "recurring")
    short = wb("--workspace", sample, "portfolio", "show")
    assert "more rows: workbench portfolio show --view recurring" in short.out + short.err
    assert "Risks by pillar" not in whole.out
    assert whole.out.count("BP0") > short.out.count("BP0")


@pytest.mark.parametrize(("arguments", "code"), [(("--view", "nothing"), 2), (("--file", "missing.wawb"), 3), ((), 2)])
def test_what_cannot_be_shown_is_told(wb, arguments, code):
    ran = wb("portfolio", "show", *arguments)
    assert ran.code == code
    assert ran.out == ""


def test_risks_that_are_gone_are_no_actions(sample):
    with Workspace.open(sample, read_only=True) as workspace, workspace.reading() as session:
        facts = read_facts(session, "Sample")
    assert all(one.risk in (Risk.HIGH, Risk.MEDIUM, None) for one in facts.actions)
    assert {one[1].title for one in facts.initiatives} >= {"Checkout survives the loss of a zone"}
