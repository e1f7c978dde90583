"""Elements coloured by what they have in common: owner, tag, any attribute; with a legend, as colour alone says nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.domain.graph import Graph
from workbench.i18n import _
from workbench.ui.theme import theme

__all__ = ["ColourLegend", "Colouring", "attributes_of", "colouring"]

_MOST = 10


@dataclass(frozen=True)
class Colouring:
    """Groups of elements.

    Attributes:
        by: The attribute.
        groups: Number of the group by element.
        titles: Names of the groups, by number.
    """

    by: str = ""
    groups: Mapping[str, int] = field(default_factory=dict)
    titles: tuple[str, ...] = ()


def _values(attributes: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in attributes.items():
        if isinstance(value, dict) and name.casefold() == "tags":
            found |= {f"{name}: {key}": str(each) for key, each in value.items() if isinstance(each, str | int | float)}
        elif isinstance(value, str | int | float) and name != "comment" and len(str(value)) < 60:
            found[name] = str(value)
    return found


def attributes_of(graph: Graph) -> list[str]:
    """Return attributes that some elements share a value of, owner first."""
    seen: dict[str, Counter[str]] = {}
    for node in graph.nodes.values():
        for name, value in _values(node.attributes).items():
            seen.setdefault(name, Counter())[value] += 1
    useful = [name for name, counted in seen.items() if counted.most_common(1)[0][1] > 1 or name == "owner"]
    return sorted(useful, key=lambda name: (name.casefold() not in ("owner", "team"), name.casefold()))


def colouring(graph: Graph, by: str) -> Colouring:
    """Return the groups of an attribute, the largest first; small ones beyond the tenth are one."""
    found = {name: value for name, node in graph.nodes.items() if (value := _values(node.attributes).get(by))}
    ranked = [value for value, _count in Counter(found.values()).most_common()]
    number = {value: min(place, _MOST - 1) for place, value in enumerate(ranked)}
    titles = tuple(ranked) if len(ranked) <= _MOST else (*ranked[: _MOST - 1], _("others"))
    return Colouring(by, {name: number[value] for name, value in found.items()}, titles)


class ColourLegend(QWidget):
    """The colours and what they stand for, over the lower right corner of the canvas."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self._shown = Colouring()
        self.hide()

    def show_colouring(self, shown: Colouring) -> None:
        """Show other groups, or nothing."""
        self._shown = shown
        self.setVisible(bool(shown.titles))
        self.setAccessibleName(_("Colours: {names}").format(names=", ".join(shown.titles)))
        self.resize(self.sizeHint())
        self.place()
        self.update()

    def place(self) -> None:
        """Go to the corner."""
        gap = theme().px(12)
        room = self._canvas.size()
        self.move(room.width() - self.width() - gap, room.height() - self.height() - gap)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("small"))
        words = [self._shown.by, *self._shown.titles]
        wide = max((metrics.horizontalAdvance(one) for one in words), default=0)
        return QSize(wide + theme().px(40), (metrics.height() + theme().px(4)) * len(words) + theme().px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setPen(look.color("line"))
        painter.setBrush(look.color("raised"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setFont(look.font("small"))
        step = painter.fontMetrics().height() + look.px(4)
        y = look.px(6)
        painter.setPen(look.color("text_dim"))
        painter.drawText(look.px(10), y + painter.fontMetrics().ascent(), self._shown.by)
        for number, title in enumerate(self._shown.titles):
            y += step
            painter.fillRect(QRect(look.px(10), y, look.px(6), step - look.px(5)), look.category(number))
            painter.setPen(look.color("text"))
            painter.drawText(look.px(24), y + painter.fontMetrics().ascent(), title)
        painter.end()
