"""Expressions and texts of Terraform's own notation."""

from __future__ import annotations

import re

from workbench.i18n import _
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
from workbench.importers.terraform.hcl_scan import Scanner, Wrong

__all__ = ["Expressions"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WHOLE = re.compile(r"\d+")
_LITERAL = re.compile(r"(?:[^\"\\$%\n]|\\.|\$(?!\{)|%(?!\{))+")
_PLAIN = re.compile(r"(?:[^$%]|\$(?!\{)|%(?!\{))+")
_HEREDOC = re.compile(r"<<(-?)([^\W\d][\w.-]*)[ \t]*\r?\n")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_CONSTANTS = {"true": True, "false": False, "null": None}
_RANKS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_MOST_DIGITS = 40


class Expressions(Scanner):
    """Reads expressions from a place on."""

    def expression(self, *, lines: bool) -> Expression:
        """Return the expression here; with `lines` it may go on in further lines."""
        self.deeper()
        found = self.ranked(0, lines)
        self.skip(lines=lines)
        if self.take("?"):
            self.skip(lines=True)
            then = self.expression(lines=lines)
            self.skip(lines=True)
            self.expect(":")
            self.skip(lines=True)
            found = Choice(found, then, self.expression(lines=lines))
        self.levels -= 1
        return found

    def ranked(self, rank: int, lines: bool) -> Expression:
        """Return an expression of operators from one rank on."""
        if rank == len(_RANKS):
            return self.single(lines)
        first = self.ranked(rank + 1, lines)
        rest = []
        while True:
            self.skip(lines=lines)
            sign = self.sign()
            if sign not in _RANKS[rank]:
                break
            self.at += len(sign)
            self.skip(lines=True)
            rest.append((sign, self.ranked(rank + 1, lines)))
        return Chain(first, tuple(rest)) if rest else first

    def single(self, lines: bool) -> Expression:
        """Return a value with its signs in front, and its dots and brackets behind."""
        sign = self.sign()
        if sign in ("!", "-"):
            self.deeper()
            self.at += 1
            self.skip(lines=lines)
            found: Expression = Not(sign, self.single(lines))
            self.levels -= 1
            return found
        root = self.term()
        steps = self.steps(lines)
        if not steps:
            return Name(root) if isinstance(root, str) else root
        return Name(root, tuple(steps))

    def term(self) -> str | Expression:
        """Return a value, or a name as a text."""
        sign = self.sign()
        if sign == '"':
            return self.quoted()
        if sign == "[":
            return self.sequence()
        if sign == "{":
            return self.pairs()
        if sign == "(":
            self.at += 1
            self.skip(lines=True)
            found = self.expression(lines=True)
            self.skip(lines=True)
            self.expect(")")
            return found
        if number := _NUMBER.match(self.text, self.at):
            self.at = number.end()
            return Value(_number(number.group()))
        if heredoc := _HEREDOC.match(self.text, self.at):
            return self.heredoc(heredoc)
        name = self.word()
        if not name:
            raise self.wrong(_("a value is missing"))
        while self.take("::"):
            name = f"{name}::{self.word()}"
        if self.sign() == "(":
            return self.call(name)
        return Value(_CONSTANTS[name]) if name in _CONSTANTS else name

    def steps(self, lines: bool) -> list[str | Expression | Splat]:
        """Return the dots and brackets behind a value."""
        found: list[str | Expression | Splat] = []
        while True:
            here = self.at
            self.skip(lines=lines)
            sign = self.sign()
            if sign == ".":
                self.at += 1
                self.skip(lines=True)
                if self.take("*"):
                    found.append(Splat())
                elif number := _WHOLE.match(self.text, self.at):
                    self.at = number.end()
                    found.append(Value(_number(number.group())))
                elif name := self.word():
                    found.append(name)
                else:
                    raise self.wrong(_("a name is missing"))
            elif sign == "[" and (here == self.at or lines):
                self.at += 1
                self.skip(lines=True)
                if self.take("*"):
                    found.append(Splat())
                else:
                    found.append(self.expression(lines=True))
                self.skip(lines=True)
                self.expect("]")
            else:
                self.at = here
                return found

    def call(self, name: str) -> Expression:
        """Return a function whose opening bracket is here."""
        self.deeper()
        self.at += 1
        arguments, spread = [], False
        while True:
            self.skip(lines=True)
            if self.take(")"):
                break
            arguments.append(self.expression(lines=True))
            self.skip(lines=True)
            spread = self.take("...")
            self.skip(lines=True)
            if not self.take(",") and self.sign() != ")":
                raise self.wrong(_("{sign} is missing").format(sign=")"))
        self.levels -= 1
        return Call(name, tuple(arguments), spread)

    def loop(self, end: str) -> Expression | None:
        """Return a `for` up to its closing bracket; None if it is none."""
        begin = self.at
        if self.word() != "for":
            self.at = begin
            return None
        self.skip(lines=True)
        names = [self.word()]
        self.skip(lines=True)
        if not names[0] or self.sign() in ("=", ":"):
            self.at = begin
            return None
        while self.take(","):
            self.skip(lines=True)
            names.append(self.word())
            self.skip(lines=True)
        if self.word() != "in":
            raise self.wrong(_("{sign} is missing").format(sign="in"))
        self.skip(lines=True)
        over = self.expression(lines=True)
        self.skip(lines=True)
        self.expect(":")
        self.skip(lines=True)
        key, value = None, self.expression(lines=True)
        self.skip(lines=True)
        if self.take("=>"):
            self.skip(lines=True)
            key, value = value, self.expression(lines=True)
            self.skip(lines=True)
        grouped = self.take("...")
        self.skip(lines=True)
        only, here = None, self.at
        if self.word() == "if":
            self.skip(lines=True)
            only = self.expression(lines=True)
            self.skip(lines=True)
        else:
            self.at = here
        self.expect(end)
        return Loop(tuple(names[:2]), over, key, value, only, grouped)

    def sequence(self) -> Expression:
        """Return a list."""
        self.deeper()
        self.at += 1
        self.skip(lines=True)
        found = self.loop("]")
        if found is None:
            items = []
            while not self.take("]"):
                items.append(self.expression(lines=True))
                self.skip(lines=True)
                if not self.take(",") and self.sign() != "]":
                    raise self.wrong(_("{sign} is missing").format(sign="]"))
                self.skip(lines=True)
            found = Sequence(tuple(items))
        self.levels -= 1
        return found

    def pairs(self) -> Expression:
        """Return an object."""
        self.deeper()
        self.at += 1
        self.skip(lines=True)
        found = self.loop("}")
        if found is None:
            items = []
            while not self.take("}"):
                key = self.expression(lines=False)
                if isinstance(key, Name) and isinstance(key.root, str) and not key.steps:
                    key = Value(key.root)
                self.skip(lines=True)
                if not self.take("=") and not self.take(":"):
                    raise self.wrong(_("{sign} is missing").format(sign="="))
                self.skip(lines=True)
                items.append((key, self.expression(lines=False)))
                self.skip(lines=True)
                self.take(",")
                self.skip(lines=True)
            found = Pairs(tuple(items))
        self.levels -= 1
        return found

    # ------------------------------------------------------------------------------------------------ texts
    def quoted(self) -> Expression:
        """Return a text in quotes."""
        self.at += 1
        return self.template(-1, plain=False)

    def heredoc(self, match: re.Match[str]) -> Expression:
        """Return a text in lines of its own."""
        close = re.compile(rf"^[ \t]*{re.escape(match[2])}[ \t]*\r?$", re.MULTILINE)
        end = close.search(self.text, match.end())
        if end is None:
            raise Wrong(self.at, _("{block} is never closed").format(block=match.group().strip()))
        self.at = match.end()
        found = self.template(end.start(), plain=True)
        self.at = end.end()
        return found

    def template(self, end: int, *, plain: bool) -> Expression:
        """A text up to its closing quote, or, plain, up to a place: there nothing is escaped but `$${` and `%%{`."""
        begin, parts = self.at, list[str | Expression]()
        literal = _PLAIN if plain else _LITERAL
        while True:
            if plain and self.at >= end:
                break
            if not plain and self.take('"'):
                break
            here = self.text[self.at : self.at + 2]
            if here in ("${", "%{"):
                if parts and isinstance(parts[-1], str) and parts[-1].endswith(here[0]):
                    parts[-1] += "{"
                    self.at += 2
                    continue
                self.at += 2
                parts.append(self.inserted() if here == "${" else self.directive())
                continue
            match = literal.match(self.text, self.at, end) if plain else literal.match(self.text, self.at)
            if match is None:
                raise Wrong(begin - 1, _("a text is never closed"))
            self.at = match.end()
            parts.append(match.group() if plain else _unescaped(match.group()))
        if not parts:
            return Value("")
        if len(parts) == 1:
            only = parts[0]
            return Value(only) if isinstance(only, str) else Template((only,)) if isinstance(only, Mark) else only
        if all(isinstance(one, str) for one in parts):
            return Value("".join(str(one) for one in parts))
        return Template(tuple(parts))

    def inserted(self) -> Expression:
        """Return what stands in `${...}`."""
        self.deeper()
        if self.text.startswith("~", self.at):
            self.at += 1
        self.skip(lines=True)
        found = self.expression(lines=True)
        self.close()
        return found

    def directive(self) -> Expression:
        """Return a directive such as `%{ if x }`."""
        self.deeper()
        if self.text.startswith("~", self.at):
            self.at += 1
        self.skip(lines=True)
        word, about = self.word(), None
        self.skip(lines=True)
        if word == "if":
            about = self.expression(lines=True)
        elif word == "for":
            while self.sign() != "}" and self.word() != "in":
                self.skip(lines=True)
                self.take(",")
                self.skip(lines=True)
            self.skip(lines=True)
            about = self.expression(lines=True)
        elif word not in ("else", "endif", "endfor"):
            raise self.wrong(_("a directive is not known"))
        self.close()
        return Mark(about)

    def close(self) -> None:
        """Go behind the end of `${...}` or `%{...}`."""
        self.skip(lines=True)
        if self.text.startswith("~", self.at):
            self.at += 1
        self.expect("}")
        self.levels -= 1


def _number(text: str) -> int | float | str:
    if len(text) > _MOST_DIGITS:
        return text
    try:
        return int(text)
    except ValueError:
        return float(text)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _escape(match[1]), text)


def _escape(code: str) -> str:
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else ""
    return _ESCAPES.get(code, code)
