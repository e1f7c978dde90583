"""Opening, making, copying and restoring workspace files; the actions of the whole window."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from workbench.errors import FileBusy, WorkbenchError
from workbench.host.identity import display_name
from workbench.host.paths import data_dir
from workbench.host.settings_file import write_settings
from workbench.i18n import _
from workbench.settings import Settings, remember
from workbench.ui import file_work
from workbench.ui.actions import Action
from workbench.ui.faults import Faults
from workbench.ui.main_window import MainWindow
from workbench.ui.pages import CATALOG
from workbench.ui.tasks import Tasks
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import FailedState, Loading

if TYPE_CHECKING:
    from workbench.progress import Progress
    from workbench.store.workspace import Workspace
    from workbench.ui.opened import Opened

__all__ = ["Files", "dress"]


def dress(app: QApplication, settings: Settings) -> None:
    """Give the application the look of the settings."""
    theme().apply(app, settings.theme, settings.text_scale / 100, settings.reduced_motion)  # type: ignore[arg-type]


class Files(QObject):
    """Owns which workspace is open."""

    def __init__(self, window: MainWindow, tasks: Tasks, faults: Faults, settings: Settings) -> None:
        super().__init__(window)
        self.window, self.tasks, self.faults, self.settings = window, tasks, faults, settings
        self.opened: Opened | None = None
        faults.told.connect(self._tell)
        window.closing.connect(self._close_window)
        window.dropped.connect(self._take_dropped)
        window.workload_button.clicked.connect(lambda: self.opened and self.opened.choose_workload())
        window.lens_button.clicked.connect(lambda: self.opened and self.opened.choose_lens())
        window.search_button.clicked.connect(self._palette)
        self._actions = {action.id: action for action in self._all_actions()}
        for action_id in ("edit.undo", "edit.redo", "view.theme", "help.keys", "help.guide"):
            window.add_bar_button(self._actions[action_id])

    @property
    def who(self) -> str:
        """The name written beside changes."""
        return display_name(self.settings.display_name)

    # -- opening -------------------------------------------------------------------------------

    def start(self, argument: str) -> None:
        """Open what the program was started with: a file, "--sample", or the last workspace.

        Called after the first paint, which does without menus and keys.
        """
        self.window.actions_of_window.add(*self._actions.values())
        self._fill_menu()
        last = self.settings.last_workspace
        if argument == "--sample":
            self.open_sample()
        elif argument:
            self.open(Path(argument))
        elif last and Path(last).exists():
            self.open(Path(last))
        else:
            self.welcome()

    def welcome(self) -> None:
        """Say what can be done while no workspace is open."""
        from workbench.ui.widgets.welcome import Welcome

        self._leave()
        recent = [Path(path) for path in self.settings.recent if Path(path).exists()]
        self.window.stand_in(Welcome(self.ask_new, self.ask_open, self.open_sample, recent, self.open))

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a workspace file instead of the one that is open."""
        self._load(
            _("Opening {file}").format(file=path.name), partial(file_work.open_file, path, read_only, self.who), path
        )

    def open_sample(self) -> None:
        """Open the sample workspace, built on first use."""
        path = data_dir() / "sample" / "Sample.wawb"
        self._load(_("Opening the sample"), partial(file_work.open_sample, path, self.who), path)

    def _load(self, title: str, work: Callable[[Progress], Workspace], path: Path) -> None:
        self._leave()
        self.window.messages.clear()
        self.window.stand_in(Loading(title))
        self.tasks.start(title, work, self._show, owner=self.window, failed=partial(self._failed, path), key="open")

    def _show(self, workspace: Workspace) -> None:
        from workbench.library.shelf import Shelf
        from workbench.ui.opened import Opened

        gc.freeze()  # what is loaded by now stays; later collections need not look at it
        self.opened = Opened(
            self.window, workspace, self.tasks, self.faults, lambda: self.settings, self.who, Shelf(), self._keep
        )
        path = str(workspace.path.resolve())
        recent = remember(self.settings.recent, path)
        self._keep(replace(self.settings, recent=recent, last_workspace=path))
        self.window.actions_of_window.refresh()
        self.tasks.start(
            _("Getting pages ready"), file_work.load_pages, lambda _done: self._prepare(), owner=self.window,
            key="preload", quiet=True,
        )  # fmt: skip
        if not workspace.read_only:
            kept = (self.settings.backups_kept, self.settings.weekly_backups_kept)
            work = partial(file_work.back_up, workspace.path, *kept)
            QTimer.singleShot(1500, self, lambda: self._start_backup(work))

    def _prepare(self) -> None:
        if self.opened is not None:
            self.opened.prepare_pages()

    def _start_backup(self, work: Callable[[Progress], None]) -> None:
        if self.opened is not None:
            self.tasks.start(_("Backing up"), work, lambda _done: None, owner=self.window, key="backup", quiet=True)

    def _failed(self, path: Path, error: BaseException) -> None:
        if not isinstance(error, WorkbenchError):
            self.faults.report(error)
            self.welcome()
            return
        self.window.stand_in(FailedState(error, self.welcome, _("Choose another workspace")))
        if isinstance(error, FileBusy):
            action = (_("Open read-only"), lambda: self.open(path, read_only=True))
            self.window.messages.show_error(error, action)

    def _leave(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None
        self.window.rail.set_enabled(False)
        self.window.workload_button.setText(_("No workload"))
        self.window.lens_button.hide()
        self.window.slash.hide()
        self.window.saved_label.hide()
        self.window.file_label.setText("")
        self.window.actions_of_window.refresh()

    def _close_window(self) -> None:
        if self.opened is not None:
            self.opened.editor.flush()
        self.tasks.shutdown()
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    # -- asking --------------------------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask where, then make a workspace; one per customer is the proposal."""
        from PySide6.QtWidgets import QFileDialog

        start = str(Path.home() / _("Customer.wawb"))
        name, _kind = QFileDialog.getSaveFileName(
            self.window, _("New workspace: one per customer"), start, _("Workspace (*.wawb)")
        )
        if name:
            path = Path(name) if name.endswith(".wawb") else Path(name + ".wawb")
            self._load(
                _("Creating {file}").format(file=path.name), partial(file_work.create_file, path, self.who), path
            )

    def ask_open(self) -> None:
        """Ask for a workspace file and open it."""
        from PySide6.QtWidgets import QFileDialog

        name, _kind = QFileDialog.getOpenFileName(
            self.window, _("Open workspace"), str(Path.home()), _("Workspace (*.wawb);;All files (*)")
        )
        if name:
            self.open(Path(name))

    def ask_copy(self) -> None:
        """Ask where, then save a copy of the open file."""
        from PySide6.QtWidgets import QFileDialog

        if self.opened is None:
            return
        self.opened.editor.flush()
        source = self.opened.workspace.path
        start = str(source.with_name(_("Copy of {name}").format(name=source.name)))
        name, _kind = QFileDialog.getSaveFileName(self.window, _("Save a copy"), start, _("Workspace (*.wawb)"))
        if name and Path(name).resolve() != source.resolve():
            self.tasks.start(
                _("Saving a copy"), partial(file_work.save_copy, source, Path(name)),
                lambda path: self.window.toast.say(_("Saved a copy as {file}").format(file=path.name)),
                owner=self.window,
            )  # fmt: skip

    def ask_restore(self) -> None:
        """Show the backups of the open file and go back to one."""
        if self.opened is None:
            return
        from workbench.store.backups import backups_of
        from workbench.ui.dialogs.backups import BackupsDialog

        path = self.opened.workspace.path
        dialog = BackupsDialog(path, backups_of(path), self.window)
        if dialog.exec() and dialog.chosen is not None:
            self._load(
                _("Restoring {file}").format(file=path.name),
                partial(file_work.restore_file, path, dialog.chosen, self.who),
                path,
            )

    # -- settings and help ---------------------------------------------------------------------

    def _keep(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        try:
            write_settings(settings)
        except WorkbenchError as error:
            self.faults.report(error)
        looks = ("theme", "text_scale", "reduced_motion")
        if any(getattr(before, name) != getattr(settings, name) for name in looks):
            self.dress()
        if self.opened is not None and before.display_name != settings.display_name:
            self.opened.editor.history.who = self.who

    def dress(self) -> None:
        """Apply theme, text size and motion from the settings."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        s = self.settings
        theme().apply(app, s.theme, s.text_scale / 100, s.reduced_motion)  # type: ignore[arg-type]

    def _next_theme(self) -> None:
        order = ["light", "dark", "high_contrast"]
        now = theme().name
        self._keep(replace(self.settings, theme=order[(order.index(now) + 1) % len(order)]))

    def _scale(self, step: int) -> None:
        scale = min(200, max(100, self.settings.text_scale + step)) if step else 100
        self._keep(replace(self.settings, text_scale=scale))

    def _preferences(self) -> None:
        from workbench.ui.dialogs.preferences import Preferences

        Preferences(self.settings, self._keep, self.window).exec()

    def _guide(self) -> None:
        from workbench.ui.dialogs.guide import Guide

        page = self.opened.page.id if self.opened and self.opened.page else "start"
        Guide(page, self.window).show()

    def _keys(self) -> None:
        from workbench.ui.dialogs.cheat_sheet import CheatSheet

        CheatSheet(self.window.actions_of_window.actions, self.window).exec()

    def _tell(self, error: object) -> None:
        if isinstance(error, WorkbenchError):
            self.window.messages.show_error(error)

    def _undo(self) -> None:
        if self.opened is not None:
            change = self.opened.editor.undo()
            self.window.toast.say(_("Undone: {step}").format(step=change.title) if change else _("Nothing to undo"))

    def _redo(self) -> None:
        if self.opened is not None:
            change = self.opened.editor.redo()
            self.window.toast.say(_("Done again: {step}").format(step=change.title) if change else _("Nothing to redo"))

    def _palette(self) -> None:
        if self.opened is not None:
            self.opened.open_palette()

    def _package(self, name: str) -> None:
        from workbench.ui.dialogs import package

        if self.opened is not None:
            getattr(package, name)(self.opened.desk, self.window)

    def _page(self, page_id: str) -> None:
        if self.opened is not None:
            self.opened.show_page(page_id)

    def _take_dropped(self, paths: list[Path]) -> None:
        """Open a workspace, check lenses, or import what describes the architecture of the workload."""
        from workbench.exchange.dropped import sort_dropped

        found = sort_dropped(paths)
        if found.workspaces:
            self.open(found.workspaces[0])
        elif self.opened is None:
            self.window.toast.say(_("Open a workspace first, then drop files on it."))
        elif found.lenses:
            self._page("lenses")
            self.opened.page.check_files(list(found.lenses))  # type: ignore[union-attr]
        else:
            self._import_architecture(found.others)

    def _import_architecture(self, paths: Sequence[Path] = ()) -> None:
        from workbench.ui.dialogs.graph_import import import_paths

        if self.opened is None or not self.opened.place.workload_id:
            self.window.toast.say(_("Choose a workload first: the architecture is kept in it."))
            return
        import_paths(self.opened.desk, self.opened.place.workload_id, paths, self.window)

    def _is_open(self) -> bool:
        return self.opened is not None

    def _can_write(self) -> bool:
        return self.opened is not None and not self.opened.workspace.read_only

    def _all_actions(self) -> tuple[Action, ...]:
        file, edit, view, help_ = _("File"), _("Edit"), _("View"), _("Help")
        pages = tuple(
            Action(f"go.{entry.id}", _("Go to {page}").format(page=_(entry.title)), (f"Ctrl+{place}",) if place < 10 else (), entry.icon, view,
                   partial(self._page, entry.id), self._is_open)
            for place, entry in enumerate(CATALOG, 1)
        )  # fmt: skip
        return (
            Action("file.new", _("New workspace..."), ("Ctrl+Shift+N",), "add", file, self.ask_new),
            Action("file.open", _("Open workspace..."), ("Ctrl+O",), "folder", file, self.ask_open),
            Action("file.sample", _("Open the sample"), (), "play", file, self.open_sample),
            Action("file.copy", _("Save a copy..."), ("Ctrl+Shift+S",), "save", file, self.ask_copy, self._is_open),
            Action("file.restore", _("Restore a backup..."), (), "history", file, self.ask_restore, self._can_write),
            Action("file.import", _("Import package..."), (), "download", file,
                   lambda: self._package("import_package"), self._can_write),
            Action("file.architecture", _("Import architecture..."), ("Ctrl+Shift+I",), "architecture", file,
                   self._import_architecture, lambda: bool(self.opened and self.opened.place.workload_id),
                   help=_("From templates, state files, manifests and diagrams; shown before anything changes.")),
            Action("file.export", _("Export package..."), (), "upload", file,
                   lambda: self._package("export_package"), self._is_open),
            Action("file.close", _("Close workspace"), ("Ctrl+W",), "close", file, self.welcome, self._is_open),
            Action("file.settings", _("Settings..."), ("Ctrl+,",), "settings", file, self._preferences),
            Action("file.quit", _("Quit"), ("Ctrl+Q",), "stop", file, self.window.close),
            Action("edit.undo", _("Undo"), ("Ctrl+Z",), "undo", edit, self._undo, self._can_write),
            Action("edit.redo", _("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", edit, self._redo, self._can_write),
            Action("edit.palette", _("Search or type a command"), ("Ctrl+K", "Ctrl+P"), "search", edit,
                   self._palette, self._is_open, in_palette=False),
            *pages,
            Action("view.theme", _("Next theme"), ("Ctrl+Shift+T",), "theme", view, self._next_theme,
                   help=_("Light, dark, high contrast.")),
            Action("view.larger", _("Larger text"), ("Ctrl++", "Ctrl+="), "zoom-in", view, lambda: self._scale(10)),
            Action("view.smaller", _("Smaller text"), ("Ctrl+-",), "zoom-out", view, lambda: self._scale(-10)),
            Action("view.normal", _("Normal text size"), ("Ctrl+0",), "fit", view, lambda: self._scale(0)),
            Action("view.menu", _("Menu"), ("F10",), "panel", view, self.window.open_menu, in_palette=False),
            Action("help.keys", _("All keys"), ("Ctrl+/", "?"), "keyboard", help_, self._keys),
            Action("help.guide", _("Guide"), ("F1",), "help", help_, self._guide),
        )  # fmt: skip

    def _fill_menu(self) -> None:
        actions, menu = self.window.actions_of_window, self.window.main_menu
        recent = menu.addMenu(_("Open recent"))
        recent.aboutToShow.connect(lambda: self._fill_recent(recent))
        for group in (_("File"), _("Edit"), _("View"), _("Help")):
            actions.fill_menu(menu.addMenu(group), actions.ids_of(group))

    def _fill_recent(self, menu: object) -> None:
        menu.clear()  # type: ignore[attr-defined]
        for name in self.settings.recent:
            entry = menu.addAction(name)  # type: ignore[attr-defined]
            entry.triggered.connect(partial(self.open, Path(name)))
