"""What stands behind target groups and classic load balancers."""

from __future__ import annotations

from workbench.i18n import _
from workbench.importers.meaning.world import World, unknowns
from workbench.importers.resource import Resource

__all__ = ["add"]

_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


def add(world: World) -> None:
    """Draw what target groups and classic load balancers send requests to."""
    behind: dict[str, dict[str, None]] = {}
    for kind, paths in (
        ("AutoScaling::AutoScalingGroup", ("TargetGroupARNs", "TrafficSources")),
        ("ECS::Service", ("LoadBalancers.TargetGroupArn", "LoadBalancers.LoadBalancerName")),
        ("ECS::TaskSet", ("LoadBalancers.TargetGroupArn",)),
    ):
        for resource in world.of(kind):
            for group in world.links(resource, *paths):
                behind.setdefault(group, {})[resource.id] = None
    for kind, path in (
        ("ElasticLoadBalancingV2::TargetGroup", "Targets"),
        ("ElasticLoadBalancing::LoadBalancer", "Instances"),
    ):
        for resource in world.of(kind):
            listed = behind.setdefault(resource.id, {})
            for one in world.links(resource, path):
                listed.setdefault(one)
    for group, found in behind.items():
        _draw(world, world.resources[group], list(found))


def _draw(world: World, group: Resource, found: list[str]) -> None:
    there = world.together(found)
    world.triggered.update(there)
    if len(there) == 1:
        world.need(group.id, there[0])
    elif there:
        world.bunch(group.id, there)
    elif group.type == _GROUP:
        why = unknowns(world.values(group, "Targets"))
        text = _("What answers behind {name}? The import registers nothing with it.")
        if why:
            text = _("What answers behind {name}? Its targets are open: {why}.")
        world.ask(group, "Targets", text.format(name=world.title(group.id), why=why[0].why if why else ""))
