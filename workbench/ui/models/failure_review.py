"""The review beside the architecture: the lens that findings speak to, its answers, and evidence made of a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from workbench.analyses.findings.review_links import Places, ReviewLink, links_of, practice_places
from workbench.analyses.graph_words import path_text
from workbench.domain.answer import Answer
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.finding import Finding, finding_named
from workbench.domain.graph import Graph
from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.i18n import _
from workbench.library.failure_practices import shipped_failure_practices
from workbench.store.queries.answers import answers_of, evidence_of, reviews_of
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.workspace import Workspace

__all__ = ["ReviewSide", "evidence_from", "read_side"]


@dataclass(frozen=True)
class ReviewSide:
    """The review that findings speak to.

    Attributes:
        answers: By question id.
        attached: Finding and practice of every finding that is evidence already.
    """

    review_id: str
    lens: Lens
    answers: Mapping[str, Answer]
    attached: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def places(self) -> Places:
        """The practices of the lens by their codes."""
        return practice_places(self.lens)

    def links(self, finding: Finding, graph: Graph) -> tuple[ReviewLink, ...]:
        """Return the practices that a finding speaks to."""
        return links_of(finding, graph, self.places, self.answers, shipped_failure_practices())

    def has(self, link: ReviewLink) -> bool:
        """Whether the finding is evidence on that practice already."""
        return (link.finding.id, link.choice.id) in self.attached


def read_side(workspace: Workspace, workload_id: str) -> ReviewSide | None:
    """Return the review with the lens of the table of practices; None where the workload has none."""
    alias = shipped_failure_practices().lens
    with workspace.reading() as session:
        reviews = reviews_of(session, workload_id, with_answers=False)
        review = next((one for one in reviews if one.lens_alias == alias), None)
        lens = lens_by_hash(session, review.lens_sha256) if review else None
        if review is None or lens is None:
            return None
        answers = {one.question_id: one for one in answers_of(session, review.id)}
        attached = {(finding_named(one.target), one.choice_id) for one in evidence_of(session, [review.id])}
    return ReviewSide(review.id, lens, answers, frozenset(pair for pair in attached if pair[0]))


def evidence_from(link: ReviewLink, graph: Graph, review_id: str, who: str, day: str) -> Evidence:
    """Return a finding as evidence on a practice: its text, its path, and its id to find it again.

    Args:
        link: The finding and the practice.
        graph: What it was found in.
        review_id: The review.
        who: Who attaches it.
        day: Of the analysis, YYYY-MM-DD.
    """
    finding = link.finding
    lines = [
        finding.title + ".", finding.explanation, " · ".join(finding.path_words),
        _("Path: {path}").format(path=path_text(graph, finding.path)) if finding.path else "",
        *finding.assumptions, _("Finding {id} of the architecture").format(id=finding.id),
    ]  # fmt: skip
    text = "\n".join(line for line in lines if line)
    strength = Strength.CLAIMED if link.depends else Strength.SHOWN
    return Evidence(
        new_id(), review_id, link.question.id, EvidenceKind.STATEMENT, _("From the architecture"), link.choice.id,
        text, strength, who, day,
    )  # fmt: skip
