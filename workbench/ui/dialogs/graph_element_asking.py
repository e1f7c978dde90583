"""What is asked before an element is connected, grouped or put into a container."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFormLayout, QMenu, QWidget

from workbench.analyses.graph_layout import is_place, journey_of, nest
from workbench.domain.graph import Graph
from workbench.domain.graph_parts import NEED_TITLES, Need, need_of
from workbench.i18n import _
from workbench.ui.dialogs.graph_element_choice import ElementChoice
from workbench.ui.dialogs.graph_element_verbs import ElementVerbs
from workbench.ui.theme import theme
from workbench.ui.widgets.canvas_palette import kind_title
from workbench.ui.widgets.field_row import ChoiceField
from workbench.ui.widgets.number_field import NumberField

__all__ = ["ask_connection", "ask_container", "ask_group", "link_menu"]


def _entries(graph: Graph, without: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    found = [(name, node.title, kind_title(node.kind)) for name, node in graph.nodes.items() if name not in without]
    return sorted(found, key=lambda one: one[1].casefold())


def link_menu(verbs: ElementVerbs, source: str, target: str, parent: QWidget) -> QMenu:
    """Return the menu that says how an element needs another; the first entry is the usual one."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    node = verbs.graph.nodes.get(source)
    if node is None:
        verbs.connect(source, target, Need.HARD)
        return menu
    now = need_of(node, target)
    menu.addSection(_("{a} needs {b}").format(a=node.title, b=verbs.graph.title(target)))
    for need, title in NEED_TITLES.items():
        entry = menu.addAction(_(title))
        entry.setCheckable(now is not None)
        entry.setChecked(need is now)
        entry.triggered.connect(lambda _checked=False, need=need: verbs.connect(source, target, need))
    if now is not None:
        menu.addSeparator()
        menu.addAction(_("Remove this link")).triggered.connect(lambda: verbs.connect(source, target, None))
    menu.setActiveAction(menu.actions()[1])
    return menu


def show_menu(menu: QMenu, at: QPoint) -> None:
    """Open a menu where there is something to choose."""
    if menu.actions():
        menu.popup(at)


def ask_connection(verbs: ElementVerbs, source: str, parent: QWidget) -> ElementChoice:
    """Ask what an element needs, and how; for a journey where it enters."""
    graph = verbs.graph
    if journey_of(source):
        take = partial(verbs.connect, source, need=Need.HARD)
        dialog = ElementChoice(
            _("Where does the journey enter?"), _entries(graph), take, _("Enter there"), None, parent
        )
        dialog.open()
        return dialog
    extra = QWidget()
    form = QFormLayout(extra)
    theme().space(form, 8)
    need = ChoiceField(_("How it is needed"), [(one.value, title) for one, title in NEED_TITLES.items()])
    form.addRow(_("How it is needed"), need)
    title = _("What does {name} need?").format(name=graph.title(source))
    dialog = ElementChoice(
        title, _entries(graph, (source,)), lambda target: verbs.connect(source, target, Need(str(need.value()))),
        _("Connect"), extra, parent,
    )  # fmt: skip
    dialog.need = need  # type: ignore[attr-defined]
    dialog.open()
    return dialog


def ask_group(verbs: ElementVerbs, members: tuple[str, ...], parent: QWidget) -> ElementChoice:
    """Ask who needs some of the members, and how many."""
    graph = verbs.graph
    extra = QWidget()
    form = QFormLayout(extra)
    theme().space(form, 8)
    needs = NumberField(_("How many must be up"), 0, len(members))
    needs.setSpecialValueText(_("not known yet"))
    needs.setValue(1)
    form.addRow(_("How many of {n} must be up").format(n=len(members)), needs)
    entries = _entries(graph, members)
    users = {name for name, node in graph.nodes.items() if set(members) & set(node.neighbours())}
    entries.sort(key=lambda one: one[0] not in users)
    dialog = ElementChoice(
        _("Who needs some of them?"), entries, lambda owner: verbs.group(owner, members, needs.value() or None),
        _("Group as redundant"), extra, parent,
    )  # fmt: skip
    dialog.needs = needs  # type: ignore[attr-defined]
    dialog.open()
    return dialog


def ask_container(verbs: ElementVerbs, names: tuple[str, ...], parent: QWidget) -> ElementChoice:
    """Ask which container some elements are put into."""
    graph, nesting = verbs.graph, nest(verbs.graph)
    inside = {each for one in names for each in nesting.below(one)}
    places = [one for one in _entries(graph) if one[0] not in inside and is_place(graph.nodes[one[0]].kind)]
    entries = [("", _("Out of all containers"), ""), *places]

    def take(container: str) -> None:
        verbs.move(names, 0.0, 0.0, container)

    dialog = ElementChoice(_("Put into which container?"), entries, take, _("Put into it"), None, parent)
    dialog.open()
    return dialog
