"""Where a shipment is on its way: what the map draws, what the words say, and what the unverified are not told."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from babel import Locale

from tracking_site.carriers.adapter import Response
from tracking_site.carriers.loginext import orders
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.logis import tracking as logis
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import (
    Coordinates,
    Location,
    PersonalData,
    Place,
    References,
    Shipment,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.lookup import LookupResult
from tracking_site.tracking.privacy import public_result
from tracking_site.web.maps.labels import Spot, labels
from tracking_site.web.maps.route_map import HEIGHT, WIDTH, MapDrawing, Stop, draw_map, frame_of
from tracking_site.web.maps.views import LocatorView, locator_view
from tracking_site_sandbox.loginext import special_orders
from tracking_site_sandbox.logis import jobs

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENGLISH = Locale.parse("en_GB")
HOME, VAN = Coordinates(45.4741, -73.5836), Coordinates(45.5031, -73.6201)
LIMIT = 12_000


def event(name: str | None, position: Coordinates | None = None, status: Status = Status.IN_TRANSIT) -> TrackingEvent:
    return TrackingEvent(NOW, status, location=Location(name, position))


def shipment(*newest_first: TrackingEvent, status: Status = Status.IN_TRANSIT, **fields: Any) -> Shipment:
    return Shipment("leaps", "geodis", "GEODIS", References(), status, events=newest_first, **fields)


def found(what: Shipment, *, verified: bool = False) -> LookupResult:
    tracking = TrackingResult(what, NOW)
    asked = ShipmentRef("geodis", Reference(ReferenceKind.SLI_NUMBER, "1"))
    return LookupResult(asked, tracking if verified else public_result(tracking), verified)


def seen(what: Shipment, *, verified: bool = False, locale: Locale = ENGLISH) -> LocatorView | None:
    return locator_view(found(what, verified=verified), lambda text: text, locale)


def shown(what: Shipment, *, verified: bool = False) -> LocatorView:
    view = seen(what, verified=verified)
    assert view is not None
    return view


def drawn(what: Shipment, *, verified: bool = False) -> MapDrawing:
    drawing = shown(what, verified=verified).map
    assert drawing is not None
    return drawing


def weight(drawing: MapDrawing) -> int:
    """About how many bytes the drawing is in a page."""
    paths = len(drawing.land + drawing.borders + drawing.gone + drawing.ahead)
    return paths + 100 * len(drawing.dots) + 110 * len(drawing.labels) + 600


FREIGHT = shipment(
    event("London Heathrow"),
    event("London Heathrow"),
    event("Tokyo Narita"),
    event("Yokohama"),
    origin=Place("Yokohama", "JP"),
    destination=Place("Leeds", "UK"),
    last_location=Location("London Heathrow", time=NOW),
)
LAST_MILE = shipment(
    status=Status.OUT_FOR_DELIVERY,
    destination=Place("Montréal"),
    last_location=Location(position=VAN, time=NOW - timedelta(minutes=2)),
    personal=PersonalData(destination_position=HOME),
)


class TestTheWay:
    def test_the_words_name_every_place_that_is_known_once_and_in_order(self) -> None:
        view = shown(FREIGHT)
        assert view.way == "Yokohama → Tokyo Narita → London Heathrow → Leeds"
        assert [stop.state for stop in view.stops] == ["passed", "passed", "newest", "ahead"]
        assert [stop.says for stop in view.stops[1:]] == ["on the way", "last seen here", "still to come"]

    def test_the_way_so_far_and_the_way_ahead_are_told_apart(self) -> None:
        drawing = drawn(FREIGHT)
        assert drawing.gone.count("M") == 2
        assert drawing.ahead.count("M") == 1
        assert [dot.state for dot in drawing.dots].count("newest") == 1

    def test_where_it_is_and_where_it_goes_are_named_on_the_map(self) -> None:
        assert {"London Heathrow", "Leeds"} <= {label.text for label in drawn(FREIGHT).labels}

    def test_nothing_has_set_out_before_the_first_event(self) -> None:
        view = shown(shipment(status=Status.PENDING, origin=Place("Leeds", "UK"), destination=Place("Toronto", "CA")))
        assert [stop.state for stop in view.stops] == ["ahead", "ahead"]
        assert view.map is not None
        assert not view.map.gone

    def test_what_is_delivered_has_nothing_ahead(self) -> None:
        delivered = replace(FREIGHT, status=Status.DELIVERED)
        assert [stop.state for stop in shown(delivered).stops][-2:] == ["passed", "newest"]
        assert not drawn(delivered).ahead

    @pytest.mark.parametrize("status", [Status.CANCELLED, Status.RETURNED])
    def test_what_will_not_arrive_is_not_drawn_to_its_destination(self, status: Status) -> None:
        assert shown(replace(FREIGHT, status=status)).way == "Yokohama → Tokyo Narita → London Heathrow"

    def test_a_place_that_may_be_two_is_left_out(self) -> None:
        view = shown(shipment(event("Springfield"), event("Lyon"), destination=Place("Leeds", "GB")))
        assert view.way == "Lyon → Leeds"

    def test_a_position_without_a_name_is_the_vehicles(self) -> None:
        trip = shipment(
            event("Mumbai"), destination=Place("Ahmedabad"), last_location=Location(position=Coordinates(21.17, 72.83))
        )
        assert shown(trip).way == "Mumbai → Vehicle → Ahmedabad"

    def test_one_place_alone_is_no_map(self) -> None:
        assert seen(shipment(event("Lyon"), destination=Place("Lyon", "FR"))) is None
        assert seen(shipment(destination=Place("Leeds", "UK"))) is None

    def test_nothing_known_is_no_locator(self) -> None:
        assert seen(shipment()) is None
        assert seen(shipment(event("<b>x</b>"), event("…"), event(None))) is None


class TestTheLastMile:
    def test_the_recipient_is_told_how_far_and_in_which_direction(self) -> None:
        view = shown(LAST_MILE, verified=True)
        assert view.sentence == "About 4 km north-west of the delivery address"
        assert view.map is None
        assert view.nearby is not None
        assert view.nearby.distance == "5 km"
        assert view.nearby.x < view.nearby.middle
        assert view.nearby.y < view.nearby.middle

    def test_nobody_else_is_told_anything_that_comes_from_the_address(self) -> None:
        """Another address changes nothing of what the unverified see."""
        elsewhere = replace(LAST_MILE, personal=PersonalData(destination_position=Coordinates(45.61, -73.51)))
        assert seen(LAST_MILE) == seen(elsewhere) == seen(replace(LAST_MILE, personal=None))
        view = shown(LAST_MILE)
        assert view.nearby is None
        assert view.sentence == "About 3 km from the centre of Montréal"
        assert view.position is not None
        assert (view.position.address, view.position.exact) == ("", False)
        assert (view.position.latitude, view.position.longitude) == ("45.5", "-73.62")

    def test_a_journeys_destination_is_the_city_for_all_but_the_recipient(self) -> None:
        far = replace(FREIGHT, personal=PersonalData(destination_position=Coordinates(53.7, -1.2)))
        assert drawn(far) == drawn(FREIGHT)
        assert drawn(far, verified=True) != drawn(FREIGHT, verified=True)

    def test_an_address_alone_is_said_but_not_drawn_on_a_map_of_countries(self) -> None:
        view = shown(replace(LAST_MILE, destination=None), verified=True)
        assert view.map is None
        assert view.sentence is not None

    def test_beside_the_address_there_is_no_direction(self) -> None:
        beside = replace(
            LAST_MILE, last_location=Location(position=Coordinates(HOME.latitude + 0.0004, HOME.longitude))
        )
        assert shown(beside, verified=True).sentence == "At the delivery address"

    @pytest.mark.parametrize("status", [Status.DELIVERED, Status.CANCELLED, Status.RETURNED])
    def test_what_is_over_is_no_distance_away(self, status: Status) -> None:
        view = shown(replace(LAST_MILE, status=status), verified=True)
        assert (view.sentence, view.nearby, view.old) == (None, None, False)

    @pytest.mark.parametrize(("minutes", "old"), [(0, False), (29, False), (31, True), (3000, True)])
    def test_an_old_position_is_said_to_be_old(self, minutes: int, *, old: bool) -> None:
        location = Location(position=VAN, time=NOW - timedelta(minutes=minutes))
        assert shown(replace(LAST_MILE, last_location=location), verified=True).old is old

    def test_a_position_without_a_time_is_not_called_old(self) -> None:
        view = shown(replace(LAST_MILE, last_location=Location(position=VAN)), verified=True)
        assert view.old is False
        assert view.position is not None
        assert view.position.time == ""

    def test_a_position_in_another_part_of_the_world_is_not_told_from_the_citys_centre(self) -> None:
        view = shown(replace(LAST_MILE, destination=Place("Leeds", "GB"), events=()))
        assert view.map is not None
        assert view.sentence is None

    def test_american_readers_get_miles(self) -> None:
        view = seen(LAST_MILE, verified=True, locale=Locale.parse("en_US"))
        assert view is not None
        assert view.sentence == "About 2.5 mi north-west of the delivery address"


class TestTheAddressesPosition:
    def test_logis_tells_it_to_the_recipient_alone(self) -> None:
        job = next(job for job in jobs.jobs(NOW) if job.sample and job.sample.status == "out_for_delivery")
        account = LogisAccount.model_validate({"id": "nord", "carrier": "logis", "name": "Nord", "api_key": "k"})
        asked = logis.track(account, Reference(ReferenceKind.JOB_ID, job.id, job.review_key))
        next(asked)
        tracking = TrackingResult(_result(asked, job_track=job.track(NOW)), NOW)
        assert tracking.shipment.personal is not None
        assert tracking.shipment.personal.destination_position == Coordinates(45.4741, -73.5836)
        assert "45.47" not in repr(public_result(tracking))

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({}, True),
            ({"shipmentOrderTypeCd": "PICKUP"}, False),
            ({"orderState": "REVERSE"}, False),
            ({"destinationLatitude": 999}, False),
        ],
    )
    def test_later_editions_of_loginext_tell_it_for_a_delivery(self, changes: dict[str, object], *, told: bool) -> None:
        order = special_orders.later_edition(NOW)
        account = LoginextAccount.model_validate(
            {
                "id": "mile",
                "carrier": "loginext",
                "name": "M",
                "username": "u",
                "password": "p",
                "products": ["ondemand"],
            }
        )
        asked = orders.track(account, Reference(ReferenceKind.ORDER_NUMBER, order.number))
        next(asked)
        personal = _result(asked, status=200, data=[order.row | changes], hasError=False).personal
        assert personal is not None
        assert (personal.destination_position is not None) is told


def _result(asked: Any, **answer: object) -> Shipment:
    with pytest.raises(StopIteration) as end:
        asked.send((Response(200, json.dumps(answer).encode(), NOW),))
    result: Shipment = end.value.value
    return result


class TestTheMap:
    def test_a_way_across_the_date_line_takes_the_short_way_round(self) -> None:
        frame = frame_of([Coordinates(35.8, 140.4), Coordinates(34.1, -118.2)])
        assert frame.width / frame.scale < 180
        (tokyo, _), (los_angeles, _) = frame.at(Coordinates(35.8, 140.4)), frame.at(Coordinates(34.1, -118.2))
        assert 0 < tokyo < los_angeles < WIDTH

    @pytest.mark.parametrize(
        "ends",
        [
            ((55.7, 12.6), (-33.9, 18.4)),
            ((-36.8, 174.8), (-33.4, -70.7)),
            ((64.1, -21.9), (1.3, 103.8)),
            ((69.6, 18.9), (78.2, 15.6)),
            ((-54.8, -68.3), (-45.0, 170.0)),
            ((0.0, 0.0), (0.0, 180.0)),
            ((45.0, -179.9), (45.0, 179.9)),
            ((53.8, -1.5), (53.8, -1.5)),
        ],
    )
    def test_both_ends_are_well_within_the_frame(self, ends: tuple[tuple[float, float], ...]) -> None:
        positions = [Coordinates(*end) for end in ends]
        frame = frame_of(positions)
        for x, y in map(frame.at, positions):
            assert 0.08 * WIDTH <= x <= 0.92 * WIDTH
            assert 0.05 * HEIGHT <= y <= 0.95 * HEIGHT

    @pytest.mark.parametrize(
        "names",
        [
            ("Yokohama", "Tokyo Narita", "London Heathrow", "Leeds"),
            ("Aarhus", "Billund", "Keflavík", "Toronto"),
            ("Oslo", "Tromsø"),
            ("Jakarta", "Manila"),
            ("Lyon", "Manchester", "Leeds"),
            ("Athens, GR", "Istanbul"),
            ("Sydney", "Los Angeles", "London, GB", "Dubai", "Singapore"),
        ],
    )
    def test_a_map_is_light(self, names: tuple[str, ...]) -> None:
        assert weight(drawn(shipment(*(event(name) for name in reversed(names))))) < LIMIT

    def test_a_map_of_many_stops_is_light_too(self) -> None:
        towns = (
            "Berlin",
            "Hannover",
            "Köln",
            "Liège",
            "Lille",
            "Paris",
            "Tours",
            "Bordeaux",
            "Irun",
            "Coimbra",
            "Leiria",
        )
        drawing = drawn(shipment(*(event(name) for name in reversed(towns)), destination=Place("Lisboa", "PT")))
        assert len(drawing.dots) >= len(towns) - 1
        assert weight(drawing) < LIMIT

    def test_a_map_is_drawn_quickly_and_once(self) -> None:
        stops = tuple(
            Stop(name, Coordinates(*at), "passed")
            for name, at in {"A": (56.2, 10.2), "B": (64.0, -22.6), "C": (43.7, -79.4)}.items()
        )
        draw_map(stops)
        took = []
        for _ in range(5):
            began = time.perf_counter()
            draw_map.__wrapped__(stops)
            took.append(time.perf_counter() - began)
        assert min(took) < 0.01
        assert draw_map(stops) is draw_map(tuple(stops))

    def test_texts_of_carriers_stay_short_on_the_map(self) -> None:
        drawing = draw_map(
            (
                Stop("x" * 400, Coordinates(56.2, 10.2), "newest"),
                Stop("‎東京" * 30, Coordinates(43.7, -79.4), "ahead"),
            )
        )
        assert all(len(label.text) <= 24 for label in drawing.labels)


class TestTheNames:
    def test_no_name_covers_another_or_a_dot_or_leaves_the_map(self) -> None:
        spots = [
            Spot((60 + 37 * at, 40 + 23 * at), f"Town number {at}", newest=at == 0, first=at < 3) for at in range(12)
        ]
        placed = list(labels(spots, [], WIDTH, HEIGHT))
        boxes = [_box(label.x, label.y, label.anchor, label.raised, label.text, wide=label.wide) for label in placed]
        assert len(placed) >= 8
        for at, box in enumerate(boxes):
            assert box[0] >= 0
            assert box[2] <= WIDTH
            assert box[1] >= 0
            assert box[3] <= HEIGHT
            assert not any(_meet(box, other) for other in boxes[at + 1 :])
            others = [spot.at for spot in spots if spot.name != placed[at].text]
            assert not any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in others)

    def test_a_name_that_has_no_room_is_left_out(self) -> None:
        crowded = [Spot((320 + at, 180), "A rather long name", newest=False, first=True) for at in range(40)]
        assert 0 < len(list(labels(crowded, [], WIDTH, HEIGHT))) < 40

    def test_a_name_stands_beside_the_way_rather_than_on_it(self) -> None:
        way = [(200 + 10 * step, 180) for step in range(30)]
        (label,) = labels([Spot((200, 180), "Leeds", newest=False, first=True)], way, WIDTH, HEIGHT)
        assert label.anchor == "end"


def _box(x: int, y: int, anchor: str, raised: str, text: str, *, wide: bool) -> tuple[float, float, float, float]:
    """About what a name covers, a little less than it may."""
    size = 16 if wide else 25
    long = 0.5 * size * len(text)
    left = x - {"start": 0.0, "middle": long / 2, "end": long}[anchor]
    base = y + float(raised.removesuffix("em")) * size
    return left, base - 0.7 * size, left + long, base


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
