"""Terraform's own notation into blocks and expressions.

Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. Read more kindly than written there: quoted argument
names and commas between arguments, as Terraform 0.11 had them, are fine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workbench.i18n import _
from workbench.importers.terraform.hcl_expressions import Expressions
from workbench.importers.terraform.hcl_nodes import Attribute, Block, Body, Expression, Value
from workbench.importers.terraform.hcl_scan import SPACES, Wrong
from workbench.importers.yaml_values import Trouble

__all__ = ["HclFile", "read_hcl", "read_template"]

_MOST_ERRORS = 20
_NEXT_BLOCK = re.compile(r"\n(?=[a-z_]+[ \t]*(?:\"[^\"\n]*\"[ \t]*){0,2}\{)")


@dataclass
class HclFile:
    """What one file holds; what could not be read of it is in `errors`."""

    blocks: list[Block] = field(default_factory=list)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    errors: list[Trouble] = field(default_factory=list)


def read_hcl(text: str) -> HclFile:
    """Return the blocks and arguments of a file; a block that cannot be read is left out with an error, the rest counts."""
    found = HclFile()
    reader = _Reader(text)
    while True:
        start = reader.at = reader.after(SPACES, reader.at)
        if start >= len(text):
            return found
        body = Body()
        try:
            reader.levels = 0
            reader.entry(body)
            found.blocks.extend(body.blocks)
            found.attributes.update(body.attributes)
        except Wrong as error:
            found.errors.append(Trouble(reader.line(error.at), error.text))
            following = _NEXT_BLOCK.search(text, start)
            if following is None or len(found.errors) >= _MOST_ERRORS:
                return found
            reader.at = following.end()


def read_template(text: str) -> Expression:
    """Return the expression that a text with `${...}` stands for, as in the JSON notation; a broken one is plain text."""
    if "${" not in text and "%{" not in text:
        return Value(text)
    reader = _Reader(text)
    try:
        return reader.template(len(text), plain=True)
    except Wrong:
        return Value(text)


class _Reader(Expressions):
    def entry(self, body: Body) -> None:
        start = self.at
        name = self.word() or self.label()
        if not name:
            raise self.wrong(_("a name is missing"))
        self.skip(lines=False)
        if self.sign() in ("=", ":"):
            self.at += 1
            self.skip(lines=False)
            begin = self.at
            value = self.expression(lines=False)
            body.attributes[name] = Attribute(value, self.line(start), self.text[begin : self.at].strip())
        else:
            body.blocks.append(self.block(name, start))
        self.skip(lines=False)
        self.take(",")

    def label(self) -> str:
        if self.sign() != '"':
            return ""
        value = self.quoted()
        return value.value if isinstance(value, Value) else ""

    def block(self, name: str, start: int) -> Block:
        labels = []
        while self.sign() != "{":
            label = self.word() or self.label()
            if not label:
                raise self.wrong(_("= or {{ is missing after {name}").format(name=name))
            labels.append(label)
            self.skip(lines=False)
        line = self.line(start)
        self.deeper()
        self.at += 1
        body = Body()
        while True:
            self.skip(lines=True)
            if self.take("}"):
                break
            if self.at >= len(self.text):
                raise Wrong(start, _("{block} is never closed").format(block=" ".join((name, *labels))))
            self.entry(body)
        self.levels -= 1
        return Block(name, tuple(labels), body, line)
