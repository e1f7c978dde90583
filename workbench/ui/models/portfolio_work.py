"""What a worker does for the tables over all workloads: reads the files, makes the tables, draws the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.analyses.portfolio import FileFacts, maturity
from workbench.analyses.portfolio_tables import KeyedTable, portfolio_tables
from workbench.domain.risk import Risk
from workbench.errors import WorkbenchError
from workbench.i18n import _, n_
from workbench.progress import Progress
from workbench.store.queries.portfolio_facts import read_facts
from workbench.store.workspace import Workspace
from workbench.ui.models.portfolio_lines import risk_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from workbench.figures import Palette

__all__ = ["DRAWN", "Picture", "Wide", "draw_wide", "read_wide"]

DRAWN = ("heat", "time")
"""Views that have a picture."""
_DOTS = 200
MOST_ROWS = 12
"""Rows of the heat map; more are in the table only."""


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
        beside: The other files by path, as they were read; they are not read again while they are shown.
        failed: What was wrong with a file that could not be read.
    """

    files: tuple[FileFacts, ...]
    tables: Mapping[str, KeyedTable]
    owners: tuple[str, ...] = ()
    beside: tuple[tuple[Path, FileFacts], ...] = ()
    failed: tuple[WorkbenchError, ...] = ()


def read_wide(
    workspace: Workspace, beside: Sequence[tuple[Path, FileFacts | None]], today: str, person: str, progress: Progress
) -> Wide:
    """Read the open file, and the others that have not been read yet.

    Args:
        workspace: The open file.
        beside: Paths of the others, with what is known of them.
        today: YYYY-MM-DD.
        person: Whose workloads and actions to list.
        progress: Raises Cancelled to stop.
    """
    with workspace.reading() as session:
        main = read_facts(session, workspace.path.stem, progress)
    read: list[tuple[Path, FileFacts]] = []
    failed = []
    for path, known in beside:
        try:
            read.append((path, known or _read(path, progress)))
        except WorkbenchError as error:
            failed.append(error)
    files = (main, *(facts for _path, facts in read))
    owners = {one.owner for file in files for one in file.workloads}
    owners |= {one.owner for file in files for one in file.actions}
    names = tuple(sorted(owners - {""}, key=str.casefold))
    return Wide(files, portfolio_tables(files, today, person), names, tuple(read), tuple(failed))


def _read(path: Path, progress: Progress) -> FileFacts:
    with Workspace.open(path, read_only=True) as workspace, workspace.reading() as session:
        return replace(read_facts(session, path.stem, progress), is_main=False)


def draw_wide(view: str, files: Sequence[FileFacts], today: str, is_dark: bool, _progress: Progress) -> Picture | str:
    """Return the picture of a view, or why there is nothing to draw.

    Args:
        view: One of DRAWN.
        files: What is shown.
        today: YYYY-MM-DD.
        is_dark: Whether the window is dark; files and the clipboard get the light colours.
    """
    from workbench.figures import DARK, LIGHT, png_of, svg_of

    made = _heat(files) if view == "heat" else _time(files, today)
    if isinstance(made, str):
        return made
    title, alt, draw = made
    png = png_of(draw(LIGHT), _DOTS, LIGHT.raised)
    return Picture(title, alt, png_of(draw(DARK), _DOTS, DARK.raised) if is_dark else png, png, svg_of(draw(LIGHT)))


def _heat(files: Sequence[FileFacts]) -> tuple[str, str, Callable[[Palette], Figure]] | str:
    from workbench.figures import draw_heat_map
    from workbench.reports.content.words import risk_names

    pillars = {one[0]: one for file in files for one in file.pillars}
    workloads = sorted(
        (one for file in files for one in file.workloads),
        key=lambda one: (-one.counts[Risk.HIGH], -one.counts[Risk.MEDIUM], one.name.casefold()),
    )
    used = [one for key, one in pillars.items() if any(key in each.pillars for each in workloads)]
    if not used:
        return _("No workload is reviewed yet.")
    shown = workloads[:MOST_ROWS]
    title = n_("High and medium risks of {n} workload", "High and medium risks of {n} workloads", len(shown))
    if len(shown) < len(workloads):
        title = _("High and medium risks of the {n} workloads with most; the table has all")
    rows = [(one.name, [one.pillars.get(key) for key, _code, _name in used]) for one in shown]
    alt = "; ".join(f"{one.name}: {risk_words(one.counts)}" for one in shown[:5])
    columns, names = [name for _key, _code, name in used], risk_names()
    return title.format(n=len(shown)), alt, lambda palette: draw_heat_map(columns, rows, names, "", palette, 9.0)


def _time(files: Sequence[FileFacts], today: str) -> tuple[str, str, Callable[[Palette], Figure]] | str:
    from workbench.figures import draw_trend
    from workbench.reports.content.words import risk_names

    trend, names = maturity(files, today), risk_names()
    if len(trend.points) < 2:
        return _("Milestones make the history; there is none yet.")
    labels = [point.name or _("Today") for point in trend.points]
    alt = "; ".join(
        f"{label}: {risk_words(dict(point.counts))}" for label, point in zip(labels, trend.points, strict=True)
    )
    title = _("All workloads at the end of each quarter, and today")
    return title, alt, lambda palette: draw_trend(trend, names, labels, "", palette, 9.0, 3.2)
