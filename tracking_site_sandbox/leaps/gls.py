"""The sample shipments of the GLS installation: parcels, one of them with a history of forty messages."""

from datetime import datetime

from tracking_site_sandbox import shared_numbers
from tracking_site_sandbox.leaps.booking_model import (
    DASHES,
    SHORT,
    SLASHES,
    Address,
    Booking,
    History,
    booking,
    minimal,
)

BERLIN = Address(
    "Kiez & Faden GmbH",
    "Oranienstraße 41",
    "10999",
    "Berlin",
    "DE",
    "Jana Wolff",
    "versand@kiezfaden.example",
    "+49 30 23125 014",
)
MALMO = Address(
    "Öresund Cykel AB",
    "Stora Nygatan 9",
    "211 37",
    "Malmö",
    "SE",
    "Elin Sjögren",
    "gods@oresundcykel.example",
    "+46 40 628 0122",
)
LISBON = Address(
    "Azulejo Vivo Lda.",
    "Rua das Janelas 77",
    "1200-692",
    "Lisboa",
    "PT",
    "Rui Falcão",
    "rui@azulejovivo.example",
    "+1 555 0155",
)
KRAKOW = Address(
    "Bursztyn Sp. z o.o.",
    "ul. Długa 30",
    "31-146",
    "Kraków",
    "PL",
    "Zofia Wójcik",
    "magazyn@bursztyn.example",
    "+1 555 0166",
)
MUMBAI = Address(
    "Bandra Living Pvt. Ltd.",
    "14 Hill Road",
    "400050",
    "Mumbai",
    "IN",
    "Rohan Deshpande",
    "orders@bandraliving.example",
    "+1 555 0128",
)

TOWNS = (
    "Berlin",
    "Magdeburg",
    "Hannover",
    "Dortmund",
    "Köln",
    "Liège",
    "Bruxelles",
    "Lille",
    "Paris",
    "Orléans",
    "Tours",
    "Bordeaux",
    "Irun",
    "Burgos",
    "Salamanca",
    "Vilar Formoso",
    "Guarda",
    "Coimbra",
    "Leiria",
)


def bookings(now: datetime) -> list[Booking]:
    """Return the shipments as they are at a given time."""
    return [
        booking(
            now,
            "30771501",
            "In transit, a long history",
            "in_transit",
            "In transit",
            sender=BERLIN,
            receiver=LISBON,
            created=-121,
            eta_days=1,
            product="EuroBusinessParcel",
            carrier="GLS",
            history=long_history(),
        ),
        booking(
            now,
            "30771502",
            "Booked, written day first",
            "info_received",
            "Booked",
            sender=MALMO,
            receiver=KRAKOW,
            created=-6,
            eta_days=3,
            value_format=SHORT,
            weight=7.25,
            history=[(-6, "Parcel data received", "Malmö")],
        ),
        booking(
            now,
            "30771503",
            "Delivered this morning",
            "delivered",
            "Delivered",
            sender=KRAKOW,
            receiver=BERLIN,
            created=-54,
            eta_days=0,
            value_format=DASHES,
            carrier="GLS",
            history=[
                (-54, "Parcel data received", "Kraków"),
                (-46, "Parcel picked up", "Kraków"),
                (-22, "Parcel in depot", "Berlin"),
                (-5, "Out for delivery", "Berlin"),
                (-2.1, "Delivered", "Berlin"),
            ],
        ),
        booking(
            now,
            "30771504",
            "By air, the number of its waybill is known to LogiNext too",
            "in_transit",
            "In transit",
            sender=LISBON,
            receiver=MUMBAI,
            created=-70,
            eta_days=1,
            awb=shared_numbers.AIR_WAYBILL,
            carrier="Atlântico Cargo",
            value_format=SLASHES,
            history=[
                (-70, "Parcel data received", "Lisboa"),
                (-50, "Departed", "Lisboa"),
                (-20, "Arrived", "Mumbai"),
            ],
        ),
        booking(
            now,
            "30771505",
            "Deviation: nobody was at home",
            "exception",
            "Deviation",
            sender=BERLIN,
            receiver=MALMO,
            created=-80,
            eta_days=1,
            carrier="GLS",
            history=[
                (-80, "Parcel data received", "Berlin"),
                (-60, "Parcel picked up", "Berlin"),
                (-30, "Parcel in depot", "Malmö"),
                (-7, "Consignee not at home", "Malmö"),
            ],
        ),
        booking(
            now,
            shared_numbers.NUMBER,
            None,
            "info_received",
            "Booked",
            sender=KRAKOW,
            receiver=LISBON,
            created=-9,
            eta_days=5,
            history=[(-9, "Parcel data received", "Kraków")],
        ),
        minimal(now, "30771506", "Hardly any field, undocumented status", "unknown", "Wartet auf Freigabe"),
    ]


def long_history() -> History:
    """Return forty messages: the parcel is scanned when it enters and leaves every town on its way."""
    scans = [
        (hours, description, town)
        for index, town in enumerate(TOWNS)
        for hours, description in (
            (-117 + 6 * index, "Parcel in depot"),
            (-114.3 + 6 * index, "Parcel left depot"),
        )
    ]
    return [(-121, "Parcel data received", "Berlin"), (-119.5, "Parcel picked up", "Berlin"), *scans]
