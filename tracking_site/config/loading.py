"""Loads the settings from a file, or reports all its problems."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from tracking_site.config.accounts import ACCOUNT_MODELS, Account
from tracking_site.config.configuration import Settings
from tracking_site.config.problems import ConfigurationError, Location, Problem, problems_of
from tracking_site.config.sources import Resolver, read_toml


def load_settings(path: Path, environ: Mapping[str, str], account_models: Mapping[str, type[Account]]) -> Settings:
    """Return the settings of a TOML file, or raise `ConfigurationError` with all its problems.

    `account_models` has the model of each carrier's accounts, by the carrier's name.
    """
    resolver = Resolver(environ)
    result = _validate(resolver.resolve(read_toml(path)), account_models)
    if isinstance(result, Settings) and not resolver.problems:
        return result
    invalid = [] if isinstance(result, Settings) else result
    # Outside of the except clause: as a context, pydantic's error would carry every value into a traceback.
    raise ConfigurationError(_lines([*resolver.problems, *_not_below(resolver.problems, invalid)]))


def _validate(tree: object, account_models: Mapping[str, type[Account]]) -> Settings | list[Problem]:
    try:
        return Settings.model_validate(tree, context={ACCOUNT_MODELS: account_models})
    except ValidationError as error:
        return problems_of(error)


def _not_below(missing: list[Problem], invalid: Iterable[Problem]) -> Iterable[Problem]:
    """Yield the problems that do not follow from a missing value."""
    locations = {problem.location for problem in missing}
    return (problem for problem in invalid if not _prefixes(problem.location) & locations)


def _prefixes(location: Location) -> set[Location]:
    return {location[:length] for length in range(len(location) + 1)}


def _lines(problems: Iterable[Problem]) -> Iterable[str]:
    return dict.fromkeys(problem.line for problem in sorted(problems, key=_order))


def _order(problem: Problem) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (0, part) for part in problem.location)
