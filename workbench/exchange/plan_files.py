"""The plan for other programs: CSV for Jira and for Azure DevOps under their field names, and Markdown.

Sources: Jira, "Import data from a CSV file" (https://support.atlassian.com/jira-cloud-administration/docs/import-data-from-a-csv-file/):
Summary is required, several columns of one name are several values, a sub-item names its parent by the number in the
id column, estimates are seconds. Azure DevOps, "Import or update work items in bulk by using CSV files"
(https://learn.microsoft.com/azure/devops/boards/queries/import-work-items-from-csv): Work Item Type and Title are
required, Title 1 and Title 2 make a tree, new items begin in the state New, a person is named by address.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from workbench.analyses.plan_items import PlanItem
from workbench.domain.plan import ITEM_TITLES
from workbench.domain.risk import Risk
from workbench.i18n import _

__all__ = ["azure_csv", "jira_csv", "plan_markdown"]

_HOURS_A_DAY = 8
_JIRA_PRIORITY = {Risk.HIGH: "High", Risk.MEDIUM: "Medium"}
_AZURE_PRIORITY = {Risk.HIGH: "1", Risk.MEDIUM: "2"}
_LIVE = ("=", "+", "-", "@", "\t", "\r")
_RISKS = {Risk.HIGH: "High", Risk.MEDIUM: "Medium"}


def jira_csv(items: Sequence[PlanItem], workload: str) -> bytes:
    """Return the plan as a CSV file for Jira's importer; initiatives are epics, their questions tasks under them.

    Dates are written YYYY-MM-DD; the importer asks for the form, which is yyyy-MM-dd.
    """
    items = _lean(items)
    numbers = {item.id: n for n, item in enumerate(items, 1)}
    head = ["Issue ID", "Parent ID", "Issue Type", "Summary", "Description", "Priority", "Assignee", "Due Date",
            "Original Estimate", "Labels", "Labels", "Labels"]  # fmt: skip
    rows = []
    for item in items:
        estimate = str(round(item.days * _HOURS_A_DAY * 3600)) if item.days else ""
        rows.append([
            str(numbers[item.id]), str(numbers[item.parent]) if item.parent else "",
            "Epic" if item.kind == "initiative" else "Task", item.title, _description(item),
            _JIRA_PRIORITY.get(item.risk or Risk.NONE, "Low"), item.owner, item.due, estimate,
            *[_label(text) for text in ("well-architected", workload, item.pillars[0] if item.pillars else "")],
        ])  # fmt: skip
    return _csv(head, rows)


def azure_csv(items: Sequence[PlanItem], workload: str) -> bytes:
    """Return the plan as a CSV file for Azure Boards; initiatives are epics, their questions issues under them.

    The types are those of the Basic process. An owner that is no address stands in the description, for an unknown
    person would stop the import.
    """
    head = ["Work Item Type", "Title 1", "Title 2", "Description", "Priority", "Assigned To", "Due Date", "Effort",
            "State", "Tags"]  # fmt: skip
    rows = []
    for item in _lean(items):
        known = item.owner if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", item.owner) else ""
        tags = "; ".join(text for text in ("well-architected", workload, *item.pillars) if text)
        rows.append([
            "Epic" if item.kind == "initiative" else "Issue", "" if item.parent else item.title,
            item.title if item.parent else "", _description(item, owner="" if known else item.owner),
            _AZURE_PRIORITY.get(item.risk or Risk.NONE, "3"), known, item.due, f"{item.days:g}" if item.days else "",
            "New", tags,
        ])  # fmt: skip
    return _csv(head, rows)


def plan_markdown(items: Sequence[PlanItem], workload: str, day: str) -> str:
    """Return the plan as a GitHub-flavoured table; questions of an initiative stand below it."""
    heads = (_("Work"), _("Risk"), _("Owner"), _("Due"), _("Status"), _("Days"), _("Practices"))
    lines = [f"# {_cell(_('Improvement plan: {workload}').format(workload=workload))}", "",
             _("As of {day}.").format(day=day), "", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]  # fmt: skip
    for item in _lean(items):
        title = _cell(item.title)
        cells = (
            f"**{title}**" if item.kind == "initiative" else f"&nbsp;&nbsp;{title}" if item.parent else title,
            _(_RISKS.get(item.risk or Risk.NONE, "")) if item.risk else "", _cell(item.owner), item.due,
            _(ITEM_TITLES[item.status]), f"{item.days:g}" if item.days else "",
            "<br>".join(_cell(name) for name in item.practices),
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _lean(items: Sequence[PlanItem]) -> list[PlanItem]:
    """Leave out the only question of an initiative, which would say the same twice; its note and link stay."""
    children = Counter(item.parent for item in items if item.parent)
    alone = {item.parent: item for item in items if children[item.parent] == 1 and item.parent}
    found = []
    for item in items:
        if item.id in alone:
            only = alone[item.id]
            note = "\n".join(text for text in (item.note, only.note) if text)
            item = replace(item, note=note, url=item.url or only.url)
        if item.parent not in alone:
            found.append(item)
    return found


def _description(item: PlanItem, owner: str = "") -> str:
    parts = [_("Owner: {name}").format(name=owner) if owner else "", item.note]
    if item.practices:
        parts.append("\n".join([_("Put in place:"), *(f"* {name}" for name in item.practices)]))
    return "\n\n".join(part for part in (*parts, item.url) if part)


def _label(text: str) -> str:
    """Jira splits labels at spaces."""
    return re.sub(r"\s+", "-", text.strip())


def _cell(text: str) -> str:
    flat = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", flat)


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, as both importers and Excel read it; what a spreadsheet would run gets a sign before it."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([f"'{cell}" if cell.startswith(_LIVE) else cell for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")
