"""What becomes of questions, choices and marks under another version of a lens."""

from __future__ import annotations

import json

from tests.analyses.states import answer
from workbench.analyses.lens_likeness import propose
from workbench.analyses.lens_upgrade import Fate, plan_upgrade
from workbench.domain.answer import Answer, MarkState, Reason
from workbench.domain.risk import Risk
from workbench.library.lens_format import read_lens_text


def lens(version: str, *questions: tuple[str, str, dict[str, str]]):
    return read_lens_text(json.dumps({
        "name": "L", "alias": "l", "version": version,
        "pillars": [{"id": "p", "name": "P", "questions": [
            {"id": key, "title": title, "code": f"P {n}", "choices": [{"id": c, "title": t} for c, t in choices.items()],
             "riskRules": [{"condition": " && ".join(c for c in choices if not c.endswith("_no")) or "default", "risk": "NO_RISK"},
                           {"condition": "default", "risk": "HIGH_RISK"}]}
            for n, (key, title, choices) in enumerate(questions, 1)
        ]}],
    }))  # fmt: skip


OLD = lens(
    "1",
    (
        "q1",
        "How do you restore data?",
        {"a": "Test restores often", "b": "Automate restores", "q1_no": "None of these"},
    ),
    (
        "q2",
        "How do you place your workload?",
        {"c": "Use several zones", "d": "Pick fitting locations", "q2_no": "None"},
    ),
)


def fates(plan):
    return {
        one.shown.id: (
            one.fate,
            {choice.new.id if choice.new else choice.olds[0][1].id: choice.fate for choice in one.choices},
        )
        for one in plan.questions
    }


def test_ids_decide_and_codes_do_not():
    new = lens(
        "2",
        (
            "q2",
            "How do you place your workload?",
            {"c": "Use several zones", "d": "Pick fitting locations", "q2_no": "None"},
        ),
        ("q3", "How do you restore data?", {"a": "Test restores often"}),
    )  # P 1 is now q2, and q3 has the title of q1
    found = fates(plan_upgrade(OLD, new, ()))
    assert found["q2"] == (Fate.KEPT, {"c": Fate.KEPT, "d": Fate.KEPT, "q2_no": Fate.KEPT})
    assert found["q3"] == (Fate.NEW, {"a": Fate.NEW})
    assert found["q1"][0] is Fate.RETIRED


def test_a_new_title_under_an_old_id_is_a_renaming_and_carries_the_answer():
    new = lens("2", ("q1", "How do you get data back?", {"a": "Test restores each month", "e": "New one"}))
    said = answer("q1", "a:yes b:no", notes="Weekly", applicable=False, reason=Reason.OUT_OF_SCOPE)
    plan = plan_upgrade(OLD, new, [said])
    assert fates(plan)["q1"] == (
        Fate.RENAMED, {"a": Fate.RENAMED, "e": Fate.NEW, "b": Fate.RETIRED, "q1_no": Fate.RETIRED},
    )  # fmt: skip
    assert plan.answers["q1"] == said  # the mark on what is retired stays with it


def test_what_is_alike_is_proposed_with_a_score_and_never_applied():
    new = lens(
        "2",
        (
            "q7",
            "How do you restore your data?",
            {"a": "Test restores often", "x": "Automate all restores", "q7_no": "None"},
        ),
    )
    found = {(one.old, one.new): one for one in propose(OLD, new)}
    assert set(found) == {(("q1", ""), ("q7", "")), (("q1", "b"), ("q7", "x")), (("q1", "q1_no"), ("q7", "q7_no"))}
    assert all(0.55 <= one.score <= 1 and not one.is_merge for one in found.values())
    plan = plan_upgrade(OLD, new, [answer("q1", "a:yes")])
    assert fates(plan)["q7"][0] is Fate.NEW
    assert plan.answers["q1"] == answer("q1", "a:yes")


def test_a_confirmed_question_takes_choices_of_the_same_id_along():
    new = lens("2", ("q7", "How do you restore your data?", {"a": "Test restores often", "x": "Automate all restores"}))
    plan = plan_upgrade(OLD, new, [answer("q1", "a:yes b:partly")], {("q1", ""): ("q7", ""), ("q1", "b"): ("q7", "x")})
    assert plan.answers["q7"] == answer("q7", "a:yes x:partly")
    assert plan.answers["q1"] == Answer("q1")
    assert plan.target("q1", "b") == ("q7", "x")
    assert fates(plan)["q7"] == (Fate.RENAMED, {"a": Fate.KEPT, "x": Fate.RENAMED, "q1_no": Fate.RETIRED})


def merged(marks: str) -> Answer:
    new = lens("2", ("q2", "How do you place your workload?", {"c": "Use several fitting zones", "q2_no": "None"}))
    plan = plan_upgrade(OLD, new, [answer("q2", marks)], {("q2", "d"): ("q2", "c")})
    assert fates(plan)["q2"][1]["c"] is Fate.MERGED
    return plan.answers["q2"]


def test_two_practices_that_become_one_never_claim_more_than_was_said():
    assert merged("c:yes d:yes").state("c") is MarkState.YES
    assert merged("c:no d:no").state("c") is MarkState.NO
    for marks in ("c:yes d:no", "c:yes", "d:yes"):
        mark = merged(marks).mark("c")
        assert mark.state is MarkState.PARTLY
        assert mark.note.splitlines()[0].startswith("Use several zones: ")
        assert mark.note.splitlines()[1].startswith("Pick fitting locations: ")
    assert merged("q2_no:yes").state("q2_no") is MarkState.YES
    assert merged("").is_empty


def test_two_questions_that_become_one_keep_both_notes():
    new = lens("2", ("q2", "How do you place and restore?", {"c": "Use several zones", "a": "Test restores often"}))
    given = [
        answer("q1", "a:yes", notes="One", owner="Ops", parked=True, applicable=False, reason=Reason.OTHER),
        answer("q2", "c:no", notes="Two", flagged=True),
    ]
    plan = plan_upgrade(OLD, new, given, {("q1", ""): ("q2", "")})
    now = plan.answers["q2"]
    assert now.notes == "How do you place your workload?\nTwo\n\nHow do you restore data?\nOne"
    assert (now.owner, now.flagged, now.parked, now.applicable, now.reason) == ("Ops", True, False, True, Reason.NONE)
    assert {mark.choice_id: mark.state for mark in now.marks} == {"a": MarkState.YES, "c": MarkState.NO}
    assert next(one for one in plan.questions if one.shown.id == "q2").fate is Fate.MERGED
    assert plan.counts()[Fate.MERGED] == 1


def test_the_risk_is_told_before_and_after():
    new = lens("2", ("q1", "How do you restore data?", {"a": "Test restores often", "q1_no": "None of these"}))
    (kept, gone) = plan_upgrade(OLD, new, [answer("q1", "a:yes")]).questions
    assert (kept.before, kept.after, kept.is_changed) == (Risk.HIGH, Risk.NONE, True)
    assert (gone.before, gone.after, gone.answered) == (Risk.UNANSWERED, None, False)


def test_the_result_of_the_tool_holds_only_while_question_and_rules_do():
    said = answer("q1", "a:yes", tool_risk=Risk.MEDIUM)
    same = lens("2", ("q1", "Other words?", {"a": "Test", "b": "Automate", "q1_no": "None"}))
    assert plan_upgrade(OLD, same, [said]).answers["q1"].tool_risk is Risk.MEDIUM
    other = lens("2", ("q1", "Other words?", {"a": "Test", "q1_no": "None"}))
    assert plan_upgrade(OLD, other, [said]).answers["q1"].tool_risk is None
