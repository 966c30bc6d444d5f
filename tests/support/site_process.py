"""The site in a process of its own, as `tracking-site serve` starts it, with a test's configuration."""

import http.client
import os
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.canaries import canaries_in
from tests.support.configuration import Table, account, configuration, write
from tests.support.exchanges import quickest

COMMAND = Path(sysconfig.get_path("scripts")) / "tracking-site"
SECRET = "kanarienvogel-" + "s" * 32
PASSWORD = "kanarienvogel-password"
NOTICE = "The carrier cannot be reached right now"
BRAND = "Northwind Delivery"
DEADLINE = 0.8
FRESH = 0.3
REST = 3.0
PLENTY = "1000000 per minute"


def leaps_configuration(
    addresses: Mapping[str, str], *, renewing: float = 0.0, brand: Table | None = None, database: Path | None = None
) -> Table:
    """Return a configuration with a Leaps account at each of these addresses; `brand` is further keys of its brand."""
    return configuration(
        accounts={
            name: account(
                "geodis",
                name=f"Carrier {name}",
                endpoint=f"{address}/endpoint.php",
                username="user",
                password="env:SITE_PASSWORD",
                portal="XXX",
                apikey=None,
                time_zone=None,
            )
            for name, address in addresses.items()
        },
        brands={"northwind": {"name": BRAND, "hosts": ["127.0.0.1"], **(brand or {})}},
        site={
            "secret_keys": ["env:SITE_SECRET"],
            "database_url": f"sqlite:///{database}" if database else None,
            "limits": {"views": PLENTY, "misses": PLENTY},
            "exchange": {"deadline": DEADLINE, "breaker_seconds": REST},
            "freshness": {"fresh": FRESH, "renewing": renewing, "unknown": 0.0},
        },
    )


def environment(file: Path) -> dict[str, str]:
    """Return the environment of the site's commands."""
    named = {"TRACKING_SITE_CONFIG": str(file), "SITE_SECRET": SECRET, "SITE_PASSWORD": PASSWORD}
    return {**os.environ, **named}


@dataclass(frozen=True)
class Page:
    """A response of the site, and the time that it took."""

    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float

    @property
    def noticed(self) -> bool:
        return NOTICE in self.text


@dataclass(frozen=True)
class Site:
    """A running site."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def get(self, path: str) -> Page:
        """Send one request over a new connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            began = time.monotonic()
            connection.request("GET", path)
            answer = connection.getresponse()
            text = answer.read().decode()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Page(answer.status, headers, text, time.monotonic() - began)
        finally:
            connection.close()

    def shipment(self, account: str, number: str) -> Page:
        """Fetch the page of a shipment at an account."""
        return self.get(f"/track?slino={number}&account={account}")

    def quickest(self, account: str, number: str, within: float = 0.3) -> Page:
        """Fetch the page of a shipment, again if it was too slow, since the machine may be busy."""
        return quickest(lambda: self.shipment(account, number), within, tries=6)[0]

    @property
    def workers(self) -> Iterable[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]


def free_port() -> int:
    """Return a port that is free at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path, tree: Table) -> Iterator[Site]:
    """Run a site with a configuration until the block is left."""
    site = _started(write(folder, tree), folder / "log")
    try:
        yield site
    finally:
        _stop(site.process)
    assert not canaries_in((folder / "log").read_bytes())


def _started(file: Path, log: Path) -> Site:
    """Start a site and wait until it answers; use another port if the first has been taken meanwhile."""
    for _ in range(3):
        port = free_port()
        with log.open("wb") as written:
            process = subprocess.Popen(
                [COMMAND, "serve", "--port", str(port)], env=environment(file), stdout=written, stderr=written
            )
        if _answers(port, process):
            return Site(port, process, log)
        _stop(process)
    raise AssertionError(f"the site did not come up: {log.read_text()}")


def _answers(port: int, process: "subprocess.Popen[bytes]") -> bool:
    for _ in range(800):
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            time.sleep(0.025)
        else:
            return True
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(file: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of the site that ends by itself."""
    return subprocess.run(
        [COMMAND, *arguments], env=environment(file), capture_output=True, text=True, timeout=20, check=False
    )
