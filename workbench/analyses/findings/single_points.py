"""Single points of failure inside the boundary of the journeys, and the boundary itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.analyses.findings.scene import Scene
from workbench.analyses.findings.severity import criticality_rank
from workbench.domain.finding import Category, Finding, FindingNote, FindingStatus, boundary_id
from workbench.domain.graph import Journey, Survivable
from workbench.i18n import _, n_

__all__ = ["BoundaryLine", "boundary", "single_points"]


@dataclass(frozen=True, slots=True)
class BoundaryLine:
    """One element whose loss a journey does not have to survive.

    Attributes:
        id: See `boundary_id`; people accept the line under it.
        accepted: Somebody has accepted it, and it holds today.
        text: The line as it is read aloud.
    """

    id: str
    journey: str
    element: str
    reach: Survivable
    accepted: bool
    text: str
    note: FindingNote | None = None


def single_points(scene: Scene) -> list[Finding]:
    """Return one finding per element that ends at least one journey alone, inside what that has to survive."""
    ended: dict[str, list[Journey]] = {}
    for journey in sorted(scene.graph.journeys, key=lambda one: (criticality_rank(one), one.id)):
        result = scene.analysis.journeys[journey.id]
        for element in result.singles:
            if journey.covers(scene.reach(element)):
                ended.setdefault(element, []).append(journey)
    return [_single_point(scene, element, journeys) for element, journeys in ended.items()]


def _single_point(scene: Scene, element: str, journeys: list[Journey]) -> Finding:
    words = scene.words
    node = scene.graph.nodes[element]
    who = words.journeys(journeys)
    proof = scene.paths.prove(journeys[0].node, (element,))
    if node.managed:
        region = _region(scene, element)
        title = _("{element} is managed by the provider and ends {journeys} when it fails")
        why = (
            _("The provider spreads {element} over its zones; its fate is that of {region}.")
            if region
            else _("The provider spreads {element} over its zones; its fate is that of its Region.")
        )
        explanation = why.format(element=words.name(element), region=words.full(region) if region else "")
    else:
        title = _("{element} alone ends {journeys}")
        explanation = n_(
            "When {element} fails, the journey {journeys} ends; nothing stands in for it.",
            "When {element} fails, {n} journeys end: {journeys}. Nothing stands in for it.",
            len(journeys),
        ).format(element=words.full(element), journeys=who)
    reached = len(scene.fallen(element)) - 1
    if reached > 1:
        explanation += " " + n_("It takes {n} other part down.", "It takes {n} other parts down.", reached)
    return scene.finding(
        Category.SINGLE_POINT_OF_FAILURE, "single_point", title.format(element=words.full(element), journeys=who),
        explanation, journeys=journeys, elements=(element,), proof=proof, entry=journeys[0], causes=(element,),
        detail={"reach": str(node.reach), "blast_radius": len(scene.compiled.elements(scene.fallen(element)))},
    )  # fmt: skip


def _region(scene: Scene, element: str) -> str:
    """The Region an element stands in, directly or further down; empty if none or several are named."""
    found: set[str] = set()
    waiting = list(scene.graph.nodes[element].domains)
    seen = set(waiting)
    while waiting:
        node = scene.graph.nodes[waiting.pop()]
        if node.kind == "region":
            found.add(node.id)
        fresh = set(node.domains) - seen
        seen |= fresh
        waiting += fresh
    return found.pop() if len(found) == 1 else ""


def boundary(scene: Scene, notes: Mapping[str, FindingNote], today: str) -> tuple[BoundaryLine, ...]:
    """Return what lies beyond the boundary of each journey, and who has accepted that."""
    lines = []
    for journey in scene.graph.journeys:
        for element in scene.analysis.journeys[journey.id].singles:
            reach = scene.reach(element)
            if not journey.covers(reach):
                note = notes.get(boundary_id(journey.id, element))
                lines.append(_line(scene, journey, element, reach, note, today))
    return tuple(sorted(lines, key=lambda line: (line.accepted, line.journey, line.element)))


def _line(
    scene: Scene, journey: Journey, element: str, reach: Survivable, note: FindingNote | None, today: str
) -> BoundaryLine:  # fmt: skip
    holds = note is not None and note.status is FindingStatus.ACCEPTED and note.holds_on(today)
    names = {"element": scene.words.full(element), "journey": journey.title}
    if not note or note.status is not FindingStatus.ACCEPTED:
        text = _("Boundary of {journey}: {element}; nobody has accepted yet that its loss ends the journey").format(
            **names
        )
    else:
        text = _("Accepted boundary of {journey}: {element}") if holds else _("Boundary of {journey}: {element}")
        parts = [text.format(**names)]
        if note.by:
            parts.append(_("by {person}").format(person=note.by))
        if note.until:
            parts.append(
                (_("until {day}") if holds else _("accepted until {day}, which has passed")).format(day=note.until)
            )
        text = ", ".join(parts)
    return BoundaryLine(boundary_id(journey.id, element), journey.id, element, reach, holds, text, note)
