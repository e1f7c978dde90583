"""Findings: what an analysis means for people, each with its proof, its severity and what was decided about it.

Same input, same findings, same ids. Pairs and larger cut sets are results of the analysis, not findings one by one.
What found nothing proves nothing: `not_assessed` and `coverage` say what was not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workbench.analyses.failure.analysis import Analysis
from workbench.analyses.findings.capacity import agents, over_capacity, quotas
from workbench.analyses.findings.coverage import Looked, coverage, not_assessed
from workbench.analyses.findings.false_redundancy import failovers, hits, shared_fates
from workbench.analyses.findings.latency import slow_journeys
from workbench.analyses.findings.misconfiguration import misconfigurations
from workbench.analyses.findings.scene import Scene
from workbench.analyses.findings.single_points import BoundaryLine, boundary, single_points
from workbench.domain.finding import Category, Finding, FindingNote, FindingStatus, Severity
from workbench.library.failure_practices import FailurePractices, shipped_failure_practices

__all__ = ["BoundaryLine", "Findings", "find"]


@dataclass(frozen=True)
class Findings:
    """All findings of one analysis.

    Attributes:
        findings: Open ones first, worst first; those that people have settled follow.
        boundary: What journeys do not have to survive; not accepted ones first.
        not_assessed: Categories without inputs, and what is missing.
        coverage: What was not looked at, or only in part, one sentence each.
        expired: Ids of findings whose decision has run out; they are open again.
        gone: Ids of decisions about findings that are no longer found.
    """

    findings: tuple[Finding, ...]
    boundary: tuple[BoundaryLine, ...] = ()
    not_assessed: Mapping[Category, str] = field(default_factory=dict)
    coverage: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[Finding, ...]:
        """Those that nobody has settled."""
        return tuple(one for one in self.findings if one.is_open)

    def of(self, category: Category) -> tuple[Finding, ...]:
        """Return the findings of a category."""
        return tuple(one for one in self.findings if one.category is category)


def find(
    analysis: Analysis, notes: Mapping[str, FindingNote] | None = None, today: str = "",
    practices: FailurePractices | None = None,
) -> Findings:  # fmt: skip
    """Work out the findings of an analysis.

    Args:
        analysis: Of any depth; cut sets of one element are always complete.
        notes: What people decided, by id of the finding or of the boundary line.
        today: Day (YYYY-MM-DD) on which decisions have to hold; empty lets all of them hold.
        practices: Which practices the rules speak to; the shipped table if None.
    """
    notes = notes or {}
    scene = Scene(analysis, practices or shipped_failure_practices())
    singles = single_points(scene)
    by_element = {one.elements[0]: one.id for one in singles}
    shared, beyond = hits(scene)
    failing_over, recovering = failovers(scene)
    too_much, compared = quotas(scene)
    slow, unknown_latency = slow_journeys(scene)
    found = [
        *singles, *shared_fates(scene, shared, by_element), *failing_over, *over_capacity(scene, shared), *too_much,
        *slow, *misconfigurations(scene),
    ]  # fmt: skip
    lines = boundary(scene, notes, today)
    looked = Looked(beyond, recovering, compared, len(agents(scene)[1]), len(unknown_latency))
    settled = _settled(_cross_referenced(found), notes, today)
    known = {one.id for one in settled} | {line.id for line in lines}
    return Findings(
        tuple(sorted(settled, key=_place)), lines, not_assessed(scene, looked), coverage(scene, looked),
        tuple(sorted(one.id for one in settled if one.note and not one.note.holds_on(today))),
        tuple(sorted(notes.keys() - known)),
    )  # fmt: skip


def _cross_referenced(found: list[Finding]) -> list[Finding]:
    """Each id once, the worse one; single points of failure know the shared fates that they cause."""
    shares = {one.detail["single_point"]: one.id for one in found if "single_point" in one.detail}
    kept: dict[str, Finding] = {}
    for one in sorted(found, key=lambda one: list(Severity).index(one.severity)):
        if one.id in shares:
            one = replace(one, detail={**one.detail, "shared_fate": shares[one.id]})
        kept.setdefault(one.id, one)
    return list(kept.values())


def _settled(found: list[Finding], notes: Mapping[str, FindingNote], today: str) -> list[Finding]:
    settled = []
    for one in found:
        note = notes.get(one.id)
        if note:
            one = replace(one, note=note, status=note.status if note.holds_on(today) else FindingStatus.OPEN)
        settled.append(one)
    return settled


def _place(one: Finding) -> tuple[object, ...]:
    return (
        list(FindingStatus).index(one.status), list(Severity).index(one.severity), list(Category).index(one.category),
        -len(one.journeys), one.elements[:1], one.id,
    )  # fmt: skip
