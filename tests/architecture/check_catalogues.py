"""Catalogues: that each says all there is to say, in its own language. Run as `python -m tests.architecture.check_catalogues`."""

import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from tracking_site.web.i18n.languages import LANGUAGES, SOURCE_LANGUAGE

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[a-z%]")
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["N_"])
CATALOGUE = Path("LC_MESSAGES", "messages.po")

Texts = tuple[str, ...]
"""A text, or a singular and its plurals."""


def problems(root: Path, languages: Collection[str]) -> Iterator[str]:
    """A line for everything that is wrong with the catalogues of a tree, which is to be in these languages."""
    folder = root / "translations"
    wanted = extracted(root)
    yield from _template_problems(folder / "messages.pot", wanted)
    folders = {tag.replace("-", "_"): tag for tag in languages if tag != SOURCE_LANGUAGE}
    for name in sorted(each.name for each in folder.iterdir() if each.is_dir()):
        if name not in folders and name != SOURCE_LANGUAGE:
            yield f"translations/{name}: has no line in LANGUAGES"
    for name in folders:
        yield from (f"translations/{name}: {line}" for line in _catalogue_problems(folder / name, name, wanted))


def extracted(root: Path) -> set[Texts]:
    """What the code and the templates have to say now."""
    with (root / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel has no types for it
    found = extract_from_dir(root, methods, options, KEYWORDS)
    return {_texts(text) for _, _, text, _, _ in found}


def _texts(of: object) -> Texts:
    return tuple(map(str, of)) if isinstance(of, list | tuple) else (str(of),)


def _template_problems(path: Path, wanted: set[Texts]) -> Iterator[str]:
    catalog = _read(path, None)
    if isinstance(catalog, str):
        yield f"translations/{path.name}: {catalog}"
        return
    there = {_texts(message.id) for message in catalog if message.id}
    yield from (f"translations/{path.name}: lacks {texts[0]!r}" for texts in sorted(wanted - there))
    yield from (f"translations/{path.name}: nothing says {texts[0]!r} any more" for texts in sorted(there - wanted))


def _read(path: Path, locale: str | None) -> Catalog | str:
    try:
        with path.open("rb") as file:
            return read_po(file, locale=locale, abort_invalid=True)
    except OSError:
        return "is not there"
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        return f"cannot be read: {error}"


def _catalogue_problems(folder: Path, locale: str, wanted: set[Texts]) -> Iterator[str]:
    catalog = _read(folder / CATALOGUE, locale)
    if isinstance(catalog, str):
        yield catalog
        return
    messages = {_texts(message.id): message for message in catalog if message.id}
    yield from (f"lacks {texts[0]!r}" for texts in sorted(wanted - messages.keys()))
    yield from (f"{texts[0]!r} is said nowhere any more" for texts in sorted(messages.keys() - wanted))
    yield from (f"{_texts(text)[0]!r} is kept as obsolete" for text in catalog.obsolete)
    forms = get_plural(locale).num_plurals
    if catalog.num_plurals != forms:
        yield f"has {catalog.num_plurals} plural forms, the language has {forms}"
    for texts, message in messages.items():
        yield from (f"{texts[0]!r} {line}" for line in _message_problems(texts, message, forms))


def _message_problems(texts: Texts, message: Message, forms: int) -> Iterator[str]:
    said = _texts(message.string)
    if message.fuzzy:
        yield "is fuzzy"
    if len(said) != (forms if len(texts) > 1 else 1):
        yield f"has {len(said)} forms"
    if not all(said):
        yield "is not translated"
        return
    for form in said:
        if _edges(form) != _edges(texts[0]):
            yield "begins or ends with other blanks"
        if not any(_placeholders(form) == _placeholders(text) for text in texts):
            yield f"has other placeholders in {form!r}"


def _placeholders(text: str) -> list[str]:
    return sorted(match.group() for match in PLACEHOLDER.finditer(text))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def main() -> int:
    """Prints what is wrong with the site's catalogues."""
    found = list(problems(ROOT, LANGUAGES))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
