"""What `make run` does where no window can open: the sample workspace, gone through on the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.i18n import _

__all__ = ["build_sample", "run", "sample_path"]

SHOWN = "Payments platform"
"""The workload that is gone through."""
DRAWN = "Outlet shop"
"""The workload whose architecture is analysed; one of its answers says more than its architecture holds."""


def sample_path() -> Path:
    """Return where the sample workspace is kept; the file need not exist."""
    from workbench.host.paths import data_dir

    return data_dir() / "Sample.wawb"


def build_sample(path: Path) -> None:
    """Make the sample workspace; see operations.sample."""
    from workbench.operations.sample import build_sample as build

    build(path)


def run() -> Path | None:
    """Go through the sample on the command line: portfolio, risks, milestones, comparison, architecture, report.

    Returns:
        The report; None where a step failed, which was told on stderr.
    """
    from workbench.cli.program import main
    from workbench.host.paths import made

    path = sample_path()
    made(path.parent)
    if not path.exists():
        build_sample(path)
    report = path.with_name("Payments platform.html")
    commands = (
        ["workload", "list"],
        ["portfolio", "show", "--view", "heat"],
        ["risk", SHOWN],
        ["milestone", "verify", SHOWN],
        ["milestone", "compare", SHOWN, "--from", "1", "--to", "now"],
        ["graph", "analyse", "--workload", DRAWN],
        ["report", SHOWN, "--format", "html", "--output", str(report), "--compare-with", "1"],
    )
    for command in commands:
        words = " ".join(f'"{word}"' if " " in word else word for word in command)
        sys.stdout.write(f"\n$ workbench {words}\n")
        sys.stdout.flush()
        code = main(["--workspace", str(path), *command])
        if code:
            raise WorkbenchError(_("The sample review stopped: workbench {command} ended with {code}.").format(
                command=words, code=code), _("Remove {file} to get a fresh sample.").format(file=path))  # fmt: skip
    return report if report.exists() else None
