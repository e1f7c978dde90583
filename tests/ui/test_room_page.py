"""The room: one key each without leaving the question, and everything on disk when it shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.ui.review_stage import LENS, make_workspace
from tests.ui.room_stage import PLAN, WA, make_room
from workbench.domain.answer import MarkState
from workbench.domain.evidence import Strength
from workbench.domain.session import Format, Participant
from workbench.domain.session_events import EventKind
from workbench.domain.session_state import Phase
from workbench.operations.milestones import SaveMilestone
from workbench.store.queries.answers import evidence_of
from workbench.store.queries.milestones import milestones_of
from workbench.store.queries.sessions import actions_of, events_of, parked_of, session_of, sessions_of, votes_of
from workbench.ui.dialogs.save_milestone import SaveMilestoneDialog
from workbench.ui.models.room_session import RoomSession

SHIFT = Qt.KeyboardModifier.ShiftModifier
FIRST = LENS.pillars[0].questions[0]


@pytest.fixture
def workspace(tmp_path):
    with make_workspace(tmp_path / "room.wawb") as opened:
        yield opened


@pytest.fixture
def room(qtbot, workspace):
    return make_room(qtbot, workspace)


def test_without_a_session_the_page_offers_to_plan_one(qtbot, workspace):
    stage = make_room(qtbot, workspace, None, start=False)
    assert stage.page.stack.state == "empty"
    stage.page.planning.plan_new()
    with workspace.reading() as session:
        (plan,) = sessions_of(session, "w1")
    assert len(plan.pillars) == 6
    assert plan.checklist
    assert plan.rules
    assert stage.page.stack.state == "content"
    assert "57" in stage.page.before.sum.text()


@pytest.mark.parametrize("where", ["outline", "name", "goals"])
def test_the_session_starts_and_ends_by_key_wherever_the_focus_is(qtbot, workspace, where):
    stage = make_room(qtbot, workspace, start=False)
    before = stage.page.before
    {"outline": before.outline, "name": before.form.name.edit, "goals": before.form.goals}[where].setFocus()
    stage.key(Qt.Key.Key_F5)
    assert stage.page.presenter.isVisible()
    stage.page.presenter.close()
    with qtbot.waitActive(stage.window):
        stage.window.activateWindow()
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.page.room.state.phase is Phase.RUNNING
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | SHIFT)
    assert stage.page.room.state.phase is Phase.ENDED


def test_practices_notes_and_next_never_leave_the_question(room):
    room.key("1")
    room.key("2")
    assert [room.answer(FIRST.id).state(choice.id) for choice in FIRST.practices[:3]] == [
        MarkState.YES,
        MarkState.YES,
        None,
    ]
    for key, text in (("p", "Licences of the old system"), ("t", 'Test the restore @"Ada Byron" !2027-01-31'),
                      ("d", "Two Regions from spring on"), ("x", "One Region is enough")):  # fmt: skip
        room.key(key)
        assert not room.page.run.capture.isHidden()
        room.type(text)
        assert room.page.run.capture.isHidden()
        assert room.shown == FIRST.id
    with room.workspace.reading() as session:
        assert [note.text for note in parked_of(session, "s1")] == ["Licences of the old system"]
        (action,) = actions_of(session, "s1")
    assert (action.text, action.owner, action.due) == ("Test the restore", "Ada Byron", "2027-01-31")
    assert (action.lens, action.question) == (WA, FIRST.id)
    room.key("j")
    assert room.shown == LENS.pillars[0].questions[1].id
    kinds = ["started", "shown", "answered", "answered", "parked", "action", "decision", "dissent", "shown"]
    assert room.kinds == kinds
    assert room.told == []


@pytest.mark.parametrize(
    ("typed", "words", "owner"),
    [
        ("Ask @ad", "Ask", "Ada Byron"), ("Ask @Ada Byron !2027-01-31 today", "Ask today", "Ada Byron"),
        ('Ask @"gr', "Ask", "Grace"), ("Ask @Zoe", "Ask", "Zoe"), ("mail a@x.example", "mail a@x.example", ""),
        ("adapt it", "adapt it", ""),
    ],
)  # fmt: skip
def test_a_name_after_at_is_completed_in_the_sentence(room, typed, words, owner):
    room.key("t")
    room.type(typed)
    with room.workspace.reading() as session:
        (action,) = actions_of(session, "s1")
    assert (action.text, action.owner) == (words, owner)


def test_escape_keeps_nothing_and_gives_the_focus_back(room):
    before = room.window.focusWidget()
    room.key("d")
    room.key("a")
    room.key(Qt.Key.Key_Escape)
    assert room.window.focusWidget() is before
    assert "decision" not in room.kinds


def test_a_vote_is_kept_by_count(room):
    room.key("v")
    room.type("five of us")
    assert not room.page.run.capture.isHidden()
    assert room.said
    room.page.run.capture.edit.clear()
    room.type("5 2 1")
    with room.workspace.reading() as session:
        assert [(one.yes, one.no, one.abstain) for one in votes_of(session, "s1")] == [(5, 2, 1)]
    room.key("z")
    with room.workspace.reading() as session:
        assert votes_of(session, "s1") == ()
        assert [str(event.kind) for event in events_of(session, "s1")].count("vote") == 1


def test_evidence_goes_from_claimed_to_verified_and_off(room):
    found = []
    for _press in range(4):
        room.key("e")
        with room.workspace.reading() as session:
            found.append([one.strength for one in evidence_of(session, ["r1"], FIRST.id)])
    assert found == [[Strength.CLAIMED], [Strength.SHOWN], [Strength.VERIFIED], []]


def test_owner_and_none_of_these(room):
    room.key("o")
    room.type("Grace")
    assert room.answer(FIRST.id).owner == "Grace"
    room.key("n")
    assert room.answer(FIRST.id).state(FIRST.none_choice.id) is MarkState.YES


def test_unchanged_confirms_what_the_milestone_has(qtbot, workspace):
    stage = make_room(qtbot, workspace, start=False)
    stage.desk.editor.do(SaveMilestone("w1", "m1", "Before"))
    stage.page.verbs.start()
    stage.page.run.view.sheet.setFocus()
    stage.key("1")
    assert stage.kinds == ["started", "shown", "answered"]
    stage.desk.editor.do(SaveMilestone("w1", "m2", "After"))
    stage.key("u")
    with workspace.reading() as session:
        last = [event for event in events_of(session, "s1") if event.kind == "answered"][-1]
    assert last.body["unchanged"] is True


def test_undo_takes_an_answer_back_and_the_log_keeps_both(room):
    room.key("1")
    room.desk.editor.undo()
    assert room.answer(FIRST.id).is_empty
    with room.workspace.reading() as session:
        answers = [event.body["selected"] for event in events_of(session, "s1") if event.kind == "answered"]
    assert answers == [[FIRST.practices[0].id], []]


def test_answers_do_not_move_the_minutes_that_were_planned(room):
    before = {slot.spot: slot.planned_s for slot in room.page.room.sitting.slots}
    room.key("n")
    assert {slot.spot: slot.planned_s for slot in room.page.room.sitting.slots} == before
    assert sum(before.values()) == pytest.approx(200 * 60, abs=1)


def test_questions_go_home_and_come_back(room):
    room.key("l")
    assert (WA, FIRST.id) in room.page.room.state.homework
    assert room.shown == LENS.pillars[0].questions[1].id
    room.page.room.show((WA, FIRST.id))
    room.key("l")
    assert (WA, FIRST.id) not in room.page.room.state.homework


def test_a_shorter_end_makes_a_proposal_that_one_key_takes(room):
    clock = room.page.room.sitting.clock
    assert clock.drop == ()
    for _press in range(20):
        room.key("-")
    drop = room.page.room.sitting.clock.drop
    assert len(drop) > 10
    assert not room.page.run.clock.drop.isHidden()
    room.key("l", SHIFT)
    assert room.page.room.state.homework == set(drop)
    assert room.page.room.sitting.clock.ahead_s > -1


def test_next_by_what_matters_goes_to_the_highest(room):
    room.key("r")
    slots = {slot.spot: slot.importance for slot in room.page.room.sitting.slots}
    assert slots[WA, room.shown] == max(value for spot, value in slots.items() if spot != (WA, FIRST.id))


def test_pause_break_and_end(room):
    room.key("b")
    assert room.page.room.state.phase is Phase.PAUSED
    room.key("b")
    room.key("b", SHIFT)
    assert room.page.room.state.phase is Phase.BREAK
    room.key("b")
    assert room.page.room.state.phase is Phase.RUNNING
    room.page.verbs.end()
    assert room.page.sides.currentIndex() == 0
    assert "Go on" in room.page.before.start.text()


def test_who_speaks_is_off_until_the_plan_asks_and_stays_in_the_log(qtbot, workspace):
    stage = make_room(qtbot, workspace)
    stage.key("w", SHIFT)
    assert stage.page.run.capture.isHidden()
    with workspace.reading() as session:
        plan = session_of(session, "s1")
    people = (Participant("Ada Byron"), Participant("Grace", agreed=True))
    stage.page.planning.edit(replace(plan, speakers=True, participants=people), "")
    for name, text in (("Ada Byron", "Costs too much"), ("Grace", "Runs on two Zones")):
        stage.key("w", SHIFT)
        stage.type(name)
        stage.key("x")
        stage.type(text)
    with workspace.reading() as session:
        from workbench.store.queries.sessions import dissent_of

        assert [one.said for one in dissent_of(session, "s1")] == ["", "Grace"]
        assert "Ada Byron" in [event.body.get("said") for event in events_of(session, "s1")]


def test_a_new_window_finds_the_session_where_it_was(room):
    room.key("1")
    room.key("j")
    room.key("d")
    room.type("Keep two Zones")
    state = room.page.room.state
    again = RoomSession(room.workspace, room.told.append)
    assert again.open("s1")
    assert again.state == state
    assert again.state.spot == (WA, LENS.pillars[0].questions[1].id)
    again.deleteLater()


def test_a_computer_that_was_off_shows_as_interrupted_and_goes_on(room):
    log = room.page.room.log
    now = log.now
    log.now = lambda: "2099-01-01T00:00:00.000+00:00"
    room.page._show_time()
    assert room.page.room.was_cut
    assert "interrupted" in room.page.run.cut.text
    room.key("b")
    assert not room.page.room.was_cut
    assert room.page.room.state.away_s > 0
    log.now = now


def test_each_pillar_has_a_meeting_of_its_own(qtbot, workspace):
    stage = make_room(qtbot, workspace, replace(PLAN, format=Format.PILLARS, minutes=90, break_minutes=0))
    pillars = {slot.pillar for slot in stage.page.room.sitting.slots}
    assert pillars == {(WA, LENS.pillars[0].id)}
    stage.page.verbs.end()
    stage.page.room.set_homework([(WA, question.id) for question in LENS.pillars[0].questions])
    stage.page.verbs.start()
    assert {slot.pillar for slot in stage.page.room.sitting.slots} == {(WA, LENS.pillars[1].id)}


def test_minutes_in_the_plan_change_by_key(qtbot, workspace):
    stage = make_room(qtbot, workspace, start=False)
    outline = stage.page.before.outline
    outline.select_key(("pillar", WA, LENS.pillars[0].id))
    outline.setFocus()
    before = stage.page.room.plan.pillars[0].minutes
    stage.key("+")
    after = stage.page.room.plan.pillars[0].minutes
    assert before is None
    assert after is not None
    assert after % 1 == 0
    outline.expand(outline.currentIndex())
    outline.select_key(("question", WA, FIRST.id))
    stage.key("l")
    assert stage.page.room.plan.homework == ((WA, FIRST.id),)
    stage.desk.editor.undo()
    assert stage.page.room.plan.homework == ()


def test_an_event_that_cannot_be_written_changes_nothing(room):
    state = room.page.room.state
    room.workspace.read_only = True
    assert not room.page.room.add_note(EventKind.DECISION, "Lost?")
    room.workspace.read_only = False
    assert room.page.room.state == state
    assert room.told


def test_weights_are_edited_where_the_plan_is(qtbot, workspace):
    stage = make_room(qtbot, workspace, start=False)
    weights = stage.page.before.form.weights
    before = stage.page.room.plan.weights
    stage.page.before.form.weighting.set_folded(False)
    field = weights.fields["unanswered"]
    field.setFocus()
    field.lineEdit().selectAll()
    stage.type("4")
    assert stage.page.room.plan.weights == replace(before, unanswered=4.0)
    with workspace.reading() as session:
        assert session_of(session, "s1").weights.unanswered == 4.0
    stage.desk.editor.undo()
    assert field.value() == before.unanswered
    assert not weights.usual.isEnabled()
    weights.fields["high"].setValue(5.0)
    assert weights.usual.isEnabled()
    weights.usual.click()
    assert stage.page.room.plan.weights == before


def test_after_the_end_stands_what_to_do_before_people_stand_up(qtbot, room):
    room.key("1")
    room.key("d")
    room.type("Two Regions from spring on")
    after = room.page.before.after
    assert not after.isVisible()
    room.page.verbs.end()
    assert after.isVisible()
    assert "0 of 57" not in after.words.text()
    assert "1 decision" in after.words.text()
    after.milestone.click()
    dialog = room.page.window().findChildren(SaveMilestoneDialog)[-1]
    assert dialog.name == "First review"
    dialog.accept()
    with room.workspace.reading() as session:
        assert [one.name for one in milestones_of(session, "w1")] == ["First review"]
    pages = []
    room.desk.place.page_asked.connect(pages.append)
    after.plan.click()
    assert pages == ["plan"]
    entries = [action for action in room.page.planning._recap.menu("s1").actions() if action.text()]
    assert [action.text() for action in entries if not action.isEnabled()] == [
        "Recap for the sponsor: HTML", "Recap for the sponsor: Word", "Recap for the sponsor: E-mail (.eml)",
    ]  # fmt: skip
    assert room.told == []
