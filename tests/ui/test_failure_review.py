"""Where the architecture meets the review: contradicted answers are flagged, evidence is there, milestones compare graphs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.analyses.payments import payments
from tests.ui.failure_stage import failure_stage
from workbench.analyses.graph_differences import compare_graphs, finding_lines, with_findings
from workbench.domain.answer import MarkState
from workbench.domain.lens import Lens
from workbench.operations.answers import SetMark
from workbench.operations.graphs import PutNode
from workbench.operations.milestones import SaveMilestone
from workbench.ui.dialogs.architectures import ArchitecturesDialog
from workbench.ui.dialogs.finding_notice import FindingNotice
from workbench.ui.pages.milestones import MilestonesPage
from workbench.ui.widgets.comparison_words import PICTURES


def practice(lens: Lens, code: str) -> tuple[str, str]:
    return next((q.id, one.id) for q in lens.questions() for one in q.practices if one.code == code)


def test_an_answer_that_the_architecture_contradicts_is_flagged_on_its_question(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        side = stage.architecture.side
        assert side is not None
        question, choice = practice(side.lens, "REL10-BP01")
        notice = FindingNotice(stage.desk)
        qtbot.addWidget(notice)
        stage.desk.place.go(question_id=question)
        assert notice.text == ""
        stage.desk.editor.do(SetMark("r1", question, choice, MarkState.YES))
        qtbot.waitUntil(lambda: bool(notice.text), timeout=5000)
        assert notice.text.startswith("The architecture says otherwise: ")
        named = {link.finding.elements[0] for link in notice.links}
        assert "db" in named
        assert "key" not in named, "what the provider manages contradicts nothing"
        notice._button.click()
        assert stage.pages == ["architecture"]
        assert stage.desk.place.take_finding() == notice.links[0].finding.id
        stage.desk.place.go(question_id=next(q.id for q in side.lens.questions() if q.id != question))
        assert notice.text == ""


def test_a_finding_that_hangs_on_an_unanswered_question_says_if(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        side = stage.architecture.side
        assert side is not None
        question, choice = practice(side.lens, "REL10-BP01")
        for name in ("api-b", "api-a"):
            stage.desk.editor.do(PutNode("w1", replace(stage.architecture.graph.nodes[name], requires=())))
        stage.settle()
        stage.desk.editor.do(SetMark("r1", question, choice, MarkState.YES))
        notice = FindingNotice(stage.desk)
        qtbot.addWidget(notice)
        stage.desk.place.go(question_id=question)
        qtbot.waitUntil(lambda: bool(notice.text), timeout=5000)
        assert notice.text.startswith("The architecture may say otherwise: ")
        assert "If help cannot do without search; nobody has said so." in notice.text


def test_no_findings_are_no_practice_met(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        side = stage.architecture.side
        assert side is not None
        links = [link for one in stage.architecture.findings for link in side.links(one, stage.architecture.graph)]
        assert links
        assert not any(link.is_selected or link.contradicts for link in links)


def test_milestones_compare_graphs_with_findings_and_both_pictures(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        stage.desk.editor.do(SaveMilestone("w1", "m1", "Baseline"))
        for name in ("api-b", "api-a"):
            stage.desk.editor.do(PutNode("w1", replace(stage.architecture.graph.nodes[name], requires=())))
        page = MilestonesPage(stage.desk)
        qtbot.addWidget(page)
        page.resize(1208, 736)
        page.show()
        page.refresh(None)
        qtbot.waitUntil(lambda: any(one.key == PICTURES for one in page.changes.entries), timeout=10_000)
        titles = [one.title for one in page.changes.entries]
        assert "Dependency graph: findings closed" in titles
        closed = page.changes.entries[titles.index("Dependency graph: findings closed")]
        assert any("orders-db alone ends Checkout" in one.title for one in closed.children)
        page._open(PICTURES)
        dialog = next(one for one in page.window().findChildren(ArchitecturesDialog))
        qtbot.waitUntil(lambda: all(one.renderer.isValid() for one in dialog.drawings), timeout=10_000)
        dialog.close()


def test_findings_are_compared_only_where_graphs_differ() -> None:
    graph = payments()
    assert with_findings(compare_graphs(graph, graph), graph, graph).graphs is None
    other = payments()
    nodes = dict(other.nodes) | {"api-b": replace(other.nodes["api-b"], requires=())}
    changed = replace(other, nodes=nodes)
    found = with_findings(compare_graphs(graph, changed), graph, changed)
    assert [title for title, _lines in finding_lines(found)] == ["Findings closed"]
    back = with_findings(compare_graphs(changed, graph), changed, graph)
    assert back.opened == found.closed
