"""How the commands end: a wrong configuration stops at once, and `check` tells a carrier that fails."""

from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from tests.support.configuration import write
from tests.support.exchanges import quickest
from tests.support.fake_leaps import LeapsStandIn
from tests.support.hostile_server import HostileServer, answering, nobody, reply, silent
from tests.support.site_process import PASSWORD, free_port, leaps_configuration, run

WRONG = f"""
[site]
secret_keys = ["kanarienvogel"]
unknown_key = "kanarienvogel"

[brands.northwind]
name = "Northwind"
accounts = ["nord", "nobody"]
accent = "kanarienvogel"
languages = ["kanarienvogel"]

[accounts.nord]
carrier = "leaps"
name = "Nord"
endpoint = "kanarienvogel://{PASSWORD}"
username = "env:KANARIENVOGEL_IS_NOT_SET"
password = "{PASSWORD}"
portal = "XXX"
"""
PATHS = (
    "site.secret_keys",
    "site.unknown_key",
    "brands.northwind.accounts.1",
    "brands.northwind.accent",
    "accounts.nord.endpoint",
    "accounts.nord.username",
)


@pytest.mark.parametrize("command", [("serve", "--port", "1"), ("check",), ("link", "--slino", "1")])
def test_a_wrong_configuration_ends_with_2_and_a_line_per_problem(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(WRONG)
    before = getrusage(RUSAGE_CHILDREN)
    ended, took = quickest(lambda: run(file, *command), 3, tries=1)
    after = getrusage(RUSAGE_CHILDREN)
    lines = ended.stderr.splitlines()
    assert ended.returncode == 2
    # The machine is not ours alone: of the three seconds, what the command itself needs is counted.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3
    assert took < 12
    assert all(any(line.startswith(path) for line in lines) for path in PATHS)
    assert not [line for line in lines if not line.startswith(PATHS) and not line.startswith("brands.northwind.lang")]
    assert "kanarienvogel" not in (ended.stdout + ended.stderr).replace("KANARIENVOGEL_IS_NOT_SET", "")


def test_a_language_that_the_site_has_not_stops_it_too(tmp_path: Path) -> None:
    file = write(tmp_path, leaps_configuration({"geodis": "http://127.0.0.1:1"}, brand={"languages": ["tlh"]}))
    ended = run(file, "serve", "--port", str(free_port()))
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert ended.stderr.startswith("brands.northwind.languages.0: ")


@pytest.mark.parametrize(("requested", "tag"), [("pt_BR", "pt"), ("no", "nb")])
def test_a_link_opens_in_the_nearest_language_of_the_brand(tmp_path: Path, requested: str, tag: str) -> None:
    brand = {"languages": ["en", "pt", "nb"]}
    file = write(tmp_path, leaps_configuration({"geodis": "http://127.0.0.1:1"}, brand=brand))
    ended = run(file, "link", "--slino", "1", "--lang", requested)
    assert (ended.returncode, ended.stdout.strip().rpartition("?")[2]) == (0, f"lang={tag}"), ended.stderr
    assert "has no language ja" in run(file, "link", "--slino", "1", "--lang", "ja").stderr


@pytest.mark.parametrize(
    "text", [None, "", "[site", "\0", "[site]\n" * 2], ids=["missing", "empty", "cut", "nul", "twice"]
)
def test_a_file_that_is_no_configuration_ends_with_2(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "none.toml"
    if text is not None:
        file.write_text(text)
    ended = run(file, "serve", "--port", "1")
    assert ended.returncode == 2
    assert ended.stderr.strip()
    assert "Traceback" not in ended.stderr


def test_check_ends_with_0_where_every_account_answers(tmp_path: Path) -> None:
    first, second = LeapsStandIn("first"), LeapsStandIn("second")
    with first.server, second.server:
        addresses = {"first": first.server.url, "second": second.server.url}
        ended = run(write(tmp_path, leaps_configuration(addresses)), "check")
    assert ended.returncode == 0
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["first", "second"]
    assert all(line.endswith("ok") for line in ended.stdout.splitlines())
    assert (first.asked, second.asked) == (["Echo"], ["Echo"])


def test_check_ends_with_1_and_says_which_account_fails_and_how(tmp_path: Path) -> None:
    well = LeapsStandIn("well")
    denied = b'{"status":0,"msg":"Access denied: kanarienvogel"}'
    with (
        well.server,
        HostileServer(answering(reply(500, b"kanarienvogel"))) as broken,
        HostileServer(answering(reply(200, denied))) as refusing,
        HostileServer(silent) as hanging,
        nobody() as port,
    ):
        urls = {"broken": broken.url, "refusing": refusing.url, "silent": hanging.url}
        addresses = {"well": well.server.url, **urls, "gone": f"http://127.0.0.1:{port}"}
        ended = run(write(tmp_path, leaps_configuration(addresses)), "check")
    states = {line.split()[0]: line for line in ended.stdout.splitlines()}
    assert ended.returncode == 1
    assert states["well"].endswith("ok")
    assert "carrier_broken" in states["broken"]
    assert "carrier_refused" in states["refusing"]
    assert "carrier_timeout" in states["silent"]
    assert "carrier_unreachable" in states["gone"]
    assert "kanarienvogel" not in ended.stdout + ended.stderr
