"""The rule laboratory against trying every selection one by one."""

from __future__ import annotations

import random
import time
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analyses.lens_lint import lint_rules
from workbench.analyses.lens_truth import all_rows, condition_rows, sampled_rows
from workbench.analyses.lens_words import lint_text
from workbench.domain.lens import RiskRule
from workbench.domain.risk import Risk
from workbench.domain.rules import evaluate, parse_condition

RANK = {Risk.NONE: 0, Risk.MEDIUM: 1, Risk.HIGH: 2}
RISKS = {"NO_RISK": Risk.NONE, "MEDIUM_RISK": Risk.MEDIUM, "HIGH_RISK": Risk.HIGH}
CHOICES = ("a", "b", "c", "q_no")
TERMS = st.sampled_from([*CHOICES, "!a", "!q_no", "(a || b)", "!(b && c)"])
CONDITION = st.one_of(
    st.just("default"), st.lists(TERMS, min_size=1, max_size=4).map(" && ".join), st.lists(TERMS, min_size=2, max_size=3).map(" || ".join),
    st.lists(TERMS, min_size=3, max_size=4).map(lambda terms: f"{terms[0]} || {terms[1]} && {' && '.join(terms[2:])}"),
)  # fmt: skip
RULES = st.lists(st.tuples(CONDITION, st.sampled_from(list(RISKS))), min_size=1, max_size=3).map(
    lambda pairs: tuple(RiskRule(*pair) for pair in pairs)
)


def subsets(choices=CHOICES):
    return [frozenset(some) for size in range(len(choices) + 1) for some in combinations(choices, size)]


def decide(rules, selected, or_first=()):
    """Place and risk of the first rule that is true, one selection at a time."""
    for place, rule in enumerate(rules):
        if evaluate(parse_condition(rule.condition, or_first=place in or_first), selected, frozenset()):
            return place, RISKS[rule.risk]
    return None, None


def listed_as(found, rule, choice=None):
    return [one for one in found if one.rule == rule and choice in (None, one.choice)]


@settings(max_examples=250)
@given(RULES)
def test_outcomes_and_findings_are_those_of_trying_every_selection(rules):
    lab = lint_rules(CHOICES, rules)
    told = {some: decide(rules, some) for some in subsets() if some}
    for outcome in lab.outcomes:
        if outcome.risk is Risk.UNANSWERED:
            assert (outcome.count, outcome.smallest) == (1, ((),))
            continue
        those = [some for some, (place, _risk) in told.items() if place == outcome.rule]
        assert outcome.count == len(those)
        minimal = {some for some in those if not any(other < some for other in those)}
        assert {frozenset(some) for some in outcome.smallest} == minimal
    found = lab.findings
    reached = {risk for _place, risk in told.values()}
    assert {one.place for one in listed_as(found, "rule-unreachable")} == set(range(len(rules))) - {
        p for p, _r in told.values()
    }
    assert bool(listed_as(found, "risk-high-unreachable")) == (Risk.HIGH not in reached)
    assert bool(listed_as(found, "risk-none-unreachable")) == (Risk.NONE not in reached)
    assert bool(listed_as(found, "outcome-uncovered")) == (None in reached)
    for name in CHOICES[:-1]:
        raised = [some for some, (_p, risk) in told.items() if name not in some and risk is not None
                  and RANK.get(told[some | {name}][1], -1) > RANK[risk]]  # fmt: skip
        listed = listed_as(found, "outcome-not-monotone", name)
        named = any(
            name in rule.condition.replace("(", " ").replace(")", " ").replace("!", " ").split() for rule in rules
        )
        assert bool(listed) == (bool(raised) and named)
        for one in listed:
            assert len(one.example) == min(map(len, raised))
            assert (told[frozenset(one.example)][1], told[frozenset(one.then)][1]) == one.risks
    alone = told[frozenset({"q_no"})][1]
    if alone is not None:
        worst = max((risk for risk in reached if risk), key=RANK.__getitem__)
        assert bool(listed_as(found, "none-not-worst")) == (alone is not worst)
        better = [
            some
            for some, (_p, risk) in told.items()
            if "q_no" in some and risk is not None and RANK[risk] < RANK[alone]
        ]
        assert bool(listed_as(found, "none-unguarded")) == bool(better)
    for one in found:
        assert lint_text(one, rules).endswith(".")
        assert "{" not in lint_text(one, rules)


@settings(max_examples=100)
@given(RULES)
def test_the_other_reading_is_shown_where_it_gives_other_results(rules):
    for one in listed_as(lint_rules(CHOICES, rules).findings, "rule-precedence"):
        differ = [
            some for some in subsets() if some and decide(rules, some)[1] is not decide(rules, some, {one.place})[1]
        ]
        assert (one.example is not None) == bool(differ)
        if one.example is not None:
            some = frozenset(one.example)
            assert one.risks == (decide(rules, some)[1], decide(rules, some, {one.place})[1])


@settings(max_examples=100)
@given(CONDITION)
def test_a_truth_table_is_every_row_of_it(text):
    rows = all_rows(CHOICES)
    table = condition_rows(parse_condition(text), rows)
    for number, row in enumerate(product((False, True), repeat=len(CHOICES))):
        selected = frozenset(name for name, is_in in zip(reversed(CHOICES), row, strict=True) if is_in)
        assert bool(table >> number & 1) is evaluate(parse_condition(text), selected, frozenset())
        assert frozenset(rows.choices(number)) == selected


def test_fifteen_choices_take_no_time():
    ids = [f"c{n}" for n in range(14)] + ["q_no"]
    some = " || ".join(f"({one} && {other})" for one in ids[:7] for other in ids[7:14])
    rules = (
        RiskRule(" && ".join(ids[:14]) + " && !q_no", "NO_RISK"),
        RiskRule(f"({some}) && !q_no", "MEDIUM_RISK"),
        RiskRule("default", "HIGH_RISK"),
    )
    lint_rules(ids, rules)
    started = time.process_time()
    lab = lint_rules(ids, rules)
    assert time.process_time() - started < 0.1
    assert (lab.combinations, lab.exact, lab.findings) == (32768, True, ())
    assert [outcome.count for outcome in lab.outcomes] == [1, (2**7 - 1) ** 2 - 1, 2**15 - 1 - (2**7 - 1) ** 2, 1]


def test_what_no_rule_names_does_not_make_a_question_too_large():
    ids = [f"c{n}" for n in range(60)]
    lab = lint_rules(ids, (RiskRule("c3 && c59", "NO_RISK"), RiskRule("default", "HIGH_RISK")))
    assert (lab.exact, lab.combinations) == (True, 8)
    assert len(listed_as(lab.findings, "choice-unused")) == 58


def test_a_sample_says_that_it_is_one_and_still_finds_the_obvious():
    ids = [f"c{n}" for n in range(40)]
    lab = lint_rules(
        ids, (RiskRule(" && ".join(ids), "NO_RISK"), RiskRule("!c7", "MEDIUM_RISK"), RiskRule("default", "HIGH_RISK"))
    )
    assert not lab.exact
    assert lab.findings[0].rule == "lint-sampled"
    assert listed_as(lab.findings, "outcome-not-monotone")[0].choice == "c7"
    assert {outcome.risk for outcome in lab.outcomes if outcome.count} == {
        Risk.NONE,
        Risk.MEDIUM,
        Risk.HIGH,
        Risk.UNANSWERED,
    }


def test_a_sample_holds_none_all_and_each_alone():
    ids = tuple(f"c{n}" for n in range(30))
    rows = sampled_rows(ids)
    found = {rows.choices(number) for number in range(62)}
    assert found >= {(), ids, *((one,) for one in ids), *(tuple(each for each in ids if each != one) for one in ids)}
    assert sampled_rows(ids) == rows


@pytest.mark.parametrize("size", [0, 1, 5, 9])
def test_smallest_and_minimal_sets(size):
    names = tuple("abcdefghi"[:size])
    rows, chance = all_rows(names), random.Random(size)
    for _time in range(20):
        some = chance.getrandbits(2**size)
        sets = [frozenset(rows.choices(row)) for row in range(2**size) if some >> row & 1]
        minimal = {one for one in sets if not any(other < one for other in sets)}
        assert {frozenset(one) for one in rows.minimal(some, 1000)} == minimal
        smallest = rows.smallest(some)
        assert smallest is None if not sets else len(smallest) == min(map(len, sets))


def test_rules_that_cannot_be_read_never_count():
    lab = lint_rules(("a",), (RiskRule("a &&", "NO_RISK"), RiskRule("a", "LOW"), RiskRule("a", "HIGH_RISK")))
    assert [(outcome.risk, outcome.rule) for outcome in lab.outcomes] == [(Risk.HIGH, 2), (Risk.UNANSWERED, None)]
    assert lint_rules((), ()).findings == ()
