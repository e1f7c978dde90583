"""Everything that is known of one element, to be read and changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from workbench.analyses.graph_typed import (
    attributes_of_text,
    seconds_of,
    share_of,
    text_of_attributes,
    text_of_seconds,
    text_of_share,
)
from workbench.domain.graph import KIND_TITLES, Graph, Node
from workbench.domain.graph_imports import QUESTIONS, open_questions
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.element_fields import Fields, KindField, ValueField
from workbench.ui.widgets.element_links import ElementLinks
from workbench.ui.widgets.kbd import flat_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.notes_edit import NotesEdit
from workbench.ui.widgets.section import Section

__all__ = ["ElementForm"]

_OWN = frozenset(("comment", "owner"))
_TIMES = ("mttf_s", "mttr_s", "rto_s", "rpo_s")


class ElementForm(QWidget):
    """The fields of one element; what is typed is told soon after the last key."""

    changed = Signal(object, str)
    """The element with the change, and what names a burst of typing; UI thread."""
    opened = Signal(str)
    """Somebody wants to see another element."""
    connect_asked = Signal()
    container_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._node = Node("")
        self._whole = QVBoxLayout(self)
        theme().space(self._whole, 0)
        self._make_what()
        self._make_needs()
        self._make_numbers()
        self._make_attributes()
        self._whole.addStretch(1)

    # -- building ------------------------------------------------------------------------------

    def _make_what(self) -> None:
        what = Fields()
        self.label = ValueField(_("Name"))
        self.kind = KindField(_("Kind"), [(word, _(title)) for word, title in KIND_TITLES.items()], editable=True)
        self.type = ValueField(_("Type"), placeholder="AWS::RDS::DBInstance")
        self.owner = ValueField(_("Owner"))
        self.failable = QCheckBox()
        self.managed = QCheckBox()
        what.add(_("Name"), self.label)
        what.add(_("Kind"), self.kind)
        what.add(_("Type"), self.type, _("What it is for the one who runs it"))
        what.add(_("Owner"), self.owner)
        what.add(_("Can fail by itself"), self.failable, _("Off for what is only a name for others, such as a service"))
        what.add(
            _("Managed by the provider"),
            self.managed,
            _("The provider spreads it over its zones; its fate is its Region's"),
        )
        self.comment = NotesEdit(0, _("Comment"), 2)
        self.comment.setPlaceholderText(_("Comment"))
        section = Section(_("Element"), key="element-what")
        section.add(what)
        section.add(self.comment)
        self._whole.addWidget(section)
        self.label.changed.connect(lambda text: self._tell("label", label=text))
        self.kind.changed.connect(lambda word: self._tell("kind", kind=word))
        self.type.changed.connect(lambda text: self._tell("type", type=text))
        self.owner.changed.connect(lambda text: self._attribute("owner", text))
        self.comment.typed.connect(lambda text: self._attribute("comment", text))
        self.failable.clicked.connect(lambda on: self._tell("failable", failable=on))
        self.managed.clicked.connect(lambda on: self._tell("managed", managed=on))

    def _make_needs(self) -> None:
        self.needs = Section(_("Needs"), key="element-needs")
        self.links = ElementLinks()
        self.links.changed.connect(lambda node: self.changed.emit(node, ""))
        self.links.opened.connect(self.opened)
        self.connect_button = flat_button(_("Connect to..."), self.connect_asked.emit, key="C")
        self.container_button = flat_button(_("Put into a container..."), self.container_asked.emit)
        for part in (self.links, self.connect_button, self.container_button):
            self.needs.add(part)
        self._whole.addWidget(self.needs)

    def _make_numbers(self) -> None:
        numbers = Fields()
        self.unavailability = ValueField(_("Unavailability"), text_of_share, share_of, "0.05 %")
        self.source = ValueField(_("Source"), placeholder=_("measured, SLA"))
        numbers.add(_("Unavailability"), self.unavailability, _("Share of time it is down of its own"))
        numbers.add(_("Source"), self.source, _("Where the number is from"))
        self.times: dict[str, ValueField] = {}
        names = (_("Time to failure"), _("Time to repair"), _("RTO"), _("RPO"))
        tips = (_("Mean time between repair and failure"), _("Mean time to repair"),
                _("Time to bring it back when it failed itself"), _("Data lost when it failed itself"))  # fmt: skip
        for attribute, name, tip in zip(_TIMES, names, tips, strict=True):
            field = self.times[attribute] = ValueField(name, text_of_seconds, seconds_of, _("30 min"))
            numbers.add(name, field, tip)
            field.changed.connect(lambda value, attribute=attribute: self._tell(attribute, **{attribute: value}))
        section = Section(_("Availability and recovery"), key="element-numbers")
        section.add(numbers)
        self._whole.addWidget(section)
        self.unavailability.changed.connect(lambda value: self._tell("unavailability", unavailability=value))
        self.source.changed.connect(lambda text: self._tell("source", unavailability_source=text))

    def _make_attributes(self) -> None:
        self.attributes = NotesEdit(0, _("Attributes"), 4)
        self.attributes.setPlaceholderText(_("team: Payments"))
        self.fault = label("", step="small", tone="high", wrap=True)
        self.fault.hide()
        section = Section(_("Attributes and tags"), key="element-attributes", folded=True)
        section.add(self.attributes)
        section.add(self.fault)
        self._whole.addWidget(section)
        self.attributes.typed.connect(self._read_attributes)

    # -- showing -------------------------------------------------------------------------------

    def show_node(self, node: Node, graph: Graph, *, can_write: bool) -> None:
        """Show an element; what is being typed about the same one stays."""
        if node.id != self._node.id:
            for notes in (self.comment, self.attributes):
                notes.flush()
        self._node = node
        self.label.show_value(node.id, node.label)
        self.label.edit.setPlaceholderText(node.id)
        self.kind.show_value(node.id, node.kind)
        self.type.show_value(node.id, node.type)
        self.owner.show_value(node.id, str(node.attributes.get("owner", "")))
        self.failable.setChecked(node.failable)
        self.managed.setChecked(node.managed)
        self.unavailability.show_value(node.id, node.unavailability)
        self.source.show_value(node.id, node.unavailability_source)
        for attribute, field in self.times.items():
            field.show_value(node.id, getattr(node, attribute))
        self.links.can_write = can_write
        self.links.show_node(node, graph)
        n = len(node.requires) + len(node.soft) + len(node.groups)
        self.needs.set_summary(str(n) if n else "")
        _show_text(self.comment, node.id, str(node.attributes.get("comment", "")))
        _show_text(self.attributes, node.id, text_of_attributes(node.attributes, _OWN | self._questions()))
        self._set_writable(can_write)

    def _questions(self) -> frozenset[str]:
        """Attributes that hold open questions, which are shown by themselves."""
        return frozenset((QUESTIONS,)) if open_questions(self._node) else frozenset()

    def _set_writable(self, can_write: bool) -> None:
        for line in (self.label, self.type, self.owner, self.unavailability, self.source, *self.times.values()):
            line.edit.setReadOnly(not can_write)
        for notes in (self.comment, self.attributes):
            notes.setReadOnly(not can_write)
        for part in (self.kind, self.failable, self.managed, self.connect_button, self.container_button):
            part.setEnabled(can_write)

    # -- telling -------------------------------------------------------------------------------

    def _tell(self, what: str, **values: Any) -> None:
        node = replace(self._node, **values)
        if node != self._node:
            self._node = node
            self.changed.emit(node, f"element {node.id} {what}")

    def _attribute(self, name: str, text: str) -> None:
        attributes = dict(self._node.attributes)
        if text.strip():
            attributes[name] = text
        else:
            attributes.pop(name, None)
        self._tell(name, attributes=attributes)

    def _read_attributes(self, text: str) -> None:
        try:
            found = attributes_of_text(text)
        except ValueError as error:
            self.fault.setText(str(error))
            self.fault.show()
            return
        self.fault.hide()
        kept = {name: value for name, value in self._node.attributes.items() if name in _OWN | self._questions()}
        self._tell("attributes", attributes=found | kept)


def _show_text(field: NotesEdit, key: str, text: str) -> None:
    if field.key != key:
        field.load(key, text)
    elif not field.hasFocus():
        field.set_text_quietly(text)
