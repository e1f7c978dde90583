"""What the window does with one open workspace: pages, refreshing, where the person is."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from workbench.i18n import _
from workbench.library.shelf import Shelf
from workbench.operations.history import History
from workbench.settings import Settings
from workbench.store.edits import Part
from workbench.store.queries.answers import reviews_of, workload_of
from workbench.store.queries.portfolio import workload_names
from workbench.store.queries.search import Hit, search
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.dialogs.palette import Palette
from workbench.ui.dialogs.palette import Place as Goal
from workbench.ui.editor import Editor
from workbench.ui.faults import Faults
from workbench.ui.main_window import MainWindow
from workbench.ui.pages import CATALOG, PageEntry
from workbench.ui.place import Place
from workbench.ui.tasks import Tasks
from workbench.ui.widgets.page import Page

__all__ = ["Opened"]

_SLOW = ("review", "overview", "workload")
"""Pages that take longest to build."""
_BETWEEN_MS = 200
_HIT_ICONS = {"workload": "workload", "note": "note", "practice_note": "note", "guidance": "quote"}


class Opened(QObject):
    """One open workspace in the window; made when it opens, closed with it."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        tasks: Tasks,
        faults: Faults,
        settings: Callable[[], Settings],
        who: str,
        shelf: Shelf,
        keep_settings: Callable[[Settings], object],
    ) -> None:
        super().__init__(window)
        self.window = window
        self.workspace = workspace
        self.place = Place(self)
        self.editor = Editor(History(workspace, who), faults, read_only=workspace.read_only, parent=self)
        self.desk = Desk(
            workspace, self.editor, tasks, faults, self.place, shelf, settings, window.toast.say, who, keep_settings
        )
        self._pages: dict[str, Page] = {}
        self._page_actions: list[str] = []
        self._is_closed = False
        self._stale: set[str] = set()
        self._page_id = ""
        self._seen = ("", "")
        self.editor.changed.connect(self._refresh)
        self.editor.saved.connect(self._show_saved)
        self.editor.flushing.connect(self._flush)
        self.place.moved.connect(self._follow)
        self.place.page_asked.connect(self.show_page)
        window.rail.chosen.connect(self.show_page)
        window.clear_pages()
        window.rail.set_enabled(True)
        self._show_file()
        self._restore()

    # -- pages ---------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._page_id)

    def show_page(self, page_id: str) -> None:
        """Show a page; it is made when it is shown for the first time."""
        entry = next((entry for entry in CATALOG if entry.id == page_id), CATALOG[0])
        if self.page is not None:
            self.page.flush()
        if entry.needs_workload and not self.place.workload_id:
            self._choose_some_workload()
        is_new = entry.id not in self._pages
        page = self._pages.get(entry.id) or self._make(entry)
        self._page_id = entry.id
        self.window.stack.setCurrentWidget(page)
        self.window.rail.show_current(entry.id)
        if is_new or entry.id in self._stale:
            self._stale.discard(entry.id)
            page.refresh(None)
        self._show_place()
        page.enter()
        self.save_state()  # a crash or an empty battery finds the way back to this page

    def _make(self, entry: PageEntry) -> Page:
        page: Page = entry.load()(self.desk)
        self._pages[entry.id] = page
        self.window.stack.addWidget(page)
        saved = self._state().get("pages", {}).get(entry.id)
        if saved and hasattr(page, "restore_state"):
            page.restore_state(saved)
        if hasattr(page, "stood"):
            page.stood.connect(self.window.connection_label.setText)
        known = self.window.actions_of_window.actions
        page.keys.add_actions(
            one for one in known if one.id not in self._page_actions
        )  # a key of another page is not ours
        actions = page.actions()
        self._page_actions += [action.id for action in actions]
        self.window.actions_of_window.add(*actions, page=page)
        return page

    def prepare_pages(self) -> None:
        """Build the slow pages one at a time after opening, so that showing them first is quick."""
        waiting = [entry for entry in CATALOG if entry.id in _SLOW and entry.id not in self._pages]
        if waiting and self._page_id and not self._is_closed:
            self._stale.add(waiting[0].id)
            self._make(waiting[0])
            QTimer.singleShot(_BETWEEN_MS, self, self.prepare_pages)

    def _refresh(self, parts: frozenset[Part]) -> None:
        kinds = {part.kind for part in parts}
        self._stale |= set(self._pages) - {self._page_id}
        if self.place.workload_id and "workload" in kinds and not self._workload_exists():
            self.place.go(workload_id="")
        if kinds & {"workload", "review"}:
            self._show_place()
        if self.page is not None:
            self.page.refresh(parts)
        self.window.actions_of_window.refresh()

    def _follow(self) -> None:
        now = (self.place.workload_id, self.place.review_id)
        self._stale |= set(self._pages) - {self._page_id}
        if now[0] != self._seen[0]:
            self.window.connection_label.setText(_("Offline"))
        if now != self._seen:
            if now[0] and not now[1]:
                self._seen = now
                with self.workspace.reading() as session:
                    reviews = reviews_of(session, now[0], with_answers=False)
                if reviews:
                    self.place.go(review_id=reviews[0].id)
                    return
            self._seen = now
            if self.page is not None:
                self.page.refresh(None)
            self._show_place()

    def _flush(self) -> None:
        for page in self._pages.values():
            page.flush()

    def _workload_exists(self) -> bool:
        with self.workspace.reading() as session:
            return workload_of(session, self.place.workload_id) is not None

    def _choose_some_workload(self) -> None:
        with self.workspace.reading() as session:
            names = workload_names(session)
        if names:
            self.place.go(workload_id=names[0][0])

    # -- bar and status ------------------------------------------------------------------------

    def _show_place(self) -> None:
        window, place = self.window, self.place
        with self.workspace.reading() as session:
            workload = workload_of(session, place.workload_id) if place.workload_id else None
            reviews = reviews_of(session, place.workload_id, with_answers=False) if workload else ()
        review = next((one for one in reviews if one.id == place.review_id), None)
        window.workload_button.setText((workload.name if workload else _("Choose a workload")) + "  \u25be")
        window.workload_button.setAccessibleName(
            _("Workload: {name}").format(name=workload.name if workload else _("none"))
        )
        window.workload_button.setToolTip(workload.name if workload else "")
        shown = review is not None
        window.lens_button.setVisible(shown)
        window.slash.setVisible(shown)
        if review is not None:
            window.lens_button.setText(f"{_short_lens(review.lens_name)}  {review.lens_version}  \u25be")
            window.lens_button.setAccessibleName(_("Lens: {name}").format(name=review.lens_name))
            window.lens_button.setToolTip(f"{review.lens_name} {review.lens_version}")

    def choose_workload(self) -> None:
        """Open the list of workloads under its button."""
        with self.workspace.reading() as session:
            names = workload_names(session)
        if len(names) > 25:
            self.open_palette()
            return
        entries: list[tuple[str, Callable[[], object], bool]] = [
            (name, partial(self._go_workload, key), key == self.place.workload_id) for key, name in names
        ]
        entries += [("", _nothing, False), (_("All workloads"), lambda: self.show_page("portfolio"), False)]
        self.window.choose_from(self.window.workload_button, entries)

    def _go_workload(self, workload_id: str) -> None:
        self.editor.flush()
        self.place.go(workload_id=workload_id, page="review" if self._page_id == "portfolio" else self._page_id)

    def choose_lens(self) -> None:
        """Open the lenses of the workload under their button."""
        with self.workspace.reading() as session:
            reviews = reviews_of(session, self.place.workload_id, with_answers=False)
        entries: list[tuple[str, Callable[[], object], bool]] = [
            (f"{one.lens_name} {one.lens_version}", partial(self._go_review, one.id), one.id == self.place.review_id)
            for one in reviews
        ]
        entries += [("", _nothing, False), (_("Lenses of this workload"), lambda: self.show_page("workload"), False)]
        self.window.choose_from(self.window.lens_button, entries)

    def _go_review(self, review_id: str) -> None:
        self.editor.flush()
        self.place.go(review_id=review_id)

    def _show_saved(self, at: str) -> None:
        self.window.saved_label.setText(_("Saved {time}").format(time=at))
        self.window.saved_label.show()

    def _show_file(self) -> None:
        label = self.window.file_label
        text = self.workspace.path.name
        if self.workspace.read_only:
            holder = self.workspace.holder
            who = _(", open for writing by {who}").format(who=holder) if holder else ""
            text += " \u00b7 " + _("read-only") + who
        label.setText(text)
        label.setToolTip(str(self.workspace.path))
        self.window.setWindowTitle(f"{self.workspace.name} \u2013 {_('Well-Architected Review Workbench')}")

    # -- palette -------------------------------------------------------------------------------

    def open_palette(self, text: str = "") -> None:
        """Open the command palette with actions, pages, workloads and a search over everything."""
        self.editor.flush()
        palette = Palette(self.window, lambda: self.window.actions_of_window.actions, (self._places,))
        palette.searched.connect(lambda query: palette.append(query, self._found(query)))
        palette.open(text)

    def _places(self, _query: str = "") -> list[Goal]:
        with self.workspace.reading() as session:
            names = workload_names(session)
        pages = [Goal(_(entry.title), partial(self.show_page, entry.id), _("Page"), entry.icon) for entry in CATALOG]
        return pages + [Goal(name, partial(self._go_workload, key), _("Workload"), "workload") for key, name in names]

    def _found(self, query: str) -> list[Goal]:
        if len(query.strip()) < 2:
            return []
        with self.workspace.reading() as session:
            hits = search(session, query, workload_id=self.place.workload_id, limit=12)
        return [
            Goal(_plain(hit.text), partial(self._go_hit, hit), _hit_note(hit),
                 _HIT_ICONS.get(hit.kind, "review"), found=True)
            for hit in hits if hit.kind != "workload"
        ]  # fmt: skip

    def _go_hit(self, hit: Hit) -> None:
        self.place.go(
            workload_id=hit.workload_id or None, review_id=hit.review_id or None, question_id=hit.question_id,
            page="review",
        )  # fmt: skip

    # -- state between runs --------------------------------------------------------------------

    def _state(self) -> dict[str, Any]:
        try:
            found = json.loads(str(self.window.state.value(f"workspace/{self.workspace.fact('id')}", "{}")))
            return found if isinstance(found, dict) else {}
        except ValueError:
            return {}

    def _restore(self) -> None:
        state = self._state()
        workload_id = str(state.get("workload", ""))
        with self.workspace.reading() as session:
            known = workload_id and workload_of(session, workload_id) is not None
            reviews = {one.id for one in reviews_of(session, workload_id, with_answers=False)} if known else set()
        if known:
            self.place.workload_id = workload_id
            self.place.review_id = str(state.get("review", "")) if state.get("review") in reviews else ""
            self.place.question_id = str(state.get("question", "")) if self.place.review_id else ""
            self._follow()
        QTimer.singleShot(0, self, lambda: self.show_page(str(state.get("page", "portfolio"))))

    def save_state(self) -> None:
        """Keep page, selection, splitters and filters for the next start."""
        pages = dict(self._state().get("pages", {}))
        for page_id, page in self._pages.items():
            if hasattr(page, "save_state"):
                pages[page_id] = page.save_state()
        state = {
            "page": self._page_id, "workload": self.place.workload_id, "review": self.place.review_id,
            "question": self.place.question_id, "pages": pages,
        }  # fmt: skip
        self.window.state.setValue(f"workspace/{self.workspace.fact('id')}", json.dumps(state))

    def close(self) -> None:
        """Write down what is typed, keep the state, take the pages out and close the file."""
        self._is_closed = True
        self._flush()
        self.save_state()
        for signal, slot in (
            (self.window.rail.chosen, self.show_page),
            (self.editor.flushing, self._flush),
            (self.editor.changed, self._refresh),
        ):
            signal.disconnect(slot)
        self.window.actions_of_window.remove(*self._page_actions)
        self._pages.clear()
        self.window.clear_pages()
        self.workspace.close()
        self.deleteLater()


def _nothing() -> None:
    return None


def _short_lens(name: str) -> str:
    return name.replace("AWS Well-Architected ", "")


def _plain(text: str) -> str:
    return text.replace("[", "").replace("]", "")


def _hit_note(hit: Hit) -> str:
    words = {
        "question": _("Question"), "practice": _("Best practice"), "guidance": _("Guidance"), "note": _("Note"),
        "practice_note": _("Practice note"),
    }  # fmt: skip
    return " \u00b7 ".join(part for part in (words.get(hit.kind, ""), hit.workload_name, hit.lens_alias) if part)
