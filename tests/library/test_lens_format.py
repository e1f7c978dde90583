"""Reading lens files from anywhere: what is understood, what is refused, and how it says so."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analyses.risk import assess
from workbench.domain.answer import Answer, Mark, MarkState
from workbench.domain.risk import Risk
from workbench.errors import BadInput
from workbench.library.lens_format import read_lens_text


def lens(questions, **top):
    return json.dumps({"schemaVersion": "2021-11-01", "name": "Own lens", "pillars": [
        {"id": "security", "name": "Security", "questions": questions}], **top})  # fmt: skip


def question(**fields):
    choices = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}, {"id": "q_no", "title": "None of these"}]
    rules = [{"condition": "a && b", "risk": "NO_RISK"}, {"condition": "a || b", "risk": "MEDIUM_RISK"},
             {"condition": "default", "risk": "HIGH_RISK"}]  # fmt: skip
    return {"id": "q1", "title": "How?", "choices": choices, "riskRules": rules} | fields


def test_a_custom_lens_keeps_its_own_rules():
    read = read_lens_text(lens([question()]))
    one = read.question("q1")
    assert (read.alias, read.official, one.rules_origin) == ("own-lens", False, "")
    answer = Answer("q1", (Mark("a", MarkState.YES),))
    result = assess(one, answer)
    assert (result.risk, result.rule, result.estimated) == (Risk.MEDIUM, "a || b", False)
    assert result.ways_down == (("b",),)


def test_missing_rules_are_estimated_with_level_unknown():
    one = read_lens_text(lens([question(riskRules=[])])).question("q1")
    result = assess(one, Answer("q1", (Mark("a", MarkState.YES),)))
    assert (result.risk, result.estimated, result.level_unknown) == (Risk.MEDIUM, True, True)


def test_a_question_without_practices_takes_a_verdict_of_ours():
    one = read_lens_text(lens([{"id": "q1", "title": "Talk about it", "choices": []}])).question("q1")
    assert assess(one, Answer("q1")).risk is Risk.UNANSWERED
    judged = assess(one, Answer("q1", verdict=Risk.HIGH))
    assert (judged.risk, judged.ours) == (Risk.HIGH, True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("[1, 2]", "no list of pillars"),
        ('{"pillars": 3}', "no list of pillars"),
        (lens([question(), question()]), "twice"),
        (lens([question(choices=[{"id": "a"}, {"id": "a"}])]), "twice"),
        (lens([{"title": "no id"}]), "no id"),
    ],
)
def test_a_bad_lens_says_what_is_wrong(text, says):
    with pytest.raises(BadInput) as caught:
        read_lens_text(text, "mine.json")
    assert says in f"{caught.value} {caught.value.details}"


@pytest.mark.parametrize(
    ("fields", "said", "risk"),
    [
        ({"riskRules": [{"condition": "a &&", "risk": "NO_RISK"}, {"condition": "default", "risk": "HIGH_RISK"}]}, "ends at column", "HIGH"),
        ({"riskRules": [{"condition": "a", "risk": "LOW"}, {"condition": "a", "risk": "MEDIUM_RISK"}]}, "unknown risk", "MEDIUM"),
        ({"riskRules": [{"condition": "zzz || a", "risk": "NO_RISK"}]}, "a rule on zzz", "NONE"),
        ({"choices": [{"id": "a", "riskIfAbsent": "BAD"}]}, "unknown risk level", "MEDIUM"),
    ],
)  # fmt: skip
def test_what_aws_would_refuse_is_reviewed_with_and_named_beside_what_keeps_a_lens_from_being_read(fields, said, risk):
    one = read_lens_text(lens([question(**fields)])).question("q1")
    assert assess(one, Answer("q1", (Mark("a", MarkState.YES),))).risk == risk
    with pytest.raises(BadInput) as caught:
        read_lens_text(lens([question(**fields), {"title": "no id"}]))
    assert said in str(caught.value.details)


def test_all_problems_are_listed_not_only_the_first():
    bad = lens([question(choices=[{"id": "a"}, {"id": "a"}]), {"title": "no id"}])
    with pytest.raises(BadInput) as caught:
        read_lens_text(bad)
    assert len(caught.value.details) >= 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["pillars", "questions", "choices", "id", "riskRules", "condition", "risk"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_hostile_json_is_read_or_refused_never_a_traceback(value):
    try:
        read_lens_text(json.dumps({"name": "x", "pillars": value}))
    except BadInput:
        pass


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_hostile_text_is_read_or_refused(text):
    try:
        read_lens_text(text)
    except BadInput:
        pass


@pytest.mark.parametrize(("text", "said"), [
    (lens([]), "no questions"),
    (json.dumps({"name": "Own", "pillars": []}), "no questions"),
    (json.dumps({"name": "Own", "pillars": [{"id": "p", "questions": [question()]}, {"id": "p"}]}), "p appears twice"),
])  # fmt: skip
def test_what_could_not_be_reviewed_is_refused(text, said):
    with pytest.raises(BadInput, match=said):
        read_lens_text(text)


def test_signs_that_no_document_can_hold_are_left_out_of_names_and_refused_in_ids():
    read = read_lens_text(lens([question(title="How\x1b[31m?\ud800\0")], name="Own\x07"))
    assert (read.name, read.question("q1").title) == ("Own", "How[31m?")
    with pytest.raises(BadInput, match="control characters"):
        read_lens_text(lens([question(id="q\x1b1")]))
