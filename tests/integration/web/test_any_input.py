"""Whatever is asked for, however: an answer that follows the rules, and never a fault of the site's own."""

from typing import Any
from urllib.parse import quote, quote_from_bytes

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.sites import PROVEN_JOBS, SEVERAL, Site
from tracking_site.tracking.query import PARAMETERS

KNOWN_STATUSES = {200, 303, 304, 400, 404, 405, 410, 414}
NAMES = st.sampled_from([*PARAMETERS, "q", "review_key", "account", "lang", "token", "x", "Q", ""])
SENSIBLE = st.sampled_from(
    [
        *("10482203", "NW-10255", "Mum-AMD 0412", "A&B #1/ü", SEVERAL.query["q"], "geodis", "nord", "fr", "fr-CA"),
        *PROVEN_JOBS[0].query.values(),
        *(
            "../../etc/passwd",
            "' OR '1'='1",
            "{{7*7}}",
            "%(x)s",
            "%s",
            "${jndi:ldap://x}",
            "\x00",
            "\r\nSet-Cookie: a=b",
        ),
        *(
            "https://track.northwind.example/t/" + "A" * 60,
            "slino=1&slino=2",
            "job_id=",
            "0" * 101,
            "١٢٣٤٥٦٧٨",
            "１２３４",
        ),
        *("\u202e12345678", "𝟙𝟚𝟛𝟜", "ß" * 50, "ﬁ" * 34, "İ1234", "\ud7ff1234", "\U0010ffff1234"),
    ]
)
TEXTS = st.one_of(SENSIBLE, st.text(max_size=60), st.lists(SENSIBLE, max_size=4).map(" ".join))
RAW = st.binary(max_size=40).map(quote_from_bytes)
QUICK: dict[str, Any] = {
    "database": None,
    "deadline": None,
    "derandomize": True,
    # The site keeps what it has seen, and nothing else that an example could leave behind.
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@settings(max_examples=120, **QUICK)
@given(typed=TEXTS)
def test_any_text_in_the_field_is_answered(site: Site, typed: str) -> None:
    assert site.visitor.get("/track", {"q": typed}).status_code in KNOWN_STATUSES


@settings(max_examples=100, **QUICK)
@given(
    path=st.sampled_from(["/track", "/api/v1/shipment", "/", "/openapi.json"]),
    parameters=st.lists(st.tuples(NAMES, st.one_of(TEXTS.map(quote), RAW)), max_size=4),
    languages=st.one_of(st.just("fr"), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)),
    method=st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "PUT"]),
)
def test_any_parameters_are_answered(
    site: Site, path: str, parameters: list[tuple[str, str]], languages: str, method: str
) -> None:
    query = "&".join(f"{name}={value}" for name, value in parameters)
    answer = site.visitor.speaking(languages).open(method, f"{path}?{query}")
    assert answer.status_code in KNOWN_STATUSES | {300}


@settings(max_examples=80, **QUICK)
@given(
    start=st.sampled_from(["/", "/t/", "/track/", "/style/", "/static/", "/api/v1/", "/%2F", "/%5C"]),
    rest=st.one_of(RAW, TEXTS.map(quote)),
    etag=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
)
def test_any_path_is_answered(site: Site, start: str, rest: str, etag: str) -> None:
    answer = site.visitor.sending(If_None_Match=etag).get(start + rest)
    assert answer.status_code in KNOWN_STATUSES | {308}


@settings(max_examples=60, **QUICK)
@given(host=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
def test_any_host_is_answered_and_told_no_brand(site: Site, host: str) -> None:
    answer = site.app.test_client().get("/", base_url="https://x", headers={"Host": host})
    assert answer.status_code == 404
    assert "Northwind" not in answer.text
