"""A sample shipment, as seen by the tracking site."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """The parameters with which the site's `/track` shows a shipment, and the status that it should show."""

    carrier: str
    title: str
    query: dict[str, str]
    status: str
    carrier_status: str | None
    awb: str | None = None
