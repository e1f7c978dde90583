"""What can be done in the studio, as actions."""

from __future__ import annotations

from functools import partial
from typing import Any

from workbench.i18n import _
from workbench.ui.actions import Action

__all__ = ["studio_actions"]


def studio_actions(page: Any) -> tuple[Action, ...]:
    """Return the actions of the studio page."""
    group, has = _("Studio"), page.has_draft
    can, inner = (lambda: page.author.can_change), (lambda: page.author.can_move)
    return (
        Action("studio.new", _("New lens..."), (), "add", group, page.new_lens, page.can_write),
        Action("studio.open", _("Edit a lens or a copy of one..."), (), "edit", group, page.open_lens, page.can_write),
        Action("studio.choose", _("Go to another draft"), ("L",), "lenses", group, page.choose_draft, has),
        Action("studio.add", _("Add pillar, question or practice"), ("A",), "add", group, page.open_add, can),
        Action("studio.add_same", _("Add one more of the same kind"), ("Ins",), "add", group, page.add_same, can),
        Action("studio.duplicate", _("Duplicate"), ("D",), "copy", group, page.author.duplicate, inner),
        Action("studio.remove", _("Remove the chosen part"), ("X",), "trash", group, page.author.remove, inner, help=_("Undo brings it back.")),
        Action("studio.up", _("Move up"), ("Shift+K",), "chevron-up", group, partial(page.author.move, -1), inner, repeats=True, help=_("Alt+Up in the outline")),
        Action("studio.down", _("Move down"), ("Shift+J",), "chevron-down", group, partial(page.author.move, 1), inner, repeats=True, help=_("Alt+Down in the outline")),
        Action("studio.texts", _("Texts of the chosen part"), ("E",), "edit", group, partial(page.show_pane, 0), has),
        Action("studio.rules", _("Risk rules and laboratory"), ("R",), "action", group, partial(page.show_pane, 1), has),
        Action("studio.problems", _("Problems of the lens"), ("P",), "warning", group, partial(page.show_pane, 2), has),
        Action("studio.next_problem", _("Next problem"), ("G",), "warning", group, page.next_problem, lambda: bool(page.problems.found)),
        Action("studio.publish", _("Publish the lens..."), (), "milestones", group, page.verbs.publish, can),
        Action("studio.export", _("Export the lens for the Tool..."), (), "upload", group, page.verbs.export, has),
        Action("studio.compare", _("Compare with a version or another lens..."), ("C",), "compare", group, page.verbs.compare, has),
        Action("studio.write_texts", _("Write texts to a spreadsheet..."), (), "file", group, page.verbs.write_texts, has),
        Action("studio.read_texts", _("Read texts from a spreadsheet..."), (), "file", group, page.verbs.read_texts, can),
        Action("studio.remove_draft", _("Remove the draft"), (), "trash", group, page.verbs.remove, can, help=_("Published versions stay.")),
    )  # fmt: skip
