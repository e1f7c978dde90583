"""What an import found, part by part: its lines, what a person ticks, and whose value counts where both sides changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from workbench.analyses.merge_parts import Decision
from workbench.i18n import _
from workbench.ui.actions import Action, KeyMap
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.entry import ENTRY_ROLE, Entry
from workbench.ui.widgets.graph_import_sections import CONFLICT, JOURNEY, MET, Section
from workbench.ui.widgets.kbd import KeyButton, link_button, plain_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.sync_tick_view import TickView

__all__ = ["ImportReport"]


class ImportReport(QSplitter):
    """Parts of the report at the left, the lines of the chosen one at the right, the chosen line in full below."""

    ticked = Signal(object, bool)
    """Keys of lines that a person ticks (True) or takes the tick off; UI thread."""
    sided = Signal(object, str)
    """Conflict ids, or None for all of them, and "mine" or "theirs"; UI thread."""
    look_wanted = Signal()
    """A person wants the findings although they take long; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sections: dict[str, Section] = {}
        self._off: Collection[tuple[str, str]] = ()
        self.list = OutlineView(_("Parts of the report"))
        self.lines = TickView(_("Lines"), folds=True)
        self.hint = dim_label("", wrap=True)
        self.look = plain_button(_("Look for findings"), self.look_wanted.emit)
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setMinimumHeight(theme().px(36))
        self.detail.setFrameShape(QFrame.Shape.NoFrame)
        self.detail.setAccessibleName(_("The line in full"))
        self.sides = self._side_row()
        self._keys = KeyMap(
            [
                Action("graph.import.mine", _("Keep mine"), ("M",), callback=lambda: self._choose("mine")),
                Action("graph.import.theirs", _("Take theirs"), ("T",), callback=lambda: self._choose("theirs")),
            ],
            self,
        )
        self._keys.watch(self.lines)
        self._lay_out()
        self.list.chosen.connect(self._show_section)
        self.lines.chosen.connect(self._show_line)
        self.lines.ticked.connect(self.ticked)

    def _side_row(self) -> FlowRow:
        self.buttons: dict[Decision, KeyButton] = {
            "mine": plain_button(_("Keep mine"), lambda: self._choose("mine"), key="M"),
            "theirs": plain_button(_("Take theirs"), lambda: self._choose("theirs"), key="T"),
        }
        for button in self.buttons.values():
            button.setCheckable(True)
            button.setAutoDefault(False)
        self.all_mine = link_button(_("Keep mine everywhere"), lambda: self.sided.emit(None, "mine"))
        self.all_theirs = link_button(_("Take theirs everywhere"), lambda: self.sided.emit(None, "theirs"))
        for each in (self.all_mine, self.all_theirs):
            each.setMinimumHeight(self.buttons["mine"].sizeHint().height())
        return FlowRow(*self.buttons.values(), self.all_mine, self.all_theirs, gap=8)

    def _lay_out(self) -> None:
        above = QWidget()
        column = QVBoxLayout(above)
        theme().space(column, 8, (16, 12, 0, 8))
        column.addWidget(self.hint)
        column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.lines, 1)
        column.addWidget(self.sides)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(above)
        right.addWidget(self.detail)
        right.setSizes([theme().px(380), theme().px(92)])
        right.setStretchFactor(0, 1)
        self.addWidget(self.list)
        self.addWidget(right)
        self.setSizes([theme().px(230), theme().px(750)])
        self.setStretchFactor(1, 1)
        for splitter in (right, self):
            splitter.setChildrenCollapsible(False)

    # -- showing -------------------------------------------------------------------------------

    @property
    def sections(self) -> tuple[Section, ...]:
        """What is shown."""
        return tuple(self._sections.values())

    def show_sections(self, sections: Sequence[Section], off: Collection[tuple[str, str]]) -> None:
        """Show a report; the part and the line that were looked at stay, where they are still there.

        Args:
            sections: Its parts.
            off: Keys of lines that are not ticked.
        """
        self._sections, self._off = {one.id: one for one in sections}, off
        self.list.set_entries([
            Entry(one.title, (one.id,), tag=f"{one.count:,}" if one.count else "", tone=one.tone) for one in sections
        ])  # fmt: skip
        self.list.select_first()
        self._show_section()

    def set_off(self, off: Collection[tuple[str, str]]) -> None:
        """Show other lines without their tick."""
        self._off = off
        self._show_ticks()

    def current(self) -> Section | None:
        """Return the part that is looked at."""
        key = self.list.current_key()
        return self._sections.get(key[0]) if key else None

    def _show_section(self, _key: object = None) -> None:
        section = self.current()
        if section is None:
            return
        if section.title != self.lines.accessibleName():
            self.lines.selectionModel().clearCurrentIndex()
        self.lines.set_entries(section.entries, unfold=True)
        self.lines.setAccessibleName(section.title)
        self.hint.setText(section.hint)
        self.hint.setVisible(bool(section.hint))
        self.look.setVisible(section.can_look)
        self.sides.setVisible(section.id == "conflicts")
        self._show_ticks()
        self.lines.select_first()
        self._show_line()

    def _show_ticks(self) -> None:
        section = self.current()
        if section is None:
            return
        keys = [one.key for one in section.entries if one.key and one.key[0] in (JOURNEY, MET)]
        words = (
            (_("taken"), _("left out")) if section.id == "journeys" else (_("the same element"), _("another element"))
        )
        self.lines.set_ticks({key: key not in self._off for key in keys}, words=words)

    def _show_line(self, _key: object = None) -> None:
        section, entry = self.current(), self._entry()
        shown = entry if entry is not None and not entry.heading else None
        full = section.details.get(shown.key, "") if section and shown else ""
        self.detail.setPlainText(full or ("\n".join(filter(None, (shown.title, shown.note))) if shown else ""))
        chosen = {section.sides[one] for one in self._ids() if one in section.sides} if section else set()
        for side, button in self.buttons.items():
            button.setEnabled(bool(chosen))
            button.setChecked(chosen == {side})
            set_look(button, strong=chosen == {side})

    # -- choosing ------------------------------------------------------------------------------

    def _entry(self) -> Entry | None:
        found: Entry | None = self.lines.currentIndex().data(ENTRY_ROLE)
        return found

    def _ids(self) -> tuple[str, ...]:
        """Return the conflicts of the current line: its own, or all of its group."""
        entry = self._entry()
        some = entry.children if entry is not None and entry.children else (entry,) if entry is not None else ()
        return tuple(one.key[1] for one in some if one.key[:1] == (CONFLICT,))

    def _choose(self, side: Decision) -> None:
        if ids := self._ids():
            self.sided.emit(ids, side)
        self._show_line()
