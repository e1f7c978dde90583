"""Which links of other people's files may be opened: web pages, nothing that runs or reads this computer."""

from __future__ import annotations

from PySide6.QtCore import QUrl

from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["web_link"]

_SCHEMES = ("http", "https", "ftp")


def web_link(address: str) -> QUrl:
    """Return a link that may be opened on a click.

    Raises:
        BadInput: It leads to something else than a web page.
    """
    url = QUrl(address.strip())
    if url.scheme().lower() not in _SCHEMES or not url.host():
        raise BadInput(
            _("{address} is no web page, so it is not opened.").format(address=address),
            _("Copy it and open it yourself if you trust it."),
        )
    return url
