"""Bodies in every encoding become text, whatever single bytes of them are wrong."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.carriers.charsets import charset_of, decode_text, utf8
from tracking_site.carriers.parsing import Unreadable, decode

JSON = "application/json"


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("application/json; charset=ISO-8859-1", "cp1252"),
        ('text/xml;CHARSET="iso-8859-15"', "iso8859-15"),
        ("application/json; charset=us-ascii", "utf-8"),
        ("application/json;charset=utf-8", "utf-8"),
        ("application/json", None),
        ("application/json; charset=punycode", None),
        ("application/json; charset=hex", None),
        ("application/json; charset=no-such-thing", None),
        ("application/json; charset=", None),
    ],
)
def test_an_encoding_of_documents_is_recognised_and_no_other_codec(content_type: str, charset: str | None) -> None:
    assert charset_of(content_type) == charset


@pytest.mark.parametrize(
    ("body", "content_type", "name"),
    [
        ('{"a":"Zoë"}'.encode("latin-1"), f"{JSON}; charset=ISO-8859-1", "Zoë"),
        ('{"a":"Zoë’s"}'.encode("cp1252"), f"{JSON}; charset=iso-8859-1", "Zoë’s"),
        ('{"a":"Zoë"}'.encode("latin-1"), JSON, "Zo\ufffd"),
        ('{"a":"Zoë"}'.encode(), f"{JSON}; charset=ISO-8859-1", "Zoë"),
        (b"\xef\xbb\xbf" + '{"a":"Zoë"}'.encode(), JSON, "Zoë"),
        (b"\n\xef\xbb\xbf" + '{"a":"Zoë"}'.encode(), JSON, "Zoë"),
        ('{"a":"Zoë"}'.encode("utf-16"), JSON, "Zoë"),
        ('{"a":"Zoë"}'.encode("utf-16"), f"{JSON}; charset=utf-16", "Zoë"),
        ('{"a":"Zoë"}'.encode("utf-16-be"), JSON, "Zoë"),
        ('{"a":"Zoë"}'.encode("utf-16-le"), f"{JSON}; charset=utf-16le", "Zoë"),
        ('{"a":"Zoë"}'.encode("utf-32"), JSON, "Zoë"),
        ('{"a":"Zoë"}'.encode(), f"{JSON}; charset=utf-16", "Zoë"),
    ],
)
def test_json_in_any_encoding_is_read(body: bytes, content_type: str, name: str) -> None:
    assert decode(utf8(body, content_type)) == {"a": name}


@pytest.mark.parametrize("body", [b'{"a":NaN}', b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}", b'{"a":1,}', b"\xff{}"])
def test_json_stays_strict_apart_from_its_letters(body: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(body)


def test_an_xml_declaration_names_the_encoding() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>'.encode("latin-1")
    assert "Zoë" in decode_text(body)


def test_pictures_are_left_as_they_are() -> None:
    body = bytes(range(256))
    assert utf8(body, "application/zip") is body


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "cp1252", "utf-16-le", "utf-32", "shift_jis"]))
def test_no_bytes_fail_to_become_text(body: bytes, charset: str | None) -> None:
    assert decode_text(body, charset).encode() is not None


def test_two_megabytes_are_decoded_at_once() -> None:
    began = time.process_time()
    decode_text(b"<?xml " + b"\xff" * 2_000_000)
    assert time.process_time() - began < 1
