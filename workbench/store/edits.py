"""The only way rows change: every put and remove is noted with before and after, so it can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Connection, Delete, Select, Table, Update, and_, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from workbench.errors import Refused
from workbench.i18n import _
from workbench.store.blobs import keep_bytes
from workbench.store.tables import JOURNALED, Base, ReviewRow

__all__ = ["Edits", "Part", "RowChange", "same_value"]

Row = dict[str, Any]
Values = tuple[Any, ...]


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

    @cached_property
    def connection(self) -> Connection:
        """The connection of the session; statements on it skip what only mapped objects need."""
        return self.session.connection()

    def get(self, table: type[Base], **key: Any) -> Row | None:
        """Return one row by its key, or None."""
        found = self.rows(table, **key)
        return found[0] if found else None

    def rows(self, table: type[Base], **where: Any) -> list[Row]:
        """Return the rows whose columns equal the given values."""
        statement, names = _select(table, tuple(where))
        return [dict(zip(names, row, strict=True)) for row in self.connection.execute(statement, where)]

    def put(self, table: type[Base], key: Row, **values: Any) -> None:
        """Insert or update one row; columns that stay the same are not noted."""
        current = self.get(table, **key)
        if current is None:
            full = _defaults(table) | key | values
            self.connection.execute(insert(_table(table)), full)
            after = {name: full[name] for name in full if name not in table.DERIVED}
            self._note(table, key, None, after, full)
            return
        changed = {name: value for name, value in values.items() if not same_value(current[name], value)}
        if changed:
            self.connection.execute(_update(table, tuple(changed)), _bound(key) | changed)
            self._note(table, key, {name: current[name] for name in changed}, changed, current | values)

    def remove(self, table: type[Base], **key: Any) -> None:
        """Delete one row if it is there."""
        current = self.get(table, **key)
        if current is None:
            return
        self._note(table, key, current, None, current)  # while the review can still be looked up
        self.connection.execute(_delete(table), _bound(key))

    def put_all(
        self, table: type[Base], rows: Sequence[tuple[Row, Row]], there: Mapping[Values, Row] | None = None
    ) -> None:
        """Do the same as put for many rows in a few statements.

        Args:
            table: Where they belong.
            rows: Key and values of each; no key may occur twice.
            there: The rows that are there already by the values of their keys, where the caller has read them.
        """
        if there is None:
            there = self.found(table, [key for key, _values in rows])
        added: list[Row] = []
        changed: dict[tuple[str, ...], list[Row]] = {}
        defaults = _defaults(table)
        for key, values in rows:
            current = there.get(_values(table, key))
            if current is None:
                full = defaults | key | values
                added.append(full)
                self._note(table, key, None, {name: full[name] for name in full if name not in table.DERIVED}, full)
                continue
            after = {name: value for name, value in values.items() if not same_value(current[name], value)}
            if after:
                changed.setdefault(tuple(after), []).append(_bound(key) | after)
                self._note(table, key, {name: current[name] for name in after}, after, current | values)
        if added:
            self.connection.execute(insert(_table(table)), added)
        for names, bound in changed.items():
            self.connection.execute(_update(table, names), bound)

    def remove_all(self, table: type[Base], keys: Sequence[Row]) -> None:
        """Do the same as remove for many rows in a few statements; no key may occur twice."""
        there = self.found(table, keys)
        gone = [(key, row) for key in keys if (row := there.get(_values(table, key)))]
        for key, row in gone:
            self._note(table, key, row, None, row)
        if gone:
            self.connection.execute(_delete(table), [_bound(key) for key, _row in gone])

    def found(self, table: type[Base], keys: Sequence[Row]) -> dict[Values, Row]:
        """Return the rows that are there by the values of their keys."""
        statement, names = _select_some(table)
        wanted = json.dumps([_values(table, key) for key in keys])
        rows = [
            dict(zip(names, values, strict=True)) for values in self.connection.execute(statement, {"keys": wanted})
        ]
        return {_values(table, row): row for row in rows}

    def keep(self, data: bytes) -> str:
        """Keep content by hash; content is never journaled nor undone."""
        return keep_bytes(self.session, data)

    def parts(self) -> frozenset[Part]:
        """What all changes so far touched."""
        return frozenset(Part(c.table, c.workload_id, c.review_id, c.question_id) for c in self.changes)

    def _note(self, table: type[Base], key: Row, before: Row | None, after: Row | None, whole: Row) -> None:
        scope = self._scope(table.__tablename__, whole | key)
        self.changes.append(RowChange(table.__tablename__, dict(key), before, after, *scope))

    def _scope(self, name: str, row: Row) -> tuple[str, str, str]:
        """Return workload, review and question a row belongs to, as far as it belongs to any."""
        if name == "workload":
            return row["id"], "", ""
        if name == "review":
            self._workload_of[row["id"]] = row["workload_id"]
            return row["workload_id"], row["id"], ""
        if "review_id" not in row:
            return row.get("workload_id", ""), "", ""
        review_id = row["review_id"]
        if review_id not in self._workload_of:
            found = self.connection.execute(_WORKLOAD_OF, {"id": review_id}).scalar()
            self._workload_of[review_id] = found or ""
        return self._workload_of[review_id], review_id, row.get("question_id", "")

    # -- inverse -----------------------------------------------------------------------------

    def apply_inverse(self, changes: list[RowChange]) -> None:
        """Take changes back, last first; refuses when a row is no longer as the step left it."""
        self._swap([RowChange(c.table, c.key, c.after, c.before, c.workload_id, c.review_id, c.question_id)
                    for c in reversed(changes)])  # fmt: skip

    def apply_again(self, changes: list[RowChange]) -> None:
        """Make changes anew, first first; refuses when a row is no longer as it was before the step."""
        self._swap(changes)

    def _swap(self, changes: list[RowChange]) -> None:
        for run in _runs(changes):
            table = JOURNALED[run[0].table]
            there = self.found(table, [change.key for change in run])
            for change in run:
                current = there.get(_values(table, change.key))
                if not _matches(current, change.before, table.CARRIED):
                    raise Refused(
                        _("This step cannot be taken back: what it changed was changed again from outside."),
                        _("The history of the question shows both values; set the one you want by hand."),
                    )
            first = run[0]
            if first.after is None:
                self.connection.execute(_delete(table), [_bound(change.key) for change in run])
            elif first.before is None:
                rows = [_defaults(table) | change.key | (change.after or {}) for change in run]
                self.connection.execute(insert(_table(table)), rows)
            else:
                bound = [_bound(change.key) | (change.after or {}) for change in run]
                self.connection.execute(_update(table, tuple(first.after)), bound)
        self.changes.extend(changes)


def _runs(changes: list[RowChange]) -> Iterator[list[RowChange]]:
    """Yield changes that follow each other, are of one kind, and touch different rows."""
    run: list[RowChange] = []
    kind: object = None
    seen: set[tuple[Any, ...]] = set()
    for change in changes:
        own = (change.table, change.before is None, change.after is None or tuple(change.after))
        key = tuple(change.key.values())
        if run and (own != kind or key in seen):
            yield run
            run, seen = [], set()
        kind = own
        run.append(change)
        seen.add(key)
    if run:
        yield run


# -- statements: built once, because building and compiling them costs more than running them -----------------


def _table(table: type[Base]) -> Table:
    return table.__table__  # type: ignore[return-value]


@cache
def _select(table: type[Base], where: tuple[str, ...]) -> tuple[Select[Any], tuple[str, ...]]:
    tab = _table(table)
    columns = [column for column in tab.c if column.name not in table.DERIVED]
    statement = select(*columns).where(*(tab.c[name] == bindparam(name, type_=tab.c[name].type) for name in where))
    return statement, tuple(column.name for column in columns)


@cache
def _select_some(table: type[Base]) -> tuple[Select[Any], tuple[str, ...]]:
    tab = _table(table)
    columns = [column for column in tab.c if column.name not in table.DERIVED]
    given = func.json_each(bindparam("keys")).table_valued("value").alias("given")  # any number, one bound value
    same = [tab.c[name] == func.json_extract(given.c.value, f"$[{n}]") for n, name in enumerate(table.KEY)]
    statement = select(*columns).select_from(given).join(tab, and_(*same))
    return statement, tuple(column.name for column in columns)


def _is(table: type[Base]) -> list[Any]:
    tab = _table(table)
    return [tab.c[name] == bindparam(f"is_{name}", type_=tab.c[name].type) for name in table.KEY]


def _values(table: type[Base], row: Row) -> Values:
    return tuple([row[name] for name in table.KEY])


def _bound(key: Row) -> Row:
    return {f"is_{name}": value for name, value in key.items()}


@cache
def _update(table: type[Base], names: tuple[str, ...]) -> Update:
    columns = _table(table).c
    return update(_table(table)).where(*_is(table)).values({n: bindparam(n, type_=columns[n].type) for n in names})


@cache
def _delete(table: type[Base]) -> Delete:
    return delete(_table(table)).where(*_is(table))


_WORKLOAD_OF = select(_table(ReviewRow).c.workload_id).where(_table(ReviewRow).c.id == bindparam("id"))


def _defaults(table: type[Base]) -> Row:
    found: Row = {}
    for column in _table(table).c:
        default: Any = column.default
        if default is not None and column.name not in table.DERIVED:
            found[column.name] = default.arg({}) if default.is_callable else default.arg
    return found


def same_value(one: Any, other: Any) -> bool:
    """True for values that the file would keep alike; in Python, 1 and true are equal inside JSON too."""
    if one == other and isinstance(one, dict | list):
        return repr(one) == repr(other) or json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    return bool(one == other)


def _matches(current: Row | None, expected: Row | None, but: frozenset[str]) -> bool:
    if current is None or expected is None:
        return current is expected
    return all(current.get(name) == value for name, value in expected.items() if name not in but)
