"""Which accounts of a brand could know a reference."""

from collections.abc import Mapping, Sequence

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef


def candidates(
    references: Sequence[Reference], kinds: Mapping[str, frozenset[ReferenceKind]], only: str | None = None
) -> tuple[ShipmentRef, ...]:
    """Every account of the brand that knows numbers of a kind, for every reference of that kind, in the brand's order.

    `kinds` has the brand's accounts alone; `only` limits them to one. A job without its review key is asked of nobody:
    a missing key is answered like a wrong one.
    """
    return tuple(
        ShipmentRef(account, reference)
        for account, known in kinds.items()
        if only in (None, account)
        for reference in references
        if reference.kind in known and not (reference.kind is ReferenceKind.JOB_ID and reference.review_key is None)
    )
