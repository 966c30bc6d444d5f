"""Logis: one GET per job; the site checks the review key, since Logis does not (logis-tracking.md)."""

import hmac
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urljoin

from tracking_site.carriers.adapter import Adapter, Conversation, Request, Response, ask
from tracking_site.carriers.downloads import LONGEST_ADDRESS, proof_request
from tracking_site.carriers.logis.actions import commands, key_header, review_of
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.config import LogisAccount
from tracking_site.domain.errors import CarrierRefused, CarrierUnreadable, UnknownShipment
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import (
    DeliveryWindow,
    Location,
    Milestone,
    PersonalData,
    Place,
    PromisedBy,
    ProofOfDelivery,
    References,
    Shipment,
    SmsNotifications,
    Status,
    TrackingEvent,
)

STATUSES = {
    "PLANNED": Status.INFO_RECEIVED,
    "STARTED": Status.OUT_FOR_DELIVERY,
    "COMPLETED": Status.DELIVERED,
}

NO_JOB = "00000000-0000-0000-0000-000000000000"
LONGEST_ARRIVAL = timedelta(days=2)
REVIEW_WINDOW = timedelta(days=7)
_PICTURE = re.compile(r"(https?:/)?/[^\s\[\]\\]+\.(jpe?g|png|webp)(\?[^\s\[\]\\]*)?", re.IGNORECASE)


def adapter(account: LogisAccount) -> Adapter:
    """A Logis account, ready to be asked for jobs."""
    return Adapter(
        account=account,
        kinds=frozenset({ReferenceKind.JOB_ID}),
        track=lambda reference: track(account, reference),
        check=lambda: check(account),
        commands=commands(account),
        proof_request=lambda address: proof_request(address, account.base_url),
        hourly_limit=account.hourly_limit,
    )


def track(account: LogisAccount, reference: Reference) -> Conversation[Shipment]:
    """The job of a link; `UnknownShipment` too where the review key of the link is not the job's."""
    reply = yield from ask(_tracking_request(account, reference.value))
    try:
        tracked = _job_track(account, reply)
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error
    verifies = _proves(tracked, reference.review_key)
    return _shipment(account, reference, tracked, reply.received, verifies=verifies)


def check(account: LogisAccount) -> Conversation[None]:
    """Asks for a job that cannot be: a 404 means that the key works."""
    reply = yield from ask(_tracking_request(account, NO_JOB))
    try:
        _job_track(account, reply)
    except UnknownShipment:
        return
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error


def _tracking_request(account: LogisAccount, job_id: str) -> Request:
    return Request.get(f"{account.base_url}/api/apikeys/track", {"job_id": job_id}, key_header(account))


def _job_track(account: LogisAccount, reply: Response) -> Fields:
    if reply.status == 404:
        raise UnknownShipment("no such job")
    if reply.status in (401, 403):
        raise CarrierRefused(account.id, f"Logis answered {reply.status}: the key, its permissions or this address")
    if reply.status != 200:
        raise CarrierUnreadable(account.id, f"Logis answered {reply.status}")
    answer = Fields.of(reply.body)
    tracked = answer.within("job_track") or answer
    if not tracked.within("job"):
        raise Unreadable("no job_track.job")
    return tracked


def _proves(tracked: Fields, review_key: str | None) -> bool:
    """Whether the key is the job's; where Logis tells none, nothing is proven (logis-tracking.md, first endpoint)."""
    told = [key for key in (tracked.text("review_key"), tracked.within("job").text("review_key")) if key]
    if not told:
        return False
    given = (review_key or "").encode()
    # Every key is compared, so that the time taken tells nothing.
    matches = [hmac.compare_digest(key.lower().encode(), given) for key in told]
    if not any(matches):
        raise UnknownShipment("the review key is not the job's")
    return True


def _proof(account: LogisAccount, job: Fields) -> ProofOfDelivery | None:
    """What Logis keeps as proof, where it is the address of a picture on its own host; what else it may be is not told."""
    told = job.text("delivery_proof", limit=LONGEST_ADDRESS)
    if told is None or not _PICTURE.fullmatch(told):
        return None
    address = urljoin(account.base_url, told)
    return ProofOfDelivery(address) if proof_request(address, account.base_url) else None


def _shipment(
    account: LogisAccount, reference: Reference, tracked: Fields, asked: datetime, *, verifies: bool
) -> Shipment:
    job = tracked.within("job")
    word = job.text("status", limit=60)
    status = STATUSES.get((word or "").upper(), Status.UNKNOWN)
    city = _address(tracked).text("city", limit=100)
    return Shipment(
        carrier="logis",
        account=account.id,
        carrier_name=account.name,
        references=References(job_id=reference.value),
        status=status,
        carrier_status=word,
        events=tuple(_events(tracked, asked)),
        last_location=_driver_location(tracked) if status is Status.OUT_FOR_DELIVERY else None,
        estimated_delivery=_expected(account, tracked, status, asked),
        delivered_at=job.instant("completed_at") if status is Status.DELIVERED else None,
        deadline=_deadline(job),
        stops_before=None if status.final else tracked.integer("jobs_before_you", 0, 1000),
        sms_notifications=_sms(tracked),
        delivery_code=job.flag("code_secure_deliveries") is True,
        proof=_proof(account, job),
        review=review_of(job),
        review_until=_review_until(job, status),
        merchant=_company(tracked, "store"),
        provider=_company(tracked, "provider"),
        destination=Place(city) if city else None,
        personal=_personal(tracked),
        verifies=verifies,
    )


def _events(tracked: Fields, asked: datetime) -> Iterator[TrackingEvent]:
    job = tracked.within("job")
    steps = (
        (job.instant("created_at"), Status.INFO_RECEIVED, Milestone.PLACED),
        (tracked.instant("route_date"), Status.INFO_RECEIVED, Milestone.SCHEDULED),
        (job.instant("started_at"), Status.OUT_FOR_DELIVERY, Milestone.OUT_FOR_DELIVERY),
        (job.instant("completed_at"), Status.DELIVERED, Milestone.DELIVERED),
    )
    for time, status, milestone in steps:
        # The start of a route lies ahead until the driver sets out: a plan, not yet something that happened.
        if time is not None and not (milestone is Milestone.SCHEDULED and time > asked):
            yield TrackingEvent(time, status, milestone=milestone)


def _expected(account: LogisAccount, tracked: Fields, status: Status, asked: datetime) -> DeliveryWindow | None:
    """The driver's arrival while on the way; before that from the start of the route to the deadline."""
    away = tracked.number("driver_time_away", 0, 1e6)
    if status is Status.OUT_FOR_DELIVERY and away is not None:
        distance = timedelta(**{account.duration_unit: away})
        if distance <= LONGEST_ARRIVAL:
            arrival = (asked + distance).replace(microsecond=0)
            return DeliveryWindow(arrival, arrival)
    latest = tracked.within("job").instant("deadline")
    route = tracked.instant("route_date")
    ahead = route if status is Status.INFO_RECEIVED and route and route > asked else None
    earliest = ahead if ahead and (latest is None or ahead < latest) else None
    return DeliveryWindow(earliest, latest) if earliest or latest else None


def _deadline(job: Fields) -> PromisedBy | None:
    time, original = job.instant("deadline"), job.instant("original_deadline")
    if time is None:
        return None
    return PromisedBy(time, original if original != time else None)


def _sms(tracked: Fields) -> SmsNotifications | None:
    of_job = tracked.within("job").flag("do_notify_sms")
    of_client = tracked.within("client").flag("do_notify_sms")
    return None if of_job is None or of_client is None else SmsNotifications(of_job, of_client)


def _review_until(job: Fields, status: Status) -> datetime | None:
    """Logis takes a review within about a week of the completion (logis-tracking.md, submit_review)."""
    completed = job.instant("completed_at")
    return completed + REVIEW_WINDOW if completed and status is Status.DELIVERED else None


def _company(tracked: Fields, role: str) -> str | None:
    """The documentation names neither party's fields: where a name stands is looked for (logis-tracking.md)."""
    party = tracked.within(role)
    company = party.within("company")
    alone = tracked.text(role, limit=100)
    return (
        (alone if alone and not alone.isdecimal() else None)
        or party.text("name", "store_name", "company_name", "company", limit=100)
        or company.text("name", "company_name", limit=100)
    )


def _driver_location(tracked: Fields) -> Location | None:
    driver = tracked.within("driver")
    position = driver.coordinates("latitude", "longitude") or driver.coordinates("lat", "lng")
    return Location(position=position) if position else None


def _address(tracked: Fields) -> Fields:
    return tracked.within("job").within("address_detail") or tracked.within("client").within("address_detail")


def _person(party: Fields) -> str | None:
    names = (party.text("first_name", limit=100), party.text("last_name", limit=100))
    return " ".join(name for name in names if name) or party.text("name", limit=100)


def _personal(tracked: Fields) -> PersonalData:
    job, client, driver = tracked.within("job"), tracked.within("client"), tracked.within("driver")
    address = _address(tracked)
    street = " ".join(part for part in (address.text("building_number"), address.text("street_name")) if part)
    apartment, postcode = address.text("apt_number"), address.text("postal_code")
    town = " ".join(part for part in (address.text("city"), postcode) if part)
    note = job.text("notes", limit=1500)
    words = (
        *(party.text(name) for party in (client, driver) for name in ("first_name", "last_name", "name")),
        *(party.text(name) for party in (client, driver) for name in ("phone_number", "phone", "email")),
        *(street, address.text("street_name"), postcode, note, address.text("notes"), job.text("name")),
    )
    return PersonalData(
        recipient=_person(client),
        address=tuple(line for line in (street, apartment, town) if line),
        postcode=postcode,
        note=note,
        driver=_person(driver),
        destination_position=address.coordinates("latitude", "longitude"),
        words=frozenset(word for word in words if word),
    )
