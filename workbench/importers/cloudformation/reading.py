"""From templates to resources: counts of the text, stacks, conditions, and what had to be assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbench.i18n import N_, _, n_
from workbench.importers.cloudformation.conditions import Verdict, never_together
from workbench.importers.cloudformation.deployment import Deployment, Placed
from workbench.importers.cloudformation.modules import module_types
from workbench.importers.cloudformation.stack import Stack, is_module
from workbench.importers.cloudformation.template import Template, section
from workbench.importers.draft import Draft
from workbench.importers.resource import Resource
from workbench.importers.source import Source
from workbench.progress import Progress

__all__ = ["MOST_RESOURCES", "read_placed"]

MOST_RESOURCES = 50_000
"""So many resources are read in one import at most, all copies by nested stacks included."""
_MOST_PAIRS = 400
_MOST_DEFAULTS = 40
_PROCESSED = N_("to see it, import the processed template (aws cloudformation get-template --template-stage Processed)")
"""Source: https://docs.aws.amazon.com/cli/latest/reference/cloudformation/get-template.html"""
_OWN_MACROS = (
    "AWS::LanguageExtensions",
    "AWS::Serverless",
    "AWS::Include",
    "AWS::CodeDeployBlueGreen",
    "AWS::SecretsManager",
)
_LABEL_ENDS = frozenset({"Resource", "Default"})


def read_placed(placed: Sequence[Placed], others: Sequence[Source], draft: Draft, progress: Progress) -> list[Resource]:
    """Return the resources of templates that come together, with what each file says noted in its report.

    Args:
        placed: The templates.
        others: Files beside them that say which template is which module.
        draft: Where the reports are.
        progress: Called once for each stack.
    """
    for one in placed:
        _count(one.template, draft)
    deployment = Deployment(draft, placed, module_types(others, [one.template for one in placed]))
    deployment.arrange()
    resources: list[Resource] = []
    for place, stack in enumerate(deployment.stacks):
        progress(place, len(deployment.stacks), stack.template.source.name)
        found = _resources(stack, MOST_RESOURCES - len(resources), deployment)
        resources.extend(found)
        _say_conditions(stack, deployment)
    return resources


def _count(template: Template, draft: Draft) -> None:
    report = draft.report(template.source)
    report.resources += len(template.resources)
    report.references += len(template.references())
    for trouble in template.source.doubled:
        report.warn(trouble.line, trouble.text)
    written = section(template.sections, "Resources")
    for key, one in written.items():
        if key not in template.resources and not key.startswith("Fn::"):
            report.warn(template.lines.get(key, 0), _("{id} is no resource: it has no Type").format(id=key))
        elif key in template.resources and not isinstance(one.get("Properties", {}), dict):
            report.warn(template.lines.get(key, 0), _("the Properties of {id} are no mapping").format(id=key))
    if not written and not template.sections.get("Resources"):
        report.warn(0, _("has no resources"))
    for name in template.transforms:
        if not name.startswith(_OWN_MACROS):
            text = _("macro {name} is not run, and what it would change is missing; {way}")
            report.warn(0, text.format(name=name, way=_(_PROCESSED)))
    if "Fn::Transform" in template.sections or "Fn::Transform" in written:
        report.warn(0, _("what Fn::Transform would add is missing; {way}").format(way=_(_PROCESSED)))


# ------------------------------------------------------------------------------------------------------ one stack
def _resources(stack: Stack, most: int, deployment: Deployment) -> list[Resource]:
    report = deployment.report(stack.template)
    found: list[Resource] = []
    opened: dict[str, Verdict] = {}
    for logical_id, written in stack.resources.items():
        if len(found) >= most:
            report.error(
                0, _("the import has more than {n} resources; the others are left out").format(n=f"{MOST_RESOURCES:,}")
            )
            break
        verdict = stack.condition(logical_id)
        if verdict is not None and verdict.holds is False:
            continue
        if is_module(written["Type"]) and stack.child(logical_id) is not None:
            continue  # its resources are there instead
        if verdict is not None and verdict.holds is None:
            opened[verdict.words] = verdict
        found.append(_resource(stack, logical_id, written, verdict))
    if len(opened) > 1:
        excludes = _excludes(opened, stack.parameters.allowed())
        found = [_with(one, excludes.get(one.condition, ())) for one in found]
    return found


def _resource(stack: Stack, logical_id: str, written: Mapping[str, Any], verdict: Verdict | None) -> Resource:
    properties = stack.value(section(written, "Properties"))
    attributes: dict[str, Any] = {}
    if stack.prefix:
        attributes["stack"] = stack.name
    origin = stack.sources.get(logical_id, "")
    if origin and not origin.startswith("Fn::"):
        attributes["made_from"] = stack.id_of(origin)
    policy = stack.value(written.get("DeletionPolicy"))
    if isinstance(policy, str):
        attributes["deletion_policy"] = policy
    depends = written.get("DependsOn")
    named = [one for one in (depends if isinstance(depends, list) else [depends]) if isinstance(one, str)]
    return Resource(
        id=stack.id_of(logical_id), type=written["Type"].strip(), properties=properties if isinstance(properties, dict) else {},
        file=stack.template.source.name, line=stack.line(logical_id), label=_label(stack, logical_id, written), logical_id=logical_id,
        region=stack.region, account=stack.account,
        condition=verdict.words if verdict is not None and verdict.holds is None else "",
        depends_on=tuple(stack.id_of(one) for one in dict.fromkeys(named) if one in stack.resources and one != logical_id),
        attributes=attributes,
    )  # fmt: skip


def _label(stack: Stack, logical_id: str, written: Mapping[str, Any]) -> str:
    """The construct path of a CDK resource inside its stack, such as `Vpc/PublicSubnet1`."""
    path = section(written, "Metadata").get("aws:cdk:path") or stack.template.labels.get(logical_id)
    return _path_label(path, written["Type"]) if isinstance(path, str) else ""


def _path_label(path: str, type_: str) -> str:
    """Return the readable part of a construct path: without its stack and without what only repeats the type."""
    parts = path.split("/")[1:]
    if len(parts) > 1 and (parts[-1] in _LABEL_ENDS or (parts[-1] == "Subnet" and type_ == "AWS::EC2::Subnet")):
        parts.pop()
    return "/".join(parts)


# ------------------------------------------------------------------------------------------------------ conditions
def _excludes(opened: Mapping[str, Verdict], allowed: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return the conditions that can never hold together with each, in words."""
    names = list(opened)
    found: dict[str, list[str]] = {name: [] for name in names}
    pairs = 0
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            pairs += 1
            if pairs > _MOST_PAIRS:
                break
            if never_together(opened[one].formula, opened[other].formula, allowed):
                found[one].append(other)
                found[other].append(one)
    return {name: tuple(others) for name, others in found.items()}


def _with(resource: Resource, excludes: Sequence[str]) -> Resource:
    if not excludes:
        return resource
    return replace(resource, attributes={**resource.attributes, "excludes": list(excludes)})


def _say_conditions(stack: Stack, deployment: Deployment) -> None:
    report = deployment.report(stack.template)
    left_out: dict[str, int] = {}
    for one in stack.resources.values():
        named = one.get("Condition")
        if isinstance(named, str):
            if stack.conditions[named].holds is False:
                left_out[named] = left_out.get(named, 0) + 1
    for name, n in left_out.items():
        report.assume(n_(
            '{n} resource is left out: condition {name} does not hold with the values that parameters have here',
            '{n} resources are left out: condition {name} does not hold with the values that parameters have here', n,
        ).format(n=n, name=name))  # fmt: skip
    for words in stack.undecided.values():
        report.assume(_("where a link depends on the open condition {condition}, it is drawn as if that held").format(
            condition=words))  # fmt: skip
    taken = stack.parameters.defaults
    if taken:
        shown = ", ".join(f'{name} is "{_short(value)}"' for name, value in list(taken.items())[:_MOST_DEFAULTS])
        more = len(taken) - _MOST_DEFAULTS
        if more > 0:
            shown += n_(" and {n} more", " and {n} more", more).format(n=more)
        report.assume(_("parameters have their defaults: {list}").format(list=shown))


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
