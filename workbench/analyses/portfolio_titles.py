"""What the tables over all workloads are called; apart from them, so that a window knows their names before they load."""

from __future__ import annotations

from workbench.i18n import N_

__all__ = ["VIEW_TITLES"]

VIEW_TITLES: dict[str, str] = {
    "heat": N_("Risks by pillar"), "recurring": N_("Recurring high risks"), "time": N_("Over time"), "load": N_("Owners"),
    "value": N_("Value"), "due": N_("Due"), "mine": N_("Mine"),
}  # fmt: skip
"""Titles by the ids of the views, in their order."""
