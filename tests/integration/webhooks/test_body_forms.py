"""Webhooks in the forms and encodings that LogiNext's customers get: every order is shown with its event."""

from urllib.parse import quote

import pytest

from tests.integration.webhooks.test_receiver import post, read_all, shipment
from tests.support.sites import Open

FORM, XML, JSON = "application/x-www-form-urlencoded", "application/xml", "application/json"
TIME = "2026-03-02 11:00:00"
START = f"notificationType=STARTTRIP&startTime={quote(TIME)}"
NESTED = "".join(f"<clientShipmentIds>{number}</clientShipmentIds>" for number in ("LIST-A", "LIST-B"))
START_XML = f"<notificationType>STARTTRIP</notificationType><startTime>{TIME}</startTime>"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, f"{START}&clientShipmentIds=LIST-A&clientShipmentIds=LIST-B"),
        (FORM, f"{START}&clientShipmentIds[]=LIST-A&clientShipmentIds[]=LIST-B&"),
        (FORM, f"{START}&clientShipmentIds%5B0%5D=LIST-A&clientShipmentIds%5B1%5D=LIST-B"),
        (FORM, f"{START}&clientShipmentIds[0][orderNo]=LIST-A&clientShipmentIds[1][orderNo]=LIST-B;"),
        (FORM, f"{START}&clientShipmentIds.0=LIST-A&clientShipmentIds.1=LIST-B"),
        (
            XML,
            f"\n<?xml version='1.0'?><n>{START_XML}<clientShipmentIds>{NESTED}</clientShipmentIds></n>",
        ),
        (
            XML,
            f"<n>{START_XML}<clientShipmentIds><list><item>LIST-A</item><item>LIST-B</item></list></clientShipmentIds></n>",
        ),
    ],
    ids=["repeated", "brackets", "indexes", "rows", "dots", "element of its name", "list of items"],
)
def test_every_order_of_a_list_is_out_for_delivery(open_fresh: Open, kind: str, body: str) -> None:
    site = open_fresh()
    assert post(site, body.encode(), kind).status_code == 200
    read_all(site)
    for number in ("LIST-A", "LIST-B"):
        found = shipment(site, number)
        assert (found["status"], found["events"][0]["time"]) == ("out_for_delivery", "2026-03-02T11:00:00Z")


AS_JSON = (
    f'{{"notificationType":"DELIVEREDNOTIFICATION","orderNo":"BYTE-1","deliveryTime":"{TIME}","branchName":"Køln"}}'
)
AS_XML = (
    "<n><notificationType>DELIVEREDNOTIFICATION</notificationType><orderNo>BYTE-1</orderNo>"
    f"<deliveryTime>{TIME}</deliveryTime><branchName>Køln</branchName></n>"
)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (f"{JSON}; charset=ISO-8859-1", AS_JSON.encode("latin-1")),
        (JSON, AS_JSON.encode("latin-1")),
        (JSON, AS_JSON.encode("utf-16")),
        (JSON, b"\xef\xbb\xbf" + AS_JSON.encode()),
        (f"{XML}; charset=ISO-8859-1", AS_XML.encode("latin-1")),
        (XML, b'<?xml version="1.0" encoding="ISO-8859-1"?>' + AS_XML.encode("latin-1")),
        (XML, AS_XML.encode("latin-1")),
        (XML, AS_XML.encode("utf-16")),
        (XML, b'\xef\xbb\xbf\r\n <?xml version="1.0"?>' + AS_XML.encode()),
        (
            f"{FORM}; charset=ISO-8859-1",
            f"notificationType=DELIVEREDNOTIFICATION&orderNo=BYTE-1&deliveryTime={quote(TIME)}&branchName=K%F8ln".encode(),
        ),
        (
            FORM,
            b"notificationType=DELIVEREDNOTIFICATION&orderNo=BYTE-1&deliveryTime=2026-03-02+11:00:00&branchName=K%F8ln&",
        ),
    ],
)
def test_an_order_whose_webhook_is_in_another_encoding_is_delivered(open_fresh: Open, kind: str, body: bytes) -> None:
    site = open_fresh()
    assert post(site, body, kind).status_code == 200
    read_all(site)
    found = shipment(site, "BYTE-1")
    assert (found["status"], found["delivered_at"]) == ("delivered", "2026-03-02T11:00:00Z")
