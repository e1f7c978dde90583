"""Everything that can be done in the room, with its key: feeds palette, menus, cheat sheet and keys of both windows."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from workbench.domain.answer import MarkState
from workbench.i18n import _
from workbench.ui.actions import Action
from workbench.ui.widgets.question_actions import STATE_KEYS
from workbench.ui.widgets.question_practices import DIGITS
from workbench.ui.widgets.state_box import state_title

__all__ = ["room_actions"]


class Verbs(Protocol):
    """What can be done to the open question; as on the Review page."""

    def can_read(self) -> bool: ...
    def can_write(self) -> bool: ...
    def can_mark(self) -> bool: ...
    def is_on_practice(self) -> bool: ...
    def is_on_question(self) -> bool: ...
    def press_number(self, number: int) -> object: ...
    def mark_focused(self, state: MarkState | None) -> object: ...
    def toggle_focused(self) -> object: ...
    def move_practice(self, step: int) -> object: ...
    def mark_none(self) -> object: ...
    def toggle_flag(self) -> object: ...
    def toggle_park(self) -> object: ...
    def edit_note(self) -> object: ...


class Room(Protocol):
    """What only the room has."""

    def is_open(self) -> bool: ...
    def is_on(self) -> bool: ...
    def can_start(self) -> bool: ...
    def ask_not_applicable(self) -> object: ...
    def take_unchanged(self) -> object: ...
    def park(self) -> object: ...
    def action(self) -> object: ...
    def decision(self) -> object: ...
    def dissent(self) -> object: ...
    def owner(self) -> object: ...
    def evidence(self) -> object: ...
    def vote(self) -> object: ...
    def who(self) -> object: ...
    def has_speakers(self) -> bool: ...
    def reveal(self) -> object: ...
    def reveal_pillar(self) -> object: ...
    def step(self, step: int) -> object: ...
    def go_open(self) -> object: ...
    def go_by_risk(self) -> object: ...
    def homework(self) -> object: ...
    def drop(self) -> object: ...
    def withdraw(self) -> object: ...
    def start(self) -> object: ...
    def pause(self) -> object: ...
    def take_break(self) -> object: ...
    def end(self) -> object: ...
    def move_end(self, minutes: int) -> object: ...
    def toggle_presenter(self) -> object: ...


def room_actions(verbs: Verbs, room: Room) -> tuple[Action, ...]:
    """Return the actions of the Room page; the keys of the question are those of the Review page."""
    practices, question, notes, moving, session = (
        _("Practices"), _("Question"), _("What was said"), _("Moving on"), _("Session"),
    )  # fmt: skip
    digits = tuple(
        Action(f"room.practice_{number}", _("Practice {n}: yes, or not discussed").format(n=number),
               (DIGITS[number - 1],), group=practices, callback=partial(verbs.press_number, number),
               enabled=verbs.can_write, in_palette=False)
        for number in range(1, 11)
    )  # fmt: skip
    states = tuple(
        Action(f"room.state_{state.value if state else 'clear'}",
               _("Practice: {state}").format(state=state_title(state).lower()), keys, group=practices,
               callback=partial(verbs.mark_focused, state), enabled=verbs.can_mark, help=_("On the focused practice."))
        for state, keys in STATE_KEYS
    )  # fmt: skip
    return (
        *digits,
        Action("room.practice_down", _("Next practice"), ("Down",), group=practices,
               callback=lambda: verbs.move_practice(1), enabled=verbs.is_on_question, repeats=True, in_palette=False),
        Action("room.practice_up", _("Previous practice"), ("Up",), group=practices,
               callback=lambda: verbs.move_practice(-1), enabled=verbs.is_on_question, repeats=True, in_palette=False),
        Action("room.practice_toggle", _("Focused practice: yes, or not discussed"), ("Space",), group=practices,
               callback=verbs.toggle_focused, enabled=verbs.is_on_practice, in_palette=False),
        *states,
        Action("room.none", _("None of these"), ("N",), group=practices, callback=verbs.mark_none,
               enabled=verbs.can_mark),
        Action("room.not_applicable", _("Not applicable"), ("A",), group=question, callback=room.ask_not_applicable,
               enabled=verbs.can_write, help=_("Asks for the reason. Concerns the focused practice, else the question.")),
        Action("room.unchanged", _("Unchanged since the last milestone"), ("U",), group=question,
               callback=room.take_unchanged, enabled=verbs.can_write),
        Action("room.evidence", _("Evidence: claimed, shown, verified"), ("E",), "evidence", question, room.evidence,
               verbs.can_write, help=_("Each press goes one further, then it is taken off again.")),
        Action("room.owner", _("Owner"), ("O",), "owner", question, room.owner, verbs.can_write),
        Action("room.note", _("Write a note"), ("M",), "note", question, verbs.edit_note, verbs.can_read),
        Action("room.flag", _("Flag"), ("F",), "flag", question, verbs.toggle_flag, verbs.can_write),
        Action("room.park", _("Parking lot"), ("P",), "park", notes, room.park, room.is_on),
        Action("room.park_question", _("Park the whole question"), ("Shift+P",), "park", question, verbs.toggle_park,
               verbs.can_write),
        Action("room.action", _("Action"), ("T",), "action", notes, room.action, room.is_on,
               help=_("Test the restore @Ada !2026-12-01 names who and until when.")),
        Action("room.decision", _("Decision"), ("D",), "decision", notes, room.decision, room.is_on),
        Action("room.dissent", _("Dissent"), ("X",), "dissent", notes, room.dissent, room.is_on),
        Action("room.vote", _("Vote, where the room disagrees"), ("V",), "", notes, room.vote, room.is_on,
               help=_("Only the counts are kept.")),
        Action("room.who", _("Who speaks"), ("Shift+W",), "quote", notes, room.who, room.has_speakers,
               help=_("Stays in the facilitator's log. Off until the plan asks for it.")),
        Action("room.withdraw", _("Take the last note back"), ("Z",), "undo", notes, room.withdraw, room.is_on),
        Action("room.reveal", _("Show the room the risk"), ("S",), "eye", question, room.reveal, room.is_on,
               help=_("Risk, levels and ways down stay hidden there until then.")),
        Action("room.reveal_pillar", _("Show the room the risks of the pillar"), ("Shift+S",), "eye", question,
               room.reveal_pillar, room.is_on),
        Action("room.next", _("Next question"), ("J", "PgDown"), "", moving, lambda: room.step(1), room.is_on,
               repeats=True),
        Action("room.previous", _("Previous question"), ("K", "PgUp"), "", moving, lambda: room.step(-1), room.is_on,
               repeats=True),
        Action("room.open", _("Next open question"), ("G",), "", moving, room.go_open, room.is_on),
        Action("room.by_risk", _("Next question by what matters"), ("R",), "", moving, room.go_by_risk, room.is_on),
        Action("room.homework", _("Send the question home"), ("L",), "", moving, room.homework, room.is_on,
               help=_("It is answered outside the room; again takes it back.")),
        Action("room.drop", _("Send home what the clock proposes"), ("Shift+L",), "", moving, room.drop, room.is_on),
        Action("room.start", _("Start the session"), ("Ctrl+Return",), "play", session, room.start, room.can_start),
        Action("room.pause", _("Pause, or go on"), ("B",), "stop", session, room.pause, room.is_on,
               help=_("The clock stands and the end moves.")),
        Action("room.break", _("Break, or come back"), ("Shift+B",), "snooze", session, room.take_break, room.is_on,
               help=_("The clock goes on; breaks are in the plan.")),
        Action("room.later", _("End 5 minutes later"), ("+",), "", session, partial(room.move_end, 5), room.is_on,
               repeats=True),
        Action("room.sooner", _("End 5 minutes sooner"), ("-",), "", session, partial(room.move_end, -5), room.is_on,
               repeats=True),
        Action("room.end", _("End the session"), ("Ctrl+Shift+Return",), "check", session, room.end, room.is_on),
        Action("room.presenter", _("Presenter window"), ("F5",), "present", session, room.toggle_presenter, room.is_open,
               help=_("A window of its own for the projector, or to be shared alone.")),
    )  # fmt: skip
