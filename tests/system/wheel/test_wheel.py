"""The wheel is the whole site: installed elsewhere, it serves pages with their style sheet, logo and languages."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.configuration import configuration, write

ROOT = Path(__file__).resolve().parents[3]
ASSETS = ("templates", "static", "translations", "demo")

HOST = "track.northwind.example"

ASKING = """
import json, pathlib, re, sys
import tracking_site
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site import assets
from tracking_site.app import create_app
from tracking_site.config import load_settings
from tracking_site.demo import environment
from tracking_site.environment import read_settings
from tracking_site.version import VERSION

client = create_app(load_settings(pathlib.Path(sys.argv[1]), {}, ACCOUNT_MODELS)).test_client()

def get(path):
    answer = client.get(path, base_url=f"https://{sys.argv[2]}", buffered=True)
    return {"status": answer.status_code, "type": answer.mimetype, "text": answer.text}

home = get("/")
loaded = re.findall(r'(?:href|src)="(/(?:style|static)/[^"]+)"', home["text"])
print(json.dumps({
    "package": tracking_site.__file__,
    "assets": str(assets.TEMPLATES),
    "demo": list(read_settings(environment("http://127.0.0.1:8000", "http://127.0.0.1:9", "http://127.0.0.1:10")).brands),
    "version": VERSION,
    "home": home,
    "french": get("/?lang=fr"),
    "error": get("/nope"),
    "loaded": {address: get(address) for address in loaded},
}))
"""

pytestmark = pytest.mark.xdist_group("wheel")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints; the checkout is nowhere on its way."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TRACKING_SITE"))}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def built(target: str, source: Path, folder: Path) -> Path:
    run("-m", "hatchling", "build", "--target", target, "--directory", folder, cwd=source)
    (file,) = folder.iterdir()
    return file


def contents(wheel: Path) -> dict[str, str]:
    """The files of a wheel, each with its hash."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel in it, and none of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-compile")
    run(*pip, "--target", folder, wheel, cwd=folder)
    return folder


@pytest.fixture(scope="session")
def answers(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the installed site answers, asked in a process of its own that stands elsewhere."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    brand = {"name": "Northwind Delivery", "hosts": [HOST], "logo": "brands/northwind/logo.svg"}
    tree = configuration(accounts=("geodis",), brands={"northwind": brand}, site={"any_host": None})
    printed = run("-c", ASKING, write(elsewhere, tree), HOST, cwd=elsewhere, PYTHONPATH=str(installed))
    return json.loads(printed.splitlines()[-1])


def test_the_wheel_holds_everything_that_a_checkout_has_beside_the_package(wheel: Path) -> None:
    held = set(contents(wheel))
    for folder in ASSETS:
        files = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert files
        assert {f"tracking_site/_assets/{name}" for name in files} <= held
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tracking_site").rglob("*.py")}
    assert modules <= held
    assert "tracking_site_sandbox/loginext/iframe/track.html" in held


def test_the_wheel_holds_nothing_that_is_not_the_sites(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in contents(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tracking_site", "tracking_site_sandbox"}
    wanted = {"tracking_site/_assets/demo/tracking-site.toml", "tracking_site/tracking/privacy/vocabulary.toml"}
    unwanted = {name for name in contents(wheel) if name.endswith((".pyc", ".toml", ".db", ".log", "~"))}
    assert unwanted == wanted, "but the example and the words of logistics"


def test_the_installed_site_is_the_wheels_and_not_the_checkouts(answers: Any, installed: Path) -> None:
    assert Path(answers["package"]).is_relative_to(installed)
    assert Path(answers["assets"]) == installed / "tracking_site" / "_assets" / "templates"
    assert answers["version"]


def test_the_installed_site_shows_its_page_with_style_sheet_and_logo(answers: Any) -> None:
    home = answers["home"]
    assert (home["status"], home["type"]) == (200, "text/html")
    assert "Where is my delivery?" in home["text"]
    loaded = answers["loaded"]
    assert any(address.startswith("/style/northwind.") for address in loaded)
    assert any("brands/northwind/logo.svg" in address for address in loaded)
    for answer in loaded.values():
        assert answer["status"] == 200
        assert answer["type"] in ("text/css", "image/svg+xml")
        assert answer["text"]


def test_the_installed_site_has_the_demos_configuration(answers: Any) -> None:
    assert answers["demo"] == ["northwind", "fjord", "lune"]


def test_the_installed_site_speaks_french(answers: Any) -> None:
    assert '<html lang="fr"' in answers["french"]["text"]
    assert "Où est ma livraison" in answers["french"]["text"]


def test_the_installed_site_has_its_errors_pages(answers: Any) -> None:
    assert answers["error"]["status"] == 404
    assert "There is no such page" in answers["error"]["text"]


def test_the_command_is_installed_with_the_wheel(installed: Path) -> None:
    program = "import sys; from tracking_site.cli.main import main; sys.argv[0] = 'tracking-site'; main()"
    assert "Usage: tracking-site" in run("-c", program, "--help", cwd=installed.parent, PYTHONPATH=str(installed))
    (points,) = installed.glob("tracking_site-*.dist-info/entry_points.txt")
    assert "tracking-site = tracking_site.cli.main:main" in points.read_text()


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    folders = {name: tmp_path / name for name in ("sdist", "source", "wheel")}
    for folder in folders.values():
        folder.mkdir()
    with tarfile.open(built("sdist", ROOT, folders["sdist"])) as archive:
        archive.extractall(folders["source"], filter="data")
    (source,) = folders["source"].iterdir()
    assert (source / "pyproject.toml").is_file()
    assert contents(built("wheel", source, folders["wheel"])) == contents(wheel)
