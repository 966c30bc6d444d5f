"""In every case, personal data do not reach unverified viewers, and secrets occur only in their requests."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from tests.contract.cases import Case, conversations
from tests.contract.conversation import found, held, payload
from tracking_site.domain.errors import TrackingError
from tracking_site.domain.shipment import Shipment
from tracking_site.web.i18n.languages import LANGUAGES, language
from tracking_site.web.pages.shipment_view import shipment_view

CASES = conversations()
PERSONAL = tuple(case for case in CASES if case.personal)
SHIPMENTS = tuple(case for case in CASES if "shipment" in case.expected)
SHOWN = tuple(case for case in SHIPMENTS if case.personal)
TORONTO = ZoneInfo("America/Toronto")


def over(cases: tuple[Case, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.label)


def shipment_of(case: Case) -> Shipment:
    outcome = held(case).outcome
    assert isinstance(outcome, Shipment)
    return outcome


def texts(value: Any) -> Iterator[str]:
    """Yield every text and number in a document, without the names of its fields."""
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)
    elif value is not None:
        yield bare(str(value))


def bare(text: str) -> str:
    """Return a text without case and accents."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))


def told_of(case: Case, document: Any) -> list[str]:
    """Return the personal words of a case that occur in a document."""
    content = list(texts(document))
    # As whole words: the site's own in nineteen languages have many a short name in them.
    looked_for = {word: re.compile(rf"(?<!\w){re.escape(bare(word))}(?!\w)") for word in case.personal}
    return [word for word, pattern in looked_for.items() if any(pattern.search(text) for text in content)]


def pages(case: Case, *, verified: bool) -> list[dict[str, Any]]:
    """Return the shipment's page in every language."""
    seen = found(case, shipment_of(case), verified=verified)
    now = seen.tracking.fetched_at
    return [asdict(shipment_view(seen, language(tag), TORONTO, now)) for tag in LANGUAGES]


@over(PERSONAL)
def test_every_declared_personal_word_occurs_in_an_answer(case: Case) -> None:
    answered = bare("".join(reply.body.decode() for reply in case.replies))
    assert [word for word in case.personal if bare(word) not in answered] == []


@over(SHOWN)
def test_the_json_for_an_unverified_viewer_has_no_personal_data(case: Case) -> None:
    assert told_of(case, payload(found(case, shipment_of(case), verified=False))) == []


@over(SHOWN)
def test_the_page_for_an_unverified_viewer_has_no_personal_data(case: Case) -> None:
    assert [told_of(case, page) for page in pages(case, verified=False)] == [[] for _ in LANGUAGES]


@over(tuple(case for case in SHOWN if "recipient" in case.expected))
def test_a_verified_recipient_sees_their_data(case: Case) -> None:
    assert all(told_of(case, page) for page in pages(case, verified=True))


@over(SHIPMENTS)
def test_positions_for_an_unverified_viewer_are_rounded_to_two_decimals(case: Case) -> None:
    shipment = found(case, shipment_of(case), verified=False).tracking.shipment
    places = [shipment.last_location, *(event.location for event in shipment.events)]
    positions = [place.position for place in places if place and place.position]
    degrees = [each for position in positions for each in (position.latitude, position.longitude)]
    assert [each for each in degrees if each != round(each, 2)] == []


@over(CASES)
def test_errors_and_reprs_of_conversations_hold_no_secret_or_personal_data(case: Case) -> None:
    conversation = held(case)
    secrets = [value.get_secret_value() for _, value in case.account if isinstance(value, SecretStr)]
    written = [repr(conversation.requests_by_round), *(repr(reply) for reply in case.replies)]
    if isinstance(conversation.outcome, TrackingError):
        written += [repr(conversation.outcome), str(conversation.outcome), conversation.outcome.detail]
    hidden = [*secrets, *case.personal, (case.reference and case.reference.review_key) or ""]
    assert [secret for secret in hidden if secret and any(secret in text for text in written)] == []
