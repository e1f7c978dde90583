"""What an expression comes to, as far as the files say: known values, links to resources, and what stays open."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from workbench.i18n import _
from workbench.importers.resource import Link, Unknown, ZoneOf, links_in
from workbench.importers.terraform.functions import FUNCTIONS, MOST_ENTRIES
from workbench.importers.terraform.hcl_nodes import (
    Call,
    Chain,
    Choice,
    Expression,
    Loop,
    Mark,
    Name,
    Not,
    Pairs,
    Sequence,
    Splat,
    Template,
    Value,
)
from workbench.importers.terraform.hcl_values import Failed, Zones, as_text, joined, taken

__all__ = ["Names", "evaluated", "plain"]

_MOST_DEPTH = 120
_MOST_STEPS = 5_000_000
_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod,
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
_OPEN = (Link, Unknown, ZoneOf, Zones)


class Names(Protocol):
    """What names stand for in one place."""

    steps: int

    def value_of(self, root: str, steps: tuple[Any, ...], bound: Mapping[str, Any]) -> tuple[Any, int]:
        """Return the value of a name and how many of its steps are used up; raises Failed where there is none."""


def evaluated(expression: Expression, names: Names, bound: Mapping[str, Any] | None = None) -> Any:
    """Return what an expression comes to; Unknown where nobody can say."""
    try:
        return _Evaluation(names).value(expression, bound or {}, 0)
    except (Failed, RecursionError):
        return Unknown(_("the value is known only to Terraform"))


def plain(value: Any) -> Any:
    """Return a value as a resource keeps it: all zones together are left open."""
    return (
        Unknown(_("every Availability Zone of the Region"), "availability zones") if isinstance(value, Zones) else value
    )


class _Evaluation:
    def __init__(self, names: Names) -> None:
        self.names = names

    def value(self, one: Expression, bound: Mapping[str, Any], depth: int) -> Any:
        self.names.steps += 1
        if depth > _MOST_DEPTH or self.names.steps > _MOST_STEPS:
            raise Failed
        if isinstance(one, Value):
            return one.value
        if isinstance(one, Name):
            return self.name(one, bound, depth)
        if isinstance(one, Template):
            return self.template(one, bound, depth)
        if isinstance(one, Sequence):
            return [self.calm(each, bound, depth) for each in one.items]
        if isinstance(one, Pairs):
            return self.pairs(one, bound, depth)
        if isinstance(one, Call):
            return self.call(one, bound, depth)
        if isinstance(one, Choice):
            return self.choice(one, bound, depth)
        if isinstance(one, Loop):
            return self.loop(one, bound, depth)
        if isinstance(one, Chain):
            return self.chain(one, bound, depth)
        if isinstance(one, Not):
            return self.turned(one, bound, depth)
        raise Failed

    def calm(self, one: Expression, bound: Mapping[str, Any], depth: int) -> Any:
        """A part of something larger: where it has no value it is open, and the rest counts."""
        try:
            return self.value(one, bound, depth + 1)
        except Failed:
            return Unknown(_("the value is known only to Terraform"))

    # ------------------------------------------------------------------------------------------------ names
    def name(self, one: Name, bound: Mapping[str, Any], depth: int) -> Any:
        steps = tuple(
            self.value(step, bound, depth + 1) if isinstance(step, Expression) else step for step in one.steps
        )  # fmt: skip
        if isinstance(one.root, str):
            if one.root in bound:
                found, used = bound[one.root], 0
            else:
                found, used = self.names.value_of(one.root, steps, bound)
        else:
            found, used = self.value(one.root, bound, depth + 1), 0
        return self.stepped(found, steps[used:])

    def stepped(self, found: Any, steps: tuple[Any, ...]) -> Any:
        for place, step in enumerate(steps):
            if isinstance(step, Splat):
                if isinstance(found, Zones):
                    return found
                if isinstance(found, Unknown):
                    return found
                listed = found if isinstance(found, list) else [] if found is None else [found]
                return [self.stepped(each, steps[place + 1 :]) for each in listed]
            if isinstance(step, _OPEN) or isinstance(step, Mapping | list):
                return self.uncertain(found)
            found = taken(found, step)
        return found

    def uncertain(self, found: Any) -> Any:
        """One of several, and nobody knows which."""
        links = list(dict.fromkeys(links_in(found)))
        if len(links) == 1:
            return links[0]
        raise Failed

    # ------------------------------------------------------------------------------------------------ parts
    def template(self, one: Template, bound: Mapping[str, Any], depth: int) -> Any:
        parts: list[Any] = []
        for part in one.parts:
            if isinstance(part, str):
                parts.append(part)
            elif isinstance(part, Mark):
                about = self.calm(part.about, bound, depth) if part.about is not None else None
                parts.append(Unknown(_("depends on a directive in the text")))
                parts.extend(links_in(about))
            else:
                parts.append(plain(self.calm(part, bound, depth)))
        return joined("", parts)

    def pairs(self, one: Pairs, bound: Mapping[str, Any], depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in one.items:
            name = self.calm(key, bound, depth)
            text = name.id if isinstance(name, Link) else as_text(name) if isinstance(name, str | int | float) else ""
            found[text] = self.calm(value, bound, depth)
        return found

    def call(self, one: Call, bound: Mapping[str, Any], depth: int) -> Any:
        name = one.function.rpartition("::")[2]
        if name == "try":
            for each in one.arguments:
                try:
                    return self.value(each, bound, depth + 1)
                except Failed:
                    continue
            raise Failed
        if name == "can":
            try:
                found = self.value(one.arguments[0], bound, depth + 1) if one.arguments else None
            except Failed:
                return False
            return True if not isinstance(found, Unknown) else found
        arguments = [self.calm(each, bound, depth) for each in one.arguments]
        if one.spread and arguments:
            last = arguments.pop()
            if not isinstance(last, list) or len(last) > MOST_ENTRIES:
                return self.opaque(name, [*arguments, last])
            arguments.extend(last)
        function = FUNCTIONS.get(name)
        if function is None:
            return self.opaque(name, arguments)
        try:
            return function(*arguments)
        except (Failed, TypeError, ValueError, AttributeError, ArithmeticError, re.error):
            return self.opaque(name, arguments)

    def opaque(self, name: str, arguments: list[Any]) -> Any:
        """A value nobody can say; what it is made of counts all the same."""
        links = list(dict.fromkeys(links_in(arguments)))
        if links:
            return {"Fn::Join": ["", links]}
        unknown = next((one for one in arguments if isinstance(one, Unknown)), None)
        return unknown or Unknown(_("{function}() is worked out by Terraform").format(function=name), name)

    def choice(self, one: Choice, bound: Mapping[str, Any], depth: int) -> Any:
        test = self.calm(one.test, bound, depth)
        if test in (True, "true") or test in (False, "false"):
            return self.value(one.then if test in (True, "true") else one.otherwise, bound, depth + 1)
        then, otherwise = self.calm(one.then, bound, depth), self.calm(one.otherwise, bound, depth)
        if repr(then) == repr(otherwise):
            return then
        return test if isinstance(test, Unknown) else Unknown(_("depends on a value that is not known"))

    def loop(self, one: Loop, bound: Mapping[str, Any], depth: int) -> Any:
        over = self.value(one.over, bound, depth + 1)
        made: dict[str, Any] = {}
        listed: list[Any] = []
        for key, value in _entries(over):
            inner = {**bound, one.names[-1]: value}
            if len(one.names) > 1:
                inner[one.names[0]] = key
            if one.only is not None:
                keep = self.calm(one.only, inner, depth)
                if keep in (False, "false"):
                    continue
            if one.key is None:
                listed.append(self.calm(one.value, inner, depth))
                continue
            name = self.calm(one.key, inner, depth)
            text = (
                name.id
                if isinstance(name, Link)
                else as_text(name)
                if isinstance(name, str | int | float)
                else as_text(key)
            )
            each = self.calm(one.value, inner, depth)
            if one.grouped:
                made.setdefault(text, []).append(each)
            else:
                made[text] = each
        return listed if one.key is None else made

    def chain(self, one: Chain, bound: Mapping[str, Any], depth: int) -> Any:
        found = self.calm(one.first, bound, depth)
        for sign, each in one.rest:
            other = self.calm(each, bound, depth)
            found = _combined(sign, found, other)
        return found

    def turned(self, one: Not, bound: Mapping[str, Any], depth: int) -> Any:
        found = self.value(one.value, bound, depth + 1)
        if isinstance(found, Unknown):
            return found
        if one.sign == "!" and found in (True, False, "true", "false"):
            return found in (False, "false")
        if one.sign == "-" and isinstance(found, int | float):
            return -found
        raise Failed


def _entries(over: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(over, list) and len(over) <= MOST_ENTRIES:
        yield from enumerate(over)
    elif isinstance(over, Mapping) and "Fn::Join" not in over and len(over) <= MOST_ENTRIES:
        yield from sorted(over.items(), key=lambda pair: str(pair[0]))
    else:
        raise Failed


def _combined(sign: str, one: Any, other: Any) -> Any:
    if sign in ("&&", "||"):
        decisive = sign == "||"
        if any(each in (decisive, str(decisive).lower()) for each in (one, other)):
            return decisive
        unknown = next((each for each in (one, other) if isinstance(each, Unknown)), None)
        return unknown if unknown is not None else not decisive
    unknown = next((each for each in (one, other) if isinstance(each, Unknown)), None)
    if unknown is not None:
        return unknown
    if sign in ("==", "!="):
        if isinstance(one, _OPEN) or isinstance(other, _OPEN):
            if (one is None) != (other is None):  # what a resource has is not null
                return sign == "!="
            raise Failed
        same = as_text(one) == as_text(other) if isinstance(one, str | int | float | bool) else one == other
        return same if sign == "==" else not same
    if any(isinstance(each, bool) or not isinstance(each, int | float) or abs(each) > 1e18 for each in (one, other)):
        raise Failed
    try:
        found = _SIGNS[sign](one, other)
    except (ArithmeticError, ValueError):
        raise Failed from None
    return int(found) if isinstance(found, float) and found == int(found) else found
