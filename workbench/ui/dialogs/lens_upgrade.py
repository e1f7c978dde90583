"""Moving a review to another version of its lens: what becomes of it, what a person confirms, the milestone before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.analyses.lens_likeness import Likeness, Ref, propose
from workbench.analyses.lens_upgrade import FATE_TITLES, Fate, QuestionFate, Upgrade, plan_upgrade
from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.domain.risk import Risk
from workbench.host.own_shelf import OwnShelf
from workbench.i18n import _
from workbench.library.lenses_at_hand import Sources
from workbench.operations.lens_upgrade import UpgradeLens, name_before
from workbench.progress import Progress
from workbench.store.queries.lens_versions import UpgradeBasis, read_basis
from workbench.store.queries.lenses import KeptLenses
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label, rule
from workbench.ui.widgets.marks import RISK_TITLES
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.views import dress_view

__all__ = ["LensUpgradeDialog", "ask_upgrade"]

_REFS = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class _Loaded:
    """What a worker read for one version."""

    text: str
    lens: Lens
    proposals: tuple[Likeness, ...]


def ask_upgrade(desk: Desk, workload_id: str, lens_ref: str, parent: QWidget | None = None) -> LensUpgradeDialog | None:
    """Show what an upgrade would do and do it where the person wants; None where there is no other version.

    Args:
        desk: The parts pages share.
        workload_id: The workload.
        lens_ref: Id of the review, or alias of its lens.
        parent: The window that asks.
    """
    desk.editor.flush()
    sources = Sources(desk.shelf, OwnShelf())
    with desk.workspace.reading() as session:
        basis = read_basis(session, sources, workload_id, lens_ref)
    if basis is None or desk.editor.read_only:
        return None
    if not basis.versions:
        desk.say(_("There is no other version of {lens}; import it first.").format(lens=basis.lens.name))
        return None
    dialog = LensUpgradeDialog(desk, sources, basis, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class LensUpgradeDialog(QDialog):
    """A list of questions by what becomes of them; suggestions are ticked by Space or the mouse."""

    def __init__(self, desk: Desk, sources: Sources, basis: UpgradeBasis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._sources, self._basis = desk, sources, basis
        self._loaded: _Loaded | None = None
        self.plan: Upgrade | None = None
        self.mapping: dict[Ref, Ref] = {}
        self.setWindowTitle(_("Upgrade lens"))
        self.messages = MessageBar()
        self.messages.hide()
        self.version = QComboBox()
        self.version.setAccessibleName(_("Version to move to"))
        for one in basis.versions:
            other = f" · {one.entry.name}" if one.entry.alias != basis.lens.alias else ""
            self.version.addItem((one.entry.version or _("no version")) + other)
        self.counts = label("", wrap=True)
        self.tree = QTreeWidget()
        self.name = LineField(_("Name of the milestone"), 100)
        self.go = primary_button(_("Save milestone and upgrade"), self.upgrade)
        self.go.setDefault(True)
        self._again = QTimer(self)  # the item that is ticked must outlive its own signal
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._replan)
        self._make_tree()
        self._lay_out()
        self.resize(QSize(theme().px(900), theme().px(640)).boundedTo(self.screen().availableSize()))
        self.version.currentIndexChanged.connect(self._load)
        self.tree.itemChanged.connect(self._tick)
        self.name.edit.textChanged.connect(lambda _text: self._enable())
        self._load(0)

    # -- parts -----------------------------------------------------------------------------------

    def _make_tree(self) -> None:
        dress_view(self.tree, _("What becomes of every question"))
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels([_("Question"), _("Practices"), _("Risk")])
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setUniformRowHeights(True)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def _lay_out(self) -> None:
        lens = self._basis.lens
        top = QHBoxLayout()
        theme().space(top, 8)
        from_ = _("From version {version} to").format(version=lens.version) if lens.version else _("To version")
        top.addWidget(label(from_))
        top.addWidget(self.version)
        top.addStretch(1)
        words = dim_label(
            _("Answers, notes, evidence and plans go along by id. What is retired counts no more and stays readable. "
              "Suggestions are carried over only where you tick them."), wrap=True
        )  # fmt: skip
        name = QHBoxLayout()
        theme().space(name, 8)
        said = label(_("Milestone before it"))
        said.setBuddy(self.name.edit)
        name.addWidget(said)
        name.addWidget(self.name, 1)
        foot = QHBoxLayout()
        theme().space(foot, 8, (24, 12, 24, 12))
        foot.addWidget(dim_label(_("One undo takes both back.")))
        foot.addStretch(1)
        foot.addWidget(plain_button(_("Cancel"), self.reject))
        foot.addWidget(self.go)
        inner = QVBoxLayout()
        theme().space(inner, 8, (24, 20, 24, 12))
        inner.addWidget(heading(_("Upgrade {lens}").format(lens=lens.name)))
        inner.addLayout(top)
        inner.addWidget(words)
        inner.addWidget(self.counts)
        inner.addWidget(self.tree, 1)
        inner.addLayout(name)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.messages)
        whole.addLayout(inner, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)

    # -- reading ---------------------------------------------------------------------------------

    def _load(self, row: int) -> None:
        """Read the chosen version and look for likenesses in the background."""
        chosen, old = self._basis.versions[row], self._basis.lens
        workspace, sources = self.desk.workspace, self._sources
        self._loaded, self.plan, self.mapping = None, None, {}
        self.tree.clear()
        self.counts.setText(_("Comparing the versions..."))
        self._enable()

        def work(_progress: Progress) -> _Loaded:
            with workspace.reading() as session:
                kept = KeptLenses(session)
                lens = sources.lens(chosen, kept)
                return _Loaded(sources.text(chosen, kept), lens, propose(old, lens))

        self.desk.tasks.start(
            _("Comparing lens versions"), work, self._take, self, self._failed, key="lens.upgrade", quiet=True
        )

    def _failed(self, error: Exception) -> None:
        self.counts.setText(str(error))

    def _take(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        self.name.load("name", name_before(loaded.lens, self._basis.milestones))
        self._plan()
        self.tree.setFocus()

    def _plan(self) -> None:
        if self._loaded is None:
            return
        self.plan = plan_upgrade(self._basis.lens, self._loaded.lens, self._basis.review.answers, self.mapping)
        self._show(self.plan)
        self._enable()

    # -- showing ---------------------------------------------------------------------------------

    def _show(self, plan: Upgrade) -> None:
        counts, choices = plan.counts(), plan.choice_counts()
        self.counts.setText(
            _("Questions: {questions}. Practices: {choices}.").format(
                questions=_counted(counts), choices=_counted(choices)
            )
        )
        self.tree.blockSignals(True)
        tops = [top for n in range(self.tree.topLevelItemCount()) if (top := self.tree.topLevelItem(n))]
        opened = {top.text(0).partition(" (")[0]: top.isExpanded() for top in tops}
        self.tree.clear()
        if self._loaded and self._loaded.proposals:
            title = _("Suggested, for you to confirm")
            self._group(title, [self._suggestion(one) for one in self._loaded.proposals], opened.get(title, True))
        for fate, changed, title in _groups():
            items = [_question_item(one) for one in plan.questions
                     if one.fate is fate and (changed is None or one.is_changed is changed)]  # fmt: skip
            self._group(title, items, opened.get(title, changed is not False))
        self.tree.blockSignals(False)

    def _group(self, title: str, items: Iterable[QTreeWidgetItem], is_open: bool) -> None:
        rows = list(items)
        if rows:
            top = QTreeWidgetItem([f"{title} ({len(rows)})"])
            top.setFirstColumnSpanned(True)
            self.tree.addTopLevelItem(top)
            top.addChildren(rows)
            top.setExpanded(is_open)

    def _suggestion(self, one: Likeness) -> QTreeWidgetItem:
        alike = _("{percent} % alike").format(percent=round(one.score * 100))
        same = one.old_title == one.new_title
        words = one.new_title if same else _("{old} → {new}").format(old=one.old_title, new=one.new_title)
        kind = _("Practice") if one.old[1] else _("Question")
        item = QTreeWidgetItem([words, _("{kind}, merges").format(kind=kind) if one.is_merge else kind, alike])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        is_on = self.mapping.get(one.old) == one.new
        item.setCheckState(0, Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        item.setData(0, _REFS, (one.old, one.new))
        ids = " → ".join("/".join(part for part in ref if part) for ref in (one.old, one.new))
        item.setToolTip(0, f"{words}\n{ids}")
        return item

    def _tick(self, item: QTreeWidgetItem, _column: int) -> None:
        refs = item.data(0, _REFS)
        if refs is None:
            return
        old, new = (tuple(ref) for ref in refs)
        if item.checkState(0) is Qt.CheckState.Checked:
            self.mapping[old] = new
        else:
            self.mapping.pop(old, None)
        self._again.start()

    def _replan(self) -> None:
        """Plan anew, and stay on the suggestion that was ticked."""
        current = self.tree.currentItem()
        refs = current.data(0, _REFS) if current is not None else None
        self._plan()
        suggested = self.tree.topLevelItem(0)
        for row in range(suggested.childCount() if suggested is not None else 0):
            item = suggested.child(row)  # type: ignore[union-attr]
            if item is not None and item.data(0, _REFS) == refs:
                self.tree.setCurrentItem(item)

    # -- doing -----------------------------------------------------------------------------------

    def _enable(self) -> None:
        name = self.name.text().strip()
        taken = name.casefold() in {one.casefold() for one in self._basis.milestones}
        self.name.set_fault(_("There is a milestone of this name already.") if taken else "")
        self.go.setEnabled(self.plan is not None and 3 <= len(name) <= 100 and not taken)

    def upgrade(self) -> None:
        """Save the milestone and move the review, as one step."""
        if self._loaded is None or not self.go.isEnabled():
            return
        operation = UpgradeLens(
            self._basis.review.id, new_id(), self.name.text().strip(), self._basis.review.lens_sha256,
            self._loaded.text, tuple(self.mapping.items()),
        )  # fmt: skip
        if self.desk.editor.do(operation) is not None:
            words = _("{lens} is at version {version} now; the milestone has it as it was")
            lens = self._loaded.lens
            self.desk.say(
                words.format(lens=lens.name, version=lens.version), partial(_take_back, self.desk, operation.title)
            )
        self.accept()


def _take_back(desk: Desk, title: str) -> None:
    """Undo the upgrade, but nothing that was done after it."""
    if desk.editor.titles()[0] == title:
        desk.editor.undo()
    else:
        desk.say(_("Something was changed since; undo step by step, or use the milestone."))


def _groups() -> list[tuple[Fate, bool | None, str]]:
    """Return fate, whether anything about the question must have changed, and title of every group."""
    groups: list[tuple[Fate, bool | None, str]] = [
        (fate, None, _(FATE_TITLES[fate])) for fate in (Fate.RETIRED, Fate.MERGED, Fate.RENAMED, Fate.NEW)
    ]
    changed = (Fate.KEPT, True, _("Kept, with other practices or another risk"))
    return [*groups, changed, (Fate.KEPT, False, _(FATE_TITLES[Fate.KEPT]))]


def _counted(counts: dict[Fate, int]) -> str:
    return ", ".join(f"{n:,} {_(FATE_TITLES[fate]).lower()}" for fate, n in counts.items() if n)


def _question_item(one: QuestionFate) -> QTreeWidgetItem:
    """One question with its practices that do not stay as they are below it."""
    titles = [old.title for old in one.olds if old.title != one.shown.title]
    words = _("{old} → {new}").format(old=" + ".join(titles), new=one.shown.title) if titles else one.shown.title
    code = f"{one.shown.code}  " if one.shown.code else ""
    counts = {fate: sum(choice.fate is fate for choice in one.choices) for fate in Fate}
    item = QTreeWidgetItem([code + words, _counted(counts), _risks(one.before, one.after)])
    ids = " → ".join(dict.fromkeys([*(old.id for old in one.olds), one.shown.id]))
    item.setToolTip(0, f"{words}\n{ids}")
    for choice in one.choices:
        if choice.fate is not Fate.KEPT:
            old_titles = " + ".join(dict.fromkeys(old.title for _question, old in choice.olds))
            new_title = choice.new.title if choice.new else old_titles
            moved = old_titles and old_titles != new_title
            text = _("{old} → {new}").format(old=old_titles, new=new_title) if moved else new_title
            item.addChild(QTreeWidgetItem([text, _(FATE_TITLES[choice.fate]), ""]))
    return item


def _risks(before: Risk | None, after: Risk | None) -> str:
    words = [_(RISK_TITLES[risk]) if risk else "–" for risk in (before, after)]
    return words[0] if words[0] == words[1] else f"{words[0]} → {words[1]}"
