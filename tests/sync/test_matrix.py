"""Faults on calls: a choice of cells for every day; `python -m tests.sync.matrix` plays all of them."""

from __future__ import annotations

import pytest

from tests.sync.matrix import KINDS, OPERATIONS, story
from tests.sync.peer import Kind

PLAYED = [
    (kind, operation)
    for place, operation in enumerate(OPERATIONS)
    for kind in dict.fromkeys((KINDS[place * 3 % len(KINDS)], Kind.CUT_AFTER))
]


SETTLED = ("GetAnswer", "CreateWorkload", "TagResource", "ImportLens", "CreateLensVersion", "CreateMilestone")


@pytest.mark.parametrize("operation", SETTLED)
def test_a_conflict_is_settled_in_the_same_run_by_looking_again(operation, tmp_path):
    assert story(Kind.CONFLICT, operation, tmp_path) == "through, 1 waits"


@pytest.mark.parametrize(("kind", "operation"), PLAYED, ids=lambda value: str(value))
def test_nothing_is_lost_and_nothing_done_twice(kind, operation, tmp_path):
    assert story(kind, operation, tmp_path).startswith(("through", "resumed"))
