"""One difference between two lenses: where it is, the text before and the text after."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.lens_diff import LensChange
from workbench.domain.lens import Lens
from workbench.i18n import N_, _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import dim_label, heading, label
from workbench.ui.widgets.lens_entries import field_words

__all__ = ["LensChangeText"]

_SAME = {
    True: N_("Every selection gets the same result as before."),
    False: N_("Some selections get another result than before."),
}


class LensChangeText(QScrollArea):
    """The right side of a comparison."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Before and after"))
        self.words: list[str] = []
        self._before: Lens | None = None
        self._after: Lens | None = None

    def set_lenses(self, before: Lens, after: Lens) -> None:
        """Tell which lenses the changes are about."""
        self._before, self._after = before, after

    def words_of(self, change: LensChange) -> str:
        """Return a difference as text."""
        lines = [f"{change.kind}: {self._where(change)}", change.title]
        if change.field:
            lines += [f"- {change.before}", f"+ {change.after}"]
        return "\n".join(line for line in lines if line)

    def show_change(self, change: LensChange | None) -> None:
        """Show a difference; None says what to do."""
        body = QWidget()
        body.setProperty("clear", True)
        column = QVBoxLayout(body)
        theme().space(column, 8, (20, 12, 20, 20))
        self.words = []
        if change is None:
            column.addWidget(dim_label(_("Select a difference to read it."), wrap=True))
        else:
            where = self._where(change)
            column.addWidget(dim_label(where, wrap=True))
            column.addWidget(heading(change.title, "large"))
            self.words += [where, change.title]
            if change.field:
                for title, text, tone in ((_("Before"), change.before, "high"), (_("After"), change.after, "none")):
                    box = label(text or _("(empty)"), wrap=True)
                    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                    set_look(box, ground=tone)
                    box.setMargin(theme().px(8))
                    column.addWidget(label(title, strong=True))
                    column.addWidget(box)
                    self.words += [title, text]
            for text in self._holds(change):
                line = label(text, wrap=True)
                line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(line)
                self.words.append(text)
            if change.same_results is not None:
                said = _(_SAME[change.same_results])
                column.addWidget(dim_label(said, wrap=True))
                self.words.append(said)
        column.addStretch(1)
        self.setWidget(body)

    def _holds(self, change: LensChange) -> list[str]:
        """Return what a part that is new or gone says."""
        lens = self._before if change.kind == "removed" else self._after
        question = lens.question(change.question_id) if lens is not None and not change.field else None
        if question is None:
            return []
        if not change.choice_id:
            return [text for text in (question.description, *(f"•  {one.title}" for one in question.practices)) if text]
        choice = question.choice(change.choice_id)
        texts = (choice.meaning, choice.see, choice.help_text, choice.improvement) if choice is not None else ()
        return [text for text in texts if text]

    def _where(self, change: LensChange) -> str:
        lens = self._before if change.kind == "removed" else self._after
        pillar = lens.pillar(change.pillar_id) if lens is not None else None
        question = lens.question(change.question_id) if lens is not None else None
        parts = [pillar.name if pillar else change.pillar_id]
        if change.choice_id or change.part == "rules":
            parts.append(question.short or question.title if question else change.question_id)
        parts.append(change.choice_id or change.question_id)
        return " · ".join(part for part in (*parts, field_words(change.field)) if part)
