"""The page of a shipment in words: its status, and when the carrier was asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.page_fixtures import NOON, ORDER, local, view
from tracking_site.domain.shipment import DeliveryWindow, Status
from tracking_site.web.branding.tones import TONE, status_icon
from tracking_site.web.i18n.labels import LEADS, STATUSES
from tracking_site.web.i18n.languages import language


@pytest.mark.parametrize("tag", ["en", "fr"])
@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_title_a_lead_and_a_tone(status: Status, tag: str) -> None:
    shown = view(replace(ORDER, status=status, carrier_status="WORD"), tag)
    say = language(tag).words.gettext
    assert (shown.title, shown.lead) == (say(STATUSES[status]), say(LEADS[status]))
    assert (shown.status, shown.tone, shown.icon) == (status, TONE[status], status_icon(status))
    assert shown.carrier_status == ("WORD" if status is Status.UNKNOWN else None)
    assert shown.final == status.final


def test_the_page_says_when_the_carrier_was_asked_and_in_which_zone() -> None:
    shown = view(stale=True, fetched_at=NOON - timedelta(days=1))
    as_of = shown.data_as_of
    assert shown.stale
    assert (as_of.time.text, as_of.time.iso) == ("today, 12:00", "2026-11-25T17:00:00Z")
    assert (as_of.today_pattern, as_of.locale, as_of.zone) == ("today, {}", "en-GB", "America/Toronto")


@pytest.mark.parametrize("status", Status)
def test_a_page_looks_for_changes_until_its_status_is_final(status: Status) -> None:
    seconds = view(replace(ORDER, status=status)).refresh_seconds
    assert (seconds == 0) == status.final
    assert status is not Status.OUT_FOR_DELIVERY or seconds == 15


def test_days_have_the_names_that_they_have_for_the_reader_however_old_the_answer_is() -> None:
    shown = view(stale=True, fetched_at=NOON - timedelta(days=1), now=NOON)
    assert shown.data_as_of.time.text == "yesterday, 12:00"


@pytest.mark.parametrize("status", Status)
def test_the_words_of_every_page_change_at_midnight_where_the_brand_is(status: Status) -> None:
    assert view(replace(ORDER, status=status)).renew_at == "2026-11-27T05:00:00Z"


def test_the_words_change_when_the_expected_time_is_over() -> None:
    shipment = replace(ORDER, estimated_delivery=DeliveryWindow(local(26, 14), local(26, 17)))
    assert view(shipment).renew_at == "2026-11-26T22:00:00Z"
    assert view(shipment, now=local(26, 17, 1)).renew_at == "2026-11-27T05:00:00Z"


def test_only_a_page_that_names_a_time_has_something_for_a_calendar() -> None:
    window = DeliveryWindow(local(26, 14), local(26, 17))
    shipment = replace(ORDER, estimated_delivery=window)
    assert view(shipment).expects_delivery
    assert not view(shipment, now=local(26, 18)).expects_delivery
    assert not view(replace(shipment, awaits_collection=True)).expects_delivery
    assert not view().expects_delivery
