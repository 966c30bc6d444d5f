"""What a shipment's page offers to do, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tracking_site.domain.errors import TrackingError
from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, MAX_RATING, Action, Review, SmsTarget
from tracking_site.tracking.lookup import LookupResult
from tracking_site.tracking.query import parameter_of
from tracking_site.web.http.context import reader_language
from tracking_site.web.http.errors import error_detail, title_and_text
from tracking_site.web.http.request import printable
from tracking_site.web.i18n.labels import N_, RATINGS
from tracking_site.web.i18n.languages import Language

NOTIFICATIONS, DELIVERY_CODE, REVIEW, VERIFY, PROOF = "notifications", "delivery-code", "review", "verify", "proof"
SECTIONS = (NOTIFICATIONS, DELIVERY_CODE, REVIEW, VERIFY, PROOF)
"""The sections of the page with a form; each is named like the last part of the form's address."""

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

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "FormInput":
        """Return the fields of a form that are shown again."""
        values = (form.get(name, "")[: 2 * MAX_COMMENT_LENGTH] for name in ("delivery", "product", "comment"))
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
    """The form for the postcode; its hidden fields name the shipment where the address does not."""

    hidden: tuple[HiddenField, ...]


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
        verify=_verify(result, token) if Action.VERIFY in actions else None,
        calendar_address=_calendar_address(result, token, language),
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


def _calendar_address(result: LookupResult, token: str | None, language: Language) -> str | None:
    """Return the address of the calendar; only a sealed link has one, since another address would show the number."""
    shipment = result.tracking.shipment
    expected = shipment.estimated_delivery is not None and not shipment.status.final
    return f"/t/{token}/delivery.ics?lang={language.tag}" if token and expected else None


def _live_map(result: LookupResult, token: str | None, parameters: Mapping[str, str]) -> LiveMapLink | None:
    offer = result.live_map
    if offer is None:
        return None
    if token is not None:
        return LiveMapLink(f"/live/t/{token}?{urlencode(parameters)}".rstrip("?"), offer.provider)
    reference = offer.ref.reference
    number = {parameter_of(reference.kind): reference.value, "account": offer.ref.account}
    return LiveMapLink(f"/live?{urlencode({**number, **parameters})}", offer.provider)


def _verify(result: LookupResult, token: str | None) -> VerifyView:
    if token is not None:
        return VerifyView(())
    reference = result.ref.reference
    return VerifyView(
        (HiddenField(parameter_of(reference.kind), reference.value), HiddenField("account", result.ref.account))
    )
