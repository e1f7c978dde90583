"""The intrinsic functions of CloudFormation, evaluated as far as a template says what they give.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
What stays open is Unknown; a text with open parts is `{"Fn::Join": ["", parts]}`, and a value that an open condition
decides is `{"Fn::If": [condition in words, then, else]}`. Fn::Base64 and Fn::ToJsonString of an open value give the
value itself: what it refers to counts here, not how it is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from workbench.i18n import _
from workbench.importers.cloudformation.lists import Zones, blocks, length, open_in, selected, split, unclear
from workbench.importers.cloudformation.plain import SUB_NAME, as_text
from workbench.importers.cloudformation.texts import NOTHING, each_way, joined, open_parts
from workbench.importers.resource import Link, Unknown, ZoneOf, links_in

__all__ = ["DEEPEST", "Depth", "Evaluator", "Scope"]

DEEPEST = 120


@dataclass
class Depth:
    """How deep the values of one import are being evaluated at the moment, over all its stacks."""

    now: int = 0


class Scope(Protocol):
    """Where names mean something: one stack.

    Attributes:
        undecided: Open conditions on which links depend, in words, by name; filled here.
    """

    undecided: dict[str, str]

    def ref(self, name: str) -> Any:
        """Return the value of a parameter, or the link to a resource."""

    def attribute(self, name: str, attribute: str) -> Any:
        """Return the attribute of a resource, or the output of a stack inside."""

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        """Return one of the mappings."""

    def decides(self, name: str) -> tuple[bool | None, str]:
        """Return whether a condition holds, None where that is open, and the condition in words."""

    def imported(self, name: Any) -> Any:
        """Return what another stack exports."""

    def output_of(self, stack: Any, output: Any) -> Any:
        """Return the output of another stack by their names."""


class Evaluator:
    """Evaluates values in a scope; values without functions are returned as they are."""

    def __init__(self, scope: Scope, plain: frozenset[int], depth: Depth) -> None:
        self._scope = scope
        self._plain = plain
        self._depth = depth

    def value(self, value: Any) -> Any:
        """Return what a value is, as far as it is known."""
        if not isinstance(value, dict | list) or id(value) in self._plain:
            return value
        if self._depth.now >= DEEPEST:
            return Unknown(_("goes deeper than it can be followed"))
        self._depth.now += 1
        try:
            if isinstance(value, list):
                return [made for one in value if (made := self.value(one)) is not NOTHING]
            if len(value) == 1:
                function, argument = next(iter(value.items()))
                known = _FUNCTIONS.get(function)
                if known is not None:
                    return known(self, argument)
                if function.startswith("Fn::"):
                    return Unknown(_("{function} is not evaluated here").format(function=function), function)
            return {key: made for key, one in value.items() if (made := self.value(one)) is not NOTHING}
        finally:
            self._depth.now -= 1

    # -------------------------------------------------------------------------------------------------- references
    def _ref(self, argument: Any) -> Any:
        name = self.value(argument)
        return self._scope.ref(name) if isinstance(name, str) else unclear("Ref", name)

    def _get_att(self, argument: Any) -> Any:
        if not isinstance(argument, list) or not argument:
            return unclear("Fn::GetAtt", argument)
        name, attribute = self.value(argument[0]), self.value(argument[1]) if len(argument) > 1 else ""
        if not isinstance(name, str):
            return unclear("Fn::GetAtt", name)
        return self._scope.attribute(name, attribute if isinstance(attribute, str) else "")

    def _import_value(self, argument: Any) -> Any:
        return each_way(self.value(argument), self._scope.imported)

    def _stack_output(self, argument: Any) -> Any:
        given = argument if isinstance(argument, dict) else {}
        return self._scope.output_of(self.value(given.get("StackName")), self.value(given.get("OutputName")))

    # -------------------------------------------------------------------------------------------------- texts
    def _sub(self, argument: Any) -> Any:
        text, given = (argument[0], argument[1:]) if isinstance(argument, list) and argument else (argument, [])
        names: dict[str, Any] = given[0] if given and isinstance(given[0], dict) else {}
        if not isinstance(text, str):
            return self.value(text) if isinstance(text, dict) else unclear("Fn::Sub", text)
        parts: list[Any] = []
        at = 0
        for match in SUB_NAME.finditer(text):
            parts.append(text[at : match.start()].replace("${!", "${"))
            parts.append(self._named(match.group(1), names))
            at = match.end()
        parts.append(text[at:].replace("${!", "${"))
        return joined(parts)

    def _named(self, name: str, names: Mapping[str, Any]) -> Any:
        if name in names:
            return self.value(names[name])
        if "." in name:
            resource, _dot, attribute = name.partition(".")
            return self._scope.attribute(resource, attribute)
        return self._scope.ref(name)

    def _join(self, argument: Any) -> Any:
        if not isinstance(argument, list) or len(argument) != 2:
            return unclear("Fn::Join", argument)
        sign, values = self.value(argument[0]), self.value(argument[1])
        sign = as_text(sign) if not open_parts(sign) else ","
        return each_way(values, lambda one: joined(one if isinstance(one, list) else [one], sign))

    def _split(self, argument: Any) -> Any:
        if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
            return unclear("Fn::Split", argument)
        return each_way(self.value(argument[1]), lambda text: split(argument[0], text))

    def _select(self, argument: Any) -> Any:
        if not isinstance(argument, list) or len(argument) != 2:
            return unclear("Fn::Select", argument)
        listed = self.value(argument[1])
        return each_way(self.value(argument[0]), lambda index: each_way(listed, lambda one: selected(index, one)))

    def _base64(self, argument: Any) -> Any:
        return self.value(argument)

    def _to_json_string(self, argument: Any) -> Any:
        value = self.value(argument)
        if _has_open(value):
            return value
        return json.dumps(value, separators=(",", ":"), default=str)

    def _length(self, argument: Any) -> Any:
        return each_way(self.value(argument), length)

    # -------------------------------------------------------------------------------------------------- tables
    def _find_in_map(self, argument: Any) -> Any:
        if not isinstance(argument, list) or len(argument) not in (3, 4):
            return unclear("Fn::FindInMap", argument)
        fallback = argument[3].get("DefaultValue") if len(argument) == 4 and isinstance(argument[3], dict) else None
        name, top, second = (self.value(one) for one in argument[:3])
        return each_way(top, lambda one: each_way(second, lambda other: self._found(name, one, other, fallback)))

    def _found(self, name: Any, top: Any, second: Any, fallback: Any) -> Any:
        table = self._scope.mapping(name) if isinstance(name, str) else None
        if table is None:
            return self.value(fallback) if fallback is not None else unclear("Fn::FindInMap", name)
        rows = [one for key, one in table.items() if open_parts(top) or key == as_text(top)]
        cells = [
            one
            for row in rows
            if isinstance(row, dict)
            for key, one in row.items()
            if open_parts(second) or key == as_text(second)
        ]
        is_open = open_parts(top) or open_parts(second)
        if cells and (not is_open or (len(cells) >= len(rows) and all(one == cells[0] for one in cells))):
            return self.value(cells[0])
        if is_open:
            why = open_in(is_open[0])
            return Unknown(_("mapping {name}: {why}").format(name=name, why=why.why), why.name)
        if fallback is not None:
            return self.value(fallback)
        where = f"{as_text(top)}.{as_text(second)}"
        return Unknown(_("mapping {name} has no {where}").format(name=name, where=where), str(name))

    def _get_azs(self, argument: Any) -> Any:
        region = self.value(argument)
        if region in ("", None) or open_parts(region):
            region = self._scope.ref("AWS::Region")
        return Zones(region if isinstance(region, str) else "")

    def _cidr(self, argument: Any) -> Any:
        if not isinstance(argument, list) or not 2 <= len(argument) <= 3:
            return unclear("Fn::Cidr", argument)
        block, count, *bits = (self.value(one) for one in argument)
        return blocks(block, count, bits[0] if bits else "")

    # -------------------------------------------------------------------------------------------------- conditions
    def _if(self, argument: Any) -> Any:
        if not isinstance(argument, list) or len(argument) != 3:
            return unclear("Fn::If", argument)
        name = argument[0].get("Condition") if isinstance(argument[0], dict) else argument[0]
        if not isinstance(name, str):
            return unclear("Fn::If", name)
        holds, words = self._scope.decides(name)
        if holds is not None:
            return self.value(argument[1] if holds else argument[2])
        then, other = self.value(argument[1]), self.value(argument[2])
        if then is other or then == other:
            return then
        if next(links_in([then, other]), None) is not None:
            self._scope.undecided[name] = words
        return {"Fn::If": [words, None if then is NOTHING else then, None if other is NOTHING else other]}


_FUNCTIONS: dict[str, Callable[[Evaluator, Any], Any]] = {
    "Ref": Evaluator._ref,
    "Fn::Base64": Evaluator._base64,
    "Fn::Cidr": Evaluator._cidr,
    "Fn::FindInMap": Evaluator._find_in_map,
    "Fn::GetAZs": Evaluator._get_azs,
    "Fn::GetAtt": Evaluator._get_att,
    "Fn::GetStackOutput": Evaluator._stack_output,
    "Fn::If": Evaluator._if,
    "Fn::ImportValue": Evaluator._import_value,
    "Fn::Join": Evaluator._join,
    "Fn::Length": Evaluator._length,
    "Fn::Select": Evaluator._select,
    "Fn::Split": Evaluator._split,
    "Fn::Sub": Evaluator._sub,
    "Fn::ToJsonString": Evaluator._to_json_string,
}


def _has_open(value: Any) -> bool:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Link | Unknown | ZoneOf):
            return True
        if isinstance(one, dict):
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
    return False
