"""Tags as key=value tokens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from workbench.i18n import _
from workbench.ui.widgets.list_field import ListField

__all__ = ["TagField"]


class TagField(ListField):
    """Pairs of key and value; a key that is there already takes the new value."""

    def __init__(self, name: str, proposals: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(name, proposals, _("key=value, Enter adds"), input_width=200, parent=parent)

    def value(self) -> object:
        """Return pairs of key and value."""
        return tuple(_pair(text) for text in self.items)

    def set_value(self, value: Sequence[object]) -> None:
        """Show pairs of key and value, without telling."""
        super().set_value([f"{pair[0]}={pair[1]}" for pair in value])  # type: ignore[index]

    def split(self, text: str) -> list[str]:
        """Return one entry per line; commas belong to values."""
        return text.splitlines()

    def cleaned(self, text: str) -> str:
        """Return key=value without spaces around; without a key there is nothing to keep."""
        key, value = _pair(text)
        return f"{key}={value}" if key else ""

    def _set(self, items: tuple[str, ...]) -> None:
        by_key = {_pair(text)[0]: text for text in items}
        super()._set(tuple(by_key.values()))


def _pair(text: str) -> tuple[str, str]:
    key, _sign, value = text.partition("=")
    return key.strip(), value.strip()
