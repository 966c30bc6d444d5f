"""Recipients' actions at Logis: the SMS switch, the delivery code, the review (docs/carriers/logis.md)."""

import re
from collections.abc import Mapping

from tracking_site.carriers.adapter import ActionCalls, Conversation, Request, Response, ask
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.domain.errors import CarrierDeclined, CarrierUnreadable, UnknownShipment
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, MAX_RATING, Review, SmsTarget

LONGEST_CODE = 40

Words = tuple[tuple[re.Pattern[str], str], ...]
"""Patterns of Logis' `error` text and the reason that each stands for; the first match counts."""


def _words(table: Mapping[str, str]) -> Words:
    return tuple((re.compile(words, re.IGNORECASE), reason) for words, reason in table.items())


_REASONS: Mapping[int, tuple[Words, str]] = {
    400: (
        _words(
            {
                r"complet": "not_completed",
                r"already|twice": "given_already",
                r"window|expired|too late|\btime\b|days": "window_over",
                r"missing|required": "fields_missing",
                r"update_?target": "update_target",
                r"review_?key|uuid": "review_key_format",
            }
        ),
        "not_accepted",
    ),
    401: (_words({r"header|api.?key": "key_missing"}), "review_key"),
    403: (
        _words(
            {
                r"complet": "not_completed",
                r"already|twice": "given_already",
                r"window|too late|\btime\b|days": "window_over",
                r"permission|allow": "permission",
            }
        ),
        "key_refused",
    ),
}
_OTHERS: tuple[Words, str] = (
    _words({r"complet": "not_completed", r"already|twice": "given_already", r"window|late|time|days": "window_over"}),
    "not_accepted",
)


def action_calls(account: LogisAccount) -> ActionCalls:
    """Return the calls of an account."""
    return ActionCalls(
        set_sms_notifications=lambda reference, target, enabled: set_sms_notifications(
            account, reference, target, enabled=enabled
        ),
        delivery_code=lambda reference: delivery_code(account, reference),
        review=lambda reference, given: review(account, reference, given),
    )


def key_header(account: LogisAccount) -> Mapping[str, str]:
    """Return the header that identifies the account."""
    return {"LOGIS-API-KEY": account.api_key.get_secret_value()}


def set_sms_notifications(
    account: LogisAccount, reference: Reference, target: SmsTarget, *, enabled: bool
) -> Conversation[bool]:
    """Switch SMS notifications and return their state in Logis' response."""
    body = {
        **_identity(reference),
        # The documented body has a string here, not a boolean.
        "do_notify_sms": "true" if enabled else "false",
        "update_target": target.value,
    }
    url = f"{account.base_url}/api/apikeys/toggle_sms_notifications"
    answer = _answer(account, (yield from ask(Request.command("PUT", url, body, key_header(account)))))
    enabled_now = answer.within("job" if target is SmsTarget.JOB else "end_client").flag("do_notify_sms")
    if enabled_now is None:
        raise CarrierUnreadable(account.id, "Logis does not say how the notifications are now")
    return enabled_now


def delivery_code(account: LogisAccount, reference: Reference) -> Conversation[str]:
    """Fetch the code for the door; Logis records that it was fetched."""
    url = f"{account.base_url}/api/apikeys/get_delivery_code"
    request = Request.get(url, _identity(reference), key_header(account), retryable=False)
    code = _answer(account, (yield from ask(request))).text("secret_code", limit=LONGEST_CODE)
    if code is None:
        raise CarrierUnreadable(account.id, "Logis answers without a code")
    return code


def review(account: LogisAccount, reference: Reference, given: Review) -> Conversation[Review]:
    """Submit a review and return it as Logis stored it."""
    optional = {"rating_job": given.product, "rating_comment": given.comment}
    body = {
        **_identity(reference),
        "rating_delivery": given.delivery,
        **{name: value for name, value in optional.items() if value is not None},
    }
    url = f"{account.base_url}/api/apikeys/submit_review"
    answer = _answer(account, (yield from ask(Request.command("POST", url, body, key_header(account)))))
    return review_of(answer.within("job")) or given


def review_of(job: Fields) -> Review | None:
    """Return the review of a job, or None where it has not been rated."""
    delivery = job.integer("rating_delivery", 0, MAX_RATING)
    if delivery is None:
        return None
    return Review(
        delivery, job.integer("rating_job", 0, MAX_RATING), job.text("rating_comment", limit=MAX_COMMENT_LENGTH)
    )


def _identity(reference: Reference) -> dict[str, str]:
    return {"job_id": reference.value, "review_key": reference.review_key or ""}


def _answer(account: LogisAccount, response: Response) -> Fields:
    """Return the fields of a success; the status and then the text of `error` say why Logis declined."""
    if response.status == 404:
        raise UnknownShipment("no job with this review key")
    if 400 <= response.status < 500:
        patterns, otherwise = _REASONS.get(response.status, _OTHERS)
        text = _error(response)
        reason = next((reason for pattern, reason in patterns if pattern.search(text)), otherwise)
        raise CarrierDeclined(reason, f"Logis answered {response.status}: {reason}")
    try:
        return Fields.of(response.body)
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error


def _error(response: Response) -> str:
    try:
        return Fields.of(response.body).text("error", "message", limit=500) or ""
    except Unreadable:
        return ""
