"""The sample jobs of the Logis sandbox, for every documented status and for unusual data."""

from collections.abc import Iterator
from datetime import datetime

from tracking_site_sandbox.logis.job_model import DRIVER, Job, Recipient, ReviewKeyPosition, Route
from tracking_site_sandbox.logis.recipients import AWKWARD, BERGERON, NGUYEN, OKAFOR, PARTIES, TREMBLAY
from tracking_site_sandbox.odd_texts import EVERYTHING, LONG_NAME, MARKUP
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after, iso


def jobs(now: datetime) -> list[Job]:
    """Return the jobs as they are at a given time."""
    return [*planned(now), *started(now), *completed(now), *unusual(now)]


def samples(now: datetime) -> Iterator[Sample]:
    """Yield the samples of the jobs."""
    yield from (job.sample for job in jobs(now) if job.sample)


def planned(now: datetime) -> list[Job]:
    """Return jobs that are not on the way yet."""
    return [
        job(now, 1, "Planned, not routed yet", "info_received", "PLANNED", TREMBLAY, "Bookcase", due=52),
        job(
            now,
            2,
            "Planned for tomorrow, six stops before",
            "info_received",
            "PLANNED",
            OKAFOR,
            "Two armchairs",
            due=30,
            route=Route("PLANNED", 22, stops_before=6),
        ),
        job(
            now,
            8,
            "Planned, moved to a later day, first stop of the route",
            "info_received",
            "PLANNED",
            NGUYEN,
            "Dining table",
            due=74,
            originally_due=26,
            route=Route("PLANNED", 68, stops_before=0),
        ),
        job(
            now,
            12,
            "Planned, with a name of 100 characters",
            "info_received",
            "PLANNED",
            BERGERON,
            LONG_NAME,
            due=40,
        ),
    ]


NEARBY: dict[str, object] = {"latitude": 45.5712, "longitude": -73.7309}
"""The position of a driver two kilometres from the address of `NGUYEN`."""


def started(now: datetime) -> list[Job]:
    """Return jobs whose driver is on the way."""
    return [
        job(
            now,
            3,
            "Out for delivery, three stops before, with a delivery code",
            "out_for_delivery",
            "STARTED",
            TREMBLAY,
            "Desk and chair",
            due=3,
            started=-0.4,
            arrives=0.6,
            code=True,
            route=Route("STARTED", -2.5, stops_before=3, previous=(9, 4.2)),
        ),
        job(
            now,
            4,
            "Out for delivery, next stop",
            "out_for_delivery",
            "STARTED",
            NGUYEN,
            "Floor lamp",
            due=1,
            started=-0.2,
            arrives=0.12,
            review_key_in="job_track",
            route=Route("STARTED", -4, stops_before=0, previous=("7", "3.1"), driver=DRIVER | NEARBY),
        ),
        job(
            now,
            13,
            "Out for delivery, the answer holds no review key",
            "out_for_delivery",
            "STARTED",
            OKAFOR,
            "Coffee table",
            due=2,
            started=-0.3,
            arrives=0.5,
            review_key_in="nowhere",
            route=Route("STARTED", -3, stops_before=2, previous=(12, 8)),
        ),
    ]


def completed(now: datetime) -> list[Job]:
    """Return completed jobs; they can be reviewed for a week."""
    reviewed = {"rating_delivery": 5, "rating_job": 4, "rating_comment": "Right on time, thank you"}
    return [
        job(
            now,
            5,
            "Delivered two hours ago, can be reviewed",
            "delivered",
            "COMPLETED",
            BERGERON,
            "Wool rug",
            due=1,
            started=-2.6,
            completed=-2,
            route=Route("STARTED", -5, stops_before=0),
            fields={"delivery_proof": "/logis/media/proofs/5.jpg"},
        ),
        job(
            now,
            6,
            "Delivered yesterday, reviewed already",
            "delivered",
            "COMPLETED",
            OKAFOR,
            "Bed frame",
            due=-20,
            started=-24.5,
            completed=-24,
            route=Route("COMPLETED", -28, stops_before=0),
            fields=reviewed,
        ),
        job(
            now,
            7,
            "Delivered twelve days ago, too late for a review",
            "delivered",
            "COMPLETED",
            NGUYEN,
            "Mirror",
            due=-286,
            started=-289,
            completed=-288,
            route=Route("COMPLETED", -292, stops_before=0),
        ),
    ]


def unusual(now: datetime) -> list[Job]:
    """Return jobs with data that the documentation does not describe."""
    minimal = job(now, 10, "Hardly any field", "info_received", "PLANNED", TREMBLAY, "", due=10)
    minimal.job = {"id": minimal.id, "status": "PLANNED"}
    minimal.client, minimal.parties = {}, {}
    return [
        job(now, 9, "A status that nobody documented", "unknown", "ON_HOLD", BERGERON, "Sideboard", due=28),
        minimal,
        job(
            now,
            11,
            "Texts with HTML, quotes, Arabic and emoji",
            "out_for_delivery",
            "STARTED",
            AWKWARD,
            EVERYTHING,
            due=4,
            started=-1,
            arrives=1.2,
            fields={"notes": EVERYTHING},
            route=Route("STARTED", -2, stops_before=5, previous=(4, 1.9), driver=DRIVER | {"first_name": MARKUP}),
        ),
    ]


def job(
    now: datetime,
    number: int,
    title: str,
    status: str,
    carrier_status: str,
    recipient: Recipient,
    name: str,
    *,
    due: float,
    originally_due: float | None = None,
    started: float | None = None,
    completed: float | None = None,
    arrives: float | None = None,
    code: bool = False,
    route: Route | None = None,
    review_key_in: ReviewKeyPosition = "job",
    fields: dict[str, object] | None = None,
) -> Job:
    """Return a job; all times are in hours from now."""
    job_id, review_key = f"10610600-5c4b-4d7e-9a61-{number:012}", f"4e71e300-7d24-4a6b-9c80-{number:012}"
    client = recipient.client(number)
    return Job(
        sample=Sample("logis", title, {"job_id": job_id, "review_key": review_key}, status, carrier_status),
        review_key=review_key,
        delivery_code=f"K7{number:02}QX",
        job={
            "id": job_id,
            "address_detail": recipient.address(number),
            "name": name,
            "notes": recipient.notes,
            "item_count": 1 + number % 3,
            "deadline": iso(after(now, due)),
            "original_deadline": iso(after(now, due if originally_due is None else originally_due)),
            "started_at": None if started is None else iso(after(now, started)),
            "completed_at": None if completed is None else iso(after(now, completed), digits=0),
            "created_at": iso(after(now, min(due, 0) - 50), digits=3),
            "status": carrier_status,
            "order": route.stops_before + 1 if route else None,
            "rating_delivery": None,
            "rating_job": None,
            "rating_comment": None,
            "do_notify_sms": True,
            "code_secure_deliveries": code,
            "delivery_code_retrieved": False,
            "delivery_proof": None if completed is None else f"proofs/{number}.jpg",
            "assignee": route.driver["id"] if route else None,
            "client": client["id"],
            "route": f"20a7e000-6d6d-4b1e-8f00-{number:012}" if route else None,
            **(fields or {}),
        },
        client=client,
        route=route.record(now) if route else {},
        parties=PARTIES,
        arrival=None if arrives is None else after(now, arrives),
        review_key_in=review_key_in,
        completed=None if completed is None else after(now, completed),
    )
