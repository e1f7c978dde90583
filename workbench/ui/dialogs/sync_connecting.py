"""The connection of the sync page with everything that is asked on the way: keys, codes, signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from workbench.host.aws_sign_in import DeviceCode
from workbench.i18n import _
from workbench.ui.dialogs.sync_credentials import CodeDialog, KeysDialog, SignInDialog
from workbench.ui.models.sync_desk import SyncDesk
from workbench.ui.theme import theme
from workbench.ui.widgets.sync_connection import ConnectionForm

if TYPE_CHECKING:
    from workbench.host.aws_check import ConnectionCheck

__all__ = ["ConnectingPanel"]


class ConnectingPanel(QWidget):
    """Fields of the connection; tests it, signs in and out, asks for keys and codes.

    Args:
        sync: What is connected.
        words: Masks account ids where that is wanted.
        open_url: Opens a page in the browser; handed in for tests.
    """

    def __init__(
        self, sync: SyncDesk, words: Callable[[str], str], open_url: Callable[[QUrl], object] = QDesktopServices.openUrl,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._sync, self._words, self._open_url = sync, words, open_url
        self._dialog: QDialog | None = None
        self.form = ConnectionForm(self.test, self.sign_in, self.type_keys, self.sign_out)
        self.form.edited.connect(sync.connect_with)
        sync.asked.connect(self._ask_code)
        sync.code_shown.connect(self._show_code)
        sync.ended.connect(self._close)
        sync.checked.connect(self._show_check)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.form)

    def show_state(self, can_write: bool) -> None:
        """Show the connection as it is now."""
        self.form.show_connection(self._sync.connection, is_linked=self._sync.link is not None)
        self.form.set_free(self._sync.task is None, can_write)

    def clear(self) -> None:
        """Forget what a test found."""
        self.form.show_check(None, self._words)

    def test(self) -> None:
        """Ask AWS who we are and what we may do."""
        self.clear()
        self._sync.check(_("Testing the connection"))

    def sign_in(self) -> None:
        """Sign in to IAM Identity Center in the browser, then test."""
        self._sync.sign_in(_("Signing in"), self.test)

    def type_keys(self) -> None:
        """Ask for access keys."""
        self._show(KeysDialog(lambda keys: self._sync.keep_keys(keys, _("Asking the keyring")), self))

    def sign_out(self) -> None:
        """Delete keys and tokens that this computer holds for the connection."""
        self.clear()
        self._sync.sign_out(_("Signing out"))

    def _ask_code(self, words: str) -> None:
        dialog = CodeDialog(words, self._sync.answer, self)
        dialog.rejected.connect(self._sync.cancel)
        self._show(dialog)

    def _show_code(self, shown: DeviceCode) -> None:
        dialog = SignInDialog(shown, self, self._open_url)
        dialog.rejected.connect(self._sync.cancel)
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self._dialog = None

    def _close(self) -> None:
        """Close what waited for the work that has ended."""
        if isinstance(self._dialog, CodeDialog | SignInDialog):
            self._dialog.accept()

    def _show_check(self, found: ConnectionCheck) -> None:
        self.form.show_check(found, self._words)
