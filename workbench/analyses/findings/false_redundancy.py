"""Redundancy that does not hold: members with one fate, and failovers that lean on what has failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.analyses.failure.paths import Proof
from workbench.analyses.findings.scene import Scene, group_question
from workbench.domain.finding import Category, Finding, Severity
from workbench.domain.graph import DOMAIN_KINDS, Criticality, Group, Phase
from workbench.i18n import _, n_

__all__ = ["Hit", "failovers", "hits", "shared_fates"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One element whose failure takes out several members of a group.

    Attributes:
        fallen: Members that go down with it, in the order of the group.
        left: How many members are left.
        fatal: Whether that is too few.
    """

    owner: str
    number: int
    group: Group
    cause: str
    fallen: tuple[str, ...]
    fatal: bool

    @property
    def left(self) -> int:
        """How many members are left."""
        return len(self.group.members) - len(self.fallen)

    @property
    def is_load(self) -> bool:
        """Whether some members are left but cannot carry what all have to: a matter of capacity."""
        return self.fatal and self.left > 0


def hits(scene: Scene) -> tuple[list[Hit], int]:
    """Return the shared fates that are not explained by a nearer cause, by owner, group and cause.

    What is down with nothing failed is a finding of its own and left out here.

    Returns:
        The hits inside the boundary of a journey that leans on the group, or of no journey at all; and how many lie
        beyond every boundary.
    """
    compiled = scene.compiled
    by_group: dict[tuple[str, int], dict[str, frozenset[str]]] = {}
    for one in scene.analysis.shared_fate:
        if compiled.unit_of[one.owner] in compiled.at_rest:
            continue
        fallen = frozenset(each for each in one.members if scene.takes(one.cause, each))
        if len(fallen) > 1 and one.cause != one.owner:
            by_group.setdefault((one.owner, one.group), {})[one.cause] = fallen
    found = []
    beyond = 0
    for (owner, number), causes in by_group.items():
        group = scene.graph.nodes[owner].groups[number]
        for cause in scene.nearest(causes):
            if scene.leaning(owner) and not scene.inside(owner, cause):
                beyond += 1
                continue
            down = tuple(each for each in group.members if each in causes[cause])
            fatal = len(group.members) - len(down) < scene.needed(group)
            found.append(Hit(owner, number, group, cause, down, fatal))
    return sorted(found, key=lambda hit: (hit.owner, sorted(hit.group.members), hit.cause)), beyond


def shared_fates(scene: Scene, found: Iterable[Hit], singles: Mapping[str, str]) -> list[Finding]:
    """Return the findings of shared fate.

    One per group and cause where nothing else tells of the cause. A cause that is a single point of failure already,
    or that leaves enough members, gets one finding for all of its groups, so that no failure is told ten times.

    Args:
        scene: The graph.
        found: What shares a fate; matters of capacity are left to `capacity`.
        singles: Finding id of every single point of failure, by element.
    """
    known: dict[str, list[Hit]] = {}
    partial: dict[str, list[Hit]] = {}
    findings = []
    for hit in found:
        if hit.is_load:
            continue
        if not hit.fatal:
            partial.setdefault(hit.cause, []).append(hit)
        elif hit.cause in singles:
            known.setdefault(hit.cause, []).append(hit)
        else:
            findings.append(_fatal(scene, hit))
    findings += [_known(scene, cause, some, singles[cause]) for cause, some in known.items()]
    findings += [_partial(scene, cause, some) for cause, some in partial.items()]
    return findings


def _fatal(scene: Scene, hit: Hit) -> Finding:
    words = scene.words
    explanation = _("{owner} needs {group}. When {cause} fails, none of them is left.").format(
        owner=words.name(hit.owner), group=words.needs(hit.group), cause=words.full(hit.cause)
    )
    journeys = scene.inside(hit.owner, hit.cause)
    if journeys:
        explanation += " " + _("Something else still carries {journeys}, for now.").format(
            journeys=words.journeys(journeys)
        )
    proof = _proof(scene, hit)
    return scene.finding(
        Category.SHARED_FATE, "shared_fate", _shared(scene, hit), explanation, journeys=journeys, owner=hit.owner,
        elements=(hit.cause, hit.owner, *hit.group.members), proof=proof, causes=(hit.cause,), detail=_detail([hit]),
    )  # fmt: skip


def _known(scene: Scene, cause: str, some: list[Hit], single: str) -> Finding:
    journeys = {one.id: one for hit in some for one in scene.inside(hit.owner, cause)}
    title = _shared(scene, some[0])
    if len(some) > 1:
        title = n_(
            "{cause} takes out the redundancy of {n} group", "{cause} takes out the redundancy of {n} groups", len(some)
        ).format(cause=scene.words.full(cause))
    explanation = _(
        "{cause} is a single point of failure already; the redundancy of {owners} does not help against it."
    )
    return scene.finding(
        Category.SHARED_FATE, "shared_fate_single_point", title,
        explanation.format(cause=scene.words.full(cause), owners=_owners(scene, some)), journeys=list(journeys.values()),
        elements=(cause, *_things(some)), about=(cause,), proof=_proof(scene, some[0]), causes=(cause,),
        detail={**_detail(some), "single_point": single},
    )  # fmt: skip


def _partial(scene: Scene, cause: str, some: list[Hit]) -> Finding:
    journeys = {one.id: one for hit in some for one in scene.inside(hit.owner, cause)}
    words = scene.words
    if len(some) == 1:
        hit = some[0]
        title = _("{cause} takes out {k} of the {n} members of {owner}; {left} left").format(
            cause=words.full(cause),
            k=len(hit.fallen),
            n=len(hit.group.members),
            owner=words.name(hit.owner),
            left=hit.left,
        )
    else:
        title = n_(
            "{cause} takes out several members of {n} group, not too many",
            "{cause} takes out several members of {n} groups, not too many",
            len(some),
        ).format(cause=words.full(cause))
    explanation = _("Enough members are left in each of them, as far as is known: {owners}.").format(
        owners=_owners(scene, some)
    )
    open_groups = [hit for hit in some if hit.group.needs is None and not scene.analysis.options.full_groups]
    assumed = [
        _("If {needed} of the {n} members of {owner} is enough; nobody has said how many carry the peak.").format(
            needed=hit.group.needed, n=len(hit.group.members), owner=words.name(hit.owner)
        )
        for hit in open_groups
    ]
    detail = _detail(some)
    if open_groups:
        detail["questions"] = list(dict.fromkeys(group_question(hit.owner, hit.group) for hit in open_groups))
    return scene.finding(
        Category.SHARED_FATE, "shared_fate_partial", title, explanation, journeys=list(journeys.values()),
        elements=(cause, *_things(some)), about=(cause,), proof=_proof(scene, some[0]), causes=(cause,),
        worst=Severity.LOW, assumptions=assumed, detail=detail,
    )  # fmt: skip


def _shared(scene: Scene, hit: Hit) -> str:
    """What the members of one group have in common."""
    words = scene.words
    others = [each for each in hit.fallen if each != hit.cause]
    names = {"members": words.names(others), "cause": words.full(hit.cause), "owner": words.name(hit.owner)}
    if hit.cause in hit.fallen:
        text = _("{members} goes down with {cause}, the other member of {owner}")
        if len(others) > 1:
            text = _("{members} go down with {cause}, another member of {owner}")
        return text.format(**names)
    if scene.graph.nodes[hit.cause].kind in DOMAIN_KINDS:
        if words.is_place(hit.cause):
            return _("The redundant members of {owner} stand together in {cause}: {members}").format(**names)
        return _("The redundant members of {owner} share {cause}: {members}").format(**names)
    return _("The redundant members of {owner} all need {cause}: {members}").format(**names)


def _proof(scene: Scene, hit: Hit) -> Proof | None:
    return scene.paths.prove_members(hit.owner, hit.number, hit.fallen, (hit.cause,))


def _owners(scene: Scene, some: list[Hit]) -> str:
    return scene.words.names(dict.fromkeys(hit.owner for hit in some))


def _things(some: list[Hit]) -> list[str]:
    return list(dict.fromkeys(name for hit in some for name in (hit.owner, *hit.fallen)))


def _detail(some: list[Hit]) -> dict[str, object]:
    return {
        "groups": [
            {"owner": hit.owner, "group": hit.number, "members": list(hit.fallen), "left": hit.left, "fatal": hit.fatal}
            for hit in some
        ]
    }


def failovers(scene: Scene) -> tuple[list[Finding], int]:
    """Return the failovers that need, to recover, what the same failure takes.

    Members in use are the first ones, as many as are needed. When one of them goes down and enough others are up, the
    owner must be able to switch, and each of those others to take over: with everything they need in phase recover.

    Returns:
        The findings, and how many groups lean on something to recover at all.
    """
    groups = [
        (owner, number, group)
        for owner, node in scene.graph.nodes.items()
        for number, group in enumerate(node.groups)
        if group.failover_s != 0 and any(_recovery(scene, each) for each in (owner, *group.members))
    ]
    findings = []
    for owner, number, group in groups:
        blocked: dict[str, frozenset[str]] = {}
        for cause in _causes(scene, group):
            missing = _missing(scene, owner, group, cause)
            if missing and (not scene.leaning(owner) or scene.inside(owner, cause)):
                blocked[cause] = missing
        findings += [_failover(scene, owner, number, group, cause, blocked[cause]) for cause in scene.nearest(blocked)]
    return findings, len(groups)


def _recovery(scene: Scene, element: str) -> list[str]:
    node = scene.graph.nodes[element]
    return [one.id for one in node.requires if one.phase is Phase.RECOVER and one.criticality is not Criticality.SOFT]


def _causes(scene: Scene, group: Group) -> list[str]:
    """Elements that can fail and that a member in use leans on, or is."""
    compiled = scene.compiled
    used = {compiled.unit_of[each] for each in group.members[: scene.needed(group)]}
    below = {unit for each in used for unit in compiled.cone(each)}
    return [cause for unit in sorted(below) for cause in compiled.faults[unit] if used & scene.fallen(cause)]


def _missing(scene: Scene, owner: str, group: Group, cause: str) -> frozenset[str]:
    """What a failover would need and the cause takes; empty when it can be had, or is not the point."""
    needed = scene.needed(group)
    up = [each for each in group.members if not scene.takes(cause, each)]
    if len(up) < needed or scene.takes(cause, owner):
        return frozenset()
    running = [each for each in group.members[:needed] if each in up]
    if len(running) == needed:
        return frozenset()
    lost = {each: {one for one in _recovery(scene, each) if scene.takes(cause, one)} for each in (owner, *up)}
    able = [each for each in up if each in running or not lost[each]]
    if not lost[owner] and len(able) >= needed:
        return frozenset()
    return frozenset(lost[owner].union(*(lost[each] for each in up if each not in running)))


def _failover(scene: Scene, owner: str, number: int, group: Group, cause: str, missing: frozenset[str]) -> Finding:
    words = scene.words
    used = group.members[: scene.needed(group)]
    fallen = tuple(each for each in used if scene.takes(cause, each))
    targets = sorted(missing)
    proofs = [scene.paths.prove_members(owner, number, fallen, (cause,))]
    proofs += [scene.paths.prove(each, (cause,)) for each in targets]
    said = [line for proof in proofs if proof for line in words.proof(proof)]
    for each in (owner, *group.members):
        for one in _recovery(scene, each):
            if one in missing:
                said.append(
                    _("{element} needs {other} to recover").format(element=words.name(each), other=words.full(one))
                )
    explanation = _(
        "When {cause} fails, {owner} has to fail over from {members}. That needs {missing}, which the same failure takes; "
        "so the failover does not count until it is shown to work without."
    ).format(
        cause=words.full(cause), owner=words.name(owner), members=words.names(fallen), missing=words.names(targets)
    )
    title = _("The failover of {owner} needs {missing}, which goes down with {cause}")
    if targets == [cause]:
        title = _("The failover of {owner} needs {missing}, the very thing that has failed")
    return scene.finding(
        Category.SHARED_FATE, "failover_needs_what_failed",
        title.format(owner=words.name(owner), missing=words.names(targets), cause=words.full(cause)), explanation,
        journeys=scene.inside(owner, cause), owner=owner, elements=(cause, owner, *targets, *group.members),
        about=(cause, *group.members), proof=proofs[0], said=tuple(dict.fromkeys(said)), causes=(cause,),
        detail={"missing": targets, "group": number},
    )  # fmt: skip
