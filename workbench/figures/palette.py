"""The colours of figures and reports: the tokens of the window's light and dark themes, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.risk import Risk

__all__ = ["DARK", "LIGHT", "Palette", "RISK_MARKS"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb; names and values as in `ui/theme.py` (a test compares them)."""

    surface: str
    raised: str
    sunken: str
    line: str
    text: str
    text_dim: str
    accent: str
    accent_soft: str
    high: str
    high_soft: str
    medium: str
    medium_soft: str
    none: str
    none_soft: str
    unanswered: str
    not_applicable: str
    on_mark: str

    def of(self, risk: Risk) -> str:
        """Return the colour of a risk."""
        return str(getattr(self, RISK_MARKS[risk]))


RISK_MARKS: dict[Risk, str] = {
    Risk.HIGH: "high",
    Risk.MEDIUM: "medium",
    Risk.NONE: "none",
    Risk.UNANSWERED: "unanswered",
    Risk.NOT_APPLICABLE: "not_applicable",
}
"""The name of the mark of each risk: diamond, triangle, circle with tick, ring, dash."""

LIGHT = Palette(
    surface="#f6f7f9", raised="#ffffff", sunken="#eceef2", line="#d9dde4", text="#1b2430", text_dim="#5b6675",
    accent="#2456c6", accent_soft="#e3ebfb", high="#c2362b", high_soft="#fbe9e7", medium="#945600",
    medium_soft="#fdf1df", none="#297045", none_soft="#e4f3ea", unanswered="#798493", not_applicable="#616c7c",
    on_mark="#ffffff",
)  # fmt: skip
DARK = Palette(
    surface="#15181d", raised="#1d2128", sunken="#111419", line="#313843", text="#e6eaf0", text_dim="#9aa5b4",
    accent="#7ea6ff", accent_soft="#22304d", high="#ff7b6e", high_soft="#3a2220", medium="#f0b35b",
    medium_soft="#392d1b", none="#74cf98", none_soft="#1d3327", unanswered="#7b8696", not_applicable="#8591a1",
    on_mark="#15181d",
)  # fmt: skip
