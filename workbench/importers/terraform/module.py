"""One instance of a module: what its names stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.i18n import _
from workbench.importers.resource import Link, Unknown
from workbench.importers.terraform.evaluate import evaluated
from workbench.importers.terraform.folder import Folder, Key
from workbench.importers.terraform.hcl_nodes import Attribute, Block, Choice, Expression, Name
from workbench.importers.terraform.hcl_values import Failed, Zones, as_text
from workbench.importers.terraform.shapes import address_of

__all__ = ["MOST_INSTANCES", "Instances", "Module", "Whole"]

MOST_INSTANCES = 1_000
"""Of one block; more are not drawn."""

_MOST_MODULES = 20
_MOST_WEIGHT = 50_000
_MOST_LOOKUPS = 40
_CARRIED = ("availability_zone", "availability_zones", "cidr_block", "port")
"""Arguments that are taken over from another resource as they are; anything else of it stays a link."""


@dataclass
class Whole:
    """What all modules of one root share.

    Attributes:
        folders: Every directory of the import.
        steps: How much was worked out so far.
        lookups: How many names are being looked up inside one another.
        prefix: Stands in front of the id of everything.
    """

    folders: Mapping[str, Folder]
    prefix: str = ""
    steps: int = 0
    lookups: int = 0
    troubles: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Instances:
    """How many there are of a block.

    Attributes:
        keys: Instance keys with what `each.value` is; (None, None) alone where there is one without a key.
        open: What their number depends on, when nobody knows.
        limit: How many there should be, when they are too many to draw.
    """

    keys: tuple[tuple[Any, Any], ...] = ((None, None),)
    open: str = ""
    limit: int = 0
    whether: bool = False
    """Open is only whether it is there at all."""

    def values(self, links: list[Link]) -> Any:
        """Return what the name of the block stands for: one, a list or a mapping."""
        if len(self.keys) == 1 and self.keys[0][0] is None:
            return links[0]
        if self.keys and isinstance(self.keys[0][0], str):
            return {key: link for (key, _value), link in zip(self.keys, links, strict=True)}
        return links


class Module:
    """A module as it is called once.

    Attributes:
        address: Such as `module.a[0].module.b`; empty for the root.
    """

    def __init__(
        self, whole: Whole, folder: Folder, address: str = "", above: Module | None = None, call: Block | None = None,
        bound: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.whole = whole
        self.folder = folder
        self.address = address
        self.above = above
        self.call = call
        self.bound = bound or {}
        self._known: dict[tuple[str, ...], Any] = {}
        self._counted: dict[Key, Instances] = {}
        self._inside: dict[str, list[tuple[Any, Module]]] = {}

    # ------------------------------------------------------------------------------------------------ evaluating
    @property
    def steps(self) -> int:
        """How much was worked out so far, in the whole import."""
        return self.whole.steps

    @steps.setter
    def steps(self, value: int) -> None:
        self.whole.steps = value

    def evaluate(self, expression: Expression, bound: Mapping[str, Any] | None = None) -> Any:
        """Return what an expression of this module comes to; what is too large stays open."""
        found = evaluated(expression, self, bound)
        return found if _light(found) else Unknown(_("the value is too large"))

    def value_of(self, root: str, steps: tuple[Any, ...], bound: Mapping[str, Any]) -> tuple[Any, int]:
        """Return the value of a name and how many of its steps are used up; see `evaluate.Names`."""
        first = steps[0] if steps and isinstance(steps[0], str) else ""
        if root in ("var", "local", "module") and first:
            return self._once((root, first)), 1
        if root == "path":
            return ".", 1
        if root == "terraform":
            return Unknown(_("the workspace is chosen when Terraform runs"), "terraform.workspace"), 1
        if root == "data":
            return self._data(steps)
        if (root, first) in self.folder.blocks:
            return self._resource((root, first), steps)
        raise Failed

    def _once(self, name: tuple[str, str]) -> Any:
        """Look a name up once; a name that leads back to itself has no value."""
        if name in self._known:
            found = self._known[name]
            if isinstance(found, Failed):
                raise found
            return found
        if self.whole.lookups > _MOST_LOOKUPS:
            raise Failed
        self._known[name] = Failed()
        self.whole.lookups += 1
        try:
            self._known[name] = getattr(self, f"_{name[0]}")(name[1])
        finally:
            self.whole.lookups -= 1
        return self._known[name]

    def _var(self, name: str) -> Any:
        given = self.call.body.attributes.get(name) if self.call else None
        if given is not None and self.above is not None:
            return self.above.evaluate(given.value, self.bound)
        written = self.folder.given.get(name) if self.above is None else None
        declared = self.folder.variables.get(name)
        written = written or (declared.body.attributes.get("default") if declared else None)
        if written is not None:
            return self.evaluate(written.value)
        return Unknown(_("variable {name} has no default").format(name=name), f"var.{name}")

    def _local(self, name: str) -> Any:
        if name not in self.folder.local:
            raise Failed
        return self.evaluate(self.folder.local[name].value)

    def _output(self, name: str) -> Any:
        return self.evaluate(self.folder.outputs[name].value)

    def _module(self, name: str) -> Any:
        if name not in self.folder.modules:
            raise Failed
        block, _file = self.folder.modules[name]
        counted = self.instances(("module", name), block)
        inside = self.modules(name)
        if not inside:
            return counted.values(
                [Link(self.id_of(address_of(self.address, "module", name, key=key))) for key, _v in counted.keys]
            )
        values = [_Outputs(module) for _key, module in inside]
        if len(inside) == 1 and inside[0][0] is None:
            return values[0]
        keyed = isinstance(inside[0][0], str)
        return {key: value for (key, _m), value in zip(inside, values, strict=True)} if keyed else values

    def _data(self, steps: tuple[Any, ...]) -> tuple[Any, int]:
        if len(steps) < 2 or not all(isinstance(one, str) for one in steps[:2]):
            raise Failed
        type_, name = steps[:2]
        if type_ == "aws_availability_zones" and len(steps) > 2 and steps[2] in ("names", "zone_ids"):
            return Zones(self.region_of("aws")), 3
        if type_ == "aws_region" and len(steps) > 2:
            return self.region_of("aws") or Unknown(_("the Region is not said"), "region"), 3
        return self._resource(("data", type_, name), steps, used=2)

    def _resource(self, key: Key, steps: tuple[Any, ...], used: int = 1) -> tuple[Any, int]:
        if key not in self.folder.blocks:
            raise Failed
        block, _file = self.folder.blocks[key]
        counted = self.instances(key, block)
        mode, (type_, name) = ("data", key[1:]) if key[0] == "data" else ("managed", key)
        links = [Link(self.id_of(address_of(self.address, type_, name, mode, each))) for each, _value in counted.keys]
        if len(steps) > used and steps[used] in _CARRIED and len(links) == 1 and steps[used] in block.body.attributes:
            return self._carried(key, block, steps[used]), used + 1
        return counted.values(links), used

    def _carried(self, key: Key, block: Block, name: str) -> Any:
        mark = ("argument", *key, name)
        if mark not in self._known:
            self._known[mark] = Unknown(_("the value leads back to itself"))
            self._known[mark] = self.evaluate(block.body.attributes[name].value)
        return self._known[mark]

    # ------------------------------------------------------------------------------------------------ instances
    def instances(self, key: Key, block: Block) -> Instances:
        """Return how many there are of a resource or module call of this module."""
        if key not in self._counted:
            self._counted[key] = Instances()  # what counts itself is one
            self._counted[key] = self._count(block)
        return self._counted[key]

    def _count(self, block: Block) -> Instances:
        count, each = block.body.attributes.get("count"), block.body.attributes.get("for_each")
        if count is not None:
            return _by_count(self.evaluate(count.value), count)
        return _by_key(self.evaluate(each.value), each) if each is not None else Instances()

    def modules(self, name: str) -> list[tuple[Any, Module]]:
        """Return the instances of a module call whose directory is part of the import, by key."""
        if name not in self._inside:
            self._inside[name] = list(self._called(name))
        return self._inside[name]

    def _called(self, name: str) -> Iterator[tuple[Any, Module]]:
        block, file = self.folder.modules[name]
        path = self.folder.called(block)
        folder = self.whole.folders.get(path) if path is not None else None
        if folder is None:
            return
        above: Module | None = self
        depth = 0
        while above is not None:
            depth += 1
            if above.folder is folder or depth > _MOST_MODULES:
                self.whole.troubles.append((file, block.line, _("module {name} calls itself").format(name=name)))
                return
            above = above.above
        for key, value in self.instances(("module", name), block).keys:
            address = address_of(self.address, "module", name, key=key)
            yield key, Module(self.whole, folder, address, self, block, each_of(key, value))

    def id_of(self, address: str) -> str:
        """Return the id of what has an address."""
        return self.whole.prefix + address

    def output(self, name: str) -> Any:
        """Return an output of this module.

        Raises:
            Failed: There is none, or it leads back to itself.
        """
        return self._once(("output", name))

    # ------------------------------------------------------------------------------------------------ providers
    def region_of(self, provider: str, alias: str = "") -> str:
        """Return the Region in which a provider works; empty where nobody can say."""
        module: Module | None = self
        for _level in range(_MOST_MODULES):
            if module is None:
                return ""
            passed = _passed(module.call, provider, alias)
            block = module.folder.providers.get((provider, alias))
            if passed is None and block is not None:
                region = block.body.attributes.get("region")
                found = module.evaluate(region.value) if region else ""
                return found if isinstance(found, str) else ""
            alias = passed if passed is not None else alias
            module = module.above
        return ""


@dataclass(frozen=True)
class _Outputs(Mapping[str, Any]):
    """The outputs of a module, worked out when they are asked for."""

    module: Module

    def __getitem__(self, name: str) -> Any:
        if name not in self.module.folder.outputs:
            raise KeyError(name)
        return self.module.output(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.module.folder.outputs)

    def __len__(self) -> int:
        return len(self.module.folder.outputs)


def each_of(key: Any, value: Any) -> Mapping[str, Any]:
    """Return what `count` and `each` stand for inside an instance."""
    if key is None:
        return {} if value is None else {"each": {"key": value, "value": value}, "count": {"index": value}}
    return {"each": {"key": key, "value": value}} if isinstance(key, str) else {"count": {"index": key}}


def _by_count(value: Any, written: Attribute) -> Instances:
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return Instances(((None, _unsaid(value)),), written.written, whether=_is_switch(written.value))
    shown = max(0, min(value, MOST_INSTANCES))
    return Instances(tuple((n, None) for n in range(shown)), limit=value if value > MOST_INSTANCES else 0)


def _is_switch(one: Expression) -> bool:
    """Whether a count is written as `x ? 1 : 0`."""
    if not isinstance(one, Choice):
        return False
    return {getattr(each, "value", None) for each in (one.then, one.otherwise)} == {0, 1}


def _by_key(value: Any, written: Attribute) -> Instances:
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, Mapping) and "Fn::Join" not in value and not isinstance(value, _Outputs):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = [(one, one) for one in value]
    else:
        return Instances(((None, _unsaid(value)),), written.written)
    keys: dict[str, Any] = {}
    for key, one in pairs:
        if isinstance(key, str | int | float):
            keys.setdefault(as_text(key), one)
        else:
            return Instances(((None, one),), written.written)
    return Instances(tuple(keys.items())[:MOST_INSTANCES], limit=len(keys) if len(keys) > MOST_INSTANCES else 0)


def _unsaid(value: Any) -> Any:
    return value if isinstance(value, Unknown) else Unknown(_("the value is known only to Terraform"))


def _passed(call: Block | None, provider: str, alias: str) -> str | None:
    """The alias above, when a module call hands a provider on under this name; None if it does not."""
    given = call.body.attributes.get("providers") if call else None
    for key, value in getattr(given.value, "items", ()) if given else ():
        names = [".".join(_path(one)) for one in (key, value)]
        if names[0] == (f"{provider}.{alias}" if alias else provider):
            return names[1].partition(".")[2]
    return None


def _path(one: Expression) -> tuple[str, ...]:
    if isinstance(one, Name) and isinstance(one.root, str):
        return (one.root, *(step for step in one.steps if isinstance(step, str)))
    return (str(getattr(one, "value", "")),)


def _light(value: Any) -> bool:
    """Whether a value is of a size that a person wrote: shared parts count as often as they stand there."""
    stack, weight = [value], 0
    while stack:
        one = stack.pop()
        weight += 1
        if weight > _MOST_WEIGHT:
            return False
        if isinstance(one, list):
            stack.extend(one)
        elif isinstance(one, dict):
            stack.extend(one.values())
    return True
