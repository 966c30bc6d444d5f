"""Commands that erase what is stored of shipments."""

import time
from collections.abc import Sequence
from functools import partial

import click

from tracking_site.carriers.registry import adapter_of
from tracking_site.cli.configuration import checked_settings, with_store
from tracking_site.config import Settings
from tracking_site.domain.errors import BrokenLink, ExpiredLink, TrackingError
from tracking_site.domain.references import Reference, ShipmentRef
from tracking_site.services import link_sealer, open_database
from tracking_site.storage import erasure
from tracking_site.tracking.query import LinkQuery, read_query


@click.command()
@click.argument("reference")
@click.option("--account", help="The carrier account (default: every account that could know the number).")
def forget(reference: str, account: str | None) -> None:
    """Erase what is stored of one shipment: a number, a link, or whatever the search field takes.

    Running servers drop what they cache of it within seconds.
    """
    settings = checked_settings()
    try:
        query = read_query({"q": [reference]})
    except TrackingError as error:
        raise click.UsageError(f"That is no number: {error.detail}.") from error
    if isinstance(query, LinkQuery):
        refs = _refs_of_link(settings, query.token)
    else:
        refs = _refs_of_numbers(settings, (*query.references, *query.alternatives), account)
    if not refs:
        raise click.UsageError("No account could know such a number.")
    database = open_database(settings)
    for ref in refs:
        count = with_store(partial(erasure.forget, database, ref, time.time()))
        click.echo(f"{ref.account}  {ref.reference.kind.value}  {count} erased")


@click.command()
def purge() -> None:
    """Erase what is stored of shipments that ended longer ago than `site.kept_days`; run it daily."""
    settings = checked_settings()
    database = open_database(settings)
    count = with_store(partial(erasure.purge, database, time.time(), settings.site.kept_days))
    click.echo(f"{count} erased")


def _refs_of_numbers(settings: Settings, references: Sequence[Reference], only: str | None) -> tuple[ShipmentRef, ...]:
    """Return the numbers at every account that could know them; erasing needs no proof, so no review key either."""
    return tuple(
        ShipmentRef(account.id, reference)
        for account in settings.accounts.values()
        if only in (None, account.id)
        for reference in references
        if reference.kind in adapter_of(account).reference_kinds
    )


def _refs_of_link(settings: Settings, token: str) -> tuple[ShipmentRef, ...]:
    """Return the shipment of a sealed link, whichever brand it belongs to."""
    for brand in settings.brands:
        try:
            return (link_sealer(settings).open(brand, token, settings.accounts).ref,)
        except ExpiredLink:
            break
        except BrokenLink:
            continue
    raise click.UsageError("That link does not open; name its number.")
