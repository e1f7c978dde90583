"""Settings as a dialog made from the fields; every choice holds at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import _
from workbench.settings import Kind, Option, Settings, fault_of, options
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import icon_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.number_field import NumberField

__all__ = ["Preferences"]


class Preferences(QDialog):
    """One row per setting.

    Args:
        settings: As they are.
        changed: Told the new settings after every change.
        parent: The window.
    """

    def __init__(self, settings: Settings, changed: Callable[[Settings], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Settings"))
        self._settings = settings
        self._changed = changed
        inner = QWidget()
        inner.setProperty("clear", True)
        grid = QGridLayout(inner)
        theme().space(grid, 6, (0, 0, 12, 0))
        grid.setColumnStretch(1, 1)
        row = 0
        for name, option in options().items():
            if option.kind is Kind.HIDDEN:
                continue
            title = label(_(option.label))
            field = self._field(name, option)
            field.setAccessibleName(_(option.label))
            field.setAccessibleDescription(_(option.help))
            title.setBuddy(field)
            grid.addWidget(title, row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(dim_label(_(option.help), wrap=True, step="small"), row + 1, 1)
            grid.setRowMinimumHeight(row + 2, theme().px(6))
            row += 3
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.accept)
        whole = QVBoxLayout(self)
        theme().space(whole, 16, (20, 20, 20, 16))
        grid.setRowStretch(row, 1)
        area = QScrollArea()
        area.setAccessibleName(_("Settings"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        whole.addWidget(area, 1)
        whole.addWidget(buttons)
        self.setMinimumWidth(theme().px(600))
        self.resize(theme().px(640), theme().px(640))

    def done(self, result: int) -> None:
        for field in self.findChildren(LineField):
            field.flush()
        super().done(result)

    def _field(self, name: str, option: Option) -> QWidget:
        value = getattr(self._settings, name)
        if option.kind is Kind.CHOICE:
            box = QComboBox()
            for choice, title in option.choices:
                box.addItem(_(title), choice)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.currentIndexChanged.connect(lambda _index: self._set(name, box.currentData()))
            return box
        if option.kind is Kind.NUMBER:
            spin = NumberField(_(option.label))
            spin.setRange(option.low, option.high)
            spin.setSingleStep(option.step)
            spin.setSuffix(f" {option.unit}" if option.unit else "")
            spin.setValue(value)
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(lambda number: self._set(name, number))
            return spin
        if option.kind is Kind.SWITCH:
            switch = QCheckBox()
            switch.setChecked(value)
            switch.toggled.connect(lambda checked: self._set(name, checked))
            return switch
        if option.kind is Kind.COLOUR:
            return self._checked(name, option)
        if option.kind is Kind.PICTURE:
            return self._picture(name, option)
        line = QLineEdit(value)
        line.editingFinished.connect(lambda: self._set(name, line.text().strip()))
        return line

    def _checked(self, name: str, option: Option) -> LineField:
        """A text that is taken only while it is good; what is wrong with it stands below it."""
        field = LineField(_(option.label), placeholder=_("none"))
        field.load(name, getattr(self._settings, name))

        def take(text: str) -> None:
            fault = fault_of(name, text.strip())
            field.set_fault(fault[:1].upper() + fault[1:] + "." if fault else "")
            if not fault:
                self._set(name, text.strip())

        field.typed.connect(take)
        return field

    def _picture(self, name: str, option: Option) -> QWidget:
        holder = QWidget()
        holder.setProperty("clear", True)
        field = self._checked(name, option)
        row = QHBoxLayout(holder)
        theme().space(row, 4, (0, 0, 0, 0))
        row.addWidget(field, 1)

        def choose() -> None:
            pattern = f"{_('Pictures')} (*.png *.jpg *.jpeg *.svg)"
            path, _filter = QFileDialog.getOpenFileName(self, _(option.label), field.text(), pattern)
            if path:
                field.load(name, path)
                self._set(name, path)

        row.addWidget(icon_button("folder", _("Choose {what}").format(what=_(option.label).lower()), choose))
        holder.setFocusProxy(field)
        return holder

    def _set(self, name: str, value: object) -> None:
        if getattr(self._settings, name) != value:
            self._settings = replace(self._settings, **{name: value})  # type: ignore[arg-type]
            self._changed(self._settings)
