"""The sample trips of the LogiNext sandbox: Haul trips, which are shipments, and Mile trips, which consist of orders."""

from dataclasses import dataclass
from datetime import datetime

from tracking_site_sandbox.loginext.order_model import Position, reference
from tracking_site_sandbox.odd_texts import ARABIC, EMOJI, EVERYTHING, MARKUP
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after, iso, plain

NAVI_MUMBAI = (19.0330, 73.0297)
SURAT = (21.1702, 72.8311)


@dataclass(frozen=True)
class Trip:
    """A Haul trip, and its record in the response of Get Location."""

    record: dict[str, object]
    sample: Sample
    location: dict[str, object] | None = None

    @property
    def names(self) -> tuple[str, str]:
        """The name and the reference id, by which the trip can be requested."""
        return str(self.record["tripName"]), str(self.record.get("referenceId"))


def trips(now: datetime) -> list[Trip]:
    """Return the Haul trips as they are at a given time."""
    return [
        trip(
            now,
            "CNN-NAG-12221",
            "Trip not started",
            "info_received",
            "NOTSTARTED",
            "Chennai",
            "Nagpur",
            eta=40,
        ),
        trip(
            now,
            "Mum-AMD 0412",
            "Trip under way",
            "in_transit",
            "STARTED",
            "Mumbai",
            "Ahmedabad",
            started=-5,
            eta=4.5,
            position=SURAT,
            tracked=-0.1,
            address="NH 48, Surat, Gujarat",
            awb="435-12709550",
        ),
        trip(
            now,
            "Mumbai / Delhi night 7",
            "Trip under way, blanks and slashes in its name",
            "in_transit",
            "STARTED",
            "Mumbai",
            "Delhi",
            started=-2,
            eta=21,
            position=NAVI_MUMBAI,
            tracked=-0.3,
        ),
        trip(
            now,
            "Ahm-BLR 0388",
            "Trip ended, its times are not kept",
            "delivered",
            "ENDED",
            "Ahmedabad",
            "Bengaluru",
            eta=-9,
            position=(12.9716, 77.5946),
            tracked=-8.5,
        ),
        trip(
            now,
            "Pun-HYD 0390",
            "Trip ended yesterday",
            "delivered",
            "ENDED",
            "Pune",
            "Hyderabad",
            started=-36,
            ended=-24.5,
            eta=-25,
            position=(17.3850, 78.4867),
            tracked=-24.6,
        ),
        trip(
            now,
            "Koc-MAA 0415",
            "A status that nobody documented",
            "unknown",
            "DETAINED",
            "Kochi",
            "Chennai",
            started=-11,
            eta=3,
            position=(11.0168, 76.9558),
            tracked=-1,
        ),
        trip(
            now,
            f'Trip <b>"{ARABIC}"</b> {EMOJI}',
            "Texts with HTML, quotes, Arabic and emoji",
            "in_transit",
            "STARTED",
            MARKUP,
            EVERYTHING,
            started=-3,
            eta=6,
            position=SURAT,
            tracked=-0.2,
            address=MARKUP,
            notesDescription=EVERYTHING,
            driver=MARKUP,
        ),
        Trip(
            {"tripName": "Bare-1", "tripStatus": "NOTSTARTED"},
            Sample("loginext", "Hardly any field", {"tripname": "Bare-1"}, "info_received", "NOTSTARTED"),
        ),
    ]


def trip(
    now: datetime,
    name: str,
    title: str,
    status: str,
    carrier_status: str,
    origin: str,
    destination: str,
    *,
    eta: float,
    started: float | None = None,
    ended: float | None = None,
    position: Position | None = None,
    tracked: float | None = None,
    address: str | None = None,
    awb: str | None = None,
    **fields: object,
) -> Trip:
    """Return a Haul trip in its documented form; all times are in hours from now."""

    def at(hours: float | None) -> str | None:
        return None if hours is None else plain(after(now, hours))

    latitude, longitude = position or (None, None)
    record: dict[str, object] = {
        "referenceId": reference(f"trip/{name}"),
        "tripName": name,
        "origin": origin,
        "destination": destination,
        "tripStatus": carrier_status,
        "tripStartDt": at(started),
        "tripEndDt": at(ended),
        "eta": at(eta),
        "calculatedStartDt": None,
        "calculatedEndDt": None,
        "actualDistance": None,
        "phoneNumber": "15555550188",
        "notesDescription": None,
        "barcode": "LN00840216",
        "lrNumber": "LR-20417",
        "awbNumber": awb,
        "vehicle": "SBX-04-PT-2987",
        "vehicleType": None,
        "driver": "Kiran",
        "vehicleReportingTime": at((started or eta - 12) - 1),
        "tracking": at(tracked),
        "lastHub": None,
        "lastTrackedLatitude": latitude,
        "lastTrackedLongitude": longitude,
        "batteryPerc": 40,
    }
    location: dict[str, object] | None = None
    if position:
        location = {"lat": latitude, "lng": longitude, "eta": at(eta), "lastTrackedAt": at(tracked)}
        location["address"] = address or destination
    sample = Sample("loginext", title, {"tripname": name}, status, carrier_status, awb)
    return Trip(record | fields, sample, location)


def mile_trips(now: datetime) -> list[dict[str, object]]:
    """Return the Mile trips, which contain orders of several recipients."""
    brooklyn = [
        stop(now, "GR432U50", "DELIVERED", 1, planned=-1, revised=-1),
        stop(now, "GR432U52", "DELIVERED", 2, planned=-0.8, revised=-0.7),
        stop(now, "GR432U53", "INTRANSIT", 3, planned=0.1, revised=0.2),
        stop(now, "GR432U51", "INTRANSIT", 4, planned=0.3, revised=0.4),
        stop(now, "GR432U54", "INTRANSIT", 5, planned=0.5, revised=0.7),
        stop(now, "GR432U5", "INTRANSIT", 6, planned=0.7, revised=0.9),
    ]
    later = [
        stop(now, "NW-20411", "NOTDELIVERED", 1, planned=-1, revised=-1, iso_times=True),
        stop(now, "NW-20415", "INTRANSIT", 2, planned=0.9, revised=1.4, iso_times=True),
        stop(now, "NW-20418", "INTRANSIT", 3, planned=1.5, revised=2.2, iso_times=True),
    ]
    return [
        {
            "referenceId": reference(f"trip/{name}"),
            "tripName": name,
            "status": "STARTED",
            "deliveryMediumName": "Asha.P",
            "vehicleNumber": "SBX 4471",
            "totalPlannedTime": 180,
            "totalPlannedDistance": 23.4,
            "orderDetails": stops,
        }
        for name, stops in (("TRIP-84", brooklyn), ("TRIP-91", later))
    ]


def stop(
    now: datetime,
    number: str,
    status: str,
    sequence: int,
    *,
    planned: float,
    revised: float,
    iso_times: bool = False,
) -> dict[str, object]:
    """Return a stop of a Mile trip, which takes a quarter of an hour; all times are in hours from now."""

    def at(hours: float) -> str:
        moment = after(now, hours)
        return iso(moment, digits=0) if iso_times else plain(moment)

    return {
        "orderNo": number,
        "referenceId": reference(f"{number}/DELIVER"),
        "status": status,
        "orderSequence": sequence,
        "plannedStartTime": at(planned),
        "plannedEndTime": at(planned + 0.25),
        "revisedStartTime": at(revised),
        "revisedEndTime": at(revised + 0.25),
    }
