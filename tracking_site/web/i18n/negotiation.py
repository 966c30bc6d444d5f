"""Which of a brand's languages a reader gets: look-up (RFC 4647, section 3.4) with the subtags that CLDR calls likely."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel.core import get_global
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from tracking_site.web.i18n.languages import LANGUAGES, Language, country_locale, language

MAX_TAG_LENGTH = 100
MAX_HEADER_LENGTH = 1_000
MAX_MEMOISED = 1_024
_ANY = "*"
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?P<extended>(-[a-z]{3}){0,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(-[a-z0-9]{1,8})*-?"
)
# Languages that are written as another one is. CLDR calls no, zh and ar their macrolanguages.
_WRITTEN_AS = {
    "no": "nb",
    **dict.fromkeys(("cdo", "cjy", "cpx", "czh", "czo", "gan", "hak", "hsn", "mnp", "nan", "wuu", "yue"), "zh"),
    **dict.fromkeys(("acm", "acq", "aeb", "afb", "ajp", "apc", "apd", "arq", "ars", "ary", "arz", "ayl"), "ar"),
}
# Languages that readers of another one read as well as their own (CLDR, languageInfo.xml, distances 1 to 8).
_CLOSE = {
    "nn": ("nb",),
    "nb": ("nn",),
    "gsw": ("de",),
    "lb": ("de",),
    "bs": ("hr", "sr"),
    "hr": ("bs", "sr"),
    "sr": ("bs", "hr"),
}
# Languages that most readers of another one also read (CLDR, languageInfo.xml, distances 8 to 30).
_READABLE = {
    "da": ("nb", "nn"),
    "nb": ("da",),
    "nn": ("da",),
    "ms": ("id",),
    "ceb": ("fil",),
    **dict.fromkeys(("fo", "kl"), ("da",)),
    **dict.fromkeys(("se", "sma", "smj"), ("nb", "sv", "fi")),
    **dict.fromkeys(("rm", "nds", "bar"), ("de",)),
    **dict.fromkeys(("af", "fy", "li"), ("nl",)),
    **dict.fromkeys(("br", "co", "frp", "ht", "ln", "mg", "oc", "wa", "wo"), ("fr",)),
    **dict.fromkeys(("an", "ast", "ay", "ca", "eu", "gl", "gn", "qu"), ("es",)),
    **dict.fromkeys(("fur", "lij", "lmo", "nap", "sc", "scn", "vec"), ("it",)),
    **dict.fromkeys(("csb", "szl"), ("pl",)),
    **dict.fromkeys(("ace", "ban", "jv", "mad", "min", "su"), ("id",)),
    **dict.fromkeys(("awa", "bho", "gu", "mai", "mr", "sa"), ("hi",)),
}
# Languages before which an extended language (`zh-yue`) may stand in a tag.
_HAVE_EXTENDED = frozenset(("ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"))
_SCRIPT_LENGTH = 4
_FAR = 9


@dataclass(frozen=True, slots=True)
class _Tag:
    """A language tag in canonical form: the script and region are the likely ones where the tag names none.

    `named` has the script and the region that the tag names; `country` is that region, or empty.
    """

    language: str
    script: str
    region: str
    named: tuple[str, ...]
    country: str

    def spelt(self, language: str) -> str:
        """Return the tag with a language in place of its own."""
        return "-".join((language, *self.named))


def nearest(wanted: str, offered: Sequence[str]) -> str | None:
    """Return the offered tag that is nearest to a language tag; None where nothing near is offered.

    The tag's spelling is free: `pt-br`, `fr_FR`, `de_CH.UTF-8`. The same language comes first (in it the same script, then
    the same or the nearest region), then a language that its readers read as well.
    """
    tag = wanted[:MAX_TAG_LENGTH]
    return _match(tag, offered, _CLOSE) or _match(tag, offered, _READABLE)


def requested_tag(offered: Sequence[str], requested: str) -> str:
    """Return what `?lang=` means, as addresses of the same visit repeat it; empty where nothing near is offered.

    That is the offered tag, or the tag of its locale where `requested` names another country: `en-US` for `en_us`.
    """
    return _requested_tag(tuple(offered), requested[:MAX_TAG_LENGTH])


@lru_cache(maxsize=MAX_MEMOISED)
def _requested_tag(offered: tuple[str, ...], requested: str) -> str:
    match = nearest(requested, offered)
    locale = country_locale(match, _country(requested)) if match else None
    return locale.replace("_", "-") if match and locale and locale != LANGUAGES[match] else match or ""


@lru_cache(maxsize=MAX_MEMOISED)
def _choose(offered: tuple[str, ...], requested: str, accepted: str) -> Language:
    ranges = _ranges(accepted)
    tag = nearest(requested, offered) or _accepted(ranges, offered)
    names = [requested, *(name for name, quality in ranges if quality > 0)]
    countries = (country_locale(tag, _country(name)) for name in names if nearest(name, (tag,)))
    return language(tag, next(filter(None, countries), None))


def choose_language(offered: Sequence[str], requested: str | None, accepted: str) -> Language:
    """Return the language of a request.

    `requested` (`?lang=`) comes before the languages that the browser accepts (the header `Accept-Language`), and those
    before the first that the brand offers. The country that `requested` names decides the locale, or else the browser's.
    """
    header = accepted if len(accepted) <= MAX_HEADER_LENGTH else accepted[:MAX_HEADER_LENGTH].rpartition(",")[0]
    return _choose(tuple(offered), (requested or "")[:MAX_TAG_LENGTH], header)


def _ranges(header: str) -> list[tuple[str, float]]:
    """Return the language ranges of a header, the best first."""
    accepted = parse_accept_header(header, LanguageAccept)
    return sorted(((name[:MAX_TAG_LENGTH], quality) for name, quality in accepted), key=lambda each: -each[1])


def _accepted(ranges: Sequence[tuple[str, float]], offered: Sequence[str]) -> str:
    """Return the best offered language for the ranges of a browser: what it refuses (`q=0`) only where nothing is left."""
    refused = [name for name, quality in ranges if quality <= 0]
    wanted = [name for name, quality in ranges if quality > 0]
    left = [tag for tag in offered if not any(_covers(name, tag) for name in refused)] or list(offered)
    position = wanted.index(_ANY) if _ANY in wanted else len(wanted)
    for related in (_CLOSE, _READABLE):
        for name in wanted[:position]:
            if match := _match(name, left, related):
                return match
    # `*` stands for the languages that no other range names.
    return next((tag for tag in left if not any(_covers(name, tag) for name in wanted[position:])), left[0])


def _covers(name: str, tag: str) -> bool:
    """Tell whether a range names a tag or its beginning (RFC 4647, section 3.3.1)."""
    wanted = _parse(name)
    return wanted is not None and f"{tag}-".startswith(wanted.spelt(_own(wanted)) + "-")


def _country(name: str) -> str:
    tag = _parse(name)
    return tag.country if tag else ""


def _own(tag: _Tag) -> str:
    return _WRITTEN_AS.get(tag.language, tag.language)


def _match(name: str, offered: Sequence[str], related: Mapping[str, tuple[str, ...]]) -> str | None:
    wanted = _parse(name)
    if wanted is None:
        return None
    # Readers of one language need not know the script of another.
    same_script = [tag for tag in offered if _offered(tag).script == wanted.script]
    own = [(code, offered) for code in (wanted.language, _own(wanted))]
    found = (
        _nearest_of(wanted, code, tags)
        for code, tags in (*own, *((code, same_script) for code in related.get(_own(wanted), ())))
    )
    return next(filter(None, found), None)


def _nearest_of(wanted: _Tag, code: str, offered: Sequence[str]) -> str | None:
    """Return the nearest tag of one language: the same one, else by script, then by region."""

    def distance(tag: str) -> tuple[bool, bool, int, int]:
        candidate = _offered(tag)
        other_script = candidate.script != wanted.script
        return tag != wanted.spelt(wanted.language), other_script, _region_distance(wanted, candidate), len(tag)

    return min((tag for tag in offered if _offered(tag).language == code), key=distance, default=None)


def _region_distance(wanted: _Tag, candidate: _Tag) -> int:
    """Return the steps between two regions by CLDR's parent locales: `es-AR` and `es-MX` meet at `es-419`."""
    ours, theirs = _regions(wanted), _regions(candidate)
    return min((ours.index(region) + theirs.index(region) for region in ours if region in theirs), default=_FAR)


def _regions(tag: _Tag) -> list[str]:
    """Return the region of a tag and those of its parent locales."""
    parents, regions = get_global("parent_exceptions"), [tag.region]
    while parent := next(filter(None, map(parents.get, _locale_names(tag.language, tag.script, regions[-1]))), None):
        regions.append(parent.rpartition("_")[2])
    return regions


def _offered(tag: str) -> _Tag:
    """Return an offered tag with the script and region of the site's own locale: `pt` is Portugal's here."""
    found = _parse(LANGUAGES.get(tag, tag))
    if found is None:
        raise ValueError(f"{tag} is no language tag")
    return found


@lru_cache(maxsize=MAX_MEMOISED)
def _parse(name: str) -> _Tag | None:
    """Return a tag in canonical form (RFC 5646, section 4.5, with CLDR's aliases); None where it is none."""
    spelling = re.split(r"[.@]", name.strip().lower().replace("_", "-"), maxsplit=1)[0]
    match = _TAG.fullmatch(spelling)
    if match is None:
        return None
    language, *implied = _language(match).split("_")
    script = (match["script"] or "").title() or next((part for part in implied if len(part) == _SCRIPT_LENGTH), "")
    region = _region(match["region"] or "") or next((part for part in implied if len(part) < _SCRIPT_LENGTH), "")
    return _Tag(
        language,
        *_likely(language, script, region),
        named=tuple(filter(None, (script, region))),
        country=region,
    )


def _language(match: re.Match[str]) -> str:
    """Return the language of a tag; an extended one (`zh-yue`) is a language by itself (RFC 5646, section 4.5)."""
    extended = match["extended"].rpartition("-")[2] if match["language"] in _HAVE_EXTENDED else ""
    code = extended or match["language"]
    return str(get_global("language_aliases").get(code, code))


def _region(code: str) -> str:
    aliases = get_global("territory_aliases").get(code.upper())
    return str(aliases[0]) if aliases else code.upper()


def _likely(language: str, script: str, region: str) -> tuple[str, str]:
    """Return the script and region, from CLDR where they are empty."""
    subtags = get_global("likely_subtags")
    for name in (*_locale_names(language, script, region), f"{language}_{script}", language):
        if name in subtags:
            _, likely_script, likely_region = subtags[name].split("_")
            return script or likely_script, region or likely_region
    return script, region


def _locale_names(language: str, script: str, region: str) -> tuple[str, str]:
    return f"{language}_{script}_{region}", f"{language}_{region}"
