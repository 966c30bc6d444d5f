"""How often one visitor may look, and how much less often in vain."""

from tests.support.page_rules import elements
from tests.support.sites import FJORD, OPEN, Open
from tests.support.visitor import Visitor

FOUND = "/track?slino=10482203"
DAY = 86_400


def statuses(visitor: Visitor, *paths: str) -> list[int]:
    return [visitor.get(path).status_code for path in paths]


def test_too_many_views_are_answered_429_with_when_to_come_back(open_fresh: Open) -> None:
    visitor = open_fresh(views="3 per day").visitor
    assert statuses(visitor, FOUND, "/", FOUND) == [200, 200, 200]
    refused = visitor.get(FOUND)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= DAY
    assert "Northwind Delivery" in refused.text
    assert "One moment, please" in refused.text
    content = visitor.get("/api/v1/shipment?slino=10482203")
    assert (content.status_code, content.get_json()["error"]["code"]) == (429, "too_many_requests")


def test_a_limit_is_one_visitors_own(open_fresh: Open) -> None:
    visitor = open_fresh(views="2 per day").visitor
    assert statuses(visitor, FOUND, FOUND, FOUND) == [200, 200, 429]
    assert statuses(visitor.by("192.0.2.8"), FOUND, FOUND, FOUND) == [200, 200, 429]
    assert statuses(visitor.by("2001:db8::1"), FOUND, FOUND, FOUND) == [200, 200, 429]


def test_files_that_other_programs_load_are_no_views_and_the_same_in_every_language(open_fresh: Open) -> None:
    """A shop's page loads the script for all its readers, a content management system asks oEmbed for all of its."""
    visitor = open_fresh(views="1 per day").visitor
    style = next(
        each.get("href") for each in elements(visitor.get("/").text, "link") if each.get("rel") == "stylesheet"
    )
    link = "https://track.northwind.example/track?slino=10482203"
    for path in ("/embed.js", f"/oembed?url={link}", "/manifest.webmanifest", "/robots.txt", "/openapi.json", style):
        assert path
        answers = [visitor.speaking(language).raw("GET", path) for language in ("en", "fr")]
        assert {answer.status_code for answer in answers} == {200}, path
        assert answers[0].data == answers[1].data, path
        assert all("Accept-Language" not in answer.headers.get("Vary", "") for answer in answers), path
        assert "X-RateLimit-Limit" not in answers[0].headers, path
    assert visitor.get("/").status_code == 429


def test_what_is_the_same_for_everybody_is_kept_and_asked_for_again_by_its_tag(visitor: Visitor) -> None:
    for path in ("/embed.js", "/robots.txt", "/openapi.json"):
        answer = visitor.raw("GET", path)
        assert answer.headers["Cache-Control"] == "public, max-age=3600", path
        again = visitor.sending(If_None_Match=answer.headers["ETag"]).raw("GET", path)
        assert (again.status_code, again.data) == (304, b""), path


def test_misses_are_limited_more_strictly_than_views(open_fresh: Open) -> None:
    visitor = open_fresh(views="20 per day", misses="2 per day").visitor
    assert statuses(visitor, FOUND, FOUND, FOUND, FOUND) == [200] * 4
    misses = ("/track?slino=99999991", "/api/v1/shipment?slino=99999992", "/track?slino=99999993")
    assert statuses(visitor, *misses) == [404, 404, 429]
    assert statuses(visitor.by("192.0.2.8"), FOUND, misses[0]) == [200, 404]


def test_every_kind_of_miss_counts(open_fresh: Open) -> None:
    job = "/track?job_id=10610600-5c4b-4d7e-9a61-000000000001&review_key=00000000-0000-4000-8000-00000000000"
    misses = ("/t/x", "/api/v1/shipment?token=x", f"{job}1", f"{job}2", "/track?q=NOBODY-1")
    visitor = open_fresh(misses=f"{len(misses)} per day").visitor
    assert statuses(visitor, *misses) == [404] * len(misses)
    assert visitor.get("/t/y").status_code == 429


def test_bad_input_and_pages_that_are_found_are_no_misses(open_fresh: Open) -> None:
    visitor = open_fresh(misses="1 per day").visitor
    assert statuses(visitor, "/track", "/track?q=", "/", FOUND, "/track?q=70415523") == [400, 400, 200, 200, 200]
    assert statuses(visitor, "/t/x", "/t/y") == [404, 429]


def test_a_visitor_who_guesses_asks_no_carrier_any_more(open_fresh: Open) -> None:
    site = open_fresh(misses="1 per day")
    assert statuses(site.visitor, "/track?slino=99999991") == [404]
    asked = site.sandbox.calls()
    assert statuses(site.visitor, *(f"/track?slino=8888888{last}" for last in range(5))) == [429] * 5
    assert site.sandbox.calls() == asked


def test_a_household_with_ipv6_is_one_visitor_behind_a_proxy(open_fresh: Open) -> None:
    visitor = open_fresh(views="2 per day", trusted_proxies=1).visitor

    def by(address: str) -> int:
        return visitor.sending(X_Forwarded_For=address).get(FOUND).status_code

    assert [by("2001:db8:1:2::1"), by("2001:db8:1:2:ffff::9"), by("2001:db8:1:2::1"), by("2001:0db8:1:2::a")] == [
        *(200, 200, 429, 429)
    ]
    assert by("2001:db8:1:3::1") == 200
    assert [by("198.51.100.1"), by("::ffff:198.51.100.1"), by("198.51.100.1")] == [200, 200, 429]
    assert by("198.51.100.2") == 200


def test_a_forged_address_is_not_believed_without_a_proxy(open_fresh: Open) -> None:
    visitor = open_fresh(views="2 per day").visitor
    content = [visitor.sending(X_Forwarded_For=f"198.51.100.{last}").get(FOUND).status_code for last in range(3)]
    assert content == [200, 200, 429]


def test_only_the_proxys_own_word_is_believed(open_fresh: Open) -> None:
    visitor = open_fresh(views="2 per day", trusted_proxies=1).visitor
    chains = [f"203.0.113.{last}, 198.51.100.1" for last in range(3)]
    assert [visitor.sending(X_Forwarded_For=chain).get(FOUND).status_code for chain in chains] == [200, 200, 429]


def test_an_address_that_is_none_is_a_visitor_like_any(open_fresh: Open) -> None:
    visitor = open_fresh(views="2 per day", trusted_proxies=1).visitor
    for address in ("unknown", "fe80::1%eth0", "", "1.2.3.4.5", "é"):
        assert visitor.sending(X_Forwarded_For=address).get(FOUND).status_code in (200, 429)


def test_a_limit_holds_over_all_brands_of_the_site(open_fresh: Open) -> None:
    visitor = open_fresh(misses="1 per day").visitor
    assert statuses(visitor, "/track?slino=99999991") == [404]
    assert statuses(visitor.at(FJORD), "/track?slino=99999991") == [429]


def test_machines_that_look_whether_the_site_lives_are_not_limited(open_fresh: Open) -> None:
    visitor = open_fresh(views="1 per day").visitor
    assert statuses(visitor, *["/healthz", "/readyz", "/robots.txt"] * 5) == [200] * 15
    assert statuses(visitor, FOUND, FOUND) == [200, 429]


def test_a_visitor_who_is_refused_is_told_so_in_french_too(open_fresh: Open) -> None:
    visitor = open_fresh(views="1 per day").visitor.speaking("fr")
    assert statuses(visitor, FOUND) == [200]
    assert "Un instant, s’il vous plaît" in visitor.get(FOUND).text


def test_the_usual_limits_let_a_family_look(open_fresh: Open) -> None:
    visitor = open_fresh(views="300 per minute", misses="30 per minute").visitor
    paths = [f"/track?slino={sample.query['slino']}" for sample in OPEN if "slino" in sample.query]
    assert set(statuses(visitor, *paths * 3)) == {200}
