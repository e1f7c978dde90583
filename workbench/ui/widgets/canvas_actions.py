"""Everything that can be done on the Architecture page, with its key: feeds palette, menus, cheat sheet and keys."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from workbench.i18n import _
from workbench.ui.actions import Action

__all__ = ["architecture_actions"]


class Verbs(Protocol):
    """What can be done to elements."""

    def can_write(self) -> bool: ...
    def has_selection(self) -> bool: ...
    def has_element(self) -> bool: ...
    def has_several(self) -> bool: ...
    def can_paste(self) -> bool: ...
    def remove(self) -> object: ...
    def copy(self) -> object: ...
    def cut(self) -> object: ...
    def paste(self) -> object: ...
    def duplicate(self) -> object: ...
    def unpin(self) -> object: ...
    def align(self, edge: str) -> object: ...
    def distribute(self, axis: int) -> object: ...


class Page(Protocol):
    """What the page does besides."""

    def is_shown(self) -> bool: ...
    def has_graph(self) -> bool: ...
    def has_picked(self) -> bool: ...
    def rename(self) -> object: ...
    def edit(self) -> object: ...
    def comment(self) -> object: ...
    def leave(self) -> object: ...
    def delete(self) -> object: ...
    def toggle_failed(self) -> object: ...
    def repair(self) -> object: ...
    def toggle_palette(self) -> object: ...
    def toggle_side(self) -> object: ...
    def toggle_table(self) -> object: ...
    def search(self) -> object: ...
    def import_files(self) -> object: ...


class Adding(Protocol):
    """How something new comes in."""

    def add_here(self) -> object: ...
    def kind_menu(self) -> object: ...
    def add_needed(self) -> object: ...
    def add_journey(self) -> object: ...
    def connect_to(self) -> object: ...
    def group(self) -> object: ...
    def choose_container(self) -> object: ...


class Looks(Protocol):
    """How the drawing is looked at and arranged."""

    def move_by_keys(self) -> object: ...
    def arrow(self, dx: int, dy: int) -> object: ...
    def pan(self, dx: int, dy: int) -> object: ...
    def out(self) -> object: ...
    def into(self) -> object: ...
    def gather(self) -> object: ...
    def select_all(self) -> object: ...
    def rearrange(self, only_selection: bool) -> object: ...
    def fold(self) -> object: ...
    def unfold_all(self) -> object: ...
    def open_views(self) -> object: ...
    def show_whole(self) -> object: ...
    def show_neighbours(self) -> object: ...
    def fit(self) -> object: ...
    def fit_selection(self) -> object: ...
    def zoom(self, factor: float) -> object: ...
    def zoom_to(self, percent: float) -> object: ...
    def toggle_map(self) -> object: ...
    def export(self, form: str) -> object: ...
    def copy_picture(self) -> object: ...
    def colour_by(self) -> object: ...


_ARROWS = (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1))


def architecture_actions(verbs: Verbs, page: Page, looks: Looks, adding: Adding) -> tuple[Action, ...]:
    """Return the actions of the Architecture page."""
    draw, look, fail = _("Drawing"), _("Looking at the architecture"), _("Failure")

    def writing() -> bool:
        return page.is_shown() and verbs.can_write()

    def chosen() -> bool:
        return page.is_shown() and verbs.has_selection()

    def one() -> bool:
        return page.is_shown() and verbs.has_element()

    def several() -> bool:
        return page.is_shown() and verbs.has_several()

    edges = {"left": _("Align left"), "centre": _("Align centres"), "right": _("Align right"), "top": _("Align tops"),
             "middle": _("Align middles"), "bottom": _("Align bottoms")}  # fmt: skip
    arrows = tuple(
        Action(f"architecture.{name.lower()}", _("Go along links: {key}").format(key=name.lower()), (name,), group=look,
               callback=partial(looks.arrow, dx, dy), enabled=page.has_graph, repeats=True, in_palette=False,
               help=_("To a linked element in that direction, else to the nearest. Moves the view while nothing is selected."))
        for name, dx, dy in _ARROWS
    )  # fmt: skip
    pans = tuple(
        Action(f"architecture.pan_{name.lower()}", _("Move the view: {key}").format(key=name.lower()), (f"Shift+{name}",),
               group=look, callback=partial(looks.pan, dx, dy), enabled=page.has_graph, repeats=True, in_palette=False)
        for name, dx, dy in _ARROWS
    )  # fmt: skip
    return (
        Action("architecture.add", _("New element"), ("N",), "add", draw, adding.add_here, writing,
               help=_("Of the kind chosen in the palette: in the selected place, beside the selected element, else in the middle.")),
        Action("architecture.add_kind", _("New element of a kind..."), ("A",), "add", draw, adding.kind_menu, writing,
               help=_("Choose the kind first; it stays the one that is added.")),
        Action("architecture.add_needed", _("New element that the selected one needs"), ("Shift+N",), "", draw, adding.add_needed, one),
        Action("architecture.add_journey", _("New user journey that enters here"), ("J",), "", draw, adding.add_journey, one),
        Action("architecture.connect", _("Connect to..."), ("C",), "link", draw, adding.connect_to, chosen,
               help=_("Choose what it needs, and how badly.")),
        Action("architecture.group", _("Group as redundant..."), ("G",), "", draw, adding.group, chosen,
               help=_("Some of the selected elements are enough.")),
        Action("architecture.container", _("Put into a container..."), ("Shift+C",), "", draw, adding.choose_container, chosen),
        Action("architecture.rename", _("Rename"), ("F2",), "edit", draw, page.rename, chosen, local=True),
        Action("architecture.edit", _("Edit in the inspector"), ("Return",), "", draw, page.edit, page.has_picked),
        Action("architecture.comment", _("Comment"), ("K",), "note", draw, page.comment, one),
        Action("architecture.move", _("Move with the arrow keys"), ("M",), "", draw, looks.move_by_keys, chosen,
               help=_("Enter or Esc ends it. With Shift in small steps.")),
        Action("architecture.delete", _("Delete"), ("Delete", "Backspace"), "trash", draw, page.delete,
               lambda: writing() and page.has_picked()),
        Action("architecture.duplicate", _("Duplicate"), ("Ctrl+D",), "copy", draw, verbs.duplicate, chosen, local=True),
        Action("architecture.copy", _("Copy elements"), ("Ctrl+C",), "copy", draw, verbs.copy,
               lambda: page.is_shown() and page.has_picked(), local=True),
        Action("architecture.cut", _("Cut elements"), ("Ctrl+X",), "", draw, verbs.cut, chosen, local=True),
        Action("architecture.paste", _("Paste elements"), ("Ctrl+V",), "", draw, verbs.paste,
               lambda: page.is_shown() and verbs.can_paste(), local=True, help=_("From this workload, another one, or a wb-graph text.")),
        Action("architecture.select_all", _("Select everything"), ("Ctrl+A",), "", draw, looks.select_all, page.has_graph,
               local=True),
        *(Action(f"architecture.align_{edge}", text, (), "", draw, partial(verbs.align, edge), several)
          for edge, text in edges.items()),
        Action("architecture.spread_across", _("Distribute across"), (), "", draw, partial(verbs.distribute, 0), several),
        Action("architecture.spread_down", _("Distribute down"), (), "", draw, partial(verbs.distribute, 1), several),
        Action("architecture.arrange", _("Lay everything out anew"), ("L",), "", draw, partial(looks.rearrange, False),
               lambda: writing() and page.has_graph(), help=_("What is pinned stays where it is.")),
        Action("architecture.arrange_selection", _("Lay the selection out anew"), ("Shift+L",), "", draw,
               partial(looks.rearrange, True), chosen),
        Action("architecture.unpin", _("Unpin"), ("U",), "", draw, verbs.unpin, lambda: writing() and page.has_graph(),
               help=_("A new layout may move the selection again; everything where nothing is selected.")),
        Action("architecture.import", _("Import files..."), ("Ctrl+O",), "download", draw, page.import_files, writing, local=True),
        Action("architecture.fail", _("Let it fail, or repair it"), ("F",), "warning", fail, page.toggle_failed, page.has_picked),
        Action("architecture.repair", _("Repair everything"), ("R",), "retry", fail, page.repair, page.has_graph),
        *arrows, *pans,
        Action("architecture.out", _("Go to the container"), ("Ctrl+Up",), "", look, looks.out, page.has_picked, local=True,
               in_palette=False),
        Action("architecture.into", _("Go into the container"), ("Ctrl+Down",), "", look, looks.into, page.has_picked, local=True,
               in_palette=False),
        Action("architecture.gather", _("Select more with the arrow keys"), ("X",), "", look, looks.gather, page.has_graph,
               help=_("Arrow keys, Tab and search add to the selection; Enter or Esc ends it.")),
        Action("architecture.leave", _("Select nothing"), ("Escape",), "", look, page.leave, page.has_graph, in_palette=False),
        Action("architecture.fit", _("Show everything"), ("0",), "fit", look, looks.fit, page.has_graph),
        Action("architecture.fit_selection", _("Zoom to the selection"), ("Z",), "", look, looks.fit_selection, page.has_picked),
        Action("architecture.zoom_in", _("Zoom in"), ("+", "="), "zoom-in", look, partial(looks.zoom, 1.25), page.has_graph, repeats=True),
        Action("architecture.zoom_out", _("Zoom out"), ("-",), "zoom-out", look, partial(looks.zoom, 0.8), page.has_graph, repeats=True),
        Action("architecture.zoom_100", _("Zoom to 100 %"), ("1",), "", look, partial(looks.zoom_to, 100.0), page.has_graph),
        Action("architecture.search", _("Search this architecture"), ("/", "Ctrl+F"), "search", look, page.search, page.has_graph, local=True),
        Action("architecture.views", _("Choose what is drawn"), ("V",), "eye", look, looks.open_views, page.has_graph),
        Action("architecture.whole", _("Draw the whole system"), ("W",), "", look, looks.show_whole, page.has_graph),
        Action("architecture.neighbours", _("Draw only what is linked with the selection"), ("B",), "", look,
               looks.show_neighbours, page.has_picked, help=_("Again for one step more.")),
        Action("architecture.fold", _("Fold or unfold containers"), (".",), "", look, looks.fold, page.has_graph),
        Action("architecture.unfold", _("Unfold everything"), ("Shift+U",), "", look, looks.unfold_all, page.has_graph),
        Action("architecture.colour", _("Colour by owner or tag"), ("O",), "tag", look, looks.colour_by, page.has_graph),
        Action("architecture.table", _("Table of elements and links"), ("T",), "plan", look, page.toggle_table, page.has_graph,
               help=_("Everything of the drawing, to read, filter and edit.")),
        Action("architecture.map", _("Overview map"), (), "", look, looks.toggle_map, page.has_graph),
        Action("architecture.palette", _("Palette of kinds"), ("P",), "", look, page.toggle_palette, page.is_shown),
        Action("architecture.side", _("Show or hide the inspector"), ("I",), "panel", look, page.toggle_side, page.is_shown),
        *_export_actions(page, looks),
    )  # fmt: skip


def _export_actions(page: Page, looks: Looks) -> tuple[Action, ...]:
    """Return the ways out of the page, as pictures of what is drawn."""
    group = _("Picture of the architecture")
    return (
        Action("architecture.copy_picture", _("Copy the picture"), ("Ctrl+Shift+C",), "copy", group, looks.copy_picture, page.has_graph, local=True),
        *(Action(f"architecture.save_{form}", _("Save the picture as {form}...").format(form=form.upper()), (), "save", group,
                 partial(looks.export, form), page.has_graph) for form in ("svg", "png", "pdf")),
    )  # fmt: skip
