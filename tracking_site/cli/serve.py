"""Commands that serve or follow something, and the check of the accounts."""

import logging
import os
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import click

from tracking_site.carriers.client import CarrierClient
from tracking_site.cli.configuration import checked_settings
from tracking_site.domain.errors import TrackingError
from tracking_site.features.change_feed.refresher import Refresher
from tracking_site.logs import configure_logs
from tracking_site.services import open_clients, open_database, open_refresher

CHECK_THREADS = 16


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Serve Prometheus metrics on a port of their own.")
def serve(host: str, port: int, metrics_port: int | None) -> None:
    """Serve the configured site with the production server."""
    checked_settings()
    from tracking_site.server import require_free  # noqa: PLC0415 - other commands do not need the server
    from tracking_site.server import serve as serve_site  # noqa: PLC0415

    for wanted in filter(None, (port, metrics_port)):
        try:
            require_free(host, wanted)
        except OSError as error:
            raise click.ClickException(f"cannot listen at {host}:{wanted}: {error.strerror}") from error
    serve_site(host, port, metrics_port)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(port: int) -> None:
    """Serve a sample site together with the carriers' sandboxes."""
    from tracking_site.demo import run  # noqa: PLC0415 - imports the sandbox

    try:
        run(port)
    except OSError as error:
        raise click.ClickException(f"cannot serve at port {port}: {error.strerror}") from error


@click.command()
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535))
def sandbox(port: int) -> None:
    """Serve the carriers' sandboxes alone, to develop against."""
    from tracking_site_sandbox.registry import addresses  # noqa: PLC0415 - other commands do not need the sandbox
    from tracking_site_sandbox.server import running  # noqa: PLC0415

    with running(port=port) as address:
        for line in addresses(address):
            click.echo(line)
        try:
            Event().wait()
        except KeyboardInterrupt:
            return


@click.command()
def check() -> None:
    """Make a harmless call to every carrier account; exit code 1 where one fails."""
    settings = checked_settings()
    configure_logs(logging.CRITICAL)
    clients = open_clients(settings, CHECK_THREADS)
    with ThreadPoolExecutor(CHECK_THREADS) as executor:
        rows = list(executor.map(_checked, clients.by_account.values()))
    clients.close()
    width = max((len(row[0]) for row in rows), default=0)
    for account, carrier, milliseconds, state in rows:
        click.echo(f"{account:<{width}}  {carrier:<8}  {milliseconds:>6} ms  {state}")
    sys.exit(0 if all(state == "ok" for *_, state in rows) else 1)


def _checked(client: CarrierClient) -> tuple[str, str, int, str]:
    began = time.monotonic()
    try:
        client.check()
        state = "ok"
    except TrackingError as error:
        state = f"{error.code}: {error.detail}"
    return client.account, client.adapter.account.carrier, round((time.monotonic() - began) * 1000), state


@click.command()
@click.option(
    "--once", is_flag=True, help="Run one round and exit; exit code 1 where an account could not be followed."
)
def refresher(*, once: bool) -> None:
    """Follow the carriers' change feeds, one call a minute and account, so that pages are fresh before they are opened.

    Of several that run, one is active and the others stand by.
    """
    settings = checked_settings()
    with ExitStack() as stack:
        clients, database = open_clients(settings, 1), open_database(settings)
        stack.callback(clients.close)
        stack.callback(database.close)
        followed = open_refresher(settings, clients, database, f"{socket.gethostname()}-{os.getpid()}")
        if not followed.accounts:
            raise click.UsageError("No account's carrier has a change feed.")
        configure_logs()
        if once:
            _run_one_round(followed)
        else:
            _run_until_stopped(followed)


def _run_one_round(refresher: Refresher) -> None:
    complete = refresher.round()
    refresher.close()
    if complete is None:
        raise click.ClickException("another refresher is at work")
    sys.exit(0 if complete else 1)


def _run_until_stopped(refresher: Refresher) -> None:
    stopped = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    click.echo(f"Following {', '.join(refresher.accounts)}, stop with Ctrl+C")
    refresher.run(stopped)
