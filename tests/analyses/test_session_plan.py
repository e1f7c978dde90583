"""Minutes of a plan: the box is shared out by weight, what a person set stays, and the least important go home."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analyses.session_plan import LEAST_MIN, Asked, importance, propose, reasons, suggested_homework, weight
from workbench.domain.risk import Risk
from workbench.domain.session import Format, PillarSlot, SessionPlan, Weights

PILLARS = ("ops", "sec", "rel")
ASKED = st.lists(
    st.tuples(st.sampled_from(PILLARS), st.sampled_from(list(Risk)), st.booleans(), st.integers(0, 3), st.integers(0, 9)),
    min_size=1, max_size=60,
).map(
    lambda rows: [
        Asked(("wa", f"q{n}"), pillar, risk, changed, findings, levels)
        for n, (pillar, risk, changed, findings, levels) in enumerate(rows)
    ]
)  # fmt: skip


def plan_of(**values: object) -> SessionPlan:
    slots = tuple(PillarSlot("wa", pillar) for pillar in PILLARS)
    return SessionPlan(**({"id": "s", "workload_id": "w", "name": "First", "pillars": slots} | values))  # type: ignore[arg-type]


@given(ASKED, st.integers(30, 600), st.integers(0, 29))
def test_the_whole_box_is_given_out_and_weight_decides(asked, minutes, pause):
    plan = plan_of(minutes=minutes, break_minutes=pause)
    found = propose(plan, asked)
    assert sum(found.questions.values()) == pytest.approx(minutes - pause)
    assert sum(found.pillars.values()) == pytest.approx(minutes - pause)
    assert found.over == 0
    one, other = asked[0], asked[-1]
    if weight(one, plan.weights) > weight(other, plan.weights):
        assert found.questions[one.spot] > found.questions[other.spot]


@given(ASKED, st.integers(0, 59), st.integers(1, 40), st.integers(0, 59))
def test_what_was_set_by_hand_stays(asked, number, minutes, home):
    one, at_home = asked[number % len(asked)], asked[home % len(asked)]
    plan = plan_of(fixed=((one.spot, float(minutes)),), homework=(at_home.spot,))
    found = propose(plan, asked)
    assert found.questions[at_home.spot] == 0
    if one is not at_home:
        assert found.questions[one.spot] == minutes
    left = [each for each in asked if each.spot not in (one.spot, at_home.spot)]
    if left:
        assert sum(found.questions.values()) == pytest.approx(plan.minutes - plan.break_minutes)


def test_a_pillar_with_minutes_of_its_own_shares_those_out():
    asked = [Asked(("wa", f"{pillar}{n}"), pillar, Risk.NONE) for pillar in PILLARS for n in range(2)]
    plan = plan_of(minutes=100, break_minutes=0, pillars=(PillarSlot("wa", "ops", 40.0), PillarSlot("wa", "sec")))
    found = propose(plan, asked)
    assert found.pillars == {("wa", "ops"): 40.0, ("wa", "sec"): 60.0}
    assert found.questions["wa", "ops0"] == 20.0
    assert ("wa", "rel0") not in found.questions


def test_more_by_hand_than_there_is_time_is_told():
    asked = [Asked(("wa", "a"), "ops", Risk.NONE), Asked(("wa", "b"), "ops", Risk.NONE)]
    plan = plan_of(minutes=60, break_minutes=0, fixed=((("wa", "a"), 75.0),))
    found = propose(plan, asked)
    assert found.over == pytest.approx(15)
    assert found.questions["wa", "b"] == 0


def test_each_meeting_has_the_whole_box_where_a_pillar_has_its_own():
    asked = [Asked(("wa", f"{pillar}{n}"), pillar, Risk.NONE) for pillar in PILLARS for n in range(3)]
    found = propose(plan_of(format=Format.PILLARS, minutes=90, break_minutes=0), asked)
    assert set(found.pillars.values()) == {90.0}
    assert found.questions["wa", "sec1"] == pytest.approx(30)
    assert found.over == 0


def test_a_high_risk_gets_twice_the_time_of_none_and_weights_can_be_changed():
    asked = [Asked(("wa", "a"), "ops", Risk.HIGH), Asked(("wa", "b"), "ops", Risk.NONE)]
    plan = plan_of(minutes=90, break_minutes=0)
    assert propose(plan, asked).questions["wa", "a"] == pytest.approx(60)
    even = replace(plan, weights=Weights(high=1.0))
    assert propose(even, asked).questions["wa", "a"] == pytest.approx(45)


@given(ASKED, st.integers(0, 120))
def test_homework_leaves_enough_minutes_for_the_rest_and_the_most_important_stay(asked, minutes):
    plan = plan_of(minutes=minutes, break_minutes=0)
    home = set(suggested_homework(plan, asked))
    kept = [one for one in asked if one.spot not in home]
    assert not kept or minutes / len(kept) >= LEAST_MIN
    if home and kept:
        most = max(importance(one, plan.weights) for one in asked if one.spot in home)
        assert most <= min(importance(one, plan.weights) for one in kept)
    if home:
        assert minutes / (len(kept) + 1) < LEAST_MIN


def test_a_triage_keeps_thirty_of_fifty_seven():
    asked = [Asked(("wa", f"q{n}"), PILLARS[n % 3], Risk.HIGH if n % 2 else Risk.NONE) for n in range(57)]
    home = suggested_homework(plan_of(format=Format.TRIAGE, minutes=60, break_minutes=0), asked)
    assert len(home) == 27
    assert all(int(question[1:]) % 2 == 0 for _lens, question in home)


def test_reasons_say_why_a_question_matters():
    one = Asked(("wa", "a"), "ops", Risk.HIGH, True, 2, 1, 0)
    assert reasons(one) == (
        "high risk now", "changed since the last milestone", "2 findings of the graph", "one practice rated high",
        "a priority pillar of this workload",
    )  # fmt: skip
