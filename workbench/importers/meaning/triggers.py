"""What starts work by itself: queues with consumers, subscriptions, rules, schedules, notifications of buckets."""

from __future__ import annotations

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource, links_in
from workbench.library.resource_types import Part, Relation

__all__ = ["add"]

_NOTIFIED = (
    "NotificationConfiguration.LambdaConfigurations.Function", "NotificationConfiguration.QueueConfigurations.Queue",
    "NotificationConfiguration.TopicConfigurations.Topic",
)  # fmt: skip


def add(world: World) -> None:
    """Propose a journey for everything that starts work, and note what it needs."""
    _consumers(world)
    for subscription in world.of("SNS::Subscription"):
        topic = world.links(subscription, "TopicArn")
        for target in world.links(subscription, "Endpoint"):
            _propose(world, subscription, subscription.id, _reaches(world, topic[0] if topic else "", target), target)
    for topic_ in world.of("SNS::Topic"):
        for target in world.links(topic_, "Subscription.Endpoint"):
            _pair(world, topic_, target, _reaches(world, topic_.id, target))
    for rule in world.of("Events::Rule"):
        _rule(world, rule)
    for bucket in world.of("S3::Bucket"):
        for target in world.links(bucket, *_NOTIFIED):
            text = _("New objects in {bucket} reach {target}")
            _pair(world, bucket, target, text.format(bucket=world.title(bucket.id), target=world.title(target)))
    for one in world.of("Scheduler::Schedule", "Pipes::Pipe", "IoT::TopicRule", "Glue::Trigger"):
        targets = world.links(one, "Target", "Target.Arn", "TopicRulePayload.Actions", "Actions")
        label = _("{name} runs on its schedule") if one.type.endswith("Schedule") else _("Work of {name}")
        _propose(world, one, one.id, label.format(name=world.title(one.id)), *targets)


def _consumers(world: World) -> None:
    """Event source mappings: the function works off what its source holds; the source does not need the function."""
    mappings = list(world.of("Lambda::EventSourceMapping"))
    readers: dict[str, int] = {}
    for mapping in mappings:
        for source in world.links(mapping, "EventSourceArn"):
            readers[source] = readers.get(source, 0) + 1
    for mapping in mappings:
        functions = world.links(mapping, "FunctionName")
        sources = world.links(mapping, "EventSourceArn")
        names = {"queue": world.title(sources[0]) if sources else world.title(mapping.id),
                 "function": ", ".join(world.title(one) for one in functions)}  # fmt: skip
        is_queue = bool(sources) and world.type_of(sources[0]) == "AWS::SQS::Queue"
        text = _("{queue} is worked off") if is_queue else _("Records of {queue} are processed")
        if functions and (not sources or readers[sources[0]] > 1):
            text = _("{queue} is worked off by {function}") if is_queue else _("Records of {queue} reach {function}")
        _propose(world, mapping, mapping.id, text.format(**names), *functions)


def _reaches(world: World, topic: str, target: str) -> str:
    return _("Messages of {topic} reach {target}").format(
        topic=world.title(topic) or _("a topic"), target=world.title(target)
    )


def _propose(world: World, resource: Resource, entry: str, label: str, *targets: str) -> None:
    world.triggered.update(targets)
    world.journey(entry, label, entry, resource.file)


def _pair(world: World, source: Resource, target: str, label: str) -> None:
    """A journey from something that does not need its target, through an element for the two of them."""
    node = Node(f"{source.id}/{target}", label, "function")
    _propose(world, source, world.draw(node, source, source.id, target), label, target)


def _rule(world: World, rule: Resource) -> None:
    targets = []
    for value in world.values(rule, "Targets.Arn"):
        targets += [link.id for link in links_in(value) if link.id in world.resources and link.id != rule.id]
    targets = [one for one in dict.fromkeys(targets) if world.part(one) is not Part.WATCH]
    for one in world.links(rule, "Targets.EcsParameters.TaskDefinitionArn"):
        world.need(rule.id, one)
    for one in world.links(rule, "Targets.RoleArn"):
        world.need(rule.id, one, Relation.ROLE)
    for one in world.links(rule, "Targets.DeadLetterConfig"):
        world.need(rule.id, one, Relation.SOFT)
    scheduled = bool(world.values(rule, "ScheduleExpression"))
    names = {"rule": world.title(rule.id)}
    if len(targets) > 1:
        for target in targets:
            text = _("{rule} on its schedule: {target}") if scheduled else _("Events of {rule} reach {target}")
            _pair(world, rule, target, text.format(**names, target=world.title(target)))
    elif targets:
        world.need(rule.id, targets[0])
        text = _("{rule} runs on its schedule") if scheduled else _("Events of {rule} reach {target}")
        _propose(world, rule, rule.id, text.format(**names, target=world.title(targets[0])), targets[0])
