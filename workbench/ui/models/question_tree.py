"""Pillars and questions of a review as a tree, and the filter in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QDate,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from workbench.domain.answer import MarkState
from workbench.domain.lens import Lens, Pillar
from workbench.domain.risk import Risk
from workbench.domain.scope import Scope
from workbench.i18n import N_, _
from workbench.store.queries.review import QuestionLine

__all__ = ["FILTERS", "LINE_ROLE", "PillarLine", "QuestionFilter", "QuestionTree", "count_lines", "fits"]

LINE_ROLE = Qt.ItemDataRole.UserRole
"""A PillarLine or a QuestionLine."""
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RISKS = {"unanswered": Risk.UNANSWERED, "high": Risk.HIGH, "medium": Risk.MEDIUM}
RISK_WORDS = {
    Risk.HIGH: N_("high risk"),
    Risk.MEDIUM: N_("medium risk"),
    Risk.NONE: N_("no risk found"),
    Risk.UNANSWERED: N_("unanswered"),
    Risk.NOT_APPLICABLE: N_("not applicable"),
}
FILTERS: tuple[tuple[str, str, str], ...] = (
    ("unanswered", N_("Unanswered"), N_("Questions nothing is marked on")),
    ("high", N_("High"), N_("Questions with a high risk")),
    ("medium", N_("Medium"), N_("Questions with a medium risk")),
    ("changed", N_("Changed"), N_("Questions whose answer is not what the milestone has")),
    ("flagged", N_("Flagged"), N_("Questions to look at again")),
    ("parked", N_("Parked"), N_("Questions put aside for now")),
    ("mine", N_("Mine"), N_("Questions and open points whose owner is you")),
    ("dont_know", N_("Don't know"), N_("Questions with a practice nobody could answer")),
)
"""Id, name and help of every filter, in order; names and helps go through `_` where they are shown."""


@dataclass(frozen=True, slots=True)
class PillarLine:
    """A pillar with its progress.

    Attributes:
        answered: Questions with a result.
        total: Questions that apply.
        counts: Questions by risk.
    """

    pillar: Pillar
    answered: int
    total: int
    counts: Mapping[Risk, int]


def fits(line: QuestionLine, filters: frozenset[str], me: str) -> bool:
    """Tell whether a question passes: risks are alternatives, every other filter narrows further."""
    risks = {_RISKS[name] for name in filters if name in _RISKS}
    if risks and line.risk not in risks:
        return False
    answer = line.answer
    return (
        ("changed" not in filters or line.is_changed)
        and ("flagged" not in filters or answer.flagged)
        and ("parked" not in filters or answer.parked)
        and ("mine" not in filters or line.concerns(me))
        and ("dont_know" not in filters or line.has_state(MarkState.DONT_KNOW))
    )


def count_lines(lines: Iterable[QuestionLine], me: str) -> dict[str, int]:
    """Return how many questions each single filter lets through."""
    known = tuple(lines)
    return {name: sum(fits(line, frozenset((name,)), me) for line in known) for name, _title, _help in FILTERS}


class QuestionTree(QAbstractItemModel):
    """Two levels: pillars, and their questions."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lens: Lens | None = None
        self._lines: dict[str, QuestionLine] = {}
        self._pillars: tuple[Pillar, ...] = ()
        self._place: dict[str, tuple[int, int]] = {}
        self._scope = Scope()

    def set_scope(self, scope: Scope) -> None:
        """Let pillars count only the questions of a scope."""
        if scope != self._scope:
            self._scope = scope
            if self._pillars:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._pillars) - 1, 0))

    def set_lines(self, lens: Lens | None, lines: Mapping[str, QuestionLine]) -> None:
        """Show a review; the same lens again keeps selection and folding."""
        if lens is not None and lens is self._lens:
            changed = [key for key, line in lines.items() if self._lines.get(key) != line]
            self._lines = dict(lines)
            for key in changed:
                self._tell(key)
            return
        self.beginResetModel()
        self._lens, self._lines = lens, dict(lines)
        self._pillars = tuple(pillar for pillar in lens.pillars if pillar.questions) if lens else ()
        self._place = {
            question.id: (row, column)
            for row, pillar in enumerate(self._pillars)
            for column, question in enumerate(pillar.questions)
        }
        self.endResetModel()

    def set_line(self, line: QuestionLine) -> None:
        """Replace one question."""
        if self._lines.get(line.id) != line:
            self._lines[line.id] = line
            self._tell(line.id)

    def index_of(self, question_id: str) -> QModelIndex:
        """Return where a question is; invalid when it is not here."""
        place = self._place.get(question_id)
        return self.createIndex(place[1], 0, place[0] + 1) if place else QModelIndex()

    def _tell(self, question_id: str) -> None:
        index = self.index_of(question_id)
        if index.isValid():
            self.dataChanged.emit(index, index)
            self.dataChanged.emit(index.parent(), index.parent())

    # -- Qt's questions ------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if column or row < 0 or row >= self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        number = child.internalId() if child.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self._pillars)
        return 0 if parent.internalId() else len(self._pillars[parent.row()].questions)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        number = index.internalId()
        if not number:
            return self._pillar_data(self._pillars[index.row()], role)
        line = self._lines.get(self._pillars[number - 1].questions[index.row()].id)
        return None if line is None else _question_data(line, role)

    def _pillar_data(self, pillar: Pillar, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return pillar.name
        if role not in (LINE_ROLE, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        counts: dict[Risk, int] = {}
        for question in pillar.questions:
            line = self._lines.get(question.id)
            if line is not None and self._scope.holds(question):
                counts[line.risk] = counts.get(line.risk, 0) + 1
        total = sum(counts.values()) - counts.get(Risk.NOT_APPLICABLE, 0)
        answered = total - counts.get(Risk.UNANSWERED, 0)
        if role == LINE_ROLE:
            return PillarLine(pillar, answered, total, counts)
        words = _("{done} of {all} answered").format(done=answered, all=total)
        listed = [f"{n} {_(RISK_WORDS[risk])}" for risk, n in counts.items() if risk in (Risk.HIGH, Risk.MEDIUM)]
        return ", ".join([pillar.name, words, *listed])


def _question_data(line: QuestionLine, role: int) -> object:
    question = line.question
    if role == LINE_ROLE:
        return line
    if role == Qt.ItemDataRole.DisplayRole:
        return f"{question.code} {question.short or question.title}".strip()
    if role == Qt.ItemDataRole.ToolTipRole:
        return f"{question.title}\n{', '.join(_words(line))}"
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return ", ".join([f"{question.code} {question.short or question.title}".strip(), *_words(line)])
    if role == Qt.ItemDataRole.AccessibleDescriptionRole:
        return question.title
    return None


def _words(line: QuestionLine) -> list[str]:
    words = [_(RISK_WORDS[line.risk])]
    words += [_("accepted")] if line.is_accepted_on(QDate.currentDate().toString(Qt.DateFormat.ISODate)) else []
    words += [_("flagged")] if line.answer.flagged else []
    words += [_("parked")] if line.answer.parked else []
    words += [_("changed since the milestone")] if line.is_changed else []
    return words


class QuestionFilter(QSortFilterProxyModel):
    """Lets through what is in scope and passes the filters, and always the question that is open."""

    def __init__(self, source: QuestionTree, me: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.filters: frozenset[str] = frozenset()
        self.scope = Scope()
        self.open_id = ""
        self._me = me
        self.setSourceModel(source)

    def set_filters(self, filters: frozenset[str]) -> None:
        """Filter anew."""
        self.beginFilterChange()
        self.filters = filters
        self.endFilterChange()

    def set_scope(self, scope: Scope) -> None:
        """Filter anew by phase and pillar."""
        if scope != self.scope:
            self.beginFilterChange()
            self.scope = scope
            self.endFilterChange()

    @property
    def is_narrowed(self) -> bool:
        """True where not every question is let through."""
        return bool(self.filters or self.scope)

    def passes(self, line: QuestionLine) -> bool:
        """Tell whether a question is in scope and passes the filters."""
        return self.scope.holds(line.question) and (not self.filters or fits(line, self.filters, self._me()))

    def set_open(self, question_id: str) -> None:
        """Keep a question in the list although it may no longer pass."""
        if question_id == self.open_id:
            return
        self.beginFilterChange()
        self.open_id = question_id
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        source = self.sourceModel()
        index = source.index(row, 0, parent)
        if not parent.isValid():
            return not self.is_narrowed or any(self.filterAcceptsRow(n, index) for n in range(source.rowCount(index)))
        line = index.data(LINE_ROLE)
        if not isinstance(line, QuestionLine):
            return False
        return line.id == self.open_id or self.passes(line)

    def question_ids(self) -> list[str]:
        """Return the questions that are let through, in order."""
        found = []
        for row in range(self.rowCount()):
            pillar = self.index(row, 0)
            for number in range(self.rowCount(pillar)):
                line = self.index(number, 0, pillar).data(LINE_ROLE)
                found.append(line.id)
        return found

    def index_of(self, question_id: str) -> QModelIndex:
        """Return where a question is shown; invalid when it is not."""
        source = self.sourceModel()
        assert isinstance(source, QuestionTree)
        return self.mapFromSource(source.index_of(question_id))
