"""One test a line of what is checked: supply."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.integration.storage.test_erasure import NOW, rows, store
from tracking_site.config import Settings
from tracking_site.storage.database import Database
from tracking_site.storage.erasure import DAY, purge

ROOT = Path(__file__).resolve().parents[2]
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))
ASSETS = ROOT / "static" / "vendor"


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.name)
def test_every_dependency_is_locked_with_its_hashes(file: Path) -> None:
    text = re.sub(r"\\\n\s*", " ", file.read_text())
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9._\[\]-]+==\S+", line), line
        assert "--hash=sha256:" in line, line


def test_nothing_is_installed_without_looking_at_its_hash() -> None:
    makefile = (ROOT / "Makefile").read_text()
    installs = [line for line in makefile.splitlines() if "$(PIP) install" in line and "-r " in line]
    assert installs
    assert all("--require-hashes" in line for line in installs)
    assert "--require-hashes" in (ROOT / "Dockerfile").read_text()


def test_every_asset_of_others_is_here_with_its_version_licence_and_hash() -> None:
    table = (ASSETS / "README.md").read_text()
    files = [file for file in ASSETS.rglob("*") if file.is_file() and file.name not in ("README.md", "LICENSE")]
    assert files
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert digest in table, file.relative_to(ASSETS)
    assert re.search(r"\d+\.\d+\.\d+", table)
    assert re.search("(?i)licen[cs]e", table)


def test_what_is_stored_of_a_person_goes_thirty_days_after_the_end(tmp_path: Path) -> None:
    days = Settings.model_fields["site"].annotation.model_fields["kept_days"].default  # type: ignore[union-attr]
    assert days == 30
    database = Database(f"sqlite:///{tmp_path / 'site.db'}")
    store(database, "A", ended=NOW - (days + 1) * DAY, looked=NOW - (days + 1) * DAY)
    purge(database, NOW, days)
    assert set(rows(database).values()) == {0}
    database.close()
