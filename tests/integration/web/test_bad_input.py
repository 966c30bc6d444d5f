"""What cannot be a number is answered 400, whatever else it is, and never with a fault of the site's own."""

from typing import Any

import pytest

from tests.support.sites import OPEN, PROVEN_JOBS, Open, Site
from tests.support.visitor import Visitor
from tracking_site.tracking.lookup import Lookup

UUID = "10610600-5c4b-4d7e-9a61-000000000001"
BAD = [
    "",
    "?",
    "?slino=",
    "?slino=%20%20",
    "?q=",
    "?q=%20%0A",
    "?review_key=" + UUID,
    "?account=geodis",
    "?slino=10482203&ordno=NW-10255",
    "?slino=10482203&q=10482203",
    "?slino=10482203&slino=10482201",
    "?ordno=A1234&order_no=B1234",
    "?slino=" + "1" * 101,
    "?ordno=" + "A" * 5000,
    "?q=" + "A" * 2001,
    "?q=" + "A" * 150,
    "?slino=1048%002203",
    "?slino=1048%0A2203",
    "?tripname=%E2%80%AEabc",
    "?job_id=1",
    "?job_id=" + UUID[:-1],
    "?job_id=" + UUID + "x",
    "?job_id={" + UUID + "}",
    "?job_id=" + UUID.replace("-", ""),
    f"?job_id={UUID}&review_key=1",
    f"?job_id={UUID}&review_key=' OR 1=1",
    f"?job_id={UUID}&review_key={UUID}&review_key={UUID[:-1]}2",
    f"?job_id={UUID}&job_id={UUID[:-1]}2&review_key={UUID}",
]


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("path", ["/track", "/api/v1/shipment"])
def test_bad_input_is_a_400_that_says_what_is_wrong(visitor: Visitor, path: str, query: str) -> None:
    answer = visitor.get(path + query)
    assert answer.status_code == 400
    if path == "/track":
        assert "That is not a number we can look up" in answer.text
        assert 'name="q"' in answer.text
    else:
        error = answer.get_json()["error"]
        assert error["code"] == "invalid_reference"
        assert error["message"]


@pytest.mark.parametrize("name", ["q", "slino", "ordno", "order_no", "orderNo", "tripname", "job_id"])
def test_a_token_beside_a_number_is_one_too_many(site: Site, name: str) -> None:
    token = site.token(OPEN[0])
    answer = site.visitor.get("/api/v1/shipment", {"token": token, name: "NW-10255"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "invalid_reference")


def test_an_empty_or_doubled_token_is_bad_input(site: Site) -> None:
    one, two = site.token(OPEN[0]), site.token(OPEN[1])
    for query in ("?token=", f"?token={one}&token={two}"):
        assert site.visitor.get("/api/v1/shipment" + query).status_code == 400


def test_an_address_over_two_kilobytes_is_refused(visitor: Visitor) -> None:
    for path in ("/t/" + "a" * 2100, "/" + "a" * 2100, "/api/v1/" + "a" * 2100):
        answer = visitor.get(path)
        assert answer.status_code == 414
        assert len(answer.data) < 6000, "the address comes back whole"


def test_a_long_text_in_the_field_is_not_a_long_address(visitor: Visitor) -> None:
    message = "Dear customer, " + "here is your shipment. " * 80 + "10482203"
    assert len(message) < 2000
    assert visitor.get("/track", {"q": message}).status_code == 200


def test_a_body_over_64_kilobytes_is_refused(visitor: Visitor) -> None:
    for path in ("/track", "/api/v1/shipment", "/"):
        answer = visitor.open("POST", path, data=b"x" * 70_000, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (405, 413)


@pytest.mark.parametrize(
    "query", [b"slino=10482203&x=\xff", b"q=\xff\xfe10482203", b"slino=%FF", b"q=%ED%A0%80", b"%ff=%fe", b"lang=\xe9"]
)
@pytest.mark.parametrize("path", ["/", "/track", "/api/v1/shipment"])
def test_bytes_that_are_no_text_are_no_fault_of_the_site(visitor: Visitor, path: str, query: bytes) -> None:
    client = visitor.app.test_client()
    overrides: dict[str, Any] = {"QUERY_STRING": query.decode("latin-1")}
    answer = client.get(path, base_url=f"https://{visitor.host}", environ_overrides=overrides)
    assert answer.status_code in (200, 400, 404)


def test_a_fault_of_the_sites_own_is_a_branded_page_that_tells_nothing(
    open_fresh: Open, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"canary of {PROVEN_JOBS[0].query['review_key']}")

    monkeypatch.setattr(Lookup, "by_number", broken)
    site = open_fresh()
    page, content = site.visitor.get("/track?slino=10482203"), site.visitor.get("/api/v1/shipment?slino=10482203")
    assert (page.status_code, content.status_code) == (500, 500)
    assert "Northwind Delivery" in page.text
    assert content.get_json()["error"]["code"] == "internal"
    written = page.text + content.text + "".join(capfd.readouterr())
    assert "canary" not in written
    assert PROVEN_JOBS[0].query["review_key"] not in written
