"""Parsing of a webhook's body: JSON, XML or a form, limited in depth and size."""

from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tracking_site.carriers.parsing import Fields, Unreadable, UnsafePayload, decode

MAX_DEPTH = 60
MAX_FIELDS = 5_000
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"{}[]")


def parse_body(content_type: str, body: bytes) -> Fields:
    """Parse a webhook's body as an object, from JSON, XML or a form.

    `Unreadable` where it is not valid, `UnsafePayload` where it must not even be stored.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    start = body.lstrip()[:1]
    if media_type.endswith(("/xml", "+xml")) or start == b"<":
        return Fields(xml_object(body))
    if media_type == "application/x-www-form-urlencoded" and start not in (b"{", b"["):
        return _form(body)
    if _depth(body) > MAX_DEPTH:
        raise UnsafePayload("nested too deeply")
    return Fields.of(body)


def xml_object(body: bytes | str) -> object:
    """Return an XML document as the JSON that it stands for."""
    return _object(_parsed(body))


def _form(body: bytes) -> Fields:
    """Return a form's fields; each may hold JSON, since lists and objects are sent that way."""
    try:
        pairs = parse_qsl(body.decode(), max_num_fields=MAX_FIELDS, strict_parsing=True)
    except (UnicodeDecodeError, ValueError) as error:
        raise Unreadable("no form") from error
    return Fields({name: _value(text) for name, text in pairs})


def _value(text: str) -> object:
    if text[:1] not in ("{", "["):
        return text
    if _depth(text.encode()) > MAX_DEPTH:
        raise UnsafePayload("nested too deeply")
    try:
        return decode(text.encode())
    except Unreadable:
        return text


def _depth(body: bytes) -> int:
    """Return an upper bound of the nesting depth: brackets inside strings are counted, too."""
    depth = deepest = 0
    for bracket in body.translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"{[" else -1
        deepest = max(deepest, depth)
    return deepest


def _parsed(body: bytes | str) -> Element:
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnsafePayload("XML with a document type or entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable("no XML") from error
    return root


def _object(element: Element, depth: int = 0) -> object:
    """Return an element as JSON; children that share a name become a list."""
    if depth > MAX_DEPTH:
        raise UnsafePayload("nested too deeply")
    children = list(element)
    if not children:
        return element.text or ""
    found: dict[str, object] = {}
    for child in children:
        name, value = child.tag.rpartition("}")[2], _object(child, depth + 1)
        before = found.get(name)
        found[name] = value if name not in found else [*before, value] if isinstance(before, list) else [before, value]
    return found
