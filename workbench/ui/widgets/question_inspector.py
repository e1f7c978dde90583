"""The right side of a review: what helps to answer the question, in folding sections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.domain.evidence import Evidence
from workbench.domain.lens import Choice, Lens, Pillar, Question
from workbench.i18n import _, n_
from workbench.store.queries.history import HistoryEntry
from workbench.store.queries.official import OfficialText
from workbench.store.queries.review import QuestionLine, ReviewReading
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.notes_edit import NotesEdit
from workbench.ui.widgets.question_evidence import EvidenceList, strength_summary
from workbench.ui.widgets.question_history import HistoryList
from workbench.ui.widgets.question_room import (
    GuidePanel,
    official_blocks,
    practice_blocks,
    practice_links,
    room_blocks,
)
from workbench.ui.widgets.question_then_now import ThenNow
from workbench.ui.widgets.section import Section

__all__ = ["QuestionInspector"]


class QuestionInspector(QScrollArea):
    """Sections about the question; each comes back folded as it was left."""

    history_opened = Signal()
    """The history was unfolded: somebody should read it; UI thread."""
    link_asked = Signal(str)
    """An address; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("About the question"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.practice, self.practice_guide = self._guide(_("Practice"), "review-practice-guide")
        self.room, self.room_guide = self._guide(_("In the room"), "review-room")
        self.official, self.official_guide = self._guide(_("From AWS"), "review-official")
        self.official.set_tag(_("your account"))
        self._official: OfficialText | None = None
        self._question: Question | None = None
        self._lens: Lens | None = None
        self.milestone = Section(_("At milestone"), key="review-milestone")
        self.then_now = ThenNow()
        self.milestone.add(self.then_now)
        self.evidence = Section(_("Evidence"), key="review-evidence")
        self.evidence_list = EvidenceList()
        self.evidence.add(self.evidence_list)
        self.history = Section(_("History"), key="review-history", folded=True)
        self.history_list = HistoryList()
        self.history.add(self.history_list)
        self.history.folded_changed.connect(lambda folded: None if folded else self.history_opened.emit())
        self.notes = Section(_("Pillar and lens notes"), key="review-notes", folded=True)
        self.pillar_title, self.pillar_notes = (
            label("", strong=True, wrap=True),
            NotesEdit(name=_("Notes of the pillar")),
        )
        self.lens_title, self.lens_notes = label("", strong=True, wrap=True), NotesEdit(name=_("Notes of the lens"))
        for title, edit in ((self.pillar_title, self.pillar_notes), (self.lens_title, self.lens_notes)):
            self.notes.add(title)
            self.notes.add(edit.counter)
            edit.counter.show()
            self.notes.add(edit)
        inner = QWidget()
        set_look(inner, ground="raised")
        column = QVBoxLayout(inner)
        theme().space(column, 0)
        for section in self.sections:
            column.addWidget(section)
        column.addStretch(1)
        self.setWidget(inner)

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections in order."""
        return (self.practice, self.room, self.official, self.milestone, self.evidence, self.history, self.notes)

    def _guide(self, title: str, key: str) -> tuple[Section, GuidePanel]:
        section, panel = Section(title, key=key), GuidePanel()
        section.add(panel)
        panel.link_asked.connect(self.link_asked)
        return section, panel

    def show_line(
        self,
        reading: ReviewReading,
        line: QuestionLine,
        evidence: tuple[Evidence, ...],
        changed: tuple[str, str] | None,
        official: OfficialText | None,
        *,
        read_only: bool,
    ) -> None:
        """Show what is known about a question."""
        self._lens, self._question, self._official = reading.lens, line.question, official
        question = line.question
        self.room_guide.show_guide(room_blocks(reading.lens, question))
        self.room.setVisible(bool(self.room_guide.text.words))
        self.official.setVisible(official is not None)
        chosen = reading.milestone
        self.then_now.show_milestones(reading.milestones, chosen)
        words = self.then_now.show_line(line, reading.milestone_fault, changed, has_any=chosen is not None)
        self.milestone.set_summary(words)
        self.evidence_list.show_items(question, evidence, read_only=read_only)
        self.evidence.set_summary(strength_summary(evidence) or _("none"))
        self._show_notes(reading, question.pillar_id, read_only)

    def show_practice(self, choice: Choice | None) -> None:
        """Show the practice that has the focus; without one the section hides."""
        shown = choice if choice is not None and not choice.is_none else None
        self.practice.setVisible(shown is not None)
        if shown is not None and self._lens is not None:
            self.practice.set_summary(shown.code)
            self.practice_guide.show_guide(practice_blocks(self._lens, shown), practice_links(shown))
        if self._official is not None and self._question is not None:
            self.official_guide.show_guide(*official_blocks(self._official, self._question, shown))

    def show_room(self, is_shown: bool) -> None:
        """Unfold what helps in the room and bring it in sight, or fold it."""
        self.room.set_folded(not is_shown)
        if is_shown:
            self.verticalScrollBar().setValue(self.room.y())

    def show_history(self, line: QuestionLine, entries: Sequence[HistoryEntry]) -> None:
        """Show the changes of a question; folded, only how many steps there are."""
        count = len({one.step_id for one in entries})
        self.history.set_summary(n_("{n} change", "{n} changes", count) if count else _("none"))
        if not self.history.is_folded:
            self.history_list.show_entries(line.question, entries)

    def _show_notes(self, reading: ReviewReading, pillar_id: str, read_only: bool) -> None:
        pillar: Pillar | None = reading.lens.pillar(pillar_id)
        review = reading.review
        self.pillar_title.setText(pillar.name if pillar else "")
        self.lens_title.setText(review.lens_name)
        texts = ((self.pillar_notes, f"{review.id}|{pillar_id}", dict(review.pillar_notes).get(pillar_id, "")),
                 (self.lens_notes, review.id, review.notes))  # fmt: skip
        for edit, key, text in texts:
            if edit.key != key:
                edit.load(key, text)
            else:
                edit.set_text_quietly(text)
            edit.setReadOnly(read_only)
        self.notes.set_summary(_("written") if any(text for _edit, _key, text in texts) else "")
