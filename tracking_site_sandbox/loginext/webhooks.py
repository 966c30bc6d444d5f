"""How LogiNext sends webhooks: over HTTP, as JSON, XML or a form."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode
from xml.etree import ElementTree as ET  # Only writes XML; parsing would be unsafe.

import httpcore
import msgspec

Webhook = Mapping[str, object]
Encoder = Callable[[Webhook], tuple[str, bytes]]
"""Encodes a webhook into a media type and a body."""

TIMEOUTS = {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0}


def as_json(webhook: Webhook) -> tuple[str, bytes]:
    """Encode a webhook as a JSON object."""
    return "application/json", msgspec.json.encode(webhook)


def as_form(webhook: Webhook) -> tuple[str, bytes]:
    """Encode a webhook as the fields of a form; values other than texts are JSON."""
    fields = {name: value if isinstance(value, str) else _json(value) for name, value in webhook.items()}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def as_xml(webhook: Webhook) -> tuple[str, bytes]:
    """Encode a webhook as XML elements; a list becomes one element for each item."""
    root = ET.Element("notification")
    _fill(root, webhook)
    return "application/xml", ET.tostring(root, "utf-8")


def _fill(element: ET.Element, values: Webhook) -> None:
    for name, value in values.items():
        for each in value if isinstance(value, list) else [value]:
            child = ET.SubElement(element, name)
            if isinstance(each, Mapping):
                _fill(child, each)
            elif each is not None:
                child.text = str(each)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


ENCODERS: Mapping[str, Encoder] = {"json": as_json, "xml": as_xml, "form": as_form}


def send(address: str, webhook: Webhook, encode: Encoder = as_json) -> int:
    """Send a webhook and return the HTTP status of the response.

    Raise `httpcore.NetworkError` or `httpcore.TimeoutException` where there is no response.
    """
    media_type, body = encode(webhook)
    with httpcore.ConnectionPool() as pool:
        response = pool.request(
            "POST", address, content=body, headers=[("Content-Type", media_type)], extensions={"timeout": TIMEOUTS}
        )
    return response.status
