"""The demo: a sample site together with the carriers' sandboxes, and a list of links to try."""

import json
import os
import secrets
import shlex
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import click

from tracking_site.environment import VARIABLE
from tracking_site.server import require_free, serve
from tracking_site_sandbox import credentials as known
from tracking_site_sandbox.app import create_sandbox
from tracking_site_sandbox.catalogue import Sample, samples
from tracking_site_sandbox.server import running
from tracking_site_sandbox.shop import shop
from tracking_site_sandbox.state import EXTENSION

HOST = "127.0.0.1"
OTHER_HOST = "fjord.localhost"
THIRD_HOST = "lune.localhost"

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
embed_origins = ["{merchant}"]
accent = "#0b6b4f"
logo = "brands/northwind/logo.svg"
logo_dark = "brands/northwind/logo-dark.svg"
header_links = [{{ text = {{ en = "Shop", fr = "Boutique" }}, url = "https://northwind.example/" }}]
legal_links = [{{ text = {{ en = "Privacy", fr = "Confidentialité" }}, url = "https://northwind.example/privacy" }}]
support = {{ email = "help@northwind.example", phone = "+1 514 555 0100", url = "https://northwind.example/help" }}

[brands.fjord]
name = "Fjord Parts"
hosts = ["{other_host}"]
accounts = ["geodis", "later"]
languages = ["fr", "en"]
time_zone = "Europe/Copenhagen"
accent = "#b3261e"
logo = "brands/fjord/logo.svg"
logo_dark = "brands/fjord/logo-dark.svg"
wordmark = true
favicon = "brands/fjord/favicon.svg"
corners = "square"
font = "'Helvetica Neue', Helvetica, 'Liberation Sans', Arimo, Arial, sans-serif"
header_links = [
  {{ text = {{ en = "Catalogue", fr = "Catalogue" }}, url = "https://fjord.example/parts" }},
  {{ text = {{ en = "Depots", fr = "Dépôts" }}, url = "https://fjord.example/depots" }},
]
legal_links = [{{ text = {{ en = "Terms", fr = "Conditions générales" }}, url = "https://fjord.example/terms" }}]
support = {{ email = "support@fjord.example", phone = "+45 75 55 01 00" }}

[brands.fjord.banner]
text.en = "Need it today? The counter in Esbjerg is open until 22:00."
text.fr = "Besoin d’une pièce aujourd’hui ? Le comptoir d’Esbjerg est ouvert jusqu’à 22 h."
image = "brands/fjord/depot.svg"
link = "https://fjord.example/depots/esbjerg"
from = 2026-01-01

[brands.lune]
name = "Maison Lune"
hosts = ["{third_host}"]
accounts = ["nord", "gls", "mile"]
time_zone = "Europe/Paris"
accent = "#3b1d5e"
logo = "brands/lune/logo.svg"
logo_dark = "brands/lune/logo-dark.svg"
favicon = "brands/lune/favicon.svg"
corners = "round"
font = "'Iowan Old Style', 'Palatino Linotype', Palatino, 'Book Antiqua', P052, Georgia, serif"
header_links = [{{ text = "Maison", url = "https://lune.example/" }}]
footer_links = [
  {{ text = {{ en = "Care of your pieces", fr = "Entretien des pièces" }}, url = "https://lune.example/care" }},
  {{ text = {{ en = "Gifts and wrapping", fr = "Cadeaux et emballage" }}, url = "https://lune.example/gifts" }},
  {{ text = {{ en = "Returns", fr = "Retours" }}, url = "https://lune.example/returns" }},
  {{ text = {{ en = "Our boutiques", fr = "Nos boutiques" }}, url = "https://lune.example/boutiques" }},
]
legal_links = [
  {{ text = {{ en = "Legal notice", fr = "Mentions légales" }}, url = "https://lune.example/legal" }},
  {{ text = {{ en = "Privacy", fr = "Confidentialité" }}, url = "https://lune.example/privacy" }},
]
support = {{ email = "bonjour@lune.example", phone = "+33 1 55 55 01 00" }}

[brands.lune.wording.en]
home_title = "On its way to you"
home_lead = "Enter the number from our letter, and see where your parcel is."
status_delivered = "In your hands"
lead_delivered = "We hope that it gives you joy."
lead_in_transit = "Your parcel is travelling, well wrapped."
support_title = "We are here for you"

[brands.lune.wording.fr]
home_title = "En route vers vous"
home_lead = "Saisissez le numéro de notre lettre pour savoir où est votre colis."
status_delivered = "Entre vos mains"
lead_delivered = "Nous espérons qu’il vous apportera de la joie."
lead_in_transit = "Votre colis voyage, bien emballé."
support_title = "Nous sommes là pour vous"

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
webhook_path_secret = "{known.LOGINEXT_WEBHOOK_SECRET}"
iframe = {{ username = "{known.LOGINEXT_IFRAME_USER}", password = "{known.LOGINEXT_IFRAME_PASSWORD}" }}

[accounts.later]
carrier = "loginext"
name = "LogiNext"
base_url = "{sandbox}/loginext"
username = "{known.LOGINEXT_LATER_USER}"
password = "{known.LOGINEXT_LATER_PASSWORD}"
webhook_path_secret = "{known.LOGINEXT_WEBHOOK_SECRET}"
iframe = {{ username = "{known.LOGINEXT_IFRAME_USER}", password = "{known.LOGINEXT_IFRAME_PASSWORD}", public = true }}
"""


def configuration(sandbox: str, port: int, merchant: str = "https://shop.northwind.example") -> str:
    """Return the configuration of the demo for the sandbox's URL, the site's port and a merchant's origin."""
    return CONFIGURATION.format(
        host=HOST,
        other_host=OTHER_HOST,
        third_host=THIRD_HOST,
        port=port,
        sandbox=sandbox,
        merchant=merchant,
        known=known,
    )


def run(port: int) -> None:
    """Serve the demo until a signal stops the process."""
    require_free(HOST, port)
    site, app = f"http://{HOST}:{port}", create_sandbox()
    for user, account in ((known.LOGINEXT_USER, "mile"), (known.LOGINEXT_LATER_USER, "later")):
        app.extensions[EXTENSION].hooks[user] = f"{site}/webhooks/loginext/{account}/{known.LOGINEXT_WEBHOOK_SECRET}"
    with (
        running(app) as sandbox,
        shop(site) as merchant,
        tempfile.TemporaryDirectory(prefix="tracking-site-demo-") as folder,
    ):
        file = Path(folder) / "tracking-site.toml"
        file.write_text(configuration(sandbox, port, merchant), encoding="utf-8")
        os.environ[VARIABLE] = str(file)
        os.environ.setdefault("DEMO_SECRET", secrets.token_urlsafe(32))
        for line in table(site, samples()):
            click.echo(line)
        click.echo(
            f"\nThe three brands: http://{HOST}:{port}/, http://{OTHER_HOST}:{port}/ and http://{THIRD_HOST}:{port}/"
        )
        click.echo(f"A merchant's page with shipments in it: {merchant}/")
        click.echo(
            f"An order that only webhooks tell of, to look up as TOLD-1 after this command:\n  {telling(sandbox)}"
        )
        click.echo(f"Serving on http://{HOST}:{port}, stop with Ctrl+C")
        sys.stdout.flush()
        serve(HOST, port)


def telling(sandbox: str) -> str:
    """Return a shell command that makes the sandbox send the webhooks of an order, up to its delivery now."""
    delivered = datetime.now(UTC).isoformat(timespec="seconds")
    wish = json.dumps({"user": known.LOGINEXT_USER, "number": "TOLD-1", "delivered": delivered})
    return shlex.join(["curl", f"{sandbox}/sandbox/deliveries", "--json", wish])


def table(site: str, shown: Iterable[Sample]) -> Iterable[str]:
    """Yield a line per sample with its carrier, its title and its link."""
    for sample in shown:
        yield f"{sample.carrier:<9} {sample.title:<58} {site}/track?{urlencode(sample.query)}"
