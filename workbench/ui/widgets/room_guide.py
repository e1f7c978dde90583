"""The facilitator's side: what was found and said, the last milestone, evidence, probes; never shown to the room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.domain.answer import Answer, MarkState
from workbench.domain.evidence import Evidence, worth_title
from workbench.domain.lens import Lens, Question
from workbench.domain.session_events import NOTE_TITLES, Note, Vote
from workbench.i18n import _
from workbench.store.queries.review import QuestionLine
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.guide_text import Block, GuideText
from workbench.ui.widgets.question_room import room_blocks
from workbench.ui.widgets.state_box import state_title

__all__ = ["RoomGuide", "guide_blocks"]

_MOST_FINDINGS = 5
"""Findings beside a question, the worst first; more than that nobody reads while people talk."""


class RoomGuide(QScrollArea):
    """One column of guidance beside the question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("For the facilitator"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.text = GuideText()
        inner = QWidget()
        set_look(inner, ground="raised")
        set_look(self, ground="raised")
        column = QVBoxLayout(inner)
        theme().space(column, 0, (16, 12, 16, 12))
        column.addWidget(self.text)
        column.addStretch(1)
        self.setWidget(inner)

    def show_blocks(self, blocks: Iterable[Block]) -> None:
        """Show other guidance, from its beginning where it is about another question."""
        before = self.text.words
        self.text.show_blocks(blocks)
        if self.text.words != before:
            self.verticalScrollBar().setValue(0)


def guide_blocks(
    lens: Lens, line: QuestionLine, *, milestone: str, evidence: Sequence[Evidence], findings: Sequence[str],
    notes: Sequence[Note], votes: Sequence[Vote], speaker: str, why: Sequence[str], inherited: str,
) -> list[Block]:  # fmt: skip
    """Return what the facilitator wants to know about a question, the most pressing first."""
    said = [
        f"{_(NOTE_TITLES[note.kind])}: {note.text}" + (f" ({_owner(note)})" if _owner(note) else "") for note in notes
    ]
    said += [_("Vote: {yes} yes, {no} no, {abstain} abstain").format(yes=vote.yes, no=vote.no, abstain=vote.abstain)
             for vote in votes]  # fmt: skip
    shown = [f"{one.title}: {_(worth_title(one)).lower()}" for one in evidence]
    found = [*findings[:_MOST_FINDINGS]]
    if len(findings) > len(found):
        found.append(_("and {n} more on the Architecture page").format(n=len(findings) - len(found)))
    return [
        Block(_("Speaks"), (speaker,)),
        Block(_("Said in this session"), tuple(said), is_list=True),
        Block(_("Found in the architecture"), tuple(found), is_list=True),
        Block(_("Platform answer"), (inherited,)),
        Block(
            _("At milestone {name}").format(name=milestone) if milestone else "", _then(line), is_list=bool(line.then)
        ),
        Block(_("Evidence"), tuple(shown), is_list=True),
        Block(_("Why it matters"), (", ".join(why),), tone="text_dim"),
        *room_blocks(lens, line.question),
    ]


def _owner(note: Note) -> str:
    return ", ".join(part for part in (note.owner, note.due) if part)


def _then(line: QuestionLine) -> tuple[str, ...]:
    then = line.then
    if then is None:
        return ()
    if then.is_empty:
        return (_("not answered"),)
    if then == line.answer:
        return (_("as it is now"),)
    return tuple(_changes(line.question, then, line.answer))


def _changes(question: Question, then: Answer, now: Answer) -> list[str]:
    """Say what the milestone has, practice by practice where it is another state than now."""
    if not then.applicable:
        return [_("not applicable")]
    found = []
    for number, choice in enumerate(question.choices, 1):
        state = then.state(choice.id)
        if state != now.state(choice.id):
            name = _("None of these") if choice.is_none else f"{number} {choice.title}"
            found.append(f"{name}: {state_title(state).lower()}")
    same = [n for n, choice in enumerate(question.practices, 1) if then.state(choice.id) is MarkState.YES
            and now.state(choice.id) is MarkState.YES]  # fmt: skip
    if same:
        found.append(_("still in place: {numbers}").format(numbers=", ".join(str(n) for n in same)))
    return found or [_("other notes or owner")]
