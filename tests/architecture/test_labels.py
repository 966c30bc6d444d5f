"""Every code has its words, and every table that is read by a code has all of them."""

from collections.abc import Iterator
from typing import get_args

import pytest

from tests.contract.cases import account_of
from tracking_site.carriers.registry import CARRIERS, adapter_of
from tracking_site.config import StatusWord
from tracking_site.domain import errors
from tracking_site.domain.errors import CarrierFailure, InvalidReference, StoreUnavailable, TrackingError
from tracking_site.domain.references import ReferenceKind
from tracking_site.domain.shipment import Milestone, Status
from tracking_site.tracking.query import PARAMETERS
from tracking_site.tracking.sealed_links import _KINDS
from tracking_site.web.i18n import labels
from tracking_site.web.i18n.languages import LANGUAGES, language

SHOWN = {400, 404, 405, 413, 414, 429, 500}


def below(kind: type[TrackingError]) -> Iterator[type[TrackingError]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


OWN = [kind for kind in below(TrackingError) if kind.__module__ == errors.__name__]


def test_every_status_has_a_title_and_a_sentence() -> None:
    assert set(labels.STATUSES) == set(labels.LEADS) == set(Status)


def test_every_milestone_has_words() -> None:
    assert set(labels.MILESTONES) == set(Milestone)


def test_every_kind_of_number_has_a_name_a_parameter_and_a_place_in_links() -> None:
    assert set(labels.NUMBERS) == set(PARAMETERS.values()) == set(_KINDS) == set(ReferenceKind)


def test_every_error_has_a_title_and_a_way_on() -> None:
    assert len(OWN) >= 12
    assert set(labels.ERRORS) == set(OWN)


def test_every_reason_of_a_bad_number_has_words() -> None:
    assert set(labels.REASONS) == set(InvalidReference.REASONS)


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.__name__)
def test_every_error_has_a_code_and_a_status_of_its_own(kind: type[TrackingError]) -> None:
    assert [other for other in OWN if other.code == kind.code] == [kind]
    assert 400 <= kind.status < 600
    assert (kind.status == 503) == issubclass(kind, CarrierFailure | StoreUnavailable)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = (errors.__doc__ or "").split()
    assert [kind.__name__ for kind in OWN if kind.__name__ not in drawn] == []


def test_every_answer_of_the_server_has_words() -> None:
    assert set(labels.HTTP_ERRORS) >= SHOWN
    codes = [code for code, _, _ in labels.HTTP_ERRORS.values()]
    assert len(codes) == len(set(codes))
    assert not set(codes) & {kind.code for kind in OWN}
    assert labels.OTHER_ERROR in labels.HTTP_ERRORS


def test_the_words_of_an_account_may_mean_every_status() -> None:
    assert set(get_args(StatusWord)) == {status.value for status in Status}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_kind_of_number_of_a_carrier_has_stages_to_draw(carrier: str) -> None:
    adapter = adapter_of(account_of(carrier))
    assert set(adapter.stages) == adapter.reference_kinds
    assert all(adapter.stages.values())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_label_is_said_in_every_language(tag: str) -> None:
    say = language(tag).words.gettext
    said = [
        *labels.STATUSES.values(),
        *labels.LEADS.values(),
        *labels.MILESTONES.values(),
        *labels.NUMBERS.values(),
        *labels.REASONS.values(),
        *(text for pair in labels.ERRORS.values() for text in pair),
        *(text for _, *pair in labels.HTTP_ERRORS.values() for text in pair),
    ]
    same = {text for text in said if say(text) == text}
    assert not same or tag == "en", same
    assert all(text and text == text.strip() for text in said)
