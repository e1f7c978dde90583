"""What the facilitator does in the room: answers through the editor, everything else into the session's log."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QDate, QObject, Qt

from workbench.domain.answer import Reason
from workbench.domain.evidence import STRENGTH_TITLES, Evidence, EvidenceKind, Strength
from workbench.domain.session_events import NOTE_TITLES, EventKind
from workbench.i18n import _, n_
from workbench.operations.answers import SetApplicable, SetQuestionOwner
from workbench.operations.evidence import AddEvidence, ChangeEvidence, RemoveEvidence
from workbench.store.queries.answers import evidence_of
from workbench.ui.desk import Desk
from workbench.ui.dialogs.question_verbs import QuestionVerbs
from workbench.ui.dialogs.room_presenter import PresenterWindow
from workbench.ui.models.room_session import RoomSession
from workbench.ui.widgets.question_bar import reason_menu
from workbench.ui.widgets.question_view import QuestionView
from workbench.ui.widgets.room_capture import CaptureLine

__all__ = ["RoomVerbs"]

_NEXT = {None: Strength.CLAIMED, Strength.CLAIMED: Strength.SHOWN, Strength.SHOWN: Strength.VERIFIED}
_ICONS = {EventKind.PARKED: "park", EventKind.ACTION: "action", EventKind.DECISION: "decision",
          EventKind.DISSENT: "dissent"}  # fmt: skip


class RoomVerbs(QObject):
    """Turns keys into operations and events.

    Args:
        desk: The page's desk.
        room: The session.
        view, question: The question and what can be done to it.
        capture: The line of the page; the presenter window has its own, used while that window is active.
        presenter: Gives the presenter window, or None while there is none.
        toggle: Opens or closes the presenter window.
    """

    def __init__(
        self, desk: Desk, room: RoomSession, view: QuestionView, question: QuestionVerbs, capture: CaptureLine,
        presenter: Callable[[], PresenterWindow | None], toggle: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(view)
        self._desk, self._room, self._view, self._question = desk, room, view, question
        self._own, self._presenter, self.toggle_presenter = capture, presenter, toggle

    # -- what can be done ------------------------------------------------------------------------

    def is_open(self) -> bool:
        """True while a session is open on the page that is shown."""
        return self._room.reading is not None and self._page_is_shown()

    def _page_is_shown(self) -> bool:
        page = self._own.parentWidget()
        page = page.parentWidget() if page is not None else None
        return page is not None and page.isVisible()

    def is_on(self) -> bool:
        """True from the start of a sitting to its end."""
        return self.is_open() and self._room.state.is_on

    def can_start(self) -> bool:
        """True where a sitting can begin."""
        plan = self._room.plan
        may_write = not self._desk.editor.read_only
        return self.is_open() and may_write and not self._room.state.is_on and plan is not None and not plan.problems()

    def has_speakers(self) -> bool:
        """True where the plan asks to note who speaks."""
        return self.is_on() and self._room.plan is not None and self._room.plan.speakers

    @property
    def _active(self) -> PresenterWindow | None:
        presenter = self._presenter()
        return presenter if presenter is not None and presenter.isActiveWindow() else None

    def _capture(self) -> CaptureLine:
        return self._active.capture if self._active is not None else self._own

    # -- what was said ---------------------------------------------------------------------------

    def park(self) -> None:
        """Put a point into the parking lot."""
        self._note(EventKind.PARKED, _("Enter keeps it, Esc does not"))

    def action(self) -> None:
        """Note what somebody is to do."""
        day = QDate.currentDate().addDays(30).toString(Qt.DateFormat.ISODate)
        self._note(EventKind.ACTION, _("@who  !{day}").format(day=day), self._names())

    def decision(self) -> None:
        """Note what was decided."""
        self._note(EventKind.DECISION, _("Enter keeps it, Esc does not"))

    def dissent(self) -> None:
        """Note who does not agree with what, without a name."""
        self._note(EventKind.DISSENT, _("What, not who"))

    def _note(self, kind: EventKind, hint: str, names: Sequence[str] = ()) -> None:
        done = partial(self._room.add_note, kind)
        self._capture().ask(_ICONS[kind], _(NOTE_TITLES[kind]), hint, done, known=names, after_at=True)

    def vote(self) -> None:
        """Count hands where the room disagrees."""
        row = self._view.practices.focused
        choice = row.choice.id if row is not None and row.choice is not None else ""
        name = _("Vote on the practice") if choice else _("Vote")
        self._capture().ask("more", name, _("yes no abstain, as 5 2 1"), partial(self._count, choice))

    def _count(self, choice: str, text: str) -> bool:
        parts = text.replace(",", " ").replace("/", " ").split()
        if not 2 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts):
            self._desk.say(_("Write the counts as yes, no, abstain: 5 2 1."))
            return False
        yes, no, abstain = (*(int(part) for part in parts), 0)[:3]
        return self._room.vote(yes, no, abstain, choice)

    def who(self) -> None:
        """Note who speaks; typed in the facilitator's window, whatever window is active."""
        if self._active is not None:
            self._view.window().activateWindow()
        self._own.ask("quote", _("Who speaks"), _("Stays in your log"), self._say_who, self._room.state.speaker,
                      self._names())  # fmt: skip

    def _say_who(self, name: str) -> bool:
        self._room.say_who(name)
        return True

    def withdraw(self) -> None:
        """Take the last note or vote back."""
        known = [*self._room.state.notes, *self._room.state.votes]
        if not known:
            self._desk.say(_("There is no note to take back."))
            return
        last = max(known)
        note = self._room.state.notes.get(last)
        self._room.withdraw(last)
        self._desk.say(_('Taken back: "{text}".').format(text=note.text) if note else _("The vote was taken back."))

    # -- the question ----------------------------------------------------------------------------

    def ask_not_applicable(self) -> None:
        """Ask for the reason, in the window that is active."""
        line, review, active = self._room.line, self._room.review, self._active
        if active is None or line is None or review is None:
            self._question.ask_not_applicable()
            return
        current = None if line.answer.applicable else line.answer.reason
        menu = reason_menu(active, current, partial(self._set_applicable, review.review.id, line.id))
        menu.popup(active.mapToGlobal(active.rect().center()))

    def _set_applicable(self, review_id: str, question_id: str, reason: Reason | None) -> None:
        self._desk.editor.do(SetApplicable(review_id, question_id, reason is None, reason or Reason.NONE))

    def take_unchanged(self) -> None:
        """Take the answer of the last milestone over, or confirm it where it is there already."""
        line = self._room.line
        was_same = line is not None and line.then is not None and not line.then.is_empty and line.then == line.answer
        if was_same and self._room.state.is_on:
            self._room.confirm()
        self._question.take_unchanged()

    def owner(self) -> None:
        """Name who answers for the question."""
        line, review = self._room.line, self._room.review
        if line is not None and review is not None:
            done = partial(self._set_owner, review.review.id, line.id)
            self._capture().ask("owner", _("Owner"), "", done, line.answer.owner, self._names())

    def _set_owner(self, review_id: str, question_id: str, name: str) -> bool:
        if self._desk.editor.do(SetQuestionOwner(review_id, question_id, name)) is None:
            return False
        if self._room.state.is_on:
            self._room.note(EventKind.OWNER, self._room.state.spot, {"owner": name})
        return True

    def evidence(self) -> None:
        """Go one further: claimed, shown, verified, none; of the focused practice, else of the question."""
        line, review, plan = self._room.line, self._room.review, self._room.plan
        if line is None or review is None or plan is None:
            return
        row = self._view.practices.focused
        choice = row.choice.id if row is not None and row.choice is not None and not row.choice.is_none else ""
        review_id, today = review.review.id, QDate.currentDate().toString(Qt.DateFormat.ISODate)
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{plan.id}|{review_id}|{line.id}|{choice}").hex
        with self._desk.workspace.reading() as session:
            there = next((one for one in evidence_of(session, [review_id], line.id) if one.id == key), None)
        wanted = _NEXT.get(there.strength if there else None)
        if wanted is None:
            self._desk.editor.do(RemoveEvidence(key))
        elif there is not None:
            self._desk.editor.do(ChangeEvidence(replace(there, strength=wanted, on=today)))
        else:
            one = Evidence(key, review_id, line.id, EvidenceKind.STATEMENT, plan.name, choice, _("Told to the room"),
                           wanted, on=today)  # fmt: skip
            self._desk.editor.do(AddEvidence(one))
        self._desk.say(_("Evidence: {strength}").format(strength=_(STRENGTH_TITLES[wanted]).lower()) if wanted
                       else _("Evidence taken off"))  # fmt: skip
        if self._room.state.is_on:
            body = {"strength": str(wanted or ""), "choice": choice}
            self._room.note(EventKind.EVIDENCE, self._room.state.spot, body)

    def reveal(self) -> None:
        """Show the room the risk of the question, or hide it."""
        self._room.reveal()

    def reveal_pillar(self) -> None:
        """Show the room the risks of the pillar, or hide them."""
        self._room.reveal(pillar=True)

    # -- moving on -------------------------------------------------------------------------------

    def step(self, step: int) -> None:
        """Go to the next or previous question."""
        self._went(self._room.step(step), _("The plan ends here."))

    def go_open(self) -> None:
        """Go to the next open question in order."""
        self._went(self._room.go_open(), _("No other question is open."))

    def go_by_risk(self) -> None:
        """Go to the open question that matters most."""
        self._went(self._room.go_by_risk(), _("No other question is open."))

    def _went(self, done: bool, otherwise: str) -> None:
        if not done:
            self._desk.say(otherwise)
        elif self._active is None:
            self._view.sheet.setFocus()

    def homework(self) -> None:
        """Send the question home, or take it back."""
        self._room.toggle_homework()

    def drop(self) -> None:
        """Send home what the clock proposes."""
        spots = self._room.sitting.clock.drop
        if not spots:
            self._desk.say(_("Everything fits; nothing has to go home."))
            return
        self._room.set_homework(spots)
        self._desk.say(n_("One question goes home.", "{n} questions go home.", len(spots)),
                       lambda: self._room.set_homework(spots, False))  # fmt: skip

    # -- the session -----------------------------------------------------------------------------

    def start(self) -> None:
        """Begin a sitting."""
        self._room.start()

    def pause(self) -> None:
        """Stop the clock, or go on."""
        self._room.pause()

    def take_break(self) -> None:
        """Begin a break, or come back."""
        self._room.take_break()

    def end(self) -> None:
        """End the sitting."""
        self._room.end()

    def move_end(self, minutes: int) -> None:
        """Move the end."""
        self._room.move_end(minutes)

    def _names(self) -> list[str]:
        plan, names = self._room.plan, []
        if plan is not None:
            names = [one.name for one in plan.participants] + [plan.owner, plan.sponsor]
        if (review := self._room.review) is not None:
            names += [line.answer.owner for line in review.lines.values()]
        return [name for name in dict.fromkeys(names) if name]
