"""Containers on hosts of one's own: which instances an ECS cluster runs on, and where tasks stand then."""

from __future__ import annotations

from workbench.i18n import _
from workbench.importers.meaning.places import Places
from workbench.importers.meaning.values import word
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource
from workbench.library.resource_types import Relation

__all__ = ["add"]

_CLUSTER = "AWS::ECS::Cluster"
_LAUNCH = ("LaunchConfigurationName", "LaunchTemplate", "MixedInstancesPolicy")


def add(world: World, places: Places) -> None:
    """Put the tasks of services that run on instances onto those instances."""
    hosts = _hosts(world)
    for cluster, groups in hosts.items():
        for group in groups:
            world.need(group, cluster, Relation.START)  # an instance registers with its cluster
    for service in world.of("ECS::Service"):
        kinds = {word(one) for one in world.values(service, "LaunchType")}
        if "fargate" in kinds or any("fargate" in word(one) for one in
                                     world.values(service, "CapacityProviderStrategy.CapacityProvider")):  # fmt: skip
            continue
        for cluster in world.links(service, "Cluster"):
            _on_hosts(world, service, hosts.get(cluster, []))


def _hosts(world: World) -> dict[str, list[str]]:
    """The Auto Scaling groups of each cluster: those whose launch names it, and those of its capacity providers."""
    found: dict[str, list[str]] = {}
    for group in world.of("AutoScaling::AutoScalingGroup"):
        launches = [world.resources[one] for one in world.links(group, *_LAUNCH)]
        for launch in launches:
            for other in world.inside(launch.properties):
                if world.type_of(other) == _CLUSTER:
                    found.setdefault(other, []).append(group.id)
    for holder, path in (
        ("ECS::Cluster", "CapacityProviders"),
        ("ECS::ClusterCapacityProviderAssociations", "CapacityProviders"),
    ):
        for resource in world.of(holder):
            clusters = [resource.id] if holder == "ECS::Cluster" else world.links(resource, "Cluster")
            for provider in world.links(resource, path):
                groups = world.links(world.resources[provider], "AutoScalingGroupProvider.AutoScalingGroupArn")
                for cluster in clusters:
                    found.setdefault(cluster, []).extend(groups)
    return {cluster: list(dict.fromkeys(groups)) for cluster, groups in found.items()}


def _on_hosts(world: World, service: Resource, groups: list[str]) -> None:
    tasks = world.placed.get(service.id, ())
    machines = [one for group in groups for one in world.placed.get(group, (group,))]
    if not machines:
        return
    if not tasks:
        world.bunch(service.id, machines)
        return
    for place, task in enumerate(tasks):
        world.draft.stands_in(task, machines[place % len(machines)])
    text = _("{name}: its tasks are taken to run on different instances, as ECS spreads them by default.")
    world.assume(service, text.format(name=world.title(service.id)))
