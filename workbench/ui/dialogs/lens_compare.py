"""Two versions of a lens side by side: what each holds, and what differs, part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from workbench.analyses.lens_diff import LensChange, LensDiff, diff_lenses
from workbench.domain.lens import Lens
from workbench.i18n import N_, _, n_
from workbench.progress import Progress
from workbench.ui.tasks import Tasks
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, heading, label, rule
from workbench.ui.widgets.lens_change_text import LensChangeText
from workbench.ui.widgets.lens_entries import change_entries
from workbench.ui.widgets.outline import OutlineView

__all__ = ["LensCompareDialog"]

_PARTS = {"pillar": N_("Pillars"), "question": N_("Questions"), "practice": N_("Practices"), "rules": N_("Risk rules")}
_KINDS = {"added": N_("{n} new"), "removed": N_("{n} gone"), "changed": N_("{n} changed"), "moved": N_("{n} moved")}


def _compared(read: tuple[Callable[[], Lens], Callable[[], Lens]], _progress: Progress) -> tuple[Lens, Lens, LensDiff]:
    before, after = read[0](), read[1]()
    return before, after, diff_lenses(before, after)


class LensCompareDialog(QDialog):
    """Choose two lenses and read what differs.

    Args:
        names: What can be chosen, by key.
        readers: Reads each lens on a worker.
        before, after: Keys to begin with.
    """

    def __init__(
        self,
        tasks: Tasks,
        names: Mapping[str, str],
        readers: Mapping[str, Callable[[], Lens]],
        before: str,
        after: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Compare versions"))
        self._tasks, self._readers, self._keys = tasks, readers, tuple(names)
        self.diff: LensDiff | None = None
        self.before, self.after = QComboBox(), QComboBox()
        for combo, title, key in ((self.before, _("Before"), before), (self.after, _("After"), after)):
            combo.addItems(list(names.values()))
            combo.setCurrentIndex(self._keys.index(key))
            combo.setAccessibleName(title)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(18)
            combo.currentIndexChanged.connect(lambda _row: self.compare())
        self.sizes = dim_label(""), dim_label("")
        self.summary = label("", wrap=True)
        self.list = OutlineView(_("Differences"), folds=True)
        self.text = LensChangeText()
        sides = QGridLayout()
        theme().space(sides, 8)
        for column, (title, combo, size) in enumerate(
            ((_("Before"), self.before, self.sizes[0]), (_("After"), self.after, self.sizes[1]))
        ):
            sides.addWidget(label(title, strong=True), 0, column)
            sides.addWidget(combo, 1, column)
            sides.addWidget(size, 2, column)
            sides.setColumnStretch(column, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.text)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([theme().px(460), theme().px(500)])
        self.states = StateStack(self.splitter)
        set_look(self.states, ground="surface")
        head = QVBoxLayout()
        theme().space(head, 8, (24, 20, 24, 12))
        head.addWidget(heading(_("Compare versions")))
        head.addLayout(sides)
        head.addWidget(self.summary)
        foot = QHBoxLayout()
        theme().space(foot, 8, (24, 12, 24, 12))
        foot.addWidget(plain_button(_("Swap"), self.swap, icon_name="compare"))
        foot.addWidget(plain_button(_("Copy all"), self.copy, icon_name="copy"))
        foot.addStretch(1)
        foot.addWidget(plain_button(_("Close"), self.accept))
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addLayout(head)
        whole.addWidget(rule())
        whole.addWidget(self.states, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)
        wanted = QSize(theme().px(1000), theme().px(680))
        self.resize(wanted.boundedTo(parent.size() - QSize(24, 24)) if parent is not None else wanted)
        self.list.chosen.connect(self._show)
        self.compare()

    def compare(self) -> None:
        """Compare the two that are chosen."""
        keys = [self._keys[combo.currentIndex()] for combo in (self.before, self.after)]
        read = (self._readers[keys[0]], self._readers[keys[1]])
        task = self._tasks.start(
            _("Comparing"),
            partial(_compared, read),
            self._take,
            owner=self,
            failed=self._fail,
            key="lens-compare",
            quiet=True,
        )
        self.states.show_loading(_("Comparing"), task)

    def swap(self) -> None:
        """Compare the other way round."""
        before, after = self.before.currentIndex(), self.after.currentIndex()
        blocked = self.before.blockSignals(True)
        self.before.setCurrentIndex(after)
        self.before.blockSignals(blocked)
        if before == after:
            return
        self.after.setCurrentIndex(before)

    def copy(self) -> None:
        """Put all differences on the clipboard."""
        from PySide6.QtGui import QGuiApplication

        lines = [self.summary.text(), *(self.text.words_of(one) for one in (self.diff.changes if self.diff else ()))]
        QGuiApplication.clipboard().setText("\n\n".join(lines))

    def _take(self, found: tuple[Lens, Lens, LensDiff]) -> None:
        before, after, self.diff = found
        for size, lens in zip(self.sizes, (before, after), strict=True):
            size.setText(_size(lens))
        self.summary.setText(_summary(self.diff))
        self.text.set_lenses(before, after)
        self.list.set_entries(change_entries(self.diff.changes), unfold=True)
        if self.diff.changes:
            self.states.show_content()
            self.list.select_first()
            self._show(self.list.current_key())
        else:
            self.states.show_empty(
                "check", _("Both say the same"), _("Pillars, questions, practices, rules and texts are equal.")
            )

    def _fail(self, error: Exception) -> None:
        self.states.show_failed(error, self.compare)

    def _show(self, key: object) -> None:
        place: tuple[str, ...] = tuple(key)[:1]  # type: ignore[arg-type]
        changes: Sequence[LensChange] = self.diff.changes if self.diff is not None else ()
        self.text.show_change(changes[int(place[0])] if place and place[0].isdigit() else None)


def _size(lens: Lens) -> str:
    questions = tuple(lens.questions())
    practices = sum(len(one.practices) for one in questions)
    rules = sum(len(one.rules) for one in questions)
    return ", ".join((
        n_("{n} pillar", "{n} pillars", len(lens.pillars)), n_("{n} question", "{n} questions", len(questions)),
        n_("{n} practice", "{n} practices", practices), n_("{n} rule", "{n} rules", rules),
    ))  # fmt: skip


def _summary(diff: LensDiff) -> str:
    lines = []
    for part, title in _PARTS.items():
        found = diff.counts()[part]
        words = [_(_KINDS[kind]).format(n=f"{number:,}") for kind, number in found.items() if number]
        if words:
            lines.append(f"{_(title)}: {', '.join(words)}")
    return " · ".join(lines)
