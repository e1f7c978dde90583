"""Choosing a lens for a workload, or workloads for a lens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.domain.ids import new_id
from workbench.errors import WorkbenchError
from workbench.host.own_shelf import OwnShelf
from workbench.i18n import _, n_
from workbench.library.lens_known import read_for_review
from workbench.library.lenses_at_hand import LensAtHand, Sources
from workbench.operations.history import Operation, Together
from workbench.operations.workloads import AddLens
from workbench.store.queries.answers import reviews_of
from workbench.store.queries.lenses import KeptLenses
from workbench.store.queries.portfolio import portfolio
from workbench.ui.desk import Desk
from workbench.ui.models.lenses import size_words
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, rule
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.search_field import SearchField
from workbench.ui.widgets.views import dress_view

__all__ = ["AddLensDialog", "ChooseWorkloads", "ask_lens_files"]

_ROW = int(Qt.ItemDataRole.UserRole)


def ask_lens_files(parent: QWidget) -> list[Path]:
    """Ask for lens files."""
    names, _kind = QFileDialog.getOpenFileNames(
        parent, _("Lens files"), str(Path.home()), _("Lens (*.json);;All files (*)")
    )
    return [Path(name) for name in names]


class _Pick(QDialog):
    """A list with a search field, a message bar and two buttons."""

    def __init__(self, title: str, words: str, button: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.messages = MessageBar()
        self.messages.hide()
        self.search = SearchField(_("Search"))
        self.list = QListWidget()
        dress_view(self.list, title)
        self.words = dim_label(words, wrap=True)
        self.ok_button = primary_button(button, self.take)
        self.ok_button.setDefault(True)
        self._foot = QHBoxLayout()
        theme().space(self._foot, 8, (24, 12, 24, 12))
        self._foot.addStretch(1)
        self._foot.addWidget(plain_button(_("Cancel"), self.reject))
        self._foot.addWidget(self.ok_button)
        inner = QVBoxLayout()
        theme().space(inner, 8, (24, 20, 24, 12))
        inner.addWidget(heading(title))
        inner.addWidget(self.words)
        inner.addWidget(self.search)
        inner.addWidget(self.list, 1)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.messages)
        whole.addLayout(inner, 1)
        whole.addWidget(rule())
        whole.addLayout(self._foot)
        wanted = QSize(theme().px(560), theme().px(460))
        self.resize(wanted.boundedTo(parent.size()) if parent is not None else wanted)
        self.search.searched.connect(self._filter)
        self.search.left_down.connect(self.list.setFocus)
        self.list.currentRowChanged.connect(lambda _row: self._enable())

    def fill(self, texts: Sequence[str]) -> None:
        """Show entries, the first one chosen."""
        self.list.clear()
        for number, text in enumerate(texts):
            item = QListWidgetItem(text)
            item.setData(_ROW, number)
            self.list.addItem(item)
        self.search.setVisible(len(texts) > 8)
        self.list.setCurrentRow(0 if texts else -1)
        self._enable()
        self.list.setFocus()

    @property
    def chosen(self) -> int:
        """Number of the chosen entry, -1 without one."""
        item = self.list.currentItem()
        return -1 if item is None or item.isHidden() else int(item.data(_ROW))

    def take(self) -> None:
        """Use the chosen entry."""
        if self.chosen >= 0:
            self.accept()

    def _enable(self) -> None:
        self.ok_button.setEnabled(self.chosen >= 0)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        first = -1
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_shown = all(word in item.text().casefold() for word in words)
            item.setHidden(not is_shown)
            first = row if is_shown and first < 0 else first
        self.list.setCurrentRow(first)
        self._enable()


class AddLensDialog(_Pick):
    """Adds a lens to a workload; afterwards `review_id` names the new review."""

    def __init__(self, desk: Desk, workload_id: str, parent: QWidget | None = None) -> None:
        words = _("Every lens is reviewed on its own; the portfolio counts them together.")
        super().__init__(_("Add lens"), words, _("Add lens"), parent)
        self.desk = desk
        self.review_id = ""
        self._workload_id = workload_id
        self._sources = Sources(desk.shelf, OwnShelf())
        with desk.workspace.reading() as session:
            used = {review.lens_alias for review in reviews_of(session, workload_id, with_answers=False)}
            lenses = self._sources.at_hand(KeptLenses(session))
        self.offers: list[LensAtHand] = [one for one in lenses if one.entry.alias not in used]
        self._foot.insertWidget(0, plain_button(_("Read a lens file..."), self._ask_file, icon_name="file"))
        self.list.itemActivated.connect(lambda _item: self.take())
        self.fill([f"{one.entry.name} {one.entry.version} · {size_words(one.entry)}" for one in self.offers])
        if not self.offers:
            self.words.setText(
                _("The workload is reviewed with every lens there is. Another one can be read from a lens file.")
            )

    def take(self) -> None:
        """Add the chosen lens."""
        if self.chosen >= 0:
            one = self.offers[self.chosen]
            try:
                with self.desk.workspace.reading() as session:
                    text = self._sources.text(one, KeptLenses(session))
            except WorkbenchError as error:
                self.messages.show_error(error)
                return
            self._add(one.entry.name, text)

    def read_file(self, path: Path) -> None:
        """Add the lens of a file; its problems are listed in the dialog."""
        try:
            text, lens = read_for_review(path)
        except WorkbenchError as error:
            self.messages.show_error(error)
        else:
            self._add(lens.name, text)

    def _ask_file(self) -> None:
        paths = ask_lens_files(self)
        if paths:
            self.read_file(paths[0])

    def _add(self, name: str, text: str) -> None:
        review_id = new_id()
        if self.desk.editor.do(AddLens(self._workload_id, review_id, text)) is not None:
            self.review_id = review_id
            self.desk.say(_("Added {lens}").format(lens=name), self.desk.editor.undo)
        self.accept()


class ChooseWorkloads(_Pick):
    """Adds a lens to one or several of the workloads that do not have it; ticks by Space or the mouse, as one step.

    Args:
        text: The exact text of the lens.
    """

    def __init__(self, desk: Desk, one: LensAtHand, text: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Add to workloads"), _("Review workloads with {lens}.").format(lens=one.entry.name), _("Add lens"), parent
        )
        self.desk = desk
        self.added: list[tuple[str, str]] = []
        """Workload and review id of what was added."""
        self._one, self._text = one, text
        with desk.workspace.reading() as session:
            found = portfolio(session)
        rows = sorted(found, key=lambda row: row.workload.id != desk.place.workload_id)
        self._free = [row.workload for row in rows if all(each.lens_alias != one.entry.alias for each in row.reviews)]
        self.fill([workload.name for workload in self._free])
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_here = self._free[row].id == desk.place.workload_id or len(self._free) == 1
            item.setCheckState(Qt.CheckState.Checked if is_here else Qt.CheckState.Unchecked)
        self.list.itemChanged.connect(lambda _item: self._enable())
        self.list.itemActivated.connect(self._turn)
        self._enable()
        taken = [row.workload.name for row in rows if row.workload not in self._free]
        if not self._free:
            self.words.setText(
                _("Every workload is reviewed with this lens already.") if rows else _("There is no workload yet.")
            )
        elif taken:
            self.words.setText(
                self.words.text() + " " + _("Reviewed with it already: {names}.").format(names=", ".join(taken))
            )

    @property
    def ticked(self) -> list[int]:
        """Numbers of the ticked workloads."""
        return [row for row in range(self.list.count()) if self.list.item(row).checkState() is Qt.CheckState.Checked]

    def take(self) -> None:
        """Add the lens to every ticked workload."""
        if not self.ticked:
            return
        workloads = [self._free[row] for row in self.ticked]
        pairs = [(workload.id, new_id()) for workload in workloads]
        steps: list[Operation] = [AddLens(workload_id, review_id, self._text) for workload_id, review_id in pairs]
        name = self._one.entry.name
        title = n_("Add {lens} to {n} workload", "Add {lens} to {n} workloads", len(steps)).replace("{lens}", name)
        if self.desk.editor.do(steps[0] if len(steps) == 1 else Together(title, tuple(steps))) is not None:
            self.added = pairs
            who = ", ".join(workload.name for workload in workloads)
            self.desk.say(_("Added {lens} to {workload}").format(lens=name, workload=who), self.desk.editor.undo)
        self.accept()

    def _turn(self, item: QListWidgetItem) -> None:
        is_on = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    def _enable(self) -> None:
        count = len(self.ticked)
        self.ok_button.setEnabled(bool(count))
        self.ok_button.setText(n_("Add to {n} workload", "Add to {n} workloads", count) if count else _("Add lens"))
