"""Reads the configuration file, and replaces `env:` and `file:` references with their values."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracking_site.config.problems import ConfigurationError, Location, Problem

_MAX_SECRET_BYTES = 64 * 1024
# The parser handles a long dotted key without recursion, but `resolve` is recursive.
_MAX_LEVELS = 16
_MAX_FILE_BYTES = 4 * 1024 * 1024
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")
_LINE = re.compile(r"at line ([0-9]+)")


class Unresolved:
    """The place of a value that could not be resolved, so that the rest can still be checked."""


class _UnusableError(Exception):
    """A reference that cannot be resolved; the text gives the reason without the value."""


@dataclass
class Resolver:
    """Replaces `env:NAME` and `file:/path` in a tree, and lists the problems of those that it could not replace."""

    environ: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def resolve(self, value: object, location: Location = ()) -> object:
        """Return a value with every reference in it replaced."""
        if len(location) > _MAX_LEVELS:
            self.problems.append(Problem(location, "is nested too deeply"))
            return Unresolved()
        if isinstance(value, dict):
            return {key: self.resolve(entry, (*location, key)) for key, entry in value.items()}
        if isinstance(value, list):
            return [self.resolve(entry, (*location, index)) for index, entry in enumerate(value)]
        return self._string(value, location) if isinstance(value, str) else value

    def _string(self, text: str, location: Location) -> object:
        kind, colon, rest = text.partition(":")
        if not colon or kind not in ("env", "file"):
            return text
        try:
            return self._from_environment(rest) if kind == "env" else _from_file(rest)
        except _UnusableError as reason:
            self.problems.append(Problem(location, str(reason)))
            return Unresolved()

    def _from_environment(self, name: str) -> str:
        # A name of another form may be a misplaced secret, so that it is not shown.
        variable = f"the environment variable {name}" if _PLAIN_NAME.fullmatch(name) else "the environment variable"
        if not name or name not in self.environ:
            raise _UnusableError(f"{variable} is not set")
        value = self.environ[name]
        if not value:
            raise _UnusableError(f"{variable} is empty")
        if not _is_unicode(value):
            raise _UnusableError(f"{variable} is not UTF-8")
        return value


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _from_file(name: str) -> str:
    path = Path(name)
    if not path.is_absolute():
        raise _UnusableError("the path behind file: must be absolute")
    file_name = f"the file {path}" if name.isprintable() else "the file"
    # Check before opening: reading a pipe or a device could block for ever.
    if not path.is_file():
        raise _UnusableError(f"{file_name} is not there, or is not a file")
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_SECRET_BYTES + 1)
        text = content.decode()
    except OSError as error:
        raise _UnusableError(f"{file_name} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise _UnusableError(f"{file_name} is not UTF-8") from None
    if len(content) > _MAX_SECRET_BYTES:
        raise _UnusableError(f"{file_name} is too large")
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise _UnusableError(f"{file_name} is empty")
    return text


def read_toml(path: Path) -> dict[str, object]:
    """Return the tables of a TOML file; `ConfigurationError` where it cannot be read."""
    tables = _tables_or_problem(path)
    if isinstance(tables, str):
        raise ConfigurationError([f"{_printable(path)}: {tables}"])
    return tables


def _tables_or_problem(path: Path) -> dict[str, object] | str:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_FILE_BYTES + 1)
        # Some editors begin a file with a byte order mark.
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        return "there is no such file"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return f"line {line}: is not UTF-8"
    if len(content) > _MAX_FILE_BYTES:
        return "is too large"
    return _parse(text)


def _parse(text: str) -> dict[str, object] | str:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _LINE.search(str(error))
        line = match[1] if match else str(text.count("\n") + 1)
        return f"line {line}: is not valid TOML{_reason(error)}"
    except RecursionError:
        return "is nested too deeply"
    except ValueError:
        return "is not valid TOML: a number in it is too long"


def _reason(error: tomllib.TOMLDecodeError) -> str:
    # Only messages without quoted parts, which come from the file.
    plain = re.fullmatch(r"([A-Za-z ]+|Expected '=' after a key in a key/value pair) \(at .*\)", str(error))
    return f" ({plain[1].lower()})" if plain else ""


def _printable(path: Path) -> str:
    return str(path) if str(path).isprintable() else ascii(str(path))
