"""A report as it was asked for: plain data for a worker, and what the worker does with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.operations.reporting import Dress, format_named, gather, gather_portfolio, write_portfolio, write_report
from workbench.progress import Progress
from workbench.reports import Content, Kind, Redaction
from workbench.reports.brand import read_brand
from workbench.reports.pdf import Pdf
from workbench.settings import Settings
from workbench.store.workspace import Workspace

__all__ = ["TEXTS", "ReportOrder"]

TEXTS = ("md", "json")
"""Formats that are shown as the text they are; the others are laid out as pages."""
_LINES = 400


@dataclass(frozen=True)
class ReportOrder:
    """What to report and how.

    Attributes:
        workspace: The open file.
        workload_id: The workload; empty for all of them.
        milestone: Number of the state; None for now.
        compare_with: Number of an earlier milestone; None for no comparison.
        kind: Who it is for.
        redaction: What is left out.
        settings: Where the brand is taken from.
        who: Who makes it.
        day: Its day, YYYY-MM-DD.
        milestone_name: Of all workloads, the name of the state; empty for now.
        beside: Of all workloads, the files they are in besides the open one.
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
    milestone_name: str = ""
    beside: tuple[Path, ...] = ()

    @property
    def whole(self) -> ReportOrder:
        """The same as a full report, which has every figure."""
        return replace(self, kind=Kind.FULL)

    def content(self, progress: Progress) -> Content:
        """Read what the report says; on a worker."""
        progress(0, 0)
        if not self.workload_id:
            return gather_portfolio(self.workspace, self.milestone_name, self._dress(), progress, self.beside)
        return gather(self.workspace, self.workload_id, self.milestone, self.compare_with, self._dress())

    def preview(self, form: str, progress: Progress) -> tuple[bytes, ...] | str:
        """Return the first pages, or the first lines of a format that is text; on a worker."""
        content = self.content(progress)
        progress(0, 0)
        if form not in TEXTS:
            return Pdf().preview(content, 3 if self.compare_with is not None else 2, progress=progress)
        chosen = format_named(form)
        with TemporaryDirectory(prefix="workbench-") as folder:
            written = chosen.write(content, Path(folder) / f"preview{chosen.suffix}", progress)
            lines = written.read_text("utf-8").splitlines()
        return "\n".join(lines[:_LINES] + (["..."] if len(lines) > _LINES else []))

    def write(self, form: str, target: Path, progress: Progress) -> Path:
        """Write the file; on a worker."""
        if not self.workload_id:
            return write_portfolio(
                self.workspace, self.milestone_name, self._dress(), self.beside, format=form, target=target,
                progress=progress,
            )  # fmt: skip
        return write_report(
            self.workspace, self.workload_id, self.milestone, self.compare_with, self._dress(), format=form,
            target=target, progress=progress,
        )  # fmt: skip

    def _dress(self) -> Dress:
        return Dress(self.kind, self.redaction, read_brand(self.settings), self.who, self.day)
