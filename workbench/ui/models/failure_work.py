"""What the architecture page has worked out in the background: plain data in, plain data out; knows no widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from workbench.analyses.failure.analysis import Analysis, JourneyResult, Options, analyse
from workbench.analyses.failure.domains import WorstCase, worst_cases
from workbench.analyses.findings.questions import questions
from workbench.analyses.findings.report import Findings, find
from workbench.analyses.what_if.fix_candidates import Candidate
from workbench.analyses.what_if.fixes import Fix, advise, suggested
from workbench.analyses.what_if.live import Live
from workbench.analyses.what_if.next_failures import next_failures
from workbench.analyses.what_if.rescue import Rescue, rescues
from workbench.domain.finding import Finding, FindingNote, Question
from workbench.domain.graph import Graph
from workbench.progress import Progress

__all__ = ["Assessment", "LiveAnalysis", "Numbers", "assess", "next_from", "save_from", "work_out"]


@dataclass(frozen=True)
class Assessment:
    """What single failures mean for a graph.

    Attributes:
        analysis: Cut sets of one element, falls and shared fate.
        report: Findings, with what people decided.
        questions: What to ask the room, the most telling first.
        candidates: Changes that may help, by the element they are about.
    """

    analysis: Analysis
    report: Findings
    questions: tuple[Question, ...] = ()
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, open ones first."""
        return self.report.findings


@dataclass(frozen=True)
class Numbers:
    """What takes longer: cut sets up to three, availability and importance, and the fixes that help.

    Attributes:
        fixes: The best first.
        domains: What the loss of each failure domain does, the worst first.
    """

    analysis: Analysis
    fixes: tuple[Fix, ...] = ()
    domains: tuple[WorstCase, ...] = ()


class LiveAnalysis:
    """Follows a graph edit by edit and gives what can end each journey; any thread may call, one at a time."""

    def __init__(self) -> None:
        self._live: Live | None = None
        self._lock = Lock()

    def follow(self, graph: Graph, _progress: Progress) -> Mapping[str, JourneyResult]:
        """Return cut sets of one and two elements of every journey."""
        with self._lock:
            live, self._live = self._live, None  # a failure on the way leaves none behind
            if live is None or not _related(live.graph, graph):
                live = Live(graph, Options(order=2, quantify=False))
            else:
                live.follow(graph)
            self._live = live
            return live.journeys


def _related(before: Graph, after: Graph) -> bool:
    """Whether most of it is the same, so that following is less work than starting anew."""
    same = sum(before.nodes.get(name) is node for name, node in after.nodes.items())
    return 2 * same >= max(len(before.nodes), len(after.nodes))


def assess(graph: Graph, notes: Mapping[str, FindingNote], today: str, progress: Progress) -> Assessment:
    """Work out findings and questions."""
    analysis = analyse(graph, Options(order=1, quantify=False), progress=progress)
    report, asked = find(analysis, notes, today), questions(analysis)
    progress(0, 0)
    found: dict[str, list[Candidate]] = {}
    for one in suggested(graph, Live(graph, Options(order=1, quantify=False))):
        found.setdefault(one.target, []).append(one)
    return Assessment(analysis, report, asked, {key: tuple(some) for key, some in found.items()})


def work_out(graph: Graph, progress: Progress) -> Numbers:
    """Work out everything that takes longer."""
    analysis = analyse(graph, Options(order=3), progress=progress)
    return Numbers(analysis, advise(graph, analysis, progress=progress), worst_cases(analysis))


def save_from(graph: Graph, failed: tuple[str, ...], progress: Progress) -> tuple[Rescue, ...]:
    """Work out what would save the journeys that some failures end."""
    return rescues(graph, failed, progress=progress)


def next_from(graph: Graph, failed: tuple[str, ...], _progress: Progress) -> Mapping[str, tuple[str, ...]]:
    """Work out what ends a journey once some elements have failed; nothing where there is too much to try."""
    return next_failures(graph, failed) or {}
