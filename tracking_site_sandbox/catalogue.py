"""Every sample shipment of the sandbox, to be listed by the demo and opened by the tests."""

from datetime import UTC, datetime

from tracking_site_sandbox import shared
from tracking_site_sandbox.leaps import geodis, gls
from tracking_site_sandbox.loginext import orders, special_orders, trips
from tracking_site_sandbox.logis import jobs
from tracking_site_sandbox.sample import Sample

__all__ = ["Sample", "samples"]


def samples() -> tuple[Sample, ...]:
    """The samples in the order of their carriers; the same ones on every call, so that links to them last."""
    # A sample says nothing of time, so any moment will do to build the shipments it belongs to.
    now = datetime(2026, 1, 1, tzinfo=UTC)
    known: list[Sample | None] = [
        *(job.sample for job in jobs.jobs(now)),
        *(booking.sample for booking in (*geodis.bookings(now), *gls.bookings(now))),
        *(order.sample for order in (*orders.orders(now), *special_orders.orders(now))),
        *(trip.sample for trip in trips.trips(now)),
        shared.KNOWN_TO_SEVERAL,
    ]
    return tuple(sample for sample in known if sample is not None)
