"""What AWS calls a question and its practices, as an account of the person showed it when it was last read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from workbench.store.blobs import read_blob
from workbench.store.tables import OfficialTextRow

__all__ = ["OfficialChoice", "OfficialText", "official_text"]

_text: Table = OfficialTextRow.__table__  # type: ignore[assignment]
_NEWEST = (
    select(_text.c.sha256, _text.c.lens_version, _text.c.at)
    .where(_text.c.lens_alias == bindparam("alias"))
    .order_by(_text.c.lens_version != bindparam("version"), _text.c.at.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class OfficialChoice:
    """A practice in AWS's words."""

    id: str
    title: str = ""
    description: str = ""
    url: str = ""
    improvement_url: str = ""


@dataclass(frozen=True, slots=True)
class OfficialText:
    """A question in AWS's words.

    Attributes:
        version: The lens version that was read.
        at: When [UTC, ISO 8601].
    """

    title: str
    description: str = ""
    url: str = ""
    improvement_url: str = ""
    choices: tuple[OfficialChoice, ...] = ()
    version: str = ""
    at: str = ""

    def choice(self, choice_id: str) -> OfficialChoice | None:
        """Return a practice by id, or None."""
        return next((one for one in self.choices if one.id == choice_id), None)


_read: dict[str, dict[str, Any]] = {}
"""Texts read in this process; a hash never changes its meaning."""
_MOST_READ = 8


def official_text(session: Session, alias: str, version: str, question_id: str) -> OfficialText | None:
    """Return a question as AWS words it, of this version where that was read, else of the one read last; or None."""
    row = session.connection().execute(_NEWEST, {"alias": alias, "version": version}).first()
    if row is None:
        return None
    if row[0] not in _read:
        data = read_blob(session, row[0])
        if len(_read) >= _MOST_READ:
            _read.clear()
        _read[row[0]] = json.loads(data) if data else {}
    found = _read[row[0]].get(question_id)
    return _question(found, row[1], row[2]) if isinstance(found, dict) else None


def _question(found: dict[str, Any], version: str, at: str) -> OfficialText:
    choices = tuple(
        OfficialChoice(
            str(one["id"]), one.get("title") or "", one.get("description") or "",
            (one.get("help") or {}).get("Url", ""), (one.get("improvement") or {}).get("Url", ""),
        )
        for one in found.get("choices", ())
    )  # fmt: skip
    return OfficialText(found.get("title") or "", found.get("description") or "", found.get("url") or "",
                        found.get("improvement_url") or "", choices, version, at)  # fmt: skip
