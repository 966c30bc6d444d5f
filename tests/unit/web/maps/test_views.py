"""The route: map and words agree, and unverified viewers get nothing that reveals the address."""

import json
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
from tracking_site.web.maps.route_map import MapDrawing
from tracking_site.web.maps.views import RouteView, route_view
from tracking_site_sandbox.loginext import special_orders
from tracking_site_sandbox.logis import jobs

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENGLISH = Locale.parse("en_GB")
HOME, VAN = Coordinates(45.4741, -73.5836), Coordinates(45.5031, -73.6201)
MAX_BYTES = 12_000


def event(name: str | None, position: Coordinates | None = None, status: Status = Status.IN_TRANSIT) -> TrackingEvent:
    return TrackingEvent(NOW, status, location=Location(name, position))


def shipment(*newest_first: TrackingEvent, status: Status = Status.IN_TRANSIT, **fields: Any) -> Shipment:
    return Shipment("leaps", "geodis", "GEODIS", References(), status, events=newest_first, **fields)


def found(what: Shipment, *, verified: bool = False) -> LookupResult:
    tracking = TrackingResult(what, NOW)
    ref = ShipmentRef("geodis", Reference(ReferenceKind.SLI_NUMBER, "1"))
    return LookupResult(ref, tracking if verified else public_result(tracking), verified)


def seen(what: Shipment, *, verified: bool = False, locale: Locale = ENGLISH) -> RouteView | None:
    return route_view(found(what, verified=verified), lambda text: text, locale)


def shown(what: Shipment, *, verified: bool = False) -> RouteView:
    view = seen(what, verified=verified)
    assert view is not None
    return view


def drawn(what: Shipment, *, verified: bool = False) -> MapDrawing:
    drawing = shown(what, verified=verified).map
    assert drawing is not None
    return drawing


def size_in_bytes(drawing: MapDrawing) -> int:
    """Return about how many bytes the drawing has in a page."""
    paths = len(drawing.land + drawing.borders + drawing.travelled + drawing.ahead)
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


class TestTheRoute:
    def test_the_words_name_each_known_place_once_in_order(self) -> None:
        view = shown(FREIGHT)
        assert view.route == "Yokohama → Tokyo Narita → London Heathrow → Leeds"
        assert [stop.state for stop in view.stops] == ["passed", "passed", "newest", "ahead"]
        assert [stop.state_text for stop in view.stops[1:]] == ["on the way", "last seen here", "still to come"]

    def test_the_route_so_far_and_the_route_ahead_are_drawn_differently(self) -> None:
        drawing = drawn(FREIGHT)
        assert drawing.travelled.count("M") == 2
        assert drawing.ahead.count("M") == 1
        assert [dot.state for dot in drawing.dots].count("newest") == 1

    def test_the_newest_place_and_the_destination_have_names_on_the_map(self) -> None:
        assert {"London Heathrow", "Leeds"} <= {label.text for label in drawn(FREIGHT).labels}

    def test_before_the_first_event_the_whole_route_is_ahead(self) -> None:
        view = shown(shipment(status=Status.PENDING, origin=Place("Leeds", "UK"), destination=Place("Toronto", "CA")))
        assert [stop.state for stop in view.stops] == ["ahead", "ahead"]
        assert view.map is not None
        assert not view.map.travelled

    def test_after_the_delivery_nothing_is_ahead(self) -> None:
        delivered = replace(FREIGHT, status=Status.DELIVERED)
        assert [stop.state for stop in shown(delivered).stops][-2:] == ["passed", "newest"]
        assert not drawn(delivered).ahead

    @pytest.mark.parametrize("status", [Status.CANCELLED, Status.RETURNED])
    def test_a_shipment_that_will_not_arrive_has_no_route_to_its_destination(self, status: Status) -> None:
        assert shown(replace(FREIGHT, status=status)).route == "Yokohama → Tokyo Narita → London Heathrow"

    def test_a_place_that_may_be_two_is_left_out(self) -> None:
        view = shown(shipment(event("Springfield"), event("Lyon"), destination=Place("Leeds", "GB")))
        assert view.route == "Lyon → Leeds"

    def test_a_position_without_a_name_is_called_vehicle(self) -> None:
        trip = shipment(
            event("Mumbai"), destination=Place("Ahmedabad"), last_location=Location(position=Coordinates(21.17, 72.83))
        )
        assert shown(trip).route == "Mumbai → Vehicle → Ahmedabad"

    def test_a_single_place_gets_no_map(self) -> None:
        assert seen(shipment(event("Lyon"), destination=Place("Lyon", "FR"))) is None
        assert seen(shipment(destination=Place("Leeds", "UK"))) is None

    def test_without_a_known_place_there_is_no_route(self) -> None:
        assert seen(shipment()) is None
        assert seen(shipment(event("<b>x</b>"), event("…"), event(None))) is None


class TestTheLastMile:
    def test_the_recipient_sees_distance_and_direction(self) -> None:
        view = shown(LAST_MILE, verified=True)
        assert view.sentence == "About 4 km north-west of the delivery address"
        assert view.map is None
        assert view.nearby is not None
        assert view.nearby.distance == "5 km"
        assert view.nearby.x < view.nearby.middle
        assert view.nearby.y < view.nearby.middle

    def test_unverified_viewers_see_nothing_that_reveals_the_address(self) -> None:
        """Another address changes nothing for an unverified viewer."""
        elsewhere = replace(LAST_MILE, personal=PersonalData(destination_position=Coordinates(45.61, -73.51)))
        assert seen(LAST_MILE) == seen(elsewhere) == seen(replace(LAST_MILE, personal=None))
        view = shown(LAST_MILE)
        assert view.nearby is None
        assert view.sentence == "About 3 km from the centre of Montréal"
        assert view.position is not None
        assert (view.position.address, view.position.exact) == ("", False)
        assert (view.position.latitude, view.position.longitude) == ("45.5", "-73.62")

    def test_only_the_recipient_sees_the_route_end_at_the_address(self) -> None:
        far = replace(FREIGHT, personal=PersonalData(destination_position=Coordinates(53.7, -1.2)))
        assert drawn(far) == drawn(FREIGHT)
        assert drawn(far, verified=True) != drawn(FREIGHT, verified=True)

    def test_an_address_without_a_city_is_described_but_not_on_a_map_of_countries(self) -> None:
        view = shown(replace(LAST_MILE, destination=None), verified=True)
        assert view.map is None
        assert view.sentence is not None

    def test_at_the_address_there_is_no_direction(self) -> None:
        at_the_door = replace(
            LAST_MILE, last_location=Location(position=Coordinates(HOME.latitude + 0.0004, HOME.longitude))
        )
        assert shown(at_the_door, verified=True).sentence == "At the delivery address"

    @pytest.mark.parametrize("status", [Status.DELIVERED, Status.CANCELLED, Status.RETURNED])
    def test_a_finished_shipment_has_no_distance(self, status: Status) -> None:
        view = shown(replace(LAST_MILE, status=status), verified=True)
        assert (view.sentence, view.nearby, view.outdated) == (None, None, False)

    @pytest.mark.parametrize(("minutes", "outdated"), [(0, False), (29, False), (31, True), (3000, True)])
    def test_a_position_of_more_than_half_an_hour_ago_is_outdated(self, minutes: int, *, outdated: bool) -> None:
        location = Location(position=VAN, time=NOW - timedelta(minutes=minutes))
        assert shown(replace(LAST_MILE, last_location=location), verified=True).outdated is outdated

    def test_a_position_without_a_time_is_not_outdated(self) -> None:
        view = shown(replace(LAST_MILE, last_location=Location(position=VAN)), verified=True)
        assert view.outdated is False
        assert view.position is not None
        assert view.position.time == ""

    def test_a_far_position_has_no_distance_from_the_citys_centre(self) -> None:
        view = shown(replace(LAST_MILE, destination=Place("Leeds", "GB"), events=()))
        assert view.map is not None
        assert view.sentence is None

    def test_american_readers_get_miles(self) -> None:
        view = seen(LAST_MILE, verified=True, locale=Locale.parse("en_US"))
        assert view is not None
        assert view.sentence == "About 2.5 mi north-west of the delivery address"


class TestThePositionOfTheAddress:
    def test_only_the_recipient_gets_it_from_logis(self) -> None:
        job = next(job for job in jobs.jobs(NOW) if job.sample and job.sample.status == "out_for_delivery")
        account = LogisAccount.model_validate({"id": "nord", "carrier": "logis", "name": "Nord", "api_key": "k"})
        conversation = logis.track(account, Reference(ReferenceKind.JOB_ID, job.id, job.review_key))
        next(conversation)
        tracking = TrackingResult(_result(conversation, job_track=job.track(NOW)), NOW)
        assert tracking.shipment.personal is not None
        assert tracking.shipment.personal.destination_position == Coordinates(45.4741, -73.5836)
        assert "45.47" not in repr(public_result(tracking))

    @pytest.mark.parametrize(
        ("changes", "known"),
        [
            ({}, True),
            ({"shipmentOrderTypeCd": "PICKUP"}, False),
            ({"orderState": "REVERSE"}, False),
            ({"destinationLatitude": 999}, False),
        ],
    )
    def test_later_editions_of_loginext_have_it_for_deliveries_only(
        self, changes: dict[str, object], *, known: bool
    ) -> None:
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
        conversation = orders.track(account, Reference(ReferenceKind.ORDER_NUMBER, order.number))
        next(conversation)
        personal = _result(conversation, status=200, data=[order.row | changes], hasError=False).personal
        assert personal is not None
        assert (personal.destination_position is not None) is known


def _result(conversation: Any, **body: object) -> Shipment:
    with pytest.raises(StopIteration) as end:
        conversation.send((Response(200, json.dumps(body).encode(), NOW),))
    result: Shipment = end.value.value
    return result


class TestTheSizeOfTheMap:
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
    def test_a_map_is_small(self, names: tuple[str, ...]) -> None:
        assert size_in_bytes(drawn(shipment(*(event(name) for name in reversed(names))))) < MAX_BYTES

    def test_a_map_of_many_stops_is_small_too(self) -> None:
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
        assert size_in_bytes(drawing) < MAX_BYTES
