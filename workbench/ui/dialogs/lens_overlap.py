"""Practices of two lenses side by side, and carrying an answer over from one to the other, on purpose."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from workbench.analyses.lens_overlap import Overlap, Place, overlaps
from workbench.domain.answer import Mark
from workbench.domain.snapshot import ReviewState
from workbench.i18n import _
from workbench.library.lens_overlaps import shipped_known_pairs
from workbench.operations.carrying import CarryAnswer, Spot
from workbench.progress import Progress
from workbench.store.queries.answers import answer_of, reviews_of
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.kbd import link_button, plain_button
from workbench.ui.widgets.labels import dim_label, heading, rule
from workbench.ui.widgets.overlap_side import OverlapSide
from workbench.ui.widgets.question_choice import CalmChoice
from workbench.ui.widgets.views import dress_view

__all__ = ["OverlapDialog"]


def _compare(workspace: Workspace, first: str, second: str, progress: Progress) -> tuple[Overlap, ...]:
    progress(0, 0)
    with workspace.reading() as session:
        one, other = lens_by_hash(session, first), lens_by_hash(session, second)
    return overlaps(one, other, shipped_known_pairs()) if one is not None and other is not None else ()


class OverlapDialog(QDialog):
    """Shows what a review and another one of the same workload both ask for.

    Args:
        desk: The page's desk.
        workload_id: The workload.
        review_id: The review that stands at the left.
        question_id, choice_id: What the person looks at; its pairs come first.
    """

    def __init__(
        self,
        desk: Desk,
        workload_id: str,
        review_id: str,
        question_id: str = "",
        choice_id: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Same practice in another lens"))
        self._desk, self._question_id, self._choice_id = desk, question_id, choice_id
        with desk.workspace.reading() as session:
            reviews = {one.id: one for one in reviews_of(session, workload_id, with_answers=False)}
        self._review = reviews.pop(review_id)
        self._others: list[ReviewState] = list(reviews.values())
        self.pairs: tuple[Overlap, ...] = ()
        self.others = CalmChoice()
        self.others.setAccessibleName(_("Other lens"))
        for other in self._others:
            self.others.addItem(other.lens_name, other.id)
        self.others.activated.connect(lambda _row: self._look())
        self.here, self.every = Chip(_("This question"), 0), Chip(_("Whole lens"), 0)
        for chip in (self.here, self.every):
            chip.clicked.connect(partial(self._narrow, chip is self.here))
        self.list = QListWidget()
        dress_view(self.list, _("Pairs of practices"))
        self.list.setMinimumWidth(theme().px(120))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self._show_pair())
        self.left, self.right = OverlapSide(_("Carry over →")), OverlapSide(_("← Carry over"))
        self.left.carry_asked.connect(lambda: self.carry(to_right=True))
        self.right.carry_asked.connect(lambda: self.carry(to_right=False))
        self.why = dim_label("", wrap=True)
        self.said = dim_label("", wrap=True)
        self.undo = link_button(_("Undo"), self._undo)
        self.undo.hide()
        self._lay_out()
        desk.editor.changed.connect(self._follow)
        self._look()

    def _lay_out(self) -> None:
        sides = QWidget()
        pair = QVBoxLayout(sides)
        theme().space(pair, 8, (12, 0, 0, 0))
        pair.addWidget(self.why)
        row = QHBoxLayout()
        theme().space(row, 12)
        row.addWidget(self.left, 1)
        row.addWidget(rule(vertical=True))
        row.addWidget(self.right, 1)
        pair.addLayout(row, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(sides)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([28, 72])
        splitter.setChildrenCollapsible(False)
        self.states = StateStack(splitter)
        head = QVBoxLayout()
        theme().space(head, 8, (24, 20, 24, 12))
        head.addWidget(heading(_("Same practice in another lens")))
        text = _(
            "Two lenses may ask for the same thing. Compare both answers; nothing is taken over unless you say so."
        )
        head.addWidget(dim_label(text, wrap=True))
        choose = QHBoxLayout()
        theme().space(choose, 8)
        choose.addWidget(self.others)
        choose.addWidget(FlowRow(self.here, self.every), 1, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(choose)
        head.addWidget(self.states, 1)
        foot = QHBoxLayout()
        theme().space(foot, 8, (24, 12, 24, 12))
        foot.addWidget(self.said, 1)
        foot.addWidget(self.undo)
        foot.addWidget(plain_button(_("Close"), self.accept))
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addLayout(head, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)
        wanted, parent = QSize(theme().px(1000), theme().px(600)), self.parentWidget()
        self.resize(wanted.boundedTo(parent.size()) if parent is not None else wanted)

    # -- showing -------------------------------------------------------------------------------

    @property
    def other(self) -> ReviewState | None:
        """The review at the right."""
        return next((one for one in self._others if one.id == self.others.currentData()), None)

    @property
    def pair(self) -> Overlap | None:
        """The pair that is shown."""
        item = self.list.currentItem()
        return self.pairs[item.data(Qt.ItemDataRole.UserRole)] if item is not None else None

    def _look(self) -> None:
        other = self.other
        if other is None:
            self.others.hide()
            self.here.hide()
            self.every.hide()
            self.states.show_empty(
                "lenses", _("One lens only"), _("This workload is reviewed with no other lens to compare with."),
                _("Lenses of this workload"), self._go_to_lenses,
            )  # fmt: skip
            return
        self.states.show_loading(_("Comparing the lenses"))
        work = partial(_compare, self._desk.workspace, self._review.lens_sha256, other.lens_sha256)
        self._desk.tasks.start(
            _("Comparing with {name}").format(name=other.lens_name), work, self._take, self, self._fail,
            key="lens.overlap", quiet=True,
        )  # fmt: skip

    def _take(self, found: tuple[Overlap, ...]) -> None:
        self.pairs = found
        near = [one for one in found if one.first[0].id == self._question_id]
        self.here.set_count(len(near))
        self.every.set_count(len(found))
        self._narrow(bool(near))

    def _fail(self, error: Exception) -> None:
        self.states.show_failed(error, self._look)

    def _narrow(self, is_near: bool) -> None:
        self.here.setChecked(is_near)
        self.every.setChecked(not is_near)
        self.list.clear()
        chosen = 0
        for number, one in enumerate(self.pairs):
            if is_near and one.first[0].id != self._question_id:
                continue
            item = QListWidgetItem(f"{_name(one.first)}\n{_name(one.second)}")
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setToolTip(item.text())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _("{first}, and {second}").format(
                first=_name(one.first), second=_name(one.second)))  # fmt: skip
            chosen = self.list.count() if one.first[1].id == self._choice_id else chosen
            self.list.addItem(item)
        if self.list.count():
            self.states.show_content()
            self.list.setCurrentRow(chosen)
            self.list.setFocus()
            return
        text = (_("Nothing of this question is asked for there, as far as words and our list tell.") if is_near else
                _("As far as words and our list tell, the two lenses ask for different things."))  # fmt: skip
        more = _("Show the whole lens") if is_near and self.pairs else ""
        self.states.show_empty("compare", _("No pair found"), text, more, partial(self._narrow, False))

    def _show_pair(self) -> None:
        pair, other = self.pair, self.other
        if pair is None or other is None:
            return
        words = _("Both speak of: {words}").format(words=", ".join(pair.shared))
        self.why.setText(pair.why or words)
        can_write = not self._desk.editor.read_only
        self.left.show_practice(self._review.lens_name, *pair.first, self._mark(self._review, pair.first),
                                other.lens_name, can_carry=can_write)  # fmt: skip
        self.right.show_practice(other.lens_name, *pair.second, self._mark(other, pair.second),
                                 self._review.lens_name, can_carry=can_write)  # fmt: skip

    def _mark(self, review: ReviewState, place: Place) -> Mark | None:
        with self._desk.workspace.reading() as session:
            return answer_of(session, review.id, place[0].id).mark(place[1].id)

    # -- doing ---------------------------------------------------------------------------------

    def carry(self, *, to_right: bool) -> None:
        """Carry the answer of one side over to the other; one step that can be undone."""
        pair, other = self.pair, self.other
        if pair is None or other is None:
            return
        sides = [Spot(review.id, place[0].id, place[1].id)
                 for review, place in ((self._review, pair.first), (other, pair.second))]  # fmt: skip
        source, target = sides if to_right else reversed(sides)
        change = self._desk.editor.do(CarryAnswer(source, target))
        if change is None:
            return
        name = _name(pair.second if to_right else pair.first)
        words = _("Carried over to {practice}").format(practice=name)
        self.said.setText(words if change.step_id else _("The answer there is the same already."))
        self.undo.setVisible(bool(change.step_id))

    def _undo(self) -> None:
        self._desk.editor.undo()
        self.said.setText(_("Taken back."))
        self.undo.hide()
        self.list.setFocus()

    def _follow(self, _parts: object) -> None:
        self._show_pair()

    def _go_to_lenses(self) -> None:
        self.accept()
        self._desk.place.go(page="workload")


def _name(place: Place) -> str:
    return f"{place[1].code}  {place[1].title}".strip()
