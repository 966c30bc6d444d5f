"""The demo as a person starts it, and Debian's Chromium to look at it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 30
COMMAND = Path(sys.executable).with_name("tracking-site")
LINK = re.compile(r"http://127\.0\.0\.1:\d+/track\?\S+")


@dataclass(frozen=True)
class Demo:
    """A running demo: its address, and the links that it printed."""

    address: str
    links: tuple[str, ...]
    other_brand: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    with (folder / "out").open("w+") as printed, (folder / "log").open("w") as logged:
        process = subprocess.Popen(
            [COMMAND, "demo", "--port", str(port)], stdout=printed, stderr=logged, cwd=folder, env=_environment()
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process)
            links = tuple(LINK.findall((folder / "out").read_text()))
            yield Demo(f"http://127.0.0.1:{port}", links, f"http://fjord.localhost:{port}")
        finally:
            process.terminate()
            process.wait(10)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("TRACKING_SITE", "DEMO_"))}


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        assert process.poll() is None, "the demo ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"the demo did not answer within {START_SECONDS} s")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one Playwright of a process: a second one beside it does not start."""
    with sync_playwright() as started:
        yield started


def launched(playwright: Playwright, *more: str) -> Browser:
    """Debian's Chromium, with further flags."""
    program = shutil.which("chromium")
    if program is None:
        message = "chromium is not here: make test installs it where it can"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return playwright.chromium.launch(executable_path=program, args=[*FLAGS, *more])


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright)
    yield browser
    browser.close()
