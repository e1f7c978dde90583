"""What a file says about itself: title, author, subject, language, day; the same in every office format."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workbench import __version__
from workbench.reports.content.model import Content
from workbench.reports.writing import clean_text

__all__ = ["describe"]


def describe(properties: Any, content: Content) -> None:
    """Write the core properties; what a library's template says there is replaced.

    Args:
        properties: Of python-docx, python-pptx or openpyxl; they name them alike.
        content: The report.
    """
    labels = dict(content.labels)
    day = datetime.fromisoformat(content.created_on) if content.created_on else datetime(1980, 1, 1)
    author = clean_text(content.author)
    values = {
        "title": f"{clean_text(content.title)} – {content.kicker}", "subject": labels.get(content.kind.value, ""),
        "author": author, "creator": author, "last_modified_by": author, "lastModifiedBy": author,
        "comments": "", "description": clean_text(content.brand.cover), "keywords": "AWS Well-Architected",
        "category": content.kicker, "language": content.language, "created": day, "modified": day, "revision": 1,
        "version": __version__,
    }  # fmt: skip
    for name, value in values.items():
        if hasattr(type(properties), name) or name in getattr(properties, "__dict__", {}):
            setattr(properties, name, value)
