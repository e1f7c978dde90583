"""The command line: every verb of the window for shells and machines; knows neither Qt nor the tables."""

from __future__ import annotations

from workbench.cli.program import main

__all__ = ["main"]
