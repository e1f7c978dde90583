"""What can be said about the whole question: not applicable, unchanged, flag, park, owner."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QMenu, QWidget

from workbench.domain.answer import REASON_TITLES, Answer, Reason
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import KeyButton, plain_button
from workbench.ui.widgets.labels import label

__all__ = ["QuestionBar", "reason_menu"]


def reason_menu(parent: QWidget, current: Reason | None, choose: object) -> QMenu:
    """Return a menu of reasons why something does not apply; `choose(reason or None)` is called.

    Args:
        parent: Owner of the menu.
        current: The reason in force; None where it applies.
        choose: Called with the Reason, or with None to make it apply again.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if current is not None:
        again = menu.addAction(_("Applicable again"))
        again.triggered.connect(lambda: choose(None))  # type: ignore[operator]
        menu.addSeparator()
    for reason in (*(one for one in Reason if one is not Reason.NONE), Reason.NONE):
        entry = menu.addAction(_(REASON_TITLES[reason]))
        entry.setCheckable(True)
        entry.setChecked(reason is current)
        entry.triggered.connect(lambda _checked=False, reason=reason: choose(reason))  # type: ignore[operator]
    menu.setActiveAction(next(action for action in menu.actions() if not action.isSeparator()))
    return menu


class QuestionBar(QWidget):
    """A wrapping row of buttons and the owner."""

    asked = Signal(str)
    """not_applicable, unchanged, flag or park; UI thread."""
    owner_typed = Signal(str, str)
    """Key "review|question" and the owner; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.not_applicable = self._button(_("Question not applicable"), "not_applicable", "A")
        self.unchanged = self._button(_("Unchanged"), "unchanged", "U")
        self.flag = self._button(_("Flag"), "flag", "F")
        self.park = self._button(_("Park"), "park", "P")
        for button in (self.not_applicable, self.flag, self.park):
            button.setCheckable(True)
        self.owner = LineField(_("Owner of the question"), 0, _("Nobody yet"))
        self.owner.edit.setToolTip(_("Owner of the question ({key})").format(key="O"))
        self.owner.typed.connect(lambda text: self.owner_typed.emit(self.owner.key, text))
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.owner.edit.setCompleter(completer)
        self.owner_label = label(_("Owner"), tone="dim")
        for part in (self.owner_label, self.owner):
            part.setParent(self)

    def show_answer(self, review_id: str, answer: Answer, *, read_only: bool, has_milestone: bool) -> None:
        """Show where the question stands."""
        self.not_applicable.setChecked(not answer.applicable)
        self.flag.setChecked(answer.flagged)
        self.park.setChecked(answer.parked)
        for button, is_on in (
            (self.not_applicable, not answer.applicable), (self.flag, answer.flagged), (self.park, answer.parked),
        ):  # fmt: skip
            button.setAccessibleDescription(_("on") if is_on else _("off"))
            button.setEnabled(not read_only)
        self.unchanged.setEnabled(has_milestone and not read_only)
        self.unchanged.setToolTip(
            _("Take over the answer of the last milestone") if has_milestone else _("No milestone is saved yet")
        )
        key = f"{review_id}|{answer.question_id}"
        if self.owner.key != key:
            self.owner.load(key, answer.owner)
        else:
            self.owner.set_text_quietly(answer.owner)
        self.owner.edit.setReadOnly(read_only)

    def know_owners(self, names: Iterable[str]) -> None:
        """Offer these names while the owner is typed."""
        known = sorted({name for name in names if name}, key=str.casefold)
        if known != self._known.stringList():
            self._known.setStringList(known)

    def height_for(self, width: int) -> int:
        """Return the height it wants."""
        return self._place(width, is_trial=True)

    def arrange(self) -> None:
        """Place buttons from the left and the owner at the right, in a second line where one is too short."""
        self._place(self.width(), is_trial=False)

    def _place(self, width: int, *, is_trial: bool) -> int:
        look = theme()
        gap, left, top = look.px(8), 0, 0
        text = _("Question not applicable") if width >= look.px(640) else _("Not applicable")
        if self.not_applicable.text() != text:
            self.not_applicable.setText(text)
        buttons = (self.not_applicable, self.unchanged, self.flag, self.park)
        high = max(button.sizeHint().height() for button in buttons)
        for button in buttons:
            wide = button.sizeHint().width()
            if left and left + wide > width:
                left, top = 0, top + high + look.px(6)
            if not is_trial:
                button.setGeometry(left, top, wide, high)
            left += wide + gap
        name, field = self.owner_label.sizeHint().width() + look.px(6), self.owner.sizeHint().height()
        room = width - left
        if room < look.px(110):
            left, top, room = 0, top + high + look.px(6), width
        if not is_trial:
            has_name = room >= look.px(110) + name
            self.owner_label.setVisible(has_name)
            self.owner.edit.setPlaceholderText(_("Nobody yet") if has_name else _("Owner"))
            wide = min(room - (name if has_name else 0), look.px(200))
            start = width - wide if left else (name if has_name else 0)
            self.owner.setGeometry(start, top + (high - field) // 2, wide, field)
            self.owner_label.setGeometry(start - name, top, name, high)
        return top + high

    def menu_place(self) -> QPoint:
        """Return where the menu of reasons opens."""
        return self.not_applicable.mapToGlobal(self.not_applicable.rect().bottomLeft())

    def _button(self, text: str, name: str, key: str) -> KeyButton:
        button = plain_button(text, lambda: self._ask(name), key=key)
        button.setParent(self)
        return button

    def _ask(self, name: str) -> None:
        button = getattr(self, name)
        if button.isCheckable():
            button.setChecked(not button.isChecked())  # the page decides
        self.asked.emit(name)
