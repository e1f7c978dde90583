"""Snapshot and figures in, document out: one content, one module per format. Nothing here opens the user's file."""

from __future__ import annotations

from workbench.reports.content import Content, build_content
from workbench.reports.html import Html
from workbench.reports.markdown import Markdown
from workbench.reports.pdf import Pdf
from workbench.reports.writing import Format

__all__ = ["CATALOG", "Content", "Format", "build_content"]

CATALOG: tuple[Format, ...] = (Pdf(), Html(), Markdown())
