"""A recap as an e-mail that waits to be sent: any mail program opens the file, nothing is sent from here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

__all__ = ["mail_file"]


def mail_file(
    subject: str, text: str, html: str, *, to: Sequence[str] = (), at: str = "",
    attachments: Sequence[tuple[str, bytes]] = (),
) -> bytes:  # fmt: skip
    """Return an .eml file with a plain and an HTML body (RFC 5322, RFC 2046).

    Args:
        subject: Its subject; line breaks become spaces.
        text, html: The two bodies.
        to: Addresses, or "Name <address>"; what holds no address is left out.
        at: When it was written, ISO 8601; no date if empty.
        attachments: Names and contents.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(subject.split())
    people = [_address(one) for one in to]
    known = [one for one in people if one is not None]
    if known:
        mail["To"] = known
    if at:
        mail["Date"] = datetime.fromisoformat(at)
    mail["X-Unsent"] = "1"  # Outlook opens it for writing, not for reading
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    for name, content in attachments:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _address(text: str) -> Address | None:
    name, address = parseaddr(text)
    user, at, domain = address.partition("@")
    try:
        return Address(name, user, domain) if at and user and domain else None
    except (ValueError, IndexError):  # what the header registry cannot read
        return None
