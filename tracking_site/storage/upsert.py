"""Upserts in the dialects of SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def upsert(dialect: str, table: Table, row: Mapping[str, Any], key: Sequence[str]) -> Insert:
    """Return an insert that updates the row with the same key where there is one."""
    statement = _insert(dialect, table).values(row)
    changed = {name: statement.excluded[name] for name in row if name not in key}
    if not changed:
        return statement.on_conflict_do_nothing(index_elements=list(key))
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


def insert_if_absent(dialect: str, table: Table, row: Mapping[str, Any], key: Sequence[str]) -> Insert:
    """Return an insert that leaves an existing row with the same key as it is."""
    return _insert(dialect, table).values(row).on_conflict_do_nothing(index_elements=list(key))


def _insert(dialect: str, table: Table) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
