"""The picture of what is drawn, for files and the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from workbench.analyses.graph_layout import Positions
from workbench.domain.graph import Graph
from workbench.errors import WorkbenchError
from workbench.figures.architecture import State, View, pdf_of_scene, png_of_scene, scene, svg_of_scene
from workbench.figures.palette import DARK, LIGHT
from workbench.i18n import _
from workbench.progress import Progress
from workbench.ui.desk import Desk
from workbench.ui.theme import theme

__all__ = ["Pictures"]

_FORMS = {"svg": "SVG (*.svg)", "png": "PNG (*.png)", "pdf": "PDF (*.pdf)"}


def _make(forms: tuple[str, ...], graph: Graph, places: Positions, view: View, state: State, title: str, dark: bool,
          progress: Progress) -> dict[str, bytes]:  # fmt: skip
    drawn = scene(graph, places, view, state, title=title)
    progress(1, 2)
    palette = DARK if dark else LIGHT
    makers: dict[str, Callable[[], bytes]] = {
        "svg": lambda: svg_of_scene(drawn, palette).encode(),
        "png": lambda: png_of_scene(drawn, palette),
        "pdf": lambda: pdf_of_scene(drawn, palette),
    }
    return {form: makers[form]() for form in forms}


class Pictures:
    """Saves and copies what is seen; `ask_file` can be replaced by what answers instead of a person."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk, self._parent = desk, parent
        self.ask_file: Callable[[str, str], str] = self._ask

    def save(self, form: str, what: dict[str, Any]) -> None:
        """Ask for a file and write the picture; light, as pictures in files are."""
        name = self.ask_file(form, str(what["title"]))
        if name:
            path = Path(name) if Path(name).suffix else Path(f"{name}.{form}")
            work = partial(
                _make, (form,), what["graph"], what["places"], what["view"], what["state"], what["title"], False
            )
            self._desk.tasks.start(
                _("Drawing the picture"), work, lambda made: self._write(path, made[form]), self._parent
            )

    def copy(self, what: dict[str, Any]) -> None:
        """Put the picture on the clipboard, as PNG and SVG, in the theme of the window."""
        work = partial(_make, ("png", "svg"), what["graph"], what["places"], what["view"], what["state"], what["title"],
                       theme().tokens.is_dark)  # fmt: skip
        self._desk.tasks.start(_("Drawing the picture"), work, self._copied, self._parent)

    def _write(self, path: Path, data: bytes) -> None:
        try:
            path.write_bytes(data)
        except OSError as error:
            said = _("{name} cannot be written.").format(name=path.name)
            self._desk.faults.report(WorkbenchError(said, _("Choose another place."), (str(error),)))
            return
        self._desk.say(_("Saved {name}.").format(name=path.name))

    def _copied(self, made: dict[str, bytes]) -> None:
        data = QMimeData()
        data.setImageData(QImage.fromData(made["png"]))
        data.setData("image/svg+xml", made["svg"])
        QApplication.clipboard().setMimeData(data)
        self._desk.say(_("The picture is on the clipboard."))

    def _ask(self, form: str, title: str) -> str:
        name, _filter = QFileDialog.getSaveFileName(
            self._parent, _("Save the picture"), f"{title}.{form}", _FORMS[form]
        )
        return name
