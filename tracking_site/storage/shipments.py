"""The key of a shipment's row."""

from sqlalchemy import ColumnElement, and_

from tracking_site.domain.references import ShipmentRef
from tracking_site.storage.schema import shipments

KEY = ("account", "kind", "number")
"""The columns that identify a shipment."""


def key_columns(ref: ShipmentRef) -> dict[str, object]:
    """Return the values of the columns that identify a shipment."""
    return {"account": ref.account, "kind": ref.reference.kind.value, "number": ref.reference.value}


def matches(ref: ShipmentRef) -> ColumnElement[bool]:
    """Return the condition for the row of a shipment in `shipments`."""
    return and_(*(shipments.c[name] == value for name, value in key_columns(ref).items()))
