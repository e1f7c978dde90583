"""The consolidated report of an account as a table: a workload's totals, then its lenses and pillars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.i18n import N_, _

if TYPE_CHECKING:
    from workbench.sync.extras import ConsolidatedRow

__all__ = ["TABLE_COLUMNS", "ConsolidatedModel", "TableColumn"]

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; see widgets.columns_view.ColumnLike. `risk` is the Tool's name of the risk it counts."""

    key: str
    name: str
    width: int
    yields: int = 0
    grows: int = 0
    risk: str = ""
    tip: str = ""

    @property
    def title(self) -> str:
        """What stands in the header."""
        return _(self.name)


TABLE_COLUMNS = (
    TableColumn("workload", N_("Workload"), 140, grows=2),
    TableColumn("lens", N_("Lens"), 200, yields=4, grows=2),
    TableColumn("pillar", N_("Pillar"), 160, grows=1),
    TableColumn("high", N_("High"), 64, risk="HIGH"),
    TableColumn("medium", N_("Medium"), 72, risk="MEDIUM"),
    TableColumn("none", N_("None"), 64, yields=2, risk="NONE"),
    TableColumn("unanswered", N_("Unanswered"), 100, yields=3, risk="UNANSWERED"),
    TableColumn("not_applicable", N_("Not applicable"), 112, yields=1, risk="NOT_APPLICABLE"),
)


class ConsolidatedModel(QAbstractTableModel):
    """Rows as the Tool reports them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ConsolidatedRow, ...] = ()

    def set_rows(self, rows: Sequence[ConsolidatedRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(TABLE_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TABLE_COLUMNS[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(TABLE_COLUMNS[section]) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column = TABLE_COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cell(self._rows[index.row()], column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(column) | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {self._cell(self._rows[index.row()], column) or _('nothing')}"
        return None

    def text(self) -> str:
        """Return the table as lines with tabs between the cells, for a spreadsheet."""
        lines = ["\t".join(column.title for column in TABLE_COLUMNS)]
        lines += ["\t".join(self._cell(row, column) for column in TABLE_COLUMNS) for row in self._rows]
        return "\n".join(lines) + "\n"

    @staticmethod
    def _cell(row: ConsolidatedRow, column: TableColumn) -> str:
        if column.risk:
            n = dict(row.risks).get(column.risk, 0)
            return f"{n:,}" if n else ""
        if column.key == "lens":
            return row.lens or _("all lenses")
        return str(getattr(row, column.key))


def _side(column: TableColumn) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column.risk else Qt.AlignmentFlag.AlignLeft
