"""What a worker does for the tables over all workloads: reads the files, makes the tables, draws the pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.analyses.portfolio import FileFacts
from workbench.analyses.portfolio_tables import KeyedTable, portfolio_tables
from workbench.i18n import _
from workbench.operations.portfolio_files import Skipped, names_of, read_files
from workbench.progress import Progress
from workbench.store.queries.portfolio_facts import read_facts
from workbench.store.workspace import Workspace

__all__ = ["DRAWN", "Picture", "Stamp", "Wide", "draw_wide", "read_wide"]

DRAWN = ("heat", "time")
"""Views that have a picture."""
MOST_ROWS = 12
"""Rows of the heat map; more are in the table only."""
Stamp = tuple[tuple[int, int], ...]
"""Time and size of a file and of what is written beside it; another one means that it was changed."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a worker made it: `shown` in the colours of the window, `png` and `svg` in light ones."""

    title: str
    alt: str
    shown: bytes
    png: bytes
    svg: str


@dataclass(frozen=True)
class Wide:
    """Everything the page shows beside the list.

    Attributes:
        files: The open file, then the others.
        owners: Everybody who owns a workload or an action.
        read: The other files as they were read, with their stamps; read again only when they were changed.
        skipped: Files that could not be read.
    """

    files: tuple[FileFacts, ...]
    tables: Mapping[str, KeyedTable]
    owners: tuple[str, ...] = ()
    read: Mapping[Path, tuple[Stamp, FileFacts]] | None = None
    skipped: tuple[Skipped, ...] = ()


def read_wide(
    workspace: Workspace, beside: Sequence[Path], known: Mapping[Path, tuple[Stamp, FileFacts]], today: str, person: str,
    progress: Progress,
) -> Wide:  # fmt: skip
    """Read the open file, and the others unless they are known and unchanged.

    Args:
        workspace: The open file.
        beside: Paths of the others.
        known: What was read before.
        today: YYYY-MM-DD.
        person: Whose workloads and actions to list.
        progress: Raises Cancelled to stop.
    """

    def read(name: str, one: Workspace) -> FileFacts:
        with one.reading() as session:
            return read_facts(session, name, progress, is_main=one is workspace)

    stamps = {path: _stamp(path) for path in beside}
    kept = {path: known[path][1] for path in beside if path in known and known[path][0] == stamps[path]}
    found, skipped = read_files([path for path in beside if path not in kept], read, workspace)
    others = {path: kept.get(path) or found[path] for path in beside if path in kept or path in found}
    others.pop(workspace.path, None)
    names = names_of((workspace.path, *others))
    facts = (found[workspace.path], *others.values())
    files = tuple(replace(one, name=name) for one, name in zip(facts, names, strict=True))
    owners = {one.owner for file in files for one in file.workloads}
    owners |= {one.owner for file in files for one in file.actions}
    return Wide(
        files, portfolio_tables(files, today, person), tuple(sorted(owners - {""}, key=str.casefold)),
        {path: (stamps[path], one) for path, one in others.items()}, skipped,
    )  # fmt: skip


def _stamp(path: Path) -> Stamp:
    found = []
    for each in (path, path.with_name(path.name + "-wal")):
        try:
            state = each.stat()
        except OSError:
            continue
        found.append((state.st_mtime_ns, state.st_size))
    return tuple(found)


def draw_wide(view: str, files: Sequence[FileFacts], today: str, is_dark: bool, progress: Progress) -> Picture | str:
    """Return the picture of a view as reports have it, or why there is nothing to draw.

    Args:
        view: One of DRAWN.
        files: What is shown.
        today: YYYY-MM-DD.
        is_dark: Whether the window is dark; files and the clipboard get the light colours.
        progress: Raises Cancelled to stop.
    """
    from workbench.figures import DARK
    from workbench.reports.content.portfolio_tables import course_chart, heat_map
    from workbench.reports.pictures import picture_of, png_picture

    chart = heat_map(files, MOST_ROWS) if view == "heat" else course_chart(files, today)
    if chart is None:
        return (
            _("No workload is reviewed yet.")
            if view == "heat"
            else _("Milestones make the history; there is none yet.")
        )
    png, _ratio = png_picture(chart)
    progress(1, 2)
    shown = png_picture(chart, palette=DARK)[0] if is_dark else png
    return Picture(chart.title, chart.alt, shown, png, picture_of(chart))
