"""What an import understood, assumed, asks and could not read, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.cli.graph_words import one_line
from workbench.cli.output import print_table, print_text, say
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.importers.reading import Imported
    from workbench.importers.yaml_values import Trouble

__all__ = ["print_reports", "tell_trouble"]

_MOST_FILES = 60
_MOST_LINES = 25


def print_reports(imported: Imported) -> None:
    """Print every file with what it holds, then what is asked and assumed, and what could not be read."""
    read = [one for one in imported.reports if one.format or one.nodes]
    if read:
        print_table(
            [
                _("File"),
                _("Format"),
                ">" + _("Resources"),
                ">" + _("References"),
                ">" + _("Elements"),
                ">" + _("Links"),
            ],
            [
                (one.file, one.format, f"{one.resources:,}", f"{one.references:,}", f"{one.nodes:,}", f"{one.edges:,}")
                for one in read[:_MOST_FILES]
            ],
        )
        _more(len(read) - _MOST_FILES)
    _listed(_("Proposed journeys"), (journey.title for journey in imported.graph.journeys))
    _listed(_("Questions to the room"), (one.text for report in read for one in report.questions))
    _listed(_("Assumed until somebody knows better"), (one for report in read for one in report.assumptions))
    _listed(
        _("Types nobody here knows; they are plain components"),
        (one for report in read for one in report.unknown_types),
    )
    _listed(_("Not one of the formats, left out"), imported.left_out)
    tell_trouble(imported)


def tell_trouble(imported: Imported) -> None:
    """Print errors and warnings to stderr, each with its file and line."""
    for title, name in ((_("Error"), "errors"), (_("Note"), "warnings")):
        lines = [_at(report.file, one) for report in imported.reports for one in getattr(report, name)]
        for line in lines[:_MOST_LINES]:
            say(_("{title}: {text}").format(title=title, text=line))
        if len(lines) > _MOST_LINES:
            say(n_("... and one more.", "... and {n} more.", len(lines) - _MOST_LINES))


def _at(file: str, trouble: Trouble) -> str:
    where = _("{file}, line {line}").format(file=file, line=trouble.line) if trouble.line else file
    return _("{where}: {text}").format(where=where, text=trouble.text)


def _listed(title: str, lines: Iterable[str]) -> None:
    found = list(dict.fromkeys(lines))
    if found:
        print_text()
        print_table([title], [(one_line(line),) for line in found[:_MOST_LINES]])
        _more(len(found) - _MOST_LINES)


def _more(left: int) -> None:
    if left > 0:
        print_text(n_("... and one more.", "... and {n} more.", left))
