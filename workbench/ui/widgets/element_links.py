"""What an element needs, row by row: hard or soft, what it carries, when; groups of which some are enough; its places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.analyses.graph_typed import seconds_of, text_of_seconds
from workbench.domain.graph import Criticality, Dependency, DependencyKind, Graph, Group, Node, Phase
from workbench.domain.graph_changes import without
from workbench.domain.graph_parts import CARRIES_TITLES, CRITICALITY_TITLES, PHASE_TITLES
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.element_fields import KindField, ValueField
from workbench.ui.widgets.kbd import icon_button, link_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.number_field import NumberField

__all__ = ["ElementLinks"]


class ElementLinks(QWidget):
    """Rows for one element; made anew when what they show is another."""

    changed = Signal(object)
    """The element with the change; UI thread."""
    opened = Signal(str)
    """Somebody wants to see an element."""

    def __init__(self) -> None:
        super().__init__()
        self._node = Node("")
        self._graph = Graph()
        self._column = QVBoxLayout(self)
        theme().space(self._column, 4)
        self._of: tuple[object, ...] = ()
        self.can_write = True

    def show_node(self, node: Node, graph: Graph) -> None:
        """Show what an element needs."""
        names = tuple(graph.title(one) for one in node.neighbours())
        of = (node.id, node.requires, node.groups, node.soft, node.domains, names, self.can_write)
        self._node, self._graph = node, graph
        if of == self._of:
            return
        self._of = of
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in node.requires:
            self._column.addWidget(self._need(one))
        for one_soft in node.soft:
            self._column.addWidget(self._plain(one_soft, _("can do without"), self._soft_choice(one_soft)))
        for number, group in enumerate(node.groups):
            self._column.addWidget(self._group(number, group))
        if not (node.requires or node.soft or node.groups):
            self._column.addWidget(dim_label(_("It needs nothing yet."), step="small"))
        self._column.addWidget(label(_("Stands in"), strong=True))
        for place in node.domains:
            self._column.addWidget(self._plain(place, "", None))
        if not node.domains:
            self._column.addWidget(dim_label(_("No place is known."), step="small"))

    # -- rows ----------------------------------------------------------------------------------

    def _head(self, name: str, remove: Callable[[], object]) -> QHBoxLayout:
        row = QHBoxLayout()
        theme().space(row, 2)
        title = self._graph.title(name)
        link = link_button(title, lambda: self.opened.emit(name))
        link.give_way(60)
        row.addWidget(link)
        row.addStretch(1)
        button = icon_button("close", _("Remove {name}").format(name=title), remove, size=12)
        button.setEnabled(self.can_write)
        row.addWidget(button)
        return row

    def _need(self, one: Dependency) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        theme().space(grid, 4, (0, 0, 0, 4))
        grid.addLayout(self._head(one.id, partial(self._drop, one.id)), 0, 0, 1, 2)
        title = self._graph.title(one.id)
        fields = (
            (_("How {name} is needed").format(name=title), CRITICALITY_TITLES, one.criticality, self._criticality),
            (_("What {name} carries").format(name=title), CARRIES_TITLES, one.kind, self._kind),
            (_("When {name} is needed").format(name=title), PHASE_TITLES, one.phase, self._phase),
        )
        for place, (name, titles, value, take) in enumerate(fields):
            field = KindField(name, [(str(word), _(text)) for word, text in titles.items()])  # type: ignore[attr-defined]
            field.show_value("", str(value))
            field.setEnabled(self.can_write)
            field.changed.connect(partial(take, one))
            if place == 0:
                grid.addWidget(field, 1, 0, 1, 2)
            else:
                grid.addWidget(field, 2, place - 1)
        return box

    def _plain(self, name: str, note: str, choice: KindField | None) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        theme().space(column, 2)
        column.addLayout(self._head(name, partial(self._drop, name)))
        if choice is not None:
            column.addWidget(choice)
        return box

    def _soft_choice(self, name: str) -> KindField:
        title = _("How {name} is needed").format(name=self._graph.title(name))
        field = KindField(title, [(str(word), _(text)) for word, text in CRITICALITY_TITLES.items()])
        field.show_value("", str(Criticality.SOFT))
        field.setEnabled(self.can_write)
        field.changed.connect(partial(self._harden, name))
        return field

    def _group(self, number: int, group: Group) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        theme().space(column, 4, (0, 4, 0, 4))
        row = QHBoxLayout()
        theme().space(row, 4)
        row.addWidget(label(_("Redundant, needs"), strong=True))
        needs = NumberField(_("How many must be up"), 0, len(group.members))
        needs.setSpecialValueText("?")
        needs.setValue(group.needs or 0)
        needs.setEnabled(self.can_write)
        needs.valueChanged.connect(
            lambda n: self._put_group(number, replace(self._node.groups[number], needs=n or None))
        )
        row.addWidget(needs)
        row.addWidget(dim_label(_("of {n}").format(n=len(group.members))))
        row.addStretch(1)
        whole = icon_button("trash", _("Remove the group"), lambda: self._drop_group(number), size=14)
        whole.setEnabled(self.can_write)
        row.addWidget(whole)
        column.addLayout(row)
        for member in group.members:
            column.addLayout(self._head(member, partial(self._leave_group, number, member)))
        times = QHBoxLayout()
        theme().space(times, 4)
        for name, attribute, hint in (
            (_("Failover"), "failover_s", _("time to switch")),
            (_("Lag"), "lag_s", _("data behind")),
        ):
            field = ValueField(name, text_of_seconds, seconds_of, hint)
            field.show_value("group", getattr(group, attribute))
            field.edit.setReadOnly(not self.can_write)
            field.changed.connect(
                lambda value, attribute=attribute: self._put_group(
                    number, replace(self._node.groups[number], **{attribute: value})
                )
            )
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            times.addWidget(dim_label(name, step="small"))
            times.addWidget(field)
        column.addLayout(times)
        return box

    # -- changes -------------------------------------------------------------------------------

    def _tell(self, node: Node) -> None:
        if node != self._node:
            self.changed.emit(node)

    def _drop(self, name: str) -> None:
        self._tell(without(self._node, (name,)))

    def _put_need(self, old: Dependency, new: Dependency) -> None:
        self._tell(replace(self._node, requires=tuple(new if one == old else one for one in self._node.requires)))

    def _criticality(self, one: Dependency, word: str) -> None:
        self._put_need(one, replace(one, criticality=Criticality(word)))

    def _kind(self, one: Dependency, word: str) -> None:
        self._put_need(one, replace(one, kind=DependencyKind(word)))

    def _phase(self, one: Dependency, word: str) -> None:
        self._put_need(one, replace(one, phase=Phase(word)))

    def _harden(self, name: str, word: str) -> None:
        soft = tuple(one for one in self._node.soft if one != name)
        self._tell(replace(self._node, soft=soft, requires=(*self._node.requires, Dependency(name, Criticality(word)))))

    def _put_group(self, number: int, group: Group) -> None:
        groups = tuple(group if at == number else one for at, one in enumerate(self._node.groups))
        self._tell(replace(self._node, groups=groups))

    def _drop_group(self, number: int) -> None:
        self._tell(replace(self._node, groups=tuple(one for at, one in enumerate(self._node.groups) if at != number)))

    def _leave_group(self, number: int, member: str) -> None:
        group = self._node.groups[number]
        members = tuple(one for one in group.members if one != member)
        if not members:
            self._drop_group(number)
            return
        self._put_group(
            number, replace(group, members=members, needs=min(group.needs, len(members)) if group.needs else None)
        )
