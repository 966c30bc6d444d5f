"""Rows that are put in the place of older ones, in the words of either database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Written = postgresql.Insert | sqlite.Insert


def upsert(dialect: str, table: Table, row: Mapping[str, Any], by: Sequence[str]) -> Written:
    """An insert that changes the row with the same `by` where there is one."""
    statement = _insert(dialect, table).values(row)
    changed = {name: statement.excluded[name] for name in row if name not in by}
    if not changed:
        return statement.on_conflict_do_nothing(index_elements=list(by))
    return statement.on_conflict_do_update(index_elements=list(by), set_=changed)


def insert_if_absent(dialect: str, table: Table, row: Mapping[str, Any], by: Sequence[str]) -> Written:
    """An insert that leaves a row with the same `by` as it is."""
    return _insert(dialect, table).values(row).on_conflict_do_nothing(index_elements=list(by))


def _insert(dialect: str, table: Table) -> Written:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
