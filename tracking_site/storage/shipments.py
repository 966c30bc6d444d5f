"""How a shipment's row is named and found."""

from sqlalchemy import ColumnElement, and_

from tracking_site.domain.references import ShipmentRef
from tracking_site.storage.schema import shipments

KEY = ("account", "kind", "number")
"""The columns that name a shipment."""


def key_columns(ref: ShipmentRef) -> dict[str, object]:
    """Return the values of the columns that name a shipment."""
    return {"account": ref.account, "kind": ref.reference.kind.value, "number": ref.reference.value}


def matches(ref: ShipmentRef) -> ColumnElement[bool]:
    """Return the condition that a row of `shipments` is this shipment's."""
    return and_(*(shipments.c[name] == value for name, value in key_columns(ref).items()))
