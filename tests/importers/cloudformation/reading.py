"""Templates written in a test, and what the reader makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.importers.cloudformation import read_templates
from workbench.importers.draft import Draft
from workbench.importers.report import FileReport
from workbench.importers.resource import Resource
from workbench.importers.source import Source
from workbench.progress import Silent

SAMPLES = Path(__file__).parents[2] / "samples" / "importers"


@dataclass
class Read:
    resources: dict[str, Resource]
    reports: dict[str, FileReport]

    def __getitem__(self, key: str) -> dict[str, Any]:
        return dict(self.resources[key].properties)

    @property
    def report(self) -> FileReport:
        return next(iter(self.reports.values()))


def read(**texts: str) -> Read:
    """Read templates by the stem of their file; `one` is `one.yaml`."""
    return read_sources([Source(f"{stem}.yaml", text.encode()) for stem, text in texts.items()])


def read_sources(sources: list[Source]) -> Read:
    draft = Draft()
    found = read_templates(sources, draft, Silent())
    return Read({one.id: one for one in found}, draft.reports)


def read_folder(name: str) -> Read:
    folder = SAMPLES / name
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return read_sources([Source(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files])


def value(written: str, before: str = "") -> Any:
    """Return what a value becomes as a setting; `before` is the rest of the template."""
    text = f"{before}\nResources:\n  Other: {{Type: AWS::SNS::Topic}}\n  It:\n    Type: AWS::SNS::Topic\n    Properties:\n      It: {written}\n"
    return read(one=text)["It"].get("It")
