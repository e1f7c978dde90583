"""What a report says, whatever its format: built once from a snapshot, laid out by the formats."""

from __future__ import annotations

from workbench.reports.content.build import build_content
from workbench.reports.content.model import KIND_TITLES, Brand, Content, Kind
from workbench.reports.content.redaction import Redaction

__all__ = ["KIND_TITLES", "Brand", "Content", "Kind", "Redaction", "build_content"]
