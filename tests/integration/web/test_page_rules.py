"""The rules that every page is checked against find what breaks them."""

import pytest

from tests.support.page_rules import answer_problems, link_problems, page_problems
from tests.support.visitor import Visitor

PAGE = """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hello – Brand</title>
<link rel="stylesheet" href="/style/a.css">
</head>
<body>
<a href="#main">Skip</a>
<main id="main">
<h1>Hello</h1>
<section aria-labelledby="part"><h2 id="part">Part</h2><ul><li>one</li></ul></section>
<form action="/track"><label for="q">Number</label><input id="q" name="q" aria-describedby="part"></form>
<img src="/static/a.svg" alt="">
<time datetime="2026-11-23T14:00:00Z">now</time>
<a href="/">Home</a>
</main>
</body>
</html>
"""

BREACHES = [
    ("<li>one</li>", "<li>one</b></li>"),
    ("<!doctype html>\n", ""),
    ("<li>one</li>", "<p>one</p>"),
    ("<li>one</li>", "<li>None</li>"),
    ("<li>one</li>", "<li>%(count)s</li>"),
    ("<h1>Hello</h1>", "<p>Hello</p>"),
    ("<h1>Hello</h1>", "<h1>Hello</h1><h1>Hello</h1>"),
    ("<h1>Hello</h1>", "<h1>Goodbye</h1>"),
    ("<h1>Hello</h1>", "<h1></h1>"),
    ("<title>Hello – Brand</title>", "<title>Brand – Hello</title>"),
    (' lang="en"', ""),
    (' lang="en"', ' lang=""'),
    (' dir="ltr"', ""),
    (' dir="ltr"', ' dir="auto"'),
    ('<meta charset="utf-8">', ""),
    ('<label for="q">Number</label>', ""),
    ('for="q"', 'for="r"'),
    ('aria-describedby="part"', 'aria-describedby="nothing"'),
    ('aria-labelledby="part"', 'aria-labelledby="nothing"'),
    ('href="#main"', 'href="#nothing"'),
    ("<li>one</li>", '<li id="q">one</li>'),
    ("h2", "h3"),
    ('id="main"', 'id="main" onclick="x()"'),
    ('id="main"', 'id="main" style="color: red"'),
    ("</head>", "<style>p {}</style></head>"),
    ("</head>", "<script>x()</script></head>"),
    ("</head>", '<script src="https://elsewhere.example/x.js"></script></head>'),
    ('href="/style/a.css"', 'href="//elsewhere.example/a.css"'),
    ('src="/static/a.svg"', 'src="https://elsewhere.example/a.svg"'),
    ('src="/static/a.svg"', 'src="data:image/svg+xml,x"'),
    (' alt=""', ""),
    ('href="/">Home', 'href="javascript:x()">Home'),
    ('href="/">Home', 'href="/" target="_blank">Home'),
    ('href="/">Home', 'href="/">'),
    ("2026-11-23T14:00:00Z", "2026-11-23 14:00"),
    ("<main", "<div"),
]

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), usb=()",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Robots-Tag": "noindex",
    "Retry-After": "10",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'",
}


def there(_: str) -> bool:
    return True


def test_a_good_page_breaks_no_rule() -> None:
    assert list(page_problems(PAGE)) == []


@pytest.mark.parametrize(("good", "bad"), BREACHES)
def test_a_page_that_breaks_a_rule_is_found_out(good: str, bad: str) -> None:
    assert good in PAGE
    assert list(page_problems(PAGE.replace(good, bad)))


def test_what_a_page_loads_and_where_it_leads_is_looked_up() -> None:
    assert not list(link_problems(PAGE, "/", there, lambda _: (200, "")))
    assert list(link_problems(PAGE, "/", there, lambda _: (404, "")))
    assert list(link_problems(PAGE, "/here", lambda path: path != "/", lambda _: (200, "")))
    assert list(link_problems(PAGE.replace('"/"', '"//evil.example/"'), "/", there, lambda _: (200, "")))


def test_good_headers_break_no_rule() -> None:
    for status in (200, 404, 429, 503):
        assert list(answer_problems(status, HEADERS, "/track")) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "") for name in HEADERS if name != "Content-Type"),
        ("Referrer-Policy", "unsafe-url"),
        ("Permissions-Policy", "camera=*"),
        ("Strict-Transport-Security", "max-age=60"),
        ("Set-Cookie", "a=b"),
        ("Retry-After", "0"),
        ("X-Robots-Tag", "all"),
        *(
            ("Content-Security-Policy", HEADERS["Content-Security-Policy"].replace(good, bad))
            for good, bad in (
                ("default-src 'none'", "default-src 'self'"),
                ("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
                ("style-src 'self'", "style-src https://elsewhere.example"),
                ("style-src 'self'", "img-src *"),
                ("style-src 'self'", "img-src data:"),
                ("frame-ancestors 'none'", "frame-ancestors *"),
                ("form-action 'self'", "form-action *"),
                ("; object-src 'none'", ""),
                ("; base-uri 'none'", ""),
            )
        ),
    ],
)
def test_a_header_that_is_missing_or_lax_is_found_out(name: str, value: str) -> None:
    assert list(answer_problems(503, HEADERS | {name: value}, "/track"))


def test_a_visitor_fails_where_a_page_breaks_a_rule(visitor: Visitor) -> None:
    lax = visitor.app.test_client().get("/", base_url=f"https://{visitor.host}").text.replace("<h1>", "<h2>")
    assert list(page_problems(lax))
