"""An error says when a retry helps, and that nothing was changed if something was to be changed."""

import pytest
from flask import Flask

from tracking_site.domain.errors import (
    CarrierBusy,
    CarrierDeclined,
    CarrierTimeout,
    InvalidAction,
    InvalidReference,
    StoreUnavailable,
    TrackingError,
    UnknownShipment,
    VerificationLocked,
)
from tracking_site.web.http.errors import (
    DEFAULT_RETRY_SECONDS,
    MAX_RETRY_SECONDS,
    error_detail,
    seconds_to_wait,
    title_and_text,
)
from tracking_site.web.i18n.labels import DECLINED, ERRORS, INVALID, NOTHING_CHANGED, REASONS


@pytest.fixture(scope="module")
def app() -> Flask:
    return Flask(__name__)


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (CarrierBusy("nord", retry_after=29.2), 30),
        (CarrierBusy("nord", retry_after=86_400), MAX_RETRY_SECONDS),
        (CarrierTimeout("nord"), DEFAULT_RETRY_SECONDS),
        (StoreUnavailable(), DEFAULT_RETRY_SECONDS),
        (VerificationLocked(899.5), 900),
        (VerificationLocked(0), 1),
        (UnknownShipment(), None),
        (CarrierDeclined("window_over"), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_an_error_that_passes_names_a_time(error: TrackingError, seconds: int | None) -> None:
    assert seconds_to_wait(error) == seconds


@pytest.mark.parametrize(
    ("method", "error", "text"),
    [
        ("GET", CarrierTimeout("nord"), ERRORS[CarrierTimeout][1]),
        ("POST", CarrierTimeout("nord"), NOTHING_CHANGED),
        ("PUT", StoreUnavailable(), NOTHING_CHANGED),
        ("POST", UnknownShipment(), ERRORS[UnknownShipment][1]),
    ],
)
def test_a_failed_change_says_that_nothing_was_changed(
    app: Flask, method: str, error: TrackingError, text: str
) -> None:
    with app.test_request_context(method=method):
        assert title_and_text(error) == (ERRORS[type(error)][0], text)


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (InvalidReference("several"), REASONS["several"]),
        (InvalidAction("rating"), INVALID["rating"]),
        (CarrierDeclined("window_over"), DECLINED["window_over"]),
        (UnknownShipment(), None),
    ],
)
def test_a_reason_has_a_sentence_of_its_own(error: TrackingError, detail: str | None) -> None:
    assert error_detail(error) == detail
