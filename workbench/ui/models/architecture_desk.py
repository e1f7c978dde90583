"""The architecture that is shown: its graph, what has failed in it, what is selected, what it is found to be weak in.

Everything that shows it listens to one of these. What fails is worked out at once; findings and figures follow from the
background, and the latest result wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from workbench.analyses.failure.analysis import JourneyResult
from workbench.analyses.failure.compiled import compile_graph
from workbench.analyses.graph_layout import journey_key, place_new, positions_in, with_positions
from workbench.analyses.what_if.changes import Change, apply
from workbench.analyses.what_if.rescue import Rescue
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.finding import Finding, FindingNote, Question
from workbench.domain.graph import Graph, Node
from workbench.domain.graph_changes import only_moved
from workbench.figures.architecture import State, View, badges_of
from workbench.i18n import _
from workbench.operations.graphs import SetGraph
from workbench.operations.history import Together
from workbench.store.edits import Part
from workbench.store.queries.graphs import finding_notes, graph_of, scenarios_of
from workbench.store.workspace import Workspace
from workbench.ui.editor import Editor
from workbench.ui.models.architecture_shown import ArchitectureShown
from workbench.ui.models.failure_review import ReviewSide, read_side
from workbench.ui.models.failure_work import Assessment, LiveAnalysis, Numbers, assess, next_from, save_from, work_out
from workbench.ui.tasks import Task, Tasks

__all__ = ["ArchitectureDesk", "Trial"]

_PARTS = {"workload", "graph_node", "graph_journey", "finding_note", "failure_scenario"}
_REVIEW_PARTS = {"review", "mark", "answer", "evidence"}


@dataclass(frozen=True)
class Trial:
    """Changes that are shown and not kept yet.

    Attributes:
        title: What they are, in words.
        graph: The architecture with them.
    """

    title: str
    graph: Graph


class ArchitectureDesk(ArchitectureShown):
    """One architecture, as the parts of its page share it. Signals come on the UI thread.

    Attributes:
        graph: What is shown: the graph of the workload, or the trial.
        assessment: Findings and questions with their analysis; None until they are known.
        scenarios: Failures that are kept under a name.
        numbers: Cut sets up to three, availability and fixes; None until somebody asked (`want_numbers`).
        closed, opened: What the last change of the graph did to the findings that were open.
        trial: What is tried; None where the graph is that of the workload.
    """

    findings_changed = Signal()
    numbers_changed = Signal()
    """Numbers came, or are out of date."""
    findings_moved = Signal()
    """The last change of the graph closed or opened findings."""
    trial_changed = Signal()
    review_changed = Signal()
    """Answers or evidence that findings speak to changed."""
    scenarios_changed = Signal()
    rescues_changed = Signal()
    """What would save it came, or is out of date."""

    def __init__(self, workspace: Workspace, editor: Editor, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._editor, self._tasks = workspace, editor, tasks
        self.workload_id = ""
        self._stored = self.graph
        self.notes: dict[str, FindingNote] = {}
        self.assessment: Assessment | None = None
        self.numbers: Numbers | None = None
        self._counting: Task | None = None
        self.closed: tuple[Finding, ...] = ()
        self.opened: tuple[Finding, ...] = ()
        self.trial: Trial | None = None
        self.scenarios: tuple[FailureScenario, ...] = ()
        self._rescues: tuple[Graph, tuple[str, ...], tuple[Rescue, ...]] = (self.graph, (), ())
        self._side: ReviewSide | None = None
        self._has_side = False
        self._kept: Assessment | None = None
        self._live = LiveAnalysis()
        self._asked: tuple[Graph, tuple[str, ...]] = (self.graph, ())

    # -- what is known -------------------------------------------------------------------------

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, open ones first."""
        return self.assessment.findings if self.assessment else ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What to ask the room, the most telling first."""
        return self.assessment.questions if self.assessment else ()

    @property
    def side(self) -> ReviewSide | None:
        """The review that findings speak to; None where the workload has none with that lens."""
        if not self._has_side:
            self._side = read_side(self._workspace, self.workload_id) if self.workload_id else None
            self._has_side = True
        return self._side

    @property
    def is_counting(self) -> bool:
        """Whether numbers are under way."""
        return self._counting is not None and self._counting.is_running

    @property
    def read_only(self) -> bool:
        """Whether the file cannot be written."""
        return self._editor.read_only

    def finding(self, finding_id: str) -> Finding | None:
        """Return a finding by its id."""
        return next((one for one in self.findings if one.id == finding_id), None)

    # -- reading -------------------------------------------------------------------------------

    def open(self, workload_id: str) -> None:
        """Turn to a workload; failures, selection and view of the one before are forgotten."""
        if workload_id != self.workload_id:
            self.workload_id = workload_id
            self._stored, self.trial, self._kept = Graph(), None, None
            self.assessment, self.numbers, self.results = None, None, {}
            self.closed = self.opened = ()
            self.state, self.view, self.selected = State(), View(), ()
            self._show(Graph(), again=True)
        self.refresh()

    def refresh(self, parts: frozenset[Part] | None = None) -> None:
        """Read again what changed; elements that are the same stay the same objects."""
        if parts is None or any(part.kind in _REVIEW_PARTS for part in parts):
            self._has_side = False
            self.review_changed.emit()
        if parts is not None and not any(
            part.kind in _PARTS and part.workload_id in ("", self.workload_id) for part in parts
        ):
            return
        with self._workspace.reading() as session:
            graph = graph_of(session, self.workload_id) if self.workload_id else Graph()
            notes = finding_notes(session, self.workload_id) if self.workload_id else {}
            scenarios = scenarios_of(session, self.workload_id) if self.workload_id else ()
        if scenarios != self.scenarios:
            self.scenarios = scenarios
            self.scenarios_changed.emit()
        nodes = {name: _kept(self._stored.nodes.get(name), node) for name, node in graph.nodes.items()}
        graph = Graph(nodes, graph.journeys)
        is_other = graph != self._stored or list(nodes) != list(self._stored.nodes)
        moved_only = is_other and only_moved(self._stored, graph)
        has_notes, self.notes = notes != self.notes, notes
        if is_other:
            self._stored = graph
            if self.trial is not None and not moved_only:
                self.trial, self._kept = None, None
                self.trial_changed.emit()
        if is_other and self.trial is None:
            self._show(graph, again=not moved_only)
        if self.workload_id and (has_notes or (self.assessment is None and not is_other)):
            self._assess()

    def _show(self, graph: Graph, *, again: bool) -> None:
        """Show a graph; unless it only moved, everything is worked out again."""
        self.graph = graph
        if again:
            self.compiled = compile_graph(graph)
            self.numbers, self._paths, self._whole = None, None, None
            if self._counting is not None:
                self._counting.cancel()
            self.state = self._lost(self.state.failed, replace(self.state, path=self._there(self.state.path)))
        journeys = {journey_key(one.id) for one in graph.journeys}
        self.selected = tuple(one for one in self.selected if one in graph.nodes or one in journeys)
        self.graph_changed.emit()
        if again:
            self._stand()
            self.numbers_changed.emit()
            follow = partial(self._live.follow, graph)
            self._tasks.start("", follow, partial(self._take_results, graph), self, key="architecture.live", quiet=True)
            self._assess()

    def _take_results(self, graph: Graph, results: Mapping[str, JourneyResult]) -> None:
        if graph is self.graph:
            self.results = results
            self._stand()

    def _assess(self) -> None:
        work = partial(assess, self.graph, dict(self.notes), datetime.now(UTC).date().isoformat())
        then = partial(self._take_assessment, self.graph)
        self._tasks.start(_("Analysing the architecture"), work, then, self, key="architecture.findings", quiet=True)

    def _take_assessment(self, graph: Graph, found: Assessment) -> None:
        if not only_moved(graph, self.graph):
            return
        before, self.assessment = self.assessment, found
        self.state = replace(self.state, badges=badges_of(found.findings))
        was = before.analysis.graph if before is not None else None
        is_other_graph = bool(was) and was is not graph  # what the first drawing has was not opened by a change
        if before is not None and is_other_graph:
            self.closed, self.opened = _moves(before, found)
        self.findings_changed.emit()
        self.state_changed.emit()
        if is_other_graph and (self.closed or self.opened):
            self.findings_moved.emit()

    def want_numbers(self) -> None:
        """Work out cut sets, availability and fixes, unless they are there or under way."""
        if self.numbers is not None or self.is_counting or not self.graph:
            return
        work, then = partial(work_out, self.graph), partial(self._take_numbers, self.graph)
        self._counting = self._tasks.start(
            _("Working out availability and fixes"), work, then, self, key="architecture.numbers"
        )
        self._counting.ended.connect(lambda _state: self.numbers_changed.emit())
        self.numbers_changed.emit()

    def _take_numbers(self, graph: Graph, numbers: Numbers) -> None:
        if graph is self.graph:
            self.numbers = numbers
            self.numbers_changed.emit()

    def _stand(self) -> None:
        super()._stand()
        failed, graph = self.state.failed, self.graph
        if len(failed) > 1 and not (self._asked[0] is graph and self._asked[1] == failed):
            self._asked = (graph, failed)
            work, then = partial(next_from, graph, failed), partial(self._take_next, graph, failed)
            self._tasks.start("", work, then, self, key="architecture.next", quiet=True)

    def _take_next(self, graph: Graph, failed: tuple[str, ...], found: Mapping[str, tuple[str, ...]]) -> None:
        self._next = (graph, failed, found)
        if graph is self.graph and failed == self.state.failed:
            self._stand()

    # -- what would save it --------------------------------------------------------------------

    @property
    def rescues(self) -> tuple[Rescue, ...] | None:
        """What would save what has ended; None until it is known for these failures (`want_rescues`)."""
        graph, failed, found = self._rescues
        return found if graph is self.graph and failed == self.state.failed else None

    def want_rescues(self) -> None:
        """Work out what would save the journeys that have ended."""
        work = partial(save_from, self.graph, self.state.failed)
        then = partial(self._take_rescues, self.graph, self.state.failed)
        self._tasks.start(_("Looking for what would save it"), work, then, self, key="architecture.rescues")

    def _take_rescues(self, graph: Graph, failed: tuple[str, ...], found: tuple[Rescue, ...]) -> None:
        self._rescues = (graph, failed, found)
        self.rescues_changed.emit()

    # -- trying --------------------------------------------------------------------------------

    def try_changes(self, title: str, changes: Sequence[Change]) -> None:
        """Show the architecture with some changes; nothing is written until `keep_trial`.

        Raises:
            BadInput: A change cannot be done on this graph.
        """
        graph = apply(self.graph, changes).graph
        known = positions_in(self.graph)
        graph = with_positions(
            graph, {name: at for name, at in place_new(graph, known).items() if known.get(name) != at}
        )
        self._kept = self._kept or self.assessment
        self.trial = Trial(f"{self.trial.title}; {title}" if self.trial else title, graph)
        self.trial_changed.emit()
        self._show(graph, again=True)

    def trial_moves(self) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Return the findings that the trial closes and opens, as far as it is known."""
        if self._kept is None or self.assessment is None or self.assessment.analysis.graph is not self.graph:
            return (), ()
        return _moves(self._kept, self.assessment)

    def keep_trial(self) -> None:
        """Make the trial the architecture of the workload, as one step."""
        trial = self.trial
        if trial is not None:
            step = SetGraph(self.workload_id, trial.graph)
            self._editor.do(Together(_("Architecture: {change}").format(change=trial.title), (step,)))

    def discard_trial(self) -> None:
        """Go back to the architecture of the workload."""
        if self.trial is not None:
            self.assessment = self._kept or self.assessment
            self.trial, self._kept = None, None
            self.trial_changed.emit()
            self._show(self._stored, again=True)


def _kept(before: Node | None, now: Node) -> Node:
    return before if before is not None and before == now else now


def _moves(before: Assessment, after: Assessment) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    was, now = {one.id for one in before.findings}, {one.id for one in after.findings}
    closed = tuple(one for one in before.findings if one.is_open and one.id not in now)
    return closed, tuple(one for one in after.findings if one.is_open and one.id not in was)
