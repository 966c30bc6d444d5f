"""Queries, parsed as the site parses them."""

from collections.abc import Mapping, Sequence

from tracking_site.domain.references import Reference
from tracking_site.tracking.query import LinkQuery, NumberQuery, read_query


def numbers(parameters: Mapping[str, Sequence[str]]) -> NumberQuery:
    """Return the query for parameters with numbers."""
    query = read_query(parameters)
    assert isinstance(query, NumberQuery)
    return query


def tried(parameters: Mapping[str, Sequence[str]]) -> tuple[Reference, ...]:
    """Return the references that are looked up for parameters with numbers, the first ones first."""
    query = numbers(parameters)
    return (*query.references, *query.alternatives)


def link(parameters: Mapping[str, Sequence[str]]) -> LinkQuery:
    """Return the query for parameters with a sealed link."""
    query = read_query(parameters)
    assert isinstance(query, LinkQuery)
    return query
