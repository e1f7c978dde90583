"""Differences of two lenses: every kind of change once, and nothing else."""

from __future__ import annotations

import copy
import json

import pytest

from tests.library.lens_samples import choice, first, good_lens, question
from workbench.analyses.lens_diff import diff_lenses
from workbench.analyses.lens_vectors import try_vectors
from workbench.errors import BadInput
from workbench.library.lens_format import read_lens_text


def lens(data):
    return read_lens_text(json.dumps(data))


def changes(change):
    other = copy.deepcopy(good_lens())
    change(other)
    result = diff_lenses(lens(good_lens()), lens(other))
    return [(one.part, one.kind, one.question_id, one.choice_id, one.field) for one in result.changes], result


def put(path, value):
    def change(data):
        part = data
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value

    return change


PILLARS, Q = "pillars", ("pillars", 0, "questions", 0)
C = (*Q, "choices", 0)


@pytest.mark.parametrize(("change", "wanted"), [
    (put(("name",), "Other"), [("lens", "changed", "", "", "name")]),
    (put(("description",), "Other."), [("lens", "changed", "", "", "description")]),
    (put((PILLARS, 1, "name"), "Shops"), [("pillar", "changed", "", "", "name")]),
    (lambda data: data[PILLARS].reverse(), [("pillar", "moved", "", "", "place")]),
    (lambda data: data[PILLARS].append({"id": "new", "name": "New", "questions": [question("oat")]}),
     [("pillar", "added", "", "", ""), ("question", "added", "oat", "", "")]),
    (lambda data: data[PILLARS].pop(), [("question", "removed", "shop", "", ""), ("pillar", "removed", "", "", "")]),
    (lambda data: data[PILLARS][0]["questions"].reverse(), [("question", "moved", "wheat", "", "place")]),
    (lambda data: data[PILLARS][1]["questions"].append(data[PILLARS][0]["questions"].pop()), [("question", "moved", "wheat", "", "pillar")]),
    (put((*Q, "title"), "How now?"), [("question", "changed", "rye", "", "title")]),
    (put((*Q, "description"), "Long."), [("question", "changed", "rye", "", "description")]),
    (lambda data: first(data)["choices"].insert(0, choice("salt", "Salt is weighed")), [("practice", "added", "rye", "salt", "")]),
    (lambda data: first(data)["choices"].pop(), [("practice", "removed", "rye", "rye_no", "")]),
    (lambda data: first(data)["choices"].reverse(), [("practice", "moved", "rye", "rye_no", "place"), ("practice", "moved", "rye", "rye_oven", "place")]),
    (put((*C, "title"), "Rest"), [("practice", "changed", "rye", "rye_dough", "title")]),
    (put((*C, "improvementPlan", "displayText"), "Rest"), [("practice", "changed", "rye", "rye_dough", "improvement plan")]),
    (put((*C, "additionalResources"), [{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "x", "url": "https://e.org"}]}]),
     [("practice", "changed", "rye", "rye_dough", "additional help")]),
])  # fmt: skip
def test_each_change_is_told_once(change, wanted):
    assert changes(change)[0] == wanted


@pytest.mark.parametrize(("condition", "same"), [
    ("!(!rye_dough || !rye_oven) && !rye_no", True), ("rye_oven && rye_dough && !rye_no", True), ("rye_dough && rye_oven", False),
])  # fmt: skip
def test_rules_that_are_written_otherwise_may_mean_the_same(condition, same):
    told, result = changes(put((*Q, "riskRules", 0, "condition"), condition))
    assert told == [("rules", "changed", "rye", "", "riskRules")]
    assert result.changes[0].same_results is same
    assert result.counts()["rules"]["changed"] == 1


def test_white_space_in_rules_is_no_change():
    assert changes(put((*Q, "riskRules", 0, "condition"), " rye_dough  &&\n rye_oven && !rye_no"))[0] == []


VECTORS = [
    (["rye", [], []], "UNANSWERED"), (["rye", ["rye_dough", "rye_oven"], []], "NONE"), (["rye", ["rye_dough"]], "MEDIUM"),
    (["rye", ["rye_no"], []], "HIGH"), (["rye", [], ["rye_dough"]], "HIGH"), (["rye", ["rye_dough"], ["rye_oven"]], "NONE"),
    (["baking/rye", ["rye_dough"], []], "MEDIUM"), (["rye", ["rye_dough", "rye_oven", "rye_no"], []], "HIGH"),
    (["bare", ["b1"], []], "NONE"), (["bare", ["b2"], []], None), (["empty", ["e1"], []], None), (["empty", [], []], "UNANSWERED"),
]  # fmt: skip


def test_vectors():
    data = good_lens()
    bare = {
        "id": "bare",
        "choices": [{"id": "b1"}, {"id": "b2"}],
        "riskRules": [{"condition": "b1", "risk": "NO_RISK"}],
    }
    data["pillars"][1]["questions"] += [bare, {"id": "empty", "choices": [{"id": "e1"}]}]
    results = try_vectors(lens(data), [vector for vector, _risk in VECTORS])
    assert [risk and risk.value for risk in results] == [risk for _vector, risk in VECTORS]


def test_a_question_id_of_two_pillars_wants_its_pillar():
    data = good_lens()
    data["pillars"][1]["questions"][0] = question("rye")
    found = lens(data)
    assert [
        risk.value for risk in try_vectors(found, [["selling/rye", ["rye_no"], []], ["wheat", ["wheat_no"], []]])
    ] == ["HIGH", "HIGH"]
    with pytest.raises(BadInput, match="several pillars") as caught:
        try_vectors(found, [["rye", ["rye_no"], []]])
    assert "baking/rye, selling/rye" in caught.value.hint


@pytest.mark.parametrize("vectors", [
    {}, [["rye"]], [["nobody", [], []]], [["rye", "rye_no", []]], [["rye", [1], []]], [["rye", ["salt"], []]], [["rye", [], [], []]], [[1, [], []]],
])  # fmt: skip
def test_vectors_that_make_no_sense_are_refused_in_words(vectors):
    with pytest.raises(BadInput):
        try_vectors(lens(good_lens()), vectors)
