"""Where a shipment was last seen, in words and as links that open a map."""

from dataclasses import dataclass
from datetime import datetime

from tracking_site.domain.shipment import Coordinates, Location, Shipment
from tracking_site.web.i18n.reader import Reader
from tracking_site.web.i18n.time_texts import time_text, today_pattern


@dataclass(frozen=True, slots=True)
class LocationView:
    """The last location in words; `geo` (RFC 5870) and `map` are addresses that open it in an app or in a browser.

    `today_pattern` is `time` with `{}` for the time of day, where that is when the carrier was asked.
    """

    text: str
    time: str
    today_pattern: str | None
    geo: str | None
    map: str | None


def location_view(shipment: Shipment, fetched_at: datetime, reader: Reader) -> LocationView | None:
    """Return the last location of a shipment; None where it is not known."""
    location = shipment.last_location
    if location is None:
        return None
    return LocationView(
        text=place_name(location) or reader.gettext("Position of the vehicle"),
        time=_seen_text(location, fetched_at, reader),
        today_pattern=None if location.time else _asked_text(today_pattern(reader), reader),
        geo=_geo_address(location.position) if location.position else None,
        map=_map_address(location.position) if location.position else None,
    )


def place_name(location: Location | None) -> str | None:
    """Return the address of a location, or its name."""
    return (location.address or location.name) if location else None


def _seen_text(location: Location, fetched_at: datetime, reader: Reader) -> str:
    if location.time is not None:
        return reader.gettext("Seen there: %(time)s") % {"time": time_text(location.time, reader).text}
    return _asked_text(time_text(fetched_at, reader).text, reader)


def _asked_text(time: str, reader: Reader) -> str:
    return reader.gettext("Asked for: %(time)s. The carrier does not say how old the position is.") % {"time": time}


def _geo_address(position: Coordinates) -> str:
    return f"geo:{_degrees(position.latitude)},{_degrees(position.longitude)}"


def _map_address(position: Coordinates) -> str:
    latitude, longitude = _degrees(position.latitude), _degrees(position.longitude)
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=14/{latitude}/{longitude}"


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
