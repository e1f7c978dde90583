"""Which addresses may become links in a report."""

from __future__ import annotations

import re

__all__ = ["is_web_link"]


def is_web_link(address: str) -> bool:
    """True for an address that may become a link in a report: http or https, nothing else."""
    return re.fullmatch(r"https?://[^\s<>\"'\\\\]+", address) is not None
