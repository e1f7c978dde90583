"""Texts merged by paragraph: different places are united, the same or neighbouring places are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analyses.paragraphs import merged_paragraphs

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=5).map("\n\n".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n\nC", "A\n\nb\n\nC"),
        ("a\n\nb\n\nc", "b\n\nc", "a\n\nb\n\nc\n\nd", "b\n\nc\n\nd"),
        ("a\n\nb", "a\n\nb\n\nmine", "a\n\nb\n\ntheirs", None),
        ("a", "mine", "theirs", None),
        ("a\n\nb", "A\n\nb", "a\n\nB", None),
        ("a\r\n\r\nb\r\n\r\nc", "x\n\nb\n\nc", "a\n\nb\n\ny", "x\n\nb\n\ny"),
    ],
)
def test_paragraphs_are_united_where_they_are_apart(base, mine, theirs, merged):
    assert merged_paragraphs(base, mine, theirs) == merged


@given(WORDS, WORDS, WORDS)
def test_it_does_not_matter_who_is_who(base, mine, theirs):
    assert merged_paragraphs(base, mine, theirs) == merged_paragraphs(base, theirs, mine)


@given(WORDS, WORDS)
def test_one_side_alone_wins_whole(base, mine):
    assert merged_paragraphs(base, mine, base) == mine
