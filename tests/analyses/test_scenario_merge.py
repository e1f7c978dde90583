"""Failures kept in two copies: told apart by id, merged name by name and element by element."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from tests.analyses.states import kept_scenarios
from workbench.analyses.comparison import compare
from workbench.analyses.differences import other_words
from workbench.analyses.merge import merge, resolve
from workbench.analyses.scenario_differences import scenario_lines
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload

ONE = FailureScenario("s", "Loss of a zone", ("az-a",), "Ada", "2026-01-01")


def state(*kept: FailureScenario) -> Snapshot:
    return Snapshot(Workload("w", "Shop"), scenarios=tuple(sorted(kept, key=lambda one: (one.name, one.id))))


STATES = kept_scenarios().map(lambda kept: state(*kept))


@given(STATES, STATES)
def test_a_change_of_one_side_only_is_taken_whole(base, other):
    for mine, theirs in ((base, other), (other, base), (other, other)):
        found = merge(base, mine, theirs)
        assert found.merged.scenarios == other.scenarios
        assert found.conflicts == ()


@given(STATES, STATES, STATES)
def test_nothing_one_side_added_is_lost_and_a_failure_of_nothing_never_comes_out(base, mine, theirs):
    merged = merge(base, mine, theirs).merged.scenarios
    known = {one.id for one in base.scenarios}
    for side in (mine, theirs):
        assert {one.id for one in side.scenarios} - known <= {one.id for one in merged}
    assert all(one.failed and one.name for one in merged)
    assert list(merged) == sorted(merged, key=lambda one: (one.name, one.id))


@given(STATES, STATES)
def test_without_a_base_every_difference_is_asked_and_theirs_can_be_had(mine, theirs):
    found = merge(None, mine, theirs)
    settled = resolve(found, {one.id: "theirs" for one in found.conflicts})
    wanted = {one.id: (one.name, set(one.failed)) for one in theirs.scenarios}
    assert {one.id: (one.name, set(one.failed)) for one in settled.merged.scenarios} == wanted


def test_one_renames_and_the_other_adds_an_element():
    mine, theirs = replace(ONE, name="Loss of az-a"), replace(ONE, failed=("az-a", "db"), by="Bo", on="2026-02-02")
    found = merge(state(ONE), state(mine), state(theirs))
    assert found.conflicts == ()
    assert found.merged.scenarios == (FailureScenario("s", "Loss of az-a", ("az-a", "db"), "Bo", "2026-02-02"),)


def test_two_new_names_are_a_conflict_that_says_where():
    found = merge(state(ONE), state(replace(ONE, name="Mine")), state(replace(ONE, name="Theirs")))
    (conflict,) = found.conflicts
    assert conflict.title == ("Scenarios", "Mine", "Name")
    assert resolve(found, {conflict.id: "theirs"}).merged.scenarios[0].name == "Theirs"


def test_what_one_removes_and_the_other_changes_is_asked():
    assert merge(state(ONE), state(), state(ONE)).merged.scenarios == ()
    assert len(merge(state(ONE), state(), state(replace(ONE, name="Kept"))).conflicts) == 1


def test_a_comparison_tells_what_came_went_and_changed():
    before = state(ONE, FailureScenario("gone", "Old one", ("db",)))
    after = state(replace(ONE, name="Loss of az-a", failed=("az-a", "db")), FailureScenario("new", "New one", ("x",)))
    found = compare({}, before, after, before_day="2026-01-01", after_day="2026-01-02")
    assert scenario_lines(found.scenarios, {"db": "Database"}) == (
        ("Scenarios added", ("New one: x",)),
        ("Scenarios removed", ("Old one: Database",)),
        ("Scenarios changed", ("Loss of a zone → Loss of az-a", "Loss of az-a: az-a → az-a, Database")),
    )
    assert "4 changes in the scenarios" in other_words(found)
    assert scenario_lines(found.scenarios)[0][1] == ("New one: 1 element fails",)
    again = replace(before, scenarios=tuple(replace(one, by="Bo", on="2030-01-01") for one in before.scenarios))
    assert compare({}, before, again, before_day="2026-01-01", after_day="2026-01-02").scenarios == ()


@given(STATES)
def test_a_state_compared_with_itself_has_nothing_to_tell(kept):
    assert compare({}, kept, kept, before_day="2026-01-01", after_day="2026-01-01").scenarios == ()
