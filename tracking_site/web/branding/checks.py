"""Checks of a brand's configuration that need the site's languages and static files."""

from collections.abc import Iterator

from tracking_site.config import ConfigurationError, Settings
from tracking_site.web.branding.views import looks_problems
from tracking_site.web.i18n.languages import LANGUAGES


def check_brands(settings: Settings) -> None:
    """Check every brand, and raise `ConfigurationError` with all problems."""
    problems = tuple(_problems(settings))
    if problems:
        raise ConfigurationError(problems)


def _problems(settings: Settings) -> Iterator[str]:
    for brand in settings.brands.values():
        for index, tag in enumerate(brand.languages or ()):
            if tag not in LANGUAGES:
                yield f"brands.{brand.id}.languages.{index}: the site has {', '.join(LANGUAGES)}"
        yield from (f"brands.{brand.id}.{key}: {problem}" for key, problem in looks_problems(brand, LANGUAGES))
