"""The sample shipments of the GEODIS installation: air and sea freight, with every documented status."""

from datetime import datetime

from tracking_site_sandbox import shared_numbers
from tracking_site_sandbox.leaps.booking_model import DASHES, SHORT, SLASHES, Address, Booking, booking, minimal
from tracking_site_sandbox.odd_texts import EMOJI, EVERYTHING, MARKUP

AARHUS = Address(
    "Nordlys Instruments A/S",
    "Havnegade 12",
    "8000",
    "Aarhus C",
    "DK",
    "Mette Krogh",
    "mette@nordlys.example",
    "+1 555 0100",
)
LYON = Address(
    "Ateliers Verrier SARL",
    "14 rue de la Barre",
    "69002",
    "Lyon",
    "FR",
    "Hugo Verrier",
    "expedition@verrier.example",
    "+33 1 99 00 12 34",
)
LEEDS = Address(
    "Calder & Hale Ltd",
    "3 Wharf Street",
    "LS2 7EQ",
    "Leeds",
    "UK",
    "Priya Hale",
    "goods-in@calderhale.example",
    "+44 113 496 0221",
)
TORONTO = Address(
    "Lakeshore Optics Inc.",
    "260 Spadina Avenue",
    "M5T 2E4",
    "Toronto",
    "CA",
    "Daniel Osei",
    "receiving@lakeshore.example",
    "+1 416-555-0133",
)
YOKOHAMA = Address(
    "株式会社みなと精機",
    "港北区新横浜2-5",
    "222-0033",
    "Yokohama",
    "JP",
    "佐藤 結衣",
    "ukeire@minato.example",
    "+1 555 0144",
)
AWKWARD = Address(
    EVERYTHING,
    MARKUP,
    "<0000>",
    f"Marseille {EMOJI}",
    "FR",
    MARKUP,
    "o'brien@example.com",
    "+33 1 99 00 00 00",
)


def bookings(now: datetime) -> list[Booking]:
    """Return the shipments as they are at a given time."""
    return [*under_way(now), *ended(now), *unusual(now)]


def under_way(now: datetime) -> list[Booking]:
    """Return shipments that have not arrived yet."""
    return [
        booking(
            now,
            "10482201",
            "Booked this morning",
            "info_received",
            "Booked",
            sender=AARHUS,
            receiver=LYON,
            created=-3,
            eta_days=4,
            history=[(-3, "Booking received", "Aarhus")],
        ),
        booking(
            now,
            "10482202",
            "Pending, nothing has happened yet",
            "pending",
            "Pending",
            sender=LEEDS,
            receiver=TORONTO,
            created=-1,
            history=[],
            product="Sea LCL",
        ),
        booking(
            now,
            "10482203",
            "In transit, expected in two days",
            "in_transit",
            "In transit",
            sender=AARHUS,
            receiver=TORONTO,
            created=-75,
            eta_days=2,
            awb="435-16685675",
            carrier="Northern Air Cargo",
            history=[
                (-75, "Booking received", "Aarhus"),
                (-50, "Picked up", "Aarhus"),
                (-44, "Arrived at terminal", "Billund"),
                (-30.5, "Departed", "Billund"),
                (-21.2, "Arrived at transit airport", "Keflavík"),
                (-6.4, "Departed", "Keflavík"),
            ],
        ),
        booking(
            now,
            "10482204",
            "Deviation: held at customs",
            "exception",
            "Deviation",
            sender=YOKOHAMA,
            receiver=LEEDS,
            created=-120,
            eta_days=3,
            awb="435-77312045",
            carrier="Northern Air Cargo",
            value_format=DASHES,
            history=[
                (-120, "Booking received", "Yokohama"),
                (-96, "Departed", "Tokyo Narita"),
                (-40, "Arrived", "London Heathrow"),
                (-12, "Held at customs: invoice missing", "London Heathrow"),
            ],
        ),
        booking(
            now,
            "10482206",
            "Confirmed, on its way to the airport",
            "info_received",
            "Confirmed",
            sender=LYON,
            receiver=YOKOHAMA,
            created=-28,
            eta_days=5,
            value_format=SHORT,
            # Delivered documents are not a delivered shipment, although the text has the word in it.
            history=[
                (-28, "Booking received", "Lyon"),
                (-20, "Documents delivered to customs broker", "Lyon"),
                (-4, "Picked up", "Lyon"),
            ],
        ),
        booking(
            now,
            shared_numbers.NUMBER,
            None,
            "in_transit",
            "In transit",
            sender=AARHUS,
            receiver=LEEDS,
            created=-52,
            eta_days=1,
            history=[(-52, "Booking received", "Aarhus"), (-26, "Picked up", "Aarhus")],
        ),
    ]


def ended(now: datetime) -> list[Booking]:
    """Return shipments that are delivered or cancelled."""
    return [
        booking(
            now,
            "10482205",
            "Delivered yesterday",
            "delivered",
            "Delivered",
            sender=LYON,
            receiver=LEEDS,
            created=-140,
            eta_days=-1,
            awb="435-51209336",
            carrier="Rhône Air",
            value_format=SLASHES,
            history=[
                (-140, "Booking received", "Lyon"),
                (-116, "Picked up", "Lyon"),
                (-90, "Departed", "Lyon Saint-Exupéry"),
                (-66, "Arrived", "Manchester"),
                (-31, "Out for delivery", "Leeds"),
                (-26.3, "Delivered", "Leeds"),
            ],
        ),
        booking(
            now,
            "10482207",
            "Confirmed, after its delivery",
            "delivered",
            "Confirmed",
            sender=TORONTO,
            receiver=AARHUS,
            created=-200,
            eta_days=-2,
            awb="435-90344170",
            carrier="Northern Air Cargo",
            history=[
                (-200, "Booking received", "Toronto"),
                (-170, "Picked up", "Toronto"),
                (-150, "Departed", "Toronto"),
                (-110, "Arrived", "Billund"),
                (-49, "Delivered", "Aarhus"),
            ],
        ),
        booking(
            now,
            "10482208",
            "Cancelled by the sender",
            "cancelled",
            "Cancelled",
            sender=LEEDS,
            receiver=LYON,
            created=-70,
            history=[(-70, "Booking received", "Leeds"), (-64, "Cancelled", "Leeds")],
        ),
        booking(
            now,
            "10482209",
            "Cancelled by CCS",
            "cancelled",
            "Cancelled by CCS",
            sender=YOKOHAMA,
            receiver=LYON,
            created=-90,
            value_format=DASHES,
            history=[(-90, "Booking received", "Yokohama"), (-81, "Cancelled by CCS", "Yokohama")],
        ),
    ]


def unusual(now: datetime) -> list[Booking]:
    """Return shipments with data that the documentation does not describe."""
    without_history = booking(
        now,
        "10482213",
        "In transit, its history is refused",
        "in_transit",
        "In transit",
        sender=LYON,
        receiver=TORONTO,
        created=-60,
        eta_days=3,
        value_format=SLASHES,
        refusal="no",
        history=[(-60, "Booking received", "Lyon"), (-41, "Picked up", "Lyon")],
    )
    return [
        booking(
            now,
            "10482210",
            "A status that nobody documented",
            "unknown",
            "Awaiting tender",
            sender=AARHUS,
            receiver=LYON,
            created=-8,
            eta_days=6,
            history=[(-8, "Booking received", "Aarhus")],
        ),
        minimal(now, "10482211", "Hardly any field", "pending", "Pending"),
        booking(
            now,
            "10482212",
            "Texts with HTML, quotes, Arabic and emoji",
            "in_transit",
            "In transit",
            sender=AWKWARD,
            receiver=AWKWARD,
            created=-40,
            eta_days=2,
            note=EVERYTHING,
            deliverynote=MARKUP,
            value_format=SHORT,
            history=[(-40, EVERYTHING, MARKUP), (-18, MARKUP, f"Marseille {EMOJI}")],
        ),
        without_history,
    ]
