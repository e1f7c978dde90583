"""A single widget on the screen."""

from __future__ import annotations

__all__ = ["shown"]


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget
