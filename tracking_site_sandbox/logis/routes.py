"""The endpoints of Logis: tracking, SMS notifications, delivery codes, reviews and photographs."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from tracking_site_sandbox import pictures
from tracking_site_sandbox.logis.credentials import API_KEYS, DELIVERY_CODE, REVIEW, TRACK
from tracking_site_sandbox.logis.job_model import Job
from tracking_site_sandbox.logis.state import LogisState
from tracking_site_sandbox.state import state

blueprint = Blueprint("logis", __name__, url_prefix="/logis")

Record = dict[str, object]

API = "/api/apikeys"
REVIEW_WINDOW = timedelta(days=7)
HOUR = timedelta(hours=1)


class LogisError(Exception):
    """An error of a request, with its HTTP status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@blueprint.errorhandler(LogisError)
def error_response(error: LogisError) -> tuple[Record, int]:
    """Return an error in the form of Logis."""
    return {"error": error.reason}, error.status


@blueprint.get(f"{API}/track")
def track() -> Record:
    """Return a job and its route for any key that may track; the review key is not required."""
    check_key(TRACK)
    job_id = request.args.get("job_id")
    if not job_id:
        raise LogisError(400, "job_id is required")
    with state().lock:
        return {"job_track": find_job(job_id).track(state().now())}


@blueprint.put(f"{API}/toggle_sms_notifications")
def toggle_sms_notifications() -> Record:
    """Switch SMS on or off, for one job or for all jobs of its recipient."""
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
        enabled = body["do_notify_sms"] == "true"
        if body["update_target"] == "job":
            job.job["do_notify_sms"] = enabled
            response: Record = {"job": dict(job.job)}
        else:
            job.client["do_notify_sms"] = enabled
            response = {"end_client": dict(job.client)}
        record_change("toggle_sms_notifications", job, update_target=body["update_target"], do_notify_sms=enabled)
        return response


@blueprint.get(f"{API}/get_delivery_code")
def get_delivery_code() -> Record:
    """Return the delivery code, and record on the job that it was retrieved."""
    check_key(DELIVERY_CODE)
    job_id, review_key = request.args.get("job_id"), request.args.get("review_key")
    if not job_id or not review_key:
        raise LogisError(400, "job_id and review_key are required")
    check_uuid(review_key)
    with state().lock:
        job = find_job(job_id, review_key)
        job.job["delivery_code_retrieved"] = True
        record_change("get_delivery_code", job)
        return {"secret_code": job.delivery_code}


@blueprint.post(f"{API}/submit_review")
def submit_review() -> Record:
    """Store the one review of a job, within a week of its completion."""
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
        record_change("submit_review", job, **review)
        return {"message": "Review submitted", "job": dict(job.job)}


@blueprint.get("/media/proofs/<int:number>.jpg")
def photograph(number: int) -> Response:
    """Return the photograph that proves the delivery of a job."""
    return Response(pictures.photograph(pictures.DOORS[number % 2]), mimetype="image/jpeg")


def check_key(permission: str) -> None:
    """Raise `LogisError` unless the API key is known, has the permission, and is below its hourly limit."""
    name = request.headers.get("LOGIS-API-KEY")
    if not name:
        raise LogisError(401, "Missing LOGIS-API-KEY header")
    rights = API_KEYS.get(name)
    if rights is None or rights.error:
        raise LogisError(403, rights.error if rights and rights.error else "Invalid LOGIS-API-KEY")
    if permission not in rights.permissions:
        raise LogisError(403, f"Permission denied ({permission})")
    with state().lock:
        now, calls = state().now(), state().of(LogisState).calls_by_key[name]
        while calls and now - calls[0] >= HOUR:
            calls.popleft()
        if len(calls) >= rights.calls_per_hour:
            raise LogisError(429, "Hourly limit of this API key exceeded")
        calls.append(now)


def read_body(*required: str) -> Record:
    """Return the JSON object of the request; raise `LogisError` where a required field is missing."""
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
    """Return the ratings and the comment of a review; raise `LogisError` where one is invalid."""
    for name in ("rating_delivery", "rating_job"):
        rating = body.get(name)
        if rating is not None and (type(rating) is not int or not 0 <= rating <= 5):
            raise LogisError(400, f"{name} must be a whole number from 0 to 5")
    if not isinstance(body.get("rating_comment", ""), str | None):
        raise LogisError(400, "rating_comment must be text")
    return {name: body.get(name) for name in ("rating_delivery", "rating_job", "rating_comment")}


def check_uuid(review_key: object) -> None:
    """Raise `LogisError` where a review key is not a UUID."""
    try:
        UUID(str(review_key))
    except ValueError as problem:
        raise LogisError(400, "Invalid review_key format") from problem


def find_job(job_id: object, review_key: object = None) -> Job:
    """Return a job by its id, and by its review key where one is given; raise `LogisError` where there is none."""
    job = state().of(LogisState).jobs.get(str(job_id))
    if job is None or review_key not in (None, job.review_key):
        raise LogisError(404, "Job not found")
    return job


def record_change(call: str, job: Job, **details: object) -> None:
    """Record a change, so that tests can read it."""
    state().changes.append({"carrier": "logis", "call": call, "job_id": job.id, **details})
