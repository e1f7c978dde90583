"""The lenses of a workload: name, version, progress, risk, and what to do with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.domain.risk import Risk
from workbench.i18n import _, n_
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import flat_button, icon_button, link_button
from workbench.ui.widgets.labels import dim_label, label, rule
from workbench.ui.widgets.risk_bar import RiskBar

__all__ = ["LensRow", "LensRows"]


@dataclass(frozen=True, slots=True)
class LensRow:
    """One review of the workload.

    Attributes:
        newer: The newest version of the lens, where that is not the one in use.
        retired: Questions with something that earlier versions had and this one lacks.
    """

    review_id: str
    name: str
    version: str
    counts: Mapping[Risk, int] = field(default_factory=dict)
    newer: str = ""
    retired: int = 0

    @property
    def progress(self) -> str:
        """Return "52 of 57 answered"."""
        whole = sum(n for risk, n in self.counts.items() if risk is not Risk.NOT_APPLICABLE)
        done = whole - self.counts.get(Risk.UNANSWERED, 0)
        return _("{done} of {all} answered").format(done=done, all=whole)


class LensRows(QWidget):
    """One block per lens."""

    opened = Signal(str)
    """Review id; UI thread."""
    removed = Signal(str)
    """Review id; UI thread."""
    upgrade_asked = Signal(str)
    """Review id; UI thread."""
    retired_asked = Signal(str)
    """Review id; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[LensRow, ...] = ()
        self._column = QVBoxLayout(self)
        theme().space(self._column, 12)

    def show_lenses(self, rows: Sequence[LensRow], *, can_remove: bool) -> None:
        """Show other lenses."""
        self.rows = tuple(rows)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._column.addWidget(self._block(row, can_remove))
            self._column.addWidget(rule())
        if not rows:
            self._column.addWidget(dim_label(_("No lens yet. A review needs one."), wrap=True))

    def _block(self, row: LensRow, can_remove: bool) -> QWidget:
        block = QWidget()
        bar = RiskBar(row.counts)
        bar.setAccessibleName(f"{row.name}: {bar.accessibleName()}")
        open_button = flat_button(_("Open review"), lambda: self.opened.emit(row.review_id), icon_name="review")
        open_button.setAccessibleName(_("Open review: {lens}").format(lens=row.name))
        remove_button = icon_button(
            "trash", _("Remove lens: {lens}").format(lens=row.name), lambda: self.removed.emit(row.review_id), size=16
        )
        remove_button.setVisible(can_remove)
        foot = QHBoxLayout()
        theme().space(foot, 4)
        foot.addWidget(open_button)
        foot.addStretch(1)
        foot.addWidget(remove_button)
        column = QVBoxLayout(block)
        theme().space(column, 4)
        column.addWidget(label(row.name, strong=True, wrap=True))
        column.addWidget(dim_label(" · ".join(part for part in (row.version, row.progress) if part), wrap=True))
        column.addWidget(bar)
        column.addLayout(foot)
        if row.newer and can_remove:
            newer = link_button(
                _("Upgrade to version {version}...").format(version=row.newer),
                lambda: self.upgrade_asked.emit(row.review_id),
            )
            newer.setAccessibleName(f"{row.name}: {newer.text()}")
            column.addWidget(newer)
        if row.retired:
            words = n_("{n} retired answer", "{n} retired answers", row.retired)
            gone = link_button(words, lambda: self.retired_asked.emit(row.review_id))
            gone.setAccessibleName(f"{row.name}: {words}")
            column.addWidget(gone)
        return block
