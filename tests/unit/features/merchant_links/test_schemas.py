"""A link's request is described with every field that is accepted, and with no other."""

import msgspec

from tracking_site.features.merchant_links.schemas import LINK_FIELDS, LINKS, MAX_LINKS, LinksRequest


def test_the_fields_of_a_link_are_those_of_the_contract() -> None:
    numbers = {"slino", "ordno", "tripname", "job_id", "review_key", "account"}
    assert numbers | {"days", "language", "purpose", "expected", "merchant"} == LINK_FIELDS


def test_a_request_has_up_to_a_hundred_links_of_one_form_each() -> None:
    links = msgspec.json.schema(LinksRequest)["$defs"]["LinksRequest"]["properties"]["links"]
    assert (links["minItems"], links["maxItems"]) == (1, MAX_LINKS)
    assert len(links["items"]["oneOf"]) == len(LINKS) == 4


def test_no_link_has_further_fields() -> None:
    schemas = msgspec.json.schema_components(LINKS)[1]
    assert all(schemas[model.__name__]["additionalProperties"] is False for model in LINKS)
