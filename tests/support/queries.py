"""Queries, parsed as the site parses them."""

from collections.abc import Mapping, Sequence

from tracking_site.tracking.query import LinkQuery, NumberQuery, read_query


def numbers(parameters: Mapping[str, Sequence[str]]) -> NumberQuery:
    """Return the query for parameters with numbers."""
    query = read_query(parameters)
    assert isinstance(query, NumberQuery)
    return query


def link(parameters: Mapping[str, Sequence[str]]) -> LinkQuery:
    """Return the query for parameters with a sealed link."""
    query = read_query(parameters)
    assert isinstance(query, LinkQuery)
    return query
