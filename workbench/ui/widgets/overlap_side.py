"""One practice of a pair: what it asks for, how it is answered, and carrying that answer over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.domain.answer import REASON_TITLES, Mark, Reason
from workbench.domain.lens import Choice, Question
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.guide_text import Block, GuideText
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.state_box import StateBox, state_title

__all__ = ["OverlapSide"]

_FIRM_HYPHEN = "\N{NON-BREAKING HYPHEN}"


class OverlapSide(QWidget):
    """A practice with its answer."""

    carry_asked = Signal()
    """The answer is to be carried over to the other side; UI thread."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lens = dim_label("", wrap=True)
        self.title, self.text = GuideText(), GuideText()
        self.box = StateBox()
        self.box.setEnabled(False)
        self.state = label("", strong=True)
        self.note = label("", wrap=True)
        self.button = plain_button(words, self.carry_asked.emit)
        self.why_not = dim_label("", wrap=True, step="small")
        answered = QHBoxLayout()
        theme().space(answered, 8)
        answered.addWidget(self.box)
        answered.addWidget(self.state, 1)
        body = QWidget()
        body.setProperty("clear", True)
        column = QVBoxLayout(body)
        theme().space(column, 6, (0, 0, 8, 0))
        column.addWidget(self.lens)
        column.addWidget(self.title)
        column.addLayout(answered)
        column.addWidget(self.note)
        column.addSpacing(theme().px(6))
        column.addWidget(self.text)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("Practice"))
        scroll.setWidget(body)
        whole = QVBoxLayout(self)
        theme().space(whole, 4)
        whole.addWidget(scroll, 1)
        whole.addWidget(self.why_not)
        whole.addWidget(self.button)

    def show_practice(
        self, lens: str, question: Question, choice: Choice, mark: Mark | None, other: str, *, can_carry: bool
    ) -> None:
        """Show a practice of a lens with its answer; `other` is the lens of the other side."""
        self.lens.setText(" · ".join(part for part in (lens, question.code, question.short or question.title) if part))
        self.title.show_blocks(
            (Block("", (f"{choice.title} {choice.code.replace('-', _FIRM_HYPHEN)}".strip(),), is_strong=True),)
        )
        self.text.show_blocks((
            Block(_("What it means"), (choice.meaning or choice.help_text,)),
            Block(_("How one would see it"), (choice.see,), tone="text_dim"),
        ))  # fmt: skip
        state = mark.state if mark is not None else None
        self.box.set_title(choice.title)
        self.box.set_state(state)
        self.state.setText(state_title(state))
        reason = _(REASON_TITLES[mark.reason]) if mark is not None and mark.reason is not Reason.NONE else ""
        note = mark.note if mark is not None else ""
        owner = _("Owner: {name}").format(name=mark.owner) if mark is not None and mark.owner else ""
        said = "\n".join(part for part in (reason, note, owner) if part)
        self.note.setText(said)
        self.note.setVisible(bool(said))
        self.button.setAccessibleName(_("Carry over to {lens}").format(lens=other))
        self.button.setToolTip(
            f"{self.button.accessibleName()}\n{_('The note there will say where the answer came from.')}"
        )
        self.button.setEnabled(can_carry and mark is not None)
        self.why_not.setText(
            _("The workspace is open read-only.") if not can_carry
            else "" if mark is not None else _("Not answered yet")
        )  # fmt: skip
        self.why_not.setVisible(bool(self.why_not.text()))
