"""One test a line of what is checked: input."""

import json

import pytest

from tests.support.hostile_server import HostileServer, answering, reply
from tests.support.recipients import ON_ITS_WAY, REVIEW, TO_REVIEW, Recipient
from tests.support.sites import SHIPMENTS, Open, Site
from tracking_site.domain.errors import CarrierFailure
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.services import open_clients

BODY = 64_000


def test_bodies_fields_and_paths_that_are_too_long_are_refused(site: Site) -> None:
    token = site.token(ON_ITS_WAY)
    own = site.visitor.sending(Sec_Fetch_Site="same-origin")
    long = json.dumps({"token": token, "comment": "x" * BODY})
    assert site.visitor.raw("POST", REVIEW, data=long, content_type="application/json").status_code == 413
    assert own.raw("POST", f"/t/{token}/review", data={"comment": "x" * BODY}).status_code == 413
    fields = {f"field{place}": "x" for place in range(101)}
    assert own.raw("POST", f"/t/{token}/review", data=fields).status_code in (400, 413)
    assert site.visitor.raw("GET", f"/t/{'x' * 2_100}").status_code in (404, 414)


def test_control_characters_are_dropped_from_what_is_shown(open_fresh: Open) -> None:
    site = open_fresh()
    for sample in SHIPMENTS:
        text = site.visitor.raw("GET", f"/t/{site.token(sample)}").text
        assert not [character for character in text if ord(character) < 32 and character not in "\n\t"]
        assert not set(text) & set("\u202a\u202b\u202d\u202e")
    kept = Recipient.of(site, TO_REVIEW).press("review", {"delivery": "5", "comment": "a\x07b\u202e"})
    assert (kept.status_code, "\x07" in kept.text, "\u202e" in kept.text) == (400, False, False)


def test_a_host_that_nobody_has_is_refused_before_anything_is_rendered(site: Site) -> None:
    for path in ("/", f"/t/{site.token(ON_ITS_WAY)}", "/api/v1/shipment", "/embed"):
        answer = site.visitor.at("evil.example").raw("GET", path)
        assert answer.status_code == 404
        assert "Northwind" not in answer.text


def test_everything_from_a_carrier_is_text_and_no_address(site: Site) -> None:
    for sample in (each for each in SHIPMENTS if each.title.startswith("Texts with")):
        for path in (f"/t/{site.token(sample)}", f"/embed/t/{site.token(sample)}"):
            page = site.visitor.get(path).text
            assert "<script>alert" not in page
            assert "javascript:" not in page


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_only_configured_hosts_are_called_and_no_redirection_is_followed(
    open_fresh: Open, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    with HostileServer(answering(reply(200, b"{}"))) as elsewhere:
        monkeypatch.setenv("HTTP_PROXY", elsewhere.url)
        monkeypatch.setenv("http_proxy", elsewhere.url)
        headers = f"Location: {elsewhere.url}/\r\n".encode()
        with HostileServer(answering(b"HTTP/1.1 %d X\r\n%bContent-Length: 0\r\n\r\n" % (status, headers))) as carrier:
            site = open_fresh()
            account = site.settings.accounts["geodis"].model_copy(update={"endpoint": f"{carrier.url}/e.php"})
            settings = site.settings.model_copy(update={"accounts": {"geodis": account}})
            clients = open_clients(settings, 2)
            with pytest.raises(CarrierFailure):
                clients.by_account["geodis"].track(Reference(ReferenceKind.SLI_NUMBER, "10482203"))
            clients.close()
        assert elsewhere.connections == 0
