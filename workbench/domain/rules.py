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

__all__ = ["And", "Condition", "Default", "Name", "Not", "Or", "evaluate", "names_in", "parse_condition"]


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

_TOKEN = re.compile(r"\s*(&&|\|\||!|\(|\)|[A-Za-z0-9_.\-]+)")
_DEEPEST = 100


def parse_condition(text: str) -> Condition:
    """Read a condition.

    Args:
        text: `default`, or choice ids joined by `&&`, `||`, `!` and parentheses; `&&` binds tighter.

    Raises:
        BadInput: The text does not follow the grammar; the message gives the place (1-based column).
    """
    if text.strip() == "default":
        return Default()
    tokens = _tokens(text)
    parser = _Parser(tokens, len(text) + 1)
    result = parser.either(0)
    if parser.here < len(tokens):
        word, column = tokens[parser.here]
        raise BadInput(
            _('"{word}" at column {column} is out of place in a risk rule.').format(word=word, column=column)
        )
    return result


def _tokens(text: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            column = at + len(text[at:]) - len(text[at:].lstrip()) + 1
            sign = text[column - 1]
            raise BadInput(_('"{word}" at column {column} is out of place in a risk rule.').format(
                word=sign, column=column))  # fmt: skip
        found.append((match.group(1), match.start(1) + 1))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, int]], end: int) -> None:
        self.tokens = tokens
        self.end = end
        self.here = 0

    def _next_is(self, word: str) -> bool:
        if self.here < len(self.tokens) and self.tokens[self.here][0] == word:
            self.here += 1
            return True
        return False

    def either(self, depth: int) -> Condition:
        parts = [self._both(depth)]
        while self._next_is("||"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, depth: int) -> Condition:
        parts = [self._factor(depth)]
        while self._next_is("&&"):
            parts.append(self._factor(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _factor(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise BadInput(_("A risk rule is nested more than {n} levels deep.").format(n=_DEEPEST))
        if self._next_is("!"):
            return Not(self._factor(depth + 1))
        if self._next_is("("):
            inner = self.either(depth + 1)
            if not self._next_is(")"):
                raise BadInput(_("A parenthesis is not closed in a risk rule."))
            return inner
        if self.here >= len(self.tokens):
            raise BadInput(_("A risk rule ends at column {column} where a choice id is expected.").format(
                column=self.end))  # fmt: skip
        word, column = self.tokens[self.here]
        if word in ("&&", "||", ")"):
            raise BadInput(_('"{word}" at column {column} is out of place in a risk rule.').format(
                word=word, column=column))  # fmt: skip
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
