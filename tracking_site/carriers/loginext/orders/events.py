"""The events in a row of Get Order (docs/carriers/loginext.md, Mile, Get Order)."""

from collections.abc import Iterator

from tracking_site.carriers.loginext.legs import ENDING, Word, meaning
from tracking_site.carriers.loginext.orders.rows import OrderRow
from tracking_site.carriers.loginext.reasons import impersonal_reason, reason_without_number
from tracking_site.domain.order_legs import LegKind
from tracking_site.domain.shipment import Coordinates, Location, Milestone, Status, TrackingEvent

_FAILED = frozenset({Word.NOTPICKEDUP, Word.NOTDELIVERED, Word.NOTCOMPLETED})


def history(row: OrderRow) -> Iterator[TrackingEvent]:
    """Yield the events that follow from a row's times and positions, unordered."""
    if placed := row.fields.instant("shipmentOrderDt"):
        yield TrackingEvent(placed, Status.INFO_RECEIVED, milestone=Milestone.PLACED)
    if row.leg.kind is LegKind.COLLECTION:
        yield from _collection(row)
    else:
        yield from _delivery(row)


def _collection(row: OrderRow) -> Iterator[TrackingEvent]:
    """Yield the events of a leg that ends at a hub."""
    yield from _step(row, Word.INTRANSIT, "actualStartDt")
    yield from _step(row, Word.CHECKEDINATPICKUP, "pickupCheckInTime", "pickupCheckIn")
    if row.word in _FAILED:
        yield from _end(row, ("pickupCheckOut", "deliverCheckOut"))
        return
    yield from _step(row, Word.PICKEDUP, "pickupCheckOutTime", "pickupCheckOut")
    if row.word in ENDING:
        yield from _end(row, () if row.word is Word.CANCELLED else ("deliverCheckOut", "deliverCheckIn"))


def _delivery(row: OrderRow) -> Iterator[TrackingEvent]:
    """Yield the events of a leg that begins at a hub."""
    yield from _step(row, Word.INTRANSIT, "actualStartDt")
    yield from _step(row, Word.PICKEDUP, "pickupCheckOutTime", "pickupCheckOut")
    yield from _step(row, Word.CHECKEDINATDELIVERY, "deliverCheckInTime", "deliverCheckIn")
    if row.word in _FAILED:
        yield from _end(row, ("deliverCheckOut",))
    elif row.word in ENDING:
        yield from _end(row, ("deliverCheckOut", "deliverCheckIn"))
    else:
        yield from _step(row, Word.CHECKEDOUTATDELIVERY, "deliverCheckOutTime", "deliverCheckOut")


def _step(row: OrderRow, word: Word, time_name: str, position: str | None = None) -> Iterator[TrackingEvent]:
    time, meant = row.fields.instant(time_name), meaning(word, row.leg)
    if time is not None and meant.milestone is not None:
        coordinates = _position(row, position) if position else None
        yield TrackingEvent(time, meant.status, milestone=meant.milestone, location=_at(coordinates))


def _end(row: OrderRow, positions: tuple[str, ...]) -> Iterator[TrackingEvent]:
    """Yield the event that ended the leg, with the carrier's reason; its time is the check-out where there is one."""
    meant = meaning(row.word, row.leg)
    times = (*(row.fields.instant(f"{position}Time") for position in positions), row.fields.instant("actualEndDt"))
    time = next(filter(None, times), None)
    coordinates = next(filter(None, (_position(row, position) for position in positions)), None)
    reason = _reason(row)
    if time is not None or reason is not None:
        yield TrackingEvent(time, meant.status, reason, meant.milestone, _at(coordinates))


def _reason(row: OrderRow) -> str | None:
    """Return the reason; of a leg that ends elsewhere than at the recipient, only one that names nobody."""
    read = reason_without_number if row.leg.ends_at_recipient else impersonal_reason
    return read(row.fields, "reason", "reasonCd")


def _at(coordinates: Coordinates | None) -> Location | None:
    return Location(position=coordinates) if coordinates else None


def _position(row: OrderRow, name: str) -> Coordinates | None:
    return row.fields.coordinates(f"{name}Latitude", f"{name}Longitude")
