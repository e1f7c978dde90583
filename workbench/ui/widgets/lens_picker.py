"""Choosing lenses for something new: a few with reasons, the rest in a list that can be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.kbd import flat_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.lens_proposals import ProposedLens
from workbench.ui.widgets.search_field import SearchField
from workbench.ui.widgets.views import dress_view

__all__ = ["LensOffer", "LensPicker"]

_KEY = int(Qt.ItemDataRole.UserRole)
_MOST_PROPOSED = 4


@dataclass(frozen=True, slots=True)
class LensOffer:
    """A lens that can be chosen.

    Attributes:
        key: What tells offers apart.
        alias: A workload has one lens of an alias.
        words: What a search looks through besides the name.
    """

    key: str
    alias: str
    name: str
    version: str
    words: str = ""

    @property
    def title(self) -> str:
        """Name and version."""
        return f"{self.name}  {self.version}".strip()


class _Row(QWidget):
    def __init__(self, offer: LensOffer) -> None:
        super().__init__()
        self.offer = offer
        self.box = QCheckBox(offer.title)
        self.why = dim_label("", wrap=True, step="small")
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.box)
        self.why.setContentsMargins(theme().px(24), 0, 0, 0)
        column.addWidget(self.why)
        self.why.hide()

    def say_why(self, text: str) -> None:
        self.why.setText(text)
        self.why.setVisible(bool(text))
        self.box.setAccessibleDescription(text)


class LensPicker(QWidget):
    """Check boxes of what is chosen or proposed, and "More lenses..." below them.

    Args:
        offers: Everything that can be chosen.
        chosen: Keys that are ticked from the beginning.
    """

    opened = Signal(QWidget)
    """The list was unfolded and should be in sight; UI thread."""

    def __init__(self, offers: Sequence[LensOffer], chosen: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = {offer.key: offer for offer in offers}
        self._rows: dict[str, _Row] = {}
        self._proposed: dict[str, str] = {}
        self._boxes = QVBoxLayout()
        theme().space(self._boxes, 4)
        self.more = flat_button(_("More lenses..."), self._toggle_more, icon_name="chevron-right")
        self.search = SearchField(_("Search lenses"))
        self.list = QListWidget()
        dress_view(self.list, _("More lenses"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(theme().px(180))
        for offer in offers:
            item = QListWidgetItem(offer.title)
            item.setData(_KEY, offer.key)
            item.setToolTip(offer.words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        column = QVBoxLayout(self)
        theme().space(column, 4)
        column.addLayout(self._boxes)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.search.hide()
        self.list.hide()
        self.search.searched.connect(self._filter)
        self.search.left_down.connect(self.list.setFocus)
        self.list.itemChanged.connect(self._follow_item)
        self.list.itemActivated.connect(self._flip)
        for key in chosen:
            self.tick(key, True)

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def chosen(self) -> list[str]:
        """Keys of the ticked lenses, in the order they are shown."""
        return [key for key in self.shown if self._rows[key].box.isChecked()]

    @property
    def shown(self) -> list[str]:
        """Keys of the check boxes, from above."""
        return [key for key, row in self._rows.items() if not row.isHidden()]

    def tick(self, key: str, is_on: bool) -> None:
        """Choose a lens or not; another version of the same lens goes."""
        if is_on or key in self._rows:
            self._row(key).box.setChecked(is_on)

    def propose(self, proposals: Sequence[ProposedLens]) -> None:
        """Show the first few proposals with their reasons; what is ticked stays."""
        by_alias: dict[str, str] = {}
        for offer in self._offers.values():
            by_alias.setdefault(offer.alias, offer.key)
        wanted = [(by_alias[one.alias], one.why) for one in proposals if one.alias in by_alias]
        ticked = set(self.chosen)
        free = [key for key, _why in wanted if key not in ticked][:_MOST_PROPOSED]
        self._proposed = {key: why for key, why in wanted if key in ticked or key in free}
        for key in free:
            self._row(key)
        for key, row in self._rows.items():
            row.say_why(self._proposed.get(key, ""))
        self._show_rows()

    def why(self, key: str) -> str:
        """Return the reason that is shown with a lens."""
        return self._rows[key].why.text() if key in self._rows else ""

    # -- inside --------------------------------------------------------------------------------

    def _row(self, key: str) -> _Row:
        if key not in self._rows:
            row = self._rows[key] = _Row(self._offers[key])
            row.box.toggled.connect(lambda is_on: self._follow_box(key, is_on))
            self._boxes.addWidget(row)
        return self._rows[key]

    def _show_rows(self) -> None:
        """Show what is ticked or proposed; a box that has the focus never goes under one's fingers."""
        for key, row in self._rows.items():
            row.setVisible(row.box.isChecked() or key in self._proposed or row.box.hasFocus())

    def _follow_box(self, key: str, is_on: bool) -> None:
        if is_on:
            alias = self._offers[key].alias
            for other, row in self._rows.items():
                if other != key and row.offer.alias == alias:
                    row.box.setChecked(False)
        item = self._item(key)
        if item is not None:
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self._show_rows()

    def _follow_item(self, item: QListWidgetItem) -> None:
        self.tick(item.data(_KEY), item.checkState() is Qt.CheckState.Checked)

    def _flip(self, item: QListWidgetItem) -> None:
        is_on = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    def _item(self, key: str) -> QListWidgetItem | None:
        items = (self.list.item(row) for row in range(self.list.count()))
        return next((item for item in items if item.data(_KEY) == key), None)

    def _toggle_more(self) -> None:
        is_open = self.list.isHidden()
        self.search.setVisible(is_open)
        self.list.setVisible(is_open)
        self.more.setText(_("Fewer lenses") if is_open else _("More lenses..."))
        self.more.setIcon(icon("chevron-down" if is_open else "chevron-right"))
        if is_open:
            self.search.setFocus()
            self.opened.emit(self.list)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        first: QListWidgetItem | None = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            offer = self._offers[item.data(_KEY)]
            searched = f"{offer.title} {offer.alias} {offer.words}".casefold()
            item.setHidden(not all(word in searched for word in words))
            first = item if first is None and not item.isHidden() else first
        self.list.setCurrentRow(-1 if first is None else self.list.row(first))
