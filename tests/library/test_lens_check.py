"""Every rule of the lens check: a small lens that breaks it, and the place that is named."""

from __future__ import annotations

import json

import pytest

from tests.library.lens_samples import choice, first, good_lens, question, spoilt
from workbench.analyses.lens_verdict import judge
from workbench.library.lens_file import read_lens_bytes
from workbench.library.lens_rules import RULES

Q = "pillars[0].questions[0]"
C = f"{Q}.choices[0]"
TWICE = [{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "More"}]}] * 2


def at(path, value):
    """A change that sets, or with ... removes, the value at a path such as `pillars[0].name`."""
    steps = [int(part) if part.isdigit() else part for part in path.replace("[", ".").replace("]", "").split(".")]

    def change(lens):
        part = lens
        for step in steps[:-1]:
            part = part[step]
        if value is ...:
            del part[steps[-1]]
        else:
            part[steps[-1]] = value

    return change


def rules(*pairs):
    return at(f"{Q}.riskRules", [{"condition": condition, "risk": risk} for condition, risk in pairs])


def named(path, rule, limit, long=False):
    """The breaches of a text that AWS restricts."""
    yield f"{rule}-missing", at(path, ""), path
    yield f"{rule}-length", at(path, "a" * (limit + 1)), path
    yield f"{rule}-characters", at(path, "50 % off"), path
    yield f"{rule}-ascii", at(path, "Bäckerei"), path
    if long:
        yield f"{rule}-long", at(path, "a" * 1025), path


def identified(path, rule, taken):
    yield f"{rule}-missing", at(path, ...), path
    yield f"{rule}-length", at(path, "ab"), path
    yield f"{rule}-characters", at(path, "not-allowed"), path
    yield f"{rule}-long", at(path, "a" * 65), path
    yield f"{rule}-duplicate", at(*taken), taken[0]


def resource(path, rule, longest, value=None):
    def put(**content):
        return at(path, content)

    yield f"{rule}-text-missing", put(url="https://example.com"), f"{path}.displayText"
    yield f"{rule}-length", put(displayText="a" * 2049), f"{path}.displayText"
    yield f"{rule}-url", put(displayText="a", url="ftp://example.com"), f"{path}.url"
    yield f"{rule}-url-empty", put(displayText="a", url=""), f"{path}.url"
    yield f"{rule}-url-length", put(displayText="a", url="https://example.com/" + "a" * longest), f"{path}.url"
    yield f"{rule}-url-space", put(displayText="a", url="https://example.com/ "), f"{path}.url"
    if value is None:
        yield f"{rule}-empty", put(displayText=""), path


def with_more(lens):
    first(lens)["choices"][0]["additionalResources"] = [{"type": "HELPFUL_RESOURCE", "content": [{}]}]


def then(*changes):
    def change(lens):
        for one in changes:
            one(lens)

    return change


BREACHES = [
    ("file-size", at("_note", "a" * 500_000), "$"),
    ("wrong-type", at(f"{Q}.title", 7), f"{Q}.title"),
    ("unknown-key", at(f"{Q}.choices[1].color", "red"), f"{Q}.choices[1].color"),
    ("schema-version", at("schemaVersion", "2020-01-01"), "schemaVersion"),
    ("pillar-count", at("pillars", [{"id": f"pillar{n}", "name": "P", "questions": [question(f"q{n}x")]} for n in range(11)]), "pillars"),
    ("question-count", at("pillars[0].questions", [question(f"q{n}x") for n in range(21)]), "pillars[0].questions"),
    ("choice-count", at(f"{Q}.choices", [choice(f"c{n}x", "T") for n in range(16)]), f"{Q}.choices"),
    ("additional-resource-count", at(f"{C}.additionalResources", [{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "a"}] * 6}]),
     f"{C}.additionalResources[0].content"),
    ("additional-resource-type", at(f"{C}.additionalResources", TWICE), f"{C}.additionalResources[1].type"),
    ("improvement-plan-missing", at(f"{C}.improvementPlan", ...), f"{C}.improvementPlan"),
    ("improvement-plan-empty", at(f"{Q}.choices[2].improvementPlan", {}), f"{Q}.choices[2].improvementPlan"),
    ("none-choice-missing", at(f"{Q}.choices[2].id", "rye_none"), f"{Q}.choices"),
    ("none-choice-several", at(f"{C}.id", "dough_no"), f"{Q}.choices[2].id"),
    ("none-choice-id", at(f"{Q}.choices[2].id", "rye_none"), f"{Q}.choices[2].id"),
    ("rule-count", at(f"{Q}.riskRules", []), f"{Q}.riskRules"),
    ("rule-risk", rules(("default", "LOW_RISK")), f"{Q}.riskRules[0].risk"),
    ("rule-risk-duplicate", rules(("rye_dough", "NO_RISK"), ("rye_oven", "NO_RISK")), f"{Q}.riskRules[1].risk"),
    ("rule-condition-missing", rules((" ", "NO_RISK")), f"{Q}.riskRules[0].condition"),
    ("rule-syntax", rules(("rye_dough &&", "NO_RISK")), f"{Q}.riskRules[0].condition"),
    ("rule-unknown-choice", rules(("wheat_dough", "NO_RISK")), f"{Q}.riskRules[0].condition"),
    ("rule-default-missing", rules(("rye_dough", "NO_RISK")), f"{Q}.riskRules"),
    ("rule-default-place", rules(("default", "NO_RISK"), ("rye_dough", "HIGH_RISK")), f"{Q}.riskRules[0].condition"),
    ("rule-precedence", rules(("rye_dough || rye_oven && !rye_no", "NO_RISK"), ("default", "HIGH_RISK")), f"{Q}.riskRules[0].condition"),
    ("rule-unreachable", rules(("rye_dough", "NO_RISK"), ("rye_dough && rye_oven", "MEDIUM_RISK"), ("default", "HIGH_RISK")),
     f"{Q}.riskRules[1].condition"),
    ("risk-high-unreachable", rules(("rye_dough", "NO_RISK"), ("default", "MEDIUM_RISK")), f"{Q}.riskRules"),
    ("risk-none-unreachable", rules(("rye_dough", "MEDIUM_RISK"), ("default", "HIGH_RISK")), f"{Q}.riskRules"),
    ("outcome-uncovered", rules(("rye_dough", "NO_RISK"), ("rye_oven", "HIGH_RISK")), f"{Q}.riskRules"),
    ("outcome-not-monotone", rules(("rye_dough && !rye_oven", "NO_RISK"), ("default", "HIGH_RISK")), f"{Q}.riskRules"),
    ("none-unguarded", rules(("rye_dough && rye_oven", "NO_RISK"), ("default", "HIGH_RISK")), f"{Q}.riskRules"),
    ("none-not-worst", rules(("rye_no", "NO_RISK"), ("default", "HIGH_RISK")), f"{Q}.riskRules"),
    ("choice-unused", rules(("rye_dough && !rye_no", "NO_RISK"), ("default", "HIGH_RISK")), f"{Q}.riskRules"),
    ("choice-without-effect", rules(("rye_dough && (rye_oven || !rye_oven)", "NO_RISK"), ("default", "HIGH_RISK")), f"{Q}.riskRules"),
    ("lint-sampled", then(at(f"{Q}.choices", [choice(f"c{n}x", "T") for n in range(25)]),
                          rules((" && ".join(f"c{n}x" for n in range(25)), "NO_RISK"), ("default", "HIGH_RISK"))), f"{Q}.riskRules"),
    ("lint-skipped", then(at(f"{Q}.choices", [choice(f"c{n}x", "T") for n in range(250)]),
                          rules((" && ".join(f"c{n}x" for n in range(250)), "NO_RISK"), ("default", "HIGH_RISK"))), f"{Q}.riskRules"),
    ("too-many-findings", at("pillars[0].questions", [{}] * 2000), "$"),
    *named("name", "lens-name", 128),
    *named("description", "lens-description", 2048, long=True),
    *named("pillars[1].name", "pillar-name", 128),
    *named(f"{Q}.title", "question-title", 128),
    *named(f"{Q}.description", "question-description", 2048, long=True),
    *named(f"{C}.title", "choice-title", 128),
    *identified("pillars[0].id", "pillar-id", ("pillars[1].id", "baking")),
    *identified(f"{Q}.id", "question-id", ("pillars[1].questions[0].id", "wheat")),
    *identified(f"{C}.id", "choice-id", (f"{Q}.choices[1].id", "rye_dough")),
    *resource(f"{Q}.helpfulResource", "question-help", 2048),
    ("question-help-long", at(f"{Q}.helpfulResource", {"displayText": "a" * 65}), f"{Q}.helpfulResource.displayText"),
    *resource(f"{C}.helpfulResource", "choice-help", 1024),
    *resource(f"{C}.improvementPlan", "improvement-plan", 1024, value="needed"),
    *((rule, then(with_more, change), path)
      for rule, change, path in resource(f"{C}.additionalResources[0].content[0]", "additional-resource", 1024)),
]  # fmt: skip
WHOLE = {
    "file-unreadable",
    "not-a-lens",
    "encoding",
    "encoding-bom",
    *(rule for rule in RULES if rule.startswith("json-")),
}
"""Checked in test_lens_file.py."""


def verdict(text):
    return judge(read_lens_bytes(text.encode(), "bakery.json"))


def test_the_good_lens_has_no_findings():
    found = verdict(json.dumps(good_lens()))
    assert found.findings == ()
    assert found.counts == {
        "pillars": 2, "questions": 3, "choices": 9, "practices": 6, "none_choices": 3, "rules": 9,
        "improvement_plans": 6, "additional_resources": 0,
    }  # fmt: skip


@pytest.mark.parametrize(("rule", "change", "path"), BREACHES, ids=[breach[0] for breach in BREACHES])
def test_a_breach_is_found_at_its_place(rule, change, path):
    text = spoilt(change)
    found = [one for one in verdict(text).findings if one.rule == rule]
    assert path in [one.path for one in found], found
    one = next(each for each in found if each.path == path)
    line = text.splitlines()[one.line - 1]
    key = path.split(".")[-1].split("[")[0]
    assert path == "$" or f'"{key}"' in line or line.endswith("{"), "the value, or what should hold it"
    assert one.text
    assert one.hint.endswith((".", "’"))


def test_every_rule_has_a_lens_that_breaks_it():
    assert {breach[0] for breach in BREACHES} | WHOLE == set(RULES)


@pytest.mark.parametrize(("value", "rule"), [
    ("Ein Gruß, 3 / 4 (oder 5): a@b! c&d #1 + 'x' it’s _-.\nund?", "lens-description-ascii"),
    ("Bread – slowly", "lens-description-characters"), ("\tBread", "lens-description-characters"),
    ("Bread\u00a0roll", "lens-description-characters"), ("Brot \U0001f35e", "lens-description-characters"),
    ("Pão", "lens-description-ascii"), ("パン", "lens-description-ascii"), ("a; b", "lens-description-characters"),
])  # fmt: skip
def test_which_signs_are_refused_and_which_are_doubtful(value, rule):
    found = verdict(spoilt(at("description", value))).findings
    assert [one.rule for one in found] == [rule]


def test_limits_hold_to_the_letter():
    lens = good_lens()
    lens["name"] = "a" * 128
    lens["pillars"][0]["id"] = "a" * 64
    first(lens)["description"] = "a" * 1024
    first(lens)["helpfulResource"] = {"displayText": "a" * 64, "url": "http://example.com"}
    first(lens)["choices"][0]["improvementPlan"] = {"displayText": "%" * 2048}
    assert verdict(json.dumps(lens)).findings == ()


def test_a_question_id_in_two_pillars_is_an_error_and_can_be_reviewed_with():
    file = read_lens_bytes(spoilt(at("pillars[1].questions[0].id", "rye")).encode(), "x.json")
    assert [one.rule for one in file.findings if one.severity == "error"] == ["question-id-duplicate"]
    assert [one.id for one in file.lens.questions()] == ["baking/rye", "wheat", "selling/rye"]
    assert file.lens.question("selling/rye").rules[-1].condition == "default"


def test_our_own_keys_are_no_unknown_keys_in_lenses_of_ours():
    lens = {**good_lens(), "alias": "bakery", "version": "1"}
    first(lens)["guidance"] = {"about": "Bread."}
    assert verdict(json.dumps(lens)).findings == ()


def test_a_slip_in_a_key_is_pointed_out():
    found = verdict(spoilt(at(f"{C}.helpfulResource.Url", "https://example.com"))).findings
    assert [(one.rule, 'Is "url" meant?' in one.text) for one in found] == [("unknown-key", True)]
