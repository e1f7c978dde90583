"""The JSON notation of a configuration (`*.tf.json`) into the same blocks as Terraform's own.

Source: https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.importers.source import Source
from workbench.importers.terraform.hcl_nodes import (
    Attribute,
    Block,
    Body,
    Expression,
    Name,
    Pairs,
    Sequence,
    Template,
    Value,
)
from workbench.importers.terraform.hcl_text import HclFile, read_template

__all__ = ["expression_of", "read_hcl_json"]

_LABELS = {"resource": 2, "data": 2, "module": 1, "variable": 1, "output": 1, "provider": 1}
_NAMED = ("depends_on", "provider", "providers")
"""Arguments whose texts are names, not text."""
_MOST_DEPTH = 60


def read_hcl_json(source: Source) -> HclFile:
    """Return the blocks of a file.

    Raises:
        Unreadable: It is no JSON.
    """
    found = HclFile()
    lines = source.lines(3)
    value = source.json
    for document in value if isinstance(value, list) else [value]:
        for type_, holder in document.items() if isinstance(document, Mapping) else ():
            for labels, body in _labelled(holder, _LABELS.get(type_, 0)):
                path = (type_, *labels)
                line = next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), 0)
                found.blocks.append(Block(type_, labels, _body(body, line), line))
    return found


def _labelled(holder: Any, count: int) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    waiting: list[tuple[tuple[str, ...], Any]] = [((), holder)]
    while waiting:
        labels, one = waiting.pop()
        if isinstance(one, list):
            waiting.extend((labels, each) for each in reversed(one))
        elif isinstance(one, Mapping) and len(labels) == count:
            yield labels, one
        elif isinstance(one, Mapping):
            waiting.extend(((*labels, str(name)), each) for name, each in reversed(list(one.items())))


def _body(written: Mapping[str, Any], line: int) -> Body:
    body = Body()
    for name, value in written.items():
        if name == "//":
            continue
        if name == "dynamic" and isinstance(value, Mapping):
            body.blocks.extend(_dynamic(value, line))
            continue
        expression = _name(value) if name in _NAMED else expression_of(value)
        body.attributes[name] = Attribute(expression, line, value if isinstance(value, str) else "")
    return body


def _dynamic(written: Mapping[str, Any], line: int) -> Iterator[Block]:
    for name, value in written.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                body = _body({key: each for key, each in one.items() if key != "content"}, line)
                content = one.get("content")
                for each in content if isinstance(content, list) else [content]:
                    if isinstance(each, Mapping):
                        body.blocks.append(Block("content", (), _body(each, line), line))
                yield Block("dynamic", (name,), body, line)


def _name(value: Any) -> Expression:
    if isinstance(value, str) and "${" not in value:
        root, *steps = value.split(".")
        return Name(root, tuple(steps))
    if isinstance(value, list):
        return Sequence(tuple(_name(one) for one in value))
    if isinstance(value, Mapping):
        return Pairs(tuple((Value(str(key)), _name(one)) for key, one in value.items()))
    return expression_of(value)


def expression_of(value: Any, depth: int = 0) -> Expression:
    """Return a JSON value as an expression; texts are templates."""
    if isinstance(value, str):
        return read_template(value)
    if isinstance(value, list) and depth < _MOST_DEPTH:
        return Sequence(tuple(expression_of(one, depth + 1) for one in value))
    if isinstance(value, Mapping) and depth < _MOST_DEPTH:
        return Pairs(tuple((read_template(str(key)), expression_of(one, depth + 1)) for key, one in value.items()))
    return Value(value) if not isinstance(value, list | Mapping) else Template(())
