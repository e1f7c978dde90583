"""What a spreadsheet would change in the texts of a lens, before it is taken."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.exchange.lens_xlsx import TextsRead
from workbench.i18n import _, n_
from workbench.ui.theme import theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading
from workbench.ui.widgets.outline import OutlineView

__all__ = ["TakeTexts"]


class TakeTexts(QDialog):
    """The changed texts, each before and after."""

    def __init__(self, read: TextsRead, file_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Texts from a spreadsheet"))
        count = len(read.changes)
        self.list = OutlineView(_("Changed texts"))
        self.list.set_entries(
            [Entry(_one_line(change.after) or _("(emptied)"), (str(n),), note=_("was: {text}").format(text=_one_line(change.before)),
                   trailing=f"{change.choice_id or change.question_id or change.pillar_id} · {change.field}")
             for n, change in enumerate(read.changes)]
        )  # fmt: skip
        self.take_button = primary_button(n_("Take {n} text", "Take {n} texts", count), self.accept)
        self.take_button.setEnabled(bool(count))
        self.take_button.setDefault(True)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.take_button)
        column = QVBoxLayout(self)
        theme().space(column, 12, (24, 20, 24, 16))
        title = n_("{n} text differs in {file}", "{n} texts differ in {file}", count).replace("{file}", file_name)
        column.addWidget(heading(title if count else _("{file} says the same").format(file=file_name), "large"))
        column.addWidget(self.list, 1)
        if read.notes:
            column.addWidget(dim_label("\n".join(read.notes[:6]), wrap=True))
        column.addLayout(buttons)
        self.resize(theme().px(720), theme().px(480))
        self.list.setFocus()


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
