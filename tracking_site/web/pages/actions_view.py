"""What a shipment's page offers to do, in the reader's words."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from tracking_site.domain.errors import InvalidAction, TrackingError, VerificationLocked, WrongPostcode
from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, MAX_RATING, Action, Review, SmsTarget
from tracking_site.tracking.lookup import LookupResult
from tracking_site.tracking.query import parameter_of
from tracking_site.web.http.context import reader_language
from tracking_site.web.http.errors import UNAVAILABLE, error_detail, title_and_text
from tracking_site.web.http.form_state import FormState
from tracking_site.web.http.request import printable
from tracking_site.web.i18n.labels import ERRORS, INVALID, N_, NOTHING_CHANGED, RATINGS
from tracking_site.web.i18n.languages import Language
from tracking_site.web.i18n.reader import Reader
from tracking_site.web.i18n.time_texts import time_of_day

NOTIFICATIONS, DELIVERY_CODE, REVIEW, VERIFY, PROOF = "notifications", "delivery-code", "review", "verify", "proof"
SECTIONS = (NOTIFICATIONS, DELIVERY_CODE, REVIEW, VERIFY, PROOF)
"""The sections of the page with a form; each is named like the last part of the form's address."""

KEPT_FIELDS: Mapping[str, tuple[str, ...]] = {VERIFY: ("postcode",)}
"""The fields of a section's form that the address of the page may hold, sealed, after the form failed."""
MAX_TYPED_LENGTH = 40
_ERROR_OF_CODE = {kind.code: kind for kind in ERRORS}

SWITCHES: Mapping[SmsTarget, str] = {
    SmsTarget.JOB: N_("For this delivery"),
    SmsTarget.CLIENT: N_("For all future deliveries"),
}


@dataclass(frozen=True, slots=True)
class FormInput:
    """What was entered in a form that is shown again."""

    delivery: str = ""
    product: str = ""
    comment: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "FormInput":
        """Return the fields of a form that are shown again."""
        values = (
            form.get(name, "")[: 2 * MAX_COMMENT_LENGTH] for name in ("delivery", "product", "comment", "postcode")
        )
        return cls(*map(printable, values))


@dataclass(frozen=True, slots=True)
class ActionFailure:
    """An action that failed: its section of the page, the message for it, and what had been entered."""

    section: str
    message: str
    form_input: FormInput


@dataclass(frozen=True, slots=True)
class SwitchView:
    """A switch: what it is for, its label, and whether it is on."""

    target: str
    label: str
    on: bool

    @property
    def aria_checked(self) -> str:
        """The state of the switch, as the attribute `aria-checked` has it."""
        return "true" if self.on else "false"

    @property
    def next_value(self) -> str:
        """The value that a press sends."""
        return "false" if self.on else "true"


@dataclass(frozen=True, slots=True)
class RatingChoice:
    """A value that a rating can have, with its words."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RatingView:
    """A question that is answered by a rating from 0 to 5."""

    name: str
    question: str
    choices: tuple[RatingChoice, ...]
    required: bool = False

    @property
    def worst(self) -> str:
        """The lowest rating in words."""
        return self.choices[0].words

    @property
    def best(self) -> str:
        """The highest rating in words."""
        return self.choices[-1].words


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A rating that was given."""

    label: str
    rating: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review that was given."""

    lines: tuple[ReviewLine, ...]
    comment: str | None


@dataclass(frozen=True, slots=True)
class HiddenField:
    """A form field that the viewer does not see."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class VerifyView:
    """The form for the postcode; its hidden fields name the shipment where the address does not.

    `address` names it too, so that a GET on it leads back to the shipment. `postcode` is what was typed when it `failed`.
    """

    address: str
    hidden: tuple[HiddenField, ...]
    postcode: str = field(default="", repr=False)
    failed: bool = False


@dataclass(frozen=True, slots=True)
class LiveMapLink:
    """The address of the page with the live map, and the map's provider."""

    address: str
    provider: str


@dataclass(frozen=True, slots=True)
class ActionsView:
    """What this viewer can do; `base` is the address below which the forms are sent, `query` the query behind it.

    `form_errors` has a message for each section of the page; it is empty unless an action failed there.
    """

    base: str
    token: str | None
    form_errors: Mapping[str, str]
    switches: tuple[SwitchView, ...] = ()
    delivery_code: bool = False
    ratings: tuple[RatingView, ...] = ()
    comment: str = ""
    max_comment_length: int = MAX_COMMENT_LENGTH
    review: ReviewView | None = None
    verify: VerifyView | None = None
    calendar_address: str | None = None
    live_map: LiveMapLink | None = None
    query: str = ""


def action_failure(section: str, error: TrackingError, form: Mapping[str, str]) -> ActionFailure:
    """Return the failure of an action in the reader's words, with what had been entered."""
    _ = reader_language().words.gettext
    title, text = title_and_text(error)
    return ActionFailure(section, f"{_(title)}. {_(error_detail(error) or text)}", FormInput.of(form))


def failed_form(section: str, error: TrackingError, form: Mapping[str, str]) -> FormState:
    """Return the failure of a form for the address of the page that shows it again, with what was typed."""
    wait = error.retry_after if isinstance(error, VerificationLocked | WrongPostcode) else None
    typed = {name: printable(form[name])[:MAX_TYPED_LENGTH] for name in KEPT_FIELDS.get(section, ()) if form.get(name)}
    return FormState(
        section=section,
        code=error.code,
        reason=error.reason if isinstance(error, InvalidAction) else None,
        tries_left=error.tries_left if isinstance(error, WrongPostcode) else None,
        until=math.ceil(time.time() + wait) if wait else None,
        values=typed,
    )


def failure_of(state: FormState, reader: Reader) -> ActionFailure | None:
    """Return the failure of a form in the reader's words; None for the code of another release."""
    kind = _ERROR_OF_CODE.get(state.code)
    if kind is None or state.section not in SECTIONS:
        return None
    title, text = ERRORS[kind]
    message = f"{reader.gettext(title)}. {_advice(state, reader) or reader.gettext(_detail(state, kind) or text)}"
    return ActionFailure(state.section, message, FormInput.of(state.values))


def _advice(state: FormState, reader: Reader) -> str | None:
    """Return when or how often the form can be sent again, where that is known."""
    if state.until is not None:
        # The clock shows no seconds: in the minute that it names, the form must be open.
        minute = datetime.fromtimestamp(math.ceil(state.until / 60) * 60, UTC)
        return reader.gettext("You can try again at %(time)s.") % {"time": time_of_day(minute, reader)}
    if state.tries_left is None:
        return None
    return reader.ngettext(
        "You can try %(count)s more time.", "You can try %(count)s more times.", state.tries_left
    ) % {"count": state.tries_left}


def _detail(state: FormState, kind: type[TrackingError]) -> str | None:
    if state.reason in INVALID:
        return INVALID[state.reason]
    return NOTHING_CHANGED if kind.status == UNAVAILABLE else None


def actions_view(
    result: LookupResult,
    language: Language,
    base: str,
    token: str | None,
    parameters: Mapping[str, str],
    failure: ActionFailure | None,
) -> ActionsView:
    """Return what this viewer can do; `parameters` go along to the addresses, `failure` is an action that failed."""
    actions, shipment = result.actions, result.tracking.shipment
    form_input = failure.form_input if failure else FormInput()
    return ActionsView(
        base=base,
        token=token,
        form_errors=dict.fromkeys(SECTIONS, "") | ({failure.section: failure.message} if failure else {}),
        switches=_switches(result, language),
        delivery_code=Action.DELIVERY_CODE in actions,
        ratings=_ratings(language, form_input) if Action.REVIEW in actions else (),
        comment=form_input.comment,
        review=_review(shipment.review, language) if result.verified and shipment.review else None,
        verify=_verify(result, base, token, parameters, failure) if Action.VERIFY in actions else None,
        live_map=_live_map(result, token, parameters),
        query=f"?{urlencode(parameters)}" if parameters else "",
    )


def _switches(result: LookupResult, language: Language) -> tuple[SwitchView, ...]:
    sms = result.tracking.shipment.sms_notifications
    if sms is None or Action.SMS_NOTIFICATIONS not in result.actions:
        return ()
    _ = language.words.gettext
    return tuple(SwitchView(target.value, _(label), getattr(sms, target.value)) for target, label in SWITCHES.items())


def _ratings(language: Language, form_input: FormInput) -> tuple[RatingView, ...]:
    _ = language.words.gettext

    def choices(chosen: str) -> tuple[RatingChoice, ...]:
        values = ((str(value), _(RATINGS[value])) for value in range(MAX_RATING + 1))
        return tuple(RatingChoice(value, words, value == chosen) for value, words in values)

    return (
        RatingView("delivery", _("How was the delivery?"), choices(form_input.delivery), required=True),
        RatingView("product", _("How is the product?"), choices(form_input.product)),
    )


def _review(review: Review, language: Language) -> ReviewView:
    _ = language.words.gettext
    ratings = ((_("Delivery"), review.delivery), (_("Product"), review.product))
    lines = tuple(ReviewLine(label, f"{value} / {MAX_RATING}") for label, value in ratings if value is not None)
    return ReviewView(lines, review.comment)


def calendar_address(token: str, language: Language) -> str:
    """Return the address of the calendar; only a sealed link has one, since another address would show the number."""
    return f"/t/{token}/delivery.ics?lang={language.tag}"


def _live_map(result: LookupResult, token: str | None, parameters: Mapping[str, str]) -> LiveMapLink | None:
    offer = result.live_map
    if offer is None:
        return None
    if token is not None:
        return LiveMapLink(f"/live/t/{token}?{urlencode(parameters)}".rstrip("?"), offer.provider)
    reference = offer.ref.reference
    number = {parameter_of(reference.kind): reference.value, "account": offer.ref.account}
    return LiveMapLink(f"/live?{urlencode({**number, **parameters})}", offer.provider)


def _verify(
    result: LookupResult, base: str, token: str | None, parameters: Mapping[str, str], failure: ActionFailure | None
) -> VerifyView:
    reference = result.ref.reference
    number = {} if token else {parameter_of(reference.kind): reference.value, "account": result.ref.account}
    query = urlencode({**number, **parameters})
    failed = failure is not None and failure.section == VERIFY
    return VerifyView(
        address=f"{base}/{VERIFY}?{query}".rstrip("?"),
        hidden=tuple(HiddenField(name, value) for name, value in number.items()),
        postcode=failure.form_input.postcode if failure is not None and failed else "",
        failed=failed,
    )
