"""`workbench portfolio` on the sample: the same counts as each workload by itself, several files, one person."""

from __future__ import annotations

from collections import Counter

import pytest

from workbench.cli.sample import build_sample
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import Risk
from workbench.store.queries.portfolio_facts import read_facts
from workbench.store.queries.standing import read_standing
from workbench.store.workspace import Workspace


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
            assert len([each for each in facts.exceptions if each.workload_id == one.id]) == len(accepted)
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
