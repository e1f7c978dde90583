"""The failing side of the architecture page: findings in words, evidence, decisions, answers, scenarios, results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QTabWidget

from tests.ui.failure_stage import FailureStage, failure_stage
from workbench.domain.finding import FindingStatus, QuestionKind
from workbench.domain.graph import Criticality
from workbench.operations.failure_scenarios import KeepScenario
from workbench.store.queries.answers import evidence_of
from workbench.store.queries.graphs import finding_notes, scenarios_of
from workbench.ui.dialogs.finding_decision import FindingDecision
from workbench.ui.dialogs.finding_verbs import FindingVerbs
from workbench.ui.dialogs.scenario_compare import ScenarioComparison
from workbench.ui.dialogs.scenario_name import ScenarioName


@contextmanager
def side(path: Path, qtbot: Any) -> Iterator[tuple[FailureStage, FindingVerbs]]:
    """The side panel as a window of its own."""
    with failure_stage(path, qtbot) as stage:
        tabs = QTabWidget()
        qtbot.addWidget(tabs)
        verbs = FindingVerbs(stage.desk, stage.architecture, tabs, tabs)
        tabs.resize(380, 720)
        tabs.show()
        qtbot.waitExposed(tabs)
        yield stage, verbs
        for dialog in tabs.window().findChildren(FindingDecision):
            dialog.close()


def dialog_of(kind: type) -> Any:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def spof(stage: FailureStage, element: str) -> str:
    return next(
        one.id for one in stage.architecture.findings if one.rule == "single_point" and one.elements[0] == element
    )


def test_findings_stand_by_journey_and_category_and_light_their_path(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        groups = verbs.panel.findings.list.entries
        assert [one.title for one in groups] == ["Checkout", "Refund assistant", "Questions to the room"]
        assert [one.title for one in groups[0].children][:2] == ["Single point of failure", "Shared fate"]
        assert verbs.panel.show_finding(spof(stage, "db"))
        assert stage.architecture.state.path == ("checkout", "lb", "api-b", "db") or (
            stage.architecture.state.path == ("checkout", "lb", "api-a", "db")
        )
        assert verbs.panel.view.finding is not None
        assert "orders-db alone ends Checkout" in verbs.panel.view.finding.title


def test_filters_narrow_the_list_and_showing_a_finding_widens_it(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        listing = verbs.panel.findings
        listing.journey.setCurrentIndex(listing.journey.findData("ask"))
        assert [one.title for one in listing.list.entries] == ["Refund assistant", "Questions to the room"]
        assert verbs.panel.show_finding(spof(stage, "db"))
        assert verbs.panel.finding is not None
        assert verbs.panel.finding.elements[0] == "db"


def test_one_key_attaches_the_finding_as_evidence_once(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        verbs.panel.show_finding(spof(stage, "db"))
        attach = next(one for one in verbs.actions() if one.id == "architecture.attach")
        assert attach.keys == ("E",)
        assert attach.enabled()
        attach.callback()
        link = verbs.panel.view.links[0]
        with stage.workspace.reading() as session:
            (found,) = evidence_of(session, ["r1"])
        assert (found.question_id, found.choice_id) == (link.question.id, link.choice.id)
        assert link.choice.code == "REL10-BP01"
        assert "orders-db alone ends Checkout" in found.target
        assert spof(stage, "db") in found.target
        assert "checkout → load balancer" in found.target
        verbs.attach(link)
        with stage.workspace.reading() as session:
            assert len(evidence_of(session, ["r1"])) == 1
        stage.desk.editor.undo()
        with stage.workspace.reading() as session:
            assert not evidence_of(session, ["r1"])


def test_a_decision_needs_a_reason_and_sets_the_finding_aside(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        verbs.panel.show_finding(spof(stage, "db"))
        verbs.decide(FindingStatus.ACCEPTED)
        dialog = dialog_of(FindingDecision)
        dialog.accept()
        assert dialog.isVisible()
        dialog.reason.setPlainText("One hour is fine until summer")
        with qtbot.waitSignal(stage.architecture.findings_changed, timeout=5000):
            dialog.accept()
        with stage.workspace.reading() as session:
            (note,) = finding_notes(session, "w1").values()
        assert (note.status, note.by) == (FindingStatus.ACCEPTED, "Ana")
        assert note.until
        found = stage.architecture.finding(note.finding_id)
        assert found is not None
        assert not found.is_open


def test_the_room_answers_in_place_and_it_is_analysed_again(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        asked = next(
            one for one in verbs.panel.findings.asked if one.question and one.question.kind is QuestionKind.CRITICALITY
        )
        verbs.panel.findings.list.select_key(("question", asked.id))
        yes = verbs.panel.answer.buttons[0]
        assert yes.text() == "Yes, in a lesser way"
        with qtbot.waitSignal(stage.architecture.findings_moved, timeout=5000):
            yes.click()
        assert stage.architecture.graph.nodes["help"].requires[0].criticality is Criticality.SOFT
        assert stage.architecture.journeys["ask"] == "up"
        assert asked.id not in [one.id for one in verbs.panel.findings.asked]
        assert not verbs.panel.moved.isHidden()


def test_what_cannot_be_read_is_no_answer(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        asked = next(
            one for one in verbs.panel.findings.asked if one.question and one.question.kind is QuestionKind.OBJECTIVE
        )
        verbs.answer(asked, "soon")
        assert stage.told
        before = stage.architecture.graph.journey(asked.about)
        verbs.answer(asked, "30 min, 5 min")
        after = stage.architecture.graph.journey(asked.about)
        assert before is not None
        assert after is not None
        assert (after.rto_s, after.rpo_s) == (1800, 300)


def test_the_fall_is_listed_replayed_and_saved(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        one, steps = stage.architecture, verbs.panel.steps
        verbs.panel.show_tab("failure")
        one.toggle_failed(("aza",))
        qtbot.waitUntil(lambda: bool(steps.list.entries))
        assert steps.title.text() == "Lose eu-west-1a: Checkout falls"
        assert [entry.key[0] for entry in steps.list.entries][::5] == ["aza", "checkout"]
        assert steps.list.entries[3].note == "api-b needs orders-db"
        one.show_level(1)
        assert one.journeys["pay"] == "at risk"
        assert set(one.state.fallen) == {"api-a", "db"}
        one.show_level(None)
        assert one.journeys["pay"] == "down"
        with qtbot.waitSignal(one.rescues_changed, timeout=5000):
            steps.save.click()
        assert steps.try_buttons
        steps.try_buttons[0].click()
        assert one.trial is not None
        assert one.journeys["pay"] == "at risk"
        assert verbs.trial_bar.title.text().startswith("Trial: ")
        verbs.trial_bar.discard.click()
        assert one.trial is None


def test_scenarios_are_kept_over_a_restart_and_stand_side_by_side(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        stage.architecture.toggle_failed(("aza",))
        verbs.keep_scenario()
        dialog = dialog_of(ScenarioName)
        assert dialog.field.text() == "Loss of eu-west-1a"
        dialog.accept()
        stage.architecture.fail(("search",))
        verbs.keep_scenario()
        dialog_of(ScenarioName).accept()
    with side(tmp_path, qtbot) as (stage, verbs):
        assert [one.name for one in stage.architecture.scenarios] == ["Loss of eu-west-1a", "Loss of search"]
        assert stage.architecture.state.failed == ()
        verbs.panel.steps.play_buttons[0].click()
        assert stage.architecture.state.failed == ("aza",)
        verbs.compare_scenarios()
        dialog = dialog_of(ScenarioComparison)
        rows = [row.cells for row in dialog.table.rows]
        assert rows == [
            ("Checkout", "down", "degraded"),
            ("Refund assistant", "up", "down"),
            ("Journeys that end", "1", "1"),
        ]
        dialog.close()
        verbs.remove_scenario(stage.architecture.scenarios[0])
        assert [one.name for one in stage.architecture.scenarios] == ["Loss of search"]
        stage.desk.editor.undo()
        with stage.workspace.reading() as session:
            assert len(scenarios_of(session, "w1")) == 2


def test_a_scenario_fails_something_and_has_a_name(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, _verbs):
        from workbench.domain.failure_scenario import FailureScenario

        assert stage.desk.editor.do(KeepScenario("w1", FailureScenario("s1", " ", ("db",)))) is None
        assert stage.desk.editor.do(KeepScenario("w1", FailureScenario("s1", "x", ()))) is None
        assert len(stage.told) == 2


def test_results_are_tables_that_are_copied_and_exported(qtbot: Any, tmp_path: Path) -> None:
    from workbench.ui.dialogs.finding_export import write_table

    with side(tmp_path, qtbot) as (stage, verbs):
        verbs.show_results("cut_sets")
        results = verbs.results
        assert results is not None
        qtbot.waitUntil(
            lambda: stage.architecture.numbers is not None and bool(results.tables["cut_sets"].rows), timeout=10_000
        )
        table = results.tables["cut_sets"]
        assert ("2", "api-a + api-b", "") in [row.cells for row in table.rows]
        results.copy()
        assert QGuiApplication.clipboard().text().splitlines()[0] == "Size\tFail together\tWhose"
        assert table.table is not None
        target = tmp_path / "cuts.csv"
        write_table(stage.desk, table.table, target, results)
        qtbot.waitUntil(target.exists)
        assert target.read_text("utf-8-sig").splitlines()[0] == "Size,Fail together,Whose"
        table.view.selectRow([row.cells[1] for row in table.rows].index("api-a + api-b"))
        assert stage.architecture.state.path == ("api-a", "api-b")
        for tab in ("journeys", "importance", "shared_fate", "fixes", "domains"):
            results.show_tab(tab)
            assert results.tables[tab].table is not None
        results.show_tab("pictures")
        results.kind.setCurrentIndex(2)
        qtbot.waitUntil(lambda: not results.picture.image.isNull(), timeout=20_000)
        results.close()


def test_the_strip_shows_every_journey_all_the_time(qtbot: Any, tmp_path: Path) -> None:
    with side(tmp_path, qtbot) as (stage, verbs):
        strip = verbs.strip
        assert {key: chip.words for key, chip in strip.chips.items()} == {
            "pay": "at risk, 2 single points", "ask": "at risk, 2 single points",
        }  # fmt: skip
        stage.architecture.toggle_failed(("azb",))
        assert {key: chip.words for key, chip in strip.chips.items()} == {"pay": "degraded", "ask": "down"}
        strip.chips["ask"].hovered.emit()
        assert "help needs search" in strip.chips["ask"].toolTip()
        assert strip.summary.text() == "1 down · 1 degraded"
