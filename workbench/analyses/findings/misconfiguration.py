"""Misconfiguration and bugs: graphs that cannot work as they were meant to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.analyses.failure.circular import Unfounded
from workbench.analyses.failure.compiled import components
from workbench.analyses.findings.scene import Scene
from workbench.domain.finding import Category, Finding, Severity
from workbench.domain.graph import Criticality, Journey, Node, Phase
from workbench.i18n import _, n_

__all__ = ["misconfigurations"]

_BUGS = Category.MISCONFIGURATION_AND_BUGS


def misconfigurations(scene: Scene) -> list[Finding]:
    """Return every misconfiguration, rule by rule."""
    found = [*_down_at_rest(scene), *_circular(scene), *_no_cold_start(scene)]
    for name, node in scene.graph.nodes.items():
        found += _groups(scene, name, node)
        found += _soft(scene, name, node)
    return [*found, *_nothing_can_fail(scene)]


def _journeys(scene: Scene, elements: Iterable[str]) -> list[Journey]:
    found = {one.id: one for each in elements for one in scene.leaning(each)}
    return [one for one in scene.graph.journeys if one.id in found]


def _down_at_rest(scene: Scene) -> Iterator[Finding]:
    """Circles that are down with nothing failed, one finding each; what leans on them is named, not listed."""
    compiled = scene.compiled
    rest = {scene.compiled.unit_of[one.node] for one in scene.graph.journeys} & compiled.at_rest
    for block in compiled.blocks:
        circle = sorted(compiled.elements(unit for unit in block if unit in compiled.at_rest))
        if not circle:
            continue
        proof = scene.paths.prove(circle[0], ())
        if proof is None or len(proof.steps) > 1:
            continue  # a lower circle takes it down, which is told there
        journeys = [one for one in _journeys(scene, circle) if compiled.unit_of[one.node] in rest]
        explanation = _("{elements} need each other and nothing else holds them up, so none of them ever runs.")
        said = explanation.format(elements=scene.words.names(circle))
        if journeys:
            said += " " + _("Down with them: {journeys}.").format(journeys=scene.words.journeys(journeys))
        yield scene.finding(
            _BUGS, "down_at_rest", _("{elements} are down with nothing failed").format(elements=scene.words.names(circle)),
            said, journeys=journeys, elements=circle, proof=proof, worst=Severity.HIGH if journeys else Severity.MEDIUM,
        )  # fmt: skip


def _circular(scene: Scene) -> Iterator[Finding]:
    """Circles with elements that only keep running because they run already, with the smallest failures that show it."""
    compiled = scene.compiled
    shown: dict[int, list[Unfounded]] = {}
    for one in scene.analysis.unfounded:
        unit = compiled.unit_of[one.element]
        if compiled.block[unit] >= 0 and unit not in compiled.at_rest:
            shown.setdefault(compiled.block[unit], []).append(one)
    words = scene.words
    for some in shown.values():
        first = min(some, key=lambda one: (len(one.failures), sorted(one.failures), one.element))
        circle = sorted(one.element for one in some)
        journeys = _journeys(scene, circle)
        proof = scene.paths.prove(first.element, first.failures)
        held = next((step.circle for step in proof.steps if step.circle), ()) if proof else ()
        names = {"elements": words.names(held or circle), "failures": words.names(first.failures)}
        title = _("The redundancy of {elements} goes round in a circle").format(elements=words.names(circle))
        if first.failures:
            text = n_(
                "When {failures} fails, {elements} hold only each other up: what runs may go on, nothing can restart.",
                "When {failures} fail, {elements} hold only each other up: what runs may go on, nothing can restart.",
                len(first.failures),
            )
        else:
            text = _("Nothing outside the circle supports {elements}: what runs may go on, nothing can restart.")
        yield scene.finding(
            _BUGS, "circular_redundancy", title, text.format(**names), journeys=journeys,
            elements=(*circle, *first.failures), about=circle, proof=proof, said=None if proof else (title,),
            worst=Severity.MEDIUM if journeys else Severity.LOW, detail={"failures": list(first.failures)},
        )  # fmt: skip


def _no_cold_start(scene: Scene) -> Iterator[Finding]:
    """The circles at the bottom of what could never start with everything off."""
    stuck = set(scene.analysis.never_up)
    names = sorted(stuck)
    place = {name: at for at, name in enumerate(names)}
    arrows = [sorted({place[each] for each in _to_start(scene, name) if each in stuck}) for name in names]
    for part in components(arrows):
        inside = set(part)
        if not any(each in inside for at in part for each in arrows[at]):
            continue
        if any(each not in inside for at in part for each in arrows[at]):
            continue  # what it leans on cannot start either, and is told of
        circle = [names[at] for at in sorted(part)]
        if all(scene.compiled.unit_of[each] in scene.compiled.at_rest for each in circle):
            continue
        line = _round(arrows, part)
        path = [names[at] for at in line]
        said = [
            _("{element} needs {other} to start").format(element=scene.words.name(one), other=scene.words.full(other))
            for one, other in zip(path, [*path[1:], path[0]], strict=True)
        ]
        journeys = _journeys(scene, circle)
        if len(circle) == 1:
            title = _("{elements} cannot start from cold").format(elements=scene.words.names(circle))
        else:
            title = _("{elements} wait for each other and cannot start from cold").format(
                elements=scene.words.names(circle)
            )
        explanation = _("Once everything is off, the circle has to be broken by hand before anything on it comes back.")
        yield scene.finding(
            _BUGS, "no_cold_start", title, explanation, journeys=journeys, elements=circle, said=said, path=path,
            worst=Severity.MEDIUM if journeys else Severity.LOW,
        )  # fmt: skip


def _to_start(scene: Scene, name: str) -> list[str]:
    node = scene.graph.nodes[name]
    return [*node.required(Phase.RUN, Phase.START, Phase.SCALE), *(each for one in node.groups for each in one.members)]


def _round(arrows: list[list[int]], part: list[int]) -> list[int]:
    """The shortest way round from the first of a circle, by breadth."""
    start, inside = min(part), set(part)
    before: dict[int, int] = {}
    level = [start]
    while start not in before:
        fresh = []
        for at in level:
            for each in arrows[at]:
                if each in inside and each not in before:
                    before[each] = at
                    fresh.append(each)
        level = fresh
    line = [before[start]]
    while line[-1] != start:
        line.append(before[line[-1]])
    return list(reversed(line))


def _groups(scene: Scene, name: str, node: Node) -> Iterator[Finding]:
    words = scene.words
    for number, group in enumerate(node.groups):
        size = len(group.members)
        units = {scene.compiled.unit_of[each] for each in group.members}
        names = {"owner": words.name(name), "members": words.names(group.members), "n": size}
        managed = size == 1 and scene.graph.nodes[group.members[0]].managed
        journeys = scene.leaning(name)
        if size == 1:
            rule, worst = "group_of_one", Severity.LOW
            title = _("The redundancy group of {owner} has one member: {members}")
            text = _("A group of one is no redundancy; either a member is missing, or it is a plain dependency.")
            if managed:
                text = _("A group of one is no redundancy of ours; the provider answers for it.")
        elif len(units) == 1:
            rule, worst = "members_as_one", None
            title = _("The members of {owner} require each other: {members}")
            text = _("They fail together, so the group protects from nothing.")
        elif group.needs == size:
            rule, worst = "needs_all_members", None
            title = (
                _("{owner} needs both members of its group")
                if size == 2
                else _("{owner} needs all {n} members of its group")
            )
            text = _("{members} carry the load only together; the loss of any of them is too much.")
        else:
            continue
        said = [_("{element} needs {group}").format(element=words.name(name), group=words.needs(group))]
        yield scene.finding(
            _BUGS, rule, title.format(**names), text.format(**names), journeys=journeys, owner=name,
            elements=(name, *group.members), about=group.members, said=said, path=(name, *group.members[:1]), worst=worst,
            detail={"group": number},
        )  # fmt: skip


def _soft(scene: Scene, name: str, node: Node) -> Iterator[Finding]:
    """Dependencies that are said to be soft and take the element down all the same."""
    said = {*node.soft, *(one.id for one in node.requires if one.criticality is Criticality.SOFT)}
    hard = set(node.required(Phase.RUN))
    words = scene.words
    for other in sorted(said - {name}):
        direct = other in hard
        able = scene.graph.nodes[other].failable and scene.compiled.unit_of[other] not in scene.compiled.at_rest
        if not direct and not (able and scene.takes(other, name)):
            continue
        proof = scene.paths.prove(name, (other,))
        text = _("{element} requires {other} as well; only one of the two can be meant.")
        if not direct:
            text = _("{other} takes {element} down on another way; making this one soft has gained nothing.")
        names = {"element": words.name(name), "other": words.name(other)}
        yield scene.finding(
            _BUGS, "soft_but_hard", _("{element} is said to do without {other}, yet goes down with it").format(**names),
            text.format(**names), journeys=scene.leaning(name), owner=name, elements=(name, other), proof=proof,
            worst=Severity.MEDIUM if scene.leaning(name) else Severity.LOW,
        )  # fmt: skip


def _nothing_can_fail(scene: Scene) -> Iterator[Finding]:
    for journey in scene.graph.journeys:
        unit = scene.compiled.unit_of[journey.node]
        if unit in scene.compiled.at_rest or any(scene.compiled.faults[each] for each in scene.cones[unit]):
            continue
        yield scene.finding(
            _BUGS, "nothing_can_fail", _("Nothing below {journey} can fail").format(journey=journey.title),
            _("No element that {journey} leans on is marked as able to fail, so its analysis says nothing yet.").format(
                journey=journey.title
            ),
            journeys=[journey], journey=journey.id, elements=(journey.node,), said=[scene.words.entry(journey)],
            path=(journey.node,), worst=Severity.MEDIUM,
        )  # fmt: skip
