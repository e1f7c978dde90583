"""Database clusters: their members, and replicas that nobody promotes."""

from __future__ import annotations

from workbench.i18n import _
from workbench.importers.meaning.values import word
from workbench.importers.meaning.world import World, unknowns
from workbench.importers.resource import Resource
from workbench.library.resource_types import Relation

__all__ = ["add"]


def add(world: World) -> None:
    """Draw the members of clusters, and ask what read replicas are for."""
    members: dict[str, list[Resource]] = {}
    for resource in world.resources.values():
        rule = world.rule_of(resource)
        if rule and rule.member_of:
            for key in world.links(resource, rule.member_of):
                members.setdefault(key, []).append(resource)
        if resource.type == "AWS::RDS::DBInstance":
            _replica(world, resource)
    for kind in ("RDS::DBCluster", "DocDB::DBCluster", "Neptune::DBCluster"):
        for cluster in world.of(kind):
            _cluster(world, cluster, members.get(cluster.id, []))


def _cluster(world: World, cluster: Resource, members: list[Resource]) -> None:
    rule = world.rule_of(cluster)
    title = world.title(cluster.id)
    if members:
        there = world.together(one.id for one in members)
        world.bunch(cluster.id, there, 1, rule.failover_s if rule else None, 0)
        if len(there) > 1:
            text = _(
                "{name}: the storage of the cluster is spread over zones by AWS; any instance can become the writer."
            )
            world.assume(cluster, text.format(name=title), told=False)
        return
    if world.values(cluster, "DBClusterInstanceClass"):
        text = _(
            "{name}: a Multi-AZ cluster keeps a writer and two readers in three zones; AWS fails over between them."
        )
        world.assume(cluster, text.format(name=title))
    elif "serverless" not in {word(one) for one in world.values(cluster, "EngineMode")}:
        text = _("How many instances has {name}, and in which zones? The import holds none.")
        world.ask(cluster, "instances", text.format(name=title))
        world.draft.change(cluster.id, managed=False)


def _replica(world: World, resource: Resource) -> None:
    values = world.values(resource, "SourceDBInstanceIdentifier")
    source = world.links(resource, "SourceDBInstanceIdentifier")
    for other in source:
        world.need(resource.id, other, Relation.SOFT)
        text = _("Would you promote {replica} when {name} is lost, or is it only read? Promoting is a step of yours.")
        world.ask(
            resource, "SourceDBInstanceIdentifier",
            text.format(replica=world.title(resource.id), name=world.title(other)),
        )  # fmt: skip
    if unknowns(values) and not source:
        text = _("Is {name} a replica of another database? SourceDBInstanceIdentifier is open: {why}.")
        world.ask(
            resource, "SourceDBInstanceIdentifier",
            text.format(name=world.title(resource.id), why=unknowns(values)[0].why),
        )  # fmt: skip
