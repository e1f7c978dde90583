"""A report as it was asked for: plain data for a worker, and what the worker does with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from workbench.operations.reporting import Dress, gather, write_report
from workbench.progress import Progress
from workbench.reports import Content, Kind, Redaction
from workbench.reports.brand import read_brand
from workbench.reports.pdf import Pdf
from workbench.settings import Settings
from workbench.store.workspace import Workspace

__all__ = ["ReportOrder"]


@dataclass(frozen=True)
class ReportOrder:
    """What to report and how.

    Attributes:
        workspace: The open file.
        workload_id: The workload.
        milestone: Number of the state; None for now.
        compare_with: Number of an earlier milestone; None for no comparison.
        kind: Who it is for.
        redaction: What is left out.
        settings: Where the brand is taken from.
        who: Who makes it.
        day: Its day, YYYY-MM-DD.
    """

    workspace: Workspace
    workload_id: str
    milestone: int | None
    compare_with: int | None
    kind: Kind
    redaction: Redaction
    settings: Settings
    who: str
    day: str

    @property
    def whole(self) -> ReportOrder:
        """The same as a full report, which has every figure."""
        return replace(self, kind=Kind.FULL)

    def content(self, progress: Progress) -> Content:
        """Read what the report says; on a worker."""
        progress(0, 0)
        return gather(self.workspace, self.workload_id, self.milestone, self.compare_with, self._dress())

    def pages(self, progress: Progress) -> tuple[bytes, ...]:
        """Lay out the first pages; on a worker."""
        content = self.content(progress)
        progress(0, 0)
        return Pdf().preview(content, 3 if self.compare_with is not None else 2)

    def write(self, form: str, target: Path, progress: Progress) -> Path:
        """Write the file; on a worker."""
        return write_report(
            self.workspace, self.workload_id, self.milestone, self.compare_with, self._dress(), format=form,
            target=target, progress=progress,
        )  # fmt: skip

    def _dress(self) -> Dress:
        return Dress(self.kind, self.redaction, read_brand(self.settings), self.who, self.day)
