"""Terraform's own notation into blocks and expressions.

Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. Read more kindly than written there: quoted argument
names and commas between arguments, as Terraform 0.11 had them, are fine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workbench.i18n import _
from workbench.importers.terraform.hcl_nodes import (
    Attribute,
    Block,
    Body,
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
from workbench.importers.yaml_values import Trouble

__all__ = ["MOST_LEVELS", "HclFile", "read_hcl", "read_template"]

MOST_LEVELS = 60
_MOST_ERRORS = 20

_SPACE = re.compile(r"(?:[ \t\r\ufeff]+|(?:#|//)[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_SPACES = re.compile(r"(?:[ \t\r\n\ufeff]+|(?:#|//)[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_WORD = re.compile(r"[^\W\d][\w-]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SIGN = re.compile(r"=>|\.\.\.|&&|\|\||==|!=|<=|>=|::|[-+*/%<>!?:=,.(){}\[\]\"]")
_LITERAL = re.compile(r"(?:[^\"\\$%\n]|\\.|\$(?!\{)|%(?!\{))+")
_PLAIN = re.compile(r"(?:[^$%]|\$(?!\{)|%(?!\{))+")
_HEREDOC = re.compile(r"<<(-?)([^\W\d][\w.-]*)[ \t]*\r?\n")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_NEXT_BLOCK = re.compile(r"\n(?=[a-z_]+[ \t]*(?:\"[^\"\n]*\"[ \t]*){0,2}\{)")
_CONSTANTS = {"true": True, "false": False, "null": None}
_RANKS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_MOST_DIGITS = 40


@dataclass
class HclFile:
    """What one file holds; what could not be read of it is in `errors`."""

    blocks: list[Block] = field(default_factory=list)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    errors: list[Trouble] = field(default_factory=list)


class _Wrong(Exception):  # noqa: N818 - never leaves this file
    def __init__(self, at: int, text: str) -> None:
        super().__init__(text)
        self.at = at
        self.text = text


def read_hcl(text: str) -> HclFile:
    """Return the blocks and arguments of a file; a block that cannot be read is left out with an error, the rest counts."""
    found = HclFile()
    reader = _Reader(text)
    while True:
        start = reader.at = reader.after(_SPACES, reader.at)
        if start >= len(text):
            return found
        body = Body()
        try:
            reader.levels = 0
            reader.entry(body)
            found.blocks.extend(body.blocks)
            found.attributes.update(body.attributes)
        except _Wrong as error:
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
    except _Wrong:
        return Value(text)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.levels = 0
        self._line, self._line_at = 1, 0

    # ------------------------------------------------------------------------------------------------ places
    def line(self, at: int) -> int:
        if at < self._line_at:
            self._line, self._line_at = 1, 0
        self._line += self.text.count("\n", self._line_at, at)
        self._line_at = at
        return self._line

    def after(self, space: re.Pattern[str], at: int) -> int:
        match = space.match(self.text, at)
        return match.end() if match else at

    def skip(self, *, lines: bool) -> None:
        self.at = self.after(_SPACES if lines else _SPACE, self.at)

    def sign(self) -> str:
        match = _SIGN.match(self.text, self.at)
        return match.group() if match else ""

    def take(self, sign: str) -> bool:
        if self.sign() == sign:
            self.at += len(sign)
            return True
        return False

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.wrong(_("{sign} is missing").format(sign=sign))

    def wrong(self, why: str) -> _Wrong:
        there = self.text[self.at : self.at + 20].split("\n", 1)[0]
        before = _(' before "{there}"').format(there=there) if there else ""
        return _Wrong(min(self.at, len(self.text)), _("is no valid Terraform: {why}{before}").format(why=why, before=before))

    def deeper(self) -> None:
        self.levels += 1
        if self.levels > MOST_LEVELS:
            raise _Wrong(self.at, _("goes deeper than {n} levels").format(n=MOST_LEVELS))

    def word(self) -> str:
        match = _WORD.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    # ------------------------------------------------------------------------------------------------ blocks
    def entry(self, body: Body) -> None:
        start = self.at
        name = self.word() or self.label()
        if not name:
            raise self.wrong(_("a name is missing"))
        self.skip(lines=False)
        if self.sign() in ("=", ":"):
            self.at += 1
            self.skip(lines=True)
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
                raise _Wrong(start, _("{block} is never closed").format(block=" ".join((name, *labels))))
            self.entry(body)
        self.levels -= 1
        return Block(name, tuple(labels), body, line)

    # ------------------------------------------------------------------------------------------------ expressions
    def expression(self, *, lines: bool) -> Expression:
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
                elif number := re.compile(r"\d+").match(self.text, self.at):
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
        self.at += 1
        return self.template(-1, plain=False)

    def heredoc(self, match: re.Match[str]) -> Expression:
        close = re.compile(rf"^[ \t]*{re.escape(match[2])}[ \t]*\r?$", re.MULTILINE)
        end = close.search(self.text, match.end())
        if end is None:
            raise _Wrong(self.at, _("{block} is never closed").format(block=match.group().strip()))
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
                raise _Wrong(begin - 1, _("a text is never closed"))
            self.at = match.end()
            parts.append(match.group() if plain else _unescaped(match.group()))
        if not parts:
            return Value("")
        if len(parts) == 1:
            return Value(parts[0]) if isinstance(parts[0], str) else parts[0] if not isinstance(parts[0], Mark) else Template((parts[0],))
        if all(isinstance(one, str) for one in parts):
            return Value("".join(str(one) for one in parts))
        return Template(tuple(parts))

    def inserted(self) -> Expression:
        self.deeper()
        if self.text.startswith("~", self.at):
            self.at += 1
        self.skip(lines=True)
        found = self.expression(lines=True)
        self.close()
        return found

    def directive(self) -> Expression:
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
