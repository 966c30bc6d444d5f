"""What a shipment's page offers to do, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tracking_site.domain.errors import TrackingError
from tracking_site.domain.references import ReferenceKind
from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, MAX_RATING, Action, Review, SmsTarget
from tracking_site.tracking.lookup import LookupResult
from tracking_site.tracking.query import PARAMETERS
from tracking_site.web.http.context import reader_language
from tracking_site.web.http.errors import error_detail, title_and_text
from tracking_site.web.http.request import printable
from tracking_site.web.i18n.labels import N_, RATINGS
from tracking_site.web.i18n.languages import Language

NOTIFICATIONS, DELIVERY_CODE, REVIEW, VERIFY, PROOF = "notifications", "delivery-code", "review", "verify", "proof"
PARTS = (NOTIFICATIONS, DELIVERY_CODE, REVIEW, VERIFY, PROOF)

SWITCHES: Mapping[SmsTarget, str] = {
    SmsTarget.JOB: N_("For this delivery"),
    SmsTarget.CLIENT: N_("For all future deliveries"),
}


@dataclass(frozen=True, slots=True)
class ToldView:
    """What came of an action that failed, and at which part of the page it is said."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form that is shown once more."""

    delivery: str = ""
    product: str = ""
    comment: str = field(default="", repr=False)

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Typed":
        """The fields of a form that are worth keeping."""
        typed = (form.get(name, "")[: 2 * MAX_COMMENT_LENGTH] for name in ("delivery", "product", "comment"))
        return cls(*map(printable, typed))


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that was tried on the page and did not work: what is said of it, and what had been typed."""

    said: ToldView | None = None
    typed: Typed = Typed()


@dataclass(frozen=True, slots=True)
class SwitchView:
    """A switch: what it is for, what it says now, and what a press sends."""

    target: str
    label: str
    on: bool

    @property
    def checked(self) -> str:
        """What it says of itself."""
        return "true" if self.on else "false"

    @property
    def sends(self) -> str:
        """What a press asks for."""
        return "false" if self.on else "true"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer to a question."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RatingView:
    """A question with an answer from 0 to 5."""

    name: str
    question: str
    choices: tuple[ChoiceView, ...]
    required: bool = False

    @property
    def worst(self) -> str:
        """The lowest answer in words."""
        return self.choices[0].words

    @property
    def best(self) -> str:
        """The highest answer in words."""
        return self.choices[-1].words


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review as it was given: each line a question and its answer."""

    lines: tuple[tuple[str, str], ...]
    comment: str | None


@dataclass(frozen=True, slots=True)
class VerifyView:
    """The form that asks for the postcode, with the fields that say what for."""

    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActionsView:
    """What this viewer can do; `base` is the address that the forms' own parts are put behind.

    `said` is what came of an action, by the part of the page that it was tried at.
    """

    base: str
    token: str | None
    said: Mapping[str, str]
    switches: tuple[SwitchView, ...] = ()
    code: bool = False
    ratings: tuple[RatingView, ...] = ()
    comment: str = ""
    longest_comment: int = MAX_COMMENT_LENGTH
    review: ReviewView | None = None
    verify: VerifyView | None = None
    calendar: str | None = None
    live_map: str | None = None
    query: str = ""


def failed(part: str, error: TrackingError, form: Mapping[str, str]) -> Tried:
    """What is said of an action that failed, at its part of the page, and what had been typed."""
    say = reader_language().words.gettext
    title, text = title_and_text(error)
    detail = error_detail(error)
    return Tried(ToldView(part, f"{say(title)}. {say(detail or text)}"), Typed.of(form))


def actions_view(
    found: LookupResult,
    language: Language,
    base: str,
    token: str | None,
    kept: Mapping[str, str],
    tried: Tried,
) -> ActionsView:
    """What this viewer can do about a shipment; `base` is where its forms are sent to."""
    say, actions, shipment = language.words.gettext, found.actions, found.tracking.shipment
    sms = shipment.sms_notifications if Action.SMS_NOTIFICATIONS in actions else None
    return ActionsView(
        base=base,
        token=token,
        said=dict.fromkeys(PARTS, "") | ({tried.said.part: tried.said.text} if tried.said else {}),
        switches=tuple(SwitchView(each.value, say(label), getattr(sms, each.value)) for each, label in SWITCHES.items())
        if sms
        else (),
        code=Action.DELIVERY_CODE in actions,
        ratings=_ratings(language, tried.typed) if Action.REVIEW in actions else (),
        comment=tried.typed.comment,
        review=_review(shipment.review, language) if found.verified and shipment.review else None,
        verify=_verify(found, token) if Action.VERIFY in actions else None,
        calendar=_calendar(found, token, language),
        live_map=_live_map(found, token, kept),
        query=f"?{urlencode(kept)}" if kept else "",
    )


def _ratings(language: Language, typed: Typed) -> tuple[RatingView, ...]:
    say = language.words.gettext

    def choices(chosen: str) -> tuple[ChoiceView, ...]:
        values = ((str(value), say(RATINGS[value])) for value in range(MAX_RATING + 1))
        return tuple(ChoiceView(value, words, value == chosen) for value, words in values)

    return (
        RatingView("delivery", say(N_("How was the delivery?")), choices(typed.delivery), required=True),
        RatingView("product", say(N_("How is the product?")), choices(typed.product)),
    )


def _review(review: Review, language: Language) -> ReviewView:
    say = language.words.gettext
    rated = ((N_("Delivery"), review.delivery), (N_("Product"), review.product))
    lines = tuple((say(label), f"{value} / {MAX_RATING}") for label, value in rated if value is not None)
    return ReviewView(lines, review.comment)


def _calendar(found: LookupResult, token: str | None, language: Language) -> str | None:
    """Where the calendar is; a page that is asked for by a number has none, since its address would name it."""
    shipment = found.tracking.shipment
    expected = shipment.estimated_delivery is not None and not shipment.status.final
    return f"/t/{token}/delivery.ics?lang={language.tag}" if token and expected else None


def _live_map(found: LookupResult, token: str | None, kept: Mapping[str, str]) -> str | None:
    if Action.LIVE_MAP not in found.actions:
        return None
    if token is not None:
        return f"/live/t/{token}?{urlencode(kept)}".rstrip("?")
    ref = found.live_map_ref or found.ref
    return f"/live?{urlencode({_parameter(ref.reference.kind): ref.reference.value, 'account': ref.account, **kept})}"


def _parameter(kind: ReferenceKind) -> str:
    return next(name for name, known in PARAMETERS.items() if known is kind)


def _verify(found: LookupResult, token: str | None) -> VerifyView:
    if token is not None:
        return VerifyView(())
    reference = found.ref.reference
    return VerifyView(((_parameter(reference.kind), reference.value), ("account", found.ref.account)))
