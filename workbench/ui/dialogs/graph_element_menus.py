"""Menus of the Architecture page: what is drawn, colours, what can be done with what is under the mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from workbench.analyses.graph_layout import nest
from workbench.figures.architecture import View
from workbench.i18n import _, n_
from workbench.ui.actions import Action, key_text
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.theme import icon
from workbench.ui.widgets.canvas_colours import attributes_of
from workbench.ui.widgets.canvas_palette import JOURNEY_KIND, KINDS, kind_icon, kind_title

__all__ = ["action_menu", "colour_menu", "kind_menu", "view_menu", "view_words"]

_MOST = 12


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _entry(menu: QMenu, text: str, run: Callable[[], object], checked: bool | None = None) -> None:
    entry = menu.addAction(text.replace("&", "&&"))
    if checked is not None:
        entry.setCheckable(True)
        entry.setChecked(checked)
    entry.triggered.connect(lambda _checked=False: run())


def view_words(architecture: ArchitectureDesk) -> str:
    """Say what is drawn, in few words."""
    view, graph = architecture.view, architecture.graph
    said = []
    journey = graph.journey(view.journey) if view.journey else None
    if journey is not None:
        said.append(journey.title)
    if view.container:
        said.append(graph.title(view.container))
    if view.around:
        said.append(n_("{n} step around {name}", "{n} steps around {name}", view.steps).format(
            n=view.steps, name=graph.title(view.around)))  # fmt: skip
    if view.only_findings:
        said.append(_("only findings"))
    return ", ".join(said) or _("Whole system")


def view_menu(architecture: ArchitectureDesk, parent: QWidget) -> QMenu:
    """Return the menu of what is drawn."""
    menu, view, graph = _menu(parent), architecture.view, architecture.graph

    def show(**values: object) -> Callable[[], None]:
        return lambda: architecture.set_view(replace(View(folded=view.folded), **values))  # type: ignore[arg-type]

    is_whole = replace(view, folded=frozenset()) == View()
    _entry(menu, _("Whole system"), show(), is_whole)
    _entry(menu, _("Only findings"), show(only_findings=True), view.only_findings)
    if graph.journeys:
        menu.addSection(_("One journey"))
        for one in graph.journeys[:_MOST]:
            _entry(menu, one.title, show(journey=one.id), view.journey == one.id)
    held = nest(graph).children
    containers = [name for name in graph.nodes if name in held]
    if containers:
        menu.addSection(_("One container"))
        for name in containers[:_MOST]:
            _entry(menu, graph.title(name), show(container=name), view.container == name)
    chosen = next((one for one in architecture.selected if one in graph.nodes), view.around)
    if chosen:
        menu.addSection(_("Around {name}").format(name=graph.title(chosen)))
        for n in (1, 2, 3):
            _entry(menu, n_("{n} step", "{n} steps", n).format(n=n), show(around=chosen, steps=n),
                   (view.around, view.steps) == (chosen, n))  # fmt: skip
    return menu


def colour_menu(architecture: ArchitectureDesk, current: str, take: Callable[[str], object], parent: QWidget) -> QMenu:
    """Return the menu of attributes that elements can be coloured by."""
    menu = _menu(parent)
    _entry(menu, _("No colours"), lambda: take(""), not current)
    names = attributes_of(architecture.graph)
    for name in names:
        _entry(menu, name, partial(take, name), name == current)
    if not names:
        menu.addAction(_("No element has an owner or a tag yet")).setEnabled(False)
    return menu


class _TypedMenu(QMenu):
    """A menu whose entries are found by typing how they begin."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letters = event.text().casefold() if event.text().strip().isprintable() else ""
        if not letters.strip():
            super().keyPressEvent(event)
            return
        for typed in (self._typed + letters, letters):
            found = next((one for one in self.actions() if one.text().casefold().startswith(typed)), None)
            if found is not None:
                self._typed = typed
                self.setActiveAction(found)
                return


def kind_menu(current: str, take: Callable[[str], object], parent: QWidget, *, with_journey: bool) -> QMenu:
    """Return the menu of the kinds that an element can be of; a journey where it has somewhere to enter."""
    menu = _TypedMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for title, kinds in KINDS:
        menu.addSection(_(title))
        for kind in kinds:
            if kind != JOURNEY_KIND or with_journey:
                entry = menu.addAction(kind_icon(kind), kind_title(kind))
                entry.triggered.connect(lambda _checked=False, kind=kind: take(kind))
                if kind == current:
                    menu.setActiveAction(entry)
    return menu


def action_menu(actions: Iterable[Action | None], parent: QWidget) -> QMenu:
    """Return a menu of actions that can be done now; None is a separator."""
    menu = _menu(parent)
    for action in actions:
        if action is None:
            menu.addSeparator()
        elif action.enabled():
            text = action.text.replace("&", "&&")
            entry = menu.addAction(f"{text}\t{key_text(action.keys[0])}" if action.keys else text)
            if action.icon:
                entry.setIcon(icon(action.icon))
            entry.triggered.connect(lambda _checked=False, action=action: action.callback())
    return menu
