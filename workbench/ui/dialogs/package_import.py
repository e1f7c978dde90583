"""What a package would change here: what is taken, and every conflict, chosen one by one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.merge import Conflict, Decision, MergeResult, resolve
from workbench.i18n import _, n_
from workbench.operations.packages import (
    ImportKind,
    ImportPackage,
    ImportPreview,
    Package,
    prepare_import,
    preview_import,
)
from workbench.progress import Progress
from workbench.store.workspace import Workspace
from workbench.ui.actions import Action, KeyMap
from workbench.ui.desk import Desk
from workbench.ui.tasks import Task
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import KeyButton, link_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label
from workbench.ui.widgets.merge_words import value_text
from workbench.ui.widgets.outline import OutlineView

__all__ = ["ImportDialog", "size_text"]

_MOST_LINES = 500


def size_text(size: int) -> str:
    """Return bytes as people read them."""
    return QLocale().formattedDataSize(size)


def _preview(workspace: Workspace, package: Package, progress: Progress) -> ImportPreview:
    progress(0, 0)
    return preview_import(workspace, package)


def _prepare(workspace: Workspace, package: Package, choices: dict[str, Decision], progress: Progress) -> ImportPackage:
    return prepare_import(workspace, package, choices, progress)


class ImportDialog(QDialog):
    """Preview of an import; nothing is written before "Import"."""

    def __init__(self, desk: Desk, package: Package, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import package"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._package = desk, package
        self._preview_of: ImportPreview | None = None
        self._merge: MergeResult | None = None
        self._task: Task | None = None
        self.title = heading(_("Looking at {name}").format(name=package.name), "large")
        self.text = label("", wrap=True)
        self.warnings = label("", tone="medium", wrap=True)
        self.list = OutlineView(_("What the package changes"), folds=True, ground="raised")
        self.list.chosen.connect(self._show_conflict)
        self.detail = self._detail()
        middle = QHBoxLayout()
        theme().space(middle, 16)
        middle.addWidget(self.list, 5)
        middle.addWidget(self.detail, 4)
        self.rest = link_button(_("Keep mine for the rest"), self._keep_rest)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Importing"))
        self.bar.hide()
        self.go = primary_button(_("Import"), self.start)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addWidget(self.rest)
        buttons.addWidget(self.bar, 1)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.go)
        whole = QVBoxLayout(self)
        theme().space(whole, 10, (24, 16, 24, 16))
        whole.addWidget(self.title)
        whole.addWidget(self.text)
        whole.addWidget(self.warnings)
        whole.addLayout(middle, 1)
        whole.addLayout(buttons)
        for widget in (self.warnings, self.list, self.detail, self.rest):
            widget.hide()
        self.go.setEnabled(False)
        self._map = KeyMap(self._keys(), self)
        self._map.watch(self.list)
        self.resize(theme().px(560), theme().px(180))
        desk.tasks.start(
            _("Comparing with what is here"), partial(_preview, desk.workspace, package), self._show, self, self._failed,
            key="package.preview",
        )  # fmt: skip

    def _keys(self) -> tuple[Action, ...]:
        return (
            Action("import.mine", _("Keep mine"), ("M",), callback=lambda: self.choose("mine")),
            Action("import.theirs", _("Take theirs"), ("T",), callback=lambda: self.choose("theirs")),
            Action("import.both", _("Keep both"), ("B",), callback=lambda: self.choose("both")),
        )

    def _detail(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        theme().space(column, 8)
        self.what = label("", strong=True, wrap=True)
        inner = QWidget()
        inner.setProperty("clear", True)
        texts = QVBoxLayout(inner)
        theme().space(texts, 4)
        self.sides = {}
        for key, title in (
            ("base", _("Before, on both sides")),
            ("mine", _("Mine, here")),
            ("theirs", _("Theirs, in the package")),
        ):
            texts.addWidget(dim_label(title, step="small"))
            self.sides[key] = label("", wrap=True)
            self.sides[key].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            texts.addWidget(self.sides[key])
            texts.addSpacing(theme().px(6))
        texts.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        self.buttons: dict[str, KeyButton] = {
            "mine": plain_button(_("Keep mine"), lambda: self.choose("mine"), key="M"),
            "theirs": plain_button(_("Take theirs"), lambda: self.choose("theirs"), key="T"),
            "both": plain_button(_("Keep both"), lambda: self.choose("both"), key="B"),
        }
        row = QHBoxLayout()
        theme().space(row, 6)
        for button in self.buttons.values():
            button.setCheckable(True)
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self.what)
        column.addWidget(scroll, 1)
        column.addLayout(row)
        return side

    # -- showing -------------------------------------------------------------------------------

    def _show(self, preview: ImportPreview) -> None:
        self._preview_of, self._merge = preview, preview.merge
        name = preview.name
        files = n_("{n} evidence file, {size}", "{n} evidence files, {size}", preview.files).replace(
            "{size}", size_text(preview.size))  # fmt: skip
        extra = [files] if preview.files else []
        if preview.milestones:
            extra.append(n_("{n} milestone", "{n} milestones", len(preview.milestones)))
        if preview.sessions:
            extra.append(preview.sessions.words)
        if preview.kind is ImportKind.NEW:
            self.title.setText(_("Import {name} as a new workload").format(name=name))
            text = _("This workspace does not have it yet.")
            if preview.renamed:
                text += " " + _("Another workload has its name, so it will be called {name}.").format(name=name)
        elif preview.kind is ImportKind.NOTHING:
            self.title.setText(_("{name} is up to date").format(name=name))
            text = _("The copy here has everything that the package has. There is nothing to import.")
            extra = []
        else:
            self.title.setText(_("Merge into {name}").format(name=name))
            text = ""
        if extra:
            text = f"{text} {_('Comes with it: {what}.').format(what=', '.join(extra))}".strip()
        self.text.setText(text)
        warnings = list(preview.warnings)
        if preview.left_out:
            left = ", ".join(f'{one.number} "{one.name}"' for one in preview.left_out)
            warnings.append(
                _("Milestones that do not follow from those here are left out: {names}.").format(names=left)
            )
        if self._merge is not None and not self._merge.has_base:
            warnings.append(_("No common state is known, so every difference has to be chosen."))
        self.warnings.setText("\n".join(warnings))
        self.warnings.setVisible(bool(warnings))
        if preview.kind is ImportKind.MERGE and self._merge is not None:
            self.list.show()
            self.resize(theme().px(920), theme().px(560))
            self._show_merge()
            first = next(iter(self._merge.conflicts), None)
            if first is not None:
                self.list.select_key(("conflict", first.id))
            self.list.setFocus()
        self.go.setEnabled(preview.kind is not ImportKind.NOTHING and not self._undecided())
        self.go.setDefault(True)

    def _show_merge(self) -> None:
        merge = self._merge
        if merge is None:
            return
        titles = {"mine": _("Mine"), "theirs": _("Theirs"), "both": _("Both")}
        conflicts = tuple(
            Entry(
                (one.title[1:] or one.title)[0],
                ("conflict", one.id),
                note=" · ".join(one.title[2:]),
                tag=titles[one.choice] if one.choice else _("Choose"),
                tone="dim" if one.choice else "medium",
            )
            for one in merge.conflicts
        )
        taken = tuple(
            Entry(
                " · ".join(one.title[1:] or one.title),
                ("taken", *one.path),
                note=f"{value_text(one.before)} → {value_text(one.after)}",
            )
            for one in merge.taken[:_MOST_LINES]
        )
        entries = []
        if conflicts:
            note = _("{n} to choose").format(n=len(merge.undecided)) if merge.undecided else _("all chosen")
            entries.append(
                Entry(_("Changed on both sides"), ("group", "conflicts"), heading=True, note=note, children=conflicts)
            )
        if taken:
            entries.append(Entry(_("Taken from the package"), ("group", "taken"), heading=True,
                                 note=str(len(merge.taken)), children=taken))  # fmt: skip
        if merge.leftovers:
            text = n_("{n} answer is kept that the lens version no longer asks for",
                      "{n} answers are kept that the lens version no longer asks for", len(merge.leftovers))  # fmt: skip
            entries.append(Entry(text, dim=True))
        if not entries:
            entries.append(Entry(_("Only milestones are added."), dim=True))
        self.list.set_entries(entries, unfold=True)
        self.detail.setVisible(bool(conflicts))
        self.rest.setVisible(bool(merge.undecided))
        open_ones = len(merge.undecided)
        self.go.setEnabled(not open_ones and self._task is None)
        self.go.setText(n_("Import ({n} to choose)", "Import ({n} to choose)", open_ones) if open_ones else _("Import"))
        self._show_conflict(self.list.current_key())

    def _undecided(self) -> int:
        return len(self._merge.undecided) if self._merge else 0

    def _conflict(self) -> Conflict | None:
        key = self.list.current_key()
        known = self._merge.conflicts if self._merge else ()
        return next((one for one in known if key == ("conflict", one.id)), None)

    def _show_conflict(self, _key: Any) -> None:
        one = self._conflict()
        self.what.setText(" · ".join(one.title) if one else _("Choose a line at the left."))
        values = {"base": one.base, "mine": one.mine, "theirs": one.theirs} if one else {}
        for key, shown in self.sides.items():
            shown.setText(value_text(values[key]) if key in values else "")
        for key, button in self.buttons.items():
            button.setEnabled(one is not None and (key != "both" or one.can_join))
            button.setChecked(one is not None and one.choice == key)
            set_look(button, strong=one is not None and one.choice == key)
        self.buttons["both"].setVisible(one is not None and one.can_join)

    # -- choosing ------------------------------------------------------------------------------

    def choose(self, decision: Decision) -> None:
        """Decide the current conflict and go to the next one without a choice."""
        one = self._conflict()
        if one is None or self._merge is None or (decision == "both" and not one.can_join):
            return
        self._merge = resolve(self._merge, {one.id: decision})
        self._show_merge()
        after = [other.id for other in self._merge.conflicts]
        place = after.index(one.id) if one.id in after else 0
        undecided = {other.id for other in self._merge.undecided}
        following = [key for key in (*after[place:], *after[:place]) if key in undecided]
        self.list.select_key(("conflict", following[0] if following else one.id))

    def _keep_rest(self) -> None:
        while self._merge is not None and self._merge.undecided:
            self._merge = resolve(self._merge, {one.id: "mine" for one in self._merge.undecided})
        self._show_merge()

    # -- importing -----------------------------------------------------------------------------

    def start(self) -> None:
        """Copy the evidence files in the background, then make the change as one step."""
        if self._task is not None or not self.go.isEnabled():
            return
        choices = dict(self._merge.choices) if self._merge else {}
        self._desk.editor.flush()
        self._task = self._desk.tasks.start(
            _("Importing {name}").format(name=self._package.name),
            partial(_prepare, self._desk.workspace, self._package, choices), self._prepared, self, self._failed,
        )  # fmt: skip
        self._task.progressed.connect(self._show_progress)
        self.go.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()

    def _show_progress(self, done: float, total: float, _note: str) -> None:
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(round(1000 * done / total) if total else 0)

    def _prepared(self, operation: ImportPackage) -> None:
        self._task = None
        change = self._desk.editor.do(operation)
        if change is not None:
            self._desk.place.go(workload_id=self._package.workload_id)
            self._desk.say(_("{name} imported").format(name=self._package.name), self._desk.editor.undo)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.bar.hide()
        self.warnings.setText(str(error))
        self.warnings.show()
        if self._preview_of is None:
            self.title.setText(_("The package cannot be imported"))
        else:
            self.go.setEnabled(self._preview_of.kind is not ImportKind.NOTHING and not self._undecided())

    def reject(self) -> None:
        """Stop what is under way, and close."""
        if self._task is not None:
            self._task.cancel()
        super().reject()
