"""The palette: kinds of elements to be dragged onto the canvas, or added with Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.domain.graph import KIND_TITLES, Node
from workbench.figures.architecture.icons import JOURNEY, STROKE, icon_name, icon_path
from workbench.i18n import N_, _
from workbench.ui.theme import drawn_icon, set_look, theme
from workbench.ui.widgets.canvas_hands import KIND_MIME
from workbench.ui.widgets.canvas_paint import path_of
from workbench.ui.widgets.labels import label

__all__ = ["KINDS", "CanvasPalette", "kind_icon", "kind_title"]

JOURNEY_KIND = "journey"
_KIND = int(Qt.ItemDataRole.UserRole)
KINDS = (
    (N_("Parts"), (JOURNEY_KIND, "component", "service", "function", "resource", "system", "pipeline", "team")),
    (N_("Places"), ("region", "account", "vpc", "az", "subnet", "cluster", "node_group", "rack", "vendor",
                    "model_provider")),
    (N_("Shared"), ("model", "kms_key", "credential", "role", "certificate", "dns_zone", "quota", "control_plane")),
)  # fmt: skip
"""Title and kinds of each group."""


def kind_title(kind: str) -> str:
    """Return what people call a kind."""
    if kind == JOURNEY_KIND:
        return _("User journey")
    return _(KIND_TITLES[kind]) if kind in KIND_TITLES else kind.replace("_", " ").capitalize()


def kind_icon(kind: str) -> QIcon:
    """Return the icon of a kind, as the drawing has it."""
    name = JOURNEY if kind == JOURNEY_KIND else icon_name(Node("x", kind=kind))
    path = path_of(icon_path(name))

    def draw(painter: QPainter, rect: QRect, is_disabled: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(rect.width() / 20, rect.height() / 20)
        painter.setPen(QPen(theme().color("text_disabled" if is_disabled else "text_dim"), STROKE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.restore()

    return drawn_icon(draw)


class _Kinds(QListWidget):
    """The list; what is dragged out of it says its kind."""

    entered = Signal(str)

    def mimeTypes(self) -> list[str]:
        return [KIND_MIME]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        data = QMimeData()
        if items:
            data.setData(KIND_MIME, QByteArray(str(items[0].data(_KIND)).encode()))
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None and item.data(_KIND):
            self.entered.emit(str(item.data(_KIND)))
        else:
            super().keyPressEvent(event)


class CanvasPalette(QWidget):
    """Kinds of elements in three groups."""

    entered = Signal(str)
    """Enter or a double click: add one of this kind; UI thread."""
    chosen = Signal(str)
    """Another kind is what a double click on the canvas adds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="raised")
        self.list = _Kinds()
        self.list.setAccessibleName(_("Kinds of elements"))
        self.list.setDragEnabled(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip(_("Drag onto the drawing, or press Enter"))
        for title, kinds in KINDS:
            head = QListWidgetItem(_(title))
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(head)
            for kind in kinds:
                item = QListWidgetItem(kind_icon(kind), kind_title(kind))
                item.setData(_KIND, kind)
                self.list.addItem(item)
        column = QVBoxLayout(self)
        theme().space(column, 4, (4, 8, 4, 4))
        self._hint = label(
            _("Double-click on the drawing adds the kind chosen here."), step="small", tone="dim", wrap=True
        )
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)
        self.list.entered.connect(self.entered)
        self.list.itemDoubleClicked.connect(
            lambda item: self.entered.emit(str(item.data(_KIND))) if item.data(_KIND) else None
        )
        self.list.currentItemChanged.connect(lambda _now, _before: self.chosen.emit(self.kind))
        theme().changed.connect(self._dress)
        self._dress()
        self.choose("component")

    @property
    def kind(self) -> str:
        """The kind that is chosen."""
        item = self.list.currentItem()
        return str(item.data(_KIND)) if item is not None and item.data(_KIND) else "component"

    def choose(self, kind: str) -> None:
        """Choose a kind."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_KIND) == kind:
                self.list.setCurrentRow(row)

    def _dress(self) -> None:
        self.list.setIconSize(QSize(theme().px(18), theme().px(18)))
        self.setFixedWidth(theme().px(166))
