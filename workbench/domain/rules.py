"""The grammar of risk rules and what a condition means with not-applicable practices.

Source: custom lens format specification (grammar, order, default) and observed evaluation of
not-applicable choices: neutral, so they satisfy their place in `&&` and do not satisfy `||`.
Where nothing is recorded we keep not-applicable under `!` neutral; this is our reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.errors import BadInput
from workbench.i18n import _

__all__ = [
    "And",
    "Condition",
    "Default",
    "Name",
    "Not",
    "Or",
    "evaluate",
    "mixed_operators",
    "names_in",
    "parse_condition",
]


@dataclass(frozen=True, slots=True)
class Name:
    """A choice id."""

    id: str


@dataclass(frozen=True, slots=True)
class Not:
    """`!` in front of a condition."""

    inner: Condition


@dataclass(frozen=True, slots=True)
class And:
    """Conditions joined by `&&`."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Conditions joined by `||`."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Default:
    """The word `default`: always true."""


Condition = Name | Not | And | Or | Default

_TOKEN = re.compile(r"\s*(?:(&&|\|\||!|\(|\)|[\w.\-]+)|(\S))")
_DEEPEST = 100
_MOST_CHARACTERS = 100_000


def parse_condition(text: str, *, or_first: bool = False) -> Condition:
    """Read a condition.

    Args:
        text: `default`, or choice ids joined by `&&`, `||`, `!` and parentheses; `&&` binds tighter.
        or_first: Let `||` bind tighter instead: the other way to read what has no parentheses.

    Raises:
        BadInput: The text does not follow the grammar; the message gives the place (1-based column).
    """
    if text.strip() == "default":
        return Default()
    parser = _Parser(text, ("&&", "||") if or_first else ("||", "&&"))
    result = parser.loose(0)
    if parser.here < len(parser.tokens):
        raise _out_of_place(*parser.tokens[parser.here])
    return result


def mixed_operators(text: str) -> int:
    """Return the 1-based column of the first operator that stands beside the other one without parentheses, else 0.

    Raises:
        BadInput: The text does not follow the grammar.
    """
    parser = _Parser(text, ("||", "&&"))
    parser.loose(0)
    return min(parser.mixed, default=0)


def _out_of_place(word: str, column: int) -> BadInput:
    return BadInput(_('"{word}" at column {column} is out of place in a risk rule.').format(word=word, column=column))


def _tokens(text: str) -> list[tuple[str, int]]:
    if len(text) > _MOST_CHARACTERS:
        raise BadInput(_("A risk rule is longer than {n} characters.").format(n=f"{_MOST_CHARACTERS:,}"))
    found: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text):
        if match[2]:
            raise _out_of_place(match[2], match.start(2) + 1)
        found.append((match[1], match.start(1) + 1))
    return found


class _Parser:
    def __init__(self, text: str, operators: tuple[str, str]) -> None:
        self.tokens = _tokens(text)
        self.end = len(text) + 1
        self.here = 0
        self.operators = operators
        self.mixed: list[int] = []

    def _next_is(self, word: str) -> bool:
        if self.here < len(self.tokens) and self.tokens[self.here][0] == word:
            self.here += 1
            return True
        return False

    def loose(self, depth: int) -> Condition:
        operator = self.operators[0]
        part, is_group = self._tight(depth)
        parts, has_group, column = [part], is_group, 0
        while self._next_is(operator):
            column = column or self.tokens[self.here - 1][1]
            part, is_group = self._tight(depth)
            parts.append(part)
            has_group = has_group or is_group
        if column and has_group:
            self.mixed.append(column)
        return parts[0] if len(parts) == 1 else self._joined(operator, parts)

    def _tight(self, depth: int) -> tuple[Condition, bool]:
        operator = self.operators[1]
        parts = [self._factor(depth)]
        while self._next_is(operator):
            parts.append(self._factor(depth))
        return (parts[0], False) if len(parts) == 1 else (self._joined(operator, parts), True)

    @staticmethod
    def _joined(operator: str, parts: list[Condition]) -> Condition:
        return And(tuple(parts)) if operator == "&&" else Or(tuple(parts))

    def _factor(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise BadInput(_("A risk rule is nested more than {n} levels deep.").format(n=_DEEPEST))
        if self._next_is("!"):
            return Not(self._factor(depth + 1))
        if self._next_is("("):
            inner = self.loose(depth + 1)
            if not self._next_is(")"):
                raise BadInput(_("A parenthesis is not closed in a risk rule."))
            return inner
        if self.here >= len(self.tokens):
            raise BadInput(_("A risk rule ends at column {column} where a choice id is expected.").format(
                column=self.end))  # fmt: skip
        word, column = self.tokens[self.here]
        if word in ("&&", "||", ")"):
            raise _out_of_place(word, column)
        self.here += 1
        return Name(word)


def evaluate(condition: Condition, selected: frozenset[str], neutral: frozenset[str]) -> bool:
    """Tell whether a condition is true.

    Args:
        condition: A parsed condition.
        selected: Ids of the choices selected in the Tool's sense.
        neutral: Ids of the choices that are not applicable.

    Returns:
        True or False; a single neutral choice counts as an `&&` of one, so it is True.
    """
    return _value(condition, selected, neutral) is not False


def _value(condition: Condition, selected: frozenset[str], neutral: frozenset[str]) -> bool | None:
    """True, False, or None for neutral; a neutral part never comes out of `&&` or `||`."""
    match condition:
        case Default():
            return True
        case Name(id=name):
            return None if name in neutral else name in selected
        case Not(inner=inner):
            value = _value(inner, selected, neutral)
            return None if value is None else not value
        case And(parts=parts):
            return all(_value(part, selected, neutral) is not False for part in parts)
        case Or(parts=parts):
            return any(_value(part, selected, neutral) is True for part in parts)


def names_in(condition: Condition) -> tuple[str, ...]:
    """Return the choice ids a condition names, in order, each once."""
    found: dict[str, None] = {}

    def walk(part: Condition) -> None:
        match part:
            case Name(id=name):
                found[name] = None
            case Not(inner=inner):
                walk(inner)
            case And(parts=parts) | Or(parts=parts):
                for each in parts:
                    walk(each)
            case Default():
                pass

    walk(condition)
    return tuple(found)
