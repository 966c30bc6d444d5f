"""Reads the file, and puts the environment's and the mounted files' values in."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracking_site.config.problems import ConfigurationError, Location, Problem

_MOST_SECRET_BYTES = 64 * 1024
# A header of dotted keys nests without recursion in the parser, but not in what comes after it.
_MOST_LEVELS = 16
_MOST_FILE_BYTES = 4 * 1024 * 1024
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")
_LINE = re.compile(r"at line ([0-9]+)")


class Unresolved:
    """Stands where a value could not be had, so that the rest can still be checked."""


class _UnusableError(Exception):
    """The value of a reference cannot be had; the text says why, without showing it."""


@dataclass
class Resolver:
    """Replaces `env:NAME` and `file:/path` in a tree, and keeps a list of what it could not replace."""

    environ: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def resolve(self, value: object, where: Location = ()) -> object:
        """Return a value with every reference in it replaced."""
        if len(where) > _MOST_LEVELS:
            self.problems.append(Problem(where, "is nested too deeply"))
            return Unresolved()
        if isinstance(value, dict):
            return {key: self.resolve(entry, (*where, key)) for key, entry in value.items()}
        if isinstance(value, list):
            return [self.resolve(entry, (*where, index)) for index, entry in enumerate(value)]
        return self._string(value, where) if isinstance(value, str) else value

    def _string(self, text: str, where: Location) -> object:
        kind, colon, rest = text.partition(":")
        if not colon or kind not in ("env", "file"):
            return text
        try:
            return self._from_environment(rest) if kind == "env" else _from_file(rest)
        except _UnusableError as reason:
            self.problems.append(Problem(where, str(reason)))
            return Unresolved()

    def _from_environment(self, name: str) -> str:
        # A name of another form may be a secret that was put in the wrong place.
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
    named = f"the file {path}" if name.isprintable() else "the file"
    # Before it is opened: a pipe or a device would never end.
    if not path.is_file():
        raise _UnusableError(f"{named} is not there, or is not a file")
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_SECRET_BYTES + 1)
        text = content.decode()
    except OSError as error:
        raise _UnusableError(f"{named} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise _UnusableError(f"{named} is not UTF-8") from None
    if len(content) > _MOST_SECRET_BYTES:
        raise _UnusableError(f"{named} is too large")
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise _UnusableError(f"{named} is empty")
    return text


def read_toml(path: Path) -> dict[str, object]:
    """Return the tables of a TOML file, or raise the one problem that there is with it."""
    found = _parsed(path)
    if isinstance(found, str):
        raise ConfigurationError([f"{_shown(path)}: {found}"])
    return found


def _parsed(path: Path) -> dict[str, object] | str:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_FILE_BYTES + 1)
        # Some editors begin a file with a byte order mark.
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        return "there is no such file"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return f"line {line}: is not UTF-8"
    if len(content) > _MOST_FILE_BYTES:
        return "is too large"
    return _tables(text)


def _tables(text: str) -> dict[str, object] | str:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = found[1] if found else str(text.count("\n") + 1)
        return f"line {line}: is not valid TOML{_reason(error)}"
    except RecursionError:
        return "is nested too deeply"
    except ValueError:
        return "is not valid TOML: a number in it is too long"


def _reason(error: tomllib.TOMLDecodeError) -> str:
    # Only its plain words: quoted parts are taken from the file.
    plain = re.fullmatch(r"([A-Za-z ]+|Expected '=' after a key in a key/value pair) \(at .*\)", str(error))
    return f" ({plain[1].lower()})" if plain else ""


def _shown(path: Path) -> str:
    return str(path) if str(path).isprintable() else ascii(str(path))
