"""The only way rows change: every put and remove is noted with before and after, so it can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from workbench.errors import Refused
from workbench.i18n import _
from workbench.store.blobs import keep_bytes
from workbench.store.tables import JOURNALED, Base, MilestoneRow, ReviewRow

__all__ = ["Edits", "Part", "RowChange"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What a change touched, for pages that want to refresh.

    Attributes:
        kind: Table name: workload, review, answer, mark, evidence, acceptance, improvement, milestone ...
    """

    kind: str
    workload_id: str = ""
    review_id: str = ""
    question_id: str = ""


@dataclass(slots=True)
class RowChange:
    """One row before and after; None means no row. Only changed columns are held for an update."""

    table: str
    key: Row
    before: Row | None
    after: Row | None
    workload_id: str = ""
    review_id: str = ""
    question_id: str = ""


@dataclass
class Edits:
    """Row edits of one step inside one open transaction.

    Attributes:
        session: The writing session.
        who: Display name of the person.
        now: UTC, ISO 8601, to milliseconds.
    """

    session: Session
    who: str
    now: str
    changes: list[RowChange] = field(default_factory=list)
    _workload_of: dict[str, str] = field(default_factory=dict)

    def get(self, table: type[Base], **key: Any) -> Row | None:
        """Return one row by its key, or None."""
        found = self.rows(table, **key)
        return found[0] if found else None

    def rows(self, table: type[Base], **where: Any) -> list[Row]:
        """Return the rows whose columns equal the given values."""
        tab = _table(table)
        query = select(*_columns(table)).where(*(tab.c[name] == value for name, value in where.items()))
        return [dict(row) for row in self.session.execute(query).mappings()]

    def put(self, table: type[Base], key: Row, **values: Any) -> None:
        """Insert or update one row; columns that stay the same are not noted."""
        current = self.get(table, **key)
        tab = _table(table)
        if current is None:
            full = _defaults(table) | key | values
            self.session.execute(insert(tab).values(full))
            after = {name: full[name] for name in full if name not in table.DERIVED}
            self._note(table, key, None, after)
            return
        changed = {name: value for name, value in values.items() if current[name] != value}
        if changed:
            self.session.execute(update(tab).where(*_is(tab, key)).values(changed))
            self._note(table, key, {name: current[name] for name in changed}, changed)

    def put_many(self, table: type[Base], rows: Iterable[tuple[Row, Row]]) -> None:
        """Insert many new rows at once (key and values each); none of them may exist."""
        full = [_defaults(table) | key | values for key, values in rows]
        if not full:
            return
        self.session.execute(insert(_table(table)), full)
        for row in full:
            after = {name: value for name, value in row.items() if name not in table.DERIVED}
            self._note(table, {name: row[name] for name in table.KEY}, None, after)

    def remove(self, table: type[Base], **key: Any) -> None:
        """Delete one row if it is there."""
        current = self.get(table, **key)
        if current is None:
            return
        self._scope(table, key, current)  # while the review can still be looked up
        self.session.execute(delete(_table(table)).where(*_is(_table(table), key)))
        self._note(table, key, current, None)

    def keep(self, data: bytes) -> str:
        """Keep content by hash; content is never journaled nor undone."""
        return keep_bytes(self.session, data)

    def parts(self) -> frozenset[Part]:
        """What all changes so far touched."""
        return frozenset(Part(c.table, c.workload_id, c.review_id, c.question_id) for c in self.changes)

    def _note(self, table: type[Base], key: Row, before: Row | None, after: Row | None) -> None:
        workload_id, review_id, question_id = self._scope(table, key, before or after or {})
        self.changes.append(
            RowChange(table.__tablename__, dict(key), before, after, workload_id, review_id, question_id)
        )

    def _scope(self, table: type[Base], key: Row, row: Row) -> tuple[str, str, str]:
        both = row | key
        name = table.__tablename__
        if name == "workload":
            return both["id"], "", ""
        if name == "lens":
            return "", "", ""
        review_id = both["id"] if name == "review" else both.get("review_id", "")
        if not review_id:
            return both.get("workload_id") or self._workload_of_milestone(both["id"]), "", ""
        if review_id not in self._workload_of:
            query = select(ReviewRow.workload_id).where(ReviewRow.id == review_id)
            self._workload_of[review_id] = both.get("workload_id") or self.session.execute(query).scalar() or ""
        if not both.get("question_id") and name == "evidence":
            stored = self.get(table, **key) or {}
            both |= {"question_id": stored.get("question_id", "")}
        return self._workload_of[review_id], review_id, both.get("question_id", "")

    def _workload_of_milestone(self, milestone_id: str) -> str:
        return self.session.execute(select(MilestoneRow.workload_id).where(MilestoneRow.id == milestone_id)).scalar() or ""

    # -- inverse -----------------------------------------------------------------------------

    def apply_inverse(self, changes: list[RowChange]) -> None:
        """Take changes back, last first; refuses when a row is no longer as the step left it."""
        self._swap([RowChange(c.table, c.key, c.after, c.before, c.workload_id, c.review_id, c.question_id)
                    for c in reversed(changes)])  # fmt: skip

    def apply_again(self, changes: list[RowChange]) -> None:
        """Make changes anew, first first; refuses when a row is no longer as it was before the step."""
        self._swap(changes)

    def _swap(self, changes: list[RowChange]) -> None:
        for change in changes:
            table = JOURNALED[change.table]
            tab = _table(table)
            current = self.get(table, **change.key)
            if not _matches(current, change.before):
                raise Refused(
                    _("This step cannot be taken back: what it changed was changed again from outside."),
                    _("The history of the question shows both values; set the one you want by hand."),
                )
            if change.after is None:
                self.session.execute(delete(tab).where(*_is(tab, change.key)))
            elif change.before is None:
                self.session.execute(insert(tab).values(_defaults(table) | change.key | change.after))
            else:
                self.session.execute(update(tab).where(*_is(tab, change.key)).values(change.after))
        self.changes.extend(changes)


def _table(table: type[Base]) -> Table:
    return table.__table__  # type: ignore[return-value]


def _columns(table: type[Base]) -> list[Any]:
    return [column for column in _table(table).c if column.name not in table.DERIVED]


def _defaults(table: type[Base]) -> Row:
    found: Row = {}
    for column in _columns(table):
        default = column.default
        if default is None:
            continue
        found[column.name] = default.arg({}) if default.is_callable else default.arg
    return found


def _is(tab: Table, key: Row) -> list[Any]:
    return [tab.c[name] == value for name, value in key.items()]


def _matches(current: Row | None, expected: Row | None) -> bool:
    if current is None or expected is None:
        return current is expected
    return all(current.get(name) == value for name, value in expected.items())
