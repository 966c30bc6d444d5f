"""Rows of LogiNext's Get Order, answered by the sandbox in place of its own orders."""

import json
from typing import Any

from tests.support.sites import Site
from tracking_site.storage.memory_cache import MemoryCache

Row = dict[str, Any]


def row(number: str, leg: str | None, state: str | None, status: str, **fields: object) -> Row:
    """Return a row of Get Order."""
    named = {"shipmentOrderTypeCd": leg, "orderState": state}
    return {"orderNo": number, "status": status, **{name: value for name, value in named.items() if value}, **fields}


def answer(site: Site, *rows: Row) -> None:
    """Make Get Order at Mile answer these rows from now on."""
    body = json.dumps({"status": 200, "message": "SUCCESS", "data": rows, "hasError": False})
    site.sandbox.fault("loginext.mile.order", body=body, headers={"Content-Type": "application/json"})
    site.service(MemoryCache).drop("")
