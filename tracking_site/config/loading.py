"""Makes the settings of a file, or tells everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from tracking_site.config.accounts import ACCOUNT_MODELS, Account
from tracking_site.config.configuration import Settings
from tracking_site.config.problems import ConfigurationError, Location, Problem, problems_of
from tracking_site.config.sources import Resolver, read_toml


def load_settings(path: Path, environ: Mapping[str, str], account_models: Mapping[str, type[Account]]) -> Settings:
    """Return the settings of a TOML file, or raise `ConfigurationError` with everything that is wrong.

    `account_models` has the model of each carrier's accounts, by the carrier's name.
    """
    resolver = Resolver(environ)
    found = _checked(resolver.resolve(read_toml(path)), account_models)
    if isinstance(found, Settings) and not resolver.problems:
        return found
    invalid = [] if isinstance(found, Settings) else found
    # Outside of the except clause: as a context, pydantic's error would carry every value into a traceback.
    raise ConfigurationError(_lines([*resolver.problems, *_besides(resolver.problems, invalid)]))


def _checked(tree: object, account_models: Mapping[str, type[Account]]) -> Settings | list[Problem]:
    try:
        return Settings.model_validate(tree, context={ACCOUNT_MODELS: account_models})
    except ValidationError as error:
        return problems_of(error)


def _besides(missing: list[Problem], invalid: Iterable[Problem]) -> Iterable[Problem]:
    places = {problem.where for problem in missing}
    return (problem for problem in invalid if not _prefixes(problem.where) & places)


def _prefixes(where: Location) -> set[Location]:
    return {where[:length] for length in range(len(where) + 1)}


def _lines(problems: Iterable[Problem]) -> Iterable[str]:
    return dict.fromkeys(problem.line for problem in sorted(problems, key=_order))


def _order(problem: Problem) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (0, part) for part in problem.where)
