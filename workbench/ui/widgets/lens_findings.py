"""What was found in one lens file: a sentence on what it is, the findings by place, and what to do about the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from workbench.exchange.lens_intake import FAILED, NEW, SAME, SKIPPED, VERSION, Intake
from workbench.i18n import N_, _, n_
from workbench.library.lens_rules import Finding
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.labels import dim_label, heading, label
from workbench.ui.widgets.lens_entries import finding_entries
from workbench.ui.widgets.outline import OutlineView

__all__ = ["LensFindings", "status_words"]

_COUNTS = (
    ("pillars", "{n} pillar", "{n} pillars"), ("questions", "{n} question", "{n} questions"),
    ("practices", "{n} practice", "{n} practices"), ("rules", "{n} rule", "{n} rules"),
    ("improvement_plans", "{n} improvement plan", "{n} improvement plans"),
    ("additional_resources", "{n} further resource", "{n} further resources"),
)  # fmt: skip
_SHORT = {
    NEW: N_("New lens"),
    VERSION: N_("New version"),
    SAME: N_("Known already"),
    SKIPPED: N_("No lens"),
    FAILED: N_("Cannot be used"),
}


def status_words(one: Intake) -> str:
    """Return in two words what a file is."""
    return _(_SHORT[one.status])


class LensFindings(QWidget):
    """The findings of a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.one: Intake | None = None
        self.title = heading("", "large")
        self.counts = dim_label("", wrap=True)
        self.status = label("", wrap=True)
        self.list = OutlineView(_("Findings"), folds=True)
        self.hint = label("", wrap=True)
        self.aws = dim_label("", wrap=True)
        below = QWidget()
        set_look(below, ground="raised")
        words = QVBoxLayout(below)
        theme().space(words, 6, (16, 10, 16, 12))
        for widget in (self.hint, self.aws):
            widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(widget)
        words.addStretch(1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(below)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([theme().px(380), theme().px(96)])
        self.splitter.setStretchFactor(0, 4)
        self.splitter.setStretchFactor(1, 1)
        head = QVBoxLayout()
        theme().space(head, 4, (16, 12, 16, 8))
        for widget in (self.title, self.counts, self.status):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addLayout(head)
        column.addWidget(self.splitter, 1)
        self.list.chosen.connect(self._show)

    def show_file(self, one: Intake, used_by: str) -> None:
        """Show another file.

        Args:
            used_by: Names of the workloads that use the older version.
        """
        self.one = one
        self.title.setText(one.path.name)
        self.title.setToolTip(str(one.path))
        counts = one.verdict.counts if one.verdict is not None else {}
        self.counts.setText(", ".join(n_(single, many, counts[key]) for key, single, many in _COUNTS if key in counts))
        self.counts.setVisible(bool(counts))
        self.status.setText(_sentence(one, used_by))
        self.list.set_entries(self._entries(one), unfold=True)
        self.list.select_first()
        self._show(self.list.current_key())

    def _entries(self, one: Intake) -> tuple[Entry, ...]:
        errors, warnings = self._found(one)
        entries = finding_entries(errors, warnings)
        if one.status == FAILED and one.unreadable is None:
            lines = tuple(Entry(text, wraps=True) for text in (one.details or (one.problem,)))
            why = Entry(
                _("Why it cannot be reviewed with"), ("problem",), note=f"{len(lines):,}", heading=True, children=lines
            )
            return (why, *entries)
        return entries or (Entry(_("Nothing to correct."), dim=True),)

    @staticmethod
    def _found(one: Intake) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        if one.unreadable is not None:
            return (one.unreadable,), ()
        return (one.verdict.errors, one.verdict.warnings) if one.verdict is not None else ((), ())

    def _show(self, key: object) -> None:
        place: tuple[str, ...] = tuple(key)  # type: ignore[arg-type]
        finding = None
        if self.one is not None and len(place) == 2:
            found = self._found(self.one)[place[0] == "warning"]
            finding = found[int(place[1])]
        self.hint.setText(f"{finding.text}\n{finding.hint}".strip() if finding else "")
        self.aws.setText(finding.aws if finding else "")

    def text(self) -> str:
        """Return everything that was found, as text."""
        if self.one is None:
            return ""
        errors, warnings = self._found(self.one)
        lines = [str(self.one.path), self.counts.text(), self.status.text(), *self.one.details]
        for title, found in ((_("AWS would refuse"), errors), (_("Noted only"), warnings)):
            lines += [
                f"{title}: {len(found):,}",
                *(f"{one.line}:{one.column} {one.path} [{one.rule}] {one.text}" for one in found),
            ]
        return "\n".join(line for line in lines if line)

    def copy(self) -> None:
        """Put everything that was found on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())


def _sentence(one: Intake, used_by: str) -> str:
    errors = len(one.verdict.errors) if one.verdict is not None else 0
    if one.status in (FAILED, SKIPPED):
        return one.problem
    like = f"{one.like.lens.name} {one.like.lens.version}".strip() if one.like is not None else ""
    if one.status == SAME:
        said = _("The same content as {lens}, which is here already.").format(lens=like)
    elif one.status == VERSION and one.like is not None:
        why = (
            _("by its name")
            if one.by_name
            else n_("by the id of {n} question", "by the ids of {n} questions", one.shared)
        )
        said = _("A new version of {lens}, recognised {why}.").format(lens=like, why=why)
        said += " " + (
            _("Reviewed with the older one: {who}.").format(who=used_by)
            if used_by
            else _("No review uses the older one.")
        )
    else:
        said = _("A lens that is not here yet.")
    can = _("AWS would take it.") if not errors else _("It can be reviewed with; AWS would refuse to import it.")
    return f"{said} {can}"
