"""A number that a merchant announced by a sealed link before its carrier knows it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from tests.support.configuration import write
from tests.support.page_rules import elements, words_of
from tests.support.recipients import CODE, NOTIFICATIONS, error_of
from tests.support.sites import API_KEY, OPEN, PROVEN_JOBS, Open, Site, account_of, site_configuration
from tests.support.visitor import headers_of
from tracking_site.cli.main import main
from tracking_site.domain.announcement import Announcement
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import DeliveryWindow
from tracking_site.tracking.sealed_links import DAY, LinkSealer

TOMORROW = "2099-11-24T10:00:00Z"
PARCEL = next(sample for sample in OPEN if sample.carrier == "leaps")
NUMBERS = {
    "order": {"ordno": "NW-99999", "account": "mile"},
    "freight": {"slino": "99999999", "account": "geodis"},
    "trip": {"tripname": "Nowhere 0412", "account": "mile"},
    "job": {
        "job_id": "10610600-5c4b-4d7e-9a61-0000000fffff",
        "review_key": "0ddba110-5c4b-4d7e-9a61-0000000fffff",
        "account": "nord",
    },
}


def made(site: Site, **wanted: Any) -> str:
    sender = site.visitor.sending(Authorization=f"Bearer {API_KEY}")
    answer = sender.open("POST", "/api/v1/links", json={"links": [wanted]})
    assert answer.status_code == 201, answer.text
    token: str = answer.get_json()["links"][0]["token"]
    return token


def heading(text: str) -> str:
    return next(words_of(element) for element in elements(text, "h1"))


@pytest.mark.parametrize("prefix", ["", "/embed"])
@pytest.mark.parametrize("purpose", ["recipient", "public"])
@pytest.mark.parametrize("kind", NUMBERS)
def test_a_number_that_the_carrier_will_know_tomorrow_is_pending_and_no_404(
    site: Site, kind: str, purpose: str, prefix: str
) -> None:
    token = made(site, **NUMBERS[kind], purpose=purpose)
    answer = site.visitor.get(f"{prefix}/t/{token}")
    assert answer.status_code == 200
    assert heading(answer.text) == "The carrier has not got it yet"
    (live,) = [each for each in elements(answer.text, "article") if each.get("data-live")]
    assert 0 < int(live.get("data-refresh-seconds") or 0) <= 120
    (again,) = [each for each in elements(answer.text, "a") if words_of(each) == "Check again"]
    assert site.visitor.get(str(again.get("href"))).status_code == 200
    content = site.visitor.get("/api/v1/shipment", {"token": token})
    shipment = content.get_json()["shipment"]
    assert (content.status_code, shipment["status"], shipment["carrier_status"]) == (200, "pending", None)
    assert (shipment["events"], shipment["actions"], shipment["overdue"]) == ([], [], False)
    assert content.get_json()["verified"] is (purpose == "recipient")
    assert ("job_id" in shipment["references"]) is (kind == "job" and purpose == "recipient")


def test_an_announced_number_is_no_miss(open_fresh: Open) -> None:
    site = open_fresh(misses="1 per day")
    tokens = [made(site, **number) for number in NUMBERS.values()]
    for token in tokens:
        for path in (f"/t/{token}", f"/embed/t/{token}", f"/api/v1/shipment?token={token}"):
            assert site.visitor.get(path).status_code == 200
    assert [site.visitor.get(path).status_code for path in ("/t/x", "/t/y")] == [404, 429]


def test_the_same_number_typed_by_somebody_is_unknown_as_before(site: Site) -> None:
    token = made(site, **NUMBERS["order"])
    assert site.visitor.get(f"/t/{token}").status_code == 200
    assert site.visitor.get("/track?ordno=NW-99999").status_code == 404
    assert error_of(site.visitor.get("/api/v1/shipment?ordno=NW-99999")) == (404, "unknown_shipment")


def test_a_pasted_link_to_an_announced_number_goes_on_to_the_link(site: Site) -> None:
    for purpose in ("recipient", "public"):
        token = made(site, **NUMBERS["order"], purpose=purpose)
        answer = site.visitor.get("/track", {"q": f"https://track.northwind.example/t/{token}"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/t/{token}")


def test_what_the_merchant_expects_is_shown_until_the_carrier_knows_better(site: Site) -> None:
    window = {"earliest": "2099-11-24T10:00:00+01:00", "latest": "2099-11-24T12:30:00.5+01:00"}
    token = made(site, **NUMBERS["order"], expected=window, merchant="  Havn \u202e&\n Hjem ")
    shipment = site.visitor.get("/api/v1/shipment", {"token": token}).get_json()["shipment"]
    wanted = {"earliest": "2099-11-24T09:00:00Z", "latest": "2099-11-24T11:30:00Z"}
    assert (shipment["estimated_delivery"], shipment["promised_delivery"]) == (wanted, wanted)
    assert (shipment["merchant"], shipment["overdue"]) == ("Havn & Hjem", False)
    page = site.visitor.get(f"/t/{token}")
    assert "Expected delivery" in page.text
    assert "Havn &amp; Hjem" in page.text
    event = Calendar.from_ical(site.visitor.get(f"/t/{token}/delivery.ics").data).walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime(2099, 11, 24, 9, tzinfo=UTC)
    assert str(event["description"]) == "The carrier has not got it yet"


@pytest.mark.parametrize(
    ("expected", "wanted"),
    [
        ("2099-11-27", ("2099-11-27", "2099-11-27")),
        (TOMORROW, (TOMORROW, TOMORROW)),
        ("2099-11-24t10:00:00.25z", (TOMORROW, TOMORROW)),
        ({"earliest": "2099-11-27"}, ("2099-11-27", None)),
        ({"latest": TOMORROW}, (None, TOMORROW)),
        ({"earliest": "2099-11-24", "latest": TOMORROW}, ("2099-11-24", TOMORROW)),
        ({"earliest": None, "latest": "2099-11-27"}, (None, "2099-11-27")),
    ],
)
def test_every_form_of_an_expected_delivery_is_taken(site: Site, expected: Any, wanted: tuple[Any, Any]) -> None:
    token = made(site, **NUMBERS["order"], expected=expected)
    found = site.visitor.get("/api/v1/shipment", {"token": token}).get_json()["shipment"]["estimated_delivery"]
    assert (found["earliest"], found["latest"]) == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            {"expected": each}
            for each in ("", "tomorrow", "2099-02-30", "2099-11-24T10:00:00", "20991124", "1999-12-31")
        ),
        *({"expected": each} for each in (20991124, [TOMORROW], {}, {"from": TOMORROW}, {"earliest": 1}, True)),
        {"expected": "٢٠٩٩-11-24"},
        {"expected": {"earliest": "2099-11-25", "latest": "2099-11-24"}},
        {"expected": {"earliest": TOMORROW, "latest": "2099-11-24T09:59:59Z"}},
        *({"merchant": each} for each in ("", "  ", "\u202e\x00", "x" * 101, 7, ["Havn"])),
    ],
)
def test_an_announcement_that_cannot_be_meant_makes_no_link(site: Site, wrong: dict[str, Any]) -> None:
    sender = site.visitor.sending(Authorization=f"Bearer {API_KEY}")
    answer = sender.open("POST", "/api/v1/links", json={"links": [{**NUMBERS["order"], **wrong}]})
    assert error_of(answer) == (400, "invalid_link")
    assert answer.get_json()["error"]["link"] == 0


def test_a_name_that_makes_the_link_too_long_is_refused_and_not_cut(site: Site) -> None:
    sender = site.visitor.sending(Authorization=f"Bearer {API_KEY}")
    number = {"tripname": "汉" * 80, "account": "mile"}
    answer = sender.open("POST", "/api/v1/links", json={"links": [{**number, "merchant": "汉" * 100}]})
    assert error_of(answer) == (400, "invalid_link")
    assert len(made(site, **NUMBERS["trip"], merchant="汉" * 100, expected=TOMORROW)) <= 600


def test_once_the_carrier_knows_it_its_own_data_win(open_fresh: Open) -> None:
    site = open_fresh()
    for sample in (PARCEL, next(each for each in OPEN if "ordno" in each.query)):
        link = {**sample.query, "account": account_of(sample)}
        plain = site.visitor.get("/api/v1/shipment", {"token": made(site, **link)}).get_json()["shipment"]
        token = made(site, **link, expected=TOMORROW, merchant="Havn & Hjem")
        announced = site.visitor.get("/api/v1/shipment", {"token": token}).get_json()["shipment"]
        assert announced == {**plain, "merchant": plain["merchant"] or "Havn & Hjem"}


def test_a_page_that_waits_shows_the_shipment_soon_after_the_carrier_knows_it(open_fresh: Open) -> None:
    site = open_fresh(unknown=0.0)
    site.sandbox.fault("leaps", status=200, body='{"status": 1, "results": [{"status": 0, "msg": "Not found"}]}')
    token = site.token(PARCEL)
    first = site.visitor.get("/api/v1/shipment", {"token": token})
    assert first.get_json()["shipment"]["status"] == "pending"
    site.sandbox.reset()
    again = site.visitor.sending(If_None_Match=first.headers["ETag"]).get("/api/v1/shipment", {"token": token})
    assert (again.status_code, again.get_json()["shipment"]["status"]) == (200, PARCEL.status)


def test_a_shipment_that_its_carrier_has_known_and_knows_no_more_is_gone_and_not_announced(open_fresh: Open) -> None:
    site = open_fresh()
    token = site.token(PARCEL)
    assert site.visitor.get(f"/t/{token}").status_code == 200
    site.sandbox.fault("leaps", status=200, body='{"status": 1, "results": [{"status": 0, "msg": "Not found"}]}')
    later = open_fresh(unknown=0.0)
    assert later.visitor.get(f"/t/{token}").status_code == 404
    assert error_of(later.visitor.get("/api/v1/shipment", {"token": token})) == (404, "unknown_shipment")


def test_a_link_that_is_old_announces_nothing_unless_it_expects_the_delivery_later(site: Site) -> None:
    keys = [key.get_secret_value() for key in site.settings.site.secret_keys]
    ref = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "NW-99998"))
    now = datetime.now(UTC)

    def status(age: int, expected: datetime | None = None) -> int:
        sealer = LinkSealer(keys, lambda: now.timestamp() - age * DAY)
        announcement = Announcement(DeliveryWindow(None, expected) if expected else None)
        return site.visitor.get(f"/t/{sealer.seal('northwind', ref, days=180, announcement=announcement)}").status_code

    assert (status(29), status(31)) == (200, 404)
    assert (status(90, now + timedelta(days=7)), status(90, now - timedelta(days=31))) == (200, 404)


def test_a_wrong_review_key_in_a_link_is_no_announcement(site: Site) -> None:
    known = PROVEN_JOBS[0]
    wrong = {**known.query, "review_key": "00000000-0000-4000-8000-000000000000", "account": "nord"}
    assert site.visitor.get(f"/t/{made(site, **wrong)}").status_code == 404


def test_a_stranger_sees_no_difference_between_a_wrong_key_and_an_announced_job(site: Site) -> None:
    made(site, **NUMBERS["job"])
    announced = {name: NUMBERS["job"][name] for name in ("job_id", "review_key")}
    wrong = {**PROVEN_JOBS[0].query, "review_key": "00000000-0000-4000-8000-000000000000"}
    answers = [site.visitor.get("/track", query) for query in (announced, wrong)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data
    assert headers_of(answers[0]) == headers_of(answers[1])


def test_nothing_can_be_done_about_an_announced_shipment(site: Site) -> None:
    token = made(site, **NUMBERS["job"])
    assert error_of(site.visitor.open("POST", CODE, json={"token": token})) == (409, "not_offered")
    body = {"token": token, "target": "job", "enabled": False}
    assert error_of(site.visitor.open("PUT", NOTIFICATIONS, json=body)) == (409, "not_offered")
    assert site.visitor.get(f"/t/{token}/delivery.ics").status_code == 404
    public = made(site, **NUMBERS["order"], purpose="public")
    sender = site.visitor.sending(Sec_Fetch_Site="same-origin")
    sent = sender.open("POST", f"/t/{public}/verify", data={"postcode": "12345"})
    assert (sent.status_code, sent.headers["Location"].partition("?")[0]) == (303, f"/t/{public}")
    order = made(site, **NUMBERS["order"])
    assert site.visitor.get(f"/live/t/{order}").status_code == 409
    link = f"https://track.northwind.example/t/{order}"
    assert f"/embed/t/{order}" in site.visitor.raw("GET", "/oembed", {"url": link}).get_json()["html"]


def test_an_announced_shipment_past_its_expected_time_is_overdue(site: Site) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    token = made(site, **NUMBERS["order"], expected=yesterday)
    assert site.visitor.get("/api/v1/shipment", {"token": token}).get_json()["shipment"]["overdue"] is True


def test_a_carrier_that_fails_is_not_taken_for_one_that_has_not_got_it(open_fresh: Open) -> None:
    site = open_fresh()
    site.sandbox.fault("loginext", status=503)
    assert site.visitor.get(f"/t/{made(site, **NUMBERS['order'])}").status_code == 503


def test_an_unchanged_announcement_is_answered_304(site: Site) -> None:
    path = f"/api/v1/shipment?token={made(site, **NUMBERS['order'], expected=TOMORROW)}"
    etag = site.visitor.get(path).headers["ETag"]
    assert site.visitor.sending(If_None_Match=etag).get(path).status_code == 304


def command(site: Site, tmp_path: Path, *options: str) -> Result:
    """Run `tracking-site link` with the tests' configuration."""
    file = write(tmp_path, site_configuration(site.sandbox.address, tmp_path / "site.db"))
    arguments = ["link", "--ordno", "NW-99999", *options]
    return CliRunner().invoke(main, arguments, env={"TRACKING_SITE_CONFIG": str(file)})


def test_the_command_makes_a_link_that_announces_a_shipment(site: Site, tmp_path: Path) -> None:
    options = ("--expected", "2099-11-24/2099-11-26T12:00:00Z", "--merchant", "Havn & Hjem")
    token = command(site, tmp_path, *options).stdout.strip().rpartition("/")[2]
    shipment = site.visitor.get("/api/v1/shipment", {"token": token}).get_json()["shipment"]
    assert shipment["estimated_delivery"] == {"earliest": "2099-11-24", "latest": "2099-11-26T12:00:00Z"}
    assert (shipment["status"], shipment["merchant"]) == ("pending", "Havn & Hjem")


@pytest.mark.parametrize(
    ("option", "value"), [("--expected", "tomorrow"), ("--expected", ""), ("--expected", "/"), ("--merchant", " ")]
)
def test_the_command_refuses_an_announcement_that_cannot_be_meant(
    site: Site, tmp_path: Path, option: str, value: str
) -> None:
    result = command(site, tmp_path, option, value)
    assert (result.exit_code, option in result.stderr) == (2, True)
