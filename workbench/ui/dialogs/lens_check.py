"""Lens files from outside: check them, see what is wrong by place, and keep those that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.exchange.lens_intake import FAILED, SAME, SKIPPED, VERSION, Intake, known_lenses, lens_files, take_in
from workbench.host.own_shelf import OwnShelf
from workbench.i18n import _, n_
from workbench.library.lenses_at_hand import OWN, WORKSPACE, Sources
from workbench.library.shelf import Shelf
from workbench.operations.history import Operation, Together
from workbench.operations.lenses import KeepLens
from workbench.progress import Progress
from workbench.store.queries.lenses import KeptLenses, lens_uses
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, rule
from workbench.ui.widgets.lens_findings import LensFindings, status_words
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.outline import OutlineView

__all__ = ["Checked", "LensCheckDialog"]

_Uses = tuple[tuple[str, str, str, str], ...]
_MOST_NAMES = 3
Checked = tuple[tuple[Intake, ...], _Uses]


def _check(paths: Sequence[Path], shelf: Shelf, workspace: Workspace, progress: Progress) -> Checked:
    """Read and judge files on a worker."""
    files = lens_files(paths)
    with workspace.reading() as session:
        known = known_lenses(Sources(shelf, OwnShelf()), KeptLenses(session))
        uses = lens_uses(session)
    return take_in(files, known, progress=progress), uses


class LensCheckDialog(QDialog):
    """The files with what each is, and the findings of the chosen one.

    Args:
        paths: Files and folders.
    """

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Check lens file"))
        self.desk, self._paths = desk, tuple(paths)
        self.found: tuple[Intake, ...] = ()
        self.kept_key = ""
        """Key of a lens that was kept, as the list of lenses calls it."""
        self.upgrades: tuple[tuple[str, str], ...] = ()
        """Workload ids and alias of the older lens, where its reviews are to be upgraded now."""
        self._uses: _Uses = ()
        self.messages = MessageBar()
        self.messages.hide()
        self.summary = dim_label("", wrap=True)
        self.list = OutlineView(_("Files"))
        self.findings = LensFindings()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.findings)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([theme().px(280), theme().px(660)])
        self.splitter.setStretchFactor(1, 1)
        self.states = StateStack(self.splitter)
        self.again_button = plain_button(_("Check again"), self.check, icon_name="retry")
        self.copy_button = plain_button(_("Copy list"), self.findings.copy, icon_name="copy")
        self.own_button = plain_button(_("Keep on my shelf"), self.keep_on_shelf)
        self.own_button.setToolTip(_("For every workspace on this computer."))
        self.keep_button = primary_button(_("Keep in workspace"), self.keep_in_workspace)
        self.keep_button.setToolTip(_("Travels with this workspace file."))
        self.upgrade_button = plain_button(_("Keep and upgrade..."), self.keep_and_upgrade)
        self.upgrade_button.setToolTip(
            _("Keeps the new version, then shows what an upgrade does to each review of the older one.")
        )
        self.upgrade_button.hide()
        head = QVBoxLayout()
        theme().space(head, 4, (24, 20, 24, 12))
        head.addWidget(heading(_("Check lens file")))
        head.addWidget(self.summary)
        foot = QHBoxLayout()
        theme().space(foot, 8, (24, 12, 24, 12))
        for button in (self.again_button, self.copy_button):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (plain_button(_("Close"), self.reject), self.upgrade_button, self.own_button, self.keep_button):
            button.give_way(60)
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.messages)
        whole.addLayout(head)
        whole.addWidget(rule())
        whole.addWidget(self.states, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)
        wanted = QSize(theme().px(960), theme().px(660))
        self.resize(wanted.boundedTo(parent.size() - QSize(24, 24)) if parent is not None else wanted)
        self.list.chosen.connect(self._choose)
        self.check()

    # -- checking ------------------------------------------------------------------------------

    def check(self) -> None:
        """Read and judge the files, again if they were changed."""
        work = partial(_check, self._paths, self.desk.shelf, self.desk.workspace)
        title = _("Checking {file}").format(file=self._paths[0].name)
        task = self.desk.tasks.start(
            title, work, self._take, owner=self, failed=self._fail, key="lens-check", quiet=True
        )
        task.ended.connect(lambda state: self.reject() if state == "cancelled" and not self.found else None)
        self.states.show_loading(title, task)
        self._enable()

    def _take(self, checked: Checked) -> None:
        self.found, self._uses = checked
        self.list.set_entries([
            Entry(one.path.name, (str(number),), note=_note(one), dim=one.status == SKIPPED) for number, one in enumerate(self.found)
        ])  # fmt: skip
        self.list.setVisible(len(self.found) > 1)
        self.summary.setText(_summary(self.found))
        self.states.show_content()
        self.list.select_first()
        self._choose(self.list.current_key())
        self._enable()
        (self.list if len(self.found) > 1 else self.findings.list).setFocus()

    def _fail(self, error: Exception) -> None:
        self.states.show_failed(error, self.check)

    def _choose(self, key: object) -> None:
        place: tuple[str, ...] = tuple(key)  # type: ignore[arg-type]
        if place:
            one = self.found[int(place[0])]
            self.findings.show_file(one, ", ".join(name for _id, name in self.users_of(one)))

    def users_of(self, one: Intake) -> tuple[tuple[str, str], ...]:
        """Return id and name of the workloads reviewed with the older version."""
        if one.like is None or one.status != VERSION:
            return ()
        older = one.like.lens
        return tuple(
            (key, name) for alias, version, key, name in self._uses if (alias, version) == (older.alias, older.version)
        )

    # -- keeping -------------------------------------------------------------------------------

    @property
    def wanted(self) -> tuple[Intake, ...]:
        """What can be kept."""
        return tuple(one for one in self.found if one.text and one.lens is not None)

    def _enable(self) -> None:
        count = len(self.wanted)
        self.own_button.setEnabled(bool(count))
        self.keep_button.setEnabled(bool(count) and not self.desk.editor.read_only)
        self.copy_button.setEnabled(bool(self.found))
        self.upgrade_button.setVisible(self.keep_button.isEnabled() and any(self.users_of(one) for one in self.wanted))
        if count > 1:
            self.own_button.setText(_("Keep {n} on my shelf").format(n=count))
            self.keep_button.setText(_("Keep {n} in workspace").format(n=count))

    def keep_on_shelf(self) -> None:
        """Put the lenses on the person's own shelf."""
        own = OwnShelf()
        try:
            paths = [own.keep(one.text, one.lens) for one in self.wanted if one.lens is not None]
        except WorkbenchError as error:
            self.desk.faults.report(error)
            return
        self._done(f"{OWN}:{paths[-1].name}" if paths else "", _("Kept on your shelf: {names}"))

    def keep_in_workspace(self) -> None:
        """Keep the lenses in the workspace, as one step."""
        from hashlib import sha256

        steps: list[Operation] = [KeepLens(one.text) for one in self.wanted]
        if not steps:
            return
        title = n_("Import {n} lens", "Import {n} lenses", len(steps))
        if self.desk.editor.do(steps[0] if len(steps) == 1 else Together(title, tuple(steps))) is not None:
            key = sha256(self.wanted[-1].text.encode()).hexdigest()
            self._done(f"{WORKSPACE}:{key}", _("Kept in the workspace: {names}"), self.desk.editor.undo)

    def keep_and_upgrade(self) -> None:
        """Keep the lenses in the workspace, and have the reviews with older versions upgraded."""
        self.upgrades = tuple(
            (workload_id, one.like.lens.alias)
            for one in self.wanted if one.like is not None for workload_id, _name in self.users_of(one)
        )  # fmt: skip
        self.keep_in_workspace()

    def _done(self, key: str, words: str, *undo: object) -> None:
        self.kept_key = key
        names = [one.lens.name for one in self.wanted if one.lens is not None]
        more = len(names) - _MOST_NAMES
        text = ", ".join(names[:_MOST_NAMES])
        self.desk.say(
            words.format(names=_("{names} and {n} more").format(names=text, n=more) if more > 0 else text), *undo
        )
        self.accept()


def _note(one: Intake) -> str:
    if one.verdict is None or one.status in (SAME, FAILED, SKIPPED):
        return status_words(one)
    errors, warnings = len(one.verdict.errors), len(one.verdict.warnings)
    return ", ".join((
        status_words(one), n_("{n} error", "{n} errors", errors), n_("{n} warning", "{n} warnings", warnings),
    ))  # fmt: skip


def _summary(found: Sequence[Intake]) -> str:
    kept = sum(bool(one.text) for one in found)
    same = sum(one.status == SAME for one in found)
    failed = sum(one.status == FAILED for one in found)
    parts = [n_("{n} file", "{n} files", len(found)), _("{n} to keep").format(n=kept)]
    parts += [_("{n} known already").format(n=same)] if same else []
    parts += [_("{n} that cannot be used").format(n=failed)] if failed else []
    return ", ".join(parts) + ". " + _("Errors keep a lens from being published to AWS, not from being reviewed with.")
