"""What the findings say nothing about: absence of a finding is no evidence that a practice is met."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analyses.findings.capacity import agents
from workbench.analyses.findings.latency import PROMISED
from workbench.analyses.findings.scene import Scene
from workbench.domain.finding import Category
from workbench.domain.graph import Criticality, Phase
from workbench.i18n import _, n_

__all__ = ["Looked", "coverage", "not_assessed"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What the rules could and could not look at.

    Attributes:
        beyond: Shared fates whose cause lies beyond every boundary.
        recovering: Groups that name something they need to recover.
        compared: Quotas that were compared with a demand.
        incomplete: Agents with too few attributes to work out their demand.
        slow_unknown: Journeys with a promised time, and without all times below.
    """

    beyond: int
    recovering: int
    compared: int
    incomplete: int
    slow_unknown: int


def not_assessed(scene: Scene, looked: Looked) -> dict[Category, str]:
    """Return the categories for which there was nothing to look at, and what is missing."""
    found: dict[Category, str] = {}
    nodes = scene.graph.nodes.values()
    groups = [group for node in nodes for group in node.groups]
    if not scene.graph.journeys:
        found[Category.SINGLE_POINT_OF_FAILURE] = _("Not assessed: the graph has no user journey.")
    if not any(len(group.members) > 1 for group in groups):
        found[Category.SHARED_FATE] = _("Not assessed: the graph has no redundancy group.")
    if not looked.compared and all(group.needs is None for group in groups):
        found[Category.EXCESSIVE_LOAD] = _(
            "Not assessed: no group says how many of its members carry the peak, and no agent has both a load and a quota."
        )
    promised = [one for one in scene.graph.journeys if PROMISED in scene.graph.nodes[one.node].attributes]
    if len(promised) == looked.slow_unknown:
        found[Category.EXCESSIVE_LATENCY] = _(
            "Not assessed: no journey has a promised time (slo_ms at its entry) and times of its elements (latency_ms)."
        )
    if not scene.graph.nodes:
        found[Category.MISCONFIGURATION_AND_BUGS] = _("Not assessed: the graph is empty.")
    return found


def coverage(scene: Scene, looked: Looked) -> tuple[str, ...]:
    """Return what was not looked at, or only in part."""
    nodes = scene.graph.nodes.values()
    open_groups = sum(group.needs is None and len(group.members) > 1 for node in nodes for group in node.groups)
    unsure = sum(one.criticality is Criticality.UNKNOWN for node in nodes for one in node.requires)
    able = [node for node in nodes if node.failable]
    blank = sum(node.probability is None for node in able)
    aside = sum(not scene.leaning(node.id) for node in able) if scene.graph.journeys else 0
    unbounded = sum(not one.must_survive for one in scene.graph.journeys)
    recover = any(one.phase is Phase.RECOVER for node in nodes for one in node.requires)
    said = [_("Findings speak of what the graph holds; what is missing in it was not looked at.")]
    if open_groups:
        said.append(n_(
            "{n} group: nobody has said how many members carry the peak; load after a loss is not known there.",
            "{n} groups: nobody has said how many members carry the peak; load after a loss is not known there.",
            open_groups,
        ))  # fmt: skip
    if unsure:
        said.append(n_(
            "{n} dependency counts as hard because nobody has said that it is soft.",
            "{n} dependencies count as hard because nobody has said that they are soft.", unsure,
        ))  # fmt: skip
    if unbounded:
        said.append(n_(
            "{n} journey does not say what it must survive; every failure counts there.",
            "{n} journeys do not say what they must survive; every failure counts there.", unbounded,
        ))  # fmt: skip
    if looked.beyond:
        said.append(n_(
            "{n} shared fate lies beyond what the journeys must survive and is no finding.",
            "{n} shared fates lie beyond what the journeys must survive and are no findings.", looked.beyond,
        ))  # fmt: skip
    if aside:
        said.append(n_(
            "{n} element that can fail is below no journey.", "{n} elements that can fail are below no journey.", aside
        ))  # fmt: skip
    if blank:
        said.append(n_(
            "{n} element that can fail has no unavailability; rankings do without.",
            "{n} elements that can fail have no unavailability; rankings do without.", blank,
        ))  # fmt: skip
    if not recover:
        said.append(_("No element says what it needs to recover; whether failovers work was not looked at."))
    if not agents(scene)[0]:
        said.append(_("No element has the attributes of an agent; demand on models was not compared with quotas."))
    if looked.incomplete:
        said.append(n_(
            "{n} agent lacks attributes for its demand; see the page on the graph format.",
            "{n} agents lack attributes for their demand; see the page on the graph format.", looked.incomplete,
        ))  # fmt: skip
    if looked.slow_unknown:
        said.append(n_(
            "{n} journey has a promised time, but not all times below it.",
            "{n} journeys have a promised time, but not all times below them.", looked.slow_unknown,
        ))  # fmt: skip
    return tuple(said)
