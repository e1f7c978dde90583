"""Follow-up of the plan: progress against a baseline, what is due or grows old, why to review again, and what goes out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from workbench.analyses.follow_up import FollowUp
from workbench.domain.initiative import PlanTerms
from workbench.domain.plan import ITEM_TITLES
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, n_
from workbench.operations.after_session import PLAN_FORMATS, plan_bytes, write_bytes
from workbench.operations.initiatives import SetPlanTerms
from workbench.progress import Progress
from workbench.store.queries.follow_up import baseline_of, read_follow_up
from workbench.store.queries.initiatives import plan_terms_of
from workbench.store.queries.standing import Standing
from workbench.store.workspace import Workspace
from workbench.ui.days import day_text, today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.homework import READABLE, read_files, read_homework, send_homework
from workbench.ui.dialogs.recap_menu import RecapMenu, write_file
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import WrapLabel, label
from workbench.ui.widgets.message_bar import MessageBar

__all__ = ["FollowUpPane"]

_KEY = int(Qt.ItemDataRole.UserRole)
_PLAN_TITLES = {
    "jira": N_("CSV for Jira"), "azure": N_("CSV for Azure DevOps"), "markdown": N_("Markdown"), "ics": N_("Reminders (.ics)"),
}  # fmt: skip


def _export(workspace: Workspace, workload_id: str, form: str, day: str, target: Path, progress: Progress) -> Path:
    progress(0, 0, _("Writing the plan"))
    return write_bytes(target, plan_bytes(workspace, workload_id, form, day))


class FollowUpPane(QWidget):
    """Shows what follows after a review; homework files can be dropped on it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._standing: Standing | None = None
        self._terms = PlanTerms()
        self.recap = RecapMenu(desk, self)
        self.setAcceptDrops(True)
        self.messages = MessageBar()
        self.sentence, self.apart = label("", step="large", wrap=True), WrapLabel("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(theme().px(10))
        self.bar.setAccessibleName(_("Share of the baseline's high risks that are closed"))
        self.baseline = QComboBox()
        self.baseline.setAccessibleName(_("Baseline"))
        self.baseline.activated.connect(lambda _row: self._set(baseline=self.baseline.currentData() or ""))
        self.target = QSpinBox()
        self.target.setRange(1, 100)
        self.target.setSuffix(" %")
        self.target.setKeyboardTracking(False)
        self.target.setAccessibleName(_("Target"))
        self.target.valueChanged.connect(lambda value: self._set(target=value / 100))
        self.requirements = LineField(
            _("Changed requirements"), 0, _("What changed in business or technical requirements")
        )
        self.requirements.typed.connect(lambda text: self._set("plan.requirements", requirements=text.strip()))
        self.list = QListWidget()
        self.list.setAccessibleName(_("To follow up"))
        self.list.setWordWrap(True)
        self.list.itemActivated.connect(lambda item: self._open(item.data(_KEY)))
        self.list_title = label("", strong=True)
        grid = QGridLayout()
        theme().space(grid, 8)
        for column, (title, field) in enumerate(((_("Baseline"), self.baseline), (_("Target"), self.target))):
            grid.addWidget(label(title), 0, 2 * column)
            grid.addWidget(field, 0, 2 * column + 1)
        grid.addWidget(label(_("Requirements")), 1, 0)
        grid.addWidget(self.requirements, 1, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        whole = QVBoxLayout(self)
        theme().space(whole, 10)
        whole.addWidget(self._buttons())
        whole.addWidget(self.messages)
        whole.addWidget(self.sentence)
        whole.addWidget(self.bar)
        whole.addWidget(self.apart)
        whole.addLayout(grid)
        whole.addWidget(self.list_title)
        whole.addWidget(self.list, 1)

    def _buttons(self) -> QWidget:
        self.export_button = plain_button(
            _("Export plan"), lambda: self._pop(self.export_button, self._plan_menu()), icon_name="download"
        )
        self.recap_button = plain_button(_("Recap"), lambda: self.recap.open(self.recap_button), icon_name="file")
        self.send_button = plain_button(
            _("Send homework …"), lambda: send_homework(self._desk, self), icon_name="upload"
        )
        self.read_button = plain_button(
            _("Read homework …"), lambda: read_homework(self._desk, self), icon_name="download"
        )
        return FlowRow(self.export_button, self.recap_button, self.send_button, self.read_button, gap=8)

    # -- showing -------------------------------------------------------------------------------

    def show_standing(self, standing: Standing) -> None:
        """Show what is to follow up about a workload."""
        self._standing = standing
        own = standing.workload.id
        try:
            with self._desk.workspace.reading() as session:
                found = read_follow_up(session, own, today())
                self._terms, milestone = plan_terms_of(session, own), baseline_of(session, own)
        except WorkbenchError as error:
            self.messages.show_message("error", error.message, error.hint)
            return
        if found is None:
            return
        self.baseline.clear()
        for one in standing.milestones:
            self.baseline.addItem(f"{one.number}  {one.name}", one.id)
        self.baseline.setCurrentIndex(self.baseline.findData(milestone.id) if milestone else -1)
        self.target.blockSignals(True)
        self.target.setValue(round(100 * self._terms.target))
        self.target.blockSignals(False)
        self.requirements.load("requirements", self._terms.requirements)
        for field in (self.baseline, self.target, self.requirements):
            field.setEnabled(
                not self._desk.editor.read_only and (field is not self.baseline or bool(standing.milestones))
            )
        self._show_progress(found)
        self._show_list(found)
        if found.again:
            self.messages.show_message("info", _("A new review is worth while."), " ".join(found.again))
        else:
            self.messages.clear()

    def _show_progress(self, found: FollowUp) -> None:
        progress = found.progress
        self.bar.setVisible(progress is not None and bool(progress.high))
        apart = []
        if progress is None:
            text = _("Save a milestone to see progress against it.")
        elif not progress.high:
            text = _("{baseline} has no high risk to close.").format(baseline=progress.baseline)
        else:
            text = n_("{closed} of {n} high risk of {baseline} is closed, {share} %; the target is {target} %.",
                      "{closed} of {n} high risks of {baseline} are closed, {share} %; the target is {target} %.",
                      len(progress.high)).format(
                closed=len(progress.closed), n=len(progress.high), baseline=progress.baseline,
                share=round(100 * progress.share), target=round(100 * progress.target))  # fmt: skip
            self.bar.setValue(round(100 * progress.share))
            for words, gone in ((_("Not counted, gone as not applicable: {codes}."), progress.by_not_applicable),
                                (_("Not counted, gone with a change of the lens: {codes}."), progress.by_lens)):  # fmt: skip
                if gone:
                    apart.append(words.format(codes=", ".join(one.code or one.title for one in gone)))
        self.sentence.setText(text)
        self.apart.setText(" ".join(apart))
        self.apart.setVisible(bool(apart))

    def _show_list(self, found: FollowUp) -> None:
        lines = {line.key: line for line in self._standing.lines} if self._standing else {}

        def name(key: tuple[str, str]) -> str:
            line = lines.get(key)
            return f"{line.question.code} {line.name}".strip() if line else key[1]

        self.list.clear()
        for one in found.due:
            said = [
                _("overdue since {day}") if one.is_overdue else _("due {day}"),
                "{title}",
                one.owner,
                _(ITEM_TITLES[one.status]),
            ]
            text = (
                " · ".join(part for part in said if part)
                .replace("{day}", day_text(one.due))
                .replace("{title}", one.title)
            )
            self._add("warning" if one.is_overdue else "calendar", text, one.key if one.kind == "question" else None)
        for acceptance in found.expiring:
            key = (acceptance.review_id, acceptance.question_id)
            words = (
                _("acceptance ended {day} · {title}")
                if acceptance.until < today()
                else _("acceptance ends {day} · {title}")
            )
            self._add("decision", words.format(day=day_text(acceptance.until), title=name(key)), key)
        for item in found.stale:
            key = (item.review_id, item.question_id)
            words = _("evidence of {day} · {evidence} · {title}")
            self._add("evidence", words.format(day=day_text(item.on), evidence=item.title, title=name(key)), key)
        if found.next_review:
            self._add("review", _("next review {day}").format(day=day_text(found.next_review)), None)
        title = n_("{n} thing to follow up", "{n} things to follow up", self.list.count()).format(n=self.list.count())
        if found.undated:
            title += ", " + n_("{n} high risk without a day", "{n} high risks without a day", found.undated).format(
                n=found.undated
            )
        self.list_title.setText(title)

    def _add(self, icon_name: str, text: str, key: tuple[str, str] | None) -> None:
        item = QListWidgetItem(icon(icon_name), text)
        item.setData(_KEY, key)
        self.list.addItem(item)

    def enter(self) -> None:
        """Put the focus where work starts."""
        if self.list.count() and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.setFocus()

    # -- doing ---------------------------------------------------------------------------------

    def _open(self, key: tuple[str, str] | None) -> None:
        if key is not None:
            self._desk.place.go(review_id=key[0], question_id=key[1], page="review")

    def _set(self, token: str = "", **values: object) -> None:
        wanted = replace(self._terms, **values)  # type: ignore[arg-type]
        if self._standing is not None and wanted != self._terms and not self._desk.editor.read_only:
            self._terms = wanted
            self._desk.editor.do(SetPlanTerms(self._standing.workload.id, wanted), token)

    def _pop(self, button: QWidget, menu: QMenu) -> None:
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _plan_menu(self) -> QMenu:
        menu = QMenu(self)
        for form, title in _PLAN_TITLES.items():
            menu.addAction(_(title), partial(self._export, form))
        return menu

    def _export(self, form: str) -> None:
        work = partial(_export, self._desk.workspace, self._desk.place.workload_id, form, today())
        write_file(self._desk, self, _("plan"), PLAN_FORMATS[form], work)

    # -- dropping ------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.toLocalFile().lower().endswith(READABLE) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [
            Path(url.toLocalFile()) for url in event.mimeData().urls() if url.toLocalFile().lower().endswith(READABLE)
        ]
        event.acceptProposedAction()
        if files:
            read_files(self._desk, files, self)
