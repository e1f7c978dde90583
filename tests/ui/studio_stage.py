"""A studio page with a new lens, and the hands of its author."""

from __future__ import annotations

from workbench.store.queries.lens_drafts import lens_draft


def draft(at):
    with at.workspace.reading() as session:
        return lens_draft(session, at.desk.place.draft_id)


def names(at, kind):
    return [part.name for part in sorted_parts(at) if part.kind == kind]


def sorted_parts(at):
    found = draft(at)
    return list(found.whole(found.lens.id))


def choose(at, kind, number=0):
    part = [part for part in sorted_parts(at) if part.kind == kind][number]
    at.page.outline.show_key((kind, part.id))
    return part


def write(qtbot, at, field, text):
    """Type over a text of the chosen part."""
    widget = at.page.form_stack.currentWidget().fields[field]
    widget.text_widget.setFocus()
    widget.text_widget.selectAll()
    qtbot.keyClicks(widget.text_widget, text)
    widget.editor.flush()


def judged(qtbot, at):
    at.page.studio.judge()
    qtbot.waitUntil(lambda: not at.desk.tasks.running, timeout=5000)
    return at.page.studio.verdict


def found(at):
    return {each.finding.rule for each in at.page.studio.verdict.findings}
