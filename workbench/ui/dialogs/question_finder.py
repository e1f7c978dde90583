"""Which question comes next: the list with its filters, what a search found, and the ways from question to question."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, Signal

from workbench.domain.risk import Risk
from workbench.domain.scope import Scope
from workbench.store.queries.review import QuestionLine, ReviewReading
from workbench.store.queries.search import search
from workbench.ui.desk import Desk
from workbench.ui.models.question_hits import HIT_ROLE, HitLine, QuestionHits
from workbench.ui.models.question_tree import LINE_ROLE, QuestionFilter, QuestionTree, count_lines
from workbench.ui.widgets.question_list_pane import QuestionListPane

__all__ = ["QuestionFinder"]


class QuestionFinder(QObject):
    """Fills the left pane of a review and knows what comes before and after a question.

    Args:
        desk: The page's desk.
        pane: The list; its filters and search are followed.
    """

    chosen = Signal(str)
    """A question was chosen in the tree; UI thread."""
    hit_opened = Signal(str, str)
    """A hit was opened: question id, and practice id or ""; UI thread."""
    filtered = Signal()
    """Other questions are in the list now; UI thread."""

    def __init__(self, desk: Desk, pane: QuestionListPane) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        self._reading: ReviewReading | None = None
        self._open_id = ""
        self._ids: list[str] | None = None
        self._is_selecting = False
        self.folded: set[str] = set()
        self._scopes: dict[str, Scope] = {}
        self.tree = QuestionTree(self)
        self.filter = QuestionFilter(self.tree, self.me, self)
        self.hits = QuestionHits(self)
        pane.tree.setModel(self.filter)
        pane.hits.setModel(self.hits)
        pane.filtered.connect(self._filter)
        pane.scope.chosen.connect(self.choose_scope)
        pane.scope.all_asked.connect(self.show_all)
        pane.all_asked.connect(self.show_all)
        pane.search.searched.connect(self.search)
        pane.search.returnPressed.connect(lambda: self._open_hit(self.hits.first()))
        pane.hits.opened.connect(self._open_hit)
        pane.tree.selectionModel().currentChanged.connect(self._follow_tree)
        pane.tree.folding_changed.connect(self._note_folds)
        for moved in (self.filter.modelReset, self.filter.rowsInserted, self.filter.rowsRemoved):
            moved.connect(self._forget_order)

    def me(self) -> str:
        """Return the name that "Mine" looks for."""
        return self._desk.settings().display_name or self._desk.who

    # -- showing -------------------------------------------------------------------------------

    def show_reading(self, reading: ReviewReading | None) -> None:
        """Show a review; the same one again keeps selection, folds and scroll position."""
        self._reading = reading
        if reading is None:
            self.tree.set_lines(None, {})
            self._pane.scope.show_lens(None, Scope())
            return
        codes = [question.code for question in reading.lens.questions()]
        self._pane.tree.set_widest_code(max(codes, key=len, default=""))
        self.tree.set_lines(reading.lens, reading.lines)
        self._show_scope(self._scopes.get(reading.review.id, Scope()).within(reading.lens))
        self._count()
        self._filter(self._pane.filters)

    def show_line(self, reading: ReviewReading, line: QuestionLine) -> None:
        """Show one question anew."""
        self._reading = reading
        self.tree.set_line(line)
        self._count()
        self._count_shown()
        self._fold_pillars()

    def open(self, question_id: str) -> None:
        """Select the question that is shown, and keep it in the list whatever the filters say."""
        self._open_id = question_id
        if self.filter.open_id != question_id:
            self.filter.set_open(question_id)
            if self.filter.is_narrowed:
                self._fold_pillars()
        index = self.filter.index_of(question_id)
        if index.isValid() and index != self._pane.tree.currentIndex():
            self._is_selecting = True
            self._pane.tree.setCurrentIndex(index)
            self._is_selecting = False

    # -- part of the lens ----------------------------------------------------------------------

    @property
    def scope(self) -> Scope:
        """The part of the lens that is shown."""
        return self.filter.scope

    def choose_scope(self, scope: Scope) -> None:
        """Show a part of the lens, and its first question where the open one is not in it; kept for this review."""
        reading = self._reading
        if reading is None:
            return
        self._scopes[reading.review.id] = scope.within(reading.lens)
        self._show_scope(scope.within(reading.lens))
        self._count()
        self._filter(self._pane.filters)
        line = reading.lines.get(self._open_id)
        first = next((key for key, one in reading.lines.items() if self.scope.holds(one.question)), "")
        if line is not None and first and not self.scope.holds(line.question):
            self.chosen.emit(first)

    def show_all(self) -> None:
        """Switch filters, search and scope off."""
        self._pane.search.clear()
        self._pane.show_all()
        self.choose_scope(Scope())

    def _show_scope(self, scope: Scope) -> None:
        self.tree.set_scope(scope)
        self.filter.set_scope(scope)
        self._pane.scope.show_lens(self._reading.lens if self._reading else None, scope)

    # -- search --------------------------------------------------------------------------------

    def search(self, words: str) -> None:
        """Show what is found in this review, among the questions the filters let through; the tree without words."""
        reading = self._reading
        if reading is None:
            return
        if not words.strip():
            self._show_tree()
            return
        with self._desk.workspace.reading() as session:
            found = search(session, words, workload_id=reading.workload_id, limit=60)
        hits = []
        for hit in found:
            line = reading.lines.get(hit.question_id)
            if line is None or hit.review_id != reading.review.id or not self.filter.passes(line):
                continue
            question = line.question
            where = f"{question.code}  {question.short or question.title}".strip()
            hits.append(HitLine(hit.kind, hit.text, where, hit.question_id, hit.choice_id))
        self.hits.set_hits(hits)
        self._pane.show_hits(is_empty=not hits)

    # -- from question to question -------------------------------------------------------------

    def neighbour(self, step: int) -> str:
        """Return the next or previous question of the list, "" at its end."""
        if self._ids is None:
            self._ids = self.filter.question_ids()
        keys = self._ids
        if self._open_id not in keys:
            return keys[0] if keys and step > 0 else ""
        at = keys.index(self._open_id) + step
        return keys[at] if 0 <= at < len(keys) else ""

    def name_of(self, question_id: str) -> str:
        """Return what a question is called in short: its code, else its name; "" for none."""
        line = self._reading.lines.get(question_id) if self._reading else None
        return (line.question.code or line.question.short or line.question.title) if line else ""

    def next_unanswered(self) -> str:
        """Return the next unanswered question in scope that is not parked, from the start again after the last; or ""."""
        if self._reading is None:
            return ""
        keys = [key for key, line in self._reading.lines.items() if self._is_near(line)]
        at = keys.index(self._open_id) if self._open_id in keys else -1
        lines = (self._reading.lines[key] for key in keys[at + 1 :] + keys[: max(0, at)])
        return next((line.id for line in lines if line.risk is Risk.UNANSWERED and not line.answer.parked), "")

    def next_by_risk(self) -> str:
        """Return the next question in scope by risk: every high one, every medium one, then from the start; or ""."""
        if self._reading is None:
            return ""
        lines = [line for line in self._reading.lines.values() if self._is_near(line) and not line.answer.parked]
        worst = [line.id for risk in (Risk.HIGH, Risk.MEDIUM) for line in lines if line.risk is risk]
        at = worst.index(self._open_id) if self._open_id in worst else -1
        others = worst[at + 1 :] + worst[: max(0, at)]
        return others[0] if others else ""

    # -- inside --------------------------------------------------------------------------------

    def _forget_order(self) -> None:
        self._ids = None

    def _is_near(self, line: QuestionLine) -> bool:
        """In scope, or the open question itself, from which the way goes on."""
        return self.scope.holds(line.question) or line.id == self._open_id

    def _count(self) -> None:
        if self._reading is not None:
            lines = [line for line in self._reading.lines.values() if self.scope.holds(line.question)]
            has_milestone = self._reading.milestone is not None
            self._pane.set_counts(len(lines), count_lines(lines, self.me()), has_milestone=has_milestone)

    def _filter(self, filters: frozenset[str]) -> None:
        self.filter.set_filters(filters)
        if self._pane.search.text().strip():
            self.search(self._pane.search.text())
        else:
            self._show_tree()
        self.filtered.emit()

    def _show_tree(self) -> None:
        lines = self._reading.lines.values() if self._reading else ()
        self._pane.show_tree(is_empty=not any(self.filter.passes(line) for line in lines))
        self._fold_pillars()
        if self._open_id:
            self.open(self._open_id)
        self._count_shown()

    def _count_shown(self) -> None:
        lines = self._reading.lines.values() if self._reading else ()
        shown = sum(self.filter.passes(line) for line in lines)
        self._pane.scope.show_count(shown, len(lines), is_narrowed=self.filter.is_narrowed)

    def _fold_pillars(self) -> None:
        tree = self._pane.tree
        for row in range(self.filter.rowCount()):
            index = self.filter.index(row, 0)
            wanted = index.data(LINE_ROLE).pillar.id not in self.folded
            if tree.isExpanded(index) != wanted:
                tree.setExpanded(index, wanted)

    def _note_folds(self) -> None:
        for row in range(self.filter.rowCount()):
            index = self.filter.index(row, 0)
            key = index.data(LINE_ROLE).pillar.id
            (self.folded.discard if self._pane.tree.isExpanded(index) else self.folded.add)(key)

    def _follow_tree(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE) if index.isValid() else None
        if isinstance(line, QuestionLine) and not self._is_selecting:
            self.chosen.emit(line.id)

    def _open_hit(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE) if index.isValid() else None
        if isinstance(hit, HitLine):
            self.hit_opened.emit(hit.question_id, hit.choice_id)
