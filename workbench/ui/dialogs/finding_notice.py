"""The architecture says otherwise: a notice over a question whose answer claims what the architecture contradicts."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from workbench.analyses.findings.review_links import ReviewLink, contradictions
from workbench.domain.finding import Finding
from workbench.domain.graph import Graph
from workbench.i18n import _, n_
from workbench.library.failure_practices import shipped_failure_practices
from workbench.progress import Progress
from workbench.store.edits import Part
from workbench.store.queries.answers import answer_of
from workbench.store.queries.graphs import finding_notes, graph_of, has_graph
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.models.failure_review import ReviewSide, read_side
from workbench.ui.widgets.message_bar import MessageBar

__all__ = ["FindingNotice"]

_GRAPH = {"graph_node", "graph_journey", "finding_note"}


class FindingNotice(MessageBar):
    """Follows the question that is shown; hidden where the architecture contradicts nothing.

    Args:
        desk: The desk of the page.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._workload_id = ""
        self._graph = Graph()
        self._findings: tuple[Finding, ...] = ()
        self._side: ReviewSide | None = None
        self.links: tuple[ReviewLink, ...] = ()
        self.shown: tuple[str, tuple[str, ...]] = ("", ())
        desk.place.moved.connect(self._follow)
        desk.editor.changed.connect(self._take_in)
        self._follow()

    def _follow(self) -> None:
        place = self._desk.place
        if place.workload_id != self._workload_id:
            self._workload_id = place.workload_id
            self._graph, self._findings, self._side = Graph(), (), None
            self._look()
        self._show()

    def _take_in(self, parts: frozenset[Part]) -> None:
        own = {part.kind for part in parts if part.workload_id in ("", self._workload_id)}
        if own & _GRAPH:
            self._look()
        if "review" in own:
            self._side = None
        if own & {"mark", "answer", "review"}:
            self._show()

    def _look(self) -> None:
        with self._desk.workspace.reading() as session:
            is_drawn = bool(self._workload_id) and has_graph(session, self._workload_id)
        if not is_drawn:
            self._take((Graph(), ()))
            return
        work = partial(_find, self._desk.workspace, self._workload_id)
        self._desk.tasks.start("", work, self._take, self, key="review.findings", quiet=True)

    def _take(self, found: tuple[Graph, tuple[Finding, ...]]) -> None:
        self._graph, self._findings = found
        self._show()

    def _show(self) -> None:
        place = self._desk.place
        self.links = self._links(place.review_id, place.question_id) if self._findings else ()
        now = (place.question_id, tuple(link.finding.id for link in self.links))
        if now == self.shown:
            return
        self.shown = now
        if not self.links:
            self.clear()
            return
        first = self.links[0]
        text = _("The architecture says otherwise: {finding}.").format(finding=first.finding.title)
        if first.depends:
            text = _("The architecture may say otherwise: {finding}. {condition}").format(
                finding=first.finding.title, condition=first.finding.assumptions[0])  # fmt: skip
        hint = _("{practice} is selected here.").format(practice=f"{first.choice.code} {first.choice.title}".strip())
        if len(self.links) > 1:
            hint += " " + n_("One more finding contradicts this question.",
                             "{n} more findings contradict this question.", len(self.links) - 1)  # fmt: skip
        show = partial(self._desk.place.go, finding_id=first.finding.id, page="architecture")
        self.show_message("warning", text, hint, (_("Show the finding"), show))

    def _links(self, review_id: str, question_id: str) -> tuple[ReviewLink, ...]:
        if self._side is None:
            self._side = read_side(self._desk.workspace, self._workload_id)
        side = self._side
        if side is None or side.review_id != review_id or not question_id:
            return ()
        with self._desk.workspace.reading() as session:
            answers = {question_id: answer_of(session, review_id, question_id)}
        practices = shipped_failure_practices()
        found = contradictions(self._findings, self._graph, side.places, answers, practices)
        return found.get(question_id, ())


def _find(workspace: Workspace, workload_id: str, progress: Progress) -> tuple[Graph, tuple[Finding, ...]]:
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.findings.report import find

    with workspace.reading() as session:
        graph, notes = graph_of(session, workload_id), finding_notes(session, workload_id)
    analysis = analyse(graph, Options(order=1, quantify=False), progress=progress)
    return graph, find(analysis, notes, datetime.now(UTC).date().isoformat()).findings
