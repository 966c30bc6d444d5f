"""What carriers write in free text, over HTTP: strangers read what is known to be impersonal, the recipient everything."""

import json
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

import pytest

from tests.support.carrier_texts import impersonal_texts, personal_texts
from tests.support.page_rules import elements, words_of
from tests.support.sites import ALL, Open, Site
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.services import link_sealer
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site_sandbox.shared_numbers import AIR_WAYBILL

_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?( [AP]M)?")
SLI = {"slino": "55512999", "account": "geodis"}
ORDER = {"ordno": "GR432U5", "account": "mile"}
MORE = "More for the recipient"
JORGEN = {"name": "Jørgen Gårdsøe", "addr1": "Sankt Hans Gade 12", "postcode": "8000", "phone": "+45 40 12 34 56"}
FLORENCE = {"name": "Florence Nightingale", "addr1": "Oak Street 5", "postcode": "8200", "phone": "+45 61 72 83 94"}


def leaps_answers(
    site: Site, texts: Sequence[str], receiver: Mapping[str, str] = JORGEN, *, city: str = "Aarhus", **booking: Any
) -> None:
    """Let Leaps answer with a shipment whose messages have these texts."""
    number = SLI["slino"]
    shipment = {
        "slino": number,
        "status": "In transit",
        "date": "2026-11-20",
        "time": "10:00",
        "receiver": {**receiver, "city": city, "country": "DK"},
        **booking,
    }
    messages = [
        {"slino": number, "date": "2026-11-21", "time": f"{index // 60:02}:{index % 60:02}", "description": text}
        for index, text in enumerate(texts)
    ]
    results = [{"status": 1, "shipment": shipment}, {"status": 1, "statusmessages": messages}]
    body = json.dumps({"status": 1, "msg": "OK", "results": results})
    site.sandbox.fault("leaps", body=body, headers={"Content-Type": "application/json"})
    site.service(MemoryCache).drop("")


def loginext_answers(site: Site, **row: Any) -> None:
    """Let LogiNext answer with one order."""
    order = {"orderNo": ORDER["ordno"], "status": "NOTDELIVERED", "shipmentOrderTypeCd": "DELIVER", **row}
    answer = {"status": 200, "message": "SUCCESS", "data": [order], "hasError": False}
    headers = {"Content-Type": "application/json"}
    site.sandbox.fault("loginext.mile.order", body=json.dumps(answer), headers=headers)
    site.service(MemoryCache).drop("")


def public_answers(site: Site, query: dict[str, str], kind: ReferenceKind) -> dict[str, str]:
    """Return everything that a stranger can get of a shipment, by its address."""
    account, number = query["account"], next(iter(query.values()))
    ref = ShipmentRef(account, Reference(kind, number))
    token = link_sealer(site.settings).seal("northwind", ref, for_recipient=False)
    got = {path: site.visitor.raw("GET", path, query) for path in ("/track", "/embed", "/api/v1/shipment")}
    got |= {
        path: site.visitor.raw("GET", path) for path in (f"/t/{token}", f"/embed/t/{token}", f"/t/{token}/delivery.ics")
    }
    wrong = {**query, "postcode": "00000"}
    got["/verify"] = site.visitor.sending(Sec_Fetch_Site="same-origin").raw("POST", "/verify", data=wrong)
    got["/api/v1/verification"] = site.visitor.raw("POST", "/api/v1/verification", json=wrong)
    assert got["/track"].status_code == got["/api/v1/shipment"].status_code == 200
    return {path: unescape(answer.text).replace("\r\n ", "") for path, answer in got.items()}


def descriptions(site: Site, query: dict[str, str]) -> list[str]:
    content = site.visitor.get("/api/v1/shipment", query).get_json()["shipment"]
    return [event["description"] for event in content["events"]]


def test_names_numbers_and_addresses_in_carriers_texts_are_in_no_answer_to_a_stranger(open_fresh: Open) -> None:
    site = open_fresh()
    personal = personal_texts()
    leaps_answers(site, [each.text for each in personal])
    for path, text in public_answers(site, SLI, ReferenceKind.SLI_NUMBER).items():
        shown = [each.text for each in personal if each.text in text]
        assert shown == [], path
        # Words too short or too usual to be looked for in a whole page are covered by the texts above.
        secrets = [
            secret
            for each in personal
            for secret in each.secrets
            if len(secret) > 5 and secret not in ("Florence", "Friday")
        ]
        assert [secret for secret in secrets if secret.casefold() in text.casefold()] == [], path


def test_the_recipient_reads_what_the_carrier_wrote(open_fresh: Open) -> None:
    site = open_fresh()
    texts = ["Signed by petersen", "Left with neighbour Jensen", "Kvitteret af Gårdsøe"]
    leaps_answers(site, texts)
    ref = ShipmentRef("geodis", Reference(ReferenceKind.SLI_NUMBER, SLI["slino"]))
    token = link_sealer(site.settings).seal("northwind", ref)
    page = unescape(site.visitor.get(f"/t/{token}").text)
    assert [text for text in texts if text not in page] == []
    assert MORE not in page
    assert descriptions(site, {"token": token})[: len(texts)] == texts[::-1]


def test_usual_texts_stay_readable_as_they_are(open_fresh: Open) -> None:
    site = open_fresh()
    texts = impersonal_texts()
    leaps_answers(site, texts)
    shown = set(descriptions(site, SLI))
    assert len([text for text in texts if text in shown]) >= 0.85 * len(texts)
    page = unescape(site.visitor.get("/track", SLI).text)
    assert "Arrived at sorting centre Copenhagen" in page


def test_a_hidden_text_becomes_the_sites_own_words_and_a_mark(open_fresh: Open) -> None:
    site = open_fresh()
    leaps_answers(site, ["Delivered, signed by petersen"])
    assert descriptions(site, SLI)[0] == "Delivered"
    for path in ("/track", "/embed"):
        entries = [
            words_of(each) for each in elements(site.visitor.get(path, SLI).text, "li") if MORE in words_of(each)
        ]
        assert any("Delivered" in entry for entry in entries), path


@pytest.mark.parametrize(
    ("city", "shown"),
    [
        ("8000 Aarhus C", "Aarhus C, Denmark"),
        ("Sankt Hans Gade 12, Aarhus", "Aarhus, Denmark"),
        ("Aarhus 40123456", "Aarhus, Denmark"),
    ],
)
def test_a_postcode_or_street_in_the_city_is_not_shown(open_fresh: Open, city: str, shown: str) -> None:
    site = open_fresh()
    leaps_answers(site, ["Departed"], city=city)
    page = unescape(site.visitor.get("/track", SLI).text)
    assert shown in page
    answers = "".join(public_answers(site, SLI, ReferenceKind.SLI_NUMBER).values())
    assert not any(secret in answers for secret in ("Sankt Hans", "8000", "40123456"))


def test_two_people_behind_one_shipment_give_strangers_the_same_bytes(open_fresh: Open) -> None:
    site = open_fresh()
    texts = [*impersonal_texts(), *(each.text for each in personal_texts())]
    got = []
    for person in (JORGEN, FLORENCE):
        named = [f"Delivered to {person['name']}, {person['addr1']}, {person['phone']}", f"POD {person['name']}"]
        leaps_answers(site, [*texts, *named], person, deliverynote=f"Ring {person['name']}")
        answers = [site.visitor.get(path, SLI) for path in ("/track", "/embed")]
        content = site.visitor.get("/api/v1/shipment", SLI).get_json()["shipment"]
        got.append(([answer.text for answer in answers], content))
    assert got[0][1] == got[1][1]
    # The pages differ in the time of the look alone.
    assert [_TIME.sub("", page) for page in got[0][0]] == [_TIME.sub("", page) for page in got[1][0]]


def test_the_drivers_number_in_a_reason_is_shown_to_nobody(open_fresh: Open) -> None:
    site = open_fresh()
    reason = "No answer, call 9988776655 (Ravi)"
    loginext_answers(site, reason=reason, phoneNumber="9988776655", actualEndDt="2026-11-21T10:00:00.000+0000")
    ref = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, ORDER["ordno"]))
    own = site.visitor.get(f"/t/{link_sealer(site.settings).seal('northwind', ref)}").text
    answers = public_answers(site, ORDER, ReferenceKind.ORDER_NUMBER)
    assert "No answer, call …" in own
    assert [path for path, text in {**answers, "recipient": own}.items() if "9988776655" in text] == []
    assert [path for path, text in answers.items() if "Ravi" in text] == []


def test_a_recipient_of_one_leg_reads_nothing_that_names_the_recipient_of_another(open_fresh: Open) -> None:
    site = open_fresh()
    flight = next(sample for sample in ALL if sample.awb == AIR_WAYBILL and "slino" in sample.query)
    site.visitor.get("/api/v1/shipment", flight.query)
    loginext_answers(
        site,
        awbNumber=AIR_WAYBILL,
        customerName="Jørgen Gårdsøe",
        reason="Seen",
        actualEndDt="2026-11-21T10:00:00.000+0000",
    )
    site.visitor.get("/api/v1/shipment", ORDER)
    number = flight.query["slino"]
    message = {"slino": number, "date": "2026-11-21", "time": "10:00", "description": "Handed to Gaardsøe"}
    booking = {"slino": number, "status": "In transit", "awbno": AIR_WAYBILL, "receiver": {"name": "Bandra Living"}}
    results = [{"status": 1, "shipment": booking}, {"status": 1, "statusmessages": [message]}]
    body = json.dumps({"status": 1, "msg": "OK", "results": results})
    site.sandbox.fault("leaps", body=body, headers={"Content-Type": "application/json"})
    site.service(MemoryCache).drop("")
    content = site.visitor.get("/api/v1/shipment", {"token": site.token(flight)}).get_json()
    assert content["verified"] is True
    assert len(content["shipment"]["legs"]) == 2
    assert "aardsøe" not in json.dumps(content, ensure_ascii=False)
