"""Building blocks and conditions say the same, whatever is selected or not applicable."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.rule_blocks import ALL, ANY, NONE, NOT_ALL, Block, Blocks, blocks_of, blocks_text
from workbench.domain.rules import Condition, evaluate, mixed_operators, parse_condition

NAMES = ("aaa", "bbb", "ccc")
rows = st.builds(
    Block,
    st.sampled_from((ALL, ANY, NONE, NOT_ALL)),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(tuple),
)
shapes = st.builds(Blocks, st.booleans(), st.lists(rows, min_size=1, max_size=4).map(tuple))


def table(condition: Condition) -> list[bool]:
    """The value for every state (not selected, selected, not applicable) of every choice."""
    found = []
    for states in product((0, 1, 2), repeat=len(NAMES)):
        selected = frozenset(name for name, state in zip(NAMES, states, strict=True) if state == 1)
        neutral = frozenset(name for name, state in zip(NAMES, states, strict=True) if state == 2)
        found.append(evaluate(condition, selected, neutral))
    return found


@given(shapes)
def test_what_is_built_is_read_back_and_means_the_same(blocks):
    text = blocks_text(blocks)
    condition = parse_condition(text)
    again = blocks_of(condition)
    assert again is not None
    assert table(parse_condition(blocks_text(again))) == table(condition)
    assert not mixed_operators(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aaa && bbb", Blocks(True, (Block(ALL, ("aaa", "bbb")),))),
        ("aaa && bbb && !ccc", Blocks(True, (Block(ALL, ("aaa", "bbb")), Block(NONE, ("ccc",))))),
        ("aaa && (bbb || ccc)", Blocks(True, (Block(ALL, ("aaa",)), Block(ANY, ("bbb", "ccc"))))),
        ("(aaa && bbb) || ccc", Blocks(False, (Block(ALL, ("aaa", "bbb")), Block(ANY, ("ccc",))))),
        ("(!aaa) || (!bbb)", Blocks(False, (Block(NOT_ALL, ("aaa", "bbb")),))),
        ("!(aaa || bbb) && ccc", Blocks(True, (Block(NONE, ("aaa", "bbb")), Block(ALL, ("ccc",))))),
    ],
)
def test_conditions_as_lens_authors_write_them(text, expected):
    assert blocks_of(parse_condition(text)) == expected


@pytest.mark.parametrize("text", ["default", "aaa && (bbb || !ccc)", "!!aaa", "aaa || (bbb && (ccc || aaa))"])
def test_other_shapes_are_told_apart(text):
    assert blocks_of(parse_condition(text)) is None


def test_rows_without_choices_say_nothing():
    assert blocks_text(Blocks(True, (Block(ANY), Block(ALL, ("aaa",))))) == "aaa"
    assert blocks_text(Blocks(True)) == ""
