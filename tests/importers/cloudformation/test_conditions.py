"""Conditions: those that hold, those that are open, and those that cannot hold together."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.cloudformation.reading import Read, read
from workbench.importers.cloudformation.conditions import Formula, never_together

BEFORE = """
Parameters:
  Env: {Type: String, AllowedValues: [prod, test, dev]}
  Size: {Type: String}
  Known: {Type: String, Default: "yes"}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsTest: !Equals [test, !Ref Env]
  IsDev: !Not [!Or [!Condition IsProd, !Condition IsTest]]
  IsSmall: !Equals [!Ref Size, small]
  IsSmallProd: !And [!Condition IsProd, !Condition IsSmall]
  Holds: !Or [!Condition IsProd, !Equals [!Ref Known, "yes"]]
  Never: !And [!Condition IsProd, !Equals [!Ref Known, "no"]]
  Round: !Not [!Condition Back]
  Back: !Not [!Condition Round]
Resources:
"""


def under(*names: str) -> Read:
    return read(one=BEFORE + "".join(f"  Of{name}: {{Type: AWS::SNS::Topic, Condition: {name}}}\n" for name in names))


def test_what_is_decided_is_decided_and_the_rest_is_kept_in_words() -> None:
    found = under("Holds", "Never", "IsProd", "IsDev", "IsSmallProd", "Round", "Nobody")
    assert {key: one.condition for key, one in found.resources.items()} == {
        "OfHolds": "",
        "OfIsProd": 'IsProd: Env is "prod"',
        "OfIsDev": "IsDev: not (IsProd or IsTest)",
        "OfIsSmallProd": "IsSmallProd: IsProd and IsSmall",
        "OfRound": "Round: not Back",
        "OfNobody": "Nobody",
    }
    assert any("Never" in one and one.startswith("1 resource is left out") for one in found.report.assumptions)


def test_conditions_that_exclude_each_other_say_so() -> None:
    found = under("IsProd", "IsTest", "IsDev", "IsSmall", "IsSmallProd")
    excludes = {
        key: {text.split(":")[0] for text in one.attributes.get("excludes", ())} for key, one in found.resources.items()
    }
    assert excludes == {
        "OfIsProd": {"IsTest", "IsDev"},
        "OfIsTest": {"IsProd", "IsDev", "IsSmallProd"},
        "OfIsDev": {"IsProd", "IsTest", "IsSmallProd"},
        "OfIsSmall": set(),
        "OfIsSmallProd": {"IsTest", "IsDev"},
    }  # fmt: skip


def test_a_resource_that_is_not_there_is_no_link() -> None:
    found = read(
        one=BEFORE
        + "  A: {Type: AWS::SNS::Topic, Condition: Never}\n"
        + "  B: {Type: AWS::SNS::Topic, DependsOn: A, Properties: {X: !Ref A, Y: !If [Never, !Ref A, z]}}\n"
    )
    assert found["B"]["X"].name == "A"
    assert found["B"]["Y"] == "z"
    assert found.report.references == 1


_FORMULAS = st.recursive(
    st.builds(lambda subject, literal: Formula("is", subject, literal), st.sampled_from("pq"), st.sampled_from("01")),
    lambda inner: st.one_of(
        inner.map(lambda one: Formula("not", parts=(one,))),
        st.builds(lambda kind, parts: Formula(kind, parts=tuple(parts)), st.sampled_from(["and", "or"]), st.lists(inner, max_size=3)),
    ),
    max_leaves=8,
)  # fmt: skip


def holds(formula: Formula, case: dict[str, Any]) -> bool:
    if formula.kind == "is":
        return bool(case[formula.subject] == formula.literal)
    if formula.kind == "not":
        return not holds(formula.parts[0], case)
    return (all if formula.kind == "and" else any)(holds(one, case) for one in formula.parts)


@settings(max_examples=300, deadline=None)
@given(_FORMULAS, _FORMULAS)
def test_exclusion_is_that_no_case_makes_both_true(one: Formula, other: Formula) -> None:
    cases = [dict(zip("pq", values, strict=True)) for values in itertools.product(("0", "1", "another"), repeat=2)]
    assert never_together(one, other, {}) == (not any(holds(one, case) and holds(other, case) for case in cases))
