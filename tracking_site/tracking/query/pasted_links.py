"""Finds links in pasted text: the site's own, or a carrier's with the parameters that name a number."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote_plus

from tracking_site.domain.errors import InvalidReference
from tracking_site.tracking.query.model import AIR_WAYBILL, PARAMETERS, LinkQuery, NumberQuery, Query
from tracking_site.tracking.query.numbers import bare, references_of, spellings
from tracking_site.tracking.query.spoilt_links import TOKEN, layers

_PARAMETER = re.compile(r"(?<![A-Za-z_])(job_id|review_key|slino|ordno|order_no|orderNo|tripname|awb)=([^&\s#]+)")
_OWN_LINK = re.compile(rf"/t/({TOKEN})(?![A-Za-z0-9_-])")
_OWN_SEARCH = re.compile(r"/track(?=\?)[^\s#]*?[?&]q=([^&\s#]+)")
# A URL with or without a scheme; its parameters may contain credentials. Text may follow it without a blank.
_ADDRESS = re.compile(r"https?://[!-~]+")
_PARAMETERS_OF_ADDRESS = re.compile(r"(?<!\S)\S*[?&#][A-Za-z_]+=\S*")
_SENTENCE_ENDS = "\"'«»“”„‘’()[]<>{}.,;:!?"
# Where a value is written out, letters of a script without blanks are the sentence that goes on behind the link.
_WRITTEN = re.compile(r"[\x00-\x7f\u00c0-\u024f\u1e00-\u1eff\d]+")


def query_of_links(text: str, account: str | None) -> Query | None:
    """Return what the links in a text name, whatever they are wrapped in; None where there is none.

    Raises `InvalidReference` where they name several things, or an impossible one.
    """
    refused: InvalidReference | None = None
    for layer in layers(text):
        try:
            if own := _OWN_LINK.findall(layer):
                return LinkQuery(_only(own))
            if linked := _parameters_in(layer):
                return query_of_parameters(linked, account)
        except InvalidReference as error:
            # What is malformed here can be in order below the next layer.
            refused = refused or error
    if refused is not None:
        raise refused
    return None


def search_of_links(text: str) -> str | None:
    """Return the text that a link to this site's own search looks for."""
    found = (match for layer in layers(text) for match in _OWN_SEARCH.finditer(layer))
    first = next(found, None)
    return unquote_plus(first[1]) if first else None


def without_links(text: str) -> str:
    """Return a text without its links, whose parameters may contain credentials."""
    return _PARAMETERS_OF_ADDRESS.sub(" ", _ADDRESS.sub(" ", text))


def query_of_parameters(linked: Mapping[str, Sequence[str]], account: str | None) -> NumberQuery:
    """Return the query of the parameters of one link."""
    for name, kind in PARAMETERS.items():
        if name in linked:
            key = _only(linked["review_key"]) if "review_key" in linked else None
            reference, alternatives = references_of(kind, _only(linked[name]), key)
            return NumberQuery((reference,), account=account, alternatives=alternatives)
    if AIR_WAYBILL in linked:
        return NumberQuery(air_waybills=spellings(_only(linked[AIR_WAYBILL])), account=account)
    raise InvalidReference("missing")


def _only(values: Sequence[str]) -> str:
    if len(set(values)) > 1:
        raise InvalidReference("several")
    return values[0]


def _parameters_in(text: str) -> dict[str, list[str]]:
    """Return the parameters in links that name a number; others, such as credentials, are left out."""
    parameters: dict[str, list[str]] = {}
    for match in _PARAMETER.finditer(text):
        name, value = match.groups()
        # Strip before decoding: encoded punctuation belongs to the number, plain punctuation to the sentence around it.
        written = _WRITTEN.match(value)
        cut = written is not None and written.end() < len(value)
        ends = cut or text[match.end() : match.end() + 1] in ("", " ")
        plain = written.group() if written else value
        bare_value = plain.rstrip(_SENTENCE_ENDS if ends and name != "tripname" else "")
        # A link with an impossible key is not a link without one.
        if bare(bare_value) or name == "review_key":
            parameters.setdefault(name, []).append(unquote_plus(bare_value or value))
    return parameters
