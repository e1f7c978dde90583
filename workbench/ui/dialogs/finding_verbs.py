"""What a person does with findings, failures and scenarios on the architecture page; every change goes through the editor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget, QWidget

from workbench.analyses.findings.review_links import ReviewLink
from workbench.analyses.what_if.fix_candidates import Candidate
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.ids import new_id
from workbench.errors import WorkbenchError
from workbench.i18n import _, n_
from workbench.operations.evidence import AddEvidence
from workbench.operations.failure_scenarios import KeepScenario, RemoveScenario
from workbench.operations.graphs import SetFindingNote
from workbench.operations.room_answers import Asked, answer
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.finding_decision import FindingDecision
from workbench.ui.dialogs.finding_results import ResultsDialog
from workbench.ui.dialogs.scenario_compare import ScenarioComparison
from workbench.ui.dialogs.scenario_name import ScenarioName
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.models.failure_review import evidence_from
from workbench.ui.widgets.failure_panel import FailurePanel
from workbench.ui.widgets.failure_trial_bar import TrialBar
from workbench.ui.widgets.journey_strip import JourneyStrip

__all__ = ["FindingVerbs"]


class FindingVerbs(QObject):
    """The failing side of the architecture page: its panel, its strip, its bar, and what they ask for.

    Args:
        desk: The desk of the window.
        architecture: The desk of the page.
        tabs: The side panel; tabs Findings, Failure and Journeys are added.
        page: Owner of dialogs.

    Attributes:
        panel: The tabs.
        strip: The state of every journey; the page puts it at its lower end.
        trial_bar: Says what is tried; the page puts it above the canvas.
    """

    def __init__(self, desk: Desk, architecture: ArchitectureDesk, tabs: QTabWidget, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._architecture, self._page = desk, architecture, page
        self.panel = FailurePanel(architecture, tabs)
        self.strip = JourneyStrip(architecture)
        self.trial_bar = TrialBar(architecture)
        self.results: ResultsDialog | None = None
        self._wanted = ""
        panel = self.panel
        panel.view.attach_asked.connect(self.attach)
        panel.view.question_asked.connect(self.go_to_question)
        panel.view.try_asked.connect(self.try_fix)
        panel.view.decide_asked.connect(self.decide)
        panel.answer.answered.connect(self.answer)
        panel.steps.keep_asked.connect(self.keep_scenario)
        panel.steps.compare_asked.connect(self.compare_scenarios)
        panel.steps.try_asked.connect(self.try_fix)
        panel.steps.rename_asked.connect(self.rename_scenario)
        panel.steps.forget_asked.connect(self.remove_scenario)
        panel.journeys.results_asked.connect(self.show_results)
        self.strip.chosen.connect(lambda _key: panel.show_tab("journeys"))
        architecture.findings_moved.connect(self._tell_moved)
        architecture.findings_changed.connect(self.take_place)

    def actions(self) -> tuple[Action, ...]:
        """Return what can be done, for the page's keys and the palette."""
        fail, found = _("Failure"), _("Findings")
        has_failed, has_finding, can_write = self._has_failed, self._has_finding, self._can_write
        return (
            Action("architecture.replay", _("Replay the fall"), ("Shift+R",), "play", fail, self.panel.steps.play,
                   has_failed, help=_("Level by level; without motion, one level at each press.")),
            Action("architecture.rescue", _("What would save it"), ("Shift+F",), "", fail, self.rescue, has_failed),
            Action("architecture.keep_scenario", _("Keep as scenario…"), ("S",), "save", fail, self.keep_scenario,
                   lambda: has_failed() and can_write()),
            Action("architecture.compare_scenarios", _("Compare scenarios…"), ("Shift+S",), "compare", fail,
                   self.compare_scenarios, lambda: len(self._architecture.scenarios) > 1),
            Action("architecture.keep_trial", _("Keep the trial"), ("Ctrl+Return",), "check", fail,
                   self._architecture.keep_trial, lambda: self._has_trial() and can_write()),
            Action("architecture.discard_trial", _("Discard the trial"), ("Ctrl+Backspace",), "close", fail,
                   self._architecture.discard_trial, self._has_trial),
            Action("architecture.attach", _("Attach the finding as evidence"), ("E",), "evidence", found, self.attach_first,
                   lambda: has_finding() and can_write(), help=_("On the first practice that it speaks to.")),
            Action("architecture.next_finding", _("Next finding"), ("]",), "chevron-down", found, lambda: self.step(1),
                   self._has_findings, repeats=True),
            Action("architecture.previous_finding", _("Previous finding"), ("[",), "chevron-up", found,
                   lambda: self.step(-1), self._has_findings, repeats=True),
            Action("architecture.results", _("Results as tables and pictures"), ("D",), "plan", found,
                   lambda: self.show_results("journeys"), lambda: bool(self._architecture.graph)),
        )  # fmt: skip

    def _can_write(self) -> bool:
        return not self._desk.editor.read_only

    def _has_failed(self) -> bool:
        return bool(self._architecture.state.failed)

    def _has_finding(self) -> bool:
        return self.panel.finding is not None

    def _has_findings(self) -> bool:
        return bool(self._architecture.findings)

    def _has_trial(self) -> bool:
        return self._architecture.trial is not None

    # -- findings ------------------------------------------------------------------------------

    def take_place(self) -> None:
        """Show the finding that another page asked for, as soon as it is known."""
        self._wanted = self._desk.place.take_finding() or self._wanted
        if self._wanted and self._architecture.assessment is not None:
            if not self.panel.show_finding(self._wanted):
                self._desk.say(_("This finding is gone: the architecture has changed."))
            self._wanted = ""

    def step(self, by: int) -> None:
        """Go to the next or previous finding of the list."""
        self.panel.show_tab("findings")
        self.panel.findings.step(by)

    def attach_first(self) -> None:
        """Attach the current finding on the first practice it speaks to and is no evidence on yet."""
        side = self._architecture.side
        links = self.panel.view.links
        free = [link for link in links if side is not None and not side.has(link)]
        if free:
            self.attach(free[0])
        elif links:
            self._desk.say(_("It is attached to every practice that it speaks to."))
        else:
            self._desk.say(_("No practice of this review speaks to it."))

    def attach(self, link: ReviewLink) -> None:
        """Attach a finding as evidence on a practice, once."""
        side = self._architecture.side
        if side is None or side.has(link) or self._architecture.trial is not None:
            if self._architecture.trial is not None:
                self._desk.say(_("Keep or discard the trial first: evidence is about the architecture as it is."))
            return
        made = evidence_from(link, self._architecture.graph, side.review_id, self._desk.who, _today())
        if self._desk.editor.do(AddEvidence(made)) is not None:
            code = link.choice.code or link.choice.title
            self._desk.say(_("The finding is evidence on {code}").format(code=code), self._desk.editor.undo)

    def go_to_question(self, question_id: str) -> None:
        """Show the question of the review."""
        side = self._architecture.side
        if side is not None:
            self._desk.place.go(review_id=side.review_id, question_id=question_id, page="review")

    def decide(self, status: FindingStatus) -> None:
        """Decide about the current finding; asks for the reason."""
        finding = self.panel.finding
        if finding is None or self._desk.editor.read_only:
            return
        if status is FindingStatus.OPEN:
            note = replace(finding.note or FindingNote(finding.id), status=status, reason="", until="", by="", on="")
            self._note(note)
            return
        FindingDecision(finding, status, self._note, self._page.window()).open()

    def _note(self, note: FindingNote) -> None:
        self._desk.editor.do(SetFindingNote(self._architecture.workload_id, note))

    def answer(self, asked: Asked, text: str) -> None:
        """Answer a question to the room."""
        architecture = self._architecture
        if architecture.trial is not None:
            self._desk.say(_("Keep or discard the trial first."))
            return
        try:
            operation = answer(architecture.workload_id, architecture.graph, asked, text)
        except WorkbenchError as error:
            self._desk.faults.report(error)
            return
        if self._desk.editor.do(operation) is not None:
            self._desk.say(_("Answered, and analysed again"), self._desk.editor.undo)

    def _tell_moved(self) -> None:
        closed, opened = len(self._architecture.closed), len(self._architecture.opened)
        parts = [n_("{n} finding closed", "{n} findings closed", closed)] if closed else []
        parts += [n_("{n} finding opened", "{n} findings opened", opened)] if opened else []
        if parts and self._page.isVisible() and self._architecture.trial is None:
            self._desk.say(_("By the last change: {what}").format(what=", ".join(parts)))

    # -- failing and trying --------------------------------------------------------------------

    def rescue(self) -> None:
        """Look for what would save the journeys that have ended."""
        self.panel.show_tab("failure")
        self._architecture.want_rescues()

    def try_fix(self, candidate: Candidate) -> None:
        """Show the architecture with a change."""
        try:
            self._architecture.try_changes(candidate.title, candidate.changes)
        except WorkbenchError as error:
            self._desk.faults.report(error)

    def show_results(self, tab: str) -> None:
        """Open the tables and pictures."""
        if self.results is None:
            self.results = ResultsDialog(self._desk, self._architecture, self.try_fix, self._page.window())
            self.results.destroyed.connect(self._forget_results)
        self.results.show_tab(tab)
        self.results.show()
        self.results.raise_()
        self.results.activateWindow()

    def _forget_results(self) -> None:
        self.results = None

    # -- scenarios -----------------------------------------------------------------------------

    def keep_scenario(self) -> None:
        """Ask for a name and keep what has failed."""
        architecture = self._architecture
        names = architecture.words().names(architecture.state.failed)
        proposed = _("Loss of {names}").format(names=names)
        failed = architecture.state.failed

        def take(name: str) -> None:
            made = FailureScenario(new_id(), name, failed)
            if self._desk.editor.do(KeepScenario(architecture.workload_id, made)) is not None:
                self._desk.say(_("Kept as {name}").format(name=name), self._desk.editor.undo)

        ScenarioName(proposed, _("Fails: {names}").format(names=names), take, parent=self._page.window()).open()

    def rename_scenario(self, one: FailureScenario) -> None:
        """Ask for another name."""
        architecture = self._architecture
        what = _("Fails: {names}").format(names=architecture.words().names(one.failed))

        def take(name: str) -> None:
            self._desk.editor.do(KeepScenario(architecture.workload_id, replace(one, name=name)))

        ScenarioName(one.name, what, take, is_new=False, parent=self._page.window()).open()

    def remove_scenario(self, one: FailureScenario) -> None:
        """Forget a scenario; undo brings it back."""
        if self._desk.editor.do(RemoveScenario(self._architecture.workload_id, one.id, one.name)) is not None:
            self._desk.say(_("Scenario removed"), self._desk.editor.undo)

    def compare_scenarios(self) -> None:
        """Show the scenarios side by side."""
        ScenarioComparison(self._desk, self._architecture, self._page.window()).open()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
