"""Overview: where the workload stands, what changed since the last milestone, what waits for somebody."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.differences import Comparison, Move, QuestionChange
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.i18n import N_, _, n_
from workbench.progress import Progress
from workbench.store.edits import Part
from workbench.store.queries.comparison import NOW, compare_points
from workbench.store.queries.standing import Standing, StandingLine, read_standing
from workbench.store.workspace import Workspace
from workbench.ui.actions import Action
from workbench.ui.days import day_text, today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.save_milestone import save_milestone
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.comparison_words import changed_entries, comparison_sentence
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import link_button
from workbench.ui.widgets.labels import dim_label, heading, label
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.pillar_bars import PillarBars, PillarCount
from workbench.ui.widgets.standing_entries import headline, risk_entries
from workbench.ui.widgets.turning_row import TurningRow
from workbench.ui.widgets.waiting_list import WaitingList

__all__ = ["OverviewPage"]


def _compare(workspace: Workspace, workload_id: str, number: int, day: str, progress: Progress) -> Comparison:
    progress(0, 0)
    with workspace.reading() as session:
        return compare_points(session, workload_id, number, NOW, today=day)


class OverviewPage(Page):
    """The state of one workload on one screen."""

    id = "overview"
    title = N_("Overview")
    icon = "overview"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._standing: Standing | None = None
        self._comparison: Comparison | None = None
        self._lens = ""
        self._workload_id = ""
        self._actions = (
            Action("overview.worst", _("Open the worst question"), ("R",), "warning", _("Overview"), self._open_worst,
                   lambda: bool(self.worst.entries)),
            Action("overview.compare", _("Compare with the last milestone"), ("C",), "compare", _("Overview"),
                   lambda: desk.place.go(page="milestones"), self._has_workload),
        )  # fmt: skip
        self.keys.set_actions(self._actions)
        self.states = StateStack(self._build())
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.states)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> QWidget:
        content = QWidget()
        content.setProperty("clear", True)
        whole = QVBoxLayout(content)
        theme().space(whole, 12, (24, 16, 24, 16))
        self.headline = heading("", "title")
        self.second = dim_label("", wrap=True)
        self.lens_row = FlowRow()
        whole.addWidget(self.headline)
        whole.addWidget(self.second)
        whole.addWidget(self.lens_row)
        body = TurningRow(880)
        for side, share in ((self._left(), 36), (self._right(), 64)):
            part = QWidget()
            part.setLayout(side)
            body.add(part, share)
        whole.addWidget(body, 1)
        self.keys.watch(self.worst, self.changes, self.waiting.list, self.pillars)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Overview"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        return scroll

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        theme().space(column, 4)
        self.pillars = PillarBars()
        self.pillars.opened.connect(self._open_pillar)
        self.progress_text = dim_label("")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Answered"))
        self.since = label("", step="large", strong=True, wrap=True)
        self.since_text = label("", wrap=True)
        self.changes = OutlineView(_("Changed since the last milestone"))
        self.changes.opened.connect(self._open_change)
        self.changes_link = link_button(_("Compare in detail"), lambda: self._desk.place.go(page="milestones"))
        self.save_link = link_button(_("Save milestone"), lambda: save_milestone(self._desk, self))
        column.addWidget(label(_("Risk by pillar"), step="large", strong=True))
        column.addWidget(self.pillars)
        column.addSpacing(theme().px(4))
        column.addWidget(self.progress_text)
        column.addWidget(self.progress)
        column.addSpacing(theme().px(12))
        column.addWidget(self.since)
        column.addWidget(self.since_text)
        links = QHBoxLayout()
        links.addWidget(self.changes_link)
        links.addWidget(self.save_link)
        links.addStretch(1)
        column.addLayout(links)
        column.addWidget(self.changes, 1)
        self.changes.setMinimumHeight(theme().px(56))
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        theme().space(column, 6)
        self.worst_title = label(_("Worst first"), step="large", strong=True)
        self.worst = OutlineView(_("Worst first"))
        self.worst.opened.connect(self._open)
        self.worst.setMinimumHeight(theme().px(40))
        self.waiting = WaitingList()
        self.waiting.opened.connect(self._open)
        column.addWidget(self.worst_title)
        column.addWidget(self.worst, 6)
        column.addSpacing(theme().px(6))
        column.addWidget(label(_("Waits for somebody"), step="large", strong=True))
        column.addWidget(self.waiting, 5)
        return column

    # -- page ----------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return self._actions

    def enter(self) -> None:
        self.worst.select_first()
        (self.worst if self.worst.entries else self).setFocus()

    def save_state(self) -> dict[str, Any]:
        return {"lens": self._lens, "waiting": self.waiting.shown}

    def restore_state(self, state: dict[str, Any]) -> None:
        self._lens = str(state.get("lens", ""))
        self.waiting.show_group(str(state.get("waiting", "")))

    def refresh(self, parts: frozenset[Part] | None = None) -> None:
        workload_id = self._desk.place.workload_id
        if parts is not None and not any(part.workload_id in ("", workload_id) for part in parts):
            return
        if workload_id != self._workload_id:
            self._workload_id, self._comparison = workload_id, None
        with self._desk.workspace.reading() as session:
            self._standing = read_standing(session, workload_id) if workload_id else None
        standing = self._standing
        place = self._desk.place
        if standing is None:
            self.states.show_empty(
                "overview", _("No workload chosen"), _("The overview shows where one workload stands."),
                _("Choose a workload"), lambda: place.go(page="portfolio"))  # fmt: skip
            return
        if not standing.reviews:
            names = ", ".join(standing.unreadable)
            text = _("Risks are worked out per lens. The AWS Well-Architected Framework is the usual first one.")
            if names:
                text = _("The text of {names} is not in this file.").format(names=names)
            self.states.show_empty(
                "lenses", _("No lens yet"), text, _("Choose lenses"), lambda: place.go(page="workload")
            )
            return
        self.states.show_content()
        self._show()
        self._compare()

    # -- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        standing = self._standing
        if standing is None:
            return
        if self._lens not in {review.id for review in standing.reviews}:
            self._lens = ""
        self._show_lenses(standing)
        lines = standing.of(self._lens)
        counts = standing.counts(self._lens)
        self._show_progress(counts)
        self._show_headline()
        self._show_pillars(standing)
        day = today()
        worst = Risk.HIGH if counts[Risk.HIGH] or not counts[Risk.MEDIUM] else Risk.MEDIUM
        entries = risk_entries(lines, worst, day)
        accepted = sum(1 for line in lines if line.risk is worst and line.is_accepted(day))
        title = _("Worst first: {n} high") if worst is Risk.HIGH else _("Worst first: {n} medium")
        text = title.format(n=len(entries)) + (_(", {n} of them accepted").format(n=accepted) if accepted else "")
        self.worst_title.setText(text if entries else _("Worst first: nothing yet"))
        self.worst.set_entries(entries or self._no_risk(counts))
        self.worst.setMaximumHeight(self.worst.content_height() + theme().px(4))
        self.worst.select_first()
        self.waiting.set_lines(lines, day)

    def _no_risk(self, counts: Counter[Risk]) -> tuple[Entry, ...]:
        todo = counts[Risk.UNANSWERED]
        if not todo:
            return (Entry(_("No high and no medium risk was found."), dim=True),)
        first = next((line for line in self._lines() if line.risk is Risk.UNANSWERED), None)
        if first is None:
            return ()
        name = first.name
        note = n_("{n} question is unanswered; go on here", "{n} questions are unanswered; go on here", todo)
        return (Entry(name, first.key, code=first.question.code, note=note, risk=Risk.UNANSWERED),)

    def _lines(self) -> tuple[StandingLine, ...]:
        return self._standing.of(self._lens) if self._standing else ()

    def _show_lenses(self, standing: Standing) -> None:
        reviews = [("", _("All lenses"))] + [(review.id, review.lens_name) for review in standing.reviews]
        self.lens_row.setVisible(len(standing.reviews) > 1)
        shown = [
            (chip.property("review"), chip.text()) for chip in self.lens_row.findChildren(Chip) if not chip.isHidden()
        ]
        if shown != reviews:
            self.lens_row.clear()
            for review_id, name in reviews:
                chip = Chip(name)
                chip.setProperty("review", review_id)
                chip.clicked.connect(lambda _checked=False, key=review_id: self._choose_lens(key))
                self.lens_row.add(chip)
        for chip in self.lens_row.findChildren(Chip):
            chip.setChecked(chip.property("review") == self._lens)

    def _choose_lens(self, review_id: str) -> None:
        self._lens = review_id
        self._show()
        self._show_changes()

    def _show_progress(self, counts: Counter[Risk]) -> None:
        counted = sum(n for risk, n in counts.items() if risk is not Risk.NOT_APPLICABLE)
        answered = counted - counts[Risk.UNANSWERED]
        text = _("{answered} of {all} answered").format(answered=answered, all=counted)
        if counts[Risk.NOT_APPLICABLE]:
            text += " · " + _("{n} not applicable").format(n=counts[Risk.NOT_APPLICABLE])
        self.progress_text.setText(text)
        self.progress.setRange(0, max(1, counted))
        self.progress.setValue(answered)

    def _show_headline(self) -> None:
        standing = self._standing
        if standing is None:
            return
        text = headline(standing.counts(self._lens))
        last = standing.milestones[-1] if standing.milestones else None
        closed = sum(1 for one in self._changes() if one.move is Move.CLOSED)
        if last is not None and closed:
            since = n_("{n} risk closed since {milestone}", "{n} risks closed since {milestone}", closed)
            text = f"{text}; {since.replace('{milestone}', last.name)}"
        self.headline.setText(text)
        parts = []
        if standing.workload.owner:
            parts.append(_("Owner {name}").format(name=standing.workload.owner))
        if last is not None:
            parts.append(_("Last milestone {name}, {day}").format(name=last.name, day=day_text(last.at)))
        if standing.workload.next_review:
            parts.append(_("Next review {day}").format(day=day_text(standing.workload.next_review)))
        if standing.unreadable:
            parts.append(_("Not in this file: {names}").format(names=", ".join(standing.unreadable)))
        self.second.setText(" · ".join(parts))
        self.second.setVisible(bool(parts))

    def _show_pillars(self, standing: Standing) -> None:
        names: dict[str, str] = {}
        sums: dict[str, Counter[Risk]] = {}
        for pillar, _review_id, counts in standing.pillars(self._lens):
            names.setdefault(pillar.id, pillar.name)
            sums.setdefault(pillar.id, Counter()).update(counts)
        self.pillars.set_pillars([PillarCount(key, name, dict(sums[key])) for key, name in names.items()])

    # -- since the last milestone --------------------------------------------------------------

    def _compare(self) -> None:
        standing = self._standing
        if standing is None or not standing.milestones:
            self._comparison = None
            self._show_changes()
            return
        last = standing.milestones[-1]
        work = partial(_compare, self._desk.workspace, standing.workload.id, last.number, today())
        self._desk.tasks.start(
            _("Comparing with {name}").format(name=last.name), work, partial(self._take, standing.workload.id), self,
            self._not_compared, key="overview.compare", quiet=True,
        )  # fmt: skip

    def _take(self, workload_id: str, comparison: Comparison) -> None:
        if workload_id == self._workload_id:
            self._comparison = comparison
            self._show_headline()
            self._show_changes()

    def _not_compared(self, error: Exception) -> None:
        self._comparison = None
        self._show_changes()
        self.since_text.setText(str(error))

    def _show_changes(self) -> None:
        standing, comparison = self._standing, self._comparison
        last = standing.milestones[-1] if standing and standing.milestones else None
        self.save_link.setVisible(last is None and not self._desk.editor.read_only)
        self.changes_link.setVisible(last is not None)
        if last is None or standing is None:
            self.since.setText(_("No milestone yet"))
            text = _("A milestone keeps the workload as it stands. From then on this place tells what changed.")
            self.since_text.setText(text)
            self.changes.set_entries(())
            return
        self.since.setText(_("Since {name}, {day}").format(name=last.name, day=day_text(last.at)))
        if comparison is None:
            return
        self.since_text.setText(comparison_sentence(self._changes(), None if self._lens else comparison) + ".")
        names = {(line.lens_alias, line.question.id): line.name for line in standing.lines}
        alias = next((review.lens_alias for review in standing.reviews if review.id == self._lens), "")
        entries: list[Entry] = []
        for group in changed_entries(comparison, names, lens_alias=alias, details=False):
            entries += [Entry(group.title, heading=True, note=group.note), *group.children]
        self.changes.set_entries(entries)

    def _changes(self) -> tuple[QuestionChange, ...]:
        """What changed since the last milestone in the lenses shown."""
        if self._comparison is None or self._standing is None:
            return ()
        shown = {one.lens_alias for one in self._standing.reviews if self._lens in ("", one.id)}
        return tuple(one for one in self._comparison.changed if one.lens_alias in shown)

    # -- going ---------------------------------------------------------------------------------

    def _has_workload(self) -> bool:
        return bool(self._desk.place.workload_id)

    def _open(self, key: tuple[str, ...]) -> None:
        if len(key) >= 2:
            self._desk.place.go(review_id=key[0], question_id=key[1], page="review")

    def _open_change(self, key: tuple[str, ...]) -> None:
        if key[0] == "question" and self._standing:
            found = next((one.id for one in self._standing.reviews if one.lens_alias == key[1]), "")
            if found:
                self._open((found, key[2]))

    def _open_worst(self) -> None:
        first = next((entry.key for entry in self.worst.entries if entry.key), ())
        self._open(first)

    def _open_pillar(self, pillar_id: str) -> None:
        lines = [line for line in self._lines() if line.pillar_id == pillar_id]
        if lines:
            review_id, question_id = min(lines, key=lambda line: RISK_ORDER.index(line.risk)).key
            self._desk.place.go(review_id=review_id, question_id=question_id, pillar_id=pillar_id, page="review")
