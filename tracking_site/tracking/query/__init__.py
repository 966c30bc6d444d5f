"""What a visitor asks for, read from an address's parameters or from pasted text."""

from tracking_site.tracking.query.model import (
    AIR_WAYBILL,
    MAX_GUESSES,
    MAX_NUMBER_LENGTH,
    MAX_TEXT_LENGTH,
    NAMING,
    PARAMETERS,
    LinkQuery,
    NumberQuery,
    Query,
    address_parameters,
    parameter_of,
)
from tracking_site.tracking.query.parameters import names_shipment, read_query
from tracking_site.tracking.query.spoilt_links import clean_token

__all__ = [
    "AIR_WAYBILL",
    "MAX_GUESSES",
    "MAX_NUMBER_LENGTH",
    "MAX_TEXT_LENGTH",
    "NAMING",
    "PARAMETERS",
    "LinkQuery",
    "NumberQuery",
    "Query",
    "address_parameters",
    "clean_token",
    "names_shipment",
    "parameter_of",
    "read_query",
]
