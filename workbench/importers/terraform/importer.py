"""Terraform: plans, states, and the configuration itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.meaning import interpret
from workbench.importers.resource import Link, Resource
from workbench.importers.source import Source
from workbench.importers.terraform.detect import Kind, kind_of
from workbench.importers.terraform.expansion import Open, expanded
from workbench.importers.terraform.folder import folders_of, roots_of
from workbench.importers.terraform.kops import draw_clusters
from workbench.importers.terraform.plan import read_plan
from workbench.importers.terraform.state import read_raw_state, read_state
from workbench.importers.terraform.translate import translated
from workbench.importers.yaml_values import Unreadable
from workbench.library.terraform_types import shipped_terraform_types
from workbench.progress import Progress

__all__ = ["Terraform"]

_READERS: dict[Kind, Callable[[Source, Draft], list[Resource]]] = {
    Kind.PLAN: read_plan, Kind.STATE: read_state, Kind.RAW_STATE: read_raw_state,
}  # fmt: skip
_ORDER = list(Kind)


@dataclass
class _Described:
    """One system as one of the kinds of files describes it."""

    kind: Kind
    name: str
    folder: str
    files: list[str]
    resources: list[Resource]
    questions: list[Open]


class Terraform:
    """Plans, states and configurations of Terraform or OpenTofu; nothing is run or downloaded."""

    id = "terraform"
    title = "Terraform"
    source_url = "https://developer.hashicorp.com/terraform/internals/json-format"

    def claims(self, source: Source) -> bool:
        """It is a plan, a state, a configuration or values for one."""
        return kind_of(source) is not None

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read everything, each system once: a plan says more than a state, a state more than the configuration."""
        found: list[_Described] = []
        written: list[Source] = []
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report = draft.report(source, self.id)
            kind = kind_of(source)
            if kind not in _READERS:
                written.append(source)
                continue
            try:
                resources = _READERS[kind](source, draft)
                for trouble in source.doubled:
                    report.warn(trouble.line, trouble.text)
            except Unreadable as error:
                report.errors.append(error.trouble)
                continue
            found.append(_Described(kind, source.name, source.folder, [source.name], resources, []))
        folders = folders_of(written, draft)
        for root in roots_of(folders):
            made = expanded(root, folders, draft)
            found.append(
                _Described(Kind.CONFIGURATION, root.path or ".", root.path, root.files, made.resources, made.questions)
            )
        self._draw(found, draft, progress)

    def _draw(self, found: list[_Described], draft: Draft, progress: Progress) -> None:
        taken: dict[str, _Described] = {}
        kept: list[_Described] = []
        for one in sorted(found, key=lambda each: _ORDER.index(each.kind)):
            better = _same(one, kept)
            if better is not None:
                text = _("Describes the same as {file}, which says more; drawn from there.").format(file=better.name)
                for name in one.files:
                    draft.report(name).assume(text)
                continue
            if any(resource.id in taken for resource in one.resources):
                _prefix(one)
            taken.update((resource.id, one) for resource in one.resources)
            kept.append(one)
        resources = [resource for one in kept for resource in one.resources]
        drawn = translated(resources, shipped_terraform_types(), draft)
        interpret(drawn, draft, progress)
        draw_clusters(drawn, draft)
        for one in kept:
            for question in one.questions:
                draft.ask(question.id, question.about, question.text, question.file, question.line)


def _same(one: _Described, kept: Sequence[_Described]) -> _Described | None:
    """What describes the same system in another kind of file: more than half of its resources have the same address."""
    own = {resource.logical_id for resource in one.resources}
    for other in kept:
        if other.kind is not one.kind and (other.folder == one.folder or not other.folder):
            common = own & {resource.logical_id for resource in other.resources}
            if len(common) * 2 > len(own):
                return other
    return None


def _prefix(one: _Described) -> None:
    """Tell systems with the same addresses apart by the name of their folder or file."""
    name = one.name.removesuffix(".json").removesuffix(".tfstate")

    def moved(value: object) -> object:
        if isinstance(value, Link):
            return Link(f"{name}/{value.id}", value.attribute)
        if isinstance(value, dict):
            return {key: moved(each) for key, each in value.items()}
        return [moved(each) for each in value] if isinstance(value, list) else value

    one.resources = [
        replace(
            each, id=f"{name}/{each.id}", properties={key: moved(value) for key, value in each.properties.items()},
            depends_on=tuple(f"{name}/{key}" for key in each.depends_on),
        )
        for each in one.resources
    ]  # fmt: skip
    one.questions = [replace(each, id=f"{name}/{each.id}") for each in one.questions]
