"""Every menu entry as data, and what feeds on it: menus, shortcuts, tool tips, single keys.

Keys with Ctrl, Alt or a function key are shortcuts of the window. Single keys work through a `KeyMap` that pages call,
so that they fire while a list or a question has the focus and never while someone types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from workbench.ui.theme import icon

__all__ = ["Action", "ActionSet", "KeyMap", "is_single_key", "is_typing", "key_text", "tip"]

_STRONG = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def _always() -> bool:
    return True


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    Attributes:
        id: Stable name, "review.flag".
        text: A plain verb in the user's language.
        keys: Portable key names, the first one is shown: ("Ctrl+Z",), ("F",), ("?",), ("Space",).
        icon: Name of one of our icons; may be empty.
        group: Heading in menus and on the cheat sheet, in the user's language.
        callback: What it does.
        enabled: Asked when it is shown and again before it runs.
        checkable: Shows a tick.
        checked: Whether the tick is set; only with checkable.
        help: One sentence for the tool tip and the cheat sheet.
        repeats: True where holding the key down makes sense (next, previous).
        in_palette: False where the palette would make no sense ("1" to "9").
        local: True where keys with Ctrl or Alt, too, work only while its page has the focus (Ctrl+C, Ctrl+D).
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""
    callback: Callable[[], object] = _nothing
    enabled: Callable[[], bool] = _always
    checkable: bool = False
    checked: Callable[[], bool] | None = None
    help: str = ""
    repeats: bool = False
    in_palette: bool = True
    local: bool = False


def is_single_key(key: str) -> bool:
    """Tell whether a key has no Ctrl, Alt or Meta and is no function key."""
    is_function = len(key) > 1 and key[0] == "F" and key[1:].isdigit()
    return not is_function and not any(part in key for part in ("Ctrl+", "Alt+", "Meta+"))


def key_text(key: str) -> str:
    """Return a key as this computer writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


def tip(action: Action) -> str:
    """Return the tool tip: "Flag (F)", with the help below."""
    first = f"{action.text} ({key_text(action.keys[0])})" if action.keys else action.text
    return f"{first}\n{action.help}" if action.help else first


def is_typing(widget: QWidget | None = None) -> bool:
    """Tell whether the focus (or the widget) takes text."""
    from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

    focus = widget if widget is not None else QApplication.focusWidget()
    if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
        return not focus.isReadOnly()
    return isinstance(focus, QAbstractSpinBox) or (isinstance(focus, QComboBox) and focus.isEditable())


class ActionSet(QObject):
    """Actions of a window or page as QActions; one list feeds everything."""

    changed = Signal()
    """Actions were added or removed; UI thread."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, Action] = {}
        self._made: dict[str, QAction] = {}
        self._pages: dict[str, QWidget | None] = {}
        self._keys: dict[str, QShortcut] = {}

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions in the order they were added."""
        return tuple(self._actions.values())

    def __getitem__(self, action_id: str) -> Action:
        return self._actions[action_id]

    def add(self, *actions: Action, page: QWidget | None = None) -> None:
        """Take actions in; one with a known id replaces the old one.

        Args:
            page: Where their keys work: only while it is shown; None for the whole window.
        """
        for action in actions:
            if action.id in self._actions:
                self._drop(action.id)
            self._actions[action.id], self._pages[action.id] = action, page
            self._made[action.id] = self._make(action)
        self.changed.emit()

    def remove(self, *action_ids: str) -> None:
        """Forget actions."""
        for action_id in action_ids:
            self._drop(action_id)
        self.changed.emit()

    def q_action(self, action_id: str) -> QAction:
        """Return the QAction for menus and buttons."""
        return self._made[action_id]

    def run(self, action_id: str) -> bool:
        """Do it, if it can be done now."""
        action = self._actions[action_id]
        if not action.enabled():
            return False
        action.callback()
        self.refresh()
        return True

    def refresh(self) -> None:
        """Ask every action again whether it is enabled and ticked."""
        for action_id, action in list(self._actions.items()):
            made = self._made[action_id]
            made.setEnabled(action.enabled())
            if action.checked is not None:
                made.setChecked(action.checked())

    def fill_menu(self, menu: QMenu, action_ids: Iterable[str]) -> None:
        """Put actions into a menu ("" is a separator) and refresh them whenever it opens."""
        for action_id in action_ids:
            if action_id:
                menu.addAction(self._made[action_id])
            else:
                menu.addSeparator()
        menu.aboutToShow.connect(self.refresh)

    def ids_of(self, group: str) -> tuple[str, ...]:
        """Return the ids of one group."""
        return tuple(action.id for action in self._actions.values() if action.group == group)

    def _make(self, action: Action) -> QAction:
        text = action.text.replace("&", "&&")
        made = QAction(f"{text}\t{key_text(action.keys[0])}" if action.keys else text, self._window)
        made.setObjectName(action.id)
        for key in filter(lambda key: not is_single_key(key) and not action.local, action.keys):
            if _plain_name(key) not in self._keys:
                self._keys[_plain_name(key)] = self._shortcut(_plain_name(key))
        made.setToolTip(tip(action))
        made.setCheckable(action.checkable)
        if action.icon:
            made.setIcon(icon(action.icon))
        made.triggered.connect(lambda _checked=False, action_id=action.id: self.run(action_id))
        made.setEnabled(action.enabled())
        if action.checked is not None:
            made.setChecked(action.checked())
        self._window.addAction(made)
        return made

    def _shortcut(self, key: str) -> QShortcut:
        """One for all actions of a key. Not the QAction's own: it sleeps while its entry was grey when last looked at."""
        made = QShortcut(QKeySequence(key), self._window)
        made.activated.connect(lambda: self._press(key))
        return made

    def _press(self, key: str) -> None:
        """Run the action that this key means now: the shown page's before the window's."""
        found = [
            one
            for one in self._actions.values()
            if not one.local and key in map(_plain_name, one.keys) and self._is_shown(one.id) and one.enabled()
        ]
        if found:
            self.run(max(found, key=lambda one: self._pages[one.id] is not None).id)

    def _is_shown(self, action_id: str) -> bool:
        page = self._pages[action_id]
        return page is None or page.isVisible()

    def _drop(self, action_id: str) -> None:
        self._actions.pop(action_id)
        self._pages.pop(action_id)
        made = self._made.pop(action_id)
        self._window.removeAction(made)
        made.deleteLater()


class KeyMap(QObject):
    """Single keys of a page; call `handle` from keyPressEvent or let it `watch` lists and trees."""

    def __init__(self, actions: Iterable[Action] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_key: dict[str, Action] = {}
        self.set_actions(actions)

    def set_actions(self, actions: Iterable[Action]) -> None:
        """Replace all keys."""
        self._by_key = {
            _plain_name(key): action for action in actions for key in action.keys if is_single_key(key) or action.local
        }

    def add_actions(self, actions: Iterable[Action]) -> None:
        """Add keys that the page leaves free, such as those of the window."""
        for action in actions:
            for key in action.keys:
                if is_single_key(key):
                    self._by_key.setdefault(_plain_name(key), action)

    def watch(self, *widgets: QWidget) -> None:
        """See the keys of these widgets before they do (a list would take letters as search)."""
        for widget in widgets:
            widget.installEventFilter(self)

    def claims(self, event: QKeyEvent) -> bool:
        """Tell whether a key with Ctrl or Alt is the page's, and not to be taken by a shortcut of the window."""
        return bool(event.modifiers() & _STRONG) and self._action(event) is not None

    def handle(self, event: QKeyEvent) -> bool:
        """Run the action of this key; False when there is none, it is not enabled or someone types."""
        action = self._action(event)
        if action is None:
            return False
        if not event.isAutoRepeat() or action.repeats:
            action.callback()
        event.accept()
        return True

    def _action(self, event: QKeyEvent) -> Action | None:
        """Return what a key does now."""
        if is_typing():
            return None
        names = (_whole_name(event),) if event.modifiers() & _STRONG else _names(event)
        action = next((self._by_key[name] for name in names if name in self._by_key), None)
        return action if action is not None and action.enabled() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take key presses of watched widgets."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.handle(event)
        return False


def _plain_name(key: str) -> str:
    """Return a key as events are called: "Delete" is "del", "Escape" is "esc"."""
    return (QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) or key).lower()


def _whole_name(event: QKeyEvent) -> str:
    """Return a key with everything that is held: "ctrl+shift+d"."""
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText).lower()


def _names(event: QKeyEvent) -> tuple[str, ...]:
    """Return what the key may be called: what it writes ("?"), then its name, with Shift first."""
    written = event.text().strip().lower()
    name = QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText).lower()
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return (f"shift+{name}", written) if len(written) != 1 or written.isalpha() else (written, f"shift+{name}")
    return (written, name) if written else (name,)
