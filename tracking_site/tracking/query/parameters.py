"""Reads the parameters of `/track`, among them the text of the search field."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.normalisation import without_unseen
from tracking_site.tracking.query.model import (
    AIR_WAYBILL,
    MAX_NUMBER_LENGTH,
    MAX_TEXT_LENGTH,
    NAMING,
    PARAMETERS,
    SEARCH,
    NumberQuery,
    Query,
)
from tracking_site.tracking.query.numbers import CONTROL, references_of, spellings
from tracking_site.tracking.query.pasted_links import query_of_links, search_of_links, without_links
from tracking_site.tracking.query.pasted_text import query_of_text
from tracking_site.tracking.query.spoilt_links import decoded_value

_BLANK = re.compile(r"\s")
# Without any of these a text is neither a link nor escaped.
_SIGN_OF_LINK = re.compile("[/=%&]")


def read_query(parameters: Mapping[str, Sequence[str]]) -> Query:
    """Read the parameters of `/track`; `InvalidReference` where they name no number, several, or an impossible one."""
    account = next(iter(parameters.get("account", ())), None)
    given = {name: _only(parameters[name]) for name in NAMING if parameters.get(name)}
    if len(given) > 1:
        raise InvalidReference("several")
    try:
        return _read_parameter(given, parameters, account)
    except InvalidReference:
        spoilt = _read_spoilt(parameters, account)
        if spoilt is None:
            raise
        return spoilt


def names_shipment(parameters: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether parameters name a shipment, however spoilt, or wrongly."""
    if any(any(parameters.get(name, ())) for name in (*NAMING, "review_key")):
        return True
    try:
        return _read_spoilt(parameters, None) is not None
    except InvalidReference:
        return True


def _read_parameter(given: Mapping[str, str], parameters: Mapping[str, Sequence[str]], account: str | None) -> Query:
    if not given:
        raise InvalidReference("missing")
    ((name, value),) = given.items()
    if name == SEARCH:
        return _read_text(value, account)
    if name == AIR_WAYBILL:
        return NumberQuery(air_waybills=spellings(value), account=account)
    key = _only(parameters["review_key"]) if parameters.get("review_key") else None
    reference, alternatives = references_of(PARAMETERS[name], value, key)
    return NumberQuery((reference,), account=account, alternatives=alternatives)


def _read_spoilt(parameters: Mapping[str, Sequence[str]], account: str | None) -> Query | None:
    """Return what a link names whose parameters were encoded as one, such as `job_id%3D…%26review_key%3D…`."""
    if SEARCH in parameters or not any("=" in text or "%" in text for text in _texts(parameters)):
        return None
    pairs = (f"{name}={value}" if value else name for name, values in parameters.items() for value in values)
    text = "/track?" + "&".join(_BLANK.sub(lambda match: quote(match.group()), pair) for pair in pairs)
    if len(text) > MAX_TEXT_LENGTH:
        return None
    searched = search_of_links(text)
    return query_of_links(text, account) or (_read_text(searched, account) if searched else None)


def _texts(parameters: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return [*parameters, *(value for values in parameters.values() for value in values)]


def _only(values: Sequence[str]) -> str:
    if len(set(values)) > 1:
        raise InvalidReference("several")
    return values[0]


def _read_text(text: str, account: str | None) -> Query:
    """Read pasted text: a link of this site or of a carrier, a number, or a sentence around one of them."""
    if len(text) > MAX_TEXT_LENGTH:
        raise InvalidReference("too_long")
    if not CONTROL.sub(" ", without_unseen(text)).strip():
        raise InvalidReference("missing")
    if not _SIGN_OF_LINK.search(text):
        return query_of_text(without_unseen(text), account)
    if linked := query_of_links(text, account):
        return linked
    searched = search_of_links(text)
    remaining = without_links(without_unseen(text if searched is None else searched))
    # What is escaped may be a link, too.
    remaining = without_links(decoded_value(remaining))
    if not remaining.strip() and len(text) > MAX_NUMBER_LENGTH:
        raise InvalidReference("too_long")
    return query_of_text(remaining, account)
