"""Whether a delivery is overdue (docs/contract.md, section 4, `overdue`)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracking_site.domain.shipment import Moment, Shipment

_ONE_DAY = timedelta(days=1)


def is_overdue(shipment: Shipment, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the latest time that was estimated or promised has passed, for a shipment that is not final.

    A date without a time of day passes at the end of that day in `zone`; a window without an end never passes.
    """
    windows = (shipment.estimated_delivery, shipment.promised_delivery)
    ends = [window.latest for window in windows if window is not None and window.latest is not None]
    if shipment.status.final or not ends:
        return False
    return max(_end_of(end, zone) for end in ends) < now


def _end_of(moment: Moment, zone: ZoneInfo) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment + _ONE_DAY, time(), zone)
