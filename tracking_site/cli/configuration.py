"""The configuration and the database, as commands use them: a problem ends the command with a sentence."""

import os
import sys
from collections.abc import Callable
from typing import TypeVar

import click

from tracking_site.config import Brand, ConfigurationError, Settings
from tracking_site.domain.errors import StoreUnavailable
from tracking_site.environment import read_settings
from tracking_site.web.branding.checks import check_brands

T = TypeVar("T")

WRONG_CONFIGURATION = 2


def checked_settings() -> Settings:
    """Return the configuration; where it is wrong, print a line per problem and exit with code 2."""
    try:
        settings = read_settings(os.environ)
        check_brands(settings)
    except ConfigurationError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        sys.exit(WRONG_CONFIGURATION)
    return settings


def brand_named(settings: Settings, brand_id: str | None) -> Brand:
    """Return the brand of an option, the first one where it is left out."""
    if brand_id is None:
        return settings.default_brand
    if brand_id not in settings.brands:
        raise click.UsageError(f"There is no brand {brand_id}; there are {', '.join(settings.brands)}.")
    return settings.brands[brand_id]


def with_store(act: Callable[[], T]) -> T:
    """Return the result of an act on the database; an unavailable one ends the command."""
    try:
        return act()
    except StoreUnavailable as error:
        raise click.ClickException(f"the database is away: {error.detail}") from error
