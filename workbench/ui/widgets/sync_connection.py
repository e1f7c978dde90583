"""How the Tool is reached: profile, Region, address; and what a test of it found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.domain.workload import REGIONS
from workbench.errors import BadInput, WorkbenchError
from workbench.host.aws_profiles import Profiles, read_profiles
from workbench.host.aws_session import Connection
from workbench.i18n import _
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import icon_button, plain_button
from workbench.ui.widgets.labels import dim_label, label

if TYPE_CHECKING:
    from workbench.host.aws_check import ConnectionCheck

__all__ = ["ConnectionForm"]

_MARKS = {"good": ("check", "none"), "bad": ("error", "high"), "unknown": ("info", "text_dim")}


class ConnectionForm(QWidget):
    """The fields of a connection and its buttons."""

    edited = Signal(object)
    """A Connection, after every change by the person that makes a usable one; UI thread."""

    def __init__(
        self, test: Callable[[], object], sign_in: Callable[[], object], keys: Callable[[], object],
        sign_out: Callable[[], object], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._shown = Connection()
        self._profiles = Profiles(())
        self.profile, self.region = QComboBox(), QComboBox()
        for box, name in ((self.profile, _("Profile")), (self.region, _("Region"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.region.setEditable(True)
        self.region.addItems(["", *REGIONS])
        if (line := self.region.lineEdit()) is not None:
            line.setPlaceholderText(_("As the profile says"))
            line.editingFinished.connect(self._tell)
        self.profile.activated.connect(lambda _row: self._tell())
        self.region.activated.connect(lambda _row: self._tell())
        self.endpoint = LineField(_("Endpoint URL"), placeholder=_("The usual one"))
        self.endpoint.typed.connect(lambda _text: self._tell())
        self.ca = LineField(_("CA file"), placeholder=_("The usual ones"))
        self.ca.edit.setToolTip(_("Needed where the network inspects encrypted traffic"))
        self.ca.typed.connect(lambda _text: self._tell())
        self.choose_ca = icon_button("folder", _("Choose a CA file (PEM)"), self._choose_ca)
        ca_row = QHBoxLayout()
        theme().space(ca_row, 4)
        ca_row.addWidget(self.ca, 1)
        ca_row.addWidget(self.choose_ca, 0, Qt.AlignmentFlag.AlignTop)
        self.kind = dim_label("", step="small", wrap=True)
        self.test = plain_button(_("Test connection"), test, icon_name="check")
        self.sign_in = plain_button(_("Sign in..."), sign_in, icon_name="link-out")
        self.keys = plain_button(_("Type keys..."), keys, icon_name="keyboard")
        self.sign_out = plain_button(_("Sign out"), sign_out)
        form = QFormLayout()
        theme().space(form, 8)
        form.setHorizontalSpacing(theme().px(12))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("Profile"), self.profile)
        form.addRow(_("Region"), self.region)
        form.addRow(_("Endpoint URL"), self.endpoint)
        form.addRow(_("CA file"), ca_row)
        self._rows = QWidget()
        self._rows_column = QVBoxLayout(self._rows)
        theme().space(self._rows_column, 6, (0, 4, 0, 0))
        column = QVBoxLayout(self)
        theme().space(column, 8)
        column.addLayout(form)
        column.addWidget(self.kind)
        column.addWidget(FlowRow(self.test, self.sign_in, self.keys, self.sign_out))
        column.addWidget(self._rows)

    def show_connection(self, connection: Connection, *, is_linked: bool) -> None:
        """Show what is used now; the Region of a link is part of it and cannot be changed."""
        self._shown = connection
        problem = ""
        try:
            self._profiles = read_profiles()
        except BadInput as error:
            self._profiles, problem = Profiles(()), str(error)
        names = [one.name for one in self._profiles.profiles if one.name]
        if connection.profile and connection.profile not in names:
            names.append(connection.profile)
        self.profile.clear()
        self.profile.addItem(_("Keys typed by hand") if connection.keys else _("Environment, or default"), "")
        for name in names:
            self.profile.addItem(name, name)
        self.profile.setCurrentIndex(max(0, self.profile.findData(connection.profile)))
        self.region.setCurrentText(connection.region)
        self.region.setEnabled(not is_linked)
        self.region.setToolTip(_("A link belongs to its Region.") if is_linked else "")
        if not self.endpoint.is_waiting:
            self.endpoint.load("endpoint", connection.endpoint_url)
        if not self.ca.is_waiting:
            self.ca.load("ca", connection.ca_bundle)
        self.kind.setText(problem or self._kind(connection))
        self.kind.setVisible(bool(self.kind.text()))
        self.sign_in.setVisible(self._has_sso(connection))
        self.sign_out.setVisible(bool(connection.keys) or self._has_sso(connection))

    def set_free(self, is_free: bool, can_write: bool) -> None:
        """Allow the buttons, or not while something is under way."""
        for button in (self.test, self.sign_in, self.keys, self.sign_out):
            button.setEnabled(is_free)
        self.endpoint.edit.setReadOnly(not can_write)
        self.ca.edit.setReadOnly(not can_write)
        self.choose_ca.setEnabled(can_write and is_free)
        self.profile.setEnabled(can_write and is_free)

    def show_check(self, found: ConnectionCheck | None, words: Callable[[str], str]) -> None:
        """Show what a test found, or nothing."""
        while (item := self._rows_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row in found.rows if found else ():
            self._rows_column.addWidget(_CheckLine(str(row.verdict), row.title, words(row.text), words(row.hint)))
        self._rows.setVisible(found is not None)

    def _choose_ca(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a CA file (PEM)"), self.ca.text(), _("Certificates (*.pem *.crt *.cer);;All files (*)")
        )
        if name:
            self.ca.edit.setText(name)
            self._tell()

    def _kind(self, connection: Connection) -> str:
        if connection.keys:
            return ""
        try:
            profile = self._profiles.used(connection.profile)
        except WorkbenchError as error:
            return str(error)
        if profile is None:
            return _("No credentials were found. Choose a profile, or type keys.")
        return profile.problem or profile.kind.words.capitalize()

    def _has_sso(self, connection: Connection) -> bool:
        try:
            return not connection.keys and self._profiles.sso_of(connection.profile) is not None
        except WorkbenchError:
            return False

    def _tell(self) -> None:
        profile = self.profile.currentData() or ""
        keys = self._shown.keys if profile == self._shown.profile else ""
        ca = self.ca.text().strip()
        is_there = not ca or Path(ca).is_file()
        self.ca.set_fault("" if is_there else _("There is no such file."))
        try:
            made = Connection(
                profile, self.region.currentText().strip(), self.endpoint.text().strip(),
                ca if is_there else self._shown.ca_bundle, keys,
            )  # fmt: skip
        except BadInput as error:
            is_region = self.region.currentText().strip() != self._shown.region
            (self.kind.setText if is_region else self.endpoint.set_fault)(str(error))
            self.kind.setVisible(bool(self.kind.text()))
            return
        self.endpoint.set_fault("")
        if made != self._shown:
            self.edited.emit(made)


class _CheckLine(QWidget):
    """One line of a test: mark, what was checked, what came out, what to do."""

    def __init__(self, verdict: str, title: str, text: str, hint: str) -> None:
        super().__init__()
        name, tone = _MARKS[verdict]
        side = theme().px(16)
        mark = QLabel()
        mark.setPixmap(icon(name, tone).pixmap(QSize(side, side), self.devicePixelRatioF()))
        words = QVBoxLayout()
        theme().space(words, 0)
        words.addWidget(dim_label(title, step="small"))
        said = label(text, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(said)
        if hint:
            words.addWidget(dim_label(hint, step="small", wrap=True))
        row = QHBoxLayout(self)
        theme().space(row, 8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
