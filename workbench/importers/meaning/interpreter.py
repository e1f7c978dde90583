"""From resources to a graph, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.importers.draft import Draft
from workbench.importers.meaning import (
    clusters,
    conditions,
    copies,
    elements,
    fronts,
    hosts,
    journeys,
    models,
    mounts,
    network,
    references,
    triggers,
)
from workbench.importers.meaning.places import Places
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource
from workbench.library.resource_types import shipped_resource_types
from workbench.progress import Progress

__all__ = ["interpret"]


def interpret(resources: Sequence[Resource], draft: Draft, progress: Progress) -> None:
    """Draw resources of AWS, in CloudFormation's words, as a graph for the failure analysis.

    Args:
        resources: All resources of one import together, so that links between stacks count. Of two with one id the
            first counts.
        draft: What is drawn on; questions, assumptions and unknown types go into the reports of the files.
        progress: Told now and then; may raise Cancelled.
    """
    world = World(resources, draft, shipped_resource_types())
    places = Places(world)
    steps = (
        lambda: elements.add(world, places),
        lambda: copies.add(world, places),
        lambda: clusters.add(world),
        lambda: hosts.add(world, places),
        lambda: references.add(world),
        lambda: network.add(world, places),
        lambda: mounts.add(world),
        lambda: models.add(world, places),
        lambda: triggers.add(world),
        lambda: fronts.add(world),
        world.settle,
        lambda: journeys.add(world),
        lambda: conditions.ask(world),
        world.apply,
    )
    for done, step in enumerate(steps):
        progress(done, len(steps))
        step()
