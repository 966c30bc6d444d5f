"""The history in words: its days, its events, and which days are open."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.support.page_fixtures import NOON, ORDER, local, view
from tracking_site.domain.shipment import (
    DeliveryWindow,
    Location,
    Milestone,
    Moment,
    PromisedBy,
    Shipment,
    Status,
    TrackingEvent,
)
from tracking_site.web.branding.tones import Tone
from tracking_site.web.i18n.languages import language
from tracking_site.web.pages.timeline import DayView, EventView, TimelineView, count_open_days


def event(time: Moment | None, description: str | None = "Scanned", **fields: object) -> TrackingEvent:
    return TrackingEvent(time, Status.IN_TRANSIT, description, **fields)  # type: ignore[arg-type]


def timeline(shipment: Shipment, tag: str = "en", fetched_at: datetime = NOON) -> TimelineView:
    found = view(shipment, tag, fetched_at).timeline
    assert found is not None
    return found


def test_events_are_gathered_by_the_days_where_the_brand_is() -> None:
    events = (
        event(datetime(2026, 11, 26, 5, 1, tzinfo=UTC)),
        event(datetime(2026, 11, 26, 4, 59, tzinfo=UTC)),
        event(local(24, 8)),
        event(local(31, 8, month=12, year=2025)),
        event(None),
    )
    days = timeline(replace(ORDER, events=events)).recent
    assert [(day.title, len(day.events)) for day in days] == [
        ("Today", 1),
        ("Yesterday", 1),
        ("Tuesday 24 November", 1),
        ("Wednesday, 31 December 2025", 1),
        ("Time not known", 1),
    ]
    times = [event.time.text if event.time else None for day in days for event in day.events]
    assert times == ["00:01", "23:59", "08:00", "08:00", None]


def test_an_event_of_a_day_without_a_time_has_the_day_in_place_of_the_time() -> None:
    ((only,),) = (day.events for day in timeline(replace(ORDER, events=(event(date(2026, 11, 24)),))).recent)
    assert only.time is not None
    assert (only.time.text, only.time.iso) == ("Tue 24 Nov", "2026-11-24")


def test_an_event_is_titled_in_the_sites_words_with_the_carriers_below() -> None:
    events = (
        event(None, "POD signed", milestone=Milestone.DELIVERED),
        event(None, "Scanned at hub"),
        event(None, None, milestone=Milestone.COLLECTED, location=Location("Hub", address="1, rue Untel")),
        event(None, None),
    )
    (day,) = timeline(replace(ORDER, events=events), "fr").recent
    say = language("fr").words.gettext
    assert [(event.title, event.detail, event.untranslated, event.place) for event in day.events] == [
        (say("Delivered"), "POD signed", True, None),
        ("Scanned at hub", None, True, None),
        (say("Collected"), None, False, "1, rue Untel"),
        (say("On its way"), None, False, None),
    ]


def test_the_timeline_names_its_time_zone() -> None:
    scanned = replace(ORDER, events=(event(local(24, 8)),))
    assert timeline(scanned).zone == "Eastern Standard Time"
    july = replace(ORDER, events=(event(local(1, 8, month=7)),))
    assert timeline(july, fetched_at=local(2, month=7)).zone == "Eastern Daylight Time"


@pytest.mark.parametrize(
    "shown",
    [
        {"events": (event(local(1, 8, month=7)),)},
        {"estimated_delivery": DeliveryWindow(None, local(1, 8, month=7, year=2027))},
        {"promised_delivery": DeliveryWindow(local(1, 8, month=7, year=2027), None)},
        {"promised_by": PromisedBy(local(27), local(1, month=7))},
        {"last_location": Location("Hub", time=local(1, month=7))},
        {"delivered_at": local(1, month=7)},
    ],
    ids=lambda shown: next(iter(shown)),
)
def test_no_winter_time_is_named_above_a_time_of_summer(shown: dict[str, Any]) -> None:
    scanned = replace(ORDER, events=(event(local(24, 8)),))
    assert timeline(replace(scanned, **shown)).zone == "Eastern Time"


def test_no_daylight_time_is_named_above_events_of_july_in_auckland() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    july = replace(ORDER, status=Status.DELIVERED, events=(event(local(1, 8, month=7)),))
    found = view(july, zone=auckland, fetched_at=NOON).timeline
    assert found is not None
    assert found.zone == "New Zealand Time"


def test_dates_without_a_time_of_day_are_in_no_half_of_the_year() -> None:
    scanned = replace(ORDER, events=(event(date(2026, 7, 1)),))
    assert timeline(scanned).zone == "Eastern Standard Time"


def test_a_shipment_without_events_has_a_timeline_only_at_its_start() -> None:
    with_timeline = {status for status in Status if view(replace(ORDER, status=status)).timeline is not None}
    assert with_timeline == {Status.PENDING, Status.INFO_RECEIVED}


@pytest.mark.parametrize(
    ("counts", "open_days"),
    [
        ((), 0),
        ((1,), 1),
        ((40,), 1),
        ((4, 4, 4), 2),
        ((4, 4, 3), 3),
        ((4, 5, 4), 1),
        ((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 8),
        ((8, 1, 1, 1), 4),
        ((8, 1, 1, 1, 1), 1),
    ],
)
def test_about_eight_events_are_open_and_all_where_few_would_be_folded(counts: tuple[int, ...], open_days: int) -> None:
    plain = EventView("Scanned", None, None, None, None, untranslated=False, tone=Tone.NEUTRAL)
    assert count_open_days([DayView("A day", (plain,) * count) for count in counts]) == open_days


def test_older_days_are_counted_by_their_events() -> None:
    events = tuple(event(local(day, 8)) for day in range(26, 0, -1) for _ in range(2))
    shown = timeline(replace(ORDER, events=events))
    assert (len(shown.recent), len(shown.older), shown.older_count) == (4, 22, 44)


def test_a_delivery_is_marked_as_good_and_a_partial_one_as_an_event_on_the_way() -> None:
    events = tuple(TrackingEvent(local(24, 8), status) for status in Status)
    days = (timeline(replace(ORDER, events=events)).recent, timeline(replace(ORDER, events=events)).older)
    tones = [event.tone for day in (*days[0], *days[1]) for event in day.events]
    assert dict(zip(Status, tones, strict=True)) == {
        **dict.fromkeys(Status, Tone.NEUTRAL),
        Status.DELIVERED: Tone.GOOD,
        Status.ATTEMPT_FAILED: Tone.WARN,
        Status.EXCEPTION: Tone.WARN,
        Status.RETURNED: Tone.BAD,
        Status.CANCELLED: Tone.BAD,
        Status.UNKNOWN: Tone.UNCLEAR,
    }
