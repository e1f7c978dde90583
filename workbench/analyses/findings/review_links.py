"""What findings say about the answers of a review: which practices they speak to, and which answers they contradict.

A finding can contradict an answer and never prove one: where nothing was found, nothing is said about a practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.domain.answer import Answer, MarkState
from workbench.domain.finding import Finding, Severity
from workbench.domain.graph import Graph
from workbench.domain.lens import Choice, Lens, Question
from workbench.library.failure_practices import Denial, FailurePractices

__all__ = ["Places", "ReviewLink", "contradictions", "links_of", "practice_places"]

Places = Mapping[str, tuple[Question, Choice]]
"""Question and practice, by the code of the practice."""
_PLACES = frozenset(("az", "region"))


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A finding and one practice it speaks to.

    Attributes:
        reason: Why it speaks to the practice.
        is_selected: Whether the review claims the practice.
        contradicts: Whether it claims it and the architecture says otherwise.
        depends: Whether the finding hangs on something nobody has said, so that it contradicts only if that is so.
    """

    finding: Finding
    question: Question
    choice: Choice
    reason: str
    is_selected: bool
    contradicts: bool
    depends: bool


def practice_places(lens: Lens) -> Places:
    """Return the practices of a lens by their codes."""
    return {
        choice.code: (question, choice) for question in lens.questions() for choice in question.practices if choice.code
    }


def links_of(
    finding: Finding, graph: Graph, places: Places, answers: Mapping[str, Answer], practices: FailurePractices
) -> tuple[ReviewLink, ...]:
    """Return the practices of a lens that a finding speaks to, in the order of the finding.

    Args:
        finding: The finding.
        graph: What it was found in.
        places: The practices of the lens that was reviewed with, see `practice_places`.
        answers: By question id.
        practices: The table that gives reasons, and says what contradicts what.
    """
    found = []
    for code in finding.practices:
        if code not in places:
            continue
        question, choice = places[code]
        answer = answers.get(question.id)
        mark = answer.mark(choice.id) if answer else None
        is_selected = mark is not None and mark.state is MarkState.YES
        denied = is_selected and finding.is_open and finding.severity is not Severity.LOW
        denied = denied and _denies(finding, graph, practices.denial(finding.rule, code))
        reason = practices.reason(finding.rule, code)
        found.append(ReviewLink(finding, question, choice, reason, is_selected, denied, bool(finding.assumptions)))
    return tuple(found)


def contradictions(
    findings: Iterable[Finding],
    graph: Graph,
    places: Places,
    answers: Mapping[str, Answer],
    practices: FailurePractices,
) -> dict[str, tuple[ReviewLink, ...]]:
    """Return the answers that the architecture contradicts, by question id; the sure ones first."""
    found: dict[str, list[ReviewLink]] = {}
    for finding in findings:
        for link in links_of(finding, graph, places, answers, practices):
            if link.contradicts:
                found.setdefault(link.question.id, []).append(link)
    return {key: tuple(sorted(some, key=lambda one: one.depends)) for key, some in found.items()}


def _denies(finding: Finding, graph: Graph, denial: Denial) -> bool:
    if denial is Denial.IN_PLACE:
        return any(_stands_in_place(graph, name) for name in finding.elements[:1])
    return denial is Denial.ALWAYS


def _stands_in_place(graph: Graph, name: str) -> bool:
    """Whether it is a zone or a Region, or stands in a zone."""
    node = graph.nodes.get(name)
    if node is None:
        return False
    if node.kind in _PLACES:
        return True
    seen, waiting = {name}, list(node.domains)
    while waiting:
        each = waiting.pop()
        if each not in seen and each in graph.nodes:
            seen.add(each)
            waiting += graph.nodes[each].domains
            if graph.nodes[each].kind == "az":
                return True
    return False
