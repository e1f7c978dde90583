"""The lenses that ship with the product."""

from __future__ import annotations

from pathlib import Path

from workbench.domain.lens import Lens
from workbench.errors import UnknownName
from workbench.i18n import _
from workbench.library.lens_format import read_lens_text
from workbench.library.places import lenses_dir
from workbench.library.shelf_index import ShelfEntry, read_entries

__all__ = ["Shelf"]


class Shelf:
    """All lens files of a folder, each read once when first asked for; the list of them comes from an index.

    Args:
        folder: Folder of `<alias>.json` files; the shipped one if None.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or lenses_dir()
        self._read: dict[str, Lens] = {}
        self._entries: tuple[ShelfEntry, ...] | None = None

    def aliases(self) -> tuple[str, ...]:
        """Return the aliases on the shelf; the Framework first, then by name."""
        names = sorted(path.stem for path in self._folder.glob("*.json"))
        return tuple(sorted(names, key=lambda name: (name != "wellarchitected", name)))

    def entries(self) -> tuple[ShelfEntry, ...]:
        """Return what a list shows of each lens, in the order of the aliases, without reading the lenses."""
        if self._entries is None:
            known = read_entries(self._folder)
            self._entries = tuple(known[alias] for alias in self.aliases())
        return self._entries

    def text(self, alias: str) -> str:
        """Return the exact text of a lens file.

        Raises:
            UnknownName: No lens of that alias is on the shelf.
        """
        if alias not in self.aliases():
            raise UnknownName(
                _('There is no lens "{alias}" on the shelf.').format(alias=alias),
                _("On the shelf: {aliases}.").format(aliases=", ".join(self.aliases())),
            )
        return (self._folder / f"{alias}.json").read_text(encoding="utf-8")

    def lens(self, alias: str) -> Lens:
        """Return a lens by alias; see text for errors."""
        if alias not in self._read:
            self._read[alias] = read_lens_text(self.text(alias), f"{alias}.json")
        return self._read[alias]
