"""Marks tests that need a program which is not a Python package: `@needs("Xvfb", "xdotool")`."""

from __future__ import annotations

import shutil

import pytest

__all__ = ["REASON", "missing_tool", "needs"]

REASON = "not run, missing: "
"""How the skip reason starts; conftest counts by it at the end."""


def needs(*tools: str) -> pytest.MarkDecorator:
    """Skip the test where a tool is missing, and let the closing lines count it.

    Args:
        tools: Names of programs as found on PATH; `.ci/run` installs them all.
    """
    return pytest.mark.needs(*tools)


def missing_tool(tools: tuple[str, ...]) -> str:
    """Return the first tool that is not on PATH; empty where all are."""
    return next((tool for tool in tools if shutil.which(tool) is None), "")
