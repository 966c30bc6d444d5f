"""Merchants' links: made with a key of the brand's, opened by whoever has them, taken back one by one or all at once."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from werkzeug.test import TestResponse

from tests.support.recipients import ON_ITS_WAY, error_of
from tests.support.sites import API_KEY, FJORD, OPEN, SEVERAL, SHIPMENTS, Open, Site, account_of, title_of
from tests.support.visitor import Visitor
from tracking_site_sandbox.sample import Sample

LINKS = "/api/v1/links"
KEY = f"Bearer {API_KEY}"
JOB = dict(ON_ITS_WAY.query)


def merchant(site: Site) -> Visitor:
    return site.visitor.sending(Authorization=KEY)


def make(site: Site, *wanted: Any) -> TestResponse:
    return merchant(site).open("POST", LINKS, json={"links": list(wanted)})


def made(site: Site, *wanted: Any) -> list[dict[str, str]]:
    answer = make(site, *wanted)
    assert answer.status_code == 201, answer.text
    found: list[dict[str, str]] = answer.get_json()["links"]
    return found


@pytest.mark.parametrize("sample", [SHIPMENTS[0], OPEN[0], OPEN[-1]], ids=title_of)
def test_a_link_opens_what_it_was_made_for_and_shows_all_of_it(open_fresh: Open, sample: Sample) -> None:
    site = open_fresh()
    (link,) = made(site, {**sample.query, "account": account_of(sample), "days": 7})
    assert set(link) == {"id", "url", "token", "qr", "expires"}
    assert link["url"] == f"https://{site.visitor.host}/t/{link['token']}"
    answer = site.visitor.get("/api/v1/shipment", {"token": link["token"]}).get_json()
    assert answer["verified"] is True


def test_a_public_link_shows_what_anyone_sees(open_fresh: Open) -> None:
    site = open_fresh()
    (link,) = made(site, {**JOB, "purpose": "public"})
    assert site.visitor.get("/api/v1/shipment", {"token": link["token"]}).get_json()["verified"] is False


def test_the_qr_code_is_a_picture_without_anything_loaded(open_fresh: Open) -> None:
    (link,) = made(open_fresh(), JOB)
    picture = ET.fromstring(link["qr"])
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert {element.tag.rpartition("}")[2] for element in picture.iter()} <= {"svg", "g", "path"}
    assert "href" not in link["qr"]


def test_a_link_opens_in_the_language_that_it_was_made_for(open_fresh: Open) -> None:
    site = open_fresh()
    (link,) = made(site, {**JOB, "language": "fr"})
    assert link["url"].endswith("?lang=fr")
    assert '<html lang="fr"' in site.visitor.get(link["url"].partition(site.visitor.host)[2]).text


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("pt-BR", "pt"),
        ("fr_FR", "fr"),
        ("no", "nb"),
        ("DE", "de"),
        ("zh-Hant-HK", "zh"),
        (" en ", "en"),
        ("EN-us", "en"),
    ],
)
def test_a_link_takes_the_nearest_language_that_the_brand_offers(open_fresh: Open, language: str, tag: str) -> None:
    site = open_fresh(languages=("en", "fr", "pt", "nb", "de", "zh"))
    (link,) = made(site, {**JOB, "language": language})
    assert link["url"].endswith(f"?lang={tag}")
    assert f'<html lang="{tag}"' in site.visitor.get(link["url"].partition(site.visitor.host)[2]).text


def test_a_hundred_links_come_in_the_order_in_which_they_are_wanted(open_fresh: Open) -> None:
    site = open_fresh()
    numbers = [f"{10_000_000 + place}" for place in range(100)]
    links = made(site, *({"slino": number, "account": "geodis"} for number in numbers))
    assert len({link["id"] for link in links}) == 100
    assert not site.sandbox.calls(), "no carrier has to be asked to make a link"
    assert make(site, *({"slino": number, "account": "geodis"} for number in [*numbers, "1"])).status_code == 400


WRONG: dict[str, Any] = {
    "no number": {},
    "two numbers": {"slino": "10482203", "ordno": "A1"},
    "a job without its key": {"job_id": JOB["job_id"]},
    "no days": {**JOB, "days": 0},
    "too many days": {**JOB, "days": 181},
    "days as a text": {**JOB, "days": "7"},
    "days as a truth": {**JOB, "days": True},
    "another language": {**JOB, "language": "tlh"},
    "a language that is near none of the brand's": {**JOB, "language": "ja-JP"},
    "no language": {**JOB, "language": ""},
    "what is no language": {**JOB, "language": "french"},
    "another purpose": {**JOB, "purpose": "everybody"},
    "a purpose that is a list": {**JOB, "purpose": ["public"]},
    "a field that nobody knows": {**JOB, "day": 7},
    "a number that is a number": {"slino": 10482203},
    "an account of another brand": {"ordno": "A1", "account": "later"},
    "no object": "10482203",
}


@pytest.mark.parametrize("case", WRONG)
def test_one_wrong_link_makes_none_and_the_answer_says_which(open_fresh: Open, case: str) -> None:
    answer = make(open_fresh(), JOB, WRONG[case], JOB)
    assert error_of(answer) == (400, "invalid_link")
    error = answer.get_json()["error"]
    assert (error["link"], "links[1]: " in error["message"]) == (1, True)


@pytest.mark.parametrize("body", [{}, {"links": []}, {"links": {}}, {"links": None}, []])
def test_a_body_without_links_is_a_400(open_fresh: Open, body: Any) -> None:
    assert error_of(merchant(open_fresh()).open("POST", LINKS, json=body)) == (400, "invalid_input")


def test_a_number_that_several_could_know_needs_its_account(open_fresh: Open) -> None:
    site = open_fresh()
    number = {"slino": SEVERAL.query["q"]}
    found = make(site, number)
    assert found.status_code in (201, 400)
    site.sandbox.fault("leaps", status=503)
    assert error_of(make(site, {"slino": "99999999"}))[0] in (400, 503)
    assert made(site, {**number, "account": "geodis"})


def test_a_link_that_was_taken_back_is_gone_and_says_what_to_do(open_fresh: Open) -> None:
    site = open_fresh()
    first, second = made(site, JOB, JOB)
    assert merchant(site).open("DELETE", f"{LINKS}/{first['id']}").status_code == 204
    gone = site.visitor.get(f"/t/{first['token']}")
    assert (gone.status_code, "ask the sender for a new one" in gone.text) == (410, True)
    assert error_of(site.visitor.get("/api/v1/shipment", {"token": first["token"]})) == (410, "revoked_link")
    assert site.visitor.get(f"/t/{second['token']}").status_code == 200
    assert merchant(site).open("DELETE", f"{LINKS}/{first['id']}").status_code == 204, "twice is once"


def test_taking_all_back_ends_what_was_made_and_nothing_that_comes(open_fresh: Open) -> None:
    site = open_fresh()
    (before,) = made(site, JOB)
    assert merchant(site).open("DELETE", LINKS).status_code == 204
    (after,) = made(site, JOB)
    assert site.visitor.get(f"/t/{before['token']}").status_code == 410
    assert site.visitor.get(f"/t/{after['token']}").status_code == 200


@pytest.mark.parametrize("link_id", ["x", "A" * 40, "A" * 54, "é", "A" * 1_000])
def test_an_id_of_no_link_is_a_404(open_fresh: Open, link_id: str) -> None:
    assert merchant(open_fresh()).open("DELETE", f"{LINKS}/{link_id}").status_code == 404


def test_a_link_that_was_taken_back_is_gone_after_a_restart(open_fresh: Open) -> None:
    site = open_fresh()
    (link,) = made(site, JOB)
    merchant(site).open("DELETE", f"{LINKS}/{link['id']}")
    assert open_fresh().visitor.get(f"/t/{link['token']}").status_code == 410


@pytest.mark.parametrize(
    "authorisation", [None, "", "Bearer", "Bearer ", "Bearer wrong", f"Basic {API_KEY}", API_KEY, "Bearer \xff"]
)
def test_without_a_key_of_the_brands_nothing_is_made_or_taken_back(site: Site, authorisation: str | None) -> None:
    sender = site.visitor.sending(Authorization=authorisation) if authorisation is not None else site.visitor
    for method in ("POST", "DELETE"):
        answer = sender.open(method, LINKS, json={"links": [JOB]})
        assert error_of(answer) == (401, "not_authorised")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_key_of_one_brand_opens_nothing_at_another(site: Site) -> None:
    answer = merchant(site).at(FJORD).open("POST", LINKS, json={"links": [{"slino": "10482203"}]})
    assert error_of(answer) == (401, "not_authorised")


def test_a_database_that_is_away_keeps_links_from_being_taken_back_and_nothing_else(
    open_fresh: Open, tmp_path: Any
) -> None:
    (tmp_path / "file").write_text("no folder")
    site = open_fresh(database=tmp_path / "file" / "site.db")
    (link,) = made(site, JOB)
    assert site.visitor.get(f"/t/{link['token']}").status_code == 200
    assert error_of(merchant(site).open("DELETE", f"{LINKS}/{link['id']}")) == (503, "store_unavailable")
    states = {row["name"]: row["state"] for row in site.visitor.get("/readyz").get_json()}
    assert states["database"] == "failing"
