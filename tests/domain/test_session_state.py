"""A session is what its log says: pauses, breaks, a dead computer, what was noted and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.session_events import Event, EventKind
from workbench.domain.session_state import GAP_S, TICK_S, Phase, SessionState, state_of, stepped

BEGIN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
A, B = ("wa", "a"), ("wa", "b")


def log(*lines: tuple[float, EventKind, tuple[str, str], dict[str, object]]) -> list[Event]:
    return [Event(n, at(s), kind, *spot, body) for n, (s, kind, spot, body) in enumerate(lines, 1)]


def at(seconds: float) -> str:
    return (BEGIN + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


def told(*lines: tuple[object, ...]) -> SessionState:
    full = [
        (line[0], line[1], line[2] if len(line) > 2 else ("", ""), line[3] if len(line) > 3 else {}) for line in lines
    ]
    return state_of(log(*full))  # type: ignore[arg-type]


START = (0, EventKind.STARTED, ("", ""), {"minutes": 210, "break_minutes": 10})


def test_time_goes_to_the_question_that_is_shown():
    state = told(START, (0, EventKind.SHOWN, A), (60, EventKind.TICK), (80, EventKind.SHOWN, B), (140, EventKind.TICK),
                 (200, EventKind.SHOWN, A), (230, EventKind.TICK))  # fmt: skip
    assert state.spent == {A: 110, B: 120}
    assert state.work_s == 230
    assert state.box_s == 12_600
    assert state.at(at(260)).spent[A] == 140
    assert state.spent[A] == 110


def test_a_pause_stops_the_clock_and_a_break_does_not():
    state = told(START, (0, EventKind.SHOWN, A), (60, EventKind.PAUSED), (4000, EventKind.RESUMED), (4030, EventKind.BREAK),
                 (4090, EventKind.RESUMED), (4100, EventKind.TICK))  # fmt: skip
    assert (state.work_s, state.break_s, state.away_s) == (100, 60, 0)
    assert state.spent == {A: 100}
    assert state.phase is Phase.RUNNING


def test_a_computer_that_was_off_costs_nobody_time():
    state = told(START, (0, EventKind.SHOWN, A), (20, EventKind.TICK))
    assert not state.was_cut(at(20 + GAP_S))
    assert state.was_cut(at(3620))
    after = stepped(state, Event(9, at(3620), EventKind.RESUMED))
    assert (after.work_s, after.away_s) == (20, 3600)
    assert after.spent == {A: 20}
    assert after.spot == A


def test_signs_of_life_come_often_enough():
    assert TICK_S * 3 < GAP_S


def test_a_clock_that_is_set_back_counts_nothing_twice():
    state = told(START, (50, EventKind.SHOWN, A), (20, EventKind.TICK), (40, EventKind.TICK))
    assert state.spent == {A: 20}


def test_notes_votes_and_what_was_taken_back():
    state = told(START, (1, EventKind.DECISION, A, {"text": "Two Regions"}), (2, EventKind.ACTION, A, {"text": "Test it",
                 "owner": "Team", "due": "2026-12-01"}), (3, EventKind.VOTE, A, {"yes": 4, "no": 2}),
                 (4, EventKind.WITHDRAWN, A, {"event": 2}))  # fmt: skip
    assert [note.text for note in state.notes.values()] == ["Test it"]
    assert [(vote.yes, vote.no, vote.abstain) for vote in state.votes.values()] == [(4, 2, 0)]


def test_risk_is_hidden_until_it_is_revealed_by_question_or_pillar():
    state = told(START)
    assert not state.is_revealed("wa", "rel", "a")
    state = told(START, (1, EventKind.REVEALED, A))
    assert state.is_revealed("wa", "rel", "a")
    assert not state.is_revealed("wa", "rel", "b")
    state = told(START, (1, EventKind.REVEALED, ("wa", "a"), {"pillar": "rel"}))
    assert state.is_revealed("wa", "rel", "b")
    state = told(START, (1, EventKind.REVEALED, A), (2, EventKind.REVEALED, A, {"on": False}))
    assert not state.is_revealed("wa", "rel", "a")


def test_a_second_sitting_has_a_box_of_its_own_and_keeps_what_was_said():
    state = told(START, (0, EventKind.SHOWN, A), (60, EventKind.DECISION, A, {"text": "x"}), (61, EventKind.ENDED),
                 (90_000, EventKind.STARTED, ("", ""), {"minutes": 90, "pillars": [["wa", "rel"]]}))  # fmt: skip
    assert state.sitting == 2
    assert state.work_s == 0
    assert state.spent == {A: 61}
    assert state.scope == {("wa", "rel")}
    assert len(state.notes) == 1


def test_the_end_can_be_moved_and_homework_taken_back():
    state = told(START, (1, EventKind.BOX, ("", ""), {"minutes": -15}), (2, EventKind.HOMEWORK, A),
                 (3, EventKind.HOMEWORK, B), (4, EventKind.HOMEWORK, B, {"on": False}))  # fmt: skip
    assert state.box_s == 195 * 60
    assert state.homework == {A}
    assert state.kept == {B}


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(list(EventKind)), st.sampled_from([A, B])), max_size=40))
def test_no_second_is_counted_twice_or_lost_while_the_program_lives(lines):
    seconds, rows = 0, [START]
    for passed, kind, spot in lines:
        seconds += passed
        rows.append((seconds, kind, spot, {"event": 1, "minutes": 5, "pillars": []}))
    state = told(*rows)
    assert sum(state.spent.values()) <= seconds
    assert 0 <= state.work_s + state.break_s + state.away_s <= seconds
    assert state.away_s == 0
    assert state.spot in (("", ""), A, B)
