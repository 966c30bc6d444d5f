"""Tracking at Logis: one GET per job; the site checks the review key, since Logis does not (docs/carriers/logis.md)."""

import hmac
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urljoin

from tracking_site.carriers.adapter import Conversation, Request, Response, ask
from tracking_site.carriers.downloads import MAX_URL_LENGTH, download_request
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.carriers.logis.actions import key_header, review_of
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.domain.errors import CarrierRefused, CarrierUnreadable, UnknownShipment
from tracking_site.domain.references import Reference
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
MAX_TIME_AWAY = timedelta(days=2)
REVIEW_WINDOW = timedelta(days=7)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_IMAGE = re.compile(r"(https?:/)?/[^\s\[\]\\]+\.(jpe?g|png|webp)(\?[^\s\[\]\\]*)?", re.IGNORECASE)


def track(account: LogisAccount, reference: Reference) -> Conversation[Shipment]:
    """Fetch the job of a link; `UnknownShipment` also where the link's review key is not the job's."""
    response = yield from ask(_tracking_request(account, reference.value))
    try:
        job_track = _job_track(account, response)
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error
    job_id = job_track.within("job").text("id") or ""
    if _UUID.fullmatch(job_id) and job_id.lower() != reference.value.lower():
        raise CarrierUnreadable(account.id, "another job in Logis' answer")
    verifies = _check_review_key(job_track, reference.review_key)
    return _shipment(account, reference, job_track, response.received, verifies=verifies)


def check(account: LogisAccount) -> Conversation[None]:
    """Fetch a job that cannot exist: a 404 means that the key works."""
    response = yield from ask(_tracking_request(account, NO_JOB))
    try:
        _job_track(account, response)
    except UnknownShipment:
        return
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error


def _tracking_request(account: LogisAccount, job_id: str) -> Request:
    return Request.get(f"{account.base_url}/api/apikeys/track", {"job_id": job_id}, key_header(account))


def _job_track(account: LogisAccount, response: Response) -> Fields:
    if response.status == 404:
        raise UnknownShipment("no such job")
    if response.status in (401, 403):
        raise CarrierRefused(account.id, f"Logis answered {response.status}: the key, its permissions or this address")
    if response.status != 200:
        raise CarrierUnreadable(account.id, f"Logis answered {response.status}")
    answer = Fields.of(response.body)
    job_track = answer.within("job_track") or answer
    if not job_track.within("job").has("id", "status"):
        raise Unreadable("no job_track.job of the documented shape")
    return job_track


def _check_review_key(job_track: Fields, review_key: str | None) -> bool:
    """Return whether the key is proven to be the job's; `UnknownShipment` where it is wrong.

    Where Logis sends no key, it cannot be proven (docs/carriers/logis.md, The tracking link).
    """
    keys = [key for key in (job_track.text("review_key"), job_track.within("job").text("review_key")) if key]
    if not keys:
        return False
    given = (review_key or "").encode()
    # Compare every key: the time taken must not depend on which one matches.
    matches = [hmac.compare_digest(key.lower().encode(), given) for key in keys]
    if not any(matches):
        raise UnknownShipment("the review key is not the job's", exists=True)
    return True


def _proof(account: LogisAccount, job: Fields) -> ProofOfDelivery | None:
    """Return the proof where it is the address of an image on Logis' own host; other forms are not documented."""
    proof = job.text("delivery_proof", limit=MAX_URL_LENGTH)
    if proof is None or not _IMAGE.fullmatch(proof):
        return None
    address = urljoin(account.base_url, proof)
    return ProofOfDelivery(address) if download_request(address, account.base_url) else None


def _shipment(
    account: LogisAccount, reference: Reference, job_track: Fields, received: datetime, *, verifies: bool
) -> Shipment:
    job = job_track.within("job")
    word = job.text("status", limit=60)
    status = STATUSES.get((word or "").upper(), Status.UNKNOWN)
    city = _address(job_track).text("city", limit=100)
    return Shipment(
        carrier="logis",
        account=account.id,
        carrier_name=account.name,
        references=References(job_id=reference.value),
        status=status,
        carrier_status=word,
        events=tuple(_events(job_track, received)),
        last_location=_driver_location(job_track) if status is Status.OUT_FOR_DELIVERY else None,
        estimated_delivery=_expected(account, job_track, status, received),
        delivered_at=job.instant("completed_at") if status is Status.DELIVERED else None,
        promised_delivery=_promised(job),
        promised_by=_promised_by(job),
        stops_before=None if status.final else job_track.integer("jobs_before_you", 0, 1000),
        sms_notifications=_sms(job_track),
        delivery_code=job.flag("code_secure_deliveries") is True,
        proof=_proof(account, job),
        review=review_of(job),
        review_until=_review_until(job, status),
        merchant=_company(job_track, "store"),
        provider=_company(job_track, "provider"),
        destination=Place(city) if city else None,
        personal=_personal(job_track),
        verifies=verifies,
    )


def _events(job_track: Fields, received: datetime) -> Iterator[TrackingEvent]:
    job = job_track.within("job")
    steps = (
        (job.instant("created_at"), Status.INFO_RECEIVED, Milestone.PLACED),
        (job_track.instant("route_date"), Status.INFO_RECEIVED, Milestone.SCHEDULED),
        (job.instant("started_at"), Status.OUT_FOR_DELIVERY, Milestone.OUT_FOR_DELIVERY),
        (job.instant("completed_at"), Status.DELIVERED, Milestone.DELIVERED),
    )
    for time, status, milestone in steps:
        # The planned start of a route in the future is not an event yet.
        if time is not None and not (milestone is Milestone.SCHEDULED and time > received):
            yield TrackingEvent(time, status, milestone=milestone)


def _expected(account: LogisAccount, job_track: Fields, status: Status, received: datetime) -> DeliveryWindow | None:
    """Return the driver's arrival while under way, or else the time from the start of the route to the deadline."""
    duration = job_track.number("driver_time_away", 0, 1e6)
    if status is Status.OUT_FOR_DELIVERY and duration is not None:
        away = timedelta(**{account.duration_unit: duration})
        if away <= MAX_TIME_AWAY:
            arrival = (received + away).replace(microsecond=0)
            return DeliveryWindow(arrival, arrival)
    latest = job_track.within("job").instant("deadline")
    route = job_track.instant("route_date")
    planned = route if status is Status.INFO_RECEIVED and route and route > received else None
    earliest = planned if planned and (latest is None or planned < latest) else None
    return DeliveryWindow(earliest, latest) if earliest or latest else None


def _promised(job: Fields) -> DeliveryWindow | None:
    deadline = job.instant("deadline")
    return DeliveryWindow(None, deadline) if deadline else None


def _promised_by(job: Fields) -> PromisedBy | None:
    time, original = job.instant("deadline"), job.instant("original_deadline")
    if time is None:
        return None
    return PromisedBy(time, original if original != time else None)


def _sms(job_track: Fields) -> SmsNotifications | None:
    of_job = job_track.within("job").flag("do_notify_sms")
    of_client = job_track.within("client").flag("do_notify_sms")
    return None if of_job is None or of_client is None else SmsNotifications(of_job, of_client)


def _review_until(job: Fields, status: Status) -> datetime | None:
    """Return the end of the week after completion in which Logis accepts a review (docs/carriers/logis.md, submit_review)."""
    completed = job.instant("completed_at")
    return completed + REVIEW_WINDOW if completed and status is Status.DELIVERED else None


def _company(job_track: Fields, role: str) -> str | None:
    """Return the name of the store or provider; several fields are tried, since it is not documented which has it."""
    party = job_track.within(role)
    company = party.within("company")
    text = job_track.text(role, limit=100)
    return (
        (text if text and not text.isdecimal() else None)
        or party.text("name", "store_name", "company_name", "company", limit=100)
        or company.text("name", "company_name", limit=100)
    )


def _driver_location(job_track: Fields) -> Location | None:
    driver = job_track.within("driver")
    position = driver.coordinates("latitude", "longitude") or driver.coordinates("lat", "lng")
    return Location(position=position) if position else None


def _address(job_track: Fields) -> Fields:
    return job_track.within("job").within("address_detail") or job_track.within("client").within("address_detail")


def _person(party: Fields) -> str | None:
    names = (party.text("first_name", limit=100), party.text("last_name", limit=100))
    return " ".join(name for name in names if name) or party.text("name", limit=100)


def _personal(job_track: Fields) -> PersonalData:
    job, client, driver = job_track.within("job"), job_track.within("client"), job_track.within("driver")
    address = _address(job_track)
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
