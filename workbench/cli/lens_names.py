"""From what a person types to a lens: a file, a lens of the workspace, or one on a shelf; ambiguous is an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.opening import UsageError, reading, workspace_path
from workbench.cli.output import say
from workbench.errors import UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workbench.domain.lens import Lens
    from workbench.library.lens_file import LensFile
    from workbench.library.lenses_at_hand import LensAtHand, Sources
    from workbench.store.queries.lenses import KeptLenses

__all__ = [
    "FoundLens", "LensArgument", "find_lens", "kept_in", "lens_named", "lens_of", "perhaps_reading", "read_lens_file", "sources",
]  # fmt: skip

LensArgument = Annotated[
    str,
    typer.Argument(
        metavar="LENS", help=_("A lens file; or the alias of a lens in the workspace or on a shelf, ALIAS@VERSION where there are several.")
    ),
]  # fmt: skip
_SHORTEST_HASH = 8


@dataclass(frozen=True)
class FoundLens:
    """A lens and where it is.

    Attributes:
        text: Its exact text.
        origin: "file", "workspace", "own" or "shelf".
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


def sources() -> Sources:
    """Return the shelf and the person's own."""
    from workbench.host.own_shelf import OwnShelf
    from workbench.library.lenses_at_hand import Sources
    from workbench.library.shelf import Shelf

    return Sources(Shelf(), OwnShelf())


def kept_in(session: Session | None) -> KeptLenses | None:
    """Return the lenses of a workspace, if there is one."""
    if session is None:
        return None
    from workbench.store.queries.lenses import KeptLenses

    return KeptLenses(session)


@contextmanager
def perhaps_reading(ctx: typer.Context, given: Path | None) -> Iterator[Session | None]:
    """Give a session on the workspace; None where none is named, or where the environment names one that is not there."""
    try:
        path = workspace_path(ctx, given)
    except UsageError:
        yield None
        return
    if given is None and _is_from_environment(ctx) and not path.exists():
        say(_("There is no workspace {file}, which WORKBENCH_WORKSPACE names; going on without it.").format(file=path))
        yield None
        return
    with reading(ctx, given) as session:
        yield session


def _is_from_environment(ctx: typer.Context) -> bool:
    source = ctx.find_root().get_parameter_source("workspace")
    return source is not None and source.name == "ENVIRONMENT"


def read_lens_file(path: Path) -> FoundLens:
    """Read a lens file; see `library.lens_known.read_for_review` for errors."""
    from workbench.library.lens_known import read_for_review

    text, lens = read_for_review(path)
    return FoundLens(text, lens, "file", path.name)


def lens_of(ctx: typer.Context, given: Path | None, text: str) -> FoundLens:
    """Return the lens that a person means; the workspace is opened only where neither a shelf nor a file has it.

    Args:
        given: The workspace of the command.
        text: See find_lens.
    """
    found = _without_workspace(text)
    if found is not None:
        return found
    with perhaps_reading(ctx, given) as session:
        return find_lens(text, session)


def _without_workspace(text: str) -> FoundLens | None:
    from workbench.library.shelf import Shelf

    shelf = Shelf()
    if text in shelf.aliases():
        return FoundLens(shelf.text(text), shelf.lens(text), "shelf", text)
    if Path(text).expanduser().is_file() or text.lower().endswith(".json"):
        return read_lens_file(Path(text))
    return None


def find_lens(text: str, session: Session | None = None) -> FoundLens:
    """Return the lens that a person means.

    Args:
        text: An alias, ALIAS@VERSION, eight or more signs of the hash of a lens text in the workspace, or a file.
        session: The workspace to look into, if there is one.

    Raises:
        UnknownName: Nothing matches, or more than one thing.
        BadInput: It is a file, and not a lens.
    """
    there = _without_workspace(text)
    if there is not None:
        return there
    places = sources()
    kept = kept_in(session)
    known = places.at_hand(kept)
    found = [one for one in known if text in (one.entry.alias, one.title)]
    if len(found) > 1:
        raise UnknownName(
            _('There are {n} versions of the lens "{alias}".').format(n=len(found), alias=text),
            _("Say which one: {known}.").format(known=", ".join(one.title for one in found)),
        )
    if found:
        return _found(found[0], places, kept)
    by_hash = _by_hash(text, session)
    if by_hash is not None:
        return by_hash
    near = get_close_matches(text, list(dict.fromkeys(one.entry.alias for one in known)), n=3)
    raise UnknownName(
        _('There is no lens "{alias}" on the shelf, and no such file.').format(alias=text) if session is None
        else _('There is no lens "{alias}" in the workspace or on the shelf, and no such file.').format(alias=text),
        _("Did you mean {names}?").format(names=", ".join(near)) if near
        else _("workbench lens list shows them all."),
    )  # fmt: skip


def _found(one: LensAtHand, places: Sources, kept: KeptLenses | None) -> FoundLens:
    return FoundLens(places.text(one, kept), places.lens(one, kept), one.where, one.title)


def _by_hash(text: str, session: Session | None) -> FoundLens | None:
    if session is None or len(text) < _SHORTEST_HASH:
        return None
    from workbench.store.queries.lenses import kept_lenses, lens_by_hash, lens_text

    hits = [one for one in kept_lenses(session) if one[0].startswith(text.lower())]
    if len(hits) != 1:
        return None
    sha256, alias, version, _name = hits[0]
    lens = lens_by_hash(session, sha256)
    name = f"{alias}@{version}" if version else alias
    return None if lens is None else FoundLens(lens_text(session, sha256), lens, "workspace", name)


def lens_named(text: str) -> tuple[str, Lens]:
    """Return text and lens of an alias on the shelf or of a file."""
    found = find_lens(text)
    return found.text, found.lens
