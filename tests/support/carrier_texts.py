"""Texts as carriers write them, personal and impersonal, in the languages of the site (tests/fixtures/texts)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "fixtures" / "texts"


@dataclass(frozen=True)
class PersonalText:
    """A text that nobody but its recipient may read, and the parts of it that make it so."""

    text: str
    secrets: tuple[str, ...]

    def told_by(self, shown: str) -> list[str]:
        """Return the secrets that occur in what is shown, whatever their case."""
        return [secret for secret in self.secrets if secret.casefold() in shown.casefold()]


def personal_texts() -> list[PersonalText]:
    """Return the personal texts."""
    pairs = [line.split(" => ") for line in _lines("personal.txt")]
    return [PersonalText(text, tuple(secrets.split(";"))) for text, secrets in pairs]


def impersonal_texts() -> list[str]:
    """Return the texts that identify nobody."""
    return list(_lines("impersonal.txt"))


def _lines(name: str) -> Iterator[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    yield from (line for line in lines if line and not line.startswith("#"))
