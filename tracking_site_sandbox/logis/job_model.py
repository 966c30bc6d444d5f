"""A job at Logis, and the `job_track` with which the tracking endpoint responds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after, iso

ReviewKeyPosition = Literal["job", "job_track", "nowhere"]
"""Which object of the tracking response has the review key."""

DRIVER: dict[str, object] = {
    "id": "d21be500-3333-4c2d-8c00-000000000001",
    "first_name": "Samuel",
    "last_name": "Gagnon",
    "phone_number": "+1 514-555-0107",
}


@dataclass
class Job:
    """A job and its recipient; calls of recipients change `job` and `client`.

    `arrival` and `completed` are times; `route` and `parties` are added to the tracking response as they are.
    """

    sample: Sample | None
    review_key: str
    delivery_code: str
    job: dict[str, object]
    client: dict[str, object] = field(default_factory=dict)
    route: dict[str, object] = field(default_factory=dict)
    parties: dict[str, object] = field(default_factory=dict)
    arrival: datetime | None = None
    review_key_in: ReviewKeyPosition = "job"
    completed: datetime | None = None

    @property
    def id(self) -> str:
        """The job's UUID."""
        return str(self.job["id"])

    def track(self, now: datetime) -> dict[str, object]:
        """Return the `job_track` of the tracking endpoint at a given time."""
        track: dict[str, object] = {"job": dict(self.job)}
        if self.client:
            track["client"] = dict(self.client)
        track |= self.parties | self.route
        if self.arrival:
            track["driver_time_away"] = max(1, round((self.arrival - now).total_seconds() / 60))
        if self.review_key_in == "job":
            track["job"] = self.job | {"review_key": self.review_key}
        elif self.review_key_in == "job_track":
            track["review_key"] = self.review_key
        return track


@dataclass(frozen=True)
class Recipient:
    """The person for whom a job is done, and their address."""

    first_name: str
    last_name: str
    phone_number: str
    email: str
    building_number: int
    street_name: str
    city: str
    postal_code: str
    latitude: float
    longitude: float
    apt_number: str | None = None
    notes: str = ""

    def client(self, number: int) -> dict[str, object]:
        """Return the `client` of a job, by the job's number."""
        return {
            "id": f"c11e57a0-4f0b-4b7e-8f3d-{number:012}",
            "first_name": self.first_name,
            "last_name": self.last_name,
            "phone_number": self.phone_number,
            "email": self.email,
            "do_notify_sms": True,
            "address_detail": self.address(number),
        }

    def address(self, number: int) -> dict[str, object]:
        """Return the `address_detail` of a job, by the job's number."""
        return {
            "id": f"add2e550-0d1c-4e6a-b5a4-{number:012}",
            "building_number": self.building_number,
            "street_name": self.street_name,
            "apt_number": self.apt_number,
            "city": self.city,
            "postal_code": self.postal_code,
            "notes": self.notes,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "added_by": "5701e000-93f7-4c53-a9a2-000000000001",
        }


@dataclass(frozen=True)
class Route:
    """The route that a job is part of.

    `starts` is in hours from now, `stops_before` the number of stops before the job, and `previous` the travel time and
    the distance from the stop before the job; the first stop has none.
    """

    status: str
    starts: float
    stops_before: int
    previous: tuple[object, object] | None = None
    driver: dict[str, object] = field(default_factory=lambda: DRIVER)

    def record(self, now: datetime) -> dict[str, object]:
        """Return the fields that the route adds to a `job_track`."""
        fields: dict[str, object] = {
            "driver": self.driver,
            "route_status": self.status,
            "route_date": iso(after(now, self.starts), digits=3),
            "jobs_before_you": self.stops_before,
        }
        if self.previous:
            fields["time_previous_job"], fields["distance_previous_job"] = self.previous
        return fields
