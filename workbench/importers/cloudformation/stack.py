"""One stack: a template with the values of its parameters, its Region, and the stacks and modules inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from workbench.i18n import _
from workbench.importers.cloudformation.conditions import Conditions, Verdict
from workbench.importers.cloudformation.functions import Evaluator
from workbench.importers.cloudformation.loops import FOR_EACH, Loops
from workbench.importers.cloudformation.parameters import Parameters
from workbench.importers.cloudformation.plain import as_text
from workbench.importers.cloudformation.serverless import made_from, translate
from workbench.importers.cloudformation.template import Template, is_resource, section
from workbench.importers.cloudformation.texts import NOTHING
from workbench.importers.resource import Link, Unknown

if TYPE_CHECKING:
    from workbench.importers.cloudformation.deployment import Deployment

__all__ = ["NESTED", "Stack", "is_module", "is_nested"]

NESTED = "AWS::CloudFormation::Stack"
_OUTPUT = "Outputs."


class Stack:
    """A template as it is deployed; the scope in which its names mean something.

    Attributes:
        template: What it is made of.
        name: What tells it from the other stacks of the import.
        prefix: In front of the ids of its resources; empty where there is only one stack.
        region, account: Where it is deployed; empty is not known.
        stack_name: The name it is deployed under; empty is not known.
        inside: The stacks and modules it stands in, outermost first.
        sources: What a resource was made of, by logical id: the loop, or the resource of SAM.
        undecided: Open conditions on which links depend, in words, by name.
    """

    def __init__(
        self, template: Template, deployment: Deployment, name: str, *, region: str = "", account: str = "",
        stack_name: str = "", inside: tuple[Stack, ...] = (), given: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.template = template
        self.name = name
        self.prefix = ""
        self.region, self.account, self.stack_name = region, account, stack_name
        self.inside = inside
        self._deployment = deployment
        self._evaluator = Evaluator(self, template.plain, deployment.depth)
        self._given = {key: (inside[-1], one) for key, one in (given or {}).items()}
        self.sources: dict[str, str] = {}
        self.undecided: dict[str, str] = {}
        self.children: dict[str, Stack | None] = {}
        self._is_expanded = False
        self._use(template.sections)

    def _use(self, sections: dict[str, Any]) -> None:
        self._sections = sections
        self._resources = {key: one for key, one in section(sections, "Resources").items() if is_resource(one)}
        self._modules = [key for key, one in self._resources.items() if is_module(one["Type"])]
        self.forget()

    def forget(self) -> None:
        """Drop the values found out so far, because more stacks are known now."""
        declared = section(self._sections, "Parameters") or section(self._sections, "Inputs")
        self.parameters = Parameters(declared, self._given)
        self.conditions = Conditions(section(self._sections, "Conditions"), self._raw)
        self._outputs: dict[str, Any] = {}
        self._busy: set[str] = set()

    # -------------------------------------------------------------------------------------------------- what is in it
    @property
    def sections(self) -> dict[str, Any]:
        """The sections after loops and SAM are expanded."""
        self._expand()
        return self._sections

    def _expand(self) -> None:
        if not self._is_expanded:
            self._is_expanded = True  # what a loop asks for on the way is answered from the text as written
            self._use(self._expanded(self.template.sections))

    def _expanded(self, sections: dict[str, Any]) -> dict[str, Any]:
        report = self._deployment.report(self.template)
        if _has_loops(sections):
            loops = Loops(self.value)
            sections = loops.expand(sections)
            for key, why in loops.troubles.items():
                line = self.template.lines.get(key, 0)
                report.warn(line, _("{name}: {why}").format(name=key, why=why))
            self.sources.update(loops.made)
        if self.template.is_serverless:
            written = section(sections, "Resources")
            sections, failed = translate(sections)
            for key, why in failed:
                line = self.line(key)
                report.warn(line, _("{id} is read as written, because SAM refuses it: {why}").format(
                    id=key or _("The template"), why=why))  # fmt: skip
            for key in section(sections, "Resources"):
                if key not in written:
                    self.sources.setdefault(key, made_from(key, written))
        return sections

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Its resources after expansion, by logical id, whether or not their conditions hold."""
        self._expand()
        return self._resources

    def line(self, logical_id: str) -> int:
        """Return where a resource, or what it was made of, stands in the file; 0 is not known."""
        for _step in range(4):
            if logical_id in self.template.lines:
                return self.template.lines[logical_id]
            logical_id = self.sources.get(logical_id, "")
        return 0

    def condition(self, logical_id: str) -> Verdict | None:
        """Return what decides whether a resource is there; None where nothing does."""
        named = self.resources[logical_id].get("Condition")
        return self.conditions[named] if isinstance(named, str) else None

    def id_of(self, logical_id: str) -> str:
        """Return the id of a resource in the whole import."""
        return f"{self.prefix}{logical_id or '?'}"

    # -------------------------------------------------------------------------------------------------- stacks inside
    def child(self, logical_id: str) -> Stack | None:
        """Return the stack or module that one of its resources is, if its template is among the files."""
        if logical_id not in self.children:
            self.children[logical_id] = None
            resource = self.resources.get(logical_id)
            if resource is not None:
                self.children[logical_id] = self._deployment.inside(self, logical_id, resource)
        return self.children[logical_id]

    def walk(self) -> Iterator[Stack]:
        """Yield the stack and every one inside it."""
        yield self
        for logical_id, resource in self.resources.items():
            if is_nested(resource["Type"]):
                child = self.child(logical_id)
                if child is not None:
                    yield from child.walk()

    # -------------------------------------------------------------------------------------------------- values
    def value(self, value: Any) -> Any:
        """Return what a value of the template is, as far as it is known; NOTHING for AWS::NoValue."""
        self._expand()
        return self._evaluator.value(value)

    def _raw(self, value: Any) -> Any:
        """Return a value to compare: secrets count as what they are."""
        with self.parameters.unveiled():
            return self._evaluator.value(value)

    def output(self, name: str) -> Any:
        """Return one of its outputs."""
        if name in self._outputs:
            return self._outputs[name]
        written = section(self.sections, "Outputs").get(name)
        if not isinstance(written, dict) or "Value" not in written:
            return Unknown(_("stack {stack} has no output {name}").format(stack=self.name, name=name), name)
        if name in self._busy:
            return Unknown(_("output {name} refers to itself").format(name=name), name)
        self._busy.add(name)
        try:
            found = self.value(written["Value"])
        finally:
            self._busy.discard(name)
        self._outputs[name] = "" if found is NOTHING else found
        return self._outputs[name]

    def exports(self) -> Iterator[tuple[Any, str]]:
        """Yield what it exports: the name, as far as it is known, and the output."""
        for name, written in section(self.sections, "Outputs").items():
            export = written.get("Export") if isinstance(written, dict) else None
            if isinstance(export, dict) and "Name" in export:
                named = written.get("Condition")
                if not (isinstance(named, str) and self.conditions[named].holds is False):
                    yield self.value(export["Name"]), name

    # -------------------------------------------------------------------------------------------------- its scope
    def ref(self, name: str) -> Any:
        """Return the value of a parameter, the link to a resource, or a pseudo parameter."""
        if name.startswith("AWS::"):
            return self._pseudo(name)
        if name in self.resources:
            verdict = self.condition(name)
            if verdict is not None and verdict.holds is False:
                return Unknown(_("{id} is not there: its condition does not hold").format(id=name), name)
            return Link(self.id_of(name))
        if name in self.parameters:
            return self.parameters.value(name)
        found = self._in_module(name)
        return found if found is not None else Unknown(_("nothing is called {name}").format(name=name), name)

    def attribute(self, name: str, attribute: str) -> Any:
        """Return the attribute of a resource, or the output of a stack inside."""
        type_ = self.resources[name]["Type"] if name in self.resources else ""
        child = self.child(name) if is_nested(type_) else None
        if child is not None and attribute.startswith(_OUTPUT):
            return child.output(attribute[len(_OUTPUT) :])
        if child is not None and is_module(type_):
            inner, _dot, rest = attribute.partition(".")
            return child.attribute(inner, rest) if rest else child.output(inner)
        if type_ == "Custom::CrossRegionExportReader" and attribute.startswith("/"):
            return self.imported(attribute)
        found = self.ref(name)
        if isinstance(found, Link) and not found.attribute:
            return Link(found.id, attribute)
        return found if isinstance(found, Unknown) else Unknown(_("{name} has no attributes").format(name=name), name)

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        """Return one of the mappings of the template."""
        found = section(self.sections, "Mappings").get(name)
        return found if isinstance(found, dict) else None

    def decides(self, name: str) -> tuple[bool | None, str]:
        """Return whether a condition holds, None where that is open, and the condition in words."""
        verdict = self.conditions[name]
        return verdict.holds, verdict.words

    def imported(self, name: Any) -> Any:
        """Return what another stack exports under a name."""
        return self._deployment.imported(self, name)

    def output_of(self, stack: Any, output: Any) -> Any:
        """Return the output of another stack, both by their names."""
        found = self._deployment.stack_named(self, as_text(stack)) if isinstance(stack, str) else None
        if found is None or not isinstance(output, str):
            return Unknown(_("an output of a stack that is not among the files"), as_text(output))
        return found.output(output)

    def _in_module(self, name: str) -> Any:
        """A resource in a module: `ModuleResource` or `Module.Resource`."""
        for logical_id in self._modules:
            if name.startswith(logical_id):
                child = self.child(logical_id)
                inner = name[len(logical_id) :].removeprefix(".")
                if child is not None and inner in child.resources:
                    return child.ref(inner)
        return None

    def _pseudo(self, name: str) -> Any:
        region = self.region
        china = region.startswith("cn-")
        known = {
            "AWS::AccountId": self.account,
            "AWS::NoValue": NOTHING,
            "AWS::Partition": region
            and ("aws-cn" if china else "aws-us-gov" if region.startswith("us-gov-") else "aws"),
            "AWS::Region": region,
            "AWS::StackName": self.stack_name,
            "AWS::URLSuffix": region and ("amazonaws.com.cn" if china else "amazonaws.com"),
        }.get(name)
        return known or Unknown(_("it is known when the stack is deployed"), name)


def is_nested(type_: str) -> bool:
    """Whether a resource may be a whole template of its own."""
    return type_ == NESTED or is_module(type_)


def is_module(type_: str) -> bool:
    """Whether a resource is a module: a template whose resources become those of the stack."""
    return type_.endswith("::MODULE")


def _has_loops(sections: Mapping[str, Any]) -> bool:
    stack: list[Any] = [one for name, one in sections.items() if name != "Metadata"]
    seen: set[int] = set()
    while stack:
        one = stack.pop()
        if isinstance(one, dict | list):
            if id(one) in seen:
                continue
            seen.add(id(one))
            if isinstance(one, dict):
                if any(key.startswith(FOR_EACH) for key in one):
                    return True
                stack.extend(one.values())
            else:
                stack.extend(one)
    return False
