"""Findings beside the canvas: by journey and category, narrowed by severity, status and journey, in an order to choose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.analyses.failure.availability_words import availability_short
from workbench.domain.finding import (
    CATEGORY_TITLES,
    SEVERITY_TITLES,
    STATUS_TITLES,
    Category,
    Finding,
    FindingStatus,
    Severity,
)
from workbench.domain.risk import Risk
from workbench.i18n import N_, _
from workbench.operations.room_answers import Asked
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.question_choice import CalmChoice

if TYPE_CHECKING:
    from workbench.ui.models.architecture_desk import ArchitectureDesk

__all__ = ["FindingList"]

_RISKS = {Severity.HIGH: Risk.HIGH, Severity.MEDIUM: Risk.MEDIUM}
_ORDERS = (("severity", N_("Worst first")), ("reach", N_("Most journeys first")), ("name", N_("By name")))
_QUESTION = "question"


class FindingList(QWidget):
    """The list and what narrows it; keys are (finding id, journey id), or ("question", id)."""

    chosen = Signal(object)
    """The key of the current entry, () for none; UI thread."""
    opened = Signal(object)
    """The key of an entry that was opened; UI thread."""

    def __init__(self, architecture: ArchitectureDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture = architecture
        self.asked: tuple[Asked, ...] = ()
        self.chips = {one: Chip(_(title)) for one, title in SEVERITY_TITLES.items()}
        self.status = CalmChoice()
        self.status.setAccessibleName(_("Status of findings"))
        for status, title in STATUS_TITLES.items():
            self.status.addItem(_(title), str(status))
        self.status.addItem(_("All"), "")
        self.journey = CalmChoice()
        self.journey.setAccessibleName(_("Journey"))
        self.order = CalmChoice()
        self.order.setAccessibleName(_("Order"))
        for key, title in _ORDERS:
            self.order.addItem(_(title), key)
        for choice in (self.status, self.journey, self.order):
            choice.setMinimumContentsLength(7)
            choice.setSizeAdjustPolicy(CalmChoice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.currentIndexChanged.connect(self.show_findings)
        for chip in self.chips.values():
            chip.toggled.connect(self.show_findings)
        self.list = OutlineView(_("Findings"), folds=True, ground="raised")
        self.none = dim_label("", wrap=True)
        self.none.setContentsMargins(8, 8, 8, 8)
        head = QVBoxLayout()
        theme().space(head, 6, (8, 8, 8, 4))
        head.addWidget(FlowRow(*self.chips.values(), gap=4))
        head.addWidget(FlowRow(self.status, self.journey, self.order, gap=4))
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addLayout(head)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(self.opened)
        theme().changed.connect(self._dress)
        self._dress()

    # -- showing -------------------------------------------------------------------------------

    def show_findings(self) -> None:
        """Show what there is now; the chosen one stays chosen."""
        self._know_journeys()
        kept = self._kept()
        every = [one for one in self._architecture.findings if self._has_status(one)]
        for severity, chip in self.chips.items():
            chip.set_count(sum(one.severity is severity for one in every))
        entries = [*self._by_journey(kept), *self._questions()]
        self.list.set_entries(entries, unfold=True)
        self.none.setText(self._why_none())
        self.none.setVisible(not kept)

    def _dress(self) -> None:
        self.list.setIndentation(theme().px(10))  # a narrow list with two levels of groups

    def select_finding(self, finding_id: str) -> bool:
        """Make a finding current, whatever narrows the list; False where there is none."""
        if self._architecture.finding(finding_id) is None:
            return False
        if not any(one.id == finding_id for one in self._kept()):
            for chip in self.chips.values():
                chip.setChecked(False)
            self.status.setCurrentIndex(self.status.count() - 1)
            self.journey.setCurrentIndex(0)
        for group in self.list.entries:
            for category in group.children:
                for entry in category.children:
                    if entry.key[:1] == (finding_id,):
                        self.list.select_key(entry.key)
                        return True
        return False

    def step(self, by: int) -> None:
        """Make the next or previous finding of the list current."""
        keys = [entry.key for group in self.list.entries for part in group.children for entry in part.children]
        current = self.list.current_key()
        place = keys.index(current) + by if current in keys else 0 if by > 0 else len(keys) - 1
        if 0 <= place < len(keys):
            self.list.select_key(keys[place])

    def _kept(self) -> list[Finding]:
        severities = {severity for severity, chip in self.chips.items() if chip.isChecked()}
        journey = str(self.journey.currentData() or "")
        found = [
            one for one in self._architecture.findings
            if self._has_status(one) and (not severities or one.severity in severities)
            and (not journey or journey in one.journeys)
        ]  # fmt: skip
        order = self.order.currentData()
        if order == "reach":
            found.sort(key=lambda one: -len(one.journeys))
        elif order == "name":
            found.sort(key=lambda one: one.title.casefold())
        return found

    def _has_status(self, one: Finding) -> bool:
        status = str(self.status.currentData())
        return not status or one.status is FindingStatus(status)

    def _know_journeys(self) -> None:
        wanted = [(_("All journeys"), ""), *((one.title, one.id) for one in self._architecture.graph.journeys)]
        if wanted == [(self.journey.itemText(n), self.journey.itemData(n)) for n in range(self.journey.count())]:
            return
        current = self.journey.currentData()
        self.journey.blockSignals(True)
        self.journey.clear()
        for title, key in wanted:
            self.journey.addItem(title, key)
        self.journey.setCurrentIndex(max(0, self.journey.findData(current)))
        self.journey.blockSignals(False)

    def _by_journey(self, kept: Sequence[Finding]) -> Iterable[Entry]:
        chosen = str(self.journey.currentData() or "")
        for journey in self._architecture.graph.journeys:
            own = [one for one in kept if journey.id in one.journeys]
            if own and (not chosen or chosen == journey.id):
                yield Entry(journey.title, ("journey", journey.id), note=self._standing(journey.id, own), heading=True,
                            children=self._by_category(own, journey.id))  # fmt: skip
        rest = [one for one in kept if not one.journeys]
        if rest:
            yield Entry(_("No journey"), ("journey", ""), note=f"{len(rest):,}", heading=True,
                        children=self._by_category(rest, ""))  # fmt: skip

    def _standing(self, journey_id: str, own: Sequence[Finding]) -> str:
        numbers = self._architecture.numbers
        result = numbers.analysis.journeys.get(journey_id) if numbers else None
        return f"{len(own):,}" + (f" · {availability_short(result)}" if result else "")

    def _by_category(self, own: Sequence[Finding], journey_id: str) -> tuple[Entry, ...]:
        groups = []
        for category in Category:
            some = [one for one in own if one.category is category]
            if some:
                children = tuple(_entry(one, journey_id) for one in some)
                groups.append(Entry(_(CATEGORY_TITLES[category]), ("category", journey_id, str(category)),
                                    note=f"{len(some):,}", heading=True, children=children))  # fmt: skip
        return tuple(groups)

    def _questions(self) -> Iterable[Entry]:
        if not self.asked:
            return
        titles = {one.id: one.title for one in self._architecture.graph.journeys}
        lines = tuple(
            Entry(one.text, (_QUESTION, one.id), note=one.effect or titles.get(one.about, ""), risk=Risk.UNANSWERED)
            for one in self.asked
        )  # fmt: skip
        yield Entry(_("Questions to the room"), ("questions",), note=f"{len(lines):,}", heading=True, children=lines)

    def _why_none(self) -> str:
        architecture = self._architecture
        if not architecture.graph:
            return _("There is no architecture yet. Draw it or import it, and its weak points are listed here.")
        if architecture.assessment is None:
            return _("Analysing…")
        if not architecture.graph.journeys:
            return _("No user journey is named, so nothing can be said about what a user loses. Add a journey.")
        if architecture.findings:
            return _("No finding has what is chosen above.")
        return _("Nothing was found. That proves no practice: what was not looked at is listed with the results.")


def _entry(one: Finding, journey_id: str) -> Entry:
    note = _(CATEGORY_TITLES[one.category]).lower()
    if one.assumptions:
        note = _("{category}, if so: {assumption}").format(category=note, assumption=one.assumptions[0])
    if one.status is not FindingStatus.OPEN:
        note = f"{_(STATUS_TITLES[one.status])} · {note}"
    tag = _("managed") if one.managed else _(SEVERITY_TITLES[one.severity]) if one.severity is Severity.LOW else ""
    trailing = f"{len(one.journeys):,}" if len(one.journeys) > 1 else ""
    return Entry(one.title, (one.id, journey_id), note=note, tag=tag, risk=_RISKS.get(one.severity), trailing=trailing)
