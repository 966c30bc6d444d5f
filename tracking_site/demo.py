"""The demo: a sample site and the carriers' sandboxes in one process tree, and links to look at."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode

import click

from tracking_site.configured import VARIABLE
from tracking_site.sandbox import credentials as known
from tracking_site.sandbox.samples import Sample, samples
from tracking_site.sandbox.server import running
from tracking_site.server import serve

HOST = "127.0.0.1"
OTHER_HOST = "fjord.localhost"

CONFIGURATION = """\
[site]
secret_keys = ["env:DEMO_SECRET"]
public_url = "http://{host}:{port}"
any_host = true

[brands.northwind]
name = "Northwind Delivery"
hosts = ["{host}", "localhost"]
accounts = ["nord", "geodis", "gls", "mile"]
time_zone = "America/Toronto"
accent = "#0b6b4f"
logo = "brands/northwind/logo.svg"
support = {{ email = "help@northwind.example", phone = "+1 514 555 0100", url = "https://northwind.example/help" }}

[brands.fjord]
name = "Fjord Parts"
hosts = ["{other_host}"]
accounts = ["geodis", "later"]
languages = ["fr", "en"]
time_zone = "Europe/Copenhagen"
accent = "#b3261e"
logo = "brands/fjord/logo.svg"
support = {{ email = "support@fjord.example" }}

[accounts.nord]
carrier = "logis"
name = "Nord Livraison"
base_url = "{sandbox}/logis"
api_key = "{known.LOGIS_API_KEY}"

[accounts.geodis]
carrier = "leaps"
name = "GEODIS"
endpoint = "{sandbox}/leaps/geodis/api/endpoint.php"
apikey = "{known.GEODIS_APIKEY}"
username = "{known.GEODIS_USER}"
password = "{known.GEODIS_PASSWORD}"
portal = "{known.GEODIS_PORTAL}"
time_zone = "{known.LEAPS_TIME_ZONE}"

[accounts.gls]
carrier = "leaps"
name = "GLS"
endpoint = "{sandbox}/leaps/gls/api/endpoint.php"
apikey = "{known.GLS_APIKEY}"
username = "{known.GLS_USER}"
password = "{known.GLS_PASSWORD}"
contract = {known.GLS_CONTRACT}
time_zone = "{known.LEAPS_TIME_ZONE}"

[accounts.mile]
carrier = "loginext"
name = "LogiNext"
base_url = "{sandbox}/loginext"
username = "{known.LOGINEXT_USER}"
password = "{known.LOGINEXT_PASSWORD}"

[accounts.later]
carrier = "loginext"
name = "LogiNext"
base_url = "{sandbox}/loginext"
username = "{known.LOGINEXT_LATER_USER}"
password = "{known.LOGINEXT_LATER_PASSWORD}"
"""


def configuration(sandbox: str, port: int) -> str:
    """The demo's configuration, with the sandbox at an address and the site at a port."""
    return CONFIGURATION.format(host=HOST, other_host=OTHER_HOST, port=port, sandbox=sandbox, known=known)


def run(port: int) -> None:
    """Serves the demo until it is told to stop."""
    with running() as sandbox, tempfile.TemporaryDirectory(prefix="tracking-site-demo-") as folder:
        file = Path(folder) / "tracking-site.toml"
        file.write_text(configuration(sandbox, port))
        os.environ[VARIABLE] = str(file)
        os.environ.setdefault("DEMO_SECRET", secrets.token_urlsafe(32))
        for line in table(f"http://{HOST}:{port}", samples()):
            click.echo(line)
        click.echo(f"\nAnother brand, in French: http://{OTHER_HOST}:{port}/")
        click.echo(f"Serving on http://{HOST}:{port}, stop with Ctrl+C")
        sys.stdout.flush()
        serve(HOST, port)


def table(site: str, shown: Iterable[Sample]) -> Iterable[str]:
    """A line per sample: its carrier, what it shows, and its link."""
    for sample in shown:
        yield f"{sample.carrier:<9} {sample.title:<58} {site}/track?{urlencode(sample.query)}"
