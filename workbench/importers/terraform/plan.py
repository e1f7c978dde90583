"""A plan as `terraform show -json` prints it: what will be there, with what is not known yet as links.

Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.i18n import _, n_
from workbench.importers.draft import Draft
from workbench.importers.resource import Resource
from workbench.importers.source import Source
from workbench.importers.terraform.plan_config import ConfigModule, config_edges, config_tree, module_path
from workbench.importers.terraform.plan_values import Instance, PlanValues
from workbench.importers.terraform.shapes import at, entries, mapping, text_of

__all__ = ["address_lines", "read_plan", "value_modules"]

_ADDRESS = re.compile(r'"address"\s*:\s*"((?:[^"\\]|\\.)*)"')
_MOST_MODULES = 100_000


def read_plan(source: Source, draft: Draft) -> list[Resource]:
    """Return what a plan leaves behind, in the words of Terraform; counts and notes go into its report."""
    plan = mapping(source.json)
    report = draft.report(source)
    modules = config_tree(plan.get("configuration"))
    report.references = len(config_edges(modules))
    instances = _instances(plan)
    report.resources = report.resources_expanded = sum(one.mode == "managed" for one in instances)
    if not modules[()].resources and not modules[()].calls and instances:
        report.warn(0, _("the plan has no configuration, so links between what is still to be made are missing"))
    gone = sum("delete" in _actions(one) and "create" not in _actions(one) for one in _changes(plan))
    if gone:
        report.assume(
            n_("{n} resource that the plan deletes is left out.", "{n} resources that the plan deletes are left out.", gone)
            .format(n=gone)
        )  # fmt: skip
    lines = address_lines(source.text)
    values = PlanValues(modules, instances)
    regions = _Regions(plan, modules)
    return [_resource(one, values, regions, source.name, lines.get(one.address, 0)) for one in instances]


def _instances(plan: Mapping[str, Any]) -> list[Instance]:
    unknown = {
        text_of(one.get("address")): mapping(at(one, "change", "after_unknown"))
        for one in _changes(plan)
    }  # fmt: skip
    found = list(_listed(at(plan, "planned_values", "root_module"), unknown))
    if not found and plan.get("planned_values") is None:
        for one in _changes(plan):
            if "delete" not in _actions(one) or "create" in _actions(one):
                after = {**one, "values": at(one, "change", "after")}
                module = module_path(text_of(one.get("module_address")))
                found.append(Instance.of(after, module, unknown.get(text_of(one.get("address")), {})))
    earlier = _listed(at(plan, "prior_state", "values", "root_module"), {})
    found.extend(each for each in earlier if each.mode == "data")
    return list({one.address: one for one in reversed(found) if one.address}.values())[::-1]


def _listed(root: object, unknown: Mapping[str, Mapping[str, Any]]) -> Iterator[Instance]:
    for module in value_modules(root):
        inside = module_path(text_of(module.get("address")))
        for one in entries(module.get("resources")):
            yield Instance.of(one, inside, unknown.get(text_of(one.get("address")), {}))


def value_modules(root: object) -> Iterator[Mapping[str, Any]]:
    """Yield the modules of a values representation, each before the modules in it."""
    waiting, seen = [mapping(root)], 0
    while waiting and seen < _MOST_MODULES:
        module = waiting.pop()
        seen += 1
        yield module
        waiting.extend(reversed(list(entries(module.get("child_modules")))))


def _changes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return entries(plan.get("resource_changes"))


def _actions(change: Mapping[str, Any]) -> list[Any]:
    actions = at(change, "change", "actions")
    return actions if isinstance(actions, list) else []


def address_lines(text: str) -> dict[str, int]:
    """Return the line on which each address stands first."""
    found: dict[str, int] = {}
    line, before = 1, 0
    for match in _ADDRESS.finditer(text):
        line += text.count("\n", before, match.start())
        before = match.start()
        found.setdefault(match[1].replace('\\"', '"').replace("\\\\", "\\"), line)
    return found


@dataclass
class _Regions:
    """Regions of provider configurations."""

    plan: Mapping[str, Any]
    modules: Mapping[tuple[str, ...], ConfigModule]
    known: dict[str, str] = field(default_factory=dict)

    def of(self, one: Instance) -> str:
        """Return the Region in which the provider of an instance works; empty where nobody can say."""
        module = self.modules.get(tuple(name for name, _key in one.module))
        key = text_of(at(module.resources if module else None, one.name, "provider_config_key"))
        if key not in self.known:
            self.known[key] = self._region(key) or self._region(key.rpartition(":")[2])
        return text_of(one.values.get("region")) or self.known[key]

    def _region(self, key: str) -> str:
        region = mapping(at(self.plan, "configuration", "provider_config", key, "expressions", "region"))
        if constant := text_of(region.get("constant_value")):
            return constant
        named = region.get("references")
        first = text_of(named[0]) if isinstance(named, list) and named else ""
        return text_of(at(self.plan, "variables", first[4:], "value")) if first.startswith("var.") else ""


def _resource(one: Instance, values: PlanValues, regions: _Regions, file: str, line: int) -> Resource:
    return Resource(
        one.address, one.type, values.of(one), file, line, logical_id=one.address, region=regions.of(one),
        depends_on=values.after(one), attributes={"existing": True} if one.mode == "data" else {},
    )  # fmt: skip
