"""Choosing a lens to write on: the next version of one's own, or a copy of any other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.domain.lens_draft import LensDraft
from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.library.lens_drafts import copied_draft, edited_draft
from workbench.library.lenses_at_hand import OWN, LensAtHand
from workbench.operations.history import Operation, Together
from workbench.operations.lens_drafts import StartDraft
from workbench.operations.lenses import KeepLens
from workbench.store.queries.lenses import KeptLenses
from workbench.ui.desk import Desk
from workbench.ui.models.lens_work import LensRoom
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.search_field import SearchField
from workbench.ui.widgets.views import dress_view

__all__ = ["OpenLens"]

_ROW = int(Qt.ItemDataRole.UserRole)


class OpenLens(QDialog):
    """A list of all lenses; afterwards `draft_id` names the draft that was begun."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Edit a lens"))
        self.desk = desk
        self.draft_id = ""
        self._room = LensRoom(desk.workspace, desk.shelf)
        with desk.workspace.reading() as session:
            self.lenses: list[LensAtHand] = list(self._room.sources.at_hand(KeptLenses(session)))
        self.lenses.sort(key=lambda one: not self._is_own(one))
        self.messages = MessageBar()
        self.messages.hide()
        self.search = SearchField(_("Search lenses"))
        self.list = QListWidget()
        dress_view(self.list, _("Lenses"))
        for number, one in enumerate(self.lenses):
            item = QListWidgetItem(f"{one.entry.name}  {one.entry.version}".strip())
            item.setData(_ROW, number)
            self.list.addItem(item)
        self.words = dim_label("", wrap=True)
        self.as_copy = QCheckBox(_("Copy it instead"))
        self.ok_button = primary_button(_("Begin"), self.take)
        self.ok_button.setDefault(True)
        foot = QHBoxLayout()
        theme().space(foot, 8)
        foot.addWidget(self.as_copy)
        foot.addStretch(1)
        foot.addWidget(plain_button(_("Cancel"), self.reject))
        foot.addWidget(self.ok_button)
        inner = QVBoxLayout()
        theme().space(inner, 8, (24, 20, 24, 16))
        inner.addWidget(heading(_("Edit a lens")))
        inner.addWidget(self.search)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.words)
        inner.addLayout(foot)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.messages)
        whole.addLayout(inner, 1)
        self.resize(theme().px(560), theme().px(520))
        self.search.searched.connect(self._filter)
        self.search.left_down.connect(self.list.setFocus)
        self.list.currentRowChanged.connect(lambda _row: self._explain())
        self.list.itemActivated.connect(lambda _item: self.take())
        self.as_copy.toggled.connect(self._explain)
        self.list.setCurrentRow(0)
        self._explain()
        self.search.setFocus()

    @property
    def chosen(self) -> LensAtHand | None:
        """The chosen lens."""
        item = self.list.currentItem()
        return None if item is None or item.isHidden() else self.lenses[int(item.data(_ROW))]

    def take(self) -> None:
        """Begin the draft."""
        one = self.chosen
        if one is None or self.result() == QDialog.DialogCode.Accepted:
            return
        try:
            text = self._room.text(one)
            draft: LensDraft = edited_draft(text) if self._edits(one) else copied_draft(text)
        except WorkbenchError as error:
            self.messages.show_error(error)
            return
        start = StartDraft(draft)
        keep = one.where == OWN and self._edits(one)  # the base of a next version belongs to the workspace
        operation: Operation = Together(start.title, (KeepLens(text), start)) if keep else start
        if self.desk.editor.do(operation) is not None:
            self.draft_id = draft.id
            self.accept()

    @staticmethod
    def _is_own(one: LensAtHand) -> bool:
        return not one.entry.official and not one.entry.origin

    def _edits(self, one: LensAtHand) -> bool:
        return self._is_own(one) and not self.as_copy.isChecked()

    def _explain(self) -> None:
        one = self.chosen
        self.ok_button.setEnabled(one is not None)
        self.as_copy.setVisible(one is not None and self._is_own(one))
        if one is None:
            self.words.setText("")
        elif self._edits(one):
            self.words.setText(_("Begins the next version; the published one stays as it is."))
        else:
            self.words.setText(_("Begins a new lens of your own as a copy; the original stays as it is."))

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        first = -1
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_shown = all(word in item.text().casefold() for word in words)
            item.setHidden(not is_shown)
            first = row if is_shown and first < 0 else first
        self.list.setCurrentRow(first)
        self._explain()
