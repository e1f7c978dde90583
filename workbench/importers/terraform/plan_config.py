"""The configuration inside a plan: which resource names which, and what a reference through modules stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.importers.terraform.shapes import at, entries, mapping, text_of

__all__ = [
    "ANY",
    "ConfigModule",
    "ModulePath",
    "Target",
    "References",
    "config_edges",
    "config_tree",
    "module_path",
    "named_by",
    "references_in",
    "resource_name",
]

ANY = "*"
"""Whatever instance key: it is not said which."""

ModulePath = tuple[tuple[str, Any], ...]
"""Instances of modules from the root down: (("db", None), ("replica", 0)); a key may be ANY."""

_MOST_DEPTH = 60
_HEAD = re.compile(r"(data\.)?([\w-]+)\.([\w-]+)(?:\[(?:\"((?:[^\"\\]|\\.)*)\"|(\d+))\])?((?:\.[\w-]+)?)(?:\[(\d+)\])?")
_STEP = re.compile(r"[.\[]")
_MODULE = re.compile(r"module\.([\w-]+)(?:\[(?:\"((?:[^\"\\]|\\.)*)\"|(\d+))\])?(?:\.([\w-]+))?")


@dataclass(eq=False)
class ConfigModule:
    """A module as it is configured, once for all its instances.

    Attributes:
        path: Names of the module calls that lead to it.
        call: How the module above calls it; empty for the root.
        resources: By `TYPE.NAME` or `data.TYPE.NAME`.
    """

    path: tuple[str, ...]
    above: ConfigModule | None
    call: Mapping[str, Any]
    resources: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    calls: dict[str, ConfigModule] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """What a reference stands for.

    Attributes:
        modules: Where it is; keys may be ANY.
        name: `TYPE.NAME` or `data.TYPE.NAME`.
        key: The instance that is named, or ANY.
        attribute: Such as "arn"; empty is the resource itself.
        index: Place in the list that the attribute is, or None.
    """

    modules: ModulePath
    name: str
    key: Any
    attribute: str
    index: int | None = None


def config_tree(configuration: object) -> dict[tuple[str, ...], ConfigModule]:
    """Return every module of the `configuration` of a plan, by its path.

    Source: https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
    """
    found: dict[tuple[str, ...], ConfigModule] = {}
    waiting: list[tuple[object, ConfigModule]] = [
        (at(configuration, "root_module"), ConfigModule((), None, {})),
    ]
    while waiting:
        written, module = waiting.pop()
        found[module.path] = module
        for one in entries(at(written, "resources")):
            module.resources[resource_name(one)] = one
        module.outputs = mapping(at(written, "outputs"))
        for name, call in mapping(at(written, "module_calls")).items():
            if len(module.path) < _MOST_DEPTH:
                child = ConfigModule((*module.path, name), module, mapping(call))
                module.calls[name] = child
                waiting.append((child.call.get("module"), child))
    return found


def resource_name(one: Mapping[str, Any]) -> str:
    """Return `TYPE.NAME` of a resource, `data.TYPE.NAME` of a data source."""
    name = f"{text_of(one.get('type'))}.{text_of(one.get('name'))}"
    return f"data.{name}" if one.get("mode") == "data" else name


def references_in(expression: object) -> Iterator[str]:
    """Yield what an expression, or a tree of expressions, refers to."""
    stack = [expression]
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            named = one.get("references")
            if isinstance(named, list):
                yield from (ref for ref in named if isinstance(ref, str))
            stack.extend(value for key, value in reversed(list(one.items())) if key != "constant_value")
        elif isinstance(one, list):
            stack.extend(reversed(one))


def named_by(expression: object) -> list[str]:
    """Return what an expression refers to, without the beginnings that Terraform lists beside each: `a.b` of `a.b.id`."""
    refs = list(dict.fromkeys(references_in(expression)))
    beginnings = {ref[: match.start()] for ref in refs for match in _STEP.finditer(ref)}
    return [one for one in refs if one not in beginnings]


def config_edges(modules: Mapping[tuple[str, ...], ConfigModule]) -> set[tuple[tuple[str, ...], str, str]]:
    """Return the pairs of which one names the other in its arguments, count, for_each, provisioners or depends_on.

    Each with the path of its module.
    """
    found = set()
    for module in modules.values():
        for name, one in module.resources.items():
            for ref in _all_references(one):
                head = _HEAD.match(ref)
                other = f"{head[1] or ''}{head[2]}.{head[3]}" if head else ""
                if other != name and other in module.resources:
                    found.add((module.path, name, other))
    return found


def _all_references(one: Mapping[str, Any]) -> Iterator[str]:
    yield from references_in(one)
    named = one.get("depends_on")
    if isinstance(named, list):
        yield from (ref for ref in named if isinstance(ref, str))


class References:
    """Follows references through the inputs and outputs of modules."""

    def __init__(self, modules: Mapping[tuple[str, ...], ConfigModule]) -> None:
        self.modules = modules
        self._known: dict[tuple[ModulePath, str], tuple[Target, ...]] = {}

    def targets(self, inside: ModulePath, ref: str, depth: int = 0) -> tuple[Target, ...]:
        """Return the resources that a reference inside a module stands for; none where nobody can say."""
        key = (inside, ref)
        if key not in self._known:
            if depth > _MOST_DEPTH:
                return ()
            self._known[key] = ()  # a circle ends here
            self._known[key] = tuple(dict.fromkeys(self._found(inside, ref, depth)))
        return self._known[key]

    def _found(self, inside: ModulePath, ref: str, depth: int) -> Iterator[Target]:
        module = self.modules.get(tuple(name for name, _key in inside))
        if module is None:
            return
        if ref.startswith("var."):
            if module.above is not None:
                given = at(module.call, "expressions", ref[4:].split(".", 1)[0].split("[", 1)[0])
                for one in named_by(given):
                    yield from self.targets(inside[:-1], one, depth + 1)
        elif ref.startswith("module."):
            yield from self._output(module, inside, ref, depth)
        elif head := _HEAD.match(ref):
            name = f"{head[1] or ''}{head[2]}.{head[3]}"
            if name in module.resources:
                index = int(head[7]) if head[7] and len(head[7]) < 9 else None
                yield Target(inside, name, _key(head[4], head[5]), head[6].lstrip("."), index)

    def _output(self, module: ConfigModule, inside: ModulePath, ref: str, depth: int) -> Iterator[Target]:
        head = _MODULE.match(ref)
        child = module.calls.get(head[1]) if head else None
        if head is None or child is None or not head[4]:
            return
        for one in named_by(at(child.outputs, head[4], "expression")):
            yield from self.targets((*inside, (head[1], _key(head[2], head[3]))), one, depth + 1)


def _key(text: str | None, number: str | None) -> Any:
    if text is not None:
        return text.replace('\\"', '"').replace("\\\\", "\\")
    return int(number) if number and len(number) < 20 else ANY


def module_path(address: str) -> ModulePath:
    """Return the module instances of an address such as `module.a["x"].module.b[0]`."""
    return tuple((m[1], None if (key := _key(m[2], m[3])) == ANY else key) for m in _MODULE_ONLY.finditer(address))


_MODULE_ONLY = re.compile(r"(?:^|\.)module\.([\w-]+)(?:\[(?:\"((?:[^\"\\]|\\.)*)\"|(\d+))\])?")
