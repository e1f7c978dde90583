"""What can be done with a lens of the list, each with the question it needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from workbench.domain.lens import Lens
from workbench.errors import WorkbenchError
from workbench.host.own_shelf import OwnShelf
from workbench.i18n import _, n_
from workbench.library.lens_drafts import copied_draft, edited_draft, is_own
from workbench.library.lenses_at_hand import OWN, SHELF, LensAtHand
from workbench.operations.history import Operation, Together
from workbench.operations.lens_drafts import StartDraft
from workbench.operations.lenses import KeepLens
from workbench.ui.desk import Desk
from workbench.ui.dialogs.add_lens import ChooseWorkloads
from workbench.ui.dialogs.lens_check import LensCheckDialog
from workbench.ui.dialogs.lens_compare import LensCompareDialog
from workbench.ui.dialogs.lens_upgrade import ask_upgrade
from workbench.ui.models.lens_work import LensRoom
from workbench.ui.models.lenses import LensLine

__all__ = ["LensVerbs"]


class LensVerbs(QObject):
    """The verbs of the page of lenses.

    Args:
        room: Reads lenses.
        widget: Dialogs stand over its window.
    """

    shelf_changed = Signal(str)
    """The person's own shelf, or the lenses of the workspace, are others now; key of the lens to choose; UI thread."""
    draft_asked = Signal(str)
    """Id of a draft to go on with in the studio; UI thread."""

    def __init__(self, desk: Desk, room: LensRoom, widget: QWidget) -> None:
        super().__init__(widget)
        self.desk, self._room, self._widget = desk, room, widget

    def lens(self, line: LensLine) -> Lens | None:
        """Return a lens that a worker has read before, so that it is at hand at once; None when it is gone."""
        try:
            return self._room.lens(line.at)
        except WorkbenchError as error:
            self.desk.faults.report(error)
            return None

    def add_to_workloads(self, line: LensLine) -> None:
        """Ask for workloads and review them with the lens."""
        text = self._text(line)
        if text:
            dialog = ChooseWorkloads(self.desk, line.at, text, self._widget.window())
            if dialog.exec() and len(dialog.added) == 1:
                self.desk.place.go(workload_id=dialog.added[0][0], review_id=dialog.added[0][1])
            dialog.deleteLater()

    def check_files(self, paths: Sequence[Path]) -> None:
        """Check files and folders, and keep what is wanted."""
        if paths:
            dialog = LensCheckDialog(self.desk, paths, self._widget.window())
            if dialog.exec() and dialog.kept_key:
                self.shelf_changed.emit(dialog.kept_key)
                self._upgrade(dialog.upgrades)
            dialog.deleteLater()

    def _upgrade(self, reviews: Sequence[tuple[str, str]]) -> None:
        """Show what an upgrade does to a review, and then to the next one."""
        if reviews:
            workload_id, alias = reviews[0]
            dialog = ask_upgrade(self.desk, workload_id, alias, self._widget.window())
            if dialog is not None and len(reviews) > 1:
                dialog.finished.connect(lambda _result: self._upgrade(reviews[1:]))

    def compare(self, line: LensLine, lines: Sequence[LensLine]) -> None:
        """Compare the lens with the version before it; another one can be chosen there."""
        names = {one.key: f"{one.entry.name} {one.entry.version}".strip() for one in lines}
        readers = {one.key: partial(self._lens, one.at) for one in lines}
        kin = [one.key for one in lines if one.entry.alias == line.entry.alias]
        rest = [one.key for one in lines if one.entry.alias != line.entry.alias]
        at = kin.index(line.key)
        if at:
            before, after = kin[at - 1], line.key
        else:
            before, after = line.key, (kin[1:] or rest or kin)[0]
        names = {key: names[key] for key in (*kin, *rest)}
        dialog = LensCompareDialog(self.desk.tasks, names, readers, before, after, self._widget.window())
        dialog.exec()
        dialog.deleteLater()

    def ask_export(self, line: LensLine) -> None:
        """Ask where, then write the lens as the WA Tool takes it."""
        start = str(Path.home() / f"{line.at.title}.json")
        name, _kind = QFileDialog.getSaveFileName(self._widget, _("Export lens"), start, _("Lens (*.json)"))
        if name:
            self.export(line, Path(name))

    def export(self, line: LensLine, path: Path) -> None:
        """Write the lens as the WA Tool takes it."""
        work = partial(self._room.export, line.at, path)
        self.desk.tasks.start(_("Exporting {lens}").format(lens=line.entry.name), work, self._exported, owner=self)

    def keep_on_shelf(self, line: LensLine) -> None:
        """Put a lens of the workspace on the person's own shelf."""
        text = self._text(line)
        if text:
            try:
                path = OwnShelf().keep(text, self._room.lens(line.at))
            except WorkbenchError as error:
                self.desk.faults.report(error)
                return
            self.desk.say(_("Kept on your shelf: {names}").format(names=line.entry.name))
            self.shelf_changed.emit(f"{OWN}:{path.name}")

    def remove_from_shelf(self, line: LensLine) -> None:
        """Take a lens off the person's own shelf."""
        text = self._text(line)
        try:
            lens = self._room.lens(line.at)
            OwnShelf().remove(line.at.name)
        except WorkbenchError as error:
            self.desk.faults.report(error)
            return
        self.desk.say(
            _("Removed from your shelf: {name}").format(name=line.entry.name), partial(self._put_back, text, lens)
        )
        self.shelf_changed.emit("")

    def edit(self, line: LensLine) -> None:
        """Begin a draft: the next version of a lens of one's own, else a copy."""
        text = self._text(line)
        if not text:
            return
        try:
            draft = edited_draft(text) if is_own(self._room.lens(line.at)) else copied_draft(text)
        except WorkbenchError as error:
            self.desk.faults.report(error)
            return
        start = StartDraft(draft)
        steps: tuple[Operation, ...] = (KeepLens(text), start) if line.at.where == OWN else (start,)
        if self.desk.editor.do(start if len(steps) == 1 else Together(start.title, steps)) is not None:
            self.draft_asked.emit(draft.id)

    def menu(self, line: LensLine, lines: Sequence[LensLine], *, can_edit: bool) -> QMenu:
        """Return what else can be done with the lens.

        Args:
            can_edit: Whether there is a studio to edit it in.
        """
        menu = QMenu(self._widget)
        verbs = [
            (_("Export as JSON..."), partial(self.ask_export, line)),
            (_("Compare versions..."), partial(self.compare, line, lines)),
        ]
        if can_edit:
            words = _("Edit in the studio") if line.at.where != SHELF else _("Edit a copy in the studio")
            verbs.append((words, partial(self.edit, line)))
        if not self.desk.editor.read_only:
            for workload_id, name in line.used_other:
                words = _("Upgrade the review of {workload}...").format(workload=name)
                verbs.append((words, partial(self._upgrade, ((workload_id, line.entry.alias),))))
        if line.at.where == OWN:
            verbs.append((_("Remove from my shelf"), partial(self.remove_from_shelf, line)))
        elif line.at.where != SHELF:
            verbs.append((_("Keep on my shelf"), partial(self.keep_on_shelf, line)))
        for words, do in verbs:
            menu.addAction(words.replace("&", "&&")).triggered.connect(lambda _checked=False, do=do: do())
        return menu

    def _lens(self, one: LensAtHand) -> Lens:
        return self._room.lens(one)

    def _put_back(self, text: str, lens: Lens) -> None:
        try:
            path = OwnShelf().keep(text, lens)
        except WorkbenchError as error:
            self.desk.faults.report(error)
        else:
            self.shelf_changed.emit(f"{OWN}:{path.name}")

    def _text(self, line: LensLine) -> str:
        try:
            return self._room.text(line.at)
        except WorkbenchError as error:
            self.desk.faults.report(error)
            return ""

    def _exported(self, result: tuple[Path, int]) -> None:
        path, refused = result
        words = _("{file} written.").format(file=path.name)
        if refused:
            words += " " + n_("AWS would refuse it for {n} reason.", "AWS would refuse it for {n} reasons.", refused)
        self.desk.say(words)
