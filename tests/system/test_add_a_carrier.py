"""docs/add-a-carrier.md, followed: the example carrier is one folder and one line, and is tracked and sends webhooks."""

import hmac
import http.client
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.hostile_server import HostileServer, answering, reply
from tests.support.site_process import environment, free_port

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-tidewaters-webhooks"
NUMBER = "TW-1"
PARCEL = {"status": "SORTED", "scans": [{"at": "2026-11-24T08:00:00Z", "status": "SORTED", "city": "Grimsby"}]}
SCAN = {"number": NUMBER, "at": "2026-11-25T09:30:00Z", "status": "HANDED_OVER", "city": "Hull"}
CONFIGURATION = """
[site]
secret_keys = ["env:SITE_SECRET"]
any_host = true
database_url = "sqlite:///{folder}/site.db"

[site.freshness]
fresh = 0.0
renewing = 0.0

[brands.northwind]
name = "Northwind"
accounts = ["tide"]
time_zone = "Europe/London"

[accounts.tide]
carrier = "tidewater"
name = "Tidewater"
base_url = "{carrier}"
api_key = "key"
webhook_secret = "{secret}"
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is after the guide's steps."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "tracking_site", folder / "tracking_site", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "static", "translations"):
        (folder / name).symlink_to(ROOT / name)
    carriers = folder / "tracking_site" / "carriers"
    shutil.copytree(ROOT / "docs" / "examples" / "tidewater", carriers / "tidewater")
    registry = carriers / "registry.py"
    listed = re.sub(r"( +)logis\.CARRIER,\n", r"\g<0>\1tidewater.CARRIER,\n", registry.read_text())
    registry.write_text(listed.replace("import leaps, loginext, logis\n", "import leaps, loginext, logis, tidewater\n"))
    assert registry.read_text() != (ROOT / "tracking_site" / "carriers" / "registry.py").read_text()
    return folder


@contextmanager
def serving(checkout: Path, file: Path) -> Iterator[int]:
    """The changed project as a process of its own; its port."""
    port = free_port()
    program = "from tracking_site.cli.main import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port)]
    with (file.parent / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=checkout, env=environment(file) | {"PYTHONPATH": str(checkout)}, stdout=log, stderr=log
        )
    try:
        ends = time.monotonic() + 20
        while request(port, "GET", "/healthz")[0] != 200:
            assert process.poll() is None, (file.parent / "log").read_text()
            assert time.monotonic() < ends
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        assert process.wait(20) == 0


def request(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except ConnectionRefusedError:
        return 0, ""
    finally:
        connection.close()


def test_a_carrier_with_webhooks_is_one_folder_and_one_line(checkout: Path, tmp_path: Path) -> None:
    body = json.dumps(SCAN).encode()
    signature = {"X-Tidewater-Signature": hmac.new(SECRET.encode(), body, sha256).hexdigest()}
    page = f"/api/v1/shipment?order_no={NUMBER}"
    file = tmp_path / "tracking-site.toml"
    with HostileServer(answering(reply(200, json.dumps(PARCEL).encode()))) as carrier:
        file.write_text(CONFIGURATION.format(folder=tmp_path, carrier=carrier.url, secret=SECRET))
        with serving(checkout, file) as port:
            status, text = request(port, "GET", page)
            assert (status, json.loads(text)["shipment"]["status"]) == (200, "in_transit"), text
            webhook = f"/webhooks/tidewater/tide/{SECRET}"
            assert request(port, "POST", f"{webhook}x", body, signature)[0] == 404
            assert request(port, "POST", webhook, body, {"X-Tidewater-Signature": "x"})[0] == 401
            assert request(port, "POST", webhook, body, signature)[0] == 200
            ends = time.monotonic() + 10
            while "Hull" not in (text := request(port, "GET", page)[1]):
                assert time.monotonic() < ends, text
                time.sleep(0.05)
            assert [event["status"] for event in json.loads(text)["shipment"]["events"]] == ["delivered", "in_transit"]
            assert "Tidewater" in request(port, "GET", f"/track?ordno={NUMBER}")[1]
