"""What Logis does on a recipient's word (logis-toggle-sms-notifications.txt; logis-tracking.md, its last endpoints)."""

import re
from collections.abc import Mapping

from tracking_site.carriers.adapter import ActionCalls, Conversation, Request, Response, ask
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.config import LogisAccount
from tracking_site.domain.errors import CarrierDeclined, CarrierUnreadable, UnknownShipment
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import Review, SmsTarget

HIGHEST_RATING = 5
LONGEST_COMMENT = 1_000
LONGEST_CODE = 40

Words = tuple[tuple[re.Pattern[str], str], ...]
"""What Logis says in `error`, and what it declines by that; the first that fits."""


def _words(table: Mapping[str, str]) -> Words:
    return tuple((re.compile(words, re.IGNORECASE), reason) for words, reason in table.items())


_SAID: Mapping[int, tuple[Words, str]] = {
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


def commands(account: LogisAccount) -> ActionCalls:
    """The commands of an account."""
    return ActionCalls(
        set_sms_notifications=lambda reference, target, enabled: set_sms_notifications(
            account, reference, target, enabled=enabled
        ),
        delivery_code=lambda reference: delivery_code(account, reference),
        review=lambda reference, given: review(account, reference, given),
    )


def key_header(account: LogisAccount) -> Mapping[str, str]:
    """What Logis knows the account by."""
    return {"LOGIS-API-KEY": account.api_key.get_secret_value()}


def set_sms_notifications(
    account: LogisAccount, reference: Reference, target: SmsTarget, *, enabled: bool
) -> Conversation[bool]:
    """Switches SMS notifications; returns what Logis says that they are now."""
    body = {
        **_recipients(reference),
        # The documented body has a string here, not a boolean.
        "do_notify_sms": "true" if enabled else "false",
        "update_target": target.value,
    }
    url = f"{account.base_url}/api/apikeys/toggle_sms_notifications"
    answer = _answer(account, (yield from ask(Request.command("PUT", url, body, key_header(account)))))
    switched = answer.within("job" if target is SmsTarget.JOB else "end_client").flag("do_notify_sms")
    if switched is None:
        raise CarrierUnreadable(account.id, "Logis does not say how the notifications are now")
    return switched


def delivery_code(account: LogisAccount, reference: Reference) -> Conversation[str]:
    """The code for the door; that it was fetched is recorded at Logis."""
    url = f"{account.base_url}/api/apikeys/get_delivery_code"
    request = Request.get(url, _recipients(reference), key_header(account), retryable=False)
    code = _answer(account, (yield from ask(request))).text("secret_code", limit=LONGEST_CODE)
    if code is None:
        raise CarrierUnreadable(account.id, "Logis answers without a code")
    return code


def review(account: LogisAccount, reference: Reference, given: Review) -> Conversation[Review]:
    """Hands a review in; returns it as Logis keeps it."""
    said = {"rating_job": given.product, "rating_comment": given.comment}
    body = {
        **_recipients(reference),
        "rating_delivery": given.delivery,
        **{name: value for name, value in said.items() if value is not None},
    }
    url = f"{account.base_url}/api/apikeys/submit_review"
    answer = _answer(account, (yield from ask(Request.command("POST", url, body, key_header(account)))))
    return review_of(answer.within("job")) or given


def review_of(job: Fields) -> Review | None:
    """The review that a job has; none where it has not been rated."""
    delivery = job.integer("rating_delivery", 0, HIGHEST_RATING)
    if delivery is None:
        return None
    return Review(
        delivery, job.integer("rating_job", 0, HIGHEST_RATING), job.text("rating_comment", limit=LONGEST_COMMENT)
    )


def _recipients(reference: Reference) -> dict[str, str]:
    return {"job_id": reference.value, "review_key": reference.review_key or ""}


def _answer(account: LogisAccount, reply: Response) -> Fields:
    """The fields of a success; what Logis declines is told by the status and, where that leaves it open, by `error`."""
    if reply.status == 404:
        raise UnknownShipment("no job with this review key")
    if 400 <= reply.status < 500:
        words, otherwise = _SAID.get(reply.status, _OTHERS)
        said = _error(reply)
        reason = next((reason for pattern, reason in words if pattern.search(said)), otherwise)
        raise CarrierDeclined(reason, f"Logis answered {reply.status}: {reason}")
    try:
        return Fields.of(reply.body)
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error


def _error(reply: Response) -> str:
    try:
        return Fields.of(reply.body).text("error", "message", limit=500) or ""
    except Unreadable:
        return ""
