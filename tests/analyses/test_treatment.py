"""The treatment planner: exact against every possible choice on small cases, its limits and its reasons."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analyses.treatment import WEIGHTS, Exposure, outcome_of, plan_treatment
from workbench.domain.initiative import Capacity, Gap, Initiative
from workbench.domain.lens import Choice, Question, RiskRule
from workbench.domain.risk import Risk

FREE = Capacity(high_risks=None)


def question(name, practices, *, medium="", none=""):
    """High until `medium` holds, then medium until `none` holds; without them, all practices."""
    choices = tuple(Choice(one, one.upper()) for one in practices)
    everything = " && ".join(practices)
    rules = [RiskRule(none or everything, "NO_RISK")]
    if medium:
        rules.append(RiskRule(medium, "MEDIUM_RISK"))
    rules.append(RiskRule("default", "HIGH_RISK"))
    return Exposure("r", Question(id=name, title=name, pillar_id="p", choices=choices, rules=tuple(rules)), frozenset())


def work(name, days, *gaps, **more):
    return Initiative(name, name, tuple(Gap("r", *gap.split(".")) for gap in gaps), days, **more)


TWO = [question("q", ["a", "b", "c"], medium="a && b"), question("s", ["x", "y"], none="x || y")]


def test_initiatives_that_help_only_together_are_taken_together():
    plan = plan_treatment(
        TWO, [work("A", 2, "q.a"), work("B", 3, "q.b"), work("Y", 9, "s.y")], Capacity((5.0, 5.0, 5.0), high_risks=None)
    )
    assert sorted(plan.chosen) == ["A", "B"]
    assert plan.after == {("r", "q"): Risk.MEDIUM, ("r", "s"): Risk.HIGH}
    assert (plan.closed, plan.days, plan.exact) == (2.0, 5.0, True)
    assert plan.why["A"].kind == "closes"
    assert plan.why["A"].questions == (("r", "q"),)
    assert (plan.why["Y"].kind, plan.why["Y"].weight) == ("days", 3.0)


def test_among_equals_the_least_effort_wins_and_what_helps_nothing_is_left_out():
    plan = plan_treatment(TWO, [work("dear", 8, "s.x"), work("cheap", 1, "s.y"), work("idle", 0, "q.c")], FREE)
    assert plan.chosen == ("cheap",)
    assert (plan.why["dear"].kind, plan.why["idle"].kind) == ("covered", "nothing")


def test_at_most_so_many_high_risks_and_items():
    many = [question(f"q{n}", ["a"]) for n in range(8)]
    tasks = [work(f"w{n}", 1, f"q{n}.a") for n in range(8)]
    assert len(plan_treatment(many, tasks, Capacity()).chosen) == 5
    plan = plan_treatment(many, tasks, Capacity(items=3))
    assert len(plan.chosen) == 3
    assert {plan.why[one.id].kind for one in tasks} == {"closes", "items"}
    assert plan_treatment(many, tasks, Capacity()).why["w7"].kind in ("high_risks", "closes")


def test_what_is_fixed_is_in_the_plan_and_the_windows_hold_their_days():
    tasks = [work("fixed", 8, "q.c", fixed=True), work("A", 6, "q.a"), work("B", 6, "q.b"), work("Y", 4, "s.y")]
    plan = plan_treatment(TWO, tasks, Capacity((10.0, 20.0, 30.0), high_risks=None))
    assert set(plan.chosen) == {"fixed", "A", "B", "Y"}
    assert plan.windows[0][0] == "fixed"
    by_id, used = {one.id: one for one in tasks}, 0.0
    for window, limit in zip(plan.windows, (10, 20, 30), strict=True):
        used += sum(by_id[one].days for one in window)
        assert used <= limit
    assert plan.after == {("r", "q"): Risk.NONE, ("r", "s"): Risk.NONE}


def test_stdout_stays_with_whoever_asked(capfd):
    plan_treatment(TWO, [work("A", 1, "q.a")], Capacity())
    assert capfd.readouterr() == ("", "")


def test_no_capacity_and_nothing_to_do():
    assert plan_treatment(TWO, [work("A", 1, "q.a")], Capacity((0.0,))).chosen == ()
    assert plan_treatment([], [], Capacity()).closed == 0.0


@st.composite
def cases(draw):
    exposures = []
    for n in range(draw(st.integers(1, 4))):
        names = ["a", "b", "c", "d"][: draw(st.integers(1, 4))]
        medium = draw(
            st.sampled_from(["", *(" && ".join(some) for size in (1, 2) for some in combinations(names, size))])
        )
        none = draw(st.sampled_from(["", " || ".join(names), " && ".join(names[:2])]))
        exposures.append(question(f"q{n}", names, medium=medium, none=none))
    gaps = [f"{one.question.id}.{choice.id}" for one in exposures for choice in one.question.choices]
    tasks = [
        work(
            f"w{n}",
            draw(st.integers(0, 6)),
            *draw(st.lists(st.sampled_from(gaps), min_size=1, max_size=4, unique=True)),
        )
        for n in range(draw(st.integers(1, 7)))
    ]
    capacity = Capacity(
        draw(st.none() | st.tuples(st.integers(0, 15).map(float))), draw(st.none() | st.integers(0, 5)),
        draw(st.none() | st.integers(0, 3)),
    )  # fmt: skip
    return exposures, tasks, capacity


def counted(exposures, some, capacity):
    """What a choice closes, with no more high risks than may be taken on."""
    after = outcome_of(exposures, some)
    gains = [(WEIGHTS[one.risk_with()] - WEIGHTS[after[one.key]], one.risk_with() is Risk.HIGH) for one in exposures]
    high = sorted((gain for gain, is_high in gains if is_high and gain > 0), reverse=True)
    return sum(gain for gain, is_high in gains if not is_high) + sum(high[: capacity.high_risks])


@settings(max_examples=150, deadline=None)
@given(cases())
def test_no_other_choice_closes_more_or_costs_less(case):
    exposures, tasks, capacity = case
    plan = plan_treatment(exposures, tasks, capacity)
    by_id = {one.id: one for one in tasks}
    chosen = [by_id[one] for one in plan.chosen]
    best = (-1.0, 0.0)
    for size in range(len(tasks) + 1):
        for some in combinations(tasks, size):
            days = sum(one.days for one in some)
            if (capacity.days is None or days <= max(capacity.days)) and (
                capacity.items is None or size <= capacity.items
            ):
                best = max(best, (counted(exposures, some, capacity), -days))
    assert (counted(exposures, chosen, capacity), -plan.days) == pytest.approx(best)
    assert set(plan.why) == set(by_id)
