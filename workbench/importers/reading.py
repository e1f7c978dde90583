"""One import from beginning to end: which importer reads which file, what they drew together, and what is said of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.domain.collector import collector_paused
from workbench.domain.graph import Graph
from workbench.i18n import _
from workbench.importers.catalog import CATALOG, Importer
from workbench.importers.draft import Draft
from workbench.importers.report import FileReport
from workbench.importers.source import Source
from workbench.importers.walk import Files, files_of
from workbench.importers.yaml_values import Trouble, Unreadable
from workbench.progress import Cancelled, Progress

__all__ = ["Imported", "import_files", "import_path", "importer_of"]

_log = logging.getLogger(__name__)

_TELLING = (
    ".json",
    ".yaml",
    ".yml",
    ".template",
    ".tf",
    ".dsl",
    ".drawio",
    ".mmd",
    ".dot",
    ".gv",
    ".tfstate",
    ".tfplan",
)
"""Names that promise one of the formats: such a file that nobody can read is an error also among others."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    Attributes:
        name: What to call it: the file or the folder.
        graph: Everything that was understood.
        reports: One for each file that was read, or should have been.
        left_out: Names of files that are none of the formats.
    """

    name: str
    graph: Graph
    reports: tuple[FileReport, ...]
    left_out: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether nothing could be read at all, and something should have been."""
        return not self.graph and any(one.errors for one in self.reports)

    def as_json(self) -> dict[str, Any]:
        """Return what is said of each file as JSON."""
        return {"files": [one.as_json() for one in self.reports]}


def import_path(path: Path, progress: Progress) -> Imported:
    """Read a file, a folder or an archive.

    Raises:
        BadInput: The path itself cannot be read; trouble with single files is in their reports.
        Cancelled: The person stopped it.
    """
    return import_files(files_of(path, progress), progress)


def import_files(files: Files, progress: Progress) -> Imported:
    """Read files together.

    Raises:
        Cancelled: The person stopped it.
    """
    draft, left_out = Draft(), list(files.left_out)
    mine: dict[str, list[Source]] = {}
    for source in files.sources:
        importer = importer_of(source)
        if importer is not None:
            mine.setdefault(importer.id, []).append(source)
            draft.report(source, importer.id)
        elif files.together and not _promises(source):
            left_out.append(source.name)
        else:
            draft.report(source).errors.append(_why_not(source))
    with collector_paused():
        for importer in CATALOG:
            if importer.id in mine:
                _read(importer, mine[importer.id], draft, progress)
        graph = draft.finish()
    named = [source.name for source in files.sources if source.name in draft.reports]
    order = dict.fromkeys([*named, *draft.reports])
    return Imported(files.name, graph, (*(draft.reports[name] for name in order), *files.refused), tuple(left_out))


def importer_of(source: Source) -> Importer | None:
    """Return the first importer that knows a file, by its content."""
    if not source.is_text:
        return None
    return next((one for one in CATALOG if one.claims(source)), None)


def _read(importer: Importer, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
    try:
        importer.read(sources, draft, progress)
    except Cancelled:
        raise
    except Unreadable as error:
        draft.report(sources[0], importer.id).errors.append(error.trouble)
    except Exception:  # noqa: BLE001 - a fault of ours in one format must not cost the others
        _log.exception("importer %s failed", importer.id)
        for source in sources:
            said = _("could not be read because of a fault in this product; please report it with the file")
            draft.report(source, importer.id).error(0, said)


def _promises(source: Source) -> bool:
    return source.name.lower().endswith(_TELLING) and source.is_text and not _readable(source)


def _readable(source: Source) -> bool:
    try:
        return source.documents is not None
    except Unreadable:
        return False


def _why_not(source: Source) -> Trouble:
    try:
        if not source.text.strip():
            return Trouble(0, _("is empty"))
        if source.looks_like_json or source.name.lower().endswith((".json", ".yaml", ".yml", ".template")):
            assert source.documents is not None
    except Unreadable as error:
        return error.trouble
    return Trouble(0, _("is none of the formats that are read here: {formats}").format(
        formats=", ".join(one.title for one in CATALOG)))  # fmt: skip
