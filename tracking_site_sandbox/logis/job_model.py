"""A job as Logis keeps it, and the `job_track` it answers with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after, iso

KeyPlace = Literal["job", "job_track", "nowhere"]

DRIVER: dict[str, object] = {
    "id": "d21be500-3333-4c2d-8c00-000000000001",
    "first_name": "Samuel",
    "last_name": "Gagnon",
    "phone_number": "+1 514-555-0107",
}


@dataclass
class Job:
    """A job with its recipient; what recipients change is changed in `job` and `client`."""

    sample: Sample | None
    review_key: str
    delivery_code: str
    job: dict[str, object]
    client: dict[str, object] = field(default_factory=dict)
    route: dict[str, object] = field(default_factory=dict)
    parties: dict[str, object] = field(default_factory=dict)
    arrival: datetime | None = None
    key_place: KeyPlace = "job"
    completed: datetime | None = None

    @property
    def id(self) -> str:
        """The job's UUID."""
        return str(self.job["id"])

    def track(self, now: datetime) -> dict[str, object]:
        """The job as its tracking endpoint answers it at a moment."""
        found: dict[str, object] = {"job": dict(self.job)}
        if self.client:
            found["client"] = dict(self.client)
        found |= self.parties | self.route
        if self.arrival:
            found["driver_time_away"] = max(1, round((self.arrival - now).total_seconds() / 60))
        if self.key_place == "job":
            found["job"] = self.job | {"review_key": self.review_key}
        elif self.key_place == "job_track":
            found["review_key"] = self.review_key
        return found


@dataclass(frozen=True)
class Recipient:
    """Who a job is for, and where."""

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
        """The recipient as Logis answers it."""
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
        """The recipient's address as Logis answers it."""
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
    """A job's route: its status, its start in hours from now, and the stops before the job."""

    status: str
    starts: float
    before: int
    previous: tuple[object, object] | None = None
    driver: dict[str, object] = field(default_factory=lambda: DRIVER)

    def answer(self, now: datetime) -> dict[str, object]:
        """What a job's answer gains by it; the first stop has nothing before it to come from."""
        found: dict[str, object] = {
            "driver": self.driver,
            "route_status": self.status,
            "route_date": iso(after(now, self.starts), digits=3),
            "jobs_before_you": self.before,
        }
        if self.previous:
            found["time_previous_job"], found["distance_previous_job"] = self.previous
        return found
