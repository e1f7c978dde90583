"""All stacks of one import together: which template is nested in which, and what one exports for another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.i18n import _
from workbench.importers.cloudformation.functions import Depth
from workbench.importers.cloudformation.stack import Stack, is_module
from workbench.importers.cloudformation.template import Template, section
from workbench.importers.cloudformation.texts import open_parts, parts_of
from workbench.importers.draft import Draft
from workbench.importers.report import FileReport
from workbench.importers.resource import Unknown

__all__ = ["MOST_STACKS", "Deployment", "Placed"]

MOST_STACKS = 500
"""So many stacks, nested ones included, are read in one import at most."""
_ASSET = "aws:asset:path"
_CDK_EXPORT = re.compile(r"([^:]+):ExportsOutput(Ref|FnGetAtt)([A-Za-z0-9]+?)[0-9A-F]{8}")
_Twin = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Placed:
    """A template and what is known of where it is deployed, for example from the manifest of a CDK assembly."""

    template: Template
    name: str = ""
    stack_name: str = ""
    region: str = ""
    account: str = ""


@dataclass(frozen=True)
class _Open:
    """An export whose name is known in part."""

    head: str
    tail: str
    shown: str
    stack: Stack
    output: str


@dataclass
class Deployment:
    """The stacks of one import.

    Attributes:
        placed: Every template, those that turn out to be nested in another included.
        modules: Template of each module that is among the files, by its type.
        stacks: Every stack, once `arrange` was called.
    """

    draft: Draft
    placed: Sequence[Placed]
    modules: Mapping[str, Template] = field(default_factory=dict)
    depth: Depth = field(default_factory=Depth)
    stacks: list[Stack] = field(default_factory=list)
    _exports: dict[str, list[tuple[Stack, Any, str]]] | None = None
    _open: list[_Open] = field(default_factory=list)
    _searching: set[str] = field(default_factory=set)
    _by_file: dict[str, Template] = field(default_factory=dict)
    _made: int = 0

    # -------------------------------------------------------------------------------------------------- arranging
    def arrange(self) -> None:
        """Find out which templates stand for themselves and which are nested; name all stacks."""
        self._by_file = {one.template.source.name: one.template for one in self.placed}
        nested: set[_Twin] = set()
        roots: list[tuple[Placed, list[Stack]]] = []
        for one in self.placed:
            found = list(self._root(one).walk())
            self.report(one.template).resources_expanded += len(found[0].resources)
            nested.update(_twin(stack.template) for stack in found[1:])
            roots.append((one, found))
        covered: dict[_Twin, str] = {}
        for one, found in sorted(roots, key=lambda root: _twin(root[0].template) in nested):
            twin = _twin(one.template)
            if one.name or twin not in covered:
                covered.update((_twin(stack.template), stack.template.source.name) for stack in found)
                self.stacks.extend(found)
            elif covered[twin] != one.template.source.name:
                said = _("describes the same stack as {file} and is drawn once").format(file=covered[twin])
                self.report(one.template).assume(said)
        self._name()
        for stack in self.stacks:
            stack.forget()

    def _root(self, placed: Placed) -> Stack:
        return Stack(
            placed.template, self, placed.name or placed.template.source.stem, region=placed.region,
            account=placed.account, stack_name=placed.stack_name,
        )  # fmt: skip

    def _name(self) -> None:
        taken: set[str] = set()
        several = sum(1 for stack in self.stacks if stack.resources) > 1
        for stack in self.stacks:
            wanted, n = stack.name, 1
            outer = stack.inside[-1].name if stack.inside else ""
            for better in (f"{outer}.{wanted}" if outer else "", f"{wanted} {stack.region}" if stack.region else ""):
                if better and stack.name in taken:
                    stack.name = better
            while stack.name in taken:
                n += 1
                stack.name = f"{wanted} {n}"
            taken.add(stack.name)
            stack.prefix = f"{stack.name}/" if several else ""

    def inside(self, stack: Stack, logical_id: str, resource: Mapping[str, Any]) -> Stack | None:
        """Return the stack or module that a resource is, if its template is among the files."""
        template, given = self._nested_template(stack, logical_id, resource)
        if template is None:
            return None
        line, report = stack.line(logical_id), self.report(stack.template)
        if template in (stack.template, *(one.template for one in stack.inside)):
            report.warn(line, _("{id} contains itself; it is not followed").format(id=logical_id))
            return None
        if self._made >= MOST_STACKS:
            report.warn(
                line, _("{id} is not followed: there are more than {n} stacks").format(id=logical_id, n=MOST_STACKS)
            )
            return None
        self._made += 1
        name = logical_id if is_module(resource["Type"]) else template.source.stem
        return Stack(
            template, self, name, region=stack.region, account=stack.account, inside=(*stack.inside, stack), given=given
        )

    def _nested_template(
        self, stack: Stack, logical_id: str, resource: Mapping[str, Any]
    ) -> tuple[Template | None, dict[str, Any]]:
        properties = section(resource, "Properties")
        if is_module(resource["Type"]):
            module = self.modules.get(resource["Type"])
            if module is None:
                said = _(
                    "{id} is a module from the registry ({type}), and what it makes is missing: add its folder to the import, "
                    "or import the processed template (aws cloudformation get-template --template-stage Processed)"
                )
                text = said.format(id=logical_id, type=resource["Type"])
                self.report(stack.template).warn(stack.line(logical_id), text)
            return module, dict(properties)
        asset = section(resource, "Metadata").get(_ASSET)
        url = asset if isinstance(asset, str) else stack.value(properties.get("TemplateURL"))
        template = self._at(url, stack.template)
        if template is None:
            said = _(
                "{id} is a stack whose template is not among the files; add it to the import, as what is in it is missing"
            )
            self.report(stack.template).warn(stack.line(logical_id), said.format(id=logical_id))
        return template, dict(section(properties, "Parameters"))

    def _at(self, url: Any, near: Template) -> Template | None:
        """Return the template whose path goes on like the end of an address; the nearest one of several."""
        last = parts_of(url)[-1]
        if not isinstance(last, str) or not last.strip():
            return None
        wanted = [part for part in last.split("?", 1)[0].replace("\\", "/").split("/") if part not in ("", ".", "..")]
        here = near.source.name.split("/")[:-1]
        best: tuple[tuple[int, int, int], Template | None] = ((0, 0, 0), None)
        for name, template in self._by_file.items():
            path = name.split("/")
            alike = _alike(reversed(path), reversed(wanted))
            if alike:
                rank = (alike, _alike(path, here), -len(path))
                if best[1] is None or rank > best[0]:
                    best = (rank, template)
        return best[1]

    # -------------------------------------------------------------------------------------------------- exports
    def imported(self, stack: Stack, name: Any) -> Any:
        """Return what some stack exports under a name; Unknown where none of the files does."""
        if self._exports is None:
            self._collect()
        shown = _pattern_text(name)
        key = f"{id(stack)} {shown}"
        if key in self._searching:
            return Unknown(_("export {name} refers to itself").format(name=shown), shown)
        self._searching.add(key)
        try:
            return self._imported(stack, name, shown)
        finally:
            self._searching.discard(key)

    def _imported(self, stack: Stack, name: Any, shown: str) -> Any:
        assert self._exports is not None
        found = [one for one in self._exports.get(shown, ()) if _same_place(stack, one[0], one[2])]
        if len(found) == 1:
            return found[0][0].value(found[0][1])
        if not found and any(isinstance(part, str) for part in parts_of(name)):
            similar = [
                one for one in self._open if one.stack is not stack and _same_place(stack, one.stack, one.stack.region)
            ]
            similar = [one for one in similar if _may_be(one, name, shown)]
            if len(similar) == 1:
                one = similar[0]
                said = _('"{name}" is taken to be what {file} exports as "{export}"').format(
                    name=shown, file=one.stack.template.source.name, export=one.shown)  # fmt: skip
                self.report(stack.template).assume(said)
                return one.stack.output(one.output)
            found = [(one.stack, one.output, "") for one in similar]
        if not found and isinstance(name, str):
            made = self._by_convention(stack, name)
            if made is not None:
                return made
        if found:
            return Unknown(_("several stacks export {name}").format(name=shown), shown)
        return Unknown(_("no file exports {name}").format(name=shown), shown)

    def _by_convention(self, near: Stack, name: str) -> Any:
        """What a CDK stack exports under a name of its making, where the tree does not say it in as many words."""
        match = _CDK_EXPORT.fullmatch(name)
        giver = self.stack_named(near, match.group(1)) if match else None
        if match is None or giver is None:
            return None
        rest = match.group(3)
        owner = max((one for one in giver.resources if rest.startswith(one)), key=len, default="")
        return giver.attribute(owner, rest[len(owner) :]) if owner else None

    def _collect(self) -> None:
        self._exports = {}
        for stack in self.stacks:
            for name, output in stack.exports():
                shown = _pattern_text(name)
                head, tail = _ends(name)
                if not open_parts(name):
                    written = section(section(stack.sections, "Outputs"), output).get("Value")
                    self._exports.setdefault(shown, []).append((stack, written, stack.region))
                elif head or tail:
                    self._open.append(_Open(head, tail, shown, stack, output))
            for resource in stack.resources.values():
                if resource["Type"] == "Custom::CrossRegionExportWriter":
                    given = section(section(resource, "Properties"), "WriterProps")
                    region = given.get("region")
                    for name, written in section(given, "exports").items():
                        entry = (stack, written, region if isinstance(region, str) else "")
                        self._exports.setdefault(name, []).append(entry)

    def stack_named(self, near: Stack, name: str) -> Stack | None:
        """Return the stack of a name, as it is deployed or as its file is called."""
        found = [one for one in self.stacks if name in (one.stack_name, one.name) and one is not near]
        return found[0] if len(found) == 1 else None

    # -------------------------------------------------------------------------------------------------- words
    def report(self, template: Template) -> FileReport:
        """Return the report of the file a template is from."""
        return self.draft.report(template.source)


def _twin(template: Template) -> _Twin:
    """What a template in YAML and in JSON have in common: its name up to the last dot, and its logical ids."""
    name = template.source.name.rpartition(".")[0] or template.source.name
    return name, frozenset(template.resources)


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


def _same_place(stack: Stack, giver: Stack, region: str) -> bool:
    """Exports are for one account and one Region; what is not known of them does not tell stacks apart."""
    places = ((stack.region, region), (stack.account, giver.account))
    return all(not (mine and yours) or mine == yours for mine, yours in places)


def _pattern_text(name: Any) -> str:
    return "".join(
        part if isinstance(part, str) else f"${{{getattr(part, 'name', '') or '…'}}}" for part in parts_of(name)
    )[:300]


def _ends(name: Any) -> tuple[str, str]:
    """The text before the first and after the last open part of a name."""
    parts = parts_of(name)
    return tuple(part if isinstance(part, str) else "" for part in (parts[0], parts[-1]))  # type: ignore[return-value]


def _may_be(export: _Open, name: Any, shown: str) -> bool:
    """Whether a name may be that of an export: equal text outside what is open in either."""
    if open_parts(name):
        return _skeleton(shown) == _skeleton(export.shown)
    return len(shown) > len(export.head) + len(export.tail) and (
        shown.startswith(export.head) and shown.endswith(export.tail)
    )


def _skeleton(shown: str) -> str:
    return re.sub(r"\$\{[^}]*\}", "${}", shown)
