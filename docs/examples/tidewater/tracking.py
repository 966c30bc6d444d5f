"""Tracking at Tidewater: one GET per parcel, with its scans."""

from tracking_site.carriers.adapter import Conversation, Request, Response, ask
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.carriers.tidewater.account import TidewaterAccount
from tracking_site.domain.errors import CarrierRefused, CarrierUnreadable, UnknownShipment
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import Location, References, Shipment, Status, TrackingEvent

STATUSES = {"BOOKED": Status.INFO_RECEIVED, "SORTED": Status.IN_TRANSIT, "HANDED_OVER": Status.DELIVERED}
NO_PARCEL = "0"


def track(account: TidewaterAccount, reference: Reference) -> Conversation[Shipment]:
    """Fetch a parcel with its scans."""
    response = yield from ask(_request(account, reference.value))
    parcel = _parcel(account, response)
    word = parcel.text("status")
    return Shipment(
        carrier=account.carrier,
        account=account.id,
        carrier_name=account.name,
        references=References(order_number=reference.value),
        status=STATUSES.get(word or "", Status.UNKNOWN),
        carrier_status=word,
        events=tuple(event_of(scan) for scan in parcel.rows("scans")),
    )


def check(account: TidewaterAccount) -> Conversation[None]:
    """Fetch a parcel that cannot exist: a 404 means that the key works."""
    response = yield from ask(_request(account, NO_PARCEL))
    try:
        _parcel(account, response)
    except UnknownShipment:
        return


def event_of(scan: Fields) -> TrackingEvent:
    """Return a scan as an event; a webhook has the same fields."""
    city = scan.text("city", limit=100)
    return TrackingEvent(
        time=scan.instant("at"),
        status=STATUSES.get(scan.text("status") or "", Status.UNKNOWN),
        description=scan.text("description"),
        location=Location(city) if city else None,
    )


def _request(account: TidewaterAccount, number: str) -> Request:
    headers = {"Authorization": f"Bearer {account.api_key.get_secret_value()}"}
    return Request.get(f"{account.base_url}/v2/parcels", {"number": number}, headers)


def _parcel(account: TidewaterAccount, response: Response) -> Fields:
    if response.status in (401, 403):
        raise CarrierRefused(account.id, f"answered {response.status}")
    if response.status == 404:
        raise UnknownShipment("no such parcel")
    try:
        return Fields.of(response.body)
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error
