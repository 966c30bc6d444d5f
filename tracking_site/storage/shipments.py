"""How a shipment's row is found and written, whatever is kept in it or hangs on it."""

from sqlalchemy import ColumnElement, and_

from tracking_site.domain.references import AccountReference
from tracking_site.storage.schema import shipments

BY = ("account", "kind", "number")


def row_of(asked: AccountReference) -> dict[str, object]:
    """What names a shipment, as a row of its own."""
    return {"account": asked.account, "kind": asked.reference.kind.value, "number": asked.reference.value}


def is_of(asked: AccountReference) -> ColumnElement[bool]:
    """That a row is a shipment's."""
    return and_(*(shipments.c[name] == value for name, value in row_of(asked).items()))
