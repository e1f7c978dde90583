"""The improvement list as a Qt model: filtered and sorted over plain data; changing a cell asks the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.domain.evidence import Strength
from workbench.domain.plan import ITEM_TITLES, Improvement, ItemStatus
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.i18n import N_, _, n_
from workbench.operations.history import Operation
from workbench.operations.plan import EndAcceptance, SetImprovement
from workbench.store.queries.standing import StandingLine

__all__ = [
    "COLUMNS", "EDITABLE", "ROW_ROLE", "CellLook", "PlanModel", "PlanRow", "chosen", "plan_rows", "row_operations",
    "sorted_rows",
]  # fmt: skip

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 60
"""Role under which the model gives the PlanRow."""
QUESTION, WAY, OWNER, DUE, STATUS, NOTE = range(6)
COLUMNS = (N_("Risk and question"), N_("Smallest way down"), N_("Owner"), N_("Due"), N_("Status"), N_("Note"))
EDITABLE = {OWNER: "owner", DUE: "due", STATUS: "status", NOTE: "note"}
"""Column and the field of the improvement that it changes."""
_STATUS_ORDER = tuple(ItemStatus)
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell is painted; kind is "question", "text", "wrapped", "day" or "choice"."""

    kind: str
    first: str = ""
    second: str = ""
    tone: str = ""
    code: str = ""
    risk: Risk | None = None
    dim: bool = False


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One risk and what is done about it, in the words the table shows.

    Attributes:
        due: YYYY-MM-DD; `due_text` as this computer writes it.
        status_note: What else there is to say about the status, and its tone.
        is_gone: The risk is no longer there, the plan still is.
    """

    line: StandingLine
    place: str
    way: str
    way_size: int
    owner: str
    due: str
    due_text: str
    status: ItemStatus
    status_note: str
    tone: str
    note: str
    is_overdue: bool
    is_gone: bool

    @property
    def key(self) -> tuple[str, str]:
        """Review and question id."""
        return self.line.key

    @property
    def name(self) -> str:
        """Our short name of the question."""
        return self.line.question.short or self.line.question.title

    def cell(self, column: int) -> str:
        """Return what one cell says."""
        return (
            f"{self.line.question.code} {self.name}".strip(), self.way, self.owner, self.due_text,
            ", ".join(part for part in (_(ITEM_TITLES[self.status]), self.status_note) if part), self.note,
        )[column]  # fmt: skip

    def look(self, column: int) -> CellLook:
        """Return how one cell is painted."""
        if column == QUESTION:
            code, risk = self.line.question.code, self.line.risk
            return CellLook("question", self.name, self.place, "", code, risk, self.is_gone)
        if column == STATUS:
            return CellLook("choice", _(ITEM_TITLES[self.status]), self.status_note, self.tone, dim=self.is_gone)
        if column in (OWNER, DUE):
            return CellLook("text" if column == OWNER else "day", self.cell(column), dim=self.is_gone)
        return CellLook("wrapped", self.cell(column), dim=self.is_gone)


def plan_rows(
    lines: Iterable[StandingLine], today: str, day_text: Callable[[str], str], places: dict[tuple[str, str], str]
) -> tuple[PlanRow, ...]:
    """Return a row for every open risk, and for every risk that is gone but still has a plan.

    Args:
        lines: Questions of all lenses.
        today: YYYY-MM-DD.
        day_text: Writes a day as this computer does.
        places: Pillar (and lens) names by review id and pillar id.
    """
    return tuple(
        _row(line, today, day_text, places.get((line.review_id, line.pillar_id), ""))
        for line in lines
        if line.is_open or line.improvement is not None
    )


def _row(line: StandingLine, today: str, day_text: Callable[[str], str], place: str) -> PlanRow:
    status = line.status(today)
    note, tone = _status_note(line, status, today, day_text)
    ways = line.assessment.ways_down
    names = [choice.title for choice in line.question.practices if ways and choice.id in ways[0]]
    way = "; ".join(names)
    if len(ways) > 1:
        way += " " + n_("({n} other way)", "({n} other ways)", len(ways) - 1)
    if line.is_open and not ways:
        way = _("No set of practices lowers it") if line.question.practices else _("Verdict of the review")
    return PlanRow(
        line, place, way, len(names), line.owner, line.due, day_text(line.due), status, note, tone,
        line.improvement.note if line.improvement else "", line.is_overdue(today), not line.is_open,
    )  # fmt: skip


def _status_note(line: StandingLine, status: ItemStatus, today: str, day_text: Callable[[str], str]) -> tuple[str, str]:
    if line.acceptance is not None and status is ItemStatus.ACCEPTED:
        return _("until {day}").format(day=day_text(line.acceptance.until)), ""
    if line.acceptance is not None and line.has_expired(today):
        return _("acceptance expired {day}").format(day=day_text(line.acceptance.until)), "high"
    own = [item for item in line.evidence if item.is_ours]
    if status is ItemStatus.DONE and not own:
        return _("no evidence yet"), "medium"
    if status is ItemStatus.DONE:
        best = max((item.strength for item in own), key=tuple(Strength).index)
        words = {
            Strength.CLAIMED: (_("evidence only claimed"), "medium"),
            Strength.SHOWN: (_("evidence shown"), ""),
            Strength.VERIFIED: (_("evidence verified"), "none"),
        }
        text, tone = words[best]
        return (text, tone) if not line.is_open else (_("{what}, risk remains").format(what=text), "medium")
    if not line.is_open:
        return _("risk is gone"), "none"
    if line.is_overdue(today):
        return _("overdue"), "high"
    return "", ""


def chosen(rows: Iterable[PlanRow], filters: set[str], who: str, text: str = "") -> tuple[PlanRow, ...]:
    """Return the rows that pass every filter: high, medium, overdue, mine, open, no_owner, gone."""
    me, words = who.strip().casefold(), text.casefold().split()
    tests: dict[str, Callable[[PlanRow], bool]] = {
        "high": lambda row: row.line.risk is Risk.HIGH,
        "medium": lambda row: row.line.risk is Risk.MEDIUM,
        "overdue": lambda row: row.is_overdue,
        "mine": lambda row: bool(me) and row.owner.strip().casefold() == me,
        "open": lambda row: row.status is ItemStatus.OPEN and not row.is_gone,
        "no_owner": lambda row: not row.owner.strip() and not row.is_gone,
        "gone": lambda row: row.is_gone,
    }

    def holds(row: PlanRow) -> bool:
        if not all(tests[name](row) for name in filters):
            return False
        if not words:
            return True
        whole = " ".join([row.place, *(row.cell(column) for column in range(len(COLUMNS)))]).casefold()
        return all(word in whole for word in words)

    return tuple(row for row in rows if holds(row))


def sorted_rows(rows: Iterable[PlanRow], column: int, is_descending: bool) -> tuple[PlanRow, ...]:
    """Return the rows in the order of a column; empty cells stand last either way."""
    keys: dict[int, Callable[[PlanRow], Any]] = {
        QUESTION: lambda row: (row.is_gone, RISK_ORDER.index(row.line.risk)),
        WAY: lambda row: row.way_size,
        OWNER: lambda row: row.owner.casefold(),
        DUE: lambda row: row.due,
        STATUS: lambda row: _STATUS_ORDER.index(row.status),
        NOTE: lambda row: row.note.casefold(),
    }
    key = keys[column]
    full = [row for row in rows if column in (QUESTION, STATUS) or key(row)]
    empty = [row for row in rows if not (column in (QUESTION, STATUS) or key(row))]
    return (*sorted(full, key=key, reverse=is_descending), *empty)


def row_operations(row: PlanRow, field: str, value: str) -> list[Operation]:
    """What a new value in one row comes to; leaving "accepted" takes the acceptance back."""
    line = row.line
    planned = line.improvement or Improvement(*line.key)
    if planned.status is ItemStatus.ACCEPTED and row.status is not ItemStatus.ACCEPTED:
        planned = replace(planned, status=row.status)  # the acceptance is over
    changed = ItemStatus(value) if field == "status" else value
    operations: list[Operation] = []
    if field == "status" and row.status is ItemStatus.ACCEPTED:
        operations.append(EndAcceptance(*line.key))
    operations.append(SetImprovement(replace(planned, **{field: changed})))  # type: ignore[arg-type]
    return operations


class PlanModel(QAbstractTableModel):
    """Shows rows; a new value goes to `change(row, field, value)`, which tells whether it was taken."""

    def __init__(self, change: Callable[[PlanRow, str, str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PlanRow, ...] = ()
        self._change = change
        self.is_editable = True

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """What is shown, in order."""
        return self._rows

    def set_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show other rows; where the same questions stand in the same order only their cells change."""
        rows = tuple(rows)
        if [row.key for row in rows] == [row.key for row in self._rows]:
            changed = [place for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
            self._rows = rows
            for place in changed:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def place_of(self, key: tuple[str, str]) -> int:
        """Return the row of a question, -1 when it is not shown."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _(COLUMNS[section])
        return None

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cell(column)
        if role == Qt.ItemDataRole.EditRole:
            return {OWNER: row.owner, DUE: row.due_text, STATUS: row.status.value, NOTE: row.note}.get(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(COLUMNS[column])}: {row.cell(column) or _('empty')}"
        return None

    def _tip(self, row: PlanRow, column: int) -> str:
        if column == QUESTION:
            return "\n".join(part for part in (row.line.question.title, row.place) if part)
        if column == WAY:
            ways = row.line.assessment.ways_down
            titles = {choice.id: f"{choice.code} {choice.title}".strip() for choice in row.line.question.practices}
            lines = ["\n".join(titles[choice_id] for choice_id in way) for way in ways[:6]]
            return ("\n" + _("or") + "\n").join(lines)
        return row.cell(column)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if self.is_editable and index.column() in EDITABLE else base

    def setData(self, index: AnyIndex, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() not in EDITABLE:
            return False
        return self._change(self._rows[index.row()], EDITABLE[index.column()], str(value))

    def table_text(self, rows: Sequence[PlanRow]) -> str:
        """Return rows as lines with tabs between the cells, for a spreadsheet; the risk has a column of its own."""
        heads = [_("Risk"), *(_(title) for title in COLUMNS)]
        lines = ["\t".join(heads)]
        for row in rows:
            due = [row.cell(column) if column != DUE else row.due for column in range(len(COLUMNS))]
            cells = [row.line.risk.value, *due]
            lines.append("\t".join(" ".join(cell.split()) for cell in cells))
        return "\n".join(lines) + "\n"
