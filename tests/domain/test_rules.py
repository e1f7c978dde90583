"""The rule grammar: what it accepts, and what a condition means, against a second reading of the specification."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain.rules import And, Condition, Default, Name, Not, Or, evaluate, names_in, parse_condition
from workbench.errors import BadInput

IDS = ("a", "b", "c", "q_no")

CONDITIONS = st.recursive(
    st.sampled_from(IDS).map(Name),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=8,
)


def written(condition: Condition) -> str:
    """The condition as text, with every group in parentheses."""
    match condition:
        case Name(id=name):
            return name
        case Not(inner=inner):
            return f"!({written(inner)})"
        case And(parts=parts):
            return " && ".join(f"({written(part)})" for part in parts)
        case Or(parts=parts):
            return "||".join(f"( {written(part)} )" for part in parts)
    raise AssertionError


def without_neutral(condition: Condition, neutral: set[str]) -> Condition | None:
    """The oracle's first half: strike neutral choices out of every place; None where nothing is left."""
    match condition:
        case Name(id=name):
            return None if name in neutral else condition
        case Not(inner=inner):
            rest = without_neutral(inner, neutral)
            return None if rest is None else Not(rest)
        case And(parts=parts) | Or(parts=parts):
            rest = tuple(r for part in parts if (r := without_neutral(part, neutral)) is not None)
            if isinstance(condition, And):
                return And(rest)  # all of nothing: satisfied
            return Or(rest)  # one of nothing: not satisfied
    raise AssertionError


def is_true(condition: Condition, selected: set[str]) -> bool:
    """The oracle's second half: plain logic, by Python's own evaluation."""
    match condition:
        case Name(id=name):
            return name in selected
        case Not(inner=inner):
            return not is_true(inner, selected)
        case And(parts=parts):
            return all(is_true(part, selected) for part in parts)
        case Or(parts=parts):
            return any(is_true(part, selected) for part in parts)
    raise AssertionError


@settings(max_examples=150)
@given(CONDITIONS)
def test_every_row_of_the_truth_table(condition):
    for row in product(("absent", "selected", "neutral"), repeat=len(IDS)):
        selected = {name for name, state in zip(IDS, row, strict=True) if state == "selected"}
        neutral = {name for name, state in zip(IDS, row, strict=True) if state == "neutral"}
        rest = without_neutral(condition, neutral)
        wanted = True if rest is None else is_true(rest, selected)
        assert evaluate(condition, frozenset(selected), frozenset(neutral)) is wanted, (condition, row)


@pytest.mark.parametrize(
    ("text", "selected", "neutral", "wanted"),
    [
        # custom lens specification, section 4: observed in the WA Tool
        ("a && b", "a", "b", True),
        ("a && b", "", "a b", True),
        ("a && b", "", "a", False),
        ("a || b", "", "a", False),
        ("a || b", "", "a b", False),
        ("a || b", "b", "a", True),
        # our reading, where nothing is recorded
        ("a", "", "a", True),
        ("!a", "", "a", True),
        ("b && !a", "b", "a", True),
        ("b || !a", "", "a", False),
        ("!(a || b)", "", "a b", True),
        ("default", "", "", True),
        ("default", "", "a", True),
    ],
)
def test_recorded_states(text, selected, neutral, wanted):
    assert evaluate(parse_condition(text), frozenset(selected.split()), frozenset(neutral.split())) is wanted


@given(CONDITIONS)
def test_what_is_written_is_read(condition):
    for row in product((False, True), repeat=len(IDS)):
        selected = frozenset(name for name, is_in in zip(IDS, row, strict=True) if is_in)
        read = parse_condition(written(condition))
        assert evaluate(read, selected, frozenset()) is is_true(condition, set(selected))
    assert set(names_in(read)) == set(names_in(condition))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (" default ", Default()),
        ("a", Name("a")),
        ("a||b&&c", Or((Name("a"), And((Name("b"), Name("c")))))),
        ("a && b || c && d", Or((And((Name("a"), Name("b"))), And((Name("c"), Name("d")))))),
        ("!a && b", And((Not(Name("a")), Name("b")))),
        ("!!a", Not(Not(Name("a")))),
        ("(a||b)&&!(c)", And((Or((Name("a"), Name("b"))), Not(Name("c"))))),
        ("sec_1-x.y_no", Name("sec_1-x.y_no")),
        ("a\n\t&& b", And((Name("a"), Name("b")))),
        ("defaulted", Name("defaulted")),
    ],
)
def test_grammar(text, wanted):
    assert parse_condition(text) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "column 1"), ("a &&", "column 5"), ("a b", '"b" at column 3'), ("&& a", '"&&" at column 1'),
        ("a & b", '"&" at column 3'), ("(a", "not closed"), ("a)", '")" at column 2'), ("()", '")" at column 2'),
        ("a || || b", '"||" at column 6'), ("a | b", '"|" at column 3'), ("a == b", '"="'), ("!", "column 2"),
        ("!" * 200 + "a", "nested"), ("(" * 200 + "a" + ")" * 200, "nested"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(text, said):
    with pytest.raises(BadInput, match=said.replace("(", r"\(").replace("|", r"\|").replace(")", r"\)")):
        parse_condition(text)


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="ab_ &|!()\t\n.-=", max_size=60)))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        condition = parse_condition(text)
    except BadInput:
        return
    evaluate(condition, frozenset(), frozenset(names_in(condition)))


def test_a_long_rule_is_no_deep_one():
    ids = [f"c{n}" for n in range(5000)]
    condition = parse_condition(" && ".join(ids))
    assert names_in(condition) == tuple(ids)
    assert evaluate(condition, frozenset(ids), frozenset())
