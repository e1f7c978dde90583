"""Every lens at hand: on the shelf, on the person's own, in the workspace; listed without reading all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from workbench.domain.lens import Lens
from workbench.library.lens_format import read_lens_text
from workbench.library.shelf import Shelf
from workbench.library.shelf_index import ShelfEntry, entry_of

__all__ = ["OWN", "SHELF", "WORKSPACE", "KeptLike", "LensAtHand", "OwnLike", "Sources", "lens_of_text"]

SHELF, OWN, WORKSPACE = "shelf", "own", "workspace"


class OwnLike(Protocol):
    """A shelf of the person's own."""

    def texts(self) -> Iterable[tuple[str, str]]:
        """Return file name and text of every lens."""

    def text(self, name: str) -> str:
        """Return the text of one; UnknownName if it is gone."""


class KeptLike(Protocol):
    """The lens texts of a workspace."""

    def listed(self) -> Iterable[tuple[str, str, str, str]]:
        """Return hash, alias, version and name of every text."""

    def text(self, sha256: str) -> str:
        """Return the text of one, "" if it is gone."""


@dataclass(frozen=True, slots=True)
class LensAtHand:
    """One lens of the list.

    Attributes:
        where: SHELF, OWN or WORKSPACE.
        name: What it is called there: alias, file name, or the hash of its text.
        entry: What the list shows of it.
    """

    where: str
    name: str
    entry: ShelfEntry

    @property
    def key(self) -> str:
        """What tells lenses of the list apart."""
        return f"{self.where}:{self.name}"

    @property
    def known_as(self) -> tuple[str, str]:
        """Alias and version."""
        return self.entry.alias, self.entry.version

    @property
    def title(self) -> str:
        """Return alias and version as people type them: "genai@2025-11-19"."""
        return f"{self.entry.alias}@{self.entry.version}" if self.entry.version else self.entry.alias


@dataclass(frozen=True)
class Sources:
    """Where lenses come from; a worker looks through them, too, with a session of its own for the workspace."""

    shelf: Shelf
    own: OwnLike

    def at_hand(self, kept: KeptLike | None) -> tuple[LensAtHand, ...]:
        """Return the shelf, then the person's own, then what only the workspace holds.

        A lens of the workspace with alias and version of one on the shelf is that lens as it was when it was added, and is not listed.

        Args:
            kept: The workspace, if there is one.
        """
        found = [LensAtHand(SHELF, entry.alias, entry) for entry in self.shelf.entries()]
        known = {one.known_as for one in found}
        texts = set()
        for name, text in self.own.texts():
            texts.add(text)
            found.append(LensAtHand(OWN, name, _entry(text)))
        for sha256, alias, version, _name in kept.listed() if kept is not None else ():
            if (alias, version) not in known:
                text = kept.text(sha256) if kept is not None else ""
                if text and text not in texts:
                    found.append(LensAtHand(WORKSPACE, sha256, _entry(text)))
        return tuple(found)

    def text(self, one: LensAtHand, kept: KeptLike | None) -> str:
        """Return the exact text of a lens.

        Raises:
            UnknownName: It is not there any more.
        """
        if one.where == SHELF:
            return self.shelf.text(one.name)
        if one.where == OWN:
            return self.own.text(one.name)
        return kept.text(one.name) if kept is not None else ""

    def lens(self, one: LensAtHand, kept: KeptLike | None) -> Lens:
        """Return a lens; see text for errors."""
        if one.where == SHELF:
            return self.shelf.lens(one.name)
        return lens_of_text(self.text(one, kept))


@lru_cache(maxsize=256)
def lens_of_text(text: str) -> Lens:
    """Return the lens of a text, read once in this process."""
    return read_lens_text(text)


@lru_cache(maxsize=256)
def _entry(text: str) -> ShelfEntry:
    return entry_of(lens_of_text(text), len(text.encode()))
