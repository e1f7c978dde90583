"""A lens to read from end to end: its outline at the left, what it says at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from workbench.domain.lens import Choice, Lens, Pillar, Question
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import flat_button, plain_button
from workbench.ui.widgets.labels import ElidedLabel, dim_label
from workbench.ui.widgets.lens_entries import ABOUT, outline_entries
from workbench.ui.widgets.lens_text import LensText
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.search_field import SearchField

__all__ = ["LensReader"]


class LensReader(QWidget):
    """The reading view.

    Args:
        close: Goes back to where the lens was chosen.
    """

    moved = Signal()
    """Another part is shown; UI thread."""

    def __init__(self, close: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lens: Lens | None = None
        self.phase = ""
        self._close = close
        self._wanted: tuple[str, ...] = ABOUT
        self.back = flat_button(_("All lenses"), close, "Esc", "chevron-left")
        self.name = ElidedLabel()
        set_look(self.name, step="title", strong=True)
        self.facts = dim_label("", wrap=True)
        self.phase_button = plain_button(_("Phase"), self._choose_phase, icon_name="filter")
        self.search = SearchField(_("Search in this lens"))
        self.outline = OutlineView(_("Pillars, questions and practices"), folds=True)
        self.nothing = dim_label(_("Nothing in this lens has these words."), wrap=True)
        self.text = LensText()
        self.buttons = QHBoxLayout()
        theme().space(self.buttons, 8)
        top = QHBoxLayout()
        theme().space(top, 12)
        top.addWidget(self.back)
        top.addWidget(self.name, 1)
        top.addLayout(self.buttons)
        head = QVBoxLayout()
        theme().space(head, 4, (12, 10, 16, 10))
        head.addLayout(top)
        head.addWidget(self.facts)
        left = QWidget()
        tools = QVBoxLayout()
        theme().space(tools, 8, (12, 10, 12, 8))
        tools.addWidget(self.search)
        tools.addWidget(self.phase_button)
        tools.addWidget(self.nothing)
        column = QVBoxLayout(left)
        theme().space(column, 0)
        column.addLayout(tools)
        column.addWidget(self.outline, 1)
        right = QWidget()
        set_look(right, ground="raised")
        row = QHBoxLayout(right)
        theme().space(row, 0)
        row.addWidget(self.text)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([theme().px(420), theme().px(780)])
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addLayout(head)
        whole.addWidget(self.splitter, 1)
        self.outline.chosen.connect(self._show)
        self.outline.opened.connect(lambda _key: self.text.setFocus())
        self.search.searched.connect(lambda _text: self._fill())
        self.search.left_down.connect(self.outline.setFocus)

    def show_lens(self, lens: Lens, facts: str, key: tuple[str, ...] = ABOUT) -> None:
        """Show a lens.

        Args:
            facts: Version, publisher and size in words.
            key: Which part: see go.
        """
        is_same = lens is self.lens
        self.lens = lens
        self.name.setText(lens.name)
        self.facts.setText(facts)
        if not is_same:
            self.phase = ""
            self.search.clear()
        self._fill(key)

    def go(self, question_id: str, choice_id: str = "") -> None:
        """Show a question or a practice of the lens, whatever is filtered."""
        question = self.lens.question(question_id) if self.lens is not None else None
        if question is not None:
            self.phase = self.phase if self.phase in question.phases else ""
            self.search.clear()
            self._fill(tuple(part for part in (question.pillar_id, question_id, choice_id) if part))

    def _fill(self, key: tuple[str, ...] = ()) -> None:
        if self.lens is None:
            return
        wanted = key or self.outline.current_key() or ABOUT
        text = self.search.text()
        entries = outline_entries(self.lens, text, self.phase)
        self.outline.set_entries(entries, unfold=True)
        self.nothing.setVisible(not entries)
        if text.strip():
            self.outline.expandAll()
        phases = {one.id: one.name for one in self.lens.phases}
        self.phase_button.setVisible(bool(phases))
        self.phase_button.setText(_("Phase: {name}").format(name=phases.get(self.phase, _("all"))))
        self.outline.select_key(wanted)
        if self.outline.current_key() != wanted:
            self.outline.setCurrentIndex(QModelIndex())
            self.outline.select_first()
        self._show(self.outline.current_key())

    def _choose_phase(self) -> None:
        menu = self.phase_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.phase_button.mapToGlobal(self.phase_button.rect().bottomLeft()))

    def phase_menu(self) -> QMenu:
        """Return the phases of the lens to choose from, with how many questions each has."""
        menu = QMenu(self)
        lens = self.lens
        if lens is None:
            return menu
        lines = [
            ("", _("All phases")),
            *((one.id, f"{one.name}  ({len(lens.in_phase(one.id))})") for one in lens.phases),
        ]
        for key, words in lines:
            entry = menu.addAction(words.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(key == self.phase)
            entry.triggered.connect(partial(self.set_phase, key))
        return menu

    def set_phase(self, phase: str, _checked: bool = False) -> None:
        """Show only the questions of a phase, all for ""."""
        self.phase = phase
        self._fill()

    def node(self, key: Sequence[str]) -> Lens | Pillar | Question | Choice | None:
        """Return the part that a key of the outline stands for."""
        if self.lens is None or not key:
            return None
        if tuple(key) == ABOUT:
            return self.lens
        question = self.lens.question(key[1]) if len(key) > 1 else None
        if question is None:
            return self.lens.pillar(key[0])
        return question.choice(key[2]) if len(key) > 2 else question

    def _show(self, key: object) -> None:
        key = tuple(key)  # type: ignore[arg-type]
        if key:
            self.text.show_node(self.node(key), self.lens)
            self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def save_state(self) -> dict[str, Any]:
        """Return what is shown and the splitter."""
        return {"key": list(self.outline.current_key()), "splitter": self.splitter.sizes(), "phase": self.phase}
