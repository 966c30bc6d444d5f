"""One test a line of what is checked: pages."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.support.configuration import configuration, load
from tests.support.page_rules import elements
from tests.support.personal_data import knowledge
from tests.support.recipients import ON_ITS_WAY
from tests.support.sites import API_KEY, JOBS, OPEN, SHIPMENTS, Site, title_of
from tracking_site.config import ConfigurationError
from tracking_site_sandbox.sample import Sample

DENIED = ("camera", "geolocation", "microphone", "payment")


def answers(site: Site) -> dict[str, TestResponse]:
    """An answer of every kind, of every blueprint."""
    token = site.token(ON_ITS_WAY)
    own = site.visitor.sending(Sec_Fetch_Site="same-origin")
    found = {
        path: site.visitor.raw("GET", path)
        for path in (
            *(
                "/",
                "/track",
                f"/t/{token}",
                "/embed",
                f"/embed/t/{token}",
                "/api/v1/shipment",
                "/openapi.json",
                "/healthz",
            ),
            *(
                "/readyz",
                "/robots.txt",
                "/manifest.webmanifest",
                f"/t/{token}/delivery.ics",
                "/nowhere",
                "/embed.js",
                "/oembed",
            ),
            "/static/favicon.svg",
        )
    }
    found["a form"] = own.raw("POST", f"/t/{token}/notifications", data={"target": "x"})
    found["a call"] = site.visitor.raw("PUT", "/api/v1/sms-notifications", json={})
    found["links"] = site.visitor.sending(Authorization=f"Bearer {API_KEY}").raw("POST", "/api/v1/links", json={})
    return found


def policy_of(answer: TestResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, _, values in parts}


def test_the_policy_allows_nothing_but_what_is_needed_and_nothing_inline(site: Site) -> None:
    for path, answer in answers(site).items():
        policy = policy_of(answer)
        assert policy["default-src"] == "'none'", path
        assert not re.search("unsafe|nonce|\\*|data:", answer.headers["Content-Security-Policy"]), path
        if answer.mimetype == "text/html":
            assert (policy["object-src"], policy["base-uri"], policy["form-action"]) == ("'none'", "'none'", "'self'")
            assert "frame-src" not in policy, "no page here has a frame"


def test_nobody_frames_a_page_and_the_brands_named_origins_alone_the_embed(site: Site) -> None:
    for path, answer in answers(site).items():
        framed = policy_of(answer)["frame-ancestors"]
        assert framed == "'none'" or path.startswith("/embed"), path
    assert "*" not in site.visitor.get("/embed").headers["Content-Security-Policy"]


def test_every_origin_as_one_that_may_frame_is_refused_at_start(tmp_path: Path) -> None:
    tree = configuration(brands={"shop": {"embed_origins": ["*"]}})
    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, tree)
    assert any(line.startswith("brands.shop.embed_origins") for line in raised.value.problems)


def test_every_answer_has_the_headers_that_close_it(site: Site) -> None:
    for path, answer in answers(site).items():
        headers = answer.headers
        assert int(re.findall(r"max-age=(\d+)", headers["Strict-Transport-Security"])[0]) >= 31_536_000, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "Cross-Origin-Resource-Policy" in headers, path
        assert all(f"{name}=()" in headers["Permissions-Policy"] for name in DENIED), path


def test_no_robot_keeps_a_shipment(site: Site) -> None:
    for path, answer in answers(site).items():
        if "/t/" in path or "/track" in path or "/api/" in path:
            assert "noindex" in answer.headers["X-Robots-Tag"], path


def test_no_cookie_is_ever_set(site: Site) -> None:
    assert [path for path, answer in answers(site).items() if "Set-Cookie" in answer.headers] == []


def test_nothing_of_a_third_party_is_loaded(site: Site) -> None:
    for path, answer in answers(site).items():
        if answer.mimetype != "text/html":
            continue
        loaded = [
            element.get(name) or ""
            for tag, name in (("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"))
            for element in elements(answer.text, tag)
            if element.get("rel") not in ("canonical", "alternate")
        ]
        assert not [address for address in loaded if urlsplit(address).netloc], path


def test_a_verified_answer_is_stored_by_nobody_and_has_no_address_that_a_cache_takes_for_a_file(site: Site) -> None:
    token = site.token(ON_ITS_WAY)
    for path in (f"/t/{token}", f"/embed/t/{token}", f"/api/v1/shipment?token={token}", f"/t/{token}/delivery.ics"):
        assert site.visitor.raw("GET", path).headers["Cache-Control"] == "private, no-store", path
    for ending in ("x.css", "a/b.js", "index.html", "delivery.ics/x.png"):
        assert site.visitor.raw("GET", f"/t/{token}/{ending}").status_code == 404


def test_what_one_may_see_is_kept_apart_from_what_another_may(site: Site) -> None:
    """The same shipment, seen in turns by its recipient and by a stranger, in two languages."""
    for sample in OPEN[:6]:
        token = site.token(sample)
        (known,) = (each for each in knowledge() if each.sample == sample)
        for language in ("en", "fr", "en"):
            site.visitor.speaking(language).raw("GET", f"/t/{token}")
            stranger = site.visitor.speaking(language).raw("GET", "/track", sample.query)
            assert known.told_by(stranger.text) == set()
            assert f'lang="{language}"' in stranger.text


@pytest.mark.parametrize("sample", SHIPMENTS, ids=title_of)
def test_a_link_preview_shows_the_brand_alone(site: Site, sample: Sample) -> None:
    (known,) = (each for each in knowledge() if each.sample == sample)
    path = f"/t/{site.token(sample)}" if sample in JOBS else "/track"
    page = site.visitor.raw("GET", path, None if sample in JOBS else sample.query).text
    said = [
        meta.get("content") or "" for meta in elements(page, "meta") if (meta.get("property") or "").startswith("og:")
    ]
    assert said
    assert known.told_by(" ".join(said)) == set()
    assert not [number for number in sample.query.values() for text in said if number in text and "/track" not in text]
