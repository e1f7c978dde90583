"""Platform answers: what a template would do to this review, question by question, and one step that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.analyses.session_inherit import EFFECT_TITLES, Effect, EffectKind, effects_of
from workbench.domain.session_answers import AnswerTemplate
from workbench.i18n import _, n_
from workbench.operations.session_answers import ApplyAnswerTemplate
from workbench.store.queries.review import ReviewReading
from workbench.store.queries.sessions import inherited_of
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading
from workbench.ui.widgets.views import dress_view

__all__ = ["PlatformAnswersDialog"]

_TAKES = (EffectKind.NEW, EffectKind.UPDATE)


class PlatformAnswersDialog(QDialog):
    """One line per question; an answer given here stays unless its line is ticked."""

    def __init__(
        self, desk: Desk, template: AnswerTemplate, reading: ReviewReading, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Platform answers"))
        self._desk, self._template, self._reading = desk, template, reading
        with desk.workspace.reading() as session:
            inherited = inherited_of(session, reading.review.id)
        answers = {key: line.answer for key, line in reading.lines.items()}
        self.effects = effects_of(template, reading.lens, answers, inherited)
        self.list = QListWidget()
        dress_view(self.list, _("What becomes of each question"))
        for effect in self.effects:
            self.list.addItem(self._item(effect))
        self.list.itemChanged.connect(lambda _item: self._count())
        words = _("Answers from a template are marked as inherited. They stay changeable, and follow the template "
                  "when it is applied again, unless they were changed here.")  # fmt: skip
        self.apply_button = primary_button("", self.apply)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(plain_button(_("Cancel"), self.reject))
        foot.addWidget(self.apply_button)
        whole = QVBoxLayout(self)
        theme().space(whole, 8, (24, 20, 24, 12))
        whole.addWidget(heading(template.name))
        whole.addWidget(dim_label(words, wrap=True))
        whole.addWidget(self.list, 1)
        whole.addLayout(foot)
        self.resize(theme().px(680), theme().px(480))
        self._count()

    def _item(self, effect: Effect) -> QListWidgetItem:
        line = self._reading.lines.get(effect.question_id)
        name = line.question.code or line.question.short or line.question.title if line else effect.question_id
        title = line.question.short or line.question.title if line else ""
        item = QListWidgetItem(" · ".join(part for part in (name, title, _(EFFECT_TITLES[effect.kind])) if part))
        item.setData(Qt.ItemDataRole.UserRole, effect.question_id)
        flags = item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable
        if effect.can_take:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setToolTip(_("Tick to take the answer of the template all the same"))
            item.setCheckState(Qt.CheckState.Unchecked)
        item.setFlags(flags)
        return item

    @property
    def taken(self) -> tuple[str, ...]:
        """Questions ticked to take the template's answer all the same."""
        can = {effect.question_id for effect in self.effects if effect.can_take}
        items = (self.list.item(row) for row in range(self.list.count()))
        ticked = (item for item in items if item.checkState() is Qt.CheckState.Checked)
        return tuple(key for item in ticked if (key := item.data(Qt.ItemDataRole.UserRole)) in can)

    def _count(self) -> None:
        number = sum(effect.kind in _TAKES for effect in self.effects) + len(self.taken)
        self.apply_button.setText(n_("Answer one question", "Answer {n} questions", number))
        gone = any(effect.kind is EffectKind.GONE for effect in self.effects)
        self.apply_button.setEnabled((number > 0 or gone) and not self._desk.editor.read_only)

    def apply(self) -> None:
        """Do it as one step."""
        step = ApplyAnswerTemplate(self._template.id, self._reading.review.id, self.taken)
        if self._desk.editor.do(step) is not None:
            self._desk.say(_("Platform answers applied"), self._desk.editor.undo)
            self.accept()
