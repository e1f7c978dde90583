"""CloudFormation templates in YAML and JSON, SAM, and the cloud assemblies of the CDK, all of one import together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.importers import cdk
from workbench.importers.cloudformation.deployment import Placed
from workbench.importers.cloudformation.modules import is_module_note
from workbench.importers.cloudformation.plain import long_form
from workbench.importers.cloudformation.reading import read_placed
from workbench.importers.cloudformation.template import Template, is_template, looks_like_template, read_template
from workbench.importers.draft import Draft
from workbench.importers.resource import Resource
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable
from workbench.progress import Progress

__all__ = ["CloudFormation", "read_templates"]

_CDK = "cdk"


class CloudFormation:
    """AWS CloudFormation, SAM and CDK: one importer, because stacks of all three refer to each other."""

    id = "cloudformation"
    title = "AWS CloudFormation, SAM, CDK"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html"

    def claims(self, source: Source) -> bool:
        """It is a template, was meant to be one, or belongs to a cloud assembly."""
        if source.values:
            return any(is_template(one) or is_module_note(one) or _is_cdk(one, source) for one in source.values)
        return source.is_text and looks_like_template(source.text)

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read all templates together and draw what their resources mean."""
        from workbench.importers.meaning import interpret

        interpret(read_templates(sources, draft, progress), draft, progress)


def read_templates(sources: Sequence[Source], draft: Draft, progress: Progress) -> list[Resource]:
    """Return the resources of templates that come together; what each file says is in its report."""
    templates: dict[str, Template] = {}
    notes: list[Source] = []
    manifests: list[Source] = []
    trees: list[Source] = []
    for source in sources:
        draft.report(source, CloudFormation.id)
        values = source.values
        if any(_is_cdk(one, source) for one in values):
            draft.report(source, _CDK)
            manifests.extend([source] if any(cdk.is_manifest(one) for one in values) else [])
            trees.extend([source] if any(cdk.is_tree(one) for one in values) else [])
        elif any(is_module_note(one) for one in values):
            notes.append(source)
        else:
            try:
                templates[source.name] = read_template(source)
            except Unreadable as error:
                draft.report(source).errors.append(error.trouble)
    placed = _assembled({source.name: source for source in sources}, manifests, trees, templates, draft)
    return read_placed(placed, notes, draft, progress)


def _is_cdk(value: object, source: Source) -> bool:
    return cdk.is_manifest(value) or cdk.is_tree(value) or cdk.is_assembly_file(value, source.name)


def _assembled(
    files: Mapping[str, Source], manifests: Sequence[Source], trees: Sequence[Source], templates: Mapping[str, Template],
    draft: Draft,
) -> list[Placed]:  # fmt: skip
    """Return every template with what the manifests say of it, and the trees of assemblies that have no template."""
    placed: dict[str, Placed] = {}
    for manifest in manifests:
        assembly = cdk.read_assembly(manifest, files, draft)
        for stack in assembly.stacks:
            template = templates.get(stack.template)
            if template is not None:
                draft.report(template.source, _CDK)
                template.labels = stack.labels
                placed[stack.template] = Placed(template, stack.name, stack.stack_name, stack.region, stack.account)
    found = [placed.get(name) or Placed(template) for name, template in templates.items()]
    for source in trees:
        if any(name.startswith(f"{source.folder}/" if source.folder else "") for name in placed):
            continue
        for value in source.values:
            if cdk.is_tree(value):
                for one in cdk.templates_of(source, value["tree"], draft):
                    sections, plain = long_form(one.sections)
                    found.append(Placed(Template(source, sections, plain), one.name, one.name))
    return found
