"""Short questions on the way to AWS: keys typed by hand, the code of an MFA device, signing in on a web page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.errors import BadInput
from workbench.host.aws_session import AccessKeys
from workbench.host.aws_sign_in import DeviceCode
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import icon_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label

__all__ = ["CodeDialog", "KeysDialog", "SignInDialog"]


class _Question(QDialog):
    """Title, text, fields, Cancel and one button."""

    def __init__(self, title: str, text: str, button: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fields = QFormLayout()
        theme().space(self.fields, 8)
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.fault = label("", tone="high", wrap=True)
        self.fault.hide()
        self.go = primary_button(button, self.submit)
        self.go.setDefault(True)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.go)
        self.column = QVBoxLayout(self)
        theme().space(self.column, 10, (20, 20, 20, 16))
        self.column.addWidget(heading(title, "large"))
        self.column.addWidget(dim_label(text, wrap=True))
        self.column.addLayout(self.fields)
        self.column.addWidget(self.fault)
        self.column.addStretch(1)
        self.column.addLayout(buttons)
        self.setMinimumWidth(theme().px(460))

    def line(self, name: str, *, is_secret: bool = False) -> QLineEdit:
        """Add a line to type in."""
        made = QLineEdit()
        made.setAccessibleName(name)
        if is_secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        self.fields.addRow(name, made)
        return made

    def submit(self) -> None:
        """Take what was typed."""
        self.accept()


class KeysDialog(_Question):
    """Access keys typed by hand; they leave the dialog only as AccessKeys."""

    def __init__(self, take: Callable[[AccessKeys], object], parent: QWidget | None = None) -> None:
        text = _("They go to the keyring of this computer. Where it has none, they stay in memory until the program is "
                 "closed. They are never written to the workspace or a log.")  # fmt: skip
        super().__init__(_("Access keys"), text, _("Keep keys"), parent)
        self._take = take
        self.key_id = self.line(_("Access key id"))
        self.secret = self.line(_("Secret access key"), is_secret=True)
        self.token = self.line(_("Session token, if any"), is_secret=True)

    def submit(self) -> None:
        """Check the keys and hand them on."""
        try:
            keys = AccessKeys(self.key_id.text(), self.secret.text(), self.token.text())
        except BadInput as error:
            self.fault.setText(str(error))
            self.fault.show()
            return
        for line in (self.secret, self.token):
            line.clear()
        self.accept()
        self._take(keys)


class CodeDialog(_Question):
    """The code of an MFA device."""

    def __init__(self, words: str, take: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(_("Code needed"), words, _("Go on"), parent)
        self._take = take
        self.code = self.line(_("Six digits"))
        self.code.setMaxLength(7)

    def submit(self) -> None:
        """Hand the code on; anything but six digits stays."""
        code = self.code.text().replace(" ", "")
        if len(code) != 6 or not code.isdecimal():
            self.fault.setText(_("It is the six digits the device shows now."))
            self.fault.show()
            return
        self.accept()
        self._take(code)


class SignInDialog(_Question):
    """The code to compare with the one on the sign-in page; closes when the person has signed in there."""

    def __init__(
        self, shown: DeviceCode, parent: QWidget | None = None,
        open_url: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:  # fmt: skip
        text = _("A page of IAM Identity Center opens in your browser. Compare the code, then allow the access there.")
        super().__init__(_("Sign in"), text, _("Open the page again"), parent)
        self._shown, self._open_url = shown, open_url
        self.code = label(shown.code, step="display", strong=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        theme().space(row, 8)
        row.addWidget(self.code)
        row.addWidget(icon_button("copy", _("Copy the code"), self._copy, size=16))
        row.addStretch(1)
        self.fields.addRow(row)
        address = dim_label(shown.url, wrap=True, step="small")
        address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fields.addRow(address)
        self.submit()

    def submit(self) -> None:
        """Open the page with the code filled in."""
        self._open_url(QUrl(self._shown.complete_url))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._shown.code)
