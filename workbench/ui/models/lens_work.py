"""What the page of lenses has done on a worker: listing all lenses, reading one, searching all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from workbench.domain.lens import Lens
from workbench.errors import BadInput
from workbench.host.own_shelf import OwnShelf
from workbench.i18n import _
from workbench.library.lens_export import export_lens
from workbench.library.lens_file import read_lens_bytes
from workbench.library.lens_rules import ERROR
from workbench.library.lens_search import LensHit, Passage, passages, search_lenses
from workbench.library.lenses_at_hand import LensAtHand, Sources
from workbench.library.shelf import Shelf
from workbench.library.shelf_index import ShelfEntry
from workbench.progress import Progress
from workbench.store.queries.lenses import KeptLenses, lens_uses
from workbench.store.workspace import Workspace
from workbench.ui.models.lenses import LensLine, lines_of

__all__ = ["LensRoom", "Found"]

MOST_HITS = 400
"""More places than anybody reads; the number of all is told."""


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        hits: The first MOST_HITS.
        total: How many there are.
        names: Name and version of each lens by its key.
    """

    text: str
    hits: tuple[LensHit, ...] = ()
    total: int = 0
    names: dict[str, str] = field(default_factory=dict)


class LensRoom:
    """The lenses of the shelf, of the person and of a workspace; knows no widget, so a worker may hold it."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._workspace = workspace
        self.sources = Sources(shelf, OwnShelf())
        self._passages: dict[tuple[str, ShelfEntry], tuple[Passage, ...]] = {}

    def lines(self, _progress: Progress) -> tuple[LensLine, ...]:
        """Return all lenses with where they are used."""
        with self._workspace.reading() as session:
            return lines_of(self.sources.at_hand(KeptLenses(session)), lens_uses(session))

    def lens(self, one: LensAtHand) -> Lens:
        """Return one lens.

        Raises:
            UnknownName: It is not there any more.
        """
        with self._workspace.reading() as session:
            return self.sources.lens(one, KeptLenses(session))

    def text(self, one: LensAtHand) -> str:
        """Return the exact text of one; see lens for errors."""
        with self._workspace.reading() as session:
            return self.sources.text(one, KeptLenses(session))

    def read(self, one: LensAtHand, _progress: Progress) -> Lens:
        """Return one lens, on a worker."""
        return self.lens(one)

    def search(self, text: str, progress: Progress) -> Found:
        """Look through all lenses; each is read once."""
        with self._workspace.reading() as session:
            kept = KeptLenses(session)
            lenses = self.sources.at_hand(kept)
            for number, one in enumerate(lenses):
                if (one.key, one.entry) not in self._passages:
                    progress(number, len(lenses), one.entry.name)
                    self._passages[one.key, one.entry] = passages(self.sources.lens(one, kept))
        hits = search_lenses(((one.key, self._passages[one.key, one.entry]) for one in lenses), text)
        names = {one.key: f"{one.entry.name} {one.entry.version}".strip() for one in lenses}
        return Found(text, hits[:MOST_HITS], len(hits), names)

    def export(self, one: LensAtHand, path: Path, _progress: Progress) -> tuple[Path, int]:
        """Write a lens as the WA Tool takes it; return the file and how many things AWS would refuse.

        Raises:
            BadInput: The file cannot be written.
        """
        text = export_lens(self.text(one))
        try:
            path.write_bytes(text.encode())
        except OSError as error:
            why = error.strerror or error
            raise BadInput(_("{file} cannot be written: {why}.").format(file=path, why=why)) from error
        found = read_lens_bytes(text.encode(), path.name).findings
        return path, sum(finding.severity == ERROR for finding in found)
