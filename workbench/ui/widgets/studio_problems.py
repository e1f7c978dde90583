"""Everything the checks found in a lens; Enter goes to the place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.lens_draft_verdict import Judged, PlacedFinding, part_words
from workbench.domain.lens_draft import LensDraft
from workbench.i18n import _, n_
from workbench.ui.theme import theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.outline import OutlineView

__all__ = ["StudioProblems", "summary"]


class StudioProblems(QWidget):
    """Errors first, then warnings; below, what to do and what AWS says."""

    opened = Signal(str, str)
    """Part and field a person wants to see; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: tuple[PlacedFinding, ...] = ()
        self.summary = label("", step="large", strong=True, wrap=True)
        self.list = OutlineView(_("Problems"))
        self.text = label("", strong=True, wrap=True)
        self.hint = label("", wrap=True)
        self.aws = dim_label("", wrap=True)
        self.go_button = plain_button(_("Go there"), self.go)
        body = QWidget()
        body.setProperty("clear", True)
        foot = QVBoxLayout(body)
        theme().space(foot, 6)
        for widget in (self.text, self.hint, self.aws):
            foot.addWidget(widget)
        foot.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        theme().space(column, 12, (24, 16, 24, 16))
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        self.foot = QScrollArea()
        self.foot.setWidgetResizable(True)
        self.foot.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot.setAccessibleName(_("What to do"))
        self.foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot.setWidget(body)
        column.addWidget(self.foot)
        self.list.opened.connect(lambda _key: self.go())
        self.list.chosen.connect(lambda _key: self._show_hint())

    def show_found(self, draft: LensDraft, verdict: Judged) -> None:
        """Show what was found in a draft."""
        self.found = verdict.findings
        groups = []
        for title, is_error in ((_("Errors: AWS would refuse these"), True), (_("Warnings"), False)):
            lines = [
                self._line(draft, number, each) for number, each in enumerate(self.found) if each.is_error == is_error
            ]
            if lines:
                groups.append(Entry(title, heading=True, note=str(len(lines)), children=tuple(lines)))
        self.list.set_entries(groups, unfold=True)
        self.summary.setText(summary(verdict))
        self.list.setVisible(bool(self.found))
        self._show_hint()

    def go(self) -> None:
        """Go to where the current problem is."""
        found = self._current()
        if found is not None:
            self.opened.emit(found.part_id, found.field)

    def next(self) -> PlacedFinding | None:
        """Return the problem after the current one, errors first; None without any."""
        order = sorted(range(len(self.found)), key=lambda n: not self.found[n].is_error)
        if not order:
            return None
        key = self.list.current_key()
        at = order.index(int(key[1])) if len(key) == 2 and int(key[1]) in order else -1
        number = order[(at + 1) % len(order)]
        self.list.select_key(("problem", str(number)))
        return self.found[number]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.foot.setFixedHeight(min(theme().px(150), round(self.height() * 0.42)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.select_first()

    def _line(self, draft: LensDraft, number: int, found: PlacedFinding) -> Entry:
        part = draft.part(found.part_id)
        where = part_words(draft, part) if part is not None else ""
        return Entry(found.finding.text, ("problem", str(number)), note=where)

    def _current(self) -> PlacedFinding | None:
        key = self.list.current_key()
        return self.found[int(key[1])] if len(key) == 2 and int(key[1]) < len(self.found) else None

    def _show_hint(self) -> None:
        found = self._current()
        self.text.setText(found.finding.text if found else "")
        self.hint.setText(found.finding.hint if found else "")
        self.aws.setText(found.finding.aws if found else "")
        for widget in (self.text, self.hint, self.aws, self.go_button):
            widget.setVisible(found is not None and (widget is self.go_button or bool(widget.text())))


def summary(verdict: Judged) -> str:
    """Return "2 errors, 5 warnings", or that the Tool would take the lens."""
    errors = verdict.errors
    warnings = len(verdict.findings) - errors
    if not verdict.findings:
        return _("Nothing to correct: within the Tool's limits")
    parts = [n_("{n} error", "{n} errors", errors)] if errors else [_("No errors: the Tool should take it")]
    parts += [n_("{n} warning", "{n} warnings", warnings)] if warnings else []
    return ", ".join(parts)
