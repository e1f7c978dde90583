"""One best practice: key, box, title, code, meaning, tag, link, and its note."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.domain.answer import Mark, MarkState
from workbench.domain.lens import Choice
from workbench.domain.risk import Level
from workbench.i18n import N_, _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import icon_button
from workbench.ui.widgets.question_mark_note import MarkNote
from workbench.ui.widgets.question_text import Laid, Run, lay_out
from workbench.ui.widgets.state_box import StateBox, state_title, state_token

__all__ = ["Density", "PracticeRow"]

LEVEL_TITLES = {Level.HIGH: N_("High if absent"), Level.MEDIUM: N_("Medium if absent"), Level.LOW: N_("Low if absent")}
LEVEL_WORDS = {Level.HIGH: N_("High"), Level.MEDIUM: N_("Medium"), Level.LOW: N_("Low")}
_TONES = {Level.HIGH: ("high", "high_soft"), Level.MEDIUM: ("medium", "medium_soft"), Level.LOW: ("text_dim", "sunken")}
_GROUNDS = {
    MarkState.YES: "none_soft",
    MarkState.PARTLY: "medium_soft",
    MarkState.NO: "high_soft",
    MarkState.DONT_KNOW: "accent_soft",
    MarkState.NOT_APPLICABLE: "sunken",
}
_NARROW = 460
_FIRM_HYPHEN = "\N{NON-BREAKING HYPHEN}"
_MOST_KEPT = 3000
_laid_out: dict[tuple[object, ...], tuple[Laid, Laid | None, str]] = {}
"""Texts that were laid out, with their tool tips; whoever goes back and forth does not wait for them again."""
_NOTED = (MarkState.PARTLY, MarkState.DONT_KNOW, MarkState.NOT_APPLICABLE)


class Density(IntEnum):
    """How much of a practice a row shows."""

    FULL = 0
    LINE = 1
    BARE = 2


class PracticeRow(QWidget):
    """A row that is shown again and again for other practices."""

    asked = Signal(str, object)
    """Choice id and the state a click or the menu wants; UI thread."""
    link_asked = Signal(str)
    """The official page; UI thread."""
    taken = Signal(str)
    """The row was clicked beside its box: it wants the focus; choice id; UI thread."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice: Choice | None = None
        self.mark: Mark | None = None
        self.number = ""
        self._density = Density.FULL
        self._shown_key: tuple[object, ...] = ()
        self.box = StateBox(parent=self)
        self.box.asked.connect(self._ask)
        self.box.picked.connect(self._ask)
        self.link = icon_button("link-out", _("Official page"), self._open, size=14)
        self.link.setParent(self)
        self.link.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the key L opens it from the practice
        self.note: MarkNote | None = None
        theme().changed.connect(self._redraw)

    def _redraw(self) -> None:
        self.update()

    @property
    def is_noted(self) -> bool:
        """True when the row has a line for a note."""
        return self.mark is not None and (self.mark.state in _NOTED or bool(self.mark.note))

    def show_choice(self, number: str, choice: Choice, mark: Mark | None, density: Density) -> None:
        """Show a practice and its mark."""
        is_new = choice is not self.choice
        self.number, self.choice, self._density = number, choice, density
        if is_new:
            self.box.set_title(choice.title)
            self.link.setVisible(bool(choice.url))
        state = mark.state if mark else None
        if is_new or self.mark != mark:
            self.mark = mark
            self.box.set_state(state)
            self.box.setAccessibleDescription(self._description())
        self.update()

    def set_density(self, density: Density) -> None:
        """Show more or less."""
        self._density = density

    def give_note(self) -> MarkNote:
        """Return the note line; it is made when first needed."""
        if self.note is None:
            self.note = MarkNote(self)
            self.note.left.connect(self.box.setFocus)
        return self.note

    def height_for(self, width: int, density: Density) -> int:
        """Return the height the row wants."""
        look = theme()
        title, meaning = self._texts(width, density)
        text = title.height + (meaning.height if meaning else 0)
        height = max(look.px(26), text + look.px(8 if density is Density.BARE else 12))
        return height + (look.px(34) if self.is_noted else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Place box, link and note."""
        look = theme()
        line = QFontMetrics(look.font()).lineSpacing()
        middle = self._top() + line // 2
        side = self.box.sizeHint().width()
        self.box.setGeometry(look.px(26), middle - side // 2, side, side)
        self.link.setGeometry(self.width() - look.px(28), middle - look.px(12), look.px(26), look.px(24))
        if self.note is not None and self.is_noted:
            left = self._left()
            self.note.setGeometry(left, self.height() - look.px(34), self.width() - left - look.px(6), look.px(30))

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.choice is None:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self.mark.state if self.mark else None
        if state is not None:
            painter.setPen(look.color("line") if look.name == "high_contrast" else Qt.PenStyle.NoPen)
            painter.setBrush(look.color(_GROUNDS[state]))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0, 0, 0, -1), look.px(6), look.px(6))
        title, meaning = self._texts(self.width(), self._density)
        top = self._top()
        line = QFontMetrics(look.font()).lineSpacing()
        painter.setPen(look.color("text_dim"))
        painter.setFont(look.font("small", mono=True))
        painter.drawText(QRect(0, top, look.px(24), line), Qt.AlignmentFlag.AlignCenter, self.number)
        title.paint(painter, self._left(), top)
        if meaning is not None:
            meaning.paint(painter, self._left(), top + title.height)
        self._paint_tags(painter, state, top, line)
        painter.end()

    def _paint_tags(self, painter: QPainter, state: MarkState | None, top: int, line: int) -> None:
        look = theme()
        right = self.width() - look.px(32)
        painter.setFont(look.font("small"))
        metrics = QFontMetrics(look.font("small"))
        tag = self._tag()
        if tag and self.choice is not None and self.choice.risk_if_absent is not None:
            token, ground = _TONES[self.choice.risk_if_absent]
            wide, high = metrics.horizontalAdvance(tag) + look.px(12), metrics.height() + look.px(2)
            box = QRect(right - wide, top + (line - high) // 2, wide, high)
            painter.setPen(look.color("line") if look.name == "high_contrast" else Qt.PenStyle.NoPen)
            painter.setBrush(look.color(ground if state is None or ground != _GROUNDS[state] else "surface"))
            painter.drawRoundedRect(box, look.px(4), look.px(4))
            painter.setPen(look.color(token))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tag)
            right = box.left() - look.px(8)
        if state is not None:
            painter.setPen(look.color(state_token(state)))
            room = QRect(0, top, right, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, state_title(state))

    def _texts(self, width: int, density: Density) -> tuple[Laid, Laid | None]:
        assert self.choice is not None
        look = theme()
        key = (
            self.choice.id,
            self.choice.title,
            width,
            density,
            self.mark.state if self.mark else None,
            look.name,
            look.scale,
            look.family,
        )
        known = _laid_out.get(key)
        if known is not None:
            if self._shown_key != key:
                self._shown_key = key
                self.setToolTip(known[2])
            return known[0], known[1]
        room = max(look.px(80), width - self._left() - self._right(width))
        font = look.font()
        token = "text_dim" if self.choice.is_none else "text"
        code = f"  {self.choice.code}".replace("-", _FIRM_HYPHEN) if self.choice.code else ""
        if density is Density.FULL:
            title = lay_out((Run(self.choice.title, token), Run(code.replace("  ", " "), "text_dim")), room, font)
        else:
            metrics = QFontMetrics(font)
            left = max(room // 3, room - metrics.horizontalAdvance(code) - 2)
            shown = metrics.elidedText(self.choice.title, Qt.TextElideMode.ElideRight, left)
            title = lay_out((Run(shown, token), Run(code, "text_dim")), room, font, 1)
            title.is_cut = shown != self.choice.title
        words = self.choice.meaning or self.choice.help_text
        meaning = None
        if words and density is not Density.BARE:
            free = width - self._left() - look.px(36)
            meaning = lay_out((Run(words, "text_dim"),), free, font, 1 if density is Density.LINE else 0)
        is_cut = title.is_cut or density is Density.BARE or (meaning is not None and meaning.is_cut)
        tip = "\n".join(part for part in (self.choice.title, words) if part) if is_cut else ""
        if len(_laid_out) >= _MOST_KEPT:
            _laid_out.clear()
        _laid_out[key] = (title, meaning, tip)
        return title, meaning

    def _left(self) -> int:
        return theme().px(60)

    def _top(self) -> int:
        look = theme()
        return look.px(5 if self._density is Density.BARE else 6)

    def _right(self, width: int) -> int:
        """Room that link, tag and state word take."""
        look = theme()
        metrics = QFontMetrics(look.font("small"))
        tag = self._tag(width)
        wide = look.px(36) + (metrics.horizontalAdvance(tag) + look.px(20) if tag else 0)
        if self.mark is not None:
            wide += metrics.horizontalAdvance(state_title(self.mark.state)) + look.px(8)
        return wide

    def _tag(self, width: int = 0) -> str:
        if self.choice is None or self.choice.risk_if_absent is None:
            return ""
        is_narrow = (width or self.width()) < theme().px(_NARROW)
        return _((LEVEL_WORDS if is_narrow else LEVEL_TITLES)[self.choice.risk_if_absent])

    def _description(self) -> str:
        choice = self.choice
        assert choice is not None
        level = _(LEVEL_TITLES[choice.risk_if_absent]) if choice.risk_if_absent else ""
        state = state_title(self.mark.state if self.mark else None)
        key = _("Key {key}").format(key=self.number) if self.number else ""
        note = self.mark.note if self.mark else ""
        parts = (choice.code, state, level, key, note, choice.meaning)
        return ". ".join(part.rstrip(".") for part in parts if part)

    # -- hands ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.choice is not None and event.button() == Qt.MouseButton.LeftButton:
            self.taken.emit(self.choice.id)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(26))

    def _ask(self, state: MarkState | None) -> None:
        if self.choice is not None:
            self.asked.emit(self.choice.id, state)

    def _open(self) -> None:
        if self.choice is not None:
            self.link_asked.emit(self.choice.url)
