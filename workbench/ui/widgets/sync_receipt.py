"""The receipt of a push: what was made, what was read back, what needs a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.domain.sync import Call, Receipt
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import icon_button, plain_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.sync_entries import receipt_entries, receipt_sentence

__all__ = ["ReceiptPane"]


class ReceiptPane(QWidget):
    """One receipt, with the way back to the plan."""

    def __init__(self, back: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", step="large", strong=True, wrap=True)
        self.figures = dim_label("", wrap=True)
        self.list = OutlineView(_("Receipt"), folds=True)
        self.back = plain_button(_("Back to the plan"), back, key="Esc")
        top = QHBoxLayout()
        theme().space(top, 8)
        top.addWidget(self.title, 1)
        top.addWidget(icon_button("copy", _("Copy the receipt"), self.copy))
        top.addWidget(self.back)
        column = QVBoxLayout(self)
        theme().space(column, 8, (16, 16, 24, 12))
        column.addLayout(top)
        column.addWidget(self.figures)
        column.addWidget(self.list, 1)

    def show_receipt(self, title: str, receipt: Receipt, calls: Sequence[Call], words: Callable[[str], str]) -> None:
        """Show a receipt.

        Args:
            title: When it was, or how it went.
            receipt: As the job keeps it.
            calls: Of the job; those that were not made are listed.
            words: Masks account ids where that is wanted.
        """
        self.title.setText(title)
        self.figures.setText(receipt_sentence(receipt))
        entries = receipt_entries(receipt, calls, words)
        self.list.set_entries(entries or [Entry(_("No call was made."), dim=True)], unfold=True)

    def copy(self) -> None:
        """Put the receipt on the clipboard as text."""
        QGuiApplication.clipboard().setText(f"{self.title.text()}\n{self.figures.text()}\n\n{self.list.text()}\n")
