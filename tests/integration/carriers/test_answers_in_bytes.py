"""Answers of all three carriers in any encoding, and with wrong bytes: the shipment is shown, and only its letters suffer."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.clients import MANY, logis_at
from tests.support.fake_loginext import LOGIN
from tests.support.hostile_server import Call, Hostile, reply
from tests.support.network_fixtures import MakeLine
from tracking_site.carriers.adapter import Adapter
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.adapter import make_adapter as make_leaps_adapter
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.adapter import make_adapter as make_loginext_adapter
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import Status

JOB = "3f1c9c1e-5d0a-4c1b-9a53-0f6f5b0a7d11"
REFERENCES = {
    "order": Reference(ReferenceKind.ORDER_NUMBER, "GR432U5"),
    "trip": Reference(ReferenceKind.TRIP_NAME, "T-1"),
    "booking": Reference(ReferenceKind.SLI_NUMBER, "700"),
    "job": Reference(ReferenceKind.JOB_ID, JOB, JOB),
}
BODIES: dict[str, Any] = {
    "order": {"status": 200, "data": [{"orderNo": "GR432U5", "status": "DELIVERED", "clientName": "Kølner"}]},
    "trip": {"status": 200, "data": [{"tripName": "T-1", "tripStatus": "ENDED", "origin": "Kølner"}]},
    "booking": {
        "status": 1,
        "results": [{"status": 1, "shipment": {"slino": "700", "status": "Delivered", "delivery": {"city": "Kølner"}}}],
    },
    "job": {"job_track": {"review_key": JOB, "job": {"id": JOB, "status": "COMPLETED"}, "store": "Kølner"}},
}


def adapter_at(kind: str, url: str) -> Adapter:
    if kind == "job":
        return logis_at(url)
    if kind == "booking":
        return make_leaps_adapter(
            LeapsAccount(id="geodis", name="GEODIS", endpoint=url, username="u", password=SecretStr("p"), portal="X")
        )
    return make_loginext_adapter(
        LoginextAccount(
            id="mile",
            name="LogiNext",
            base_url=url,
            username="user",
            password=SecretStr("password"),
            products=("ondemand", "haul"),
            calls_per_second=MANY,
        )
    )


@pytest.mark.parametrize("kind", REFERENCES)
@pytest.mark.parametrize(
    ("encoding", "content_type", "name"),
    [
        ("latin-1", "application/json; charset=ISO-8859-1", "Kølner"),
        ("latin-1", "application/json", "K\ufffdlner"),
        ("utf-8", "application/json; charset=ISO-8859-1", "Kølner"),
        ("utf-8-sig", "application/json", "Kølner"),
        ("utf-16", "application/json", "Kølner"),
        ("utf-16-be", "application/json; charset=UTF-16BE", "Kølner"),
    ],
)
def test_a_shipment_is_read_in_any_encoding_and_a_wrong_byte_spoils_one_letter(
    hostile: Hostile, make_line: MakeLine, kind: str, encoding: str, content_type: str, name: str
) -> None:
    body = json.dumps(BODIES[kind], ensure_ascii=False).encode(encoding)

    def answer(call: Call) -> None:
        while (request := call.request()) is not None:
            if request.startswith(LOGIN):
                call.say(reply(200, b"{}", "WWW-Authenticate: BASIC token-1234"))
            else:
                call.say(reply(200, body, f"Content-Type: {content_type}"))

    shipment = make_line(adapter_at(kind, hostile(answer).url)).track(REFERENCES[kind])
    assert shipment.status is Status.DELIVERED
    places = (shipment.origin, shipment.destination)
    assert name in (shipment.merchant, *(place.name for place in places if place))
