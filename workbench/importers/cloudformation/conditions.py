"""Conditions: what holds as far as it is known, in words, and which of them cannot hold together.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from workbench.i18n import _
from workbench.importers.cloudformation.plain import as_text
from workbench.importers.cloudformation.texts import open_parts, parts_of, seems_same
from workbench.importers.resource import Link, Unknown, ZoneOf

__all__ = ["Conditions", "Formula", "Verdict", "never_together", "words_of"]

_LONGEST_WORDS = 160
_MOST_CASES = 256
_DEEPEST = 60
_ELSE = "\0else"


@dataclass(eq=False)
class Formula:
    """What a condition says: `is` compares a subject with a literal; `not`, `and`, `or` have parts; `true`, `false`."""

    kind: str
    subject: str = ""
    literal: str = ""
    parts: tuple[Formula, ...] = ()

    @cached_property
    def height(self) -> int:
        """How many levels it has."""
        return 1 + max((one.height for one in self.parts), default=0)


@dataclass(frozen=True)
class Verdict:
    """What is known of a condition.

    Attributes:
        holds: None where it is open.
        words: The condition as a person would say it.
        formula: The same, to reason with.
    """

    holds: bool | None
    words: str
    formula: Formula


_TRUE, _FALSE = Formula("true"), Formula("false")


class Conditions:
    """The conditions of one stack."""

    def __init__(self, written: Mapping[str, Any], value: Callable[[Any], Any]) -> None:
        self._written = written
        self._value = value
        self._known: dict[str, Verdict] = {}
        self._busy: set[str] = set()
        self._depth = 0

    def __getitem__(self, name: str) -> Verdict:
        """Return what is known of a condition by its name; one that is not there is open."""
        known = self._known.get(name)
        if known is not None:
            return known
        unclear = Formula("is", name, "true")
        if name not in self._written or name in self._busy:
            return Verdict(None, name, unclear)
        self._busy.add(name)
        try:
            found = self._verdict(self._written[name])
        finally:
            self._busy.discard(name)
        words = found.words if found.words != name else ""
        formula = found.formula if found.formula.height <= _DEEPEST else unclear
        self._known[name] = Verdict(found.holds, _cut(f"{name}: {words}" if words else name), formula)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    # -------------------------------------------------------------------------------------------------- one expression
    def _verdict(self, value: Any) -> Verdict:
        if self._depth >= _DEEPEST:
            return Verdict(None, "…", Formula("is", "…", "true"))
        self._depth += 1
        try:
            return self._function(value) or self._plain(value)
        finally:
            self._depth -= 1

    def _function(self, value: Any) -> Verdict | None:
        if not isinstance(value, dict) or len(value) != 1:
            return None
        function, argument = next(iter(value.items()))
        listed = argument if isinstance(argument, list) else [argument]
        if function == "Condition" and isinstance(argument, str):
            inner = self[argument]
            return Verdict(inner.holds, argument, inner.formula)
        if function in ("Fn::And", "Fn::Or"):
            return _several(function == "Fn::And", [self._verdict(one) for one in listed])
        if function == "Fn::Not" and len(listed) == 1:
            inner = self._verdict(listed[0])
            words = _("not {condition}").format(condition=_inner(inner))
            holds = None if inner.holds is None else not inner.holds
            return Verdict(holds, _cut(words), Formula("not", parts=(inner.formula,)))
        if function == "Fn::Equals" and len(listed) == 2:
            return _equals(self._value(listed[0]), self._value(listed[1]))
        if function == "Fn::Contains" and len(listed) == 2:
            return self._among(self._value(listed[0]), self._value(listed[1]))
        if function in ("Fn::EachMemberIn", "Fn::EachMemberEquals") and len(listed) == 2:
            members, allowed = self._value(listed[0]), self._value(listed[1])
            return self._among(allowed, members)
        return None

    def _plain(self, value: Any) -> Verdict:
        found = self._value(value)
        text = as_text(found).lower()
        if text in ("true", "false"):
            return Verdict(text == "true", text, _TRUE if text == "true" else _FALSE)
        words = words_of(found)
        return Verdict(None, words, Formula("is", words, "true"))

    @staticmethod
    def _among(allowed: Any, members: Any) -> Verdict:
        choice = allowed if isinstance(allowed, list) else [allowed]
        asked = members if isinstance(members, list) else [members]
        found = [_several(False, [_equals(one, other) for other in choice]) for one in asked]
        return _several(True, found)


def _several(every: bool, parts: Sequence[Verdict]) -> Verdict:
    """And, or Or, of some."""
    holds = {one.holds for one in parts}
    decided: bool | None = every
    if (not every) in holds:
        decided = not every
    elif None in holds:
        decided = None
    sign = _(" and ") if every else _(" or ")
    words = sign.join(_inner(one) if len(parts) > 1 else one.words for one in parts if one.holds is not every)
    formula = Formula("and" if every else "or", parts=tuple(one.formula for one in parts))
    return Verdict(decided, _cut(words) or as_text(every), formula)


def _inner(one: Verdict) -> str:
    return f"({one.words})" if one.formula.kind in ("and", "or") and " " in one.words else one.words


def _equals(one: Any, other: Any) -> Verdict:
    same = seems_same(one, other)
    if open_parts(one) and not open_parts(other):
        subject, literal = words_of(one), as_text(other)
    elif open_parts(other) and not open_parts(one):
        subject, literal = words_of(other), as_text(one)
    else:
        subject, literal = f"{words_of(one)} = {words_of(other)}", "true"
        if same is None:
            return Verdict(None, _cut(subject), Formula("is", subject, literal))
    words = _('{name} is "{value}"').format(name=subject, value=literal)
    if same is not None:
        return Verdict(same, _cut(words), _TRUE if same else _FALSE)
    return Verdict(None, _cut(words), Formula("is", subject, literal))


def words_of(value: Any) -> str:
    """Return an open value in words: the name of what keeps it open."""
    said = []
    for part in parts_of(value):
        if isinstance(part, Unknown):
            said.append(part.name or part.why)
        elif isinstance(part, Link):
            said.append(f"{part.id}.{part.attribute}" if part.attribute else part.id)
        elif isinstance(part, ZoneOf):
            said.append(f"AZ {part.index}")
        elif isinstance(part, dict | list):
            said.append("…")
        else:
            said.append(as_text(part))
    return _cut("".join(said))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1] + "…"


# ------------------------------------------------------------------------------------------------------ reasoning
def never_together(one: Formula, other: Formula, allowed: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether two conditions can never hold at the same time.

    Every subject is tried with each literal it is compared with and with something else; with more than 256 cases it
    is not decided, and they count as possible together.

    Args:
        one: A condition.
        other: Another.
        allowed: The only values that some subjects may have.
    """
    literals: dict[str, set[str]] = {}
    for formula in (one, other):
        _collect(formula, literals)
    choices = [list(allowed.get(subject) or [*sorted(found), _ELSE]) for subject, found in literals.items()]
    cases = 1
    for choice in choices:
        cases *= len(choice)
        if cases > _MOST_CASES:
            return False
    for values in product(*choices):
        case = dict(zip(literals, values, strict=True))
        if _holds(one, case, {}) and _holds(other, case, {}):
            return False
    return True


def _collect(formula: Formula, literals: dict[str, set[str]]) -> None:
    stack, seen = [formula], set[int]()
    while stack:
        one = stack.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if one.kind == "is":
            literals.setdefault(one.subject, set()).add(one.literal)
        stack.extend(one.parts)


def _holds(formula: Formula, case: Mapping[str, str], known: dict[int, bool]) -> bool:
    found = known.get(id(formula))
    if found is None:
        if formula.kind == "is":
            found = case[formula.subject] == formula.literal
        elif formula.kind == "not":
            found = not _holds(formula.parts[0], case, known)
        elif formula.kind == "and":
            found = all(_holds(one, case, known) for one in formula.parts)
        elif formula.kind == "or":
            found = any(_holds(one, case, known) for one in formula.parts)
        else:
            found = formula.kind == "true"
        known[id(formula)] = found
    return found
