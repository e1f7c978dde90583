"""One CloudFormation template as it is written: its sections in long form, its lines, its resources and who names whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workbench.i18n import _
from workbench.importers.cloudformation.plain import SUB_NAME, is_function, long_form
from workbench.importers.marks import MarkedDict, line_of
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable

__all__ = ["SECTIONS", "Template", "is_template", "looks_like_template", "read_template", "references_of", "section"]

SECTIONS = frozenset({
    "AWSTemplateFormatVersion", "Conditions", "Description", "Globals", "Hooks", "Mappings", "Metadata", "Modules",
    "Outputs", "Parameters", "Resources", "Rules", "Transform",
})  # fmt: skip
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html"""

_TYPE = re.compile(r"[A-Za-z0-9]+::\S+")
_BEGINS = re.compile(r"""\s*(?:(?:#|---)[^\n]*\n\s*)*(?:\{|["']?[A-Za-z]+["']?\s*:)""")
_RESOURCES = re.compile(r"""^Resources\s*:|["']Resources["']\s*:""", re.MULTILINE)
_SIGNS = re.compile(r"""AWSTemplateFormatVersion|["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa)::""")


@dataclass(eq=False)
class Template:
    """A template of an import.

    Attributes:
        source: The file it is from.
        sections: What it holds, all functions in their long form; keys are texts.
        plain: Ids (of Python) of its mappings and lists that hold no function at all.
        lines: Line of each resource.
        labels: What resources are called in the code they are made by, by logical id: construct paths of the CDK.
    """

    source: Source
    sections: dict[str, Any]
    plain: frozenset[int] = frozenset()
    lines: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Its resources as written, by logical id: what stands in Resources and has a Type."""
        return {key: one for key, one in section(self.sections, "Resources").items() if is_resource(one)}

    @property
    def transforms(self) -> list[str]:
        """Names of the macros it asks for."""
        named = self.sections.get("Transform")
        listed = named if isinstance(named, list) else [named]
        names = (one.get("Name") if isinstance(one, dict) else one for one in listed)
        return [one for one in names if isinstance(one, str)]

    @property
    def is_serverless(self) -> bool:
        """Whether it is written in the words of SAM."""
        if any(name.startswith("AWS::Serverless") for name in self.transforms):
            return True
        return any(str(one["Type"]).startswith("AWS::Serverless::") for one in self.resources.values())

    def references(self) -> set[tuple[str, str]]:
        """Return who names whom, as written: pairs of logical ids, none to itself."""
        resources = self.resources
        return {
            (key, other)
            for key, one in resources.items()
            for other in references_of(one)
            if other != key and other in resources
        }


def section(sections: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a section of a template; empty where it is missing or no mapping."""
    found = sections.get(name)
    return found if isinstance(found, dict) else {}


def is_resource(value: object) -> bool:
    """Whether an entry of Resources is a resource: a mapping with a Type."""
    return isinstance(value, dict) and isinstance(value.get("Type"), str)


def is_template(value: object) -> bool:
    """Whether a value is a template: by its version, its resources, or sections that no other format has."""
    if not isinstance(value, dict):
        return False
    if "AWSTemplateFormatVersion" in value:
        return True
    resources = value.get("Resources")
    if isinstance(resources, dict) and any(_telling(key, one) for key, one in resources.items()):
        return True
    if not value or not all(isinstance(key, str) and key in SECTIONS for key in value):
        return False
    parameters = value.get("Parameters")
    return isinstance(parameters, dict) and any(isinstance(one, dict) and "Type" in one for one in parameters.values())


def _telling(key: object, value: object) -> bool:
    if isinstance(key, str) and key.startswith("Fn::ForEach::"):
        return True
    return isinstance(value, dict) and isinstance(value.get("Type"), str) and bool(_TYPE.match(value["Type"]))


def looks_like_template(text: str) -> bool:
    """Whether a text that cannot be read was meant to be a template."""
    return bool(_BEGINS.match(text[:5_000]) and _RESOURCES.search(text) and _SIGNS.search(text))


def read_template(source: Source) -> Template:
    """Return the template of a file.

    Raises:
        Unreadable: The file is no YAML or JSON, or holds no template.
    """
    documents = source.documents
    value = next((one for one in documents if is_template(one)), documents[0] if documents else None)
    if not isinstance(value, dict):
        raise Unreadable(0, _("is no template: it should be a mapping with Resources"))
    if not isinstance(value.get("Resources", {}), dict):
        raise Unreadable(line_of(value, "Resources"), _("is no template: its Resources should be a mapping"))
    sections, plain = long_form(value)
    resources = value.get("Resources")
    if isinstance(value, MarkedDict):
        lines = {str(key): line_of(resources, key) for key in resources} if isinstance(resources, MarkedDict) else {}
    else:
        lines = {path[1]: line for path, line in source.lines(2).items() if len(path) == 2 and path[0] == "Resources"}
    return Template(source, sections, plain, lines)


def references_of(resource: Mapping[str, Any]) -> set[str]:
    """Return every logical id that a resource names by Ref, GetAtt, Sub or DependsOn, also of what is no resource."""
    found = set(_listed(resource.get("DependsOn")))
    stack: list[Any] = [resource]
    seen: set[int] = set()
    while stack:
        one = stack.pop()
        if isinstance(one, dict | list):
            if id(one) in seen:
                continue
            seen.add(id(one))
        if isinstance(one, list):
            stack.extend(one)
        elif isinstance(one, dict):
            if is_function(one):
                found.update(_named(*next(iter(one.items()))))
            stack.extend(one.values())
    return found


def _named(function: str, value: Any) -> Iterator[str]:
    if function == "Ref" and isinstance(value, str):
        yield value
    elif function == "Fn::GetAtt" and isinstance(value, list) and value and isinstance(value[0], str):
        yield value[0]
    elif function == "Fn::Sub":
        text, own = (value[0], value[1:]) if isinstance(value, list) and value else (value, [])
        names = own[0] if own and isinstance(own[0], dict) else {}
        if isinstance(text, str):
            for match in SUB_NAME.finditer(text):
                name = match.group(1)
                if name not in names:
                    yield name.split(".", 1)[0]


def _listed(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
