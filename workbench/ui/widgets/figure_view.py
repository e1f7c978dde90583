"""A figure large, to be copied, saved as SVG or PNG, and read as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.figures import DARK
from workbench.i18n import _
from workbench.progress import Progress
from workbench.reports.content.model import Chart, Table
from workbench.reports.pictures import picture_of, png_picture
from workbench.reports.writing import file_name_of, put_file
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import label

__all__ = ["Drawn", "FigureView", "draw_all"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as a worker made it.

    Attributes:
        alt: What is to be seen, in words.
        shown: PNG in the colours of the window.
        png, svg: For files and the clipboard, in light colours.
        data: The numbers; None where it has none.
    """

    title: str
    alt: str
    shown: bytes
    png: bytes
    svg: str
    data: Table | None


def draw_all(charts: Sequence[Chart], is_dark: bool, progress: Progress) -> tuple[Drawn, ...]:
    """Draw figures for a view; for a worker, as it may take seconds."""
    found = []
    for done, chart in enumerate(charts):
        progress(done, len(charts), chart.title)
        png, _ratio = png_picture(chart)
        shown = png_picture(chart, palette=DARK)[0] if is_dark else png
        found.append(Drawn(chart.title, chart.alt, shown, png, picture_of(chart), chart.data))
    return tuple(found)


class _Picture(QWidget):
    """One picture, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(theme().px(320), theme().px(180))

    def set_image(self, image: QImage, words: str) -> None:
        self._image = image
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(720), theme().px(420))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        ratio = self.devicePixelRatioF()
        fine = QSize(round(size.width() * ratio), round(size.height() * ratio))
        scaled = self._image.scaled(
            fine, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(QRect((self.width() - size.width()) // 2, 0, size.width(), size.height()), scaled)
        if self.hasFocus():
            painter.setPen(theme().color("focus"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class FigureView(QWidget):
    """Shows one figure, or its numbers as a table."""

    failed = Signal(object)
    """A WorkbenchError: the file could not be written; UI thread."""
    said = Signal(str)
    """What was done, in a few words; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: Drawn | None = None
        self.title = label("", step="large", strong=True, wrap=True)
        self.picture = _Picture()
        self.table = QTableView()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setAlternatingRowColors(False)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.picture)
        self._stack.addWidget(self.table)
        self.table_button = plain_button(_("Read as table"), self.turn)
        self.copy_button = plain_button(_("Copy picture"), self.copy, icon_name="copy")
        self.save_button = plain_button(_("Save as..."), self.save, icon_name="save")
        column = QVBoxLayout(self)
        theme().space(column, 10)
        column.addWidget(self.title)
        column.addWidget(self._stack, 1)
        column.addWidget(FlowRow(self.table_button, self.copy_button, self.save_button))

    @property
    def is_table(self) -> bool:
        """True while the numbers are shown instead of the picture."""
        return self._stack.currentWidget() is self.table

    def show_figure(self, drawn: Drawn) -> None:
        """Show another figure; a table stays a table where there is one."""
        self._drawn = drawn
        self.title.setText(drawn.title)
        self.picture.set_image(QImage.fromData(drawn.shown), f"{drawn.title}. {drawn.alt}")
        self.table.setModel(_model(drawn.data, self.table) if drawn.data else None)
        self.table.setAccessibleName(drawn.data.title if drawn.data and drawn.data.title else drawn.title)
        self.table_button.setEnabled(drawn.data is not None)
        self._turn_to(is_table=self.is_table and drawn.data is not None)

    def turn(self) -> None:
        """Show the numbers, or the picture again."""
        self._turn_to(is_table=not self.is_table)

    def _turn_to(self, *, is_table: bool) -> None:
        self._stack.setCurrentWidget(self.table if is_table else self.picture)
        self.table_button.setText(_("See the picture") if is_table else _("Read as table"))
        self.table_button.setAccessibleName(self.table_button.text())

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self._drawn is not None:
            QGuiApplication.clipboard().setImage(QImage.fromData(self._drawn.png))
            self.said.emit(_("The picture is on the clipboard."))

    def save(self) -> None:
        """Ask for a file and write the picture as SVG or PNG, by the name's ending."""
        if self._drawn is None:
            return
        name, chosen = QFileDialog.getSaveFileName(
            self, _("Save picture"), file_name_of(self._drawn.title) + ".svg", "SVG (*.svg);;PNG (*.png)"
        )
        if name:
            path = Path(name)
            if path.suffix.lower() not in (".svg", ".png"):
                path = path.with_name(path.name + (".png" if chosen.startswith("PNG") else ".svg"))
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the picture: PNG for a name that ends so, else SVG."""
        assert self._drawn is not None
        is_png = path.suffix.lower() == ".png"
        try:
            with put_file(path) as part:
                part.write_bytes(self._drawn.png if is_png else self._drawn.svg.encode("utf-8"))
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        self.said.emit(_("The picture is in {file}.").format(file=path))


def _model(data: Table, parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(len(data.rows), len(data.columns), parent)
    for place, column in enumerate(data.columns):
        model.setHeaderData(place, Qt.Orientation.Horizontal, column.title)
        for row, cells in enumerate(data.rows):
            cell = cells[place]
            item = QStandardItem("\n".join(part for part in (cell.text, cell.quiet) if part))
            if column.is_number:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            model.setItem(row, place, item)
    return model
