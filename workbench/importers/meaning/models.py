"""Models that agents and functions call, with the quota that all callers in an account share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.domain.graph import Criticality, DependencyKind
from workbench.i18n import _
from workbench.importers.meaning.places import Places
from workbench.importers.meaning.values import text
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource
from workbench.library.resource_types import Part

__all__ = ["add"]

_MODEL = re.compile(
    r"(?:^|/)(?:(?P<group>us-gov|us|eu|apac|ap|jp|au|ca|global)\.)?"
    r"(?P<model>(?P<provider>amazon|anthropic|cohere|meta|mistral|ai21|stability|deepseek|openai|qwen|writer|luma|twelvelabs"
    r"|google|nvidia|minimax|moonshot)\.(?:nova|titan|rerank|claude|command|embed|llama|mistral|mixtral|pixtral|ministral"
    r"|magistral|voxtral|jamba|stable|sd3|r1|v3|gpt|qwen|palmyra|ray|marengo|pegasus|gemma|nemotron|m2|kimi)[a-z0-9.:-]*)$"
)
"""Model ids: https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html, and with the area in front the
ids of inference profiles: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html."""

_SURE = ("FoundationModel", "EmbeddingModelArn", "ModelId", "CopyFrom", "ModelArn")


def add(world: World, places: Places) -> None:
    """Draw every model of Amazon Bedrock that a resource names."""
    for resource in world.resources.values():
        if world.part(resource.id) not in (Part.COMPUTE, Part.STORE, Part.NAME, Part.SERVICE):
            continue
        for key, value in _texts(resource):
            found = _MODEL.search(value.strip())
            if found:
                model = _model(world, places, resource, found)
                sure = key in _SURE and resource.type.startswith("AWS::Bedrock")
                world.draft.requires(resource.id, model, Criticality.HARD if sure else Criticality.UNKNOWN)


def _texts(resource: Resource) -> Iterator[tuple[str, str]]:
    """Every text of the properties with its key; texts put together of parts too."""
    stack: list[tuple[str, object]] = [("", resource.properties)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, str):
            if "." in value and len(value) < 300:
                yield key, value
        elif isinstance(value, Mapping):
            if "Fn::Join" in value:
                yield key, text(value)
            else:
                stack.extend((str(name), one) for name, one in value.items())
        elif isinstance(value, list | tuple):
            stack.extend((key, one) for one in value)


def _model(world: World, places: Places, resource: Resource, found: re.Match[str]) -> str:
    name, group = found["model"], found["group"]
    shown = f"{group}.{name}" if group else name
    model = f"model:{shown}"
    if model in world.draft:
        return model
    world.draft.domain("model", shown, managed=True)
    if not group:
        world.draft.stands_in(model, places.region(resource.region))
    world.draft.stands_in(model, world.draft.domain("model_provider", found["provider"], managed=True))
    quota = world.draft.domain("quota", shown, _("Quota of tokens of {model}").format(model=shown))
    world.draft.requires(model, quota, kind=DependencyKind.PERMISSION)
    if not group:
        text_ = _("Can another model or another Region answer when {model} cannot? It is called in one Region only.")
        world.ask(resource, "FoundationModel", text_.format(model=shown))
    return model
