"""Commands that list, show and process stored webhooks."""

import time
from datetime import UTC, datetime
from functools import partial

import click

from tracking_site.cli.configuration import checked_settings, with_store
from tracking_site.features.webhooks.processing import FAILED, NEW, READ, UNKNOWN, UNREADABLE
from tracking_site.services import open_clients, open_database, open_processor
from tracking_site.storage.erasure import invalidate
from tracking_site.storage.webhook_store import WebhookStore


@click.group()
def webhooks() -> None:
    """List the carriers' webhooks as they were received, and process them again."""


@webhooks.command(name="list")
@click.option("--account", help="Only webhooks of this account.")
@click.option("--number", help="Only webhooks about this shipment.")
@click.option(
    "--state", type=click.Choice([NEW, READ, UNREADABLE, UNKNOWN, FAILED]), help="Only webhooks in this state."
)
def list_webhooks(account: str | None, number: str | None, state: str | None) -> None:
    """Print a line for each webhook, the newest last: id, time, account, state, kind."""
    store = WebhookStore(open_database(checked_settings()))
    for each in with_store(lambda: store.newest(account, number, state)):
        received = datetime.fromtimestamp(each.received_at, UTC)
        click.echo(f"{each.id:>8}  {received:%Y-%m-%d %H:%M:%S}  {each.account}  {each.state:<10}  {each.kind or '-'}")


@webhooks.command()
@click.argument("webhook", type=int)
def show(webhook: int) -> None:
    """Print a webhook as it was received: its media type, then its body. It may hold personal data."""
    store = WebhookStore(open_database(checked_settings()))
    found = with_store(lambda: store.get(webhook))
    if found is None:
        raise click.ClickException("there is no such webhook")
    click.echo(found.content_type)
    click.echo(found.body)


@webhooks.command()
@click.argument("webhook", type=int, required=False)
@click.option("--state", type=click.Choice([NEW, UNREADABLE, UNKNOWN, FAILED]), help="All webhooks in this state.")
def replay(webhook: int | None, state: str | None) -> None:
    """Process a webhook again, or all in a state, after an update that understands more; no event is stored twice."""
    if (webhook is None) == (state is None):
        raise click.UsageError("Name one webhook, or a --state.")
    settings = checked_settings()
    database = open_database(settings)
    store = WebhookStore(database)
    wanted = [webhook] if webhook is not None else with_store(lambda: store.ids(str(state)))

    def invalidate_shipment(key: str) -> None:
        with_store(partial(invalidate, database, key, time.time()))

    processor = open_processor(settings, open_clients(settings, 1), database, invalidate_shipment)
    for each in wanted:
        result = with_store(partial(processor.process, each))
        if result is None:
            raise click.ClickException("there is no such webhook")
        click.echo(f"{each:>8}  {result}")
