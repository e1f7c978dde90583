"""Everything that can be done on the Review page, with its key: feeds palette, menus, cheat sheet and keys."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from workbench.domain.answer import MarkState
from workbench.i18n import _
from workbench.ui.actions import Action
from workbench.ui.widgets.question_practices import DIGITS
from workbench.ui.widgets.state_box import state_title

__all__ = ["review_actions"]


class Verbs(Protocol):
    """What can be done to the open question."""

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
    def ask_not_applicable(self) -> object: ...
    def take_unchanged(self) -> object: ...
    def toggle_flag(self) -> object: ...
    def toggle_park(self) -> object: ...
    def edit_owner(self) -> object: ...
    def edit_note(self) -> object: ...
    def plan_action(self) -> object: ...
    def accept_risk(self) -> object: ...
    def open_official_page(self) -> object: ...


class Moves(Protocol):
    """What can be done around it."""

    def attach_evidence(self) -> object: ...
    def go_step(self, step: int) -> object: ...
    def go_unanswered(self) -> object: ...
    def go_by_risk(self) -> object: ...
    def focus_search(self) -> object: ...
    def show_all_questions(self) -> object: ...
    def toggle_inspector(self) -> object: ...
    def toggle_room(self) -> object: ...
    def choose_scope(self) -> object: ...
    def show_overlaps(self) -> object: ...


STATE_KEYS = (
    (MarkState.YES, ("Y",)),
    (MarkState.PARTLY, ("H",)),
    (MarkState.NO, ("W",)),
    (MarkState.DONT_KNOW, ("I",)),
    (None, ("C", "Backspace", "Delete")),
)
"""One key per state on the focused practice: yes, half, without, I don't know, clear. Not applicable is A."""


def review_actions(verbs: Verbs, page: Moves) -> tuple[Action, ...]:
    """Return the actions of the Review page."""
    practices, question, moving = _("Practices"), _("Question"), _("Review")
    digits = tuple(
        Action(
            f"review.practice_{number}", _("Practice {n}: yes, or not discussed").format(n=number), (DIGITS[number - 1],),
            group=practices, callback=partial(verbs.press_number, number), enabled=verbs.can_write,
            in_palette=False, help=_("Puts the focus on the practice; a state key then says more."),
        )
        for number in range(1, 11)
    )  # fmt: skip
    states = tuple(
        Action(
            f"review.state_{state.value if state else 'clear'}",
            _("Practice: {state}").format(state=state_title(state).lower()), keys, group=practices,
            callback=partial(verbs.mark_focused, state), enabled=verbs.can_mark, help=_("On the focused practice."),
        )
        for state, keys in STATE_KEYS
    )  # fmt: skip
    return (
        *digits,
        Action("review.practice_down", _("Next practice"), ("Down",), group=practices,
               callback=lambda: verbs.move_practice(1), enabled=verbs.is_on_question, repeats=True, in_palette=False),
        Action("review.practice_up", _("Previous practice"), ("Up",), group=practices,
               callback=lambda: verbs.move_practice(-1), enabled=verbs.is_on_question, repeats=True, in_palette=False),
        Action("review.practice_toggle", _("Focused practice: yes, or not discussed"), ("Space",), group=practices,
               callback=verbs.toggle_focused, enabled=verbs.is_on_practice, in_palette=False),
        *states,
        Action("review.none", _("None of these"), ("N",), group=practices, callback=verbs.mark_none, enabled=verbs.can_mark,
               help=_("Clears the practices that are in place, and the reverse.")),
        Action("review.not_applicable", _("Not applicable"), ("A",), group=question, callback=verbs.ask_not_applicable,
               enabled=verbs.can_write,
               help=_("Asks for the reason. Concerns the practice that has the focus, otherwise the question.")),
        Action("review.unchanged", _("Unchanged since the last milestone"), ("U",), group=question,
               callback=verbs.take_unchanged, enabled=verbs.can_write),
        Action("review.flag", _("Flag"), ("F",), "flag", question, verbs.toggle_flag, verbs.can_write,
               help=_("Look at this question again.")),
        Action("review.park", _("Park"), ("P",), "park", question, verbs.toggle_park, verbs.can_write,
               help=_("Put this question aside; next unanswered and next by risk leave it out.")),
        Action("review.evidence", _("Attach evidence"), ("E",), "evidence", question, page.attach_evidence,
               verbs.can_write),
        Action("review.owner", _("Owner"), ("O",), "owner", question, verbs.edit_owner, verbs.can_write,
               help=_("Of the question; on a practice nobody knows about, of the open point.")),
        Action("review.note", _("Write a note"), ("M",), "note", question, verbs.edit_note, verbs.can_read,
               help=_("Of the question; on a practice that has a note line, of the practice.")),
        Action("review.action", _("Plan an action"), ("T",), "action", question, verbs.plan_action, verbs.can_write,
               help=_("Owner, due date and status in the improvement list.")),
        Action("review.accept", _("Accept the risk"), ("Shift+A",), "", question, verbs.accept_risk, verbs.can_write),
        Action("review.official", _("Open the official page"), ("L",), "link-out", question, verbs.open_official_page,
               verbs.can_read, help=_("Of the focused practice, otherwise of the question. Opens the browser.")),
        Action("review.overlap", _("Same practice in another lens..."), ("S",), "compare", question, page.show_overlaps,
               verbs.can_read, help=_("Practices of two lenses side by side; an answer can be carried over.")),
        Action("review.next", _("Next question"), ("J",), "", moving, lambda: page.go_step(1), verbs.can_read,
               repeats=True),
        Action("review.previous", _("Previous question"), ("K",), "", moving, lambda: page.go_step(-1), verbs.can_read,
               repeats=True),
        Action("review.unanswered", _("Next unanswered question"), ("G",), "", moving, page.go_unanswered,
               verbs.can_read),
        Action("review.by_risk", _("Next question by risk"), ("R",), "", moving, page.go_by_risk, verbs.can_read),
        Action("review.search", _("Search this review"), ("/",), "search", moving, page.focus_search, verbs.can_read),
        Action("review.scope", _("Only one phase or pillar"), ("V",), "filter", moving, page.choose_scope, verbs.can_read),
        Action("review.all", _("Show all questions"), (), "filter", moving, page.show_all_questions, verbs.can_read),
        Action("review.room", _("In the room: probes, red flags, evidence"), ("Q",), "quote", moving, page.toggle_room,
               verbs.can_read, help=_("Shows or folds what helps to run the question.")),
        Action("review.inspector", _("Show or hide the inspector"), ("Ctrl+I",), "panel", moving,
               page.toggle_inspector, verbs.can_read),
    )  # fmt: skip
