"""Around the planner: from answers to exposures, from a plan to due dates, and when to plan again."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from tests.analyses.states import answer, lens_of, lens_text, review_of
from workbench.analyses.treatment import Why, plan_treatment
from workbench.analyses.treatment_steps import applied_plan, exposures_of, single_questions, state_sign, why_words
from workbench.domain.initiative import Capacity, Gap, Initiative
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload

TEXT = lens_text("x", "1", ("q1", "q2", "q3"))
LENSES = {"r": lens_of(TEXT)[1]}


def state(*answers, **parts):
    return Snapshot(Workload("w", "Shop"), (review_of(TEXT, *answers, review_id="r"),), **parts)


NOW = state(
    answer("q1", "a:no b:no", owner="Ada"), answer("q2", "a:yes b:no"), answer("q3", "a:yes b:yes"),
    acceptances=(Acceptance("r", "q2", "why", "by", "2026-06-30"),),
)  # fmt: skip


def numbers():
    made = count(1)
    return lambda: f"i{next(made)}"


def test_accepted_risks_are_left_out_while_they_hold():
    assert [one.question.id for one in exposures_of(NOW, LENSES, "2026-06-30")] == ["q1"]
    assert [one.question.id for one in exposures_of(NOW, LENSES, "2026-07-01")] == ["q1", "q2"]


def test_what_the_tool_said_goes_before_estimated_rules():
    told = replace(NOW.reviews[0].answers[1], tool_risk=Risk.HIGH)
    other = replace(NOW, reviews=(replace(NOW.reviews[0], answers=(NOW.reviews[0].answers[0], told)),), acceptances=())
    (exposure,) = [one for one in exposures_of(other, LENSES, "2026-01-01") if one.question.id == "q2"]
    assert exposure.risk_with() is Risk.HIGH
    assert exposure.risk_with(["b"]) is Risk.NONE


def test_questions_nobody_groups_become_initiatives():
    exposures = exposures_of(NOW, LENSES, "2026-07-01")
    made = single_questions(NOW, exposures, 2.0, numbers())
    assert [(one.closes, one.days, one.owner) for one in made] == [
        ((Gap("r", "q1", "a"),), 2.0, "Ada"), ((Gap("r", "q2", "b"),), 2.0, ""),
    ]  # fmt: skip
    grouped = replace(NOW, initiatives=(Initiative("i", "Mine", (Gap("r", "q1", "b"),)),))
    assert [one.closes[0].question_id for one in single_questions(grouped, exposures, 2.0, numbers())] == ["q2"]


def test_applying_sets_days_and_leaves_what_is_done():
    exposures = exposures_of(NOW, LENSES, "2026-07-01")
    work = (
        Initiative("a", "A", (Gap("r", "q1", "a"), Gap("r", "q1", "b")), 10.0, owner="Team"),
        Initiative("b", "B", (Gap("r", "q2", "b"),), 10.0, status=ItemStatus.IN_PROGRESS),
    )  # fmt: skip
    capacity = Capacity((10.0, 20.0, 30.0))
    now = replace(NOW, initiatives=work[1:], improvements=(Improvement("r", "q2", "Bo", status=ItemStatus.DONE),))
    plan = plan_treatment(exposures, work, capacity)
    done = applied_plan(plan, work, now, capacity, "2026-07-01")
    assert {one.id: (one.due, one.status) for one in done.initiatives} == {
        "a": ("2026-07-31", ItemStatus.PLANNED), "b": ("2026-08-30", ItemStatus.IN_PROGRESS),
    }  # fmt: skip
    assert done.improvements == (Improvement("r", "q1", "Team", "2026-07-31", ItemStatus.PLANNED),)
    again = replace(now, initiatives=done.initiatives, improvements=(*now.improvements, *done.improvements))
    assert applied_plan(plan, done.initiatives, again, capacity, "2026-07-01") == type(done)((), ())


def test_a_plan_is_old_once_answers_or_work_change_but_not_dates():
    def sign(now, work):
        return state_sign(exposures_of(now, LENSES, "2026-07-01"), work)

    work = (Initiative("a", "A", (Gap("r", "q1", "a"),), 3.0),)
    first = sign(NOW, work)
    assert sign(NOW, (replace(work[0], due="2026-08-01", owner="Ada", impact=4, title="Other"),)) == first
    assert sign(NOW, (replace(work[0], days=4.0),)) != first
    assert sign(NOW, (replace(work[0], status=ItemStatus.DONE),)) != first
    assert sign(state(answer("q1", "a:yes b:no")), work) != first


def test_every_reason_has_its_own_words():
    names = {("r", "q1"): "REL 1"}
    kinds = ("closes", "fixed", "nothing", "covered", "days", "items", "high_risks")
    said = {kind: why_words(Why(kind, (("r", "q1"),), 3.0), Capacity((1.0, 2.0, 4.5), 2), names) for kind in kinds}
    assert len(set(said.values())) == len(kinds)
    assert said["days"] == "Left out because 4.5 days do not suffice for it too. It would lower REL 1: weight 3."
    assert "only 2 initiatives" in said["items"]
    assert "no more than 5 high risks" in said["high_risks"]
