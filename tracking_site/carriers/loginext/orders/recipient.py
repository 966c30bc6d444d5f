"""The recipient of an order: the customer of the leg that ends at the recipient, and nobody else."""

from tracking_site.carriers.loginext.orders.rows import OrderRows
from tracking_site.carriers.parsing import Fields, name_parts, public_place_name
from tracking_site.carriers.postcodes import postcode_at_end
from tracking_site.domain.shipment import PersonalData, Place

_PRIVATE = (
    *("customerCode", "customerName", "customerPhoneNumber", "customerEmailAddress", "recipientName"),
    *("deliveryMediumName", "deliveryMediumPhoneNumber", "driverName", "phoneNumber", "vehicleNumber"),
    *("notes", "deliveryNotes", "deliverNotes", "pickupNotes", "customerComments"),
    *(f"{side}{part}" for side in ("deliver", "pickup") for part in ("AccountName", "Email", "PhoneNumber")),
    *(f"{side}{part}" for side in ("deliver", "pickup") for part in ("Apartment", "StreetName", "Landmark", "PinCode")),
)
_PEOPLE = (
    *("customerName", "recipientName", "deliverAccountName", "pickupAccountName"),
    *("deliveryMediumName", "driverName"),
)


def recipient_of(order: OrderRows) -> PersonalData:
    """Return the data of the recipient and their driver, and the words of everybody in any row, which are redacted.

    The customer of any other leg is somebody else: a merchant, a person who sends something, or another driver's.
    """
    words = _words(order)
    if order.delivery is None:
        return PersonalData(words=words)
    row = order.delivery.fields
    address = row.text("destination")
    return PersonalData(
        recipient=row.text("customerName", limit=150),
        address=(address,) if address else (),
        postcode=row.text("deliverPinCode", limit=20) or postcode_at_end(address),
        note=row.text("deliveryNotes", "notes", limit=1500),
        driver=row.text("deliveryMediumName", "driverName", limit=100),
        destination_position=row.coordinates("destinationLatitude", "destinationLongitude"),
        words=words,
    )


def destination_of(order: OrderRows) -> Place | None:
    """Return the recipient's city."""
    row = order.delivery.fields if order.delivery else Fields(None)
    city = row.text("deliverCity", limit=100)
    return Place(city, row.text("deliverCountry", limit=60)) if city else None


def _words(order: OrderRows) -> frozenset[str]:
    rows = [row.fields for row in order.rows]
    current = order.current.fields
    hubs = {public_place_name(current.text("branchName")), current.text("clientName")}
    hubs |= {order.delivery.fields.text("deliverCity")} if order.delivery else set()
    ends = [row.text(name) for row in rows for name in ("origin", "destination", "branchName")]
    parts = [part.strip() for end in ends if end for part in end.split(",")]
    words = {row.text(name) for row in rows for name in _PRIVATE} | set(ends) | set(parts)
    words |= set(name_parts(*(row.text(name) for row in rows for name in _PEOPLE)))
    return frozenset(word for word in words if word and word not in hubs)
