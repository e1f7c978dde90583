"""Choosing a lens for a workload, or a workload for a lens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.errors import WorkbenchError
from workbench.i18n import _, n_
from workbench.library.lens_known import read_for_review
from workbench.operations.workloads import AddLens
from workbench.store.queries.answers import reviews_of
from workbench.store.queries.lenses import kept_lenses, lens_by_hash, lens_text
from workbench.store.queries.portfolio import portfolio
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, rule
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.search_field import SearchField
from workbench.ui.widgets.views import dress_view

__all__ = ["AddLensDialog", "ChooseWorkload", "Offer", "ask_lens_file", "offers", "read_lens_file", "size_words"]

_ROW = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Offer:
    """A lens that can be added.

    Attributes:
        origin: "shelf", "workspace" or "file".
        text: Reads its exact text.
    """

    lens: Lens
    origin: str
    text: Callable[[], str]


def size_words(lens: Lens) -> str:
    """Return "57 questions, 307 practices"."""
    questions = tuple(lens.questions())
    practices = sum(len(question.practices) for question in questions)
    return ", ".join(
        (n_("{n} question", "{n} questions", len(questions)), n_("{n} practice", "{n} practices", practices))
    )


def offers(desk: Desk) -> list[Offer]:
    """Return the lenses on the shelf, then others that the workspace holds."""
    shelf = desk.shelf
    found = [Offer(shelf.lens(alias), "shelf", partial(shelf.text, alias)) for alias in shelf.aliases()]
    known = {(offer.lens.alias, offer.lens.version) for offer in found}

    def kept(sha256: str) -> str:
        with desk.workspace.reading() as session:
            return lens_text(session, sha256)

    with desk.workspace.reading() as session:
        for sha256, alias, version, _name in kept_lenses(session):
            lens = lens_by_hash(session, sha256)
            if lens is not None and (alias, version) not in known:
                known.add((alias, version))
                found.append(Offer(lens, "workspace", partial(kept, sha256)))
    return found


def read_lens_file(path: Path) -> Offer:
    """Read a lens file.

    Raises:
        BadInput: It cannot be read, or is no lens; details list every problem.
    """
    text, lens = read_for_review(path)
    return Offer(lens, "file", lambda: text)


def ask_lens_file(parent: QWidget) -> Path | None:
    """Ask for a lens file."""
    name, _kind = QFileDialog.getOpenFileName(
        parent, _("Lens file"), str(Path.home()), _("Lens (*.json);;All files (*)")
    )
    return Path(name) if name else None


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
        self.resize(theme().px(560), theme().px(460))
        self.search.searched.connect(self._filter)
        self.search.left_down.connect(self.list.setFocus)
        self.list.itemActivated.connect(lambda _item: self.take())
        self.list.currentRowChanged.connect(lambda row: self.ok_button.setEnabled(row >= 0))

    def fill(self, texts: Sequence[str]) -> None:
        """Show entries, the first one chosen."""
        self.list.clear()
        for number, text in enumerate(texts):
            item = QListWidgetItem(text)
            item.setData(_ROW, number)
            self.list.addItem(item)
        self.search.setVisible(len(texts) > 8)
        self.list.setCurrentRow(0 if texts else -1)
        self.ok_button.setEnabled(bool(texts))
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

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        first = -1
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_shown = all(word in item.text().casefold() for word in words)
            item.setHidden(not is_shown)
            first = row if is_shown and first < 0 else first
        self.list.setCurrentRow(first)


class AddLensDialog(_Pick):
    """Adds a lens to a workload; afterwards `review_id` names the new review."""

    def __init__(self, desk: Desk, workload_id: str, parent: QWidget | None = None) -> None:
        words = _("Every lens is reviewed on its own; the portfolio counts them together.")
        super().__init__(_("Add lens"), words, _("Add lens"), parent)
        self.desk = desk
        self.review_id = ""
        self._workload_id = workload_id
        with desk.workspace.reading() as session:
            used = {review.lens_alias for review in reviews_of(session, workload_id, with_answers=False)}
        self.offers = [offer for offer in offers(desk) if offer.lens.alias not in used]
        self._foot.insertWidget(0, plain_button(_("Read a lens file..."), self._ask_file, icon_name="file"))
        self.fill([f"{offer.lens.name} {offer.lens.version} · {size_words(offer.lens)}" for offer in self.offers])
        if not self.offers:
            self.words.setText(
                _("The workload is reviewed with every lens there is. Another one can be read from a lens file.")
            )

    def take(self) -> None:
        """Add the chosen lens."""
        if self.chosen >= 0:
            self._add(self.offers[self.chosen])

    def read_file(self, path: Path) -> None:
        """Add the lens of a file; its problems are listed in the dialog."""
        try:
            self._add(read_lens_file(path))
        except WorkbenchError as error:
            self.messages.show_error(error)

    def _ask_file(self) -> None:
        path = ask_lens_file(self)
        if path is not None:
            self.read_file(path)

    def _add(self, offer: Offer) -> None:
        review_id = new_id()
        if self.desk.editor.do(AddLens(self._workload_id, review_id, offer.text())) is not None:
            self.review_id = review_id
            self.desk.say(_("Added {lens}").format(lens=offer.lens.name), self.desk.editor.undo)
        self.accept()


class ChooseWorkload(_Pick):
    """Adds a lens to one of the workloads that do not have it."""

    def __init__(self, desk: Desk, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Add to workload"),
            _("Review a workload with {lens}.").format(lens=offer.lens.name),
            _("Add lens"),
            parent,
        )
        self.desk = desk
        self.review_id = self.workload_id = ""
        self._offer = offer
        with desk.workspace.reading() as session:
            rows = portfolio(session)
        self._free = [row.workload for row in rows if all(one.lens_alias != offer.lens.alias for one in row.reviews)]
        self._free.sort(key=lambda workload: workload.id != desk.place.workload_id)
        self.fill([workload.name for workload in self._free])
        if not self._free:
            self.words.setText(
                _("Every workload is reviewed with this lens already.") if rows else _("There is no workload yet.")
            )

    def take(self) -> None:
        """Add the lens to the chosen workload."""
        if self.chosen < 0:
            return
        workload, review_id = self._free[self.chosen], new_id()
        if self.desk.editor.do(AddLens(workload.id, review_id, self._offer.text())) is not None:
            self.workload_id, self.review_id = workload.id, review_id
            words = _("Added {lens} to {workload}").format(lens=self._offer.lens.name, workload=workload.name)
            self.desk.say(words, self.desk.editor.undo)
        self.accept()
