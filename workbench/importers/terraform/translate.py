"""Resources in the words of Terraform into the words of CloudFormation, by the table `terraform_types.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.resource import Link, Resource, Unknown, links_in
from workbench.library.terraform_types import Renamed, TerraformType, TerraformTypes

__all__ = ["translated"]

_MOST_DEPTH = 40
_FREE = frozenset({"tags", "tags_all", "variables", "parameters", "environment_variables", "labels", "triggers"})
"""Objects whose keys are the user's own."""


def translated(resources: Iterable[Resource], types: TerraformTypes, draft: Draft) -> list[Resource]:
    """Return the resources that are drawn, as CloudFormation calls them and their properties.

    What only looks something up, tools of Terraform and mere settings are left out, said once for each file.
    """
    given = list(resources)
    linked = {link.id for one in given for link in links_in(one.properties)} | {
        key for one in given for key in one.depends_on
    }
    left_out: dict[str, dict[str, set[str]]] = {}
    drawn: dict[str, Resource] = {}
    adding: list[tuple[Resource, TerraformType]] = []
    for one in given:
        rule = types.types.get(one.type)
        if one.attributes.get("existing") and (one.type not in types.existing or one.id not in linked):
            continue
        if types.is_tool(one.type):
            left_out.setdefault(one.file, {}).setdefault("tools", set()).add(one.type)
        elif rule is not None and rule.setting:
            left_out.setdefault(one.file, {}).setdefault("settings", set()).add(one.type)
        elif rule is not None and rule.adds_to:
            adding.append((one, rule))
        elif rule is None:
            drawn[one.id] = replace(one, label=one.label or _label(one), attributes=_remarks(one))
        else:
            for made in _made(one, rule):
                drawn.setdefault(made.id, made)
    for one, rule in adding:
        _add(one, rule, drawn, left_out)
    _say(left_out, draft)
    return [_known(one, drawn) for one in drawn.values()]


def _say(left_out: Mapping[str, Mapping[str, set[str]]], draft: Draft) -> None:
    texts = {
        "tools": _("{types}: tools of Terraform, no parts of the architecture; not drawn."),
        "settings": _("{types}: settings that never decide availability by themselves; not drawn."),
        "elsewhere": _("{types}: added to something that is not part of the import; not drawn."),
    }
    for file, kinds in left_out.items():
        for kind, text in texts.items():
            if kind in kinds:
                draft.report(file).assume(text.format(types=", ".join(sorted(kinds[kind]))))


def _label(one: Resource) -> str:
    tags = one.properties.get("tags")
    name = tags.get("Name") if isinstance(tags, Mapping) else None
    return name if isinstance(name, str) else ""


def _remarks(one: Resource) -> dict[str, Any]:
    return {**one.attributes, "provider": one.type.partition("_")[0]} if "_" in one.type else dict(one.attributes)


def _made(one: Resource, rule: TerraformType) -> Iterator[Resource]:
    properties = dict(one.properties)
    making = rule.makes
    blocks = properties.pop(making.of, None) if making else None
    found = _Shape(rule).of(properties)
    yield replace(one, type=rule.type, properties=found, label=one.label or _label(one))
    if making is None or blocks is None:
        return
    for place, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
        inner = _Shape(rule).block(block, making.of, 1) if isinstance(block, Mapping) else {_pascal(making.of): block}
        yield Resource(
            f"{one.id}.{making.of}[{place}]", making.type, {making.own: Link(one.id), **inner}, one.file, one.line,
            logical_id=f"{one.logical_id}.{making.of}[{place}]", region=one.region, condition=one.condition,
        )  # fmt: skip


def _known(one: Resource, drawn: Mapping[str, Resource]) -> Resource:
    after = tuple(key for key in one.depends_on if key in drawn)
    return one if after == one.depends_on else replace(one, depends_on=after)


# ---------------------------------------------------------------------------------------------------- one resource
class _Shape:
    """Gives the settings of one resource their new names and places."""

    def __init__(self, rule: TerraformType) -> None:
        self.rule = rule
        self.top: dict[str, Any] = {}

    def of(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        for key, value in self.block(settings, "", 0).items():
            _put(self.top, (key,), value)
        return {self.rule.under: self.top} if self.rule.under else self.top

    def block(self, settings: Mapping[str, Any], path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in settings.items():
            here = f"{path}.{key}" if path else str(key)
            renamed = self.rule.properties.get(here)
            if here in self.rule.json:
                value = _read(value)
            if value is None or depth > _MOST_DEPTH:
                continue
            made = _worded(self.value(value, here, depth + 1), renamed)
            if renamed is None:
                _put(found, (_pascal(str(key)),), made)
            else:
                _put(self.top if renamed.top else found, renamed.path, made)
        return found

    def value(self, value: Any, path: str, depth: int) -> Any:
        if depth > _MOST_DEPTH:
            return None
        if isinstance(value, list):
            return [self.value(one, path, depth + 1) for one in value]
        if isinstance(value, Mapping) and path.rpartition(".")[2] not in _FREE and "Fn::Join" not in value:
            return self.block(value, path, depth)
        return value


def _put(into: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a value at a path; what is there already stays, side by side."""
    holder: Any = into
    for key in path[:-1]:
        inner = holder.get(key)
        if inner is None:
            inner = holder[key] = {}
        if isinstance(inner, list):
            inner.append({})
            inner = inner[-1]
        if not isinstance(inner, dict):
            return
        holder = inner
    last = path[-1]
    if last not in holder or holder[last] is None:
        holder[last] = value
    elif isinstance(holder[last], dict) and isinstance(value, dict):
        holder[last] = {**holder[last], **value}
    else:
        before = holder[last] if isinstance(holder[last], list) else [holder[last]]
        holder[last] = [*before, *(value if isinstance(value, list) else [value])]


def _worded(value: Any, renamed: Renamed | None) -> Any:
    if renamed is None or not renamed.values or not isinstance(value, str | bool):
        return value
    word = str(value).lower() if isinstance(value, bool) else value
    return renamed.values.get(word, value)


def _pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_")) if name[:1].islower() else name


def _read(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


# ---------------------------------------------------------------------------------------------------- additions
def _add(
    one: Resource, rule: TerraformType, drawn: dict[str, Resource], left_out: dict[str, dict[str, set[str]]]
) -> None:
    named = one.properties.get(rule.adds_to)
    others = [link.id for link in links_in(named) if link.id in drawn]
    if not others:
        left_out.setdefault(one.file, {}).setdefault("elsewhere", set()).add(one.type)
        return
    for part in rule.parts:
        value = _taken(one.properties, part.takes)
        if not value:
            continue
        for other in others:
            # Read by paths, where lists do not count: one more object in a list is one more value there.
            properties = dict(drawn[other].properties)
            properties[part.at[0]] = _beside(properties.get(part.at[0]), part.at[1:], value)
            drawn[other] = replace(drawn[other], properties=properties)


def _beside(before: Any, path: tuple[str, ...], value: list[Any]) -> list[Any]:
    for key in reversed(path):
        value = [{key: one} for one in value]
    return [*(before if isinstance(before, list) else [] if before is None else [before]), *value]


def _taken(properties: Mapping[str, Any], takes: Mapping[str, str]) -> list[Any]:
    whole, named = list[Any](), dict[str, Any]()
    for path, name in takes.items():
        for value in _at(properties, path.split(".")):
            made = _Shape(TerraformType("")).value(_read(value) if path == "redrive_policy" else value, path, 0)
            if name:
                _put(named, (name,), made)
            elif not isinstance(value, Unknown):
                whole.append(made)
    return [*whole, named] if named else whole


def _at(value: Any, path: list[str]) -> list[Any]:
    found = [value]
    for key in path:
        found = [
            each[key] for one in found for each in (one if isinstance(one, list) else [one])
            if isinstance(each, Mapping) and each.get(key) is not None
        ]  # fmt: skip
    return found
