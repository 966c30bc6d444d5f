"""The demo: a sample site, the carriers' sandboxes and a merchant's shop, with links to try them."""

import json
import os
import secrets
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlencode

import click

from tracking_site.assets import DEMO_CONFIGURATION
from tracking_site.config import Settings
from tracking_site.environment import VARIABLE, read_settings
from tracking_site.server import require_free, serve
from tracking_site_sandbox import registry as carriers
from tracking_site_sandbox.app import create_sandbox
from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.server import running
from tracking_site_sandbox.shop import create_shop

HOST = "127.0.0.1"
SECRET_VARIABLES = ("TRACKING_SITE_SECRET", "NORTHWIND_API_KEY", "FJORD_API_KEY", "LUNE_API_KEY")
SECRET_BYTES = 32


def environment(site: str, sandbox: str, shop: str) -> dict[str, str]:
    """Return the environment variables of the demo's configuration, with random secrets.

    The arguments are the addresses of the site, of the carriers' sandboxes and of the shop that embeds shipments.
    """
    addresses = {"TRACKING_SITE_URL": site, "NORTHWIND_SHOP": shop}
    random = {name: secrets.token_urlsafe(SECRET_BYTES) for name in SECRET_VARIABLES}
    return {VARIABLE: str(DEMO_CONFIGURATION), **addresses, **random, **carriers.environment(sandbox)}


def run(port: int) -> None:
    """Serve the demo until the process is stopped; raise `OSError` where nothing can listen at the port."""
    require_free(HOST, port)
    site = f"http://{HOST}:{port}"
    with running(create_sandbox(site=site)) as sandbox, running(create_shop(site)) as shop:
        os.environ.update(environment(site, sandbox, shop))
        for line in introduction(read_settings(os.environ), port, sandbox, shop):
            click.echo(line)
        sys.stdout.flush()
        serve(HOST, port)


def introduction(settings: Settings, port: int, sandbox: str, shop: str) -> Iterator[str]:
    """Yield the lines that tell what can be opened and tried."""
    site, shown = settings.site.public_url, samples()
    yield from table(site, shown)
    first, second, third = (f"http://{brand.hosts[0]}:{port}/" for brand in settings.brands.values())
    yield f"\nThe three brands: {first}, {second} and {third}"
    yield f"A merchant's page with shipments in it: {shop}/"
    yield from carriers.hints(sandbox)
    key = settings.default_brand.api_keys[0].get_secret_value()
    yield f"A recipient's link, created as merchants do, by this command:\n  {link_command(site, key, shown[0].query)}"
    yield f"Serving on {site}, stop with Ctrl+C"


def table(site: str, shown: Iterable[Sample]) -> Iterator[str]:
    """Yield a line for each sample: its carrier, its title and its link."""
    for sample in shown:
        yield f"{sample.carrier:<9} {sample.title:<58} {site}/track?{urlencode(sample.query)}"


def link_command(site: str, key: str, number: Mapping[str, str]) -> str:
    """Return the command that creates the sealed link of a shipment, with a brand's API key."""
    body = json.dumps({"links": [number]})
    return shlex.join(["curl", f"{site}/api/v1/links", "-H", f"Authorization: Bearer {key}", "--json", body])
