"""LogiNext's webhooks as they are sent: over HTTP to where a user's go, as JSON, XML or a form."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode
from xml.etree import ElementTree as ET  # Only written here, never read.

import httpcore
import msgspec

Webhook = Mapping[str, object]
Written = Callable[[Webhook], tuple[str, bytes]]
"""A webhook as a content type and a body."""

WAITS = {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0}


def as_json(webhook: Webhook) -> tuple[str, bytes]:
    """As an object."""
    return "application/json", msgspec.json.encode(webhook)


def as_form(webhook: Webhook) -> tuple[str, bytes]:
    """As fields; what is no text is written as JSON."""
    fields = {name: value if isinstance(value, str) else _encoded(value) for name, value in webhook.items()}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def as_xml(webhook: Webhook) -> tuple[str, bytes]:
    """As elements, one for each of a list."""
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


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


WRITTEN: Mapping[str, Written] = {"json": as_json, "xml": as_xml, "form": as_form}


def send(target: str, webhook: Webhook, written: Written = as_json) -> int:
    """Sends a webhook; the status of the answer. Raises `httpcore.NetworkError` or `TimeoutException` without one."""
    kind, body = written(webhook)
    with httpcore.ConnectionPool() as pool:
        answer = pool.request(
            "POST", target, content=body, headers=[("Content-Type", kind)], extensions={"timeout": WAITS}
        )
    return answer.status
