"""The evidence of a question: what, how strong, by whom, of when."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from workbench.domain.evidence import KIND_TITLES, STRENGTH_TITLES, Evidence, EvidenceKind, Strength
from workbench.domain.finding import finding_named
from workbench.domain.lens import Question
from workbench.i18n import _
from workbench.ui.days import day_text
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import flat_button, icon_button, link_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.question_choice import CalmChoice

__all__ = ["EvidenceList", "strength_summary"]

_ICONS = {
    EvidenceKind.FILE: "file", EvidenceKind.LINK: "link", EvidenceKind.STATEMENT: "quote", EvidenceKind.TOOL: "download",
}  # fmt: skip


def strength_summary(items: tuple[Evidence, ...]) -> str:
    """Return "1 verified, 2 claimed, 1 from the Tool"."""
    own = [one.strength for one in items if one.is_ours]
    counts = [(STRENGTH_TITLES[strength], own.count(strength)) for strength in reversed(Strength)]
    told = _("{n} from the Tool").format(n=len(items) - len(own)) if len(own) < len(items) else ""
    return ", ".join([*(f"{n} {_(title).lower()}" for title, n in counts if n), *([told] if told else [])])


def size_text(size: int) -> str:
    """Return a size in bytes as people read it."""
    if size < 1000:
        return _("{n} bytes").format(n=size)
    return f"{size / 1e3:.0f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"


def _opens(one: Evidence) -> bool:
    """Tell whether there is something to open: a file, or an address."""
    return one.kind in (EvidenceKind.FILE, EvidenceKind.LINK) or (not one.is_ours and one.target.startswith("https://"))


class EvidenceList(QWidget):
    """One entry for each piece of evidence, and buttons to add more."""

    add_asked = Signal(str)
    """"file", "link" or "statement"; UI thread."""
    done_with = Signal(str, object)
    """open, save, edit, remove or finding, and the Evidence; UI thread."""
    strength_picked = Signal(object, object)
    """The Evidence and its new Strength; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Evidence, ...] | None = None
        self._question: Question | None = None
        self._read_only = False
        self.combos: list[QComboBox] = []
        self._entries = QVBoxLayout()
        theme().space(self._entries, 10)
        self.empty = label(_("Nothing attached yet. Files can also be dropped on the page."), tone="dim", wrap=True)
        self.buttons = [
            flat_button(_("File"), lambda: self.add_asked.emit("file"), icon_name="add"),
            flat_button(_("Link"), lambda: self.add_asked.emit("link"), icon_name="add"),
            flat_button(_("Statement"), lambda: self.add_asked.emit("statement"), icon_name="add"),
        ]
        names = (_("Attach a file"), _("Attach a link"), _("Attach a statement"))
        for button, name in zip(self.buttons, names, strict=True):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.give_way(48)
        column = QVBoxLayout(self)
        theme().space(column, 8)
        column.addLayout(self._entries)
        column.addWidget(self.empty)
        column.addWidget(FlowRow(*self.buttons, gap=4))

    def show_items(self, question: Question, items: tuple[Evidence, ...], *, read_only: bool) -> None:
        """Show the evidence; nothing is rebuilt while it stays the same."""
        if (items, read_only) == (self._items, self._read_only) and question is self._question:
            return
        self._items, self._question, self._read_only = items, question, read_only
        self.combos = []
        while (entry := self._entries.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in items:
            self._entries.addWidget(self._entry(question, one))
        self.empty.setVisible(not items)
        for button in self.buttons:
            button.setEnabled(not read_only)

    def _entry(self, question: Question, one: Evidence) -> QWidget:
        entry = QWidget()
        picture = QLabel()
        side = theme().px(16)
        picture.setPixmap(icon(_ICONS[one.kind]).pixmap(side, side))
        picture.setAccessibleName(_(KIND_TITLES[one.kind]))
        title: QWidget
        is_text = not _opens(one)
        if one.kind is EvidenceKind.STATEMENT:
            title = label(_("“{text}”").format(text=one.target), wrap=True)
        elif is_text:
            title = label(one.title, wrap=True)
        else:
            name = one.title or one.file_name or one.target
            shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, theme().px(178))
            title = link_button(shown.replace("&", "&&"), lambda: self.done_with.emit("open", one))
            title.give_way(60)
            title.setToolTip(one.target or one.file_name)
            title.setAccessibleName(name)
            title.setAccessibleDescription(_("Opens the {kind}").format(kind=_(KIND_TITLES[one.kind]).lower()))
        more = icon_button("more", _("More for {title}").format(title=one.title), None, size=14)
        more.clicked.connect(lambda: self._menu(one, more))
        head = QHBoxLayout()
        theme().space(head, 6)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(title, 1 if is_text else 0)
        if not is_text:
            head.addStretch(1)
        head.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        choice = question.choice(one.choice_id)
        facts = (choice.code or choice.title if choice else "", one.by, day_text(one.on),
                 size_text(one.size) if one.kind is EvidenceKind.FILE else "",
                 one.title if one.kind is EvidenceKind.STATEMENT else "")  # fmt: skip
        below = QVBoxLayout()
        theme().space(below, 4, (22, 0, 0, 0))
        words = " · ".join(fact for fact in facts if fact)
        if one.is_ours:
            below.addWidget(self._strength(one), 0, Qt.AlignmentFlag.AlignLeft)
        else:
            said = one.target if is_text else ""
            below.addWidget(label(" · ".join(part for part in (said, _("read-only")) if part), wrap=True, step="small"))
        if words:
            below.addWidget(label(words, tone="dim", step="small", wrap=True))
        column = QVBoxLayout(entry)
        theme().space(column, 2)
        column.addLayout(head)
        column.addLayout(below)
        return entry

    def _strength(self, one: Evidence) -> CalmChoice:
        strength = CalmChoice()
        for value, name in STRENGTH_TITLES.items():
            strength.addItem(_(name), value)
        strength.setCurrentIndex(list(STRENGTH_TITLES).index(one.strength))
        strength.setAccessibleName(_("Strength of {title}").format(title=one.title or _(KIND_TITLES[one.kind])))
        strength.setEnabled(not self._read_only)
        strength.activated.connect(partial(self._pick, one, strength))
        self.combos.append(strength)
        return strength

    def _pick(self, one: Evidence, combo: QComboBox, _row: int) -> None:
        self.strength_picked.emit(one, combo.currentData())

    def _menu(self, one: Evidence, button: QWidget) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if finding_named(one.target):
            shown = menu.addAction(_("Show the finding in the architecture"))
            shown.triggered.connect(lambda: self.done_with.emit("finding", one))
        entries = [("open", _("Open"), True), ("save", _("Save a copy…"), True),
                   ("edit", _("Edit…"), not self._read_only), ("remove", _("Remove"), not self._read_only)]  # fmt: skip
        for name, text, is_on in entries:
            if (name == "save" and one.kind is not EvidenceKind.FILE) or (name == "open" and not _opens(one)):
                continue
            if name == "edit" and not one.is_ours:
                continue
            action = menu.addAction(text)
            action.setEnabled(is_on)
            action.triggered.connect(lambda _checked=False, name=name: self.done_with.emit(name, one))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
