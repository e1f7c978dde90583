"""One finding in words: why it holds, what it assumes, the practices it speaks to, what would mend it, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.findings.review_links import ReviewLink
from workbench.analyses.what_if.fix_candidates import Candidate
from workbench.analyses.what_if.fix_words import cost_text
from workbench.domain.finding import CATEGORY_TITLES, SEVERITY_TITLES, STATUS_TITLES, Finding, FindingStatus, Severity
from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.days import day_text
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import KeyButton, flat_button, link_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label, tag_label
from workbench.ui.widgets.marks import MarkLabel
from workbench.ui.widgets.section import Section

if TYPE_CHECKING:
    from workbench.ui.models.failure_review import ReviewSide

__all__ = ["FindingView"]

_RISKS = {Severity.HIGH: Risk.HIGH, Severity.MEDIUM: Risk.MEDIUM}


class FindingView(QScrollArea):
    """Shows a finding; it decides nothing and tells what the person wants."""

    attach_asked = Signal(object)
    """The ReviewLink whose practice gets the finding as evidence; UI thread."""
    question_asked = Signal(str)
    """Id of a question of the review to go to; UI thread."""
    try_asked = Signal(object)
    """The Candidate to try; UI thread."""
    decide_asked = Signal(object)
    """The FindingStatus that is wanted; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding: Finding | None = None
        self.links: tuple[ReviewLink, ...] = ()
        self.attach_buttons: list[KeyButton] = []
        self.try_buttons: list[KeyButton] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Finding"))
        self._sheet = QWidget()
        self._sheet.setProperty("clear", True)
        self._column = QVBoxLayout(self._sheet)
        theme().space(self._column, 0)
        self.setWidget(self._sheet)

    def show_finding(
        self, finding: Finding | None, side: ReviewSide | None, links: Sequence[ReviewLink],
        candidates: Sequence[Candidate], *, read_only: bool,
    ) -> None:  # fmt: skip
        """Show a finding with what it means for the review, or nothing."""
        self.finding, self.links = finding, tuple(links)
        self.attach_buttons, self.try_buttons = [], []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if finding is None:
            self._column.addStretch(1)
            return
        self._column.addWidget(self._head(finding))
        why = Section(_("Why"), key="finding/why")
        for text in finding.path_words or (finding.explanation,):
            why.add(label(text, wrap=True))
        for text in finding.assumptions:
            why.add(label(text, wrap=True, tone="medium"))
        self._column.addWidget(why)
        self._column.addWidget(self._speaks_to(side, read_only))
        self._column.addWidget(self._mend(candidates))
        self._column.addWidget(self._decided(finding, read_only))
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    # -- parts ---------------------------------------------------------------------------------

    def _head(self, finding: Finding) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        theme().space(column, 6, (16, 10, 16, 6))
        row = QHBoxLayout()
        theme().space(row, 8)
        if finding.severity in _RISKS:
            mark = MarkLabel(_RISKS[finding.severity])
            mark.setToolTip(_(SEVERITY_TITLES[finding.severity]))
            mark.setAccessibleName(_(SEVERITY_TITLES[finding.severity]))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        title = heading(finding.title, "large")
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(title, 1)
        column.addLayout(row)
        tags = FlowRow(tag_label(_(CATEGORY_TITLES[finding.category])), gap=4)
        if finding.severity is Severity.LOW:
            tags.add(tag_label(_("low severity")))
        if finding.managed:
            tags.add(tag_label(_("managed by the provider")))
        if finding.assumptions:
            tags.add(tag_label(_("if …"), "medium"))
        if finding.status is not FindingStatus.OPEN:
            tags.add(tag_label(_(STATUS_TITLES[finding.status]), "accent"))
        column.addWidget(tags)
        if finding.explanation and finding.path_words:
            column.addWidget(label(finding.explanation, wrap=True))
        return head

    def _speaks_to(self, side: ReviewSide | None, read_only: bool) -> Section:
        part = Section(_("Speaks to"), key="finding/practices")
        if side is None:
            part.add(dim_label(_("This workload is not reviewed with the lens that findings speak to."), wrap=True))
            return part
        for place, link in enumerate(self.links):
            part.add(label(f"{link.choice.code} {link.choice.title}".strip(), wrap=True, strong=True))
            if link.reason:
                part.add(dim_label(link.reason, wrap=True))
            part.add(_agreement(link))
            has = side.has(link)
            attach = (primary_button if place == 0 and not has else plain_button)(
                _("Attached as evidence") if has else _("Attach as evidence"), partial(self.attach_asked.emit, link)
            )
            if place == 0:
                attach.set_key("E")
            attach.setEnabled(not has and not read_only)
            attach.setAccessibleDescription(link.choice.title)
            self.attach_buttons.append(attach)
            go = link_button(link.question.code or _("Question"), partial(self.question_asked.emit, link.question.id))
            go.setAccessibleName(_("Go to question {code}").format(code=link.question.code or link.question.title))
            part.add(FlowRow(attach, go))
        if not self.links:
            part.add(dim_label(_("No practice of the lens speaks to it."), wrap=True))
        return part

    def _mend(self, candidates: Sequence[Candidate]) -> Section:
        part = Section(_("What would mend it"), key="finding/fixes")
        for one in candidates:
            part.add(label(one.title, wrap=True))
            part.add(dim_label(_("Effort: {effort}. {advice}").format(effort=cost_text(one), advice=one.rule.advice),
                               wrap=True, step="small"))  # fmt: skip
            button = plain_button(_("Try"), partial(self.try_asked.emit, one))
            button.setAccessibleName(_("Try: {change}").format(change=one.title))
            self.try_buttons.append(button)
            part.add(button)
        if not candidates:
            part.add(dim_label(_("The table of fixes knows no change for it."), wrap=True))
        return part

    def _decided(self, finding: Finding, read_only: bool) -> Section:
        part = Section(_("Decision"), key="finding/decision")
        note = finding.note
        if note is None:
            part.add(dim_label(_("Nobody has decided about it."), wrap=True))
        else:
            said = [_(STATUS_TITLES[note.status]), note.by, day_text(note.on)]
            if note.until:
                said.append(_("until {day}").format(day=day_text(note.until)))
            part.add(label(" · ".join(one for one in said if one), wrap=True))
            for text in (note.reason, note.comment):
                if text:
                    part.add(dim_label(text, wrap=True))
        row = FlowRow(gap=4)
        verbs = {
            FindingStatus.ACCEPTED: _("Accept…"), FindingStatus.IRRELEVANT: _("Not relevant…"),
            FindingStatus.RESOLVED: _("Resolved…"), FindingStatus.OPEN: _("Open again"),
        }  # fmt: skip
        for status, text in verbs.items():
            if status is not finding.status:
                button = flat_button(text, partial(self.decide_asked.emit, status))
                button.setEnabled(not read_only)
                row.add(button)
        part.add(row)
        return part


def _agreement(link: ReviewLink) -> QWidget:
    """Say how the answer of the review stands to it, by a word and a tone."""
    if link.contradicts and link.depends:
        return label(_("Selected in the review: contradicted, if what is assumed is so."), wrap=True, tone="medium")
    if link.contradicts:
        return label(_("Selected in the review: the architecture says otherwise."), wrap=True, tone="high")
    if link.is_selected:
        return dim_label(_("Selected in the review."), wrap=True)
    return dim_label(_("Not selected in the review: agrees."), wrap=True)
