"""When a shipment is expected, in words: windows, days, changes of the clocks, other years."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.page_fixtures import ORDER, TORONTO, expected, local, view
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
from tracking_site.web.pages.expected_view import ExpectedView


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        (local(26, 14), local(26, 17), "Today, between 14:00 and 17:00"),
        (local(27, 9), local(27, 12, 30), "Tomorrow, between 09:00 and 12:30"),
        (local(28, 9), local(28, 12), "Saturday 28 November, between 09:00 and 12:00"),
        (local(26, 0), local(26, 23, 59), "Today, between 00:00 and 23:59"),
        (local(26, 22), local(27, 2), "Today, 22:00 – tomorrow, 02:00"),
        (local(28, 22), local(29, 2), "Saturday 28 November, 22:00 – Sunday 29 November, 02:00"),
        (local(26, 14), local(26, 14), "Today, 14:00"),
        (None, local(27, 17), "By tomorrow, 17:00"),
        (local(27, 9), None, "From tomorrow, 09:00"),
        (date(2026, 11, 27), date(2026, 11, 27), "Tomorrow"),
        (date(2026, 11, 30), date(2026, 12, 2), "Monday 30 November – Wednesday 2 December"),
        (None, date(2026, 11, 30), "By Monday 30 November"),
        (date(2026, 11, 30), None, "From Monday 30 November"),
        (local(27, 9), date(2026, 11, 28), "Tomorrow, 09:00 – Saturday 28 November"),
        (
            local(2, 9, month=1, year=2027),
            local(2, 12, month=1, year=2027),
            "Saturday, 2 January 2027, between 09:00 and 12:00",
        ),
    ],
)
def test_a_window_is_written_as_a_person_would_say_it(
    earliest: Moment | None, latest: Moment | None, text: str
) -> None:
    assert expected(earliest, latest).time == text


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        (local(26, 14), local(26, 17), "Aujourd’hui, entre 14:00 et 17:00"),
        (local(27, 9), local(27, 12, 30), "Demain, entre 09:00 et 12:30"),
        (local(28, 9), local(28, 12), "Samedi 28 novembre, entre 09:00 et 12:00"),
        (None, local(27, 17), "Au plus tard demain, 17:00"),
        (date(2026, 12, 1), date(2026, 12, 1), "Mardi 1 décembre"),
        (local(2, 9, month=1, year=2027), local(2, 9, month=1, year=2027), "Samedi 2 janvier 2027, 09:00"),
    ],
)
def test_a_window_is_written_in_french(earliest: Moment | None, latest: Moment | None, text: str) -> None:
    assert expected(earliest, latest, "fr").time == text


@pytest.mark.parametrize(
    ("fetched_at", "text"),
    [
        (datetime(2026, 11, 27, 4, 59, tzinfo=UTC), "Tomorrow, between 09:00 and 12:00"),
        (datetime(2026, 11, 27, 5, 0, tzinfo=UTC), "Today, between 09:00 and 12:00"),
        (datetime(2026, 11, 27, 17, 0, tzinfo=UTC), "Today, between 09:00 and 12:00"),
        (datetime(2026, 11, 27, 17, 0, 1, tzinfo=UTC), "Running late"),
    ],
)
def test_today_is_today_where_the_brand_is(fetched_at: datetime, text: str) -> None:
    assert expected(local(27, 9), local(27, 12), fetched_at=fetched_at).time == text


def test_a_window_before_midnight_in_one_zone_is_over_midnight_in_another() -> None:
    window = DeliveryWindow(local(26, 22), local(26, 23))
    shipment = replace(ORDER, estimated_delivery=window)
    texts = [
        found.time
        for zone in ("America/Toronto", "America/St_Johns", "Europe/Paris")
        if (found := view(shipment, zone=ZoneInfo(zone)).expected)
    ]
    assert texts == [
        "Today, between 22:00 and 23:00",
        "Today, 23:30 – tomorrow, 00:30",
        "Tomorrow, between 04:00 and 05:00",
    ]


def test_a_window_across_the_change_of_the_clocks_has_the_times_of_the_clocks() -> None:
    fetched_at = datetime(2026, 3, 8, 0, 30, tzinfo=TORONTO)
    spring = expected(datetime(2026, 3, 8, 6, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC), fetched_at=fetched_at)
    assert spring.time == "Today, between 01:00 and 04:00"
    fetched_at = datetime(2026, 11, 1, 0, 30, tzinfo=TORONTO)
    autumn = expected(datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 11, 1, 8, tzinfo=UTC), fetched_at=fetched_at)
    assert autumn.time == "Today, between 00:00 and 03:00"


def test_tomorrow_is_tomorrow_though_the_day_between_has_25_hours() -> None:
    fetched_at = datetime(2026, 10, 31, 23, 30, tzinfo=TORONTO)
    assert (
        expected(local(1, 0, 30), local(1, 23, 30), fetched_at=fetched_at).time == "Tomorrow, between 00:30 and 23:30"
    )


def test_the_new_year_is_named_and_tomorrow_stays_tomorrow() -> None:
    fetched_at = datetime(2026, 12, 31, 12, tzinfo=TORONTO)
    new_year, later = (date(2027, 1, day) for day in (1, 4))
    assert expected(new_year, new_year, fetched_at=fetched_at).time == "Tomorrow"
    assert expected(later, later, fetched_at=fetched_at).time == "Monday, 4 January 2027"
    assert expected(later, later, fetched_at=datetime(2027, 1, 1, 12, tzinfo=TORONTO)).time == "Monday 4 January"


def test_both_ends_of_a_window_are_machine_readable_once() -> None:
    assert expected(local(26, 14), local(26, 17)).iso == ("2026-11-26T19:00:00Z", "2026-11-26T22:00:00Z")
    assert expected(date(2026, 11, 27), date(2026, 11, 27)).iso == ("2026-11-27",)
    assert expected(None, local(26, 17)).iso == ("2026-11-26T22:00:00Z",)


@pytest.mark.parametrize("status", [status for status in Status if status.final])
def test_a_final_shipment_is_not_expected(status: Status) -> None:
    window = DeliveryWindow(local(26, 14), local(26, 17))
    assert view(replace(ORDER, status=status, estimated_delivery=window)).expected is None


@pytest.mark.parametrize("window", [None, DeliveryWindow()])
def test_without_a_window_nothing_is_promised(window: DeliveryWindow | None) -> None:
    assert view(replace(ORDER, estimated_delivery=window)).expected is None


@pytest.mark.parametrize(
    ("tag", "count", "text"),
    [
        ("en", None, None),
        ("en", 0, "You are the next stop"),
        ("en", 1, "1 stop before you"),
        ("en", 7, "7 stops before you"),
        ("fr", 1, "1 arrêt avant vous"),
        ("fr", 2, "2 arrêts avant vous"),
    ],
)
def test_the_stops_before_are_counted_in_words(tag: str, count: int | None, text: str | None) -> None:
    shipment = replace(ORDER, estimated_delivery=DeliveryWindow(local(26, 14), None), stops_before=count)
    found = view(shipment, tag).expected
    assert found is not None
    assert found.stops == text


def test_a_promise_that_moved_is_shown_with_the_original_one() -> None:
    window = DeliveryWindow(local(26, 14), None)
    moved = replace(ORDER, estimated_delivery=window, promised_by=PromisedBy(local(27, 17), local(26, 17)))
    found = view(moved).expected
    assert found is not None
    assert found.change == "Promised by tomorrow, 17:00; at first it was today, 17:00"
    unmoved = view(replace(moved, promised_by=PromisedBy(local(27, 17)))).expected
    assert unmoved is not None
    assert unmoved.change is None


def test_a_delivery_is_shown_with_its_time_or_its_day() -> None:
    for moment, text, iso in (
        (local(26, 9, 5), "Today, 09:05", "2026-11-26T14:05:00Z"),
        (local(3, 9, month=2), "Tuesday 3 February, 09:00", "2026-02-03T14:00:00Z"),
        (local(3, 9, month=2, year=2025), "Monday, 3 February 2025, 09:00", "2025-02-03T14:00:00Z"),
        (date(2026, 11, 25), "Yesterday", "2026-11-25"),
    ):
        delivered = view(replace(ORDER, status=Status.DELIVERED, delivered_at=moment)).delivered
        assert delivered is not None
        assert (delivered.text, delivered.iso) == (text, iso)
    assert view().delivered is None


@pytest.mark.parametrize(
    ("first", "now", "tag", "change"),
    [
        ((14, 0, 15, 0), (14, 37, 15, 37), "en", "35 mins later than first expected"),
        ((14, 0, 15, 0), (13, 0, 14, 0), "en", "1 hr earlier than first expected"),
        ((10, 0, 11, 0), (12, 30, 13, 30), "en", "2 hrs, 30 mins later than first expected"),
        ((14, 0, 15, 0), (14, 58, 15, 58), "de", "1 Std. später als zuerst erwartet"),
        ((14, 0, 15, 0), (13, 25, 14, 25), "fr", "35 min plus tôt que prévu au départ"),
    ],
)
def test_a_move_is_written_in_the_readers_units(
    first: tuple[int, int, int, int], now: tuple[int, int, int, int], tag: str, change: str
) -> None:
    before, after = (DeliveryWindow(local(26, *w[:2]), local(26, *w[2:])) for w in (first, now))
    seen = view(replace(ORDER, estimated_delivery=after, first_estimated_delivery=before), tag).expected
    assert seen is not None
    assert (seen.change or "").replace("\N{NO-BREAK SPACE}", " ") == change


def test_days_are_counted_once_it_is_a_day_later() -> None:
    before, after = DeliveryWindow(date(2026, 11, 26), None), DeliveryWindow(date(2026, 11, 29), None)
    seen = view(replace(ORDER, estimated_delivery=after, first_estimated_delivery=before)).expected
    assert seen is not None
    assert seen.change == "3\N{NO-BREAK SPACE}days later than first expected"


@pytest.mark.parametrize(
    ("before", "after", "minutes"),
    [
        (DeliveryWindow(local(26, 14), local(26, 15)), DeliveryWindow(local(26, 14, 20), local(26, 15, 40)), 40),
        (DeliveryWindow(local(26, 14), local(26, 15)), DeliveryWindow(local(26, 13), local(26, 14, 50)), -60),
        (DeliveryWindow(local(26, 9), local(26, 17)), DeliveryWindow(local(26, 14), local(26, 14, 30)), 0),
        (DeliveryWindow(local(26, 14), local(26, 14, 30)), DeliveryWindow(local(26, 9), local(26, 17)), 0),
        (DeliveryWindow(date(2026, 11, 26)), DeliveryWindow(local(26, 14)), 0),
        (DeliveryWindow(latest=local(26, 14)), DeliveryWindow(local(26, 13), local(26, 14, 30)), 30),
        (DeliveryWindow(local(26, 14)), DeliveryWindow(latest=local(26, 18)), 0),
    ],
    ids=["later", "earlier", "narrower", "wider", "a day became a time", "one end alone", "other ends"],
)
def test_a_window_that_only_grew_or_shrank_has_not_moved(
    before: DeliveryWindow, after: DeliveryWindow, minutes: int
) -> None:
    assert after.moved_from(before) == timedelta(minutes=minutes)


AFTERNOON = DeliveryWindow(local(26, 14), local(26, 17))
MORNING = DeliveryWindow(local(26, 8), local(26, 11))


def shown(shipment: Shipment, now: datetime | None = None) -> ExpectedView:
    found = view(shipment, now=now).expected
    assert found is not None
    return found


def plain(text: str | None) -> str:
    return (text or "").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("window", "was_expected"),
    [
        (MORNING, "Was expected: today, between 08:00 and 11:00"),
        (DeliveryWindow(local(25, 9), local(25, 12)), "Was expected: yesterday, between 09:00 and 12:00"),
        (DeliveryWindow(None, local(26, 11)), "Was expected: by today, 11:00"),
        (DeliveryWindow(date(2026, 11, 25), date(2026, 11, 25)), "Was expected: yesterday"),
        (DeliveryWindow(local(24, 9), local(24, 9)), "Was expected: Tuesday 24 November, 09:00"),
    ],
)
def test_a_window_that_is_over_is_not_promised(window: DeliveryWindow, was_expected: str) -> None:
    late = shown(replace(ORDER, estimated_delivery=window, promised_delivery=window))
    assert (late.time, late.was_expected, late.iso) == ("Running late", was_expected, ())
    assert (late.promise, late.change) == (None, None)


def test_a_date_is_over_at_the_end_of_its_day_where_the_brand_is() -> None:
    day = replace(ORDER, estimated_delivery=DeliveryWindow(date(2026, 11, 26), date(2026, 11, 26)))
    midnight = datetime(2026, 11, 27, 5, tzinfo=UTC)
    assert shown(day, midnight - timedelta(seconds=1)).time == "Today"
    assert shown(day, midnight + timedelta(seconds=1)).time == "Running late"


def test_an_estimate_that_is_over_makes_way_for_a_promise_that_is_not() -> None:
    late = shown(replace(ORDER, estimated_delivery=MORNING, promised_delivery=AFTERNOON))
    assert (late.time, late.promise) == ("Today, between 14:00 and 17:00", None)


def test_a_promise_that_is_over_is_not_shown_beside_a_later_estimate() -> None:
    late = shown(replace(ORDER, estimated_delivery=AFTERNOON, promised_delivery=MORNING))
    assert (late.time, late.promise, late.was_expected) == ("Today, between 14:00 and 17:00", None, None)


def test_of_a_window_that_began_on_an_earlier_day_only_the_end_is_shown() -> None:
    nights = DeliveryWindow(local(25, 22), local(26, 18))
    days = DeliveryWindow(date(2026, 11, 25), date(2026, 11, 27))
    assert shown(replace(ORDER, estimated_delivery=nights)).time == "By today, 18:00"
    assert shown(replace(ORDER, estimated_delivery=days)).time == "By tomorrow"
    assert shown(replace(ORDER, estimated_delivery=days)).iso == ("2026-11-27",)
    assert view(replace(ORDER, estimated_delivery=DeliveryWindow(local(25, 9)))).expected is None


def test_an_estimate_has_the_promise_beside_it_where_they_differ() -> None:
    arrival = DeliveryWindow(local(26, 15, 10), local(26, 15, 10))
    both = shown(replace(ORDER, estimated_delivery=arrival, promised_delivery=AFTERNOON))
    assert (both.time, both.promise) == ("Today, 15:10", "Promised: today, between 14:00 and 17:00")
    same = shown(replace(ORDER, estimated_delivery=AFTERNOON, promised_delivery=AFTERNOON))
    assert (same.time, same.promise) == ("Today, between 14:00 and 17:00", None)


def test_a_deadline_that_the_estimate_ends_with_is_not_said_twice() -> None:
    deadline = DeliveryWindow(None, local(26, 17))
    assert shown(replace(ORDER, estimated_delivery=AFTERNOON, promised_delivery=deadline)).promise is None


def test_a_promise_that_moved_is_said_once() -> None:
    moved = replace(
        ORDER,
        estimated_delivery=DeliveryWindow(local(26, 15, 10), local(26, 15, 10)),
        promised_delivery=DeliveryWindow(None, local(26, 18)),
        promised_by=PromisedBy(local(26, 18), local(26, 16)),
    )
    assert shown(moved).promise is None
    assert shown(moved).change == "Promised by today, 18:00; at first it was today, 16:00"
    overdue = shown(moved, local(26, 19))
    assert (overdue.time, overdue.change) == ("Running late", None)
    assert overdue.was_expected == "Was expected: by today, 18:00"


def test_the_carriers_own_delay_takes_the_place_of_the_change() -> None:
    moved = replace(
        ORDER, estimated_delivery=AFTERNOON, first_estimated_delivery=DeliveryWindow(local(26, 13), local(26, 16))
    )
    assert plain(shown(moved).change) == "1 hr later than first expected"
    assert plain(shown(replace(moved, delay=timedelta(minutes=37))).change) == "Late by 37 mins"
    assert shown(replace(moved, delay=timedelta())).change == "Running late"


def test_a_delay_is_said_where_no_time_is_known_and_where_the_time_is_over() -> None:
    unknown = replace(ORDER, delay=timedelta(minutes=35))
    assert (plain(shown(unknown).time), shown(unknown).change) == ("Late by 35 mins", None)
    over = shown(replace(unknown, estimated_delivery=MORNING))
    assert (over.time, plain(over.change)) == ("Running late", "Late by 35 mins")
    assert shown(replace(over_without_length(), estimated_delivery=MORNING)).change is None
    assert shown(over_without_length()).time == "Running late"
    assert view(replace(unknown, status=Status.DELIVERED)).expected is None


def over_without_length() -> Shipment:
    return replace(ORDER, delay=timedelta())


def test_a_shipment_at_a_pick_up_point_says_so_in_place_of_a_time() -> None:
    ready = TrackingEvent(
        local(26, 10),
        Status.OUT_FOR_DELIVERY,
        milestone=Milestone.READY_FOR_COLLECTION,
        location=Location("Kiosk on the square"),
    )
    waiting = replace(ORDER, awaits_collection=True, estimated_delivery=MORNING, events=(ready,), stops_before=2)
    page = view(waiting)
    assert page.expected == ExpectedView("Delivery", "Waiting to be collected", place="Kiosk on the square")
    assert (page.title, page.lead) == ("Out for delivery", "")
    assert shown(replace(waiting, events=())).place is None
    assert view(replace(waiting, status=Status.DELIVERED)).expected is None


MOMENTS = st.one_of(
    st.none(),
    st.dates(date(2026, 11, 20), date(2026, 12, 2)),
    st.datetimes(datetime(2026, 11, 20), datetime(2026, 12, 2), timezones=st.just(UTC)),  # noqa: DTZ001
)
WINDOWS = st.none() | st.builds(DeliveryWindow, MOMENTS, MOMENTS)


@given(WINDOWS, WINDOWS, st.sampled_from(["America/Toronto", "Australia/Lord_Howe", "Africa/Casablanca"]))
def test_no_time_that_is_over_is_ever_the_expected_one(
    estimate: DeliveryWindow | None, promise: DeliveryWindow | None, zone: str
) -> None:
    now = datetime(2026, 11, 26, 17, tzinfo=UTC)
    shipment = replace(ORDER, estimated_delivery=estimate, promised_delivery=promise)
    found = view(shipment, now=now, zone=ZoneInfo(zone)).expected
    if found is None or not found.iso:
        return
    last = found.iso[-1]
    day = now.astimezone(ZoneInfo(zone)).date().isoformat()
    open_ended = found.time.startswith("From ")
    assert open_ended or (last >= now.strftime("%Y-%m-%dT%H:%M:%SZ") if "T" in last else last >= day)
    assert "esterday" not in f"{found.time} {found.promise}"
