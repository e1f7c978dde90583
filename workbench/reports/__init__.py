"""Snapshot and figures in, document out: one content, one module per format. Nothing here opens the user's file."""

from __future__ import annotations

from workbench.reports.content import KIND_TITLES, Brand, Content, Kind, Redaction, build_content
from workbench.reports.content.portfolio import build_portfolio
from workbench.reports.docx import Docx
from workbench.reports.html import Html
from workbench.reports.json import Json
from workbench.reports.markdown import Markdown
from workbench.reports.pdf import Pdf
from workbench.reports.pptx import Pptx
from workbench.reports.writing import Format
from workbench.reports.xlsx import Xlsx

__all__ = [
    "CATALOG",
    "KIND_TITLES",
    "Brand",
    "Content",
    "Format",
    "Kind",
    "Redaction",
    "build_content",
    "build_portfolio",
]

CATALOG: tuple[Format, ...] = (Pdf(), Docx(), Pptx(), Xlsx(), Html(), Markdown(), Json())
