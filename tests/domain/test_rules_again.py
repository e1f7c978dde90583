"""The rule parser and evaluator against another pair of them: Python's own parser, and a class that knows the three states."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain.rules import evaluate, mixed_operators, parse_condition

IDS = ("dough", "oven_2", "x_no")


class Term:
    """True, False, or None for not applicable; Python's `&`, `|`, `~` bind as `&&`, `||`, `!` do."""

    def __init__(self, state: bool | None) -> None:
        self.state = state

    def __and__(self, other: Term) -> Term:
        return Term(False not in (self.state, other.state))

    def __or__(self, other: Term) -> Term:
        return Term(True in (self.state, other.state))

    def __invert__(self) -> Term:
        return Term({True: False, False: True, None: None}[self.state])


def by_python(text: str, states: dict[str, bool | None]) -> bool:
    source = text.replace("&&", "&").replace("||", "|").replace("!", "~").replace("\n", " ").strip()
    return eval(source, {"__builtins__": {}}, {name: Term(state) for name, state in states.items()}).state is not False


GAPS = st.sampled_from(["", " ", "  ", "\n", "\t"])


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Terms side by side without parentheses, so that the precedence of operators counts."""
    gap = st.tuples(GAPS, st.sampled_from(["&&", "||"]), GAPS).map("".join)
    chain = st.lists(st.tuples(gap, inner), min_size=1, max_size=3)
    return st.tuples(inner, chain).map(lambda parts: parts[0] + "".join(sign + text for sign, text in parts[1]))


CONDITIONS = st.recursive(
    st.sampled_from(IDS),
    lambda inner: st.one_of(joined(inner), inner.map(lambda text: f"({text})"), inner.map(lambda text: f"!({text})"),
                            st.sampled_from(IDS).map(lambda name: f"!{name}"), st.sampled_from(IDS).map(lambda name: f"! ! {name}")),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=300)
@given(CONDITIONS)
def test_both_pairs_agree_on_every_state(text):
    condition = parse_condition(text)
    for row in product((True, False, None), repeat=len(IDS)):
        states = dict(zip(IDS, row, strict=True))
        selected = frozenset(name for name, state in states.items() if state)
        neutral = frozenset(name for name, state in states.items() if state is None)
        assert evaluate(condition, selected, neutral) is by_python(text, states), (text, states)


@given(CONDITIONS)
def test_only_mixed_operators_read_differently_the_other_way(text):
    other = parse_condition(text, or_first=True)
    if not mixed_operators(text):
        assert other == parse_condition(text)
    else:
        assert text[mixed_operators(text) - 1 :][:2] in ("&&", "||")
        assert "&&" in text
        assert "||" in text
