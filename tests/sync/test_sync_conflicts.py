"""Both sides changed: what is united, and what waits for a decision."""

from __future__ import annotations

import pytest

from tests.sync.desk import framework
from workbench.domain.answer import MarkState
from workbench.domain.sync import SyncState
from workbench.errors import Refused
from workbench.operations.answers import (
    SetMark,
    SetNotes,
)

Q = "priorities"
P1, P2, P3, P4 = ("ops_priorities_ext_cust_needs", "ops_priorities_int_cust_needs",
                  "ops_priorities_governance_reqs", "ops_priorities_compliance_reqs")  # fmt: skip


def test_both_sides_are_united_choice_by_choice(desk):
    remote = desk.link_new()
    desk.push()
    desk.do(SetMark("r1", Q, P1, MarkState.YES), SetNotes("r1", Q, "Ours"))
    desk.peer.edit_answer(remote, Q, selected=[P2])
    assert desk.push().is_clean
    assert desk.answer(Q).selected == (P1, P2)
    assert sorted(desk.peer.answer(remote, Q)["SelectedChoices"]) == sorted([P1, P2])
    assert desk.peer.answer(remote, Q)["Notes"] == "Ours"


def test_notes_are_merged_by_paragraph(desk):
    remote = desk.link_new()
    desk.do(SetNotes("r1", Q, "First.\n\nMiddle.\n\nLast."))
    desk.push()
    desk.do(SetNotes("r1", Q, "First of mine.\n\nMiddle.\n\nLast."))
    desk.peer.edit_answer(remote, Q, notes="First.\n\nMiddle.\n\nLast of theirs.")
    assert desk.push().is_clean
    assert desk.answer(Q).notes == "First of mine.\n\nMiddle.\n\nLast of theirs."
    assert desk.peer.answer(remote, Q)["Notes"] == desk.answer(Q).notes


@pytest.mark.parametrize(
    ("take", "wanted"), [("mine", "Mine"), ("theirs", "Theirs"), ("base", "Base"), ("both", "Mine\n\nTheirs")]
)
def test_a_conflict_waits_for_its_decision(desk, take, wanted):
    remote = desk.link_new()
    desk.do(SetNotes("r1", Q, "Base"))
    desk.push()
    desk.do(SetNotes("r1", Q, "Mine"))
    desk.peer.edit_answer(remote, Q, notes="Theirs")
    with pytest.raises(Refused, match="undecided"):
        desk.push()
    desk.pull()
    (conflict,) = desk.look().undecided
    assert (conflict.base, conflict.mine, conflict.theirs) == ("Base", "Mine", "Theirs")
    desk.decide(conflict.id, take)
    assert desk.push().is_clean
    assert desk.answer(Q).notes == wanted
    assert desk.peer.answer(remote, Q)["Notes"] == wanted
    assert desk.look().standing is SyncState.IN_SYNC


def test_a_decision_does_not_count_for_what_came_later(desk):
    remote = desk.link_new()
    desk.do(SetNotes("r1", Q, "Mine"))
    desk.peer.edit_answer(remote, Q, notes="Theirs")
    desk.decide(desk.look().undecided[0].id, "mine")
    assert not desk.look().undecided
    desk.peer.edit_answer(remote, Q, notes="Theirs, changed again")
    assert desk.look().undecided


def test_a_change_in_the_console_right_before_the_call_is_a_conflict_and_not_lost(desk):
    remote = desk.link_new()
    desk.do(
        SetNotes("r1", Q, "Mine"),
        SetMark("r1", "ops-model", framework().question("ops-model").practices[0].id, MarkState.YES),
    )
    receipt = desk.push(between=lambda: desk.peer.edit_answer(remote, Q, notes="Quick in the console"))
    assert len(receipt.conflicts) == 1
    assert desk.peer.answer(remote, Q)["Notes"] == "Quick in the console"
    assert desk.peer.answer(remote, "ops-model")["SelectedChoices"]
    (conflict,) = desk.look().undecided
    assert (conflict.mine, conflict.theirs) == ("Mine", "Quick in the console")


def test_another_field_changed_in_the_console_meanwhile_stays(desk):
    remote = desk.link_new()
    desk.do(SetMark("r1", Q, P1, MarkState.YES))
    receipt = desk.push(between=lambda: desk.peer.edit_answer(remote, Q, selected=[P2], notes="Quick"))
    assert receipt.conflicts == ()
    assert sorted(desk.peer.answer(remote, Q)["SelectedChoices"]) == sorted([P1, P2])
    desk.pull()
    assert desk.answer(Q).notes == "Quick"
    assert desk.answer(Q).selected == (P1, P2)
