"""The desk of the architecture page: what fails, what is found, what is tried, over a real workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.ui.failure_stage import failure_stage
from workbench.analyses.what_if.changes import AddReplica
from workbench.domain.graph import Group, Position
from workbench.operations.graphs import PutNode
from workbench.store.queries.graphs import graph_of
from workbench.ui.widgets.failure_steps import fall_words


def test_a_zone_that_fails_takes_the_journey_down_in_order_and_says_why(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        one = stage.architecture
        assert one.journeys == {"pay": "at risk", "ask": "at risk"}
        one.toggle_failed(("aza",))
        assert one.state.failed == ("aza",)
        assert set(one.state.fallen) == {"api-a", "db", "api-b", "lb", "checkout"}
        assert one.journeys == {"pay": "down", "ask": "at risk"}
        order = [[step.element for step in level] for level in one.cascade()]
        assert order[0] == ["aza"]
        assert order[-1] == ["checkout"]
        assert one.why("api-b") == ("api-b needs orders-db", "orders-db stands in Availability Zone eu-west-1a")
        assert one.why("search") == ()
        one.toggle_failed(("aza",))
        assert one.journeys == {"pay": "at risk", "ask": "at risk"}


def test_what_can_be_done_without_only_degrades(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        stage.architecture.toggle_failed(("search",))
        assert stage.architecture.journeys == {"pay": "degraded", "ask": "down"}
        stage.architecture.repair()
        assert stage.architecture.state.down() == frozenset()


def test_an_edit_is_analysed_again_and_tells_what_it_closed(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        one = stage.architecture
        assert "db" in one.singles("pay")
        gone = replace(one.graph.nodes["api-b"], requires=())
        with qtbot.waitSignal(one.findings_moved, timeout=5000):
            stage.desk.editor.do(PutNode("w1", gone))
        assert "db" not in one.singles("pay")
        assert any(finding.elements[0] == "db" for finding in one.closed)
        assert all(finding.id not in {each.id for each in one.findings} for finding in one.closed)


def test_moving_something_changes_no_result(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        one = stage.architecture
        one.toggle_failed(("aza",))
        before = one.assessment
        seen: list[int] = []
        one.graph_changed.connect(lambda: seen.append(1))
        stage.desk.editor.do(PutNode("w1", replace(one.graph.nodes["db"], position=Position(10, 20))))
        assert seen == [1]
        assert one.graph.nodes["db"].position == Position(10, 20)
        assert one.assessment is before
        assert one.journeys["pay"] == "down"


@pytest.mark.parametrize("keep", [True, False])
def test_a_change_on_trial_is_shown_and_written_only_when_it_is_kept(qtbot: Any, tmp_path: Path, keep: bool) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        one = stage.architecture
        before = one.graph
        one.toggle_failed(("aza",))
        one.try_changes("Standby", [AddReplica.in_domain(one.graph, "db", "azb")])
        stage.settle()
        assert one.trial is not None
        assert one.journeys["pay"] == "at risk", "with a zone lost, the standby is the last"
        assert any(finding.elements[0] == "db" for finding in one.trial_moves()[0])
        with stage.workspace.reading() as session:
            assert graph_of(session, "w1") == before
        if keep:
            one.keep_trial()
            stage.settle()
            with stage.workspace.reading() as session:
                assert len(graph_of(session, "w1").nodes) > len(before.nodes)
            assert one.journeys["pay"] == "at risk"
            stage.desk.editor.undo()
        else:
            one.discard_trial()
        assert one.trial is None
        with stage.workspace.reading() as session:
            assert graph_of(session, "w1") == before
        assert one.graph == before
        assert one.journeys["pay"] == "down"


def test_numbers_come_when_they_are_asked_for(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        one = stage.architecture
        assert one.numbers is None
        one.want_numbers()
        qtbot.waitUntil(lambda: one.numbers is not None, timeout=10_000)
        assert one.numbers is not None
        assert ("api-a", "api-b") in one.numbers.analysis.journeys["pay"].cut_sets
        assert one.numbers.fixes
        assert not one.is_counting


def test_a_journey_that_lost_its_last_redundancy_is_at_risk(qtbot: Any, tmp_path: Path) -> None:
    with failure_stage(tmp_path, qtbot) as stage:
        one = stage.architecture
        lb, api = one.graph.nodes["lb"], one.graph.nodes["api-a"]
        names = ("api-1", "api-2", "api-3")
        copies = [replace(api, id=name, requires=(), domains=()) for name in names]
        for node in (*copies, replace(lb, soft=(), groups=(Group(1, names),))):
            stage.desk.editor.do(PutNode("w1", node))
        stage.settle()
        qtbot.waitUntil(lambda: one.journeys["pay"] == "up", timeout=5000)
        one.fail(("api-1",))
        assert one.journeys["pay"] == "up"
        one.fail(("api-1", "api-2"))
        qtbot.waitUntil(lambda: one.journeys["pay"] == "at risk", timeout=5000)
        assert one.singles("pay") == ("api-3",)
        assert one.singles("pay", at_rest=True) == ()
        assert "Checkout stands and has no redundancy left" in fall_words(one)
        one.repair()
        assert one.journeys["pay"] == "up"
