"""The command `tracking-site`."""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar
from urllib.parse import quote

import click

from tracking_site.app import check_configuration, open_inbox, open_lines, open_refresher, sealer
from tracking_site.carriers.client import CarrierClient
from tracking_site.carriers.registry import adapter_of
from tracking_site.config import Brand, ConfigurationError, Settings
from tracking_site.config.environment import configured
from tracking_site.domain.errors import BrokenLink, ExpiredLink, StoreUnavailable, TrackingError
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.features.webhooks.receiver import FAILED, NEW, READ, UNKNOWN, UNREADABLE
from tracking_site.logs import configure_logs
from tracking_site.storage.database import Database
from tracking_site.storage.erasure import announce
from tracking_site.storage.erasure import forget as forget_shipment
from tracking_site.storage.erasure import purge as purge_old
from tracking_site.storage.webhook_store import WebhookStore
from tracking_site.tracking.query import read_query
from tracking_site.tracking.sealed_links import DAYS, MOST_DAYS
from tracking_site.version import VERSION
from tracking_site.web.branding.link_previews import brand_address
from tracking_site.web.http.context import offered_languages

T = TypeVar("T")

WRONG_CONFIGURATION = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """A self-hosted, multi-brand, public tracking microsite.

    The configuration is a TOML file, named by TRACKING_SITE_CONFIG (tracking-site.toml where it is not set).
    """
    configure_logs()


def _settings() -> Settings:
    """The configuration; where it is wrong, a line per problem and exit code 2."""
    try:
        settings = configured(os.environ)
        check_configuration(settings)
    except ConfigurationError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        sys.exit(WRONG_CONFIGURATION)
    return settings


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Serve Prometheus metrics on a port of their own.")
def serve(host: str, port: int, metrics_port: int | None) -> None:
    """Serve the configured site with the production server."""
    _settings()
    from tracking_site.server import require_free  # noqa: PLC0415 - the server's parts are not needed elsewhere
    from tracking_site.server import serve as serve_site  # noqa: PLC0415

    for wanted in filter(None, (port, metrics_port)):
        try:
            require_free(host, wanted)
        except OSError as error:
            raise click.ClickException(f"cannot listen at {host}:{wanted}: {error.strerror}") from error
    serve_site(host, port, metrics_port)


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(port: int) -> None:
    """Serve a sample site together with the three carriers' sandboxes."""
    from tracking_site.demo import run  # noqa: PLC0415 - brings the sandbox along

    try:
        run(port)
    except OSError as error:
        raise click.ClickException(f"cannot serve at port {port}: {error.strerror}") from error


@main.command()
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535))
def sandbox(port: int) -> None:
    """Serve the three carriers' sandboxes alone, to develop against."""
    from tracking_site_sandbox.server import running  # noqa: PLC0415 - brings the sandbox along

    with running(port=port) as address:
        click.echo(f"Logis     {address}/logis")
        click.echo(f"Leaps     {address}/leaps/geodis/api/endpoint.php and {address}/leaps/gls/api/endpoint.php")
        click.echo(f"LogiNext  {address}/loginext")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return


@main.command()
@click.option("--brand", "brand_id", help="The brand to look at; the first one where it is left out.")
@click.option("--port", default=8002, show_default=True, type=click.IntRange(0, 65535))
@click.option("--screenshots", type=click.Path(file_okay=False, path_type=Path), help="Write pictures here, and end.")
@click.option("--languages", help="Of the pictures, with commas between; the brand's first where they are left out.")
def preview(brand_id: str | None, port: int, screenshots: Path | None, languages: str | None) -> None:
    """Serve every state of every page of a brand with sample data; no carrier is asked."""
    from tracking_site.preview import command  # noqa: PLC0415 - not needed elsewhere

    settings = _settings()
    brand = _brand(settings, brand_id)
    offered = offered_languages(brand)
    wanted = [tag.strip() for tag in languages.split(",")] if languages else [offered[0]]
    for tag in wanted:
        if tag not in offered:
            raise click.UsageError(f"{brand.id} has no language {tag}; it has {', '.join(offered)}.")
    configure_logs(logging.CRITICAL)
    command.run(settings, brand, port, screenshots, wanted)


@main.command()
def check() -> None:
    """Ask every carrier account for a harmless answer; exit code 1 where one fails."""
    settings = _settings()
    configure_logs(logging.CRITICAL)
    with ThreadPoolExecutor(16) as beside, ThreadPoolExecutor(16) as asking:
        lines = open_lines(settings, beside)
        rows = list(asking.map(_checked, lines.values()))
    width = max((len(row[0]) for row in rows), default=0)
    for account, carrier, milliseconds, state in rows:
        click.echo(f"{account:<{width}}  {carrier:<8}  {milliseconds:>6} ms  {state}")
    sys.exit(0 if all(state == "ok" for *_, state in rows) else 1)


def _checked(line: CarrierClient) -> tuple[str, str, int, str]:
    began = time.monotonic()
    try:
        line.check()
        state = "ok"
    except TrackingError as error:
        state = f"{error.code}: {error.detail}"
    return line.account, line.adapter.account.carrier, round((time.monotonic() - began) * 1000), state


@main.command()
@click.option("--brand", "brand_id", help="The brand that the link is for; the first one where it is left out.")
@click.option("--account", help="The carrier account; needed where several of the brand could know the number.")
@click.option("--days", default=DAYS, show_default=True, type=click.IntRange(1, MOST_DAYS))
@click.option("--lang", help="The language that the page opens in.")
@click.option("--job-id")
@click.option("--review-key")
@click.option("--slino")
@click.option("--ordno")
@click.option("--tripname")
def link(brand_id: str | None, account: str | None, days: int, lang: str | None, **numbers: str | None) -> None:
    """Print the sealed link of a shipment: whoever opens it sees everything that the recipient may see."""
    settings = _settings()
    brand = _brand(settings, brand_id)
    if lang is not None and lang not in offered_languages(brand):
        raise click.UsageError(f"{brand.id} has no language {lang}; it has {', '.join(offered_languages(brand))}.")
    try:
        (reference,) = read_query({name: [value] for name, value in numbers.items() if value}).references
    except TrackingError as error:
        raise click.UsageError(f"Name one number: {error.detail}.") from error
    if reference.kind is ReferenceKind.JOB_ID and reference.review_key is None:
        raise click.UsageError("A job needs its --review-key.")
    ref = ShipmentRef(_account(settings, brand, reference, account), reference)
    token = sealer(settings).seal(brand.id, ref, days=days)
    language = f"?lang={quote(lang)}" if lang else ""
    click.echo(f"{brand_address(settings, brand)}/t/{token}{language}")


@main.command()
@click.argument("reference")
@click.option("--account", help="The carrier account; all that could know the number where it is left out.")
def forget(reference: str, account: str | None) -> None:
    """Erase what is stored of one shipment: a number, a link, or whatever a search field takes.

    Running servers drop what they keep in their memory within seconds.
    """
    settings = _settings()
    try:
        query = read_query({"q": [reference]})
    except TrackingError as error:
        raise click.UsageError(f"That is no number: {error.detail}.") from error
    ref = _sealed(settings, query.token) if query.token else _anywhere(settings, query.references, account)
    if not ref:
        raise click.UsageError("No account could know such a number.")
    database = _database(settings)
    for each in ref:
        gone = _stored(partial(forget_shipment, database, each, time.time()))
        click.echo(f"{each.account}  {each.reference.kind.value}  {gone} erased")


@main.command()
def purge() -> None:
    """Erase what is stored of shipments that ended longer ago than `site.kept_days`; meant to run daily."""
    settings = _settings()
    database = _database(settings)
    click.echo(f"{_stored(partial(purge_old, database, time.time(), settings.site.kept_days))} erased")


@main.command()
@click.option("--once", is_flag=True, help="One round, and end: with 1 where an account could not be followed.")
def refresher(*, once: bool) -> None:
    """Follow the changes at Leaps, one call a minute and account, so that pages are fresh before they are opened.

    Of several that run, one is at work and the others stand by.
    """
    settings = _settings()
    followed = open_refresher(settings, _database(settings), f"{socket.gethostname()}-{os.getpid()}")
    if not followed.accounts:
        raise click.UsageError("No account is one of Leaps'.")
    configure_logs()
    if once:
        well = followed.round()
        followed.end()
        if well is None:
            raise click.ClickException("another refresher is at work")
        sys.exit(0 if well else 1)
    stopped = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    click.echo(f"Following {', '.join(followed.accounts)}, stop with Ctrl+C")
    followed.run(stopped)


def _stored(act: Callable[[], T]) -> T:
    """What an act on the database comes to; one that is away ends the command."""
    try:
        return act()
    except StoreUnavailable as error:
        raise click.ClickException(f"the database is away: {error.detail}") from error


@main.group()
def webhooks() -> None:
    """Look at LogiNext's webhooks as they came, and have them read once more."""


@webhooks.command(name="list")
@click.option("--account", help="Of this account alone.")
@click.option("--number", help="Those about one shipment alone.")
@click.option(
    "--state", type=click.Choice([NEW, READ, UNREADABLE, UNKNOWN, FAILED]), help="Those of which this was made."
)
def list_webhooks(account: str | None, number: str | None, state: str | None) -> None:
    """Print a line for each webhook, the newest last: number, time, account, state, kind."""
    kept = WebhookStore(_database(_settings()))
    for each in _stored(lambda: kept.of(account, number, state)):
        came = datetime.fromtimestamp(each.received_at, UTC)
        click.echo(f"{each.id:>8}  {came:%Y-%m-%d %H:%M:%S}  {each.account}  {each.state:<10}  {each.kind or '-'}")


@webhooks.command()
@click.argument("webhook", type=int)
def show(webhook: int) -> None:
    """Print a webhook as it came: its type, then its body. It may hold personal data."""
    kept = WebhookStore(_database(_settings()))
    found = _stored(lambda: kept.find(webhook))
    if found is None:
        raise click.ClickException("there is no such webhook")
    click.echo(found.content_type)
    click.echo(found.body)


@webhooks.command()
@click.argument("webhook", type=int, required=False)
@click.option("--state", type=click.Choice([NEW, UNREADABLE, UNKNOWN, FAILED]), help="All of which this was made.")
def replay(webhook: int | None, state: str | None) -> None:
    """Read a webhook once more, or all of a state: after an update that understands more. Nothing is told twice."""
    if (webhook is None) == (state is None):
        raise click.UsageError("Name one webhook, or a --state.")
    settings = _settings()
    database = _database(settings)
    kept = WebhookStore(database)
    wanted = [webhook] if webhook is not None else _stored(lambda: kept.numbers(str(state)))
    inbox = open_inbox(settings, database, lambda key: _stored(partial(announce, database, key, time.time())))
    for each in wanted:
        came_to = _stored(partial(inbox.read, each))
        if came_to is None:
            raise click.ClickException("there is no such webhook")
        click.echo(f"{each:>8}  {came_to}")


def _database(settings: Settings) -> Database:
    return Database(settings.site.database_url.get_secret_value())


def _anywhere(settings: Settings, references: Sequence[Reference], only: str | None) -> tuple[ShipmentRef, ...]:
    """A number at every account that could know it; what is erased needs no proof, so a job needs no review key."""
    return tuple(
        ShipmentRef(account.id, reference)
        for account in settings.accounts.values()
        if only in (None, account.id)
        for reference in references
        if reference.kind in adapter_of(account).kinds
    )


def _sealed(settings: Settings, token: str) -> tuple[ShipmentRef, ...]:
    """The shipment of a sealed link, whichever brand's it is."""
    for brand in settings.brands:
        try:
            return (sealer(settings).open(brand, token, settings.accounts).ref,)
        except ExpiredLink:
            break
        except BrokenLink:
            continue
    raise click.UsageError("That link does not open; name its number.")


def _brand(settings: Settings, brand_id: str | None) -> Brand:
    if brand_id is None:
        return settings.default_brand
    if brand_id not in settings.brands:
        raise click.UsageError(f"There is no brand {brand_id}; there are {', '.join(settings.brands)}.")
    return settings.brands[brand_id]


def _account(settings: Settings, brand: Brand, reference: Reference, account: str | None) -> str:
    fitting = [each.id for each in settings.accounts_of(brand) if reference.kind in adapter_of(each).kinds]
    if account is not None and account not in fitting:
        raise click.UsageError(f"{brand.id} has no account {account} that knows such numbers.")
    if account is None and len(fitting) != 1:
        raise click.UsageError(f"Name the --account: {', '.join(fitting) or 'none'} could know the number.")
    return account or fitting[0]
