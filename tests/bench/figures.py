"""What the benchmark measured, beside what we aim at, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Figure", "median", "percentile", "table"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        value: None where it was not measured; the note says why.
        unit: ms, s, MB or rounds.
        aim: What it should stay below, in the same unit; None without one.
    """

    name: str
    value: float | None
    unit: str
    aim: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Part of the aim that was used; over 1 misses it."""
        return None if self.value is None or not self.aim else self.value / self.aim


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value that `part` (0 to 1) of the values stay below."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the middle one of the values."""
    return percentile(values, 0.5)


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as aligned lines."""
    rows = [("what", "measured", "aim", "of aim", "note")]
    for one in figures:
        digits = 0 if one.value is None or one.value >= 100 else 1
        measured = "not measured" if one.value is None else f"{one.value:,.{digits}f} {one.unit}"
        aim = f"< {one.aim:g} {one.unit}" if one.aim else ""
        share = "" if one.ratio is None else f"{one.ratio:.0%}" + (" MISSED" if one.ratio > 1 else "")
        rows.append((one.name, measured, aim, share, one.note))
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    lines = []
    for name, measured, aim, share, note in rows:
        cells = (name.ljust(widths[0]), measured.rjust(widths[1]), aim.rjust(widths[2]), share.ljust(widths[3]), note)
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)
