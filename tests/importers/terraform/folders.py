"""Reads texts as the files of a Terraform directory, for the tests."""

from __future__ import annotations

from pathlib import Path

from workbench.domain.graph import Node
from workbench.importers.reading import Imported, import_files, import_path
from workbench.importers.report import FileReport
from workbench.importers.source import Source
from workbench.importers.walk import Files
from workbench.progress import Silent

SAMPLES = Path(__file__).parents[2] / "samples" / "importers" / "terraform"


def configured(main: str, **further: str) -> Imported:
    """Import `main.tf` with further files; `__` in a name is a slash, `_tf` at its end the suffix."""
    files = Files("test", together=True)
    files.sources.append(Source("main.tf", main.encode()))
    for name, text in further.items():
        files.sources.append(Source(name.replace("__", "/").removesuffix("_tf") + ".tf", text.encode()))
    return import_files(files, Silent())


def files(**texts: str) -> Imported:
    """Import files by name, `__` for a dot."""
    found = Files("test", together=True)
    found.sources.extend(Source(name.replace("__", "."), text.encode()) for name, text in texts.items())
    return import_files(found, Silent())


def sample(name: str) -> Imported:
    """Import one of the samples."""
    return import_path(SAMPLES / name, Silent())


def report(imported: Imported, name: str) -> FileReport:
    """Return what is said of a file."""
    return next(one for one in imported.reports if one.file == name)


def node(imported: Imported, key: str) -> Node:
    """Return an element."""
    return imported.graph.nodes[key]


def hard(imported: Imported, key: str) -> set[str]:
    """Return what an element requires, without its domains."""
    return {one.id for one in node(imported, key).requires}
