"""The bookings of the Leaps sandbox, by installation."""

from collections.abc import Iterator
from datetime import datetime

from tracking_site_sandbox.leaps import geodis, gls
from tracking_site_sandbox.leaps.booking_model import Booking
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.state import CarrierState

INSTALLATIONS = {"geodis": geodis.bookings, "gls": gls.bookings}


class LeapsState(CarrierState):
    """What the sandbox of Leaps keeps between requests: bookings by installation and SLI number."""

    bookings: dict[str, dict[str, Booking]]

    def reset(self, start: datetime) -> None:
        self.bookings = {
            installation: {booking.slino: booking for booking in bookings(start)}
            for installation, bookings in INSTALLATIONS.items()
        }


def samples(now: datetime) -> Iterator[Sample]:
    """Yield the samples of the bookings of both installations."""
    for bookings in INSTALLATIONS.values():
        yield from (booking.sample for booking in bookings(now) if booking.sample)
