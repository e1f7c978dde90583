"""A root directory with everything it calls, as resources: counted, spread out, and with what stays open as questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.resource import Resource, links_in
from workbench.importers.terraform.evaluate import plain
from workbench.importers.terraform.folder import Folder
from workbench.importers.terraform.hcl_nodes import Block, Body, Name, Sequence, Value, quoted_names
from workbench.importers.terraform.module import Instances, Module, Whole, each_of
from workbench.importers.terraform.shapes import address_of, text_of

__all__ = ["Expanded", "Open", "expanded"]

_MOST_RESOURCES = 20_000
_META = frozenset({"count", "for_each", "provider", "providers", "depends_on", "lifecycle"})
_NO_SETTINGS = frozenset({"provisioner", "connection", "timeouts", "lifecycle"})
_CALL = frozenset({"source", "version"})
_MOST_LEVELS = 30


@dataclass(frozen=True)
class Open:
    """A question that an element will carry: which, about what, in words, and where the file leaves it open."""

    id: str
    about: str
    text: str
    file: str
    line: int


@dataclass
class Expanded:
    """What came of one root directory."""

    root: Folder
    resources: list[Resource] = field(default_factory=list)
    questions: list[Open] = field(default_factory=list)


def expanded(root: Folder, folders: Mapping[str, Folder], draft: Draft, prefix: str = "") -> Expanded:
    """Return the resources of a root directory and of the modules it calls, in the words of Terraform."""
    found = Expanded(root)
    whole = Whole(folders, prefix)
    waiting = [Module(whole, root)]
    while waiting:
        module = waiting.pop()
        for key, (block, file) in module.folder.blocks.items():
            mode = "data" if key[0] == "data" else "managed"
            counted = module.instances(key, block)
            made = list(_resources(module, block, file, mode, counted))
            if mode == "managed":
                draft.report(file).resources_expanded += len(made)
            found.resources.extend(made)
            _tell(found, draft, counted, made, block, file)
        inside: list[Module] = []
        for name, (block, file) in module.folder.modules.items():
            counted = module.instances(("module", name), block)
            called = module.modules(name)
            inside.extend(each for _key, each in called)
            made = [] if called else list(_unexpanded(module, name, block, file, counted, draft, found))
            found.resources.extend(made)
            _tell(found, draft, counted, made, block, file)
        waiting.extend(reversed(inside))
        if len(found.resources) > _MOST_RESOURCES:
            text = _("has more than {n} resources once modules and counts are spread out; the rest is not drawn")
            draft.report(root.files[0]).error(0, text.format(n=f"{_MOST_RESOURCES:,}"))
            break
    for file, line, text in dict.fromkeys(whole.troubles):
        draft.report(file).error(line, text)
    return found


def _resources(module: Module, block: Block, file: str, mode: str, counted: Instances) -> Iterator[Resource]:
    type_, name = block.labels
    alias = _provider(block)
    provider = alias[0] or type_.partition("_")[0]
    region = module.region_of(*alias) if alias[0] else module.region_of(provider)
    after = _after(module, block)
    for key, value in counted.keys:
        bound = each_of(key, value)
        address = address_of(module.address, type_, name, mode, key)
        settings = _settings(module, block.body, bound)
        yield Resource(
            module.id_of(address), type_, settings, file, block.line, logical_id=address,
            region=text_of(settings.get("region")) or region, condition=counted.open if counted.whether else "", depends_on=after,
            attributes={"existing": True} if mode == "data" else {},
        )  # fmt: skip


def _unexpanded(
    module: Module, name: str, block: Block, file: str, counted: Instances, draft: Draft, found: Expanded
) -> Iterator[Resource]:
    source = block.body.attributes.get("source")
    text = source.value.value if source and isinstance(source.value, Value) else ""
    draft.report(file).assume(
        _("Module {name} ({source}) is not part of the import; it is drawn as one element.").format(
            name=name, source=text
        )
    )
    for key, value in counted.keys:
        bound = each_of(key, value)
        address = address_of(module.address, "module", name, key=key)
        settings = {
            key: value for key, value in _settings(module, block.body, bound).items()
            if key not in _CALL and list(links_in(value))
        }  # fmt: skip
        made = Resource(
            module.id_of(address), f"module {text}", settings, file, block.line, logical_id=address,
            region=module.region_of("aws"), condition=counted.open if counted.whether else "", depends_on=_after(module, block),
        )  # fmt: skip
        question = _(
            "What does module {name} make, in which zones does it stand, and what takes over for it? To see inside, import the plan "
            "(terraform show -json) or add the module's folder to the import."
        )
        found.questions.append(Open(made.id, "source", question.format(name=name), file, block.line))
        yield made


def _tell(found: Expanded, draft: Draft, counted: Instances, made: list[Resource], block: Block, file: str) -> None:
    name = ".".join(block.labels)
    if counted.limit:
        text = _("{name} is there {count} times; {n} of them are drawn")
        draft.report(file).warn(block.line, text.format(name=name, count=f"{counted.limit:,}", n=len(counted.keys)))
    if counted.open and not counted.whether and made and not made[0].attributes.get("existing"):
        about = "count" if "count" in block.body.attributes else "for_each"
        text = _("How many of {name} are there? The file says: {about} = {written}. One is drawn.")
        text = text.format(name=name, about=about, written=counted.open[:200])
        found.questions.append(Open(made[0].id, about, text, file, block.body.attributes[about].line))


# ---------------------------------------------------------------------------------------------------- settings
def _settings(module: Module, body: Body, bound: Mapping[str, Any], level: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, attribute in body.attributes.items():
        if level or name not in _META:
            found[name] = plain(module.evaluate(attribute.value, bound))
    for block in body.blocks:
        if level > _MOST_LEVELS or (not level and block.type in _NO_SETTINGS):
            continue
        if block.type == "dynamic" and block.labels:
            name, entries = block.labels[0], list(_dynamic(module, block, bound, level))
        else:
            name, entries = block.type, [_settings(module, block.body, bound, level + 1)]
        holder = found.setdefault(name, [])
        if isinstance(holder, list):
            holder.extend(entries)
    return found


def _dynamic(module: Module, block: Block, bound: Mapping[str, Any], level: int) -> Iterator[dict[str, Any]]:
    each = block.body.attributes.get("for_each")
    content = next((one for one in block.body.blocks if one.type == "content"), None)
    if each is None or content is None:
        return
    iterator = block.body.attributes.get("iterator")
    name = iterator.value.root if iterator and isinstance(iterator.value, Name) else block.labels[0]
    over = module.evaluate(each.value, bound)
    pairs: list[tuple[Any, Any]]
    if isinstance(over, Mapping) and "Fn::Join" not in over:
        pairs = list(over.items())
    else:
        pairs = [(one, one) for one in over] if isinstance(over, list) else [(over, over)]
    for key, value in pairs[:1000]:
        inner = {**bound, str(name): {"key": plain(key), "value": plain(value)}}
        yield _settings(module, content.body, inner, level + 1)


def _provider(block: Block) -> tuple[str, str]:
    given = block.body.attributes.get("provider")
    if given is None:
        return "", ""
    if isinstance(given.value, Name) and isinstance(given.value.root, str):
        alias = given.value.steps[0] if given.value.steps else ""
        return given.value.root, alias if isinstance(alias, str) else ""
    written = text_of(given.value.value) if isinstance(given.value, Value) else ""
    return written.partition(".")[0], written.partition(".")[2]


def _after(module: Module, block: Block) -> tuple[str, ...]:
    given = block.body.attributes.get("depends_on")
    items = list(given.value.items) if given and isinstance(given.value, Sequence) else []
    items.extend(Name(root, tuple(steps)) for root, *steps in (name.split(".") for name in quoted_names(given)))
    found = (link for one in items for link in links_in(module.evaluate(one)))
    return tuple(dict.fromkeys(link.id for link in found))
