"""The lenses we ship: complete, well formed, and written by hand."""

import re
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from workbench.domain.risk import Level, Risk
from workbench.domain.rules import names_in, parse_condition
from workbench.library.places import lenses_dir
from workbench.library.shelf import Shelf

SHELF = Shelf()
FRAMEWORK = SHELF.lens("wellarchitected")
COUNTS = {
    "operationalExcellence": (11, 68), "security": (11, 63), "reliability": (13, 65), "performance": (5, 32),
    "costOptimization": (11, 50), "sustainability": (6, 29),
}  # fmt: skip


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


@pytest.mark.parametrize("path", sorted(lenses_dir().glob("*.json")), ids=lambda path: path.stem)
def test_every_shipped_file_reads_and_is_named_after_its_alias(path):
    lens = SHELF.lens(path.stem)
    assert lens.alias == path.stem
    assert lens.version
    for question in lens.questions():
        ids = {choice.id for choice in question.choices}
        for rule in question.rules:
            assert set(names_in(parse_condition(rule.condition))) <= ids, question.id
        assert not question.rules or question.rules[-1].condition == "default"


def test_the_framework_has_every_question_and_practice():
    found = {p.id: (len(p.questions), sum(len(q.practices) for q in p.questions)) for p in FRAMEWORK.pillars}
    assert found == COUNTS
    assert sum(q for q, _p in COUNTS.values()) == 57
    assert sum(p for _q, p in COUNTS.values()) == 307


def test_framework_ids_codes_and_levels_are_the_official_ones():
    question = FRAMEWORK.question("fault-isolation")
    assert (question.code, question.number) == ("REL 10", 10)
    assert question.title == "How do you use fault isolation to protect your workload?"
    assert question.none_choice.id == "rel_fault_isolation_no"
    first = question.practices[0]
    assert first.id == "rel_fault_isolation_multiaz_region_system"
    assert (first.code, first.risk_if_absent) == ("REL10-BP01", Level.HIGH)
    codes = [c.code for q in FRAMEWORK.questions() for c in q.practices]
    assert len(set(codes)) == 307
    levels = [c.risk_if_absent for q in FRAMEWORK.questions() for c in q.practices]
    assert (levels.count(Level.HIGH), levels.count(Level.MEDIUM), levels.count(Level.LOW)) == (127, 143, 37)


def test_every_framework_question_has_a_none_choice_and_marked_rules():
    for question in FRAMEWORK.questions():
        assert question.choices[-1].is_none, question.id
        assert question.rules_origin == "estimated"
        assert question.url.startswith("https://docs.aws.amazon.com/")
        for practice in question.practices:
            assert practice.url.startswith("https://docs.aws.amazon.com/wellarchitected/"), practice.id


def test_every_framework_question_and_practice_says_what_it_is_about():
    for question in FRAMEWORK.questions():
        assert 5 <= len(question.short) <= 60, question.id
        assert 40 <= len(question.about) <= 240, question.id
        assert 15 <= len(question.ask) <= 200, question.id
        for practice in question.practices:
            assert 30 <= len(practice.meaning) <= 160, practice.id


def test_guidance_is_never_repeated_and_no_copy_of_the_title():
    texts = {}
    for question in FRAMEWORK.questions():
        texts[question.id] = (question.about, question.title)
        for practice in question.practices:
            texts[practice.id] = (practice.meaning, practice.title)
    assert len({text for text, _title in texts.values()}) == len(texts)
    for key, (text, title) in texts.items():
        said, named = set(words(text)), set(words(title))
        assert len(said - named) >= len(said) * 0.5, key


def test_no_two_meanings_of_a_question_are_near_copies():
    for question in FRAMEWORK.questions():
        for one, other in combinations(question.practices, 2):
            assert SequenceMatcher(None, one.meaning, other.meaning).ratio() < 0.8, (one.id, other.id)


def test_risk_names_of_rules_are_known():
    risks = {rule.risk for q in FRAMEWORK.questions() for rule in q.rules}
    assert risks == {"HIGH_RISK", "MEDIUM_RISK", "NO_RISK"}
    assert {risk.removesuffix("_RISK") for risk in risks} <= {r.value for r in Risk} | {"NO"}
