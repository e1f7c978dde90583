"""Journeys for what nothing leads to yet: work that somebody will miss, and stores where there is nothing else."""

from __future__ import annotations

from workbench.i18n import _
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource
from workbench.library.resource_types import Part, Relation

__all__ = ["add"]

_MOST = 40
_KEPT = (Part.STORE, Part.QUEUE)


def add(world: World) -> None:
    """Propose journeys for compute that no journey reaches; for stores and queues if there is no journey at all."""
    arrows = world.arrows()
    reached = _below(arrows, world.entries)
    needed = _needed(world, arrows) | world.triggered
    makers = _makers(world)
    able = [
        (one, rule.part) for one in world.resources.values()
        if (rule := world.rule_of(one)) and rule.part in (Part.COMPUTE, *_KEPT) and rule.journey
        and one.id not in reached and one.id not in needed and one.id not in makers
    ]  # fmt: skip
    busy = {world.draft.file_of(entry) for entry in world.entries} | {
        one.file for one, part in able if part is Part.COMPUTE
    }
    found = [one for one, part in able if part is Part.COMPUTE or one.file not in busy]
    for one in found[:_MOST]:
        _propose(world, one)
    if len(found) > _MOST:
        text = _("Journeys are proposed for {n} of {all} elements that nothing leads to.")
        world.draft.report(found[0].file).assume(text.format(n=_MOST, all=len(found)))


def _propose(world: World, resource: Resource) -> None:
    rule = world.rule_of(resource)
    words = {
        "Work of {name}": _("Work of {name}"), "Calls of {name}": _("Calls of {name}"),
        "Use of {name}": _("Use of {name}"), "Requests to {name}": _("Requests to {name}"),
        "Runs of {name}": _("Runs of {name}"), "Conversations with {name}": _("Conversations with {name}"),
        "Jobs of {name}": _("Jobs of {name}"), "Predictions of {name}": _("Predictions of {name}"),
        "Work on {name}": _("Work on {name}"), "Questions to {name}": _("Questions to {name}"),
        "Searches in {name}": _("Searches in {name}"), "Transfers through {name}": _("Transfers through {name}"),
    }  # fmt: skip
    text = words.get(rule.journey, rule.journey) if rule else "{name}"
    world.journey(resource.id, text.format(name=world.title(resource.id)), resource.id, resource.file)


def _below(arrows: dict[str, list[str]], entries: dict[str, None]) -> set[str]:
    seen = set(entries)
    waiting = list(entries)
    while waiting:
        for one in arrows.get(waiting.pop(), ()):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return seen


def _needed(world: World, arrows: dict[str, list[str]]) -> set[str]:
    """What something else leans on, and queues for dead letters; what only stands for others does not count alone."""
    spare = (pair for pair, relation in world.needed() if relation is Relation.SOFT)
    found = {other for _one, other in spare if world.part(other) is Part.QUEUE}
    for start in list(arrows):
        if world.part(start) is Part.NAME:
            continue
        waiting = [start]
        while waiting:
            for one in arrows.get(waiting.pop(), ()):
                if one not in found:
                    found.add(one)
                    if world.part(one) is Part.NAME:
                        waiting.append(one)
    return found


def _makers(world: World) -> set[str]:
    """Functions that only make other resources while a stack is deployed."""
    return {
        one for resource in world.resources.values() if "ServiceToken" in resource.properties
        for one in world.links(resource, "ServiceToken")
    }  # fmt: skip
