"""A recap as an e-mail that waits to be sent: any mail program opens the file, nothing is sent from here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

__all__ = ["mail_file"]

_STRUCTURE = frozenset("@<>:;")
"""What a name that is no address may not hold; it is half an address."""


def mail_file(
    subject: str, text: str, html: str, *, to: Sequence[str] = (), at: str = "",
    attachments: Sequence[tuple[str, bytes]] = (),
) -> bytes:  # fmt: skip
    """Return an .eml file with a plain and an HTML body (RFC 5322, RFC 2046).

    Args:
        subject: Its subject; line breaks become spaces.
        text, html: The two bodies.
        to: Addresses, "Name <address>", or names alone. RFC 5322 has no mailbox without an address, so a name stands
            in an empty group (RFC 6854): mail programs show it, and ask for the address before they send.
        at: When it was written, ISO 8601; no date if empty.
        attachments: Names and contents.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = _plain(subject)
    people = [found for one in dict.fromkeys(_plain(each) for each in to) if (found := _addressee(one))]
    if people:
        mail["To"] = people
    if at:
        mail["Date"] = datetime.fromisoformat(at)
    mail["X-Unsent"] = "1"  # Outlook opens it for writing, not for reading
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    for name, content in attachments:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _addressee(text: str) -> Address | Group | None:
    """Return a mailbox where there is an address, else an empty group with the name."""
    name, address = parseaddr(text)
    user, at, domain = address.partition("@")
    try:
        if at and user and domain:
            return Address(name, user, domain)
        return Group(text) if text and not set(text) & _STRUCTURE else None
    except (ValueError, IndexError):  # what the header registry cannot read
        return None
