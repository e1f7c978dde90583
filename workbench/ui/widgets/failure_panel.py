"""The side of the architecture page that says what fails: findings, the fall, the journeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from workbench.domain.finding import Finding
from workbench.i18n import _, n_
from workbench.operations.room_answers import asked_in
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.failure_journeys import FailureJourneys
from workbench.ui.widgets.failure_steps import FailureSteps
from workbench.ui.widgets.finding_answer import FindingAnswer
from workbench.ui.widgets.finding_list import FindingList
from workbench.ui.widgets.finding_view import FindingView
from workbench.ui.widgets.kbd import flat_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.section import Section

if TYPE_CHECKING:
    from workbench.ui.models.architecture_desk import ArchitectureDesk

__all__ = ["FailurePanel"]

_MOST_MOVED = 3
_LOW = 380
"""Lower than this [px at 100 %] there is room for the list or for what is chosen in it, not for both."""


class FailurePanel(QObject):
    """Tabs Findings, Failure and Journeys of the side panel.

    Args:
        architecture: The desk of the page.
        tabs: Where they are added, after what is there.
    """

    chosen = Signal()
    """Another finding or question is current; UI thread."""

    def __init__(self, architecture: ArchitectureDesk, tabs: QTabWidget) -> None:
        super().__init__(tabs)
        self._architecture, self._tabs = architecture, tabs
        self.findings = FindingList(architecture)
        self.view = FindingView()
        self.answer = FindingAnswer()
        self.steps = FailureSteps(architecture)
        self.journeys = FailureJourneys(architecture)
        self.moved = Section(_("Closed by the last change"), key="finding/moved")
        self.moved.hide()
        self._detail = QStackedWidget()
        self._detail.addWidget(self.view)
        self._detail.addWidget(self.answer)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.findings)
        self.splitter.addWidget(self._detail)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([theme().px(300), theme().px(260)])
        self.splitter.installEventFilter(self)
        self.turn = flat_button("", self.turn_over)
        self._is_low = self._is_reading = False
        page = QWidget()
        column = QVBoxLayout(page)
        theme().space(column, 0)
        column.addWidget(self.moved)
        column.addWidget(self.splitter, 1)
        foot = QHBoxLayout()
        theme().space(foot, 0, (8, 0, 8, 0))
        foot.addWidget(self.turn)
        column.addLayout(foot)
        self._pages: dict[str, QWidget] = {"findings": page, "failure": self.steps, "journeys": self.journeys}
        for key, title in (("findings", _("Findings")), ("failure", _("Failure")), ("journeys", _("Journeys"))):
            set_look(self._pages[key], ground="raised")
            tabs.addTab(self._pages[key], title)
        self.findings.chosen.connect(self._choose)
        self.findings.opened.connect(lambda _key: self.turn_over() if self._is_low else None)
        for signal in (architecture.findings_changed, architecture.graph_changed, architecture.numbers_changed):
            signal.connect(self.show_findings)
        architecture.review_changed.connect(self._show_detail)
        architecture.trial_changed.connect(self._show_detail)
        architecture.findings_moved.connect(self._show_moved)
        self.show_findings()

    # -- showing -------------------------------------------------------------------------------

    @property
    def finding(self) -> Finding | None:
        """The finding that is current."""
        key = self.findings.list.current_key()
        return self._architecture.finding(key[0]) if key else None

    def show_tab(self, key: str) -> None:
        """Show "findings", "failure" or "journeys"."""
        self._tabs.setCurrentWidget(self._pages[key])

    def show_finding(self, finding_id: str) -> bool:
        """Show a finding; False where there is none of that id."""
        self.show_tab("findings")
        self._is_reading = True
        return self.findings.select_finding(finding_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.splitter and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            room = self.splitter.height() + (self.turn.height() if self.turn.isVisible() else 0)
            if (room < theme().px(_LOW)) is not self._is_low:
                self._is_low = not self._is_low
                self._show_moved()
                self._show_detail()
        return super().eventFilter(watched, event)

    def turn_over(self) -> None:
        """Where there is no room for both: from the list to what is chosen in it, and back."""
        self._is_reading = not self._is_reading
        self._show_detail()
        if not self._is_reading:
            self.findings.list.setFocus()

    def _share(self, has_detail: bool) -> None:
        """Show list and detail beside each other, or one of them where there is little room."""
        is_reading = self._is_low and has_detail and self._is_reading
        self.findings.setVisible(not is_reading)
        self._detail.setVisible(has_detail and (is_reading or not self._is_low))
        self.turn.setText(_("All findings") if is_reading else _("Read it"))
        self.turn.setVisible(self._is_low and has_detail)

    def show_findings(self) -> None:
        """Show the findings and questions as they are now."""
        architecture = self._architecture
        self.findings.asked = asked_in(architecture.graph, architecture.questions) if architecture.assessment else ()
        self.findings.show_findings()
        number = sum(one.is_open for one in architecture.findings)
        title = _("Findings {n}").format(n=f"{number:,}") if number else _("Findings")
        self._tabs.setTabText(self._tabs.indexOf(self._pages["findings"]), title)
        self._show_detail()

    def _choose(self, _key: object) -> None:
        finding = self.finding
        if self.findings.list.hasFocus() or finding is not None:
            self._architecture.show_path(finding.path or finding.elements if finding else ())
        self._show_detail()
        self.chosen.emit()

    def _show_detail(self) -> None:
        architecture = self._architecture
        key = self.findings.list.current_key()
        asked = next((one for one in self.findings.asked if key == ("question", one.id)), None)
        if asked is not None:
            self.answer.show_question(asked, architecture.graph, read_only=architecture.read_only)
            self._detail.setCurrentWidget(self.answer)
            self._share(True)
            return
        finding = self.finding
        side = architecture.side if finding else None
        links = side.links(finding, architecture.graph) if side and finding else ()
        known = architecture.assessment.candidates if architecture.assessment else {}
        candidates = known.get(finding.elements[0], ()) if finding and finding.elements else ()
        self.view.show_finding(finding, side, links, candidates, read_only=architecture.read_only)
        self._detail.setCurrentWidget(self.view)
        self._share(finding is not None)

    def _show_moved(self) -> None:
        closed, opened = self._architecture.closed, self._architecture.opened
        self.moved.clear()
        self.moved.set_title(_("Closed by the last change") if closed else _("Opened by the last change"))
        said = [n_("{n} closed", "{n} closed", len(closed))] if closed else []
        said += [n_("{n} opened", "{n} opened", len(opened))] if opened else []
        self.moved.set_summary(" · ".join(said))
        lines = [(_("Closed: {title}").format(title=one.title), "none") for one in closed]
        lines += [(_("Opened: {title}").format(title=one.title), "high") for one in opened]
        most = 0 if self._is_low else _MOST_MOVED
        for text, tone in lines[:most]:
            self.moved.add(label(text, wrap=True, tone=tone))
        if most and (more := len(lines[most:])):
            self.moved.add(label(n_("and one more", "and {n} more", more).format(n=more), tone="dim"))
        self.moved.setVisible(bool(closed or opened) and self._architecture.trial is None)
