"""From what a person types to a lens: a file, a lens of the workspace, or one on the shelf; ambiguous is an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.opening import UsageError, reading, workspace_path
from workbench.errors import UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workbench.domain.lens import Lens
    from workbench.library.lens_file import LensFile

__all__ = ["FoundLens", "LensArgument", "all_lenses", "find_lens", "lens_named", "perhaps_reading", "read_lens_file"]

LensArgument = Annotated[
    str,
    typer.Argument(
        metavar="LENS", help=_("A lens file; or the alias of a lens in the workspace or on the shelf, ALIAS@VERSION where there are several.")
    ),
]  # fmt: skip
_SHORTEST_HASH = 8


@dataclass(frozen=True)
class FoundLens:
    """A lens and where it is.

    Attributes:
        text: Its exact text.
        origin: "file", "workspace" or "shelf".
        name: The file's name; else alias and version.
    """

    text: str
    lens: Lens
    origin: str
    name: str

    @property
    def file(self) -> LensFile:
        """The text with the places of all parts."""
        from workbench.library.lens_file import read_lens_bytes

        return read_lens_bytes(self.text.encode(), self.name)


@contextmanager
def perhaps_reading(ctx: typer.Context, given: Path | None) -> Iterator[Session | None]:
    """Give a session on the workspace, or None where none is named."""
    try:
        workspace_path(ctx, given)
    except UsageError:
        yield None
        return
    with reading(ctx, given) as session:
        yield session


def read_lens_file(path: Path) -> FoundLens:
    """Read a lens file; see `library.lens_known.read_for_review` for errors."""
    from workbench.library.lens_known import read_for_review

    text, lens = read_for_review(path)
    return FoundLens(text, lens, "file", path.name)


def all_lenses(session: Session | None) -> list[FoundLens]:
    """Return the lenses on the shelf, then those that only the workspace holds."""
    from workbench.library.shelf import Shelf

    shelf = Shelf()
    found = [FoundLens(shelf.text(alias), shelf.lens(alias), "shelf", alias) for alias in shelf.aliases()]
    return found + _kept(session, {one.text for one in found})


def _kept(session: Session | None, but: set[str]) -> list[FoundLens]:
    if session is None:
        return []
    from workbench.library.lens_format import read_lens_text
    from workbench.store.queries.lenses import kept_lenses, lens_text

    found = []
    for sha256, alias, version, _name in kept_lenses(session):
        text = lens_text(session, sha256)
        if text and text not in but:
            found.append(
                FoundLens(text, read_lens_text(text, alias), "workspace", f"{alias}@{version}" if version else alias)
            )
    return found


def find_lens(text: str, session: Session | None = None) -> FoundLens:
    """Return the lens that a person means.

    Args:
        text: An alias, ALIAS@VERSION, eight or more signs of the hash of a lens text in the workspace, or a file.
        session: The workspace to look into, if there is one.

    Raises:
        UnknownName: Nothing matches, or more than one thing.
        BadInput: It is a file, and not a lens.
    """
    from workbench.library.shelf import Shelf

    shelf = Shelf()
    if text in shelf.aliases():
        return FoundLens(shelf.text(text), shelf.lens(text), "shelf", text)
    is_file = Path(text).expanduser().is_file()
    known = [] if is_file else all_lenses(session)
    found = [one for one in known if text in (one.lens.alias, f"{one.lens.alias}@{one.lens.version}")]
    if not found and len(text) >= _SHORTEST_HASH and not is_file:
        from hashlib import sha256

        found = [one for one in known if sha256(one.text.encode()).hexdigest().startswith(text.lower())]
    if len(found) > 1:
        raise UnknownName(
            _('There are {n} versions of the lens "{alias}".').format(n=len(found), alias=text),
            _("Say which one: {known}.").format(
                known=", ".join(f"{one.lens.alias}@{one.lens.version}" for one in found)
            ),
        )
    if found:
        return found[0]
    if is_file or text.lower().endswith(".json"):
        return read_lens_file(Path(text))
    near = get_close_matches(text, list(dict.fromkeys(one.lens.alias for one in known)), n=3)
    raise UnknownName(
        _('There is no lens "{alias}" on the shelf, and no such file.').format(alias=text) if session is None
        else _('There is no lens "{alias}" in the workspace or on the shelf, and no such file.').format(alias=text),
        _("Did you mean {names}?").format(names=", ".join(near)) if near
        else _("workbench lens list shows them all."),
    )  # fmt: skip


def lens_named(text: str) -> tuple[str, Lens]:
    """Return text and lens of an alias on the shelf or of a file."""
    found = find_lens(text)
    return found.text, found.lens
