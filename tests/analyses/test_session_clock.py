"""The clock of a session: its sums hold for any session, and its advice can be followed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analyses.session_clock import QUIET_S, Slot, read_clock

SECONDS = st.integers(0, 900).map(float)
SLOTS = st.lists(
    st.builds(
        lambda pillar, planned, importance, spent, done, homework: (pillar, planned, importance, spent, done, homework),
        st.sampled_from(["ops", "sec", "rel"]), SECONDS, st.integers(1, 9).map(float), SECONDS, st.booleans(),
        st.booleans(),
    ),
    max_size=60,
).map(
    lambda rows: [
        Slot(("wa", f"q{n}"), ("wa", pillar), planned, importance, spent, done, homework)
        for n, (pillar, planned, importance, spent, done, homework) in enumerate(rows)
    ]
)  # fmt: skip
LEFT = st.integers(-3600, 15_000).map(float)


@given(SLOTS, LEFT)
def test_new_minutes_of_open_questions_fill_what_is_left(slots, left):
    reading = read_clock(slots, left)
    open_ones = {slot.spot for slot in slots if slot.is_open}
    assert set(reading.shares) == open_ones
    assert all(share >= 0 for share in reading.shares.values())
    if open_ones:
        assert sum(reading.shares.values()) == pytest.approx(max(0.0, left), abs=1e-3)
    assert sum(one.left_s for one in reading.pillars) == pytest.approx(sum(reading.shares.values()), abs=1e-3)
    assert sum(one.all for one in reading.pillars) == len(slots)


@given(SLOTS, LEFT, st.integers(0, 59))
def test_what_to_drop_brings_the_rest_to_an_end_on_time(slots, left, shown):
    now = ("wa", f"q{shown}")
    reading = read_clock(slots, left, now)
    by_spot = {slot.spot: slot for slot in slots}
    dropped = [by_spot[spot] for spot in reading.drop]
    kept = reading.due_s - sum(slot.due_s for slot in dropped)
    if reading.ahead_s >= -QUIET_S:
        assert not dropped
        return
    assert now not in reading.drop
    could_go = {slot.spot for slot in slots if slot.is_open and slot.due_s > 0 and slot.spot != now}
    assert set(reading.drop) <= could_go
    assert kept <= left + QUIET_S + 1e-3 or set(reading.drop) == could_go
    assert [slot.importance for slot in dropped] == sorted(slot.importance for slot in dropped)
    if set(reading.drop) != could_go:  # nothing is dropped without need
        assert all(kept + slot.due_s > left + QUIET_S - 1e-3 for slot in dropped)


@given(SLOTS, LEFT)
def test_following_the_advice_leaves_nothing_to_drop(slots, left):
    from dataclasses import replace

    drop = set(read_clock(slots, left).drop)
    after = read_clock([replace(slot, is_homework=slot.is_homework or slot.spot in drop) for slot in slots], left)
    assert not after.drop


@given(SLOTS, LEFT, st.integers(0, 3600))
def test_time_that_passes_brings_one_nearer_to_behind(slots, left, passed):
    assert read_clock(slots, left - passed).ahead_s == pytest.approx(read_clock(slots, left).ahead_s - passed)


def test_twelve_minutes_behind_names_the_questions_that_matter_least():
    """57 questions of 220 s in 3.5 hours; twelve minutes were lost, which is more than three questions."""
    slots = [Slot(("wa", f"q{n}"), ("wa", "rel"), 220.0, float(n % 10)) for n in range(57)]
    reading = read_clock(slots, 57 * 220.0 - 720.0)
    assert reading.ahead_s == pytest.approx(-720.0)
    assert reading.drop == (("wa", "q0"), ("wa", "q10"), ("wa", "q20"), ("wa", "q30"))
    assert reading.shares["wa", "q5"] == pytest.approx(220.0 - 720.0 / 57)


def test_a_small_important_question_is_taken_back_where_it_fits():
    """Dropping in order of rank drops 60 s too many: the later, more important of the two comes back."""
    slots = [Slot(("wa", "a"), ("wa", "p"), 60.0, 1.0), Slot(("wa", "b"), ("wa", "p"), 600.0, 2.0),
             Slot(("wa", "c"), ("wa", "p"), 600.0, 3.0)]  # fmt: skip
    assert read_clock(slots, 700.0).drop == (("wa", "b"),)
    assert read_clock(slots, 1200.0).drop == (("wa", "a"),)
