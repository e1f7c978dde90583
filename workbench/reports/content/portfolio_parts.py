"""The facts of the workloads of a report, as analyses.portfolio_counts takes them; nothing is counted here.

store.queries.portfolio_facts gives the same facts of a file as it stands, without reading whole workloads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from workbench.analyses.portfolio import (
    Action,
    Exemption,
    FileFacts,
    OpenRisk,
    Point,
    PracticeName,
    Spot,
    WorkloadFacts,
)
from workbench.domain.initiative import Initiative
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import Risk
from workbench.reports.content.material import Line, Material

__all__ = ["facts_of"]


def facts_of(name: str, materials: Sequence[Material], *, is_main: bool = True) -> FileFacts:
    """Return the facts of the workloads of one file.

    Args:
        name: What to call the file.
        materials: Its workloads, what is left out of the report left out already.
        is_main: Whether it is the file that is open.
    """
    practices: dict[Spot, PracticeName] = {}
    lenses: dict[str, str] = {}
    pillars: dict[Spot, tuple[str, str]] = {}
    risks: list[OpenRisk] = []
    actions: list[Action] = []
    exceptions: list[Exemption] = []
    decisions: list[Exemption] = []
    initiatives: list[tuple[str, Initiative]] = []
    for material in materials:
        key = material.snapshot.workload.id
        for review, lens in material.reviews:
            _meet(review.lens_alias, lens, practices, lenses, pillars)
        for line in material.lines:
            if line.is_open:
                missing = tuple((line.review.lens_alias, each) for each in line.result.missing)
                risks.append(OpenRisk(key, line.result.risk, missing))
                actions.append(_action(key, line))
                if (one := line.acceptance) is not None:
                    exceptions.append(Exemption(key, line.label, line.result.risk, one.why, one.by, one.until))
        decisions += [
            Exemption(key, "", None, one.reason, one.by, one.until)
            for one in material.snapshot.finding_notes
            if one.until
        ]
        initiatives += [(key, one) for one in material.snapshot.initiatives]
    initiatives.sort(key=lambda pair: (pair[1].title.casefold(), pair[1].id))
    waiting = (
        Action(key, ("", one.id), one.title, None, one.owner, one.due, one.status)
        for key, one in initiatives
        if one.status is not ItemStatus.DONE
    )
    return FileFacts(
        name, tuple(_workload(one) for one in materials), practices, lenses, pillars, tuple(risks),
        (*actions, *waiting), (*exceptions, *decisions), tuple(initiatives), is_main,
    )  # fmt: skip


def _meet(
    alias: str, lens: Lens, practices: dict[Spot, PracticeName], lenses: dict[str, str],
    pillars: dict[Spot, tuple[str, str]],
) -> None:  # fmt: skip
    lenses[alias] = lens.name
    for pillar in lens.pillars:
        pillars.setdefault((alias, pillar.id), (pillar.code, pillar.name))
    for question in lens.questions():
        for choice in question.practices:
            practices[alias, choice.id] = PracticeName(choice.code, choice.title, question.code)


def _action(workload_id: str, line: Line) -> Action:
    return Action(
        workload_id, (line.review.id, line.question.id), line.label, line.result.risk, line.owner, line.due, line.status,
        line.improvement is not None,
    )  # fmt: skip


def _workload(material: Material) -> WorkloadFacts:
    pillars: dict[Spot, Counter[Risk]] = defaultdict(Counter)
    for line in material.lines:
        pillars[line.review.lens_alias, line.pillar.id][line.result.risk] += 1
    one = material.snapshot.workload
    points = tuple(_point(each) for each in material.milestones if each.at[:10] <= material.day)
    day = material.day if material.milestone else ""
    return WorkloadFacts(one.id, one.name, one.owner, one.next_review, dict(pillars), points, day)


def _point(milestone: Milestone) -> Point:
    sums: Counter[Risk] = Counter()
    for _alias, _pillar, risk, n in milestone.counts:
        sums[Risk(risk)] += n
    return Point(milestone.at[:10], sums, milestone.name)
