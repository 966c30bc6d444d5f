"""Every code has its texts, in every language, and every table that is read by a code is complete."""

from collections.abc import Iterator
from typing import get_args

import pytest

from tests.contract.cases import account_of
from tracking_site.carriers.registry import CARRIERS, adapter_of
from tracking_site.config import StatusWord
from tracking_site.domain import errors
from tracking_site.domain.errors import (
    CarrierDeclined,
    CarrierFailure,
    InvalidAction,
    InvalidReference,
    StoreUnavailable,
    TrackingError,
)
from tracking_site.domain.references import ReferenceKind
from tracking_site.domain.shipment import Milestone, Status
from tracking_site.tracking.query import PARAMETERS
from tracking_site.tracking.sealed_links import _KINDS
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


def subclasses(error: type[TrackingError]) -> Iterator[type[TrackingError]]:
    for child in error.__subclasses__():
        yield child
        yield from subclasses(child)


ERROR_TYPES = sorted(
    (error for error in set(subclasses(TrackingError)) if error.__module__ == errors.__name__),
    key=lambda error: error.code,
)
HTTP_STATUSES = {400, 404, 405, 413, 414, 429, 500}
STATUS_OF_CODE = {
    **dict.fromkeys(("invalid_reference", "invalid_input", "invalid_link", "unclear_account"), 400),
    "not_authorised": 401,
    **dict.fromkeys(("strange_origin", "not_verified", "wrong_postcode"), 403),
    **dict.fromkeys(("action_failed", "not_offered", "carrier_declined"), 409),
    **dict.fromkeys(("expired_link", "revoked_link"), 410),
    "verification_locked": 429,
    "store_unavailable": 503,
}
# In these tables single words differ from English in every language too.
ALWAYS_DIFFERENT = {
    *(text for table in (STATUSES, LEADS, MILESTONES, NUMBERS, REASONS) for text in table.values()),
    *(text for pair in ERRORS.values() for text in pair),
    *(text for _, title, sentence in HTTP_ERRORS.values() for text in (title, sentence)),
}
TEXTS = sorted({*ALWAYS_DIFFERENT, *(text for table in (INVALID, DECLINED, RATINGS) for text in table.values())})


class TestTables:
    def test_every_status_has_a_title_and_a_sentence(self) -> None:
        assert set(STATUSES) == set(LEADS) == set(Status)

    def test_every_milestone_has_a_text(self) -> None:
        assert set(MILESTONES) == set(Milestone)

    def test_every_kind_of_number_has_a_label_a_parameter_and_a_code_in_links(self) -> None:
        assert set(NUMBERS) == set(PARAMETERS.values()) == set(_KINDS) == set(ReferenceKind)

    def test_every_reason_has_a_text(self) -> None:
        assert set(REASONS) == set(InvalidReference.REASONS)
        assert set(INVALID) == set(InvalidAction.REASONS)
        assert set(DECLINED) == set(CarrierDeclined.REASONS)

    def test_every_rating_has_a_text(self) -> None:
        assert set(RATINGS) == set(range(6))

    def test_every_error_has_a_title_and_a_text(self) -> None:
        assert len(ERROR_TYPES) >= 12
        assert set(ERRORS) == set(ERROR_TYPES)

    def test_every_http_status_of_the_server_has_a_text(self) -> None:
        assert set(HTTP_ERRORS) >= HTTP_STATUSES
        assert OTHER_ERROR in HTTP_ERRORS

    def test_the_configuration_may_translate_a_carriers_word_to_every_status(self) -> None:
        assert set(get_args(StatusWord)) == {status.value for status in Status}

    @pytest.mark.parametrize("carrier", CARRIERS)
    def test_every_kind_of_number_of_a_carrier_has_stages_to_draw(self, carrier: str) -> None:
        adapter = adapter_of(account_of(carrier))
        assert set(adapter.stages) == adapter.reference_kinds
        assert all(adapter.stages.values())


class TestErrors:
    @pytest.mark.parametrize("error", ERROR_TYPES, ids=lambda error: error.__name__)
    def test_an_error_has_the_status_of_the_contract_and_a_code_of_its_own(self, error: type[TrackingError]) -> None:
        assert error.status == (503 if issubclass(error, CarrierFailure) else STATUS_OF_CODE.get(error.code, 404))
        assert 400 <= error.status < 600
        assert (error.status == 503) == issubclass(error, CarrierFailure | StoreUnavailable)
        assert [other for other in ERROR_TYPES if other.code == error.code] == [error]

    def test_the_tree_in_the_docstring_is_complete(self) -> None:
        drawn = (errors.__doc__ or "").split()
        assert [error.__name__ for error in ERROR_TYPES if error.__name__ not in drawn] == []

    def test_no_two_errors_have_the_same_code(self) -> None:
        codes = [error.code for error in ERROR_TYPES] + [code for code, _, _ in HTTP_ERRORS.values()]
        assert len(set(codes)) == len(codes)

    def test_the_text_of_an_error_names_no_carrier_and_no_status(self) -> None:
        for title, text in ERRORS.values():
            assert not any(word in title + text for word in ("Logis", "Leaps", "LogiNext", "401", "500", "%("))


class TestTranslations:
    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_every_text_is_translated(self, tag: str) -> None:
        translate = language(tag).words.gettext
        for text in TEXTS:
            translation = translate(text)
            assert text.strip() == text != ""
            assert translation.strip() == translation != ""
            # A single word may be the same in two languages, a sentence is not.
            assert tag == "en" or translation != text or " " not in text

    @pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
    def test_labels_and_errors_are_not_left_in_english(self, tag: str) -> None:
        translate = language(tag).words.gettext
        assert {text for text in ALWAYS_DIFFERENT if translate(text) == text} == set()

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_no_two_statuses_have_the_same_title(self, tag: str) -> None:
        translate = language(tag).words.gettext
        assert len({translate(text) for text in STATUSES.values()}) == len(Status)
