"""How a shipment's row is found and written, whatever is kept in it or hangs on it."""

from sqlalchemy import ColumnElement, and_

from tracking_site.domain.references import ShipmentRef
from tracking_site.storage.schema import shipments

KEY = ("account", "kind", "number")


def key_columns(ref: ShipmentRef) -> dict[str, object]:
    """What names a shipment, as a row of its own."""
    return {"account": ref.account, "kind": ref.reference.kind.value, "number": ref.reference.value}


def matches(ref: ShipmentRef) -> ColumnElement[bool]:
    """That a row is a shipment's."""
    return and_(*(shipments.c[name] == value for name, value in key_columns(ref).items()))
