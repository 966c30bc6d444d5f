"""Which shipment a request body is about: a sealed link's token, or one number."""

from tracking_site.domain.errors import InvalidAction, InvalidReference
from tracking_site.tracking.query import PARAMETERS, NumberQuery, read_query
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.web.http.context import open_link
from tracking_site.web.http.request import Body


def parse_recipient(body: Body) -> SealedLink | NumberQuery:
    """Return what proves the recipient: a sealed link, or a job with its review key."""
    token = _one_of(body, ("token", "job_id")).get("token")
    return open_link(token) if token else parse_number(body, ("job_id",))


def parse_number(body: Body, names: tuple[str, ...]) -> NumberQuery:
    """Return the one number under these names; a job comes with its review key."""
    texts = _one_of(body, names)
    if "job_id" in texts and "review_key" not in texts:
        raise InvalidAction("no_reference")
    try:
        query = read_query({name: [text] for name, text in texts.items()})
    except InvalidReference:
        raise InvalidAction("no_reference") from None
    if not isinstance(query, NumberQuery):
        raise InvalidAction("no_reference")
    return query


def _one_of(body: Body, names: tuple[str, ...]) -> dict[str, str]:
    """Return the fields that name one shipment; none or several, or a field that is no text, is an `InvalidAction`."""
    given = {name: body[name] for name in (*PARAMETERS, "token") if body.get(name) is not None}
    if len(given) != 1 or next(iter(given)) not in names:
        raise InvalidAction("no_reference")
    texts = {name: body[name] for name in (*given, "review_key", "account") if body.get(name) is not None}
    if not all(isinstance(text, str) and text for text in texts.values()):
        raise InvalidAction("no_reference")
    return texts
