"""The stand-in of Logis: tracking, SMS notifications, delivery codes, reviews."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import HTTPException

from tracking_site_sandbox.credentials import DELIVERY_CODE, LOGIS_KEYS, REVIEW, TRACK
from tracking_site_sandbox.logis.job_model import Job
from tracking_site_sandbox.state import state

blueprint = Blueprint("logis", __name__, url_prefix="/logis/api/apikeys")

Record = dict[str, object]

REVIEW_WINDOW = timedelta(days=7)
HOUR = timedelta(hours=1)


class LogisError(Exception):
    """An answer in which Logis says what is wrong."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@blueprint.errorhandler(LogisError)
def refused(error: LogisError) -> tuple[Record, int]:
    """A refusal as Logis writes it."""
    return {"error": error.reason}, error.status


@blueprint.get("/track")
def track() -> Record:
    """A job and what belongs to it, for any key that may track: no review key is asked for."""
    check_key(TRACK)
    job_id = request.args.get("job_id")
    if not job_id:
        raise LogisError(400, "job_id is required")
    with state().lock:
        return {"job_track": find_job(job_id).track(state().now())}


@blueprint.put("/toggle_sms_notifications")
def toggle_sms_notifications() -> Record:
    """SMS on or off, for one job or for all of its recipient's."""
    check_key(TRACK)
    body = read_body("job_id", "review_key", "do_notify_sms", "update_target")
    check_uuid(body["review_key"])
    if body["update_target"] not in ("job", "client"):
        raise LogisError(400, "update_target must be either job or client")
    if body["do_notify_sms"] not in ("true", "false"):
        raise LogisError(400, "do_notify_sms must be the string true or false")
    with state().lock:
        job = find_job(body["job_id"])
        if body["review_key"] != job.review_key:
            raise LogisError(401, "Incorrect review_key")
        wanted = body["do_notify_sms"] == "true"
        if body["update_target"] == "job":
            job.job["do_notify_sms"] = wanted
            answer: Record = {"job": dict(job.job)}
        else:
            job.client["do_notify_sms"] = wanted
            answer = {"end_client": dict(job.client)}
        record("toggle_sms_notifications", job, update_target=body["update_target"], do_notify_sms=wanted)
        return answer


@blueprint.get("/get_delivery_code")
def get_delivery_code() -> Record:
    """The code for the door; that it was fetched is kept on the job."""
    check_key(DELIVERY_CODE)
    job_id, review_key = request.args.get("job_id"), request.args.get("review_key")
    if not job_id or not review_key:
        raise LogisError(400, "job_id and review_key are required")
    check_uuid(review_key)
    with state().lock:
        job = find_job(job_id, review_key)
        job.job["delivery_code_retrieved"] = True
        record("get_delivery_code", job)
        return {"secret_code": job.delivery_code}


@blueprint.post("/submit_review")
def submit_review() -> Record:
    """A review of a job that was completed within the week, once."""
    check_key(REVIEW)
    body = read_body("job_id", "review_key", "rating_delivery")
    check_uuid(body["review_key"])
    review = read_review(body)
    with state().lock:
        job = find_job(body["job_id"], body["review_key"])
        if job.job.get("status") != "COMPLETED" or job.completed is None:
            raise LogisError(400, "This job is not completed")
        if state().now() - job.completed > REVIEW_WINDOW:
            raise LogisError(403, "The time to review this job is over")
        if job.job.get("rating_delivery") is not None:
            raise LogisError(409, "This job has been reviewed already")
        job.job.update(review)
        record("submit_review", job, **review)
        return {"message": "Review submitted", "job": dict(job.job)}


def check_key(permission: str) -> None:
    """Refuse a request whose key is missing, unknown, without the permission, or used too often this hour."""
    name = request.headers.get("LOGIS-API-KEY")
    if not name:
        raise LogisError(401, "Missing LOGIS-API-KEY header")
    key = LOGIS_KEYS.get(name)
    if key is None or key.refusal:
        raise LogisError(403, key.refusal if key and key.refusal else "Invalid LOGIS-API-KEY")
    if permission not in key.permissions:
        raise LogisError(403, f"Permission denied ({permission})")
    with state().lock:
        now, uses = state().now(), state().key_uses[name]
        while uses and now - uses[0] >= HOUR:
            uses.popleft()
        if len(uses) >= key.per_hour:
            raise LogisError(429, "Hourly limit of this API key exceeded")
        uses.append(now)


def read_body(*required: str) -> Record:
    """The JSON object of a request, with the required fields in it."""
    try:
        body = request.get_json()
    except (HTTPException, RecursionError) as problem:
        raise LogisError(400, "The request body must be JSON") from problem
    if not isinstance(body, dict):
        raise LogisError(400, "The request body must be an object")
    missing = [name for name in required if body.get(name) in (None, "")]
    if missing:
        raise LogisError(400, f"Missing required fields: {', '.join(missing)}")
    return body


def read_review(body: Record) -> Record:
    """The ratings and the comment of a review."""
    for name in ("rating_delivery", "rating_job"):
        rating = body.get(name)
        if rating is not None and (type(rating) is not int or not 0 <= rating <= 5):
            raise LogisError(400, f"{name} must be a whole number from 0 to 5")
    if not isinstance(body.get("rating_comment", ""), str | None):
        raise LogisError(400, "rating_comment must be text")
    return {name: body.get(name) for name in ("rating_delivery", "rating_job", "rating_comment")}


def check_uuid(review_key: object) -> None:
    """Refuse a review key that is no UUID."""
    try:
        UUID(str(review_key))
    except ValueError as problem:
        raise LogisError(400, "Invalid review_key format") from problem


def find_job(job_id: object, review_key: object = None) -> Job:
    """The job, or a refusal where there is none, or none with this review key."""
    job = state().jobs.get(str(job_id))
    if job is None or review_key not in (None, job.review_key):
        raise LogisError(404, "Job not found")
    return job


def record(call: str, job: Job, **details: object) -> None:
    """Keep what was changed, for tests to look at."""
    state().changes.append({"carrier": "logis", "call": call, "job_id": job.id, **details})
