"""Any answer of a carrier gives a shipment that can be shown as JSON and as a page, or a `TrackingError`."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.cases import Case, Json, conversations
from tests.contract.conversation import found
from tracking_site.carriers.adapter import Response
from tracking_site.domain.errors import CarrierUnreadable, TrackingError
from tracking_site.domain.shipment import Shipment
from tracking_site.web.api.responses import encode, shipment_body
from tracking_site.web.i18n.languages import language
from tracking_site.web.pages.shipment_view import shipment_view

Outcome = Callable[[], bytes]

# The widest conversation of every carrier and kind of number: all of its requests, most of its fields.
WIDEST = tuple(case for case in conversations() if case.name == "on_its_way")
STATUSES = st.sampled_from((200, 200, 200, 201, 202, 204, 207, 301, 400, 401, 403, 404, 409, 418, 429, 500, 503))
ODD_TEXTS = st.sampled_from(
    (
        "",
        " ",
        "\x00",
        "\u202e\u2066",
        "\ufffe",
        "0",
        "-1",
        "1e400",
        "nan",
        "½",
        "٣",
        "9" * 30,
        "a" * 100_000,
        "\r\n\t" * 999,
    )
)
NUMBERS = st.integers() | st.integers(-(10**400), 10**400) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text() | ODD_TEXTS
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
# Every deviation is the same on every run: a failure is the change's that is tested, not the day's.
FEW = settings(
    max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)

over = pytest.mark.parametrize("case", WIDEST, ids=lambda case: case.label)


def answered(case: Case, status: int, answer: Outcome) -> Shipment | TrackingError:
    """Return the outcome of a conversation whose requests are answered with a status and a body each."""
    assert case.reference is not None
    conversation = case.adapter.track(case.reference)
    try:
        requests = next(conversation)
        for _ in range(9):
            replies = tuple(Response(status, answer(), case.received_at, {}) for _ in requests)
            requests = conversation.send(replies)
    except StopIteration as end:
        shipment: Shipment = end.value
        return shipment
    except TrackingError as error:
        return error
    raise AssertionError("asks on and on")


def can_be_told(case: Case, outcome: Shipment | TrackingError) -> None:
    """Render a shipment in every format."""
    if isinstance(outcome, TrackingError):
        return
    for verified in (True, False):
        seen = found(case, outcome, verified=verified)
        content = shipment_body(seen, str)
        json.dumps(msgspec.to_builtins(content), allow_nan=False, ensure_ascii=False).encode()
        encode(content)
        for tag, zone in (("en", "America/Toronto"), ("fr", "Pacific/Kiritimati")):
            str(shipment_view(seen, language(tag), ZoneInfo(zone), seen.tracking.fetched_at)).encode()


def bodies_of(case: Case) -> tuple[Json, ...]:
    """Return the documents with which the carrier answers in a case, in the order of the requests."""
    return tuple(json.loads(reply.body) for reply in case.replies)


def places(document: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths to all values in a document, except to the document itself."""
    inner = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for name, value in inner:
        yield (*way, name)
        yield from places(value, (*way, name))


def changed(document: Json, way: tuple[str | int, ...], value: object, *, dropped: bool = False) -> Json:
    """Return a document with another value at a path, or without the value."""
    other = deepcopy(document)
    around: Any = other
    for step in way[:-1]:
        around = around[step]
    if dropped:
        del around[way[-1]]
    else:
        around[way[-1]] = value
    return other


@over
@FEW
@given(body=st.binary(), status=STATUSES)
def test_any_bytes_give_a_shipment_or_a_tracking_error(case: Case, body: bytes, status: int) -> None:
    can_be_told(case, answered(case, status, lambda: body))


@over
@FEW
@given(value=VALUES, status=STATUSES)
def test_any_json_gives_a_shipment_or_a_tracking_error(case: Case, value: object, status: int) -> None:
    can_be_told(case, answered(case, status, json.dumps(value).encode))


@over
@settings(FEW, max_examples=60)
@given(data=st.data())
def test_any_value_in_any_field_gives_a_shipment_or_a_tracking_error(case: Case, data: st.DataObject) -> None:
    documents = list(bodies_of(case))
    for _ in range(data.draw(st.integers(1, 3), label="changes")):
        index = data.draw(st.integers(0, len(documents) - 1), label="answer")
        ways = list(places(documents[index]))
        way = data.draw(st.sampled_from(ways), label="place") if ways else ()
        if way:
            value, dropped = data.draw(VALUES, label="value"), data.draw(st.booleans(), label="dropped")
            documents[index] = changed(documents[index], way, value, dropped=dropped)
    bodies = iter(documents)
    can_be_told(case, answered(case, 200, lambda: json.dumps(next(bodies, None)).encode()))


@over
@pytest.mark.parametrize("value", [None, 10**30, "text", [None], {"a": 1}], ids=repr)
def test_another_type_in_any_field_gives_a_shipment_or_a_tracking_error(case: Case, value: object) -> None:
    documents = bodies_of(case)
    for index, document in enumerate(documents):
        for way in places(document):
            other = changed(document, way, value)
            bodies = iter((*documents[:index], other, *documents[index + 1 :]))
            can_be_told(case, answered(case, 200, lambda bodies=bodies: json.dumps(next(bodies, None)).encode()))  # type: ignore[misc]


NO_JSON = {
    "brackets": b"[" * 100_000,
    "braces": b'{"a":' * 100_000,
    "brackets-closed": b"[" * 100_000 + b"]" * 100_000,
    "digits-5000": b"9" * 5_000,
    "exponent": b"1e999",
    "not-a-number": b"NaN",
    "infinity": b"-Infinity",
}
AWKWARD = {
    "digits-4300": b"9" * 4_300,
    "fraction-5000": b"0." + b"9" * 5_000,
    "surrogate-high": rb'"\ud83d"',
    "surrogate-low": rb'"\ude00\ud83d"',
    "surrogate-bytes": b'"\xed\xa0\xbd"',
    "no-utf-8": b'"Montr\xe9al"',
    "controls": rb'"\u0000\u0007\u202e\u2066\u200b\ufeff"',
    "long-text": b'"' + b"x" * 20_000 + b'"',
    "list-of-2000": b"[" + b"0," * 1_999 + b"0]",
}


def put(document: Json, way: tuple[str | int, ...], value: bytes) -> bytes:
    """Return a document as JSON with the given bytes at a path."""
    marker = "here it stands"
    return json.dumps(changed(document, way, marker)).encode().replace(json.dumps(marker).encode(), value, 1)


@over
@pytest.mark.parametrize("value", NO_JSON.values(), ids=NO_JSON.keys())
def test_input_that_breaks_parsers_is_unreadable(case: Case, value: bytes) -> None:
    document = bodies_of(case)[0]
    spoilt = put(document, next(places(document)), value)
    assert isinstance(answered(case, 200, lambda: value), CarrierUnreadable)
    assert isinstance(answered(case, 200, lambda: spoilt), CarrierUnreadable)


@over
@pytest.mark.parametrize("value", AWKWARD.values(), ids=AWKWARD.keys())
def test_an_impossible_value_gives_a_shipment_or_a_tracking_error(case: Case, value: bytes) -> None:
    bodies = [json.dumps(document).encode() for document in bodies_of(case)]
    for index, document in enumerate(bodies_of(case)):
        for way in places(document):
            answers = iter((*bodies[:index], put(document, way, value), *bodies[index + 1 :]))
            can_be_told(case, answered(case, 200, lambda answers=answers: next(answers, b"")))  # type: ignore[misc]


@over
@pytest.mark.parametrize("name", ["surrogate-high", "surrogate-low", "surrogate-bytes", "no-utf-8", "controls"])
def test_a_text_that_is_wrong_in_its_bytes_or_marks_affects_no_other_field(case: Case, name: str) -> None:
    bodies = [json.dumps(document).encode() for document in bodies_of(case)]
    bodies[0] = bodies[0].replace(b"{", b'{"unexpected": ' + AWKWARD[name] + b", ", 1)
    answers = iter(bodies)
    assert isinstance(answered(case, 200, lambda: next(answers, b"")), Shipment)
