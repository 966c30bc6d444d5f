"""Every sample shipment of the sandbox, for the demo to list and for tests to open."""

from datetime import UTC, datetime

from tracking_site_sandbox import shared_numbers
from tracking_site_sandbox.registry import SANDBOXES
from tracking_site_sandbox.sample import Sample

SEVERAL_CARRIERS = Sample(
    carrier="several",
    title="One number, known to GEODIS, GLS and LogiNext",
    query={"q": shared_numbers.NUMBER},
    status="choice",
    carrier_status=None,
)


def samples() -> tuple[Sample, ...]:
    """Return the samples by carrier; they are the same on every call, so that links to them last."""
    # A sample does not depend on the time at which its shipment is built.
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return (*(sample for sandbox in SANDBOXES for sample in sandbox.samples(now)), SEVERAL_CARRIERS)
