"""Two states of an architecture side by side, with what was found in each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.analyses.differences import Comparison
from workbench.analyses.graph_differences import GraphDifferences, difference_lines, finding_lines
from workbench.domain.graph import Graph
from workbench.i18n import _
from workbench.progress import Progress
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, heading, label

__all__ = ["ArchitecturesDialog"]


class _Drawing(QWidget):
    """One drawing, as large as fits."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.renderer = QSvgRenderer(self)
        self.setAccessibleName(name)
        self.setMinimumSize(theme().px(240), theme().px(200))

    def show_svg(self, svg: str, words: str) -> None:
        self.renderer.load(QByteArray(svg.encode()))
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.renderer.isValid():
            return
        size = QRectF(self.renderer.viewBoxF()).size()
        size.scale(self.size().toSizeF(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().toRectF().center())
        painter = QPainter(self)
        self.renderer.render(painter, box)
        painter.end()


class ArchitecturesDialog(QDialog):
    """Shows the older architecture at the left and the newer one at the right.

    Args:
        desk: The desk of the window.
        comparison: What was compared; its graphs differ.
    """

    def __init__(self, desk: Desk, comparison: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._found = desk, comparison.graph
        self._graphs = comparison.graph.graphs or (Graph(), Graph())
        self.setWindowTitle(_("Both architectures"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.drawings = (_Drawing(comparison.before_title), _Drawing(comparison.after_title))
        pair = QWidget()
        row = QHBoxLayout(pair)
        theme().space(row, 16)
        for drawing, title in zip(self.drawings, (comparison.before_title, comparison.after_title), strict=True):
            column = QVBoxLayout()
            theme().space(column, 6)
            column.addWidget(label(title, strong=True))
            column.addWidget(drawing, 1)
            row.addLayout(column, 1)
        self.states = StateStack(pair)
        parts = (*finding_lines(comparison.graph), *difference_lines(comparison.graph))
        counts = " · ".join(f"{title} {len(lines):,}" for title, lines in parts)
        marks = _("Marked: + added, − removed, → stands elsewhere, ≠ said differently.")
        self.words = dim_label(f"{counts}\n{marks}", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(plain_button(_("Close"), self.accept))
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(_("Both architectures"), "large"))
        whole.addWidget(self.states, 1)
        whole.addLayout(foot)
        wanted = QSize(theme().px(1240), theme().px(760))
        self.resize(wanted.boundedTo(parent.size() - QSize(24, 24)) if parent is not None else wanted)
        theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.states.show_loading(_("Drawing"))
        work = partial(_drawn, self._found, self._graphs, theme().tokens.is_dark)
        self._desk.tasks.start(
            _("Drawing both architectures"), work, self._show, self, self.states.show_failed, quiet=True
        )

    def _show(self, drawn: tuple[tuple[str, str], ...]) -> None:
        for drawing, (svg, words) in zip(self.drawings, drawn, strict=True):
            drawing.show_svg(svg, words)
        self.states.show_content()


def _drawn(
    found: GraphDifferences, graphs: tuple[Graph, Graph], is_dark: bool, progress: Progress
) -> tuple[tuple[str, str], ...]:
    """Return SVG and words of each graph, with marks at what changed and badges of what is found in it."""
    from workbench.figures import DARK, LIGHT
    from workbench.figures.architecture import compared_scenes, svg_of_scene

    palette = DARK if is_dark else LIGHT
    drawn = compared_scenes(found, graphs, legend=False, progress=progress)
    return tuple((svg_of_scene(one, palette), one.words) for one in drawn)
