"""Initiatives of two copies: neither side loses a change, and lens ids that differ between copies do not matter."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.analyses.states import answer, lens_text, review_of
from workbench.analyses.initiative_merge import renamed
from workbench.analyses.merge import merge, resolve
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.plan import ItemStatus
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload

TEXT = lens_text("x")


def state(*initiatives, review_id="r"):
    review = review_of(TEXT, answer("q1", "a:no"), review_id=review_id)
    return Snapshot(
        Workload("w", "Shop"), (review,), initiatives=tuple(sorted(initiatives, key=lambda one: (one.title, one.id)))
    )


ONE = Initiative("i", "Restore", (Gap("r", "q1", "a"),), 3.0)


def test_both_sides_add_practices_and_change_different_fields():
    mine = replace(ONE, closes=(Gap("r", "q1", "a"), Gap("r", "q1", "b")), owner="Ada")
    theirs = replace(ONE, closes=(Gap("z", "q1", "a"), Gap("z", "q2", "a")), days=5.0)
    found = merge(state(ONE), state(mine), state(theirs, review_id="z"))
    assert found.conflicts == ()
    assert found.merged.initiatives == (
        replace(ONE, closes=(Gap("r", "q1", "a"), Gap("r", "q1", "b"), Gap("r", "q2", "a")), owner="Ada", days=5.0),
    )


def test_one_value_changed_differently_is_a_conflict_with_a_name():
    found = merge(state(ONE), state(replace(ONE, days=1.0)), state(replace(ONE, days=8.0)))
    (conflict,) = found.conflicts
    assert conflict.title == ("Initiatives", "Restore", "Effort")
    assert resolve(found, {conflict.id: "theirs"}).merged.initiatives[0].days == 8.0


def test_what_one_removes_and_the_other_changes_is_asked():
    assert merge(state(ONE), state(), state(ONE)).merged.initiatives == ()
    assert len(merge(state(ONE), state(), state(replace(ONE, owner="Bo"))).conflicts) == 1


gaps = st.lists(st.builds(Gap, st.just("r"), st.sampled_from(["q1", "q2"]), st.sampled_from(["a", "b"])), unique=True)
work = st.builds(
    Initiative, st.sampled_from(["i", "j"]), st.sampled_from(["One", "Two"]), gaps.map(lambda found: tuple(sorted(found))),
    st.sampled_from([0.0, 2.5]), st.integers(0, 5), status=st.sampled_from([ItemStatus.OPEN, ItemStatus.DONE]),
)  # fmt: skip
states = st.lists(work, unique_by=lambda one: one.id).map(lambda found: state(*found))


@given(states, states)
def test_a_change_of_one_side_only_is_taken_whole(base, other):
    assert merge(base, base, other).merged.initiatives == other.initiatives
    assert merge(base, other, base).merged.initiatives == other.initiatives
    assert merge(base, other, other).conflicts == ()


def test_a_copy_gets_ids_of_its_own():
    (one,) = renamed([ONE], {"r": "r9"}, {"i": "i9"})
    assert (one.id, one.closes) == ("i9", (Gap("r9", "q1", "a"),))
    assert renamed([ONE], {"r": "r"}, {}) == (ONE,)
