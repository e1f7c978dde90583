"""The Review page: questions on the left, one question in the centre, what helps to answer it on the right."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.domain.lens import Question
from workbench.domain.scope import Scope
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.operations.answers import SetLensNotes, SetPillarNotes
from workbench.store.edits import Part
from workbench.store.queries.answers import evidence_of, reviews_of
from workbench.store.queries.history import history_of_question
from workbench.store.queries.official import official_text
from workbench.store.queries.review import QuestionLine, ReviewReading, read_line, read_review, with_line
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.attach_evidence import AttachEvidence
from workbench.ui.dialogs.finding_notice import FindingNotice
from workbench.ui.dialogs.lens_overlap import OverlapDialog
from workbench.ui.dialogs.question_finder import QuestionFinder
from workbench.ui.dialogs.question_verbs import QuestionVerbs
from workbench.ui.links import web_link
from workbench.ui.models.question_tree import FILTERS
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.question_actions import review_actions
from workbench.ui.widgets.question_footer import QuestionFooter
from workbench.ui.widgets.question_inspector import QuestionInspector
from workbench.ui.widgets.question_list_pane import QuestionListPane
from workbench.ui.widgets.question_panes import QuestionPanes
from workbench.ui.widgets.question_view import QuestionView
from workbench.ui.widgets.review_nothing import show_nothing

__all__ = ["ReviewPage"]

_FEW = 8


class ReviewPage(Page):
    """One lens of one workload, question by question."""

    id: ClassVar[str] = "review"
    title: ClassVar[str] = N_("Review")
    icon: ClassVar[str] = "review"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._reading: ReviewReading | None = None
        self._question_id = ""
        self._milestone_id = ""
        self.open_url = QDesktopServices.openUrl
        self.pane = QuestionListPane(FILTERS)
        self.finder = QuestionFinder(desk, self.pane)
        self.view = QuestionView(self.keys)
        self.footer = QuestionFooter()
        self.inspector = QuestionInspector()
        self.note = MessageBar()
        self.verbs = QuestionVerbs(desk, self.view, lambda: self._reading, lambda: self.line)
        self.evidence = AttachEvidence(desk, self, self.view, self.inspector.evidence_list, self._where,
                                       lambda url: self.open_url(url))  # fmt: skip
        self._lay_out()
        self._connect()
        self._actions = review_actions(self.verbs, self)
        self.keys.set_actions(self._actions)
        self.keys.watch(self.pane.tree, self.pane.hits)
        self.setAcceptDrops(True)

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        theme().space(column, 0)
        for part in (self.note, FindingNotice(self._desk)):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addWidget(self.footer)
        set_look(self.inspector, ground="raised")
        self.splitter = QuestionPanes(self.pane, centre, self.inspector)
        self.stack = StateStack(self.splitter)
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.stack)
        self.stack.show_loading(_("Reading the review"))

    def _connect(self) -> None:
        self.finder.chosen.connect(self.show_question)
        self.finder.hit_opened.connect(self._open_hit)
        self.finder.filtered.connect(self._show_footer)
        self.pane.tree.opened.connect(self.view.sheet.setFocus)
        for part in (self.view, self.inspector):
            part.link_asked.connect(lambda address: self.open_url(web_link(address)))
        self.view.practices.focused_on.connect(self._show_practice)
        ways = {"previous": lambda: self.go_step(-1), "next": lambda: self.go_step(1),
                "by_risk": self.go_by_risk, "unanswered": self.go_unanswered}  # fmt: skip
        self.footer.asked.connect(lambda name: ways[name]())
        self.inspector.then_now.chosen.connect(self._choose_milestone)
        self.inspector.history_opened.connect(self._show_line)
        self.inspector.pillar_notes.typed.connect(self._write_pillar_notes)
        self.inspector.lens_notes.typed.connect(self._write_lens_notes)
        self._desk.place.moved.connect(self._follow_place)

    # -- the page contract ---------------------------------------------------------------------

    def refresh(self, parts: frozenset[Part] | None = None) -> None:  # type: ignore[override]
        """Read again what changed."""
        try:
            self._refresh(parts)
        except WorkbenchError as error:
            self.stack.show_failed(error, lambda: self.refresh(None))

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return self._actions

    def enter(self) -> None:
        if self.stack.state == "content":
            self.pane.focus_list()

    def flush(self) -> None:
        for edit in (self.view.notes, self.inspector.pillar_notes, self.inspector.lens_notes, self.view.bar.owner):
            edit.flush()
        for row in self.view.practices.rows:
            if row.note is not None:
                row.note.flush()

    def save_state(self) -> dict[str, Any]:
        """Return what comes back at the next start."""
        return {
            "filters": sorted(self.pane.filters), "folded": sorted(self.finder.folded),
            "milestone": self._milestone_id, **self.splitter.save_state(),
        }  # fmt: skip

    def restore_state(self, state: dict[str, Any]) -> None:
        """Bring back filters, folds, sizes and the chosen milestone."""
        self.finder.folded = {str(key) for key in state.get("folded", ())}
        self.splitter.restore_state(state)
        self._milestone_id = str(state.get("milestone", ""))
        self.pane.set_filters(frozenset(str(name) for name in state.get("filters", ())))

    # -- reading and showing -------------------------------------------------------------------

    @property
    def line(self) -> QuestionLine | None:
        """The question that is shown."""
        return self._reading.lines.get(self._question_id) if self._reading else None

    def show_question(self, question_id: str) -> None:
        """Show a question of this review; returns when it is laid out."""
        if self._reading is None or question_id not in self._reading.lines or question_id == self._question_id:
            return
        self.flush()
        self._question_id = question_id
        self._desk.place.go(question_id=question_id)
        self._show_line()

    def _refresh(self, parts: frozenset[Part] | None) -> None:
        reading = self._reading
        if parts is None or reading is None:
            self._load()
            return
        own = {part for part in parts if part.workload_id == reading.workload_id}
        of_review = {part for part in own if part.review_id == reading.review.id}
        questions = {part.question_id for part in of_review if part.question_id} & set(reading.lines)
        if {part.kind for part in own} & {"workload", "review", "milestone", "pillar_note"} or len(questions) > _FEW:
            self._load()
            return
        with self._desk.workspace.reading() as session:
            for question_id in questions:
                line = read_line(session, reading.review.id, reading.lines[question_id])
                reading = with_line(reading, line)
        self._reading = reading
        for question_id in questions:
            self.finder.show_line(reading, reading.lines[question_id])
        if self._question_id in questions:
            self._show_line()
        elif questions:
            self._show_footer()

    def _load(self) -> None:
        place = self._desk.place
        self.flush()
        reading, has_lens = None, False
        if place.workload_id:
            with self._desk.workspace.reading() as session:
                reading = read_review(session, place.workload_id, place.review_id, self._milestone_id)
                has_lens = reading is not None or bool(reviews_of(session, place.workload_id, with_answers=False))
        if reading is None or not reading.lines:
            self._reading, self._question_id = None, ""
            self.finder.show_reading(None)
            show_nothing(self.stack, place, has_lens=has_lens)
            return
        self._reading = reading
        known = (place.question_id, self._question_id, next(iter(reading.lines)))
        self._question_id = next(key for key in known if key in reading.lines)
        place.go(question_id=self._question_id)
        self.view.bar.know_owners({self.finder.me(), *(line.answer.owner for line in reading.lines.values())})
        self.finder.show_reading(reading)
        self.stack.show_content()
        self._show_line()
        self._narrow_to_place()
        self._show_read_only()

    def _show_line(self) -> None:
        reading, line = self._reading, self.line
        if reading is None or line is None:
            return
        read_only = self._desk.editor.read_only
        pillar = reading.lens.pillar(line.question.pillar_id)
        today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        self.view.show_line(reading.review.id, pillar.name if pillar else "", line, today, read_only=read_only,
                            has_milestone=bool(reading.milestones))  # fmt: skip
        self.finder.open(line.id)
        self._show_footer()
        with self._desk.workspace.reading() as session:
            evidence = evidence_of(session, [reading.review.id], line.id)
            entries = history_of_question(session, reading.review.id, line.id)
            review = reading.review
            official = official_text(session, review.lens_alias, review.lens_version, line.id)
        since = reading.milestone.at if reading.milestone else ""
        changed = next(((one.who, one.at) for one in entries if one.state != "undone" and one.at > since), None)
        self.inspector.show_line(reading, line, evidence, changed, official, read_only=read_only)
        self.inspector.show_history(line, entries)
        self._show_practice("")

    def _show_practice(self, choice_id: str) -> None:
        row = self.view.practices.focused
        self.inspector.show_practice(row.choice if row is not None else None)

    def _show_footer(self) -> None:
        if self._reading is None:
            return
        names = (self.finder.name_of(self.finder.neighbour(step)) for step in (-1, 1))
        self.footer.show_ways(*names, has_risks=bool(self.finder.next_by_risk()),
                              has_unanswered=bool(self.finder.next_unanswered()))  # fmt: skip

    def _show_read_only(self) -> None:
        if self._desk.editor.read_only and self.note.isHidden():
            holder = self._desk.workspace.holder
            by = _("{who} has it open.").format(who=holder) if holder else ""
            self.note.show_message("info", _("This workspace is open read-only; answers cannot be changed here."), by)

    def _follow_place(self) -> None:
        place, reading = self._desk.place, self._reading
        if reading is not None and place.review_id == reading.review.id and place.question_id:
            self.show_question(place.question_id)
            self._narrow_to_place()

    def _narrow_to_place(self) -> None:
        """Show only the pillar that another page asked for."""
        pillar_id = self._desk.place.take_pillar()
        if pillar_id is not None:
            self.finder.choose_scope(Scope(pillar=pillar_id))

    def _choose_milestone(self, milestone_id: str) -> None:
        self._milestone_id = milestone_id
        self.refresh(None)

    # -- moving --------------------------------------------------------------------------------

    def go_step(self, step: int) -> None:
        """Show the next or previous question of the list."""
        self._move_to(self.finder.neighbour(step), _("The list ends here."))

    def go_unanswered(self) -> None:
        """Show the next unanswered question that is not parked."""
        self._move_to(self.finder.next_unanswered(), _("Every question is answered or parked."))

    def go_by_risk(self) -> None:
        """Show the next question by risk, worst first."""
        self._move_to(self.finder.next_by_risk(), _("No other question has a high or medium risk."))

    def _move_to(self, question_id: str, otherwise: str) -> None:
        if not question_id:
            self._desk.say(otherwise)
            return
        focus = self.window().focusWidget()
        in_list = focus is not None and self.pane.isAncestorOf(focus)
        self.show_question(question_id)
        if not in_list:
            self.view.sheet.setFocus()

    def _open_hit(self, question_id: str, choice_id: str) -> None:
        self.show_question(question_id)
        if not (choice_id and self.view.practices.focus_choice(choice_id)):
            self.view.sheet.setFocus()

    def focus_search(self) -> None:
        """Put the focus into the search field."""
        self.pane.search.setFocus()
        self.pane.search.selectAll()

    def choose_scope(self) -> None:
        """Open the choice of phases, or of pillars."""
        self.pane.scope.open_choice()

    def show_all_questions(self) -> None:
        """Switch filters, search, phase and pillar off."""
        self.finder.show_all()

    def show_overlaps(self) -> None:
        """Show the practices that another lens of the workload asks for too."""
        reading, row = self._reading, self.view.practices.focused
        if reading is None:
            return
        self.flush()
        choice_id = row.choice.id if row is not None and row.choice is not None else ""
        dialog = OverlapDialog(
            self._desk, reading.workload_id, reading.review.id, self._question_id, choice_id, self.window()
        )
        dialog.exec()
        dialog.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._step_back():
            event.accept()
            return
        super().keyPressEvent(event)

    def _step_back(self) -> bool:
        """From a note to its practice, from there to the question, from there to the list."""
        focus = self.window().focusWidget()
        row = self.view.practices.focused
        if focus is None or self.stack.state != "content":
            return False
        if self.pane.isAncestorOf(focus):
            self.pane.search.clear()
            self.pane.focus_list()
        elif row is not None and focus is not row.box:
            row.box.setFocus()
        elif focus is self.view.sheet:
            self.pane.focus_list()
        else:
            self.view.sheet.setFocus()
        return True

    # -- evidence and notes --------------------------------------------------------------------

    def attach_evidence(self) -> None:
        """Offer to attach a file, a link or a statement."""
        self.evidence.attach()

    def _where(self) -> tuple[str, Question] | None:
        line, reading = self.line, self._reading
        return (reading.review.id, line.question) if line is not None and reading is not None else None

    def _write_pillar_notes(self, text: str) -> None:
        review_id, _bar, pillar_id = self.inspector.pillar_notes.key.partition("|")
        if pillar_id:
            self._desk.editor.do(SetPillarNotes(review_id, pillar_id, text), f"pillar:{review_id}:{pillar_id}")

    def _write_lens_notes(self, text: str) -> None:
        review_id = self.inspector.lens_notes.key
        if review_id:
            self._desk.editor.do(SetLensNotes(review_id, text), f"lens:{review_id}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if files and self.line is not None and not self._desk.editor.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.evidence.drop([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # -- panes ---------------------------------------------------------------------------------

    def toggle_inspector(self) -> None:
        """Show or hide the right side."""
        self.splitter.show_right(self.inspector.isHidden())

    def toggle_room(self) -> None:
        """Show what helps to run the question, or fold it."""
        wanted = self.inspector.isHidden() or self.inspector.room.is_folded
        if self.inspector.isHidden():
            self.splitter.show_right(True)
        self.inspector.show_room(wanted)
