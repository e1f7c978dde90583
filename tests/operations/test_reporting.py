from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports import example
from workbench.domain.answer import MarkState
from workbench.domain.ids import new_id
from workbench.errors import BadInput, UnknownName
from workbench.library.shelf import Shelf
from workbench.operations.answers import SetMark
from workbench.operations.history import History
from workbench.operations.milestones import SaveMilestone
from workbench.operations.reporting import format_named, gather, write_report
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.progress import Cancelled
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
    now = gather(shop, "w", None, 1, made_by="Me")
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
        format_named("docx")
    assert format_named(".PDF").id == "pdf"
