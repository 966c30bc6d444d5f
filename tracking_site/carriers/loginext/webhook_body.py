"""Parsing of a webhook's body: JSON, XML or a form, in any encoding, limited in depth and size."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tracking_site.carriers.charsets import charset_of, decode_text
from tracking_site.carriers.loginext.webhook_form import form_object
from tracking_site.carriers.loginext.webhook_lists import MAX_DEPTH, json_depth, normalise_lists
from tracking_site.carriers.parsing import Fields, Unreadable, UnsafePayload, decode

_AROUND = "\ufeff\x00 \t\r\n"


def parse_body(content_type: str, body: bytes) -> Fields:
    """Parse a webhook's body as an object, from JSON, XML or a form; every list of it is one afterwards.

    `Unreadable` where it is not valid, `UnsafePayload` where it must not even be stored.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    charset = charset_of(content_type)
    text = decode_text(body, charset).strip(_AROUND)
    if text.startswith("<"):
        return Fields(normalise_lists(_xml(text), single_values=True))
    if media_type == "application/x-www-form-urlencoded" and not text.startswith(("{", "[")):
        return Fields(normalise_lists(form_object(text, charset), single_values=True))
    return Fields(normalise_lists(_json(text), single_values=False))


def xml_object(body: bytes | str) -> object:
    """Return an XML document as the JSON that it stands for."""
    return _xml(body if isinstance(body, str) else decode_text(body))


def _json(text: str) -> object:
    if json_depth(text) > MAX_DEPTH:
        raise UnsafePayload("nested too deeply")
    value = decode(text.encode())
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict) or not value:
        raise Unreadable("no JSON object")
    return value


def _xml(text: str) -> object:
    # A blank before the declaration is an error in XML, and common. The declared encoding is that of the bytes.
    try:
        root: Element = fromstring(text.strip(_AROUND), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnsafePayload("XML with a document type or entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable("no XML") from error
    return _object(root)


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
        if isinstance(before, list):
            before.append(value)
        else:
            found[name] = [before, value] if name in found else value
    return found
