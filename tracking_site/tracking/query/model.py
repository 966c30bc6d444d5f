"""A visitor's query: numbers, or a sealed link; and the parameters of an address that mean the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracking_site.domain.references import Reference, ReferenceKind

MAX_NUMBER_LENGTH = 100
MAX_TEXT_LENGTH = 2_000
MAX_GUESSES = 5
"""The numbers of one text that are looked up, for each kind of number; as many alternatives may follow."""

PARAMETERS: Mapping[str, ReferenceKind] = {
    "job_id": ReferenceKind.JOB_ID,
    "slino": ReferenceKind.SLI_NUMBER,
    "ordno": ReferenceKind.ORDER_NUMBER,
    "order_no": ReferenceKind.ORDER_NUMBER,
    "orderNo": ReferenceKind.ORDER_NUMBER,
    "tripname": ReferenceKind.TRIP_NAME,
}
"""The parameters of `/track` that name a number, and which kind of number each names (docs/contract.md, section 3)."""
AIR_WAYBILL = "awb"
"""The parameter for an air waybill number, which the site looks up in its own database."""
SEARCH = "q"
"""The parameter for what a visitor typed or pasted."""
NAMING = (*PARAMETERS, AIR_WAYBILL, SEARCH)


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """The references and air waybill numbers that a query may mean.

    `account` limits it to one account, as the links on the page with several results do. The `alternatives` are tried only
    where the references find nothing. `text` is what the search field would contain, without anything but the numbers;
    None where the query names the kind of its number.
    """

    references: tuple[Reference, ...] = ()
    air_waybills: tuple[str, ...] = ()
    account: str | None = None
    alternatives: tuple[Reference, ...] = ()
    text: str | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LinkQuery:
    """The token of a sealed link."""

    token: str


Query = NumberQuery | LinkQuery


def parameter_of(kind: ReferenceKind) -> str:
    """Return the parameter with which addresses are written for a kind of number."""
    return next(name for name, known in PARAMETERS.items() if known is kind)


def address_parameters(query: NumberQuery) -> tuple[tuple[str, str], ...]:
    """Return the parameters of an address with the same meaning: nothing of what stood around the numbers."""
    account = (("account", query.account),) if query.account else ()
    if query.text is not None:
        return ((SEARCH, query.text), *account)
    if not query.references:
        return ((AIR_WAYBILL, query.air_waybills[0]), *account)
    reference = query.references[0]
    key = (("review_key", reference.review_key),) if reference.review_key else ()
    return ((parameter_of(reference.kind), reference.value), *key, *account)
