"""Every sample shipment of the sandbox, to be listed by the demo and opened by the tests."""

from datetime import UTC, datetime

from tracking_site.sandbox.sample import Sample
from tracking_site.sandbox.shipments import geodis, gls, jobs, orders, shared, special_orders, trips

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
