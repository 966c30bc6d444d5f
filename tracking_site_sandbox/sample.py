"""One sample shipment, as whoever opens it on the site has to know it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """How the site's `/track` is asked for a shipment of the sandbox, and the status it should show."""

    carrier: str
    title: str
    query: dict[str, str]
    status: str
    carrier_status: str | None
    awb: str | None = None
