"""Every code has its words: no status, milestone, kind or error without."""

from collections.abc import Iterator

import pytest

from tracking_site.domain.errors import CarrierDeclined, CarrierFailure, InvalidAction, InvalidReference, TrackingError
from tracking_site.domain.references import ReferenceKind
from tracking_site.domain.shipment import Milestone, Status
from tracking_site.web.i18n.labels import (
    DECLINED,
    ERRORS,
    HTTP_ERRORS,
    INVALID,
    LEADS,
    MILESTONES,
    NUMBERS,
    OTHER_ERROR,
    RATINGS,
    REASONS,
    STATUSES,
)
from tracking_site.web.i18n.languages import LANGUAGES, language


def below(kind: type[TrackingError]) -> Iterator[type[TrackingError]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


KINDS = sorted(
    (kind for kind in set(below(TrackingError)) if kind.__module__ == TrackingError.__module__),
    key=lambda kind: kind.code,
)
TEXTS = sorted(
    {
        *(
            text
            for table in (STATUSES, LEADS, MILESTONES, NUMBERS, REASONS, INVALID, DECLINED, RATINGS)
            for text in table.values()
        ),
        *(text for pair in ERRORS.values() for text in pair),
        *(text for _, title, sentence in HTTP_ERRORS.values() for text in (title, sentence)),
    }
)


ANSWERED = {
    **dict.fromkeys(("invalid_reference", "invalid_input", "invalid_link", "unclear_account"), 400),
    "not_authorised": 401,
    **dict.fromkeys(("strange_origin", "not_verified", "wrong_postcode"), 403),
    **dict.fromkeys(("action_failed", "not_offered", "carrier_declined"), 409),
    **dict.fromkeys(("expired_link", "revoked_link"), 410),
    "verification_locked": 429,
    "store_unavailable": 503,
}


def test_every_code_has_words() -> None:
    assert set(STATUSES) == set(LEADS) == set(Status)
    assert set(MILESTONES) == set(Milestone)
    assert set(NUMBERS) == set(ReferenceKind)
    assert set(REASONS) == set(InvalidReference.REASONS)
    assert set(INVALID) == set(InvalidAction.REASONS)
    assert set(DECLINED) == set(CarrierDeclined.REASONS)
    assert set(RATINGS) == set(range(6))
    assert set(ERRORS) == set(KINDS)
    assert OTHER_ERROR in HTTP_ERRORS


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_a_text_that_is_translated(text: str) -> None:
    assert text.strip() == text != ""
    for tag in LANGUAGES:
        said = language(tag).words.gettext(text)
        assert said.strip() == said != ""
        # One word may be the same in two languages, a sentence is not.
        assert tag == "en" or said != text or " " not in text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_answers_what_the_contract_says(kind: type[TrackingError]) -> None:
    assert kind.status == (503 if issubclass(kind, CarrierFailure) else ANSWERED.get(kind.code, 404))
    assert kind.__name__ in str(__import__(kind.__module__, fromlist=["errors"]).__doc__), "the tree leaves it out"


def test_no_two_errors_have_one_code() -> None:
    codes = [kind.code for kind in KINDS] + [code for code, _, _ in HTTP_ERRORS.values()]
    assert len(set(codes)) == len(codes)


def test_the_words_of_an_error_name_no_carrier_and_no_figure() -> None:
    for title, text in ERRORS.values():
        assert not any(word in title + text for word in ("Logis", "Leaps", "LogiNext", "401", "500", "%("))


def test_two_statuses_are_never_called_the_same() -> None:
    for tag in LANGUAGES:
        say = language(tag).words.gettext
        assert len({say(text) for text in STATUSES.values()}) == len(Status)
