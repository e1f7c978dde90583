"""The report of an import as sections of lines: what was understood, what it changes, what it asks, what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.analyses.graph_differences import difference_lines
from workbench.analyses.graph_import_words import ConflictLine, conflict_lines, import_notes
from workbench.analyses.merge_parts import Decision
from workbench.domain.finding import SEVERITY_TITLES, Finding
from workbench.i18n import _, n_
from workbench.importers.catalog import CATALOG
from workbench.importers.report import FileReport
from workbench.operations.graph_preview import ImportPreview
from workbench.ui.widgets.entry import Entry

__all__ = ["CONFLICT", "JOURNEY", "MET", "Section", "problem_count", "section_text", "sections_of", "summary_of"]

JOURNEY, MET, CONFLICT = "journey", "met", "conflict"
"""First part of the keys of lines that have a box, and of those with two sides."""
_MOST = 500
"""Lines shown of one kind; the copied list has all."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report.

    Attributes:
        count: How many lines it has, also those that are not shown.
        tone: Of its count: "dim", or "high" and "medium" for trouble.
        hint: What a person does here, in a sentence.
        lines: All of it as text.
        details: A line in full, by its key, where its title and note do not say all.
        sides: Whose value counts, by conflict id.
        can_look: Findings were left out and can be asked for.
    """

    id: str
    title: str
    count: int
    entries: tuple[Entry, ...]
    lines: tuple[str, ...]
    tone: str = "dim"
    hint: str = ""
    details: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    sides: Mapping[str, Decision] = field(default_factory=dict)
    can_look: bool = False


def sections_of(preview: ImportPreview) -> tuple[Section, ...]:
    """Return the sections that have anything to show, in the order in which they are read."""
    imported, reports = preview.imported, preview.imported.reports
    found = (
        _section("files", _("Files"), [_file(one) for one in reports]),
        _changes(preview),
        _met(preview),
        _conflicts(preview),
        _kept(preview),
        _journeys(preview),
        _section("questions", _("Questions to the room"), list(_questions(reports)),
                 hint=_("They stay with their elements until somebody answers them.")),
        _section("assumptions", _("Assumed"), _said(reports, "assumptions"),
                 hint=_("Taken for granted until somebody knows better.")),
        _section("types", _("Unknown types"), _said(reports, "unknown_types"),
                 hint=_("Drawn as plain components: nobody here knows what they need.")),
        _problems(reports),
        _section("left", _("Left out"), [Entry(name, ("left", name), dim=True) for name in imported.left_out],
                 hint=_("None of the formats that are read here.")),
    )  # fmt: skip
    return tuple(one for one in found if one.count or one.can_look)


def summary_of(preview: ImportPreview) -> str:
    """Return what was understood and what it comes to, in two sentences."""
    reports = preview.imported.reports
    resources, edges = sum(one.resources for one in reports), sum(one.edges for one in reports)
    parts = [
        n_("{n} resource", "{n} resources", resources),
        n_("{n} element", "{n} elements", len(preview.imported.graph.nodes)),
        n_("{n} link", "{n} links", edges),
        n_("{n} journey", "{n} journeys", len(preview.imported.graph.journeys)),
    ]
    name = preview.operation.name
    if not preview.before:
        after = _("The workload has no architecture yet.")
    elif not preview.changes:
        after = _("The architecture already says all of it; nothing would change.")
    elif preview.is_again:
        after = _("{name} was imported before; what was done by hand since stays.").format(name=name)
    else:
        after = _("{name} comes in beside what is there.").format(name=name)
    return f"{', '.join(parts)}. {after}"


def problem_count(preview: ImportPreview) -> tuple[int, int]:
    """Return the number of errors and of warnings."""
    reports = preview.imported.reports
    return sum(len(one.errors) for one in reports), sum(len(one.warnings) for one in reports)


def section_text(sections: Iterable[Section]) -> str:
    """Return sections as plain text, whole."""
    return "\n\n".join(
        "\n".join((f"{one.title}: {one.count:,}", *(f"  {line}" for line in one.lines))) for one in sections
    )


# ---------------------------------------------------------------------------------------------------- what was read
_TITLES = {one.id: one.title for one in CATALOG}


def _file(one: FileReport) -> Entry:
    counts = (
        n_("{n} resource", "{n} resources", one.resources), n_("{n} reference", "{n} references", one.references),
        n_("{n} element", "{n} elements", one.nodes), n_("{n} link", "{n} links", one.edges),
    )  # fmt: skip
    bad, noted = len(one.errors), len(one.warnings)
    tag = n_("{n} error", "{n} errors", bad) if bad else n_("{n} note", "{n} notes", noted) if noted else ""
    note = ", ".join(counts) if one.format else _("not read")
    return Entry(
        one.file,
        ("file", one.file),
        note=note,
        trailing=_TITLES.get(one.format, ""),
        tag=tag,
        tone="high" if bad else "dim",
    )


def _questions(reports: Sequence[FileReport]) -> Iterator[Entry]:
    for one in reports:
        for place, asked in enumerate(one.questions):
            note = " · ".join(part for part in (asked.node, _where(one.file, asked.line)) if part)
            yield Entry(asked.text, ("question", one.file, str(place)), note=note)


def _said(reports: Sequence[FileReport], name: str) -> list[Entry]:
    return [
        Entry(text, (name, one.file, text), note=one.file if len(reports) > 1 else "")
        for one in reports for text in getattr(one, name)
    ]  # fmt: skip


def _problems(reports: Sequence[FileReport]) -> Section:
    titles = {"errors": _("Could not be read"), "warnings": _("To look at")}
    found = {
        name: [Entry(trouble.text, (name, one.file, str(place)), note=_where(one.file, trouble.line))
               for one in reports for place, trouble in enumerate(getattr(one, name))]
        for name in titles
    }  # fmt: skip
    entries = [_group(titles[name], name, lines) for name, lines in found.items() if lines]
    lines = [one.text for some in found.values() for one in some]
    tone = "high" if found["errors"] else "medium"
    hint = _("What could not be read is left out; the rest is imported.") if found["errors"] else ""
    return Section("problems", _("Errors and notes"), len(lines), tuple(entries), tuple(lines), tone, hint)


def _where(file: str, line: int) -> str:
    return _("{file}, line {line}").format(file=file, line=line) if line else file


# ---------------------------------------------------------------------------------------------------- what it changes
def _changes(preview: ImportPreview) -> Section:
    groups = [(title, [Entry(line, ("change", title, line)) for line in lines]) for title, lines in
              (difference_lines(preview.changes) if preview.before else ())]  # fmt: skip
    for title, findings in (
        (_("Findings that are closed"), preview.closed),
        (_("Findings that are new"), preview.opened),
    ):
        groups.append((title, [_finding(one) for one in findings]))
    entries = [_group(title, title, lines) for title, lines in groups if lines]
    lines = tuple(text for title, some in groups if some for text in (title, *(f"  {one.text}" for one in some)))
    count = sum(len(some) for _title, some in groups)
    title = _("Changes") if preview.before else _("Findings")
    hint = "" if preview.has_findings else _unlooked(preview)
    return Section("changes", title, count, tuple(entries), (*lines, *filter(None, (hint,))), hint=hint,
                   can_look=not preview.has_findings)  # fmt: skip


def _unlooked(preview: ImportPreview) -> str:
    graph = preview.found.graph
    return _(
        "Findings are not listed yet: with {journeys} over {elements} they take a while. Nothing here says that there are none."
    ).format(
        journeys=n_("{n} journey", "{n} journeys", len(graph.journeys)),
        elements=n_("{n} element", "{n} elements", len(graph.nodes)),
    )


def _finding(one: Finding) -> Entry:
    return Entry(one.title, ("finding", one.id), note=one.explanation, tag=_(SEVERITY_TITLES[one.severity]),
                 tone={"high": "high", "medium": "medium"}.get(one.severity, "dim"))  # fmt: skip


def _met(preview: ImportPreview) -> Section:
    """Elements that are here already, and those that were told apart; the ticked ones are the same."""
    graph = preview.imported.graph
    met = preview.found.met
    names = preview.before.nodes
    found = [
        Entry(names[one].title, (MET, _source_id(preview, one)), note=_beside(names[one].type, one)) for one in met
    ]
    found += [
        Entry(graph.nodes[one].title, (MET, one), note=_beside(graph.nodes[one].type, one))
        for one in preview.operation.apart if one in graph.nodes
    ]  # fmt: skip
    hint = _("Untick what only happens to have the same id; it then comes in as an element of its own.")
    return _section("met", _("Here already"), found, hint=hint)


def _source_id(preview: ImportPreview, here: str) -> str:
    renames = preview.found.base.renames
    return next((own for own, name in renames.items() if name == here), here)


def _beside(kind: str, node_id: str) -> str:
    return f"{kind} · {node_id}" if kind else node_id


def _conflicts(preview: ImportPreview) -> Section:
    """What changed here and in the source, each with the side that counts."""
    found = conflict_lines(preview.found, preview.before)
    titles = {
        "changed": _("Said differently here and in the source"),
        "gone": _("Gone from the source, changed or used here"),
        "removed": _("Removed here, changed or used in the source"),
    }
    kinds = {kind: [one for one in found if one.kind == kind] for kind in titles}
    entries = [_group(titles[kind], kind, [_conflict(one) for one in some]) for kind, some in kinds.items() if some]
    hint = _("What is here stays, and is marked where its source has it no longer, unless you take theirs.")
    return Section(
        "conflicts", _("Changed on both sides"), len(found), tuple(entries),
        tuple(f"{one.text}: {_side_title(one.side)}" for one in found), "medium", hint,
        {(CONFLICT, one.id): _sides_text(one) for one in found}, {one.id: one.side for one in found},
    )  # fmt: skip


def _conflict(one: ConflictLine) -> Entry:
    note = (
        "" if one.kind != "changed" else _("here {mine}, there {theirs}").format(mine=one.sides[1], theirs=one.sides[2])
    )
    tone = "dim" if one.side == "mine" else "accent"
    return Entry(one.title, (CONFLICT, one.id), note=note, tag=_side_title(one.side), tone=tone)


def _side_title(side: Decision) -> str:
    return _("Theirs") if side == "theirs" else _("Mine")


def _sides_text(one: ConflictLine) -> str:
    titles = (_("Before, on both sides"), _("Mine, here"), _("Theirs, in the source"))
    return "\n".join((one.title, *(f"{title}: {said}" for title, said in zip(titles, one.sides, strict=True))))


def _kept(preview: ImportPreview) -> Section:
    """What stays or stays away without a choice."""
    notes, chosen = (
        import_notes(preview.found, preview.before),
        {one.path[1] for one in preview.found.conflicts if len(one.path) == 2},
    )
    titles = {
        "stay": _("Gone from the source, needed by what was said here: they stay, marked"),
        "left_out": _("Removed here: left out again"),
    }
    groups = {
        key: [Entry(text, (key, name, text)) for name, text in notes[key] if name not in chosen] for key in titles
    }
    entries = [_group(titles[key], key, lines) for key, lines in groups.items() if lines]
    lines = tuple(
        text for key, some in groups.items() if some for text in (titles[key], *(f"  {one.text}" for one in some))
    )
    return Section("kept", _("Kept as it is here"), sum(map(len, groups.values())), tuple(entries), lines)


def _journeys(preview: ImportPreview) -> Section:
    known = {one.id for one in preview.before.journeys}
    wanted = {one.id for one in preview.found.graph.journeys}
    graph = preview.imported.graph
    found = [
        Entry(one.title, (JOURNEY, one.id), note=_("enters at {element}").format(element=graph.title(one.node)))
        for one in graph.journeys if one.id not in known and one.id in wanted
    ]  # fmt: skip
    return _section("journeys", _("Proposed journeys"), found, hint=_("Untick those that nobody would miss."))


# ---------------------------------------------------------------------------------------------------- lines
def _section(id_: str, title: str, entries: Sequence[Entry], hint: str = "") -> Section:
    return Section(id_, title, len(entries), _some(entries), tuple(one.text for one in entries), hint=hint)


def _group(title: str, key: str, entries: Sequence[Entry]) -> Entry:
    return Entry(title, ("group", key), heading=True, note=f"{len(entries):,}", children=_some(entries))


def _some(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    if len(entries) <= _MOST:
        return tuple(entries)
    more = n_(
        "... and {n} more; the copied list has them.",
        "... and {n} more; the copied list has them.",
        len(entries) - _MOST,
    )
    return (*entries[:_MOST], Entry(more, dim=True))
