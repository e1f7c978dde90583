"""Milestones: what was saved when, whether the chain holds, how risks went, and any two states compared."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from workbench.analyses.differences import Comparison, QuestionChange
from workbench.domain.milestone import Milestone
from workbench.domain.risk import Risk
from workbench.i18n import N_, _, n_
from workbench.progress import Progress
from workbench.store.edits import Part
from workbench.store.queries.comparison import NOW, compare_points, trend_of
from workbench.store.queries.milestones import ChainBreak, verify_chain
from workbench.store.queries.standing import Standing, read_standing
from workbench.store.workspace import Workspace
from workbench.ui.actions import Action
from workbench.ui.days import today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.architectures import ArchitecturesDialog
from workbench.ui.dialogs.save_milestone import save_milestone
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.comparison_words import PICTURES, changed_entries, comparison_sentence
from workbench.ui.widgets.details import Details
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import flat_button, icon_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.pillar_moves import PillarMove, PillarMoves
from workbench.ui.widgets.standing_entries import milestone_entry
from workbench.ui.widgets.trend_chart import TrendChart

__all__ = ["MilestonesPage"]


def _compare(
    workspace: Workspace, workload_id: str, points: tuple[str, str], day: str, progress: Progress
) -> Comparison:
    progress(0, 0)
    with workspace.reading() as session:
        return compare_points(session, workload_id, *points, today=day)


def _verify(workspace: Workspace, workload_id: str, progress: Progress) -> tuple[ChainBreak, ...]:
    progress(0, 0)
    with workspace.reading() as session:
        return verify_chain(session, workload_id)


class MilestonesPage(Page):
    """The milestones of one workload and the comparison of any two states."""

    id = "milestones"
    title = N_("Milestones")
    icon = "milestones"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._standing: Standing | None = None
        self._comparison: Comparison | None = None
        self._workload_id = ""
        self._points = ("", NOW)
        self._verified: tuple[str, ...] = ()
        group, shown = _("Milestones"), self._has_milestones
        self._actions = (
            Action("milestones.save", _("Save milestone"), ("S", "Ctrl+M"), "milestones", group, self.save, self._can_save),
            Action("milestones.swap", _("Swap from and to"), ("X",), "compare", group, self.swap, shown),
            Action("milestones.verify", _("Verify the milestones"), ("V",), "check", group, self.verify, shown),
            Action("milestones.copy", _("Copy the comparison"), ("Ctrl+Shift+C",), "copy", group, self.copy,
                   lambda: self._comparison is not None),
        )  # fmt: skip
        self.keys.set_actions(self._actions)
        self.states = StateStack(self._build())
        theme().changed.connect(self._turn)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.states)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> QWidget:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._left())
        self.split.addWidget(self._right())
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme().px(350), theme().px(858)])
        self.keys.watch(self.list, self.changes, self.trend)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Milestones"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.split)
        return scroll

    def _left(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        theme().space(column, 8, (24, 16, 16, 16))
        self.headline = heading("", "title")
        self.save_button = primary_button(_("Save milestone"), self.save, key="S")
        self.save_button.setEnabled(not self._desk.editor.read_only)
        self.read_only_note = dim_label(_("The file is open read-only."), wrap=True)
        self.read_only_note.setVisible(self._desk.editor.read_only)
        self.list = OutlineView(_("Milestones"))
        self.list.chosen.connect(self._choose_from)
        self.chain_icon = QLabel()
        self.chain = label("", wrap=True)
        self.chain_details = Details()
        self.head = dim_label("", step="small")
        self.head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_head = icon_button("copy", _("Copy the head of the chain"), self._copy_head, size=16)
        chain = QHBoxLayout()
        theme().space(chain, 8)
        chain.addWidget(self.chain_icon, 0, Qt.AlignmentFlag.AlignTop)
        chain.addWidget(self.chain, 1)
        head = QHBoxLayout()
        theme().space(head, 4)
        head.addWidget(self.head)
        head.addWidget(self.copy_head)
        head.addStretch(1)
        head.addWidget(flat_button(_("Verify again"), self.verify))
        column.addWidget(self.headline)
        column.addWidget(self.save_button)
        column.addWidget(self.read_only_note)
        column.addWidget(self.list, 1)
        column.addLayout(chain)
        column.addWidget(self.chain_details)
        column.addLayout(head)
        side.setMinimumWidth(theme().px(280))
        return side

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        theme().space(column, 8, (16, 16, 24, 16))
        self.trend = TrendChart()
        self.trend.chosen.connect(self._choose_number)
        self.from_box, self.to_box = QComboBox(), QComboBox()
        for box, name in ((self.from_box, _("From")), (self.to_box, _("To"))):
            box.setAccessibleName(name)
            box.setMinimumWidth(theme().px(110))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
            box.activated.connect(lambda _row: self._take_points())
        row = QHBoxLayout()
        theme().space(row, 8)
        row.addWidget(label(_("Compare"), step="large", strong=True))
        row.addSpacing(theme().px(8))
        row.addWidget(self.from_box)
        row.addWidget(label("→", tone="dim"))
        row.addWidget(self.to_box)
        row.addStretch(1)
        row.addWidget(plain_button(_("Copy"), self.copy, icon_name="copy"))
        self.sentence = label("", wrap=True)
        self.pillars = PillarMoves()
        self.pillars.filtered.connect(lambda _key: self._show_changes())
        self.changes = OutlineView(_("What changed"), folds=True)
        self.changes.opened.connect(self._open)
        self.changes.setMinimumHeight(theme().px(160))
        content = QWidget()
        inner = QVBoxLayout(content)
        theme().space(inner, 8)
        inner.addWidget(self.sentence)
        inner.addWidget(self.pillars)
        inner.addWidget(self.changes, 1)
        self.comparing = StateStack(content)
        column.addWidget(self.trend)
        column.addLayout(row)
        column.addWidget(self.comparing, 1)
        return side

    # -- page ----------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return self._actions

    def enter(self) -> None:
        (self.list if self._has_milestones() else self).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        is_narrow = self.width() < theme().px(900)
        self.split.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)

    def save_state(self) -> dict[str, Any]:
        return (
            {"sizes": self.split.sizes(), "scale": theme().scale}
            if self.split.orientation() is Qt.Orientation.Horizontal
            else {}
        )

    def restore_state(self, state: dict[str, Any]) -> None:
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and state.get("scale") == theme().scale:
            self.split.setSizes([int(size) for size in sizes])

    def refresh(self, parts: frozenset[Part] | None = None) -> None:
        place, workload_id = self._desk.place, self._desk.place.workload_id
        if parts is not None and not any(part.workload_id in ("", workload_id) for part in parts):
            return
        if workload_id != self._workload_id:
            self._workload_id, self._points, self._comparison, self._verified = workload_id, ("", NOW), None, ()
        with self._desk.workspace.reading() as session:
            self._standing = read_standing(session, workload_id) if workload_id else None
            trend = trend_of(session, workload_id) if self._standing else None
        if self._standing is None or trend is None:
            self.states.show_empty(
                "milestones", _("No workload chosen"), _("Milestones belong to one workload."), _("Choose a workload"),
                lambda: place.go(page="portfolio"))  # fmt: skip
            return
        if not self._standing.milestones:
            text = _("A milestone keeps the whole workload as it stands: answers, risks, plan and evidence. "
                     "Later you see what changed, who changed it and on what evidence.")  # fmt: skip
            self.states.show_empty("milestones", _("No milestone yet"), text,
                                   _("Save milestone") if self._can_save() else "", self.save)  # fmt: skip
            return
        self.states.show_content()
        self.trend.set_trend(trend)
        self._show_list()
        self._show_points()
        self._compare()
        chain = tuple(one.chain for one in self._standing.milestones)
        if chain != self._verified:
            self.verify()

    # -- milestones and their chain ------------------------------------------------------------

    def _milestones(self) -> tuple[Milestone, ...]:
        return self._standing.milestones if self._standing else ()

    def _has_milestones(self) -> bool:
        return bool(self._milestones())

    def _can_save(self) -> bool:
        return self._standing is not None and not self._desk.editor.read_only

    def save(self) -> None:
        """Ask for a name and save the workload as it stands."""
        if self._can_save():
            save_milestone(self._desk, self)

    def _show_list(self) -> None:
        known = self._milestones()
        self.headline.setText(n_("{n} milestone", "{n} milestones", len(known)))
        self.list.set_entries([milestone_entry(one) for one in reversed(known)])
        self.head.setText(_("Head {hash}").format(hash=known[-1].chain[:16]))
        self.head.setToolTip(known[-1].chain)

    def verify(self) -> None:
        """Check in the background that every milestone is as it was saved."""
        known = self._milestones()
        if not known:
            return
        self._verified = tuple(one.chain for one in known)
        if not self.chain.text():
            self.chain.setText(_("Verifying the chain"))
        self._desk.tasks.start(
            _("Verifying milestones"), partial(_verify, self._desk.workspace, self._workload_id), self._show_chain, self,
            key="milestones.verify", quiet=True,
        )  # fmt: skip

    def _show_chain(self, breaks: tuple[ChainBreak, ...]) -> None:
        if breaks:
            first = breaks[0]
            text = _('The chain is broken at milestone {n} "{name}": {what}.').format(
                n=first.number, name=first.name, what=first.what)  # fmt: skip
            text += " " + _("Restore a backup to get it back as it was saved.")
        else:
            text = _("The chain holds: every milestone is as it was saved.")
        self.chain.setText(text)
        lines = [
            _('Milestone {n} "{name}": {what}').format(n=one.number, name=one.name, what=one.what) for one in breaks
        ]
        self.chain_details.set_text("\n".join(lines) if len(lines) > 1 else "")
        side = theme().px(18)
        picture = icon("error", "high") if breaks else icon("check", "none")
        self.chain_icon.setPixmap(picture.pixmap(QSize(side, side), self.devicePixelRatioF()))

    def _copy_head(self) -> None:
        if self._milestones():
            QGuiApplication.clipboard().setText(self._milestones()[-1].chain)
            self._desk.say(_("Head of the chain copied"))

    # -- comparing -----------------------------------------------------------------------------

    def _show_points(self) -> None:
        """Fill both boxes; what was chosen stays, else the last milestone and now."""
        entries = [(str(one.number), f"{one.number} {one.name}") for one in self._milestones()] + [(NOW, _("Now"))]
        known = {value for value, _title in entries}
        old, new = self._points
        self._points = (old if old in known else entries[-2][0], new if new in known else NOW)
        for box, value in zip((self.from_box, self.to_box), self._points, strict=True):
            box.clear()
            for key, title in entries:
                box.addItem(title, key)
            box.setCurrentIndex(box.findData(value))
        self.list.chosen.disconnect(self._choose_from)
        self._select_in_list(self._points[0])
        self.list.chosen.connect(self._choose_from)

    def _select_in_list(self, point: str) -> None:
        self.list.select_key(("milestone", point))

    def _take_points(self) -> None:
        self._set_points(self.from_box.currentData(), self.to_box.currentData())

    def _set_points(self, old: str, new: str) -> None:
        if (old, new) != self._points:
            self._points = (old, new)
            self._show_points()
            self._compare()

    def _choose_from(self, key: tuple[str, ...]) -> None:
        if len(key) == 2 and key[0] == "milestone":
            new = self._points[1]
            self._set_points(key[1], NOW if new != NOW and int(new) <= int(key[1]) else new)

    def _choose_number(self, number: int) -> None:
        if number:
            self._choose_from(("milestone", str(number)))

    def swap(self) -> None:
        """Compare the other way round."""
        self._set_points(self._points[1], self._points[0])

    def _compare(self) -> None:
        self.comparing.show_loading(_("Comparing"))
        work = partial(_compare, self._desk.workspace, self._workload_id, self._points, today())
        self._desk.tasks.start(
            _("Comparing"), work, self._take, self, self._not_compared, key="milestones.compare", quiet=True
        )

    def _take(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self.comparing.show_content()
        names: dict[str, str] = {}
        sums: dict[str, tuple[Counter[Risk], Counter[Risk]]] = {}
        for pillar in (pillar for review in comparison.reviews for pillar in review.pillars):
            names.setdefault(pillar.pillar_id, pillar.name)
            before, after = sums.setdefault(pillar.pillar_id, (Counter(), Counter()))
            before.update(dict(pillar.before))
            after.update(dict(pillar.after))
        moves = [PillarMove(key, name, *sums[key]) for key, name in names.items()]
        self.pillars.set_moves(moves)
        self._show_changes()

    def _not_compared(self, error: Exception) -> None:
        self._comparison = None
        self.comparing.show_failed(error, self._compare)

    def _shown(self) -> tuple[QuestionChange, ...]:
        found = self._comparison.changed if self._comparison else ()
        return tuple(one for one in found if self.pillars.chosen in ("", one.pillar_id))

    def _show_changes(self) -> None:
        comparison, standing = self._comparison, self._standing
        if comparison is None or standing is None:
            return
        pillar = self.pillars.chosen
        before, after = ({risk: n for risk, n in side} for side in comparison.totals())
        text = _("{what}. High {a} → {b}, medium {c} → {d}.").format(
            what=comparison_sentence(self._shown(), comparison), a=before.get(Risk.HIGH, 0), b=after.get(Risk.HIGH, 0),
            c=before.get(Risk.MEDIUM, 0), d=after.get(Risk.MEDIUM, 0))  # fmt: skip
        self.sentence.setText(comparison_sentence(self._shown()) + "." if pillar else text)
        names = {(line.lens_alias, line.question.id): line.name for line in standing.lines}
        entries = changed_entries(comparison, names, pillar_id=pillar)
        self.changes.set_entries(
            entries or (Entry(_("Nothing changed here between these two."), dim=True),), unfold=True
        )

    def copy(self) -> None:
        """Put the comparison on the clipboard as text."""
        if self._comparison is None:
            return
        title = f"{self._comparison.before_title} → {self._comparison.after_title}"
        QGuiApplication.clipboard().setText(f"{title}\n{self.sentence.text()}\n\n{self.changes.text()}\n")
        self._desk.say(_("Comparison copied"))

    def _open(self, key: tuple[str, ...]) -> None:
        if key == PICTURES and self._comparison:
            ArchitecturesDialog(self._desk, self._comparison, self.window()).open()
        if key and key[0] == "question" and self._standing:
            review = next((one.id for one in self._standing.reviews if one.lens_alias == key[1]), "")
            if review:
                self._desk.place.go(review_id=review, question_id=key[2], page="review")
