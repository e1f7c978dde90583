"""Places, white space and signs of Terraform's own notation: what the readers of expressions and blocks stand on."""

from __future__ import annotations

import re

from workbench.i18n import _

__all__ = ["MOST_LEVELS", "SPACE", "SPACES", "Scanner", "Wrong"]

MOST_LEVELS = 60

SPACE = re.compile(r"(?:[ \t\r\ufeff]+|(?:#|//)[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
"""White space and comments up to the end of the line."""

SPACES = re.compile(r"(?:[ \t\r\n\ufeff]+|(?:#|//)[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
"""The same over any number of lines."""

_WORD = re.compile(r"[^\W\d][\w-]*")
_SIGN = re.compile(r"=>|\.\.\.|&&|\|\||==|!=|<=|>=|::|[-+*/%<>!?:=,.(){}\[\]\"]")


class Wrong(Exception):  # noqa: N818 - the reader of blocks makes a message of it
    """The text goes on in a way that Terraform does not know.

    Attributes:
        at: Where.
        text: Why, in words.
    """

    def __init__(self, at: int, text: str) -> None:
        super().__init__(text)
        self.at = at
        self.text = text


class Scanner:
    """A place in a text, and how to go on from it.

    Attributes:
        at: The place.
        levels: How deep it is in brackets and blocks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.levels = 0
        self._line, self._line_at = 1, 0

    # ------------------------------------------------------------------------------------------------ places
    def line(self, at: int) -> int:
        """Return the line of a place, from 1."""
        if at < self._line_at:
            self._line, self._line_at = 1, 0
        self._line += self.text.count("\n", self._line_at, at)
        self._line_at = at
        return self._line

    def after(self, space: re.Pattern[str], at: int) -> int:
        """Return the place behind white space and comments."""
        match = space.match(self.text, at)
        return match.end() if match else at

    def skip(self, *, lines: bool) -> None:
        """Go behind white space and comments; with `lines` also to further lines."""
        self.at = self.after(SPACES if lines else SPACE, self.at)

    def sign(self) -> str:
        """Return the sign that comes next; empty if it is none."""
        match = _SIGN.match(self.text, self.at)
        return match.group() if match else ""

    def take(self, sign: str) -> bool:
        """Go on if this sign comes next."""
        if self.sign() == sign:
            self.at += len(sign)
            return True
        return False

    def expect(self, sign: str) -> None:
        """Go on with a sign that has to come next."""
        if not self.take(sign):
            raise self.wrong(_("{sign} is missing").format(sign=sign))

    def wrong(self, why: str) -> Wrong:
        """Return what to raise for the place, with what stands there."""
        there = self.text[self.at : self.at + 20].split("\n", 1)[0]
        before = _(' before "{there}"').format(there=there) if there else ""
        return Wrong(
            min(self.at, len(self.text)), _("is no valid Terraform: {why}{before}").format(why=why, before=before)
        )

    def deeper(self) -> None:
        """Note one level more."""
        self.levels += 1
        if self.levels > MOST_LEVELS:
            raise Wrong(self.at, _("goes deeper than {n} levels").format(n=MOST_LEVELS))

    def word(self) -> str:
        """Return the name that comes next and go on; empty if it is none."""
        match = _WORD.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()
