"""The command that prints a sealed link."""

import click

from tracking_site.carriers.registry import adapter_of
from tracking_site.cli.configuration import brand_named, checked_settings
from tracking_site.config import Brand, Settings
from tracking_site.domain.announcement import Announcement, clean_merchant, parse_window
from tracking_site.domain.errors import InvalidAction, TrackingError
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.services import link_sealer
from tracking_site.tracking.query import NumberQuery, read_query
from tracking_site.tracking.sealed_links import DEFAULT_DAYS, MAX_DAYS
from tracking_site.web.branding.urls import brand_address
from tracking_site.web.http.context import offered_languages
from tracking_site.web.i18n.negotiation import nearest


@click.command()
@click.option("--brand", "brand_id", help="The brand that the link is for (default: the first one).")
@click.option("--account", help="The carrier account; required where several of the brand could know the number.")
@click.option("--days", default=DEFAULT_DAYS, show_default=True, type=click.IntRange(1, MAX_DAYS))
@click.option("--lang", help="The language that the page opens in.")
@click.option("--expected", help="A date or time, or two with a / between: shown until the carrier knows the shipment.")
@click.option("--merchant", help="The merchant's name, shown where the carrier gives none.")
@click.option("--job-id")
@click.option("--review-key")
@click.option("--slino")
@click.option("--ordno")
@click.option("--tripname")
def link(
    brand_id: str | None,
    account: str | None,
    days: int,
    lang: str | None,
    expected: str | None,
    merchant: str | None,
    **numbers: str | None,
) -> None:
    """Print the sealed link of a shipment: whoever opens it sees everything that the recipient may see."""
    settings = checked_settings()
    brand = brand_named(settings, brand_id)
    tag = nearest(lang, offered_languages(brand)) if lang else None
    if lang is not None and tag is None:
        raise click.UsageError(f"{brand.id} has no language {lang}; it has {', '.join(offered_languages(brand))}.")
    reference = _reference(numbers)
    ref = ShipmentRef(_account(settings, brand, reference, account), reference)
    try:
        token = link_sealer(settings).seal(brand.id, ref, days=days, announcement=_announcement(expected, merchant))
    except InvalidAction as error:
        raise click.UsageError("The merchant's name is too long for a link to this number.") from error
    language = f"?lang={tag}" if tag else ""
    click.echo(f"{brand_address(settings, brand)}/t/{token}{language}")


def _announcement(expected: str | None, merchant: str | None) -> Announcement:
    try:
        earliest, _, latest = (expected or "").partition("/")
        window = None if expected is None else parse_window(earliest, latest or earliest)
    except ValueError as error:
        raise click.UsageError(f"--expected is {error}.") from error
    try:
        return Announcement(window, None if merchant is None else clean_merchant(merchant))
    except ValueError as error:
        raise click.UsageError(f"--merchant is {error}.") from error


def _reference(numbers: dict[str, str | None]) -> Reference:
    try:
        query = read_query({name: [value] for name, value in numbers.items() if value})
    except TrackingError as error:
        raise click.UsageError(f"Name one number: {error.detail}.") from error
    (reference,) = query.references if isinstance(query, NumberQuery) else ()
    if reference.kind is ReferenceKind.JOB_ID and reference.review_key is None:
        raise click.UsageError("A job needs its --review-key.")
    return reference


def _account(settings: Settings, brand: Brand, reference: Reference, account: str | None) -> str:
    fitting = [each.id for each in settings.accounts_of(brand) if reference.kind in adapter_of(each).reference_kinds]
    if account is not None and account not in fitting:
        raise click.UsageError(f"{brand.id} has no account {account} that knows such numbers.")
    if account is None and len(fitting) != 1:
        raise click.UsageError(f"Name the --account: {', '.join(fitting) or 'none'} could know the number.")
    return account or fitting[0]
