"""What can be done with a whole draft: publish, export, compare, texts to and from a spreadsheet, take it out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.domain.lens import Lens
from workbench.domain.lens_draft import LensDraft
from workbench.domain.lens_draft_edits import set_texts
from workbench.errors import BadInput
from workbench.i18n import _, n_
from workbench.library.lens_drafts import draft_text, new_draft
from workbench.library.lens_export import export_lens
from workbench.library.lens_format import read_lens_text
from workbench.operations.lens_drafts import PublishDraft, RemoveDraft, StartDraft
from workbench.progress import Progress
from workbench.store.queries.lens_drafts import draft_names
from workbench.store.queries.lenses import KeptLenses
from workbench.ui.desk import Desk
from workbench.ui.dialogs.lens_compare import LensCompareDialog
from workbench.ui.dialogs.studio_open import OpenLens
from workbench.ui.dialogs.studio_publish import PublishLens
from workbench.ui.dialogs.studio_texts import TakeTexts
from workbench.ui.models.lens_work import LensRoom
from workbench.ui.models.studio import Studio

__all__ = ["StudioVerbs"]

_MINE, _BASE = "draft", "base"


def _write(text: str, path: Path, _progress: Progress) -> Path:
    try:
        path.write_bytes(export_lens(text).encode())
    except OSError as error:
        raise _unwritten(path, error) from error
    return path


def _write_texts(draft: LensDraft, path: Path, _progress: Progress) -> Path:
    from workbench.exchange.lens_xlsx import write_texts

    try:
        path.write_bytes(write_texts(draft.data()))
    except OSError as error:
        raise _unwritten(path, error) from error
    return path


def _unwritten(path: Path, error: OSError) -> BadInput:
    return BadInput(_("{file} cannot be written: {why}.").format(file=path, why=error.strerror or error))


def _read_texts(draft: LensDraft, path: Path, _progress: Progress) -> object:
    from workbench.exchange.lens_xlsx import read_texts

    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {why}.").format(file=path, why=error.strerror or error)) from error
    return read_texts(content, draft.data(), path.name)


class StudioVerbs(QObject):
    """The verbs of the studio page.

    Args:
        desk: What every page works with.
        studio: The open draft.
        widget: Dialogs stand over its window.
    """

    def __init__(self, desk: Desk, studio: Studio, widget: QWidget) -> None:
        super().__init__(widget)
        self.desk, self.studio, self._widget = desk, studio, widget

    # -- beginning -----------------------------------------------------------------------------

    def new(self) -> str:
        """Begin a new lens; return the id of its draft, "" when it was refused."""
        with self.desk.workspace.reading() as session:
            taken = {name.casefold() for _key, name, _version in draft_names(session)}
        name, number = _("New lens"), 2
        while name.casefold() in taken:
            name, number = _("New lens {n}").format(n=number), number + 1
        draft = new_draft(name)
        return draft.id if self.desk.editor.do(StartDraft(draft)) is not None else ""

    def open(self) -> str:
        """Ask for a lens and begin its next version or a copy; return the id of the draft."""
        dialog = OpenLens(self.desk, self._widget.window())
        dialog.exec()
        dialog.deleteLater()
        return dialog.draft_id

    def remove(self) -> None:
        """Take the draft out; the note offers Undo."""
        draft = self.studio.draft
        if draft is not None and self.desk.editor.do(RemoveDraft(draft.id)) is not None:
            self.desk.say(_('Removed the draft of "{name}"').format(name=draft.name), self.desk.editor.undo)

    # -- out -----------------------------------------------------------------------------------

    def publish(self) -> None:
        """Ask for a version and keep the draft as one."""
        self.desk.editor.flush()
        draft = self.studio.draft
        if draft is None:
            return
        dialog = PublishLens(draft, self.studio.base, self.studio.verdict.errors, self._widget.window())
        if dialog.exec() and self.desk.editor.do(PublishDraft(draft.id, dialog.version)) is not None:
            words = _("{lens} {version} is published").format(lens=draft.name, version=dialog.version)
            self.desk.say(words, self.desk.editor.undo)
        dialog.deleteLater()

    def export(self) -> None:
        """Ask for a file and write the lens as the WA Tool takes it."""
        self.desk.editor.flush()
        draft = self.studio.draft
        path = self._ask_target(_("Export lens"), ".json", _("Lens (*.json)"))
        if draft is not None and path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the lens to a file."""
        draft = self.studio.draft
        if draft is not None:
            self.desk.tasks.start(
                _("Exporting {lens}").format(lens=draft.name), partial(_write, draft_text(draft), path),
                self._exported, owner=self,
            )  # fmt: skip

    def _exported(self, path: Path) -> None:
        errors = self.studio.verdict.errors
        if errors:
            words = n_(
                "{file} is written. AWS would refuse it for {n} error",
                "{file} is written. AWS would refuse it for {n} errors",
                errors,
            )
            self.desk.say(words.replace("{file}", path.name))
        else:
            self.desk.say(_("{file} is written").format(file=path.name))

    # -- comparing -----------------------------------------------------------------------------

    def compare(self) -> None:
        """Show what differs from the version before, or from any other lens."""
        self.desk.editor.flush()
        draft = self.studio.draft
        if draft is None:
            return
        room = LensRoom(self.desk.workspace, self.desk.shelf)
        with self.desk.workspace.reading() as session:
            lenses = room.sources.at_hand(KeptLenses(session))
        names = {_MINE: _("{lens}, as it is now").format(lens=draft.name)}
        readers = {_MINE: partial(_read_draft, draft)}
        if self.studio.base is not None:
            names[_BASE] = _("{lens} {version}, as published").format(
                lens=self.studio.base.name, version=self.studio.base.version)  # fmt: skip
            readers[_BASE] = partial(read_lens_text, self.studio.base_text)
        for one in lenses:
            names[one.key] = f"{one.entry.name} {one.entry.version}".strip()
            readers[one.key] = partial(room.lens, one)
        before = next((key for key in names if key != _MINE), _MINE)
        dialog = LensCompareDialog(self.desk.tasks, names, readers, before, _MINE, self._widget.window())
        dialog.exec()
        dialog.deleteLater()

    # -- spreadsheets --------------------------------------------------------------------------

    def write_texts(self) -> None:
        """Ask for a file and write all texts for people who work in spreadsheets."""
        self.desk.editor.flush()
        path = self._ask_target(_("Texts as a spreadsheet"), ".xlsx", _("Spreadsheet (*.xlsx)"))
        draft = self.studio.draft
        if draft is not None and path is not None:
            self.desk.tasks.start(
                _("Writing {file}").format(file=path.name), partial(_write_texts, draft, path),
                lambda done: self.desk.say(_("{file} is written").format(file=done.name)), owner=self,
            )  # fmt: skip

    def read_texts(self) -> None:
        """Ask for a spreadsheet and show what it would change."""
        self.desk.editor.flush()
        name, _kind = QFileDialog.getOpenFileName(
            self._widget, _("Texts from a spreadsheet"), str(Path.home()), _("Spreadsheet (*.xlsx)")
        )
        if name:
            self.read_texts_from(Path(name))

    def read_texts_from(self, path: Path) -> None:
        """Read a spreadsheet and show what it would change."""
        draft = self.studio.draft
        if draft is not None:
            self.desk.tasks.start(
                _("Reading {file}").format(file=path.name), partial(_read_texts, draft, path),
                partial(self._offer_texts, draft, path.name), owner=self,
            )  # fmt: skip

    def _offer_texts(self, draft: LensDraft, file_name: str, read: object) -> None:
        dialog = TakeTexts(read, file_name, self._widget.window())  # type: ignore[arg-type]
        is_wanted = dialog.exec()
        dialog.deleteLater()
        if is_wanted and self.studio.draft != draft:
            self.desk.say(_("The lens was changed meanwhile; read the spreadsheet again."))
        elif is_wanted:
            self.studio.do(set_texts(draft, read.data, _("Texts from {file}").format(file=file_name)))  # type: ignore[attr-defined]

    def _ask_target(self, title: str, ending: str, kinds: str) -> Path | None:
        draft = self.studio.draft
        if draft is None:
            return None
        stem = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in draft.name).strip("-") or "lens"
        start = str(Path.home() / f"{stem}-{draft.version}{ending}")
        name, _kind = QFileDialog.getSaveFileName(self._widget, title, start, kinds)
        return Path(name) if name else None


def _read_draft(draft: LensDraft) -> Lens:
    return read_lens_text(draft_text(draft), draft.name)
