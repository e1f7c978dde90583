from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports import example
from workbench.domain.answer import MarkState
from workbench.domain.ids import new_id
from workbench.errors import BadInput, UnknownName
from workbench.figures import svg_of
from workbench.library.shelf import Shelf
from workbench.operations.answers import SetMark
from workbench.operations.history import History
from workbench.operations.milestones import SaveMilestone
from workbench.operations.reporting import (
    Dress,
    format_named,
    gather,
    gather_portfolio,
    kind_for,
    write_portfolio,
    write_report,
)
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.progress import Cancelled
from workbench.reports import Kind
from workbench.store.queries.answers import reviews_of
from workbench.store.queries.milestones import milestones_of
from workbench.store.workspace import Workspace


@pytest.fixture
def shop(tmp_path):
    """A workspace with one workload, two milestones and an answer after them."""
    with Workspace.create(tmp_path / "shop.wawb", "Shop") as workspace:
        history = History(workspace, "Facilitator")
        history.do(CreateWorkload(replace(example.WORKLOAD, id="w")))
        history.do(AddLens("w", new_id(), Shelf().text("wellarchitected")))
        with workspace.reading() as session:
            review = reviews_of(session, "w")[0]
        question = next(Shelf().lens("wellarchitected").questions())
        history.do(SetMark(review.id, question.id, question.practices[0].id, MarkState.NO))
        history.do(SaveMilestone("w", new_id(), "Baseline"))
        for choice in question.practices:
            history.do(SetMark(review.id, question.id, choice.id, MarkState.YES))
        history.do(SaveMilestone("w", new_id(), "Second"))
        yield workspace


def used(workspace):
    with workspace.reading() as session:
        return [one.used for one in milestones_of(session, "w")]


def test_gather_reads_now_or_a_milestone_and_compares(shop):
    now = gather(shop, "w", None, 1, Dress(made_by="Me"))
    assert now.section("changes").title == 'Changes since milestone 1 "Baseline"'
    assert now.section("changes-closed-practice").title == "1 risk closed by practice"
    facts = dict(gather(shop, "w", 1).facts.pairs)
    assert facts["State"].startswith('Milestone 1 "Baseline"')


def test_who_closed_a_risk_is_in_the_report(shop):
    section = gather(shop, "w", None, 1).section("changes-closed-practice")
    assert section.blocks[0].rows[0][3].text.startswith("Facilitator, ")


def test_a_written_report_uses_its_milestones(shop, tmp_path):
    assert used(shop) == [False, False]
    path = write_report(shop, "w", format="md", target=tmp_path / "r.md")
    assert path.read_text(encoding="utf-8").startswith("# Ticket shop")
    assert used(shop) == [True, True]


def test_a_cancelled_report_uses_nothing(shop, tmp_path):
    def stop(done, total, note=""):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_report(shop, "w", format="md", target=tmp_path / "r.md", progress=stop)
    assert used(shop) == [False, False]
    assert not (tmp_path / "r.md").exists()


def test_a_read_only_workspace_gives_reports(shop, tmp_path):
    with Workspace.open(shop.path, read_only=True) as reader:
        assert write_report(reader, "w", 2, 1, format="html", target=tmp_path / "r.html").exists()


def test_what_does_not_exist_is_named(shop):
    with pytest.raises(UnknownName, match="no milestone 7"):
        gather(shop, "w", 7)
    with pytest.raises(UnknownName, match="not in this workspace"):
        gather(shop, "nobody")
    with pytest.raises(BadInput, match="not earlier"):
        gather(shop, "w", 1, 2)
    with pytest.raises(UnknownName, match="no report format"):
        format_named("xls")
    assert format_named(".PDF").id == "pdf"


def test_a_format_is_asked_only_for_what_it_can_hold(shop, tmp_path):
    assert kind_for(format_named("pptx")) is Kind.BOARD
    assert kind_for(format_named("xlsx")) is Kind.REGISTER
    assert kind_for(format_named("pdf"), "summary") is Kind.SUMMARY
    with pytest.raises(UnknownName, match="cannot hold") as refused:
        write_report(shop, "w", dress=Dress(Kind.FULL), format="xlsx", target=tmp_path / "r.xlsx")
    assert "docx" in refused.value.hint
    with pytest.raises(UnknownName, match="no kind"):
        kind_for(format_named("pdf"), "novel")
    assert not (tmp_path / "r.xlsx").exists()


def test_the_target_of_the_plan_is_in_the_burn_down(shop):
    chart = next(one for one in gather(shop, "w").charts() if one.id == "burn-down")
    assert "Target" in svg_of(chart.draw())


def test_a_portfolio_tells_every_workload_and_uses_no_milestone(shop, tmp_path):
    History(shop, "Facilitator").do(CreateWorkload(replace(example.WORKLOAD, id="v", name="Second shop")))
    content = gather_portfolio(shop, "", Dress(kind=Kind.FULL))
    assert dict(content.facts.pairs)["Workloads"] == "2"
    path = write_portfolio(shop, "", Dress(), format="md", target=tmp_path / "all.md")
    assert "Second shop" in path.read_text(encoding="utf-8")
    assert used(shop) == [False, False]


def test_a_portfolio_of_a_milestone_names_who_has_none(shop):
    History(shop, "Facilitator").do(CreateWorkload(replace(example.WORKLOAD, id="v", name="Second shop")))
    facts = dict(gather_portfolio(shop, "baseline").facts.pairs)
    assert (facts["Workloads"], facts["Not in it"]) == ("1", "Second shop")
    with pytest.raises(UnknownName, match="No workload has a milestone"):
        gather_portfolio(shop, "Nowhere")
