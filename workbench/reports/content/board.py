"""The deck for a board: one message on each slide, a picture or a short list below it, and notes for the one who speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workbench.analyses.graph_differences import difference_lines, finding_lines, with_findings
from workbench.domain.risk import Risk
from workbench.i18n import _, n_
from workbench.reports.content.architecture import architecture_picture
from workbench.reports.content.changes import architecture_pictures
from workbench.reports.content.charts import burn_down, impact_by_effort, plan_timeline
from workbench.reports.content.material import Material
from workbench.reports.content.model import Bullets, Chart, Section, Table, Text
from workbench.reports.content.one_page import asked, decided, worst_table
from workbench.reports.content.risks import pillar_chart
from workbench.reports.content.summary import acceptance_words, change_words, numbers, standing_words
from workbench.reports.content.words import high_risks, medium_risks

__all__ = ["SLIDES", "board"]

_MOST_TOLD = 12
"""Rows of a table that notes read out."""


def board(material: Material) -> tuple[Section, ...]:
    """Return the slides; those with nothing to show are left out."""
    return tuple(slide for make in SLIDES if (slide := make(material)) is not None)


def _standing(material: Material) -> Section:
    notes = (material.snapshot.workload.description, acceptance_words(material))
    blocks = (numbers(material), Text(standing_words(material), "lead"))
    return Section("standing", _("Where we stand"), blocks, notes=_told(*notes))


def _pillars(material: Material) -> Section:
    return _pictured("pillars", replace(pillar_chart(material), shows_data=False))


def _highest(material: Material) -> Section | None:
    worst = worst_table(material)
    if worst is None:
        return None
    notes = [f"{row[0].text} {row[1].text}: {row[2].text} {row[2].quiet}".strip() for row in worst.rows]
    return Section("highest", _("The highest risks, and what users notice"), (worst,), notes=_told(*notes))


def _course(material: Material) -> Section | None:
    chart = burn_down(material)
    if chart is None:
        return None
    changed = change_words(material) if material.comparison is not None else ""
    return _pictured("course", chart, changed)


def _architecture(material: Material) -> Section | None:
    found = material.findings
    if found is None:
        return None
    chart = architecture_picture(material, found)
    return Section("architecture", _("What can take it down: {finding}").format(finding=_lowered(chart.title)), (chart,),
                   notes=_told(*(f"{one.title} {one.explanation}" for one in found.open[:5])))  # fmt: skip


def _compared(material: Material) -> Section | None:
    """Both architectures beside each other, where one was compared and changed."""
    comparison = material.comparison
    if comparison is None or comparison.graph.graphs is None:
        return None
    found = with_findings(comparison.graph, *comparison.graph.graphs)
    pictures = architecture_pictures(found, comparison, legend=False)
    if len(pictures) < 2:
        return None
    parts = (*finding_lines(found), *difference_lines(found))
    marks = _("Marked: + added, − removed, → stands elsewhere, ≠ said differently.")
    counts = Text(f"{' · '.join(f'{title}: {len(lines)}' for title, lines in parts)}. {marks}", "quiet")
    title = _("The architecture since {point}").format(point=_lowered(comparison.before_title))
    told = (f"{title}: {'; '.join(lines[:_MOST_TOLD])}" for title, lines in parts)
    return Section("architecture-changes", title, (counts, *pictures), notes=_told(*told))


def _effort(material: Material) -> Section | None:
    chart = impact_by_effort(material)
    return _pictured("impact-effort", chart) if chart else None


def _plan(material: Material) -> Section:
    chart = plan_timeline(material)
    if chart is not None:
        return _pictured("plan", chart)
    counts = material.counts()
    text = _("No improvement has a day yet: {high} and {medium} are open.").format(
        high=high_risks(counts[Risk.HIGH]), medium=medium_risks(counts[Risk.MEDIUM])
    )
    return Section("plan", _("The plan"), (Text(text, "lead"),))


def _decided(material: Material) -> Section:
    block = decided(material)
    return Section("decided", _("What is decided"), (block,), notes=_read_out(block))


def _asked(material: Material) -> Section:
    block = asked(material)
    return Section("asked", _("What we ask of you"), (block,), notes=_read_out(block))


SLIDES: tuple[Callable[[Material], Section | None], ...] = (
    _standing, _pillars, _highest, _course, _architecture, _compared, _effort, _plan, _decided, _asked,
)  # fmt: skip
"""The slides in order."""


def _pictured(section_id: str, chart: Chart, words: str = "") -> Section:
    """A slide whose headline is the finding of its picture."""
    blocks = (Text(words), chart) if words else (chart,)
    return Section(section_id, chart.title, blocks, notes=_told(*_rows_of(chart.data)) or (chart.alt,))


def _rows_of(table: Table | None) -> list[str]:
    if table is None:
        return []
    titles = [column.title for column in table.columns]
    said = ["; ".join(f"{title}: {cell.text}" for title, cell in zip(titles, row, strict=True)) for row in table.rows]
    more = len(said) - _MOST_TOLD
    return said[:_MOST_TOLD] + ([n_("{n} more row", "{n} more rows", more)] if more > 0 else [])


def _read_out(block: Text | Bullets) -> tuple[str, ...]:
    if isinstance(block, Text):
        return _told(block.text)
    return _told(*(f"{item.text}. {item.quiet}" for item in block.items))


def _told(*texts: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
