"""The API under fire: whatever its description allows, and what it does not, is answered as described and never by 500."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance, unsupported_method

from tests.support.sites import API_KEY, NORTHWIND, PROVEN_JOBS, Open, Site
from tracking_site.routing import API_OPERATIONS
from tracking_site.web.api.openapi import description
from tracking_site_sandbox.sample import Sample

EXAMPLES, EXAMPLES_OF_ALL_LINKS = 40, 3
"""Taking all links back waits for the next second."""
ALL_LINKS = ("DELETE", "/api/v1/links")
UNGUESSED = {"/api/v1/verification", "/api/v1/links/{link_id}"}
"""What is named there is never hit by chance, and a postcode is tried five times alone."""

TO_RATE, WITH_CODE = (
    next(sample for sample in PROVEN_JOBS if words in sample.title)
    for words in ("can be reviewed", "with a delivery code")
)
HEADERS = {"Host": NORTHWIND, "Authorization": f"Bearer {API_KEY}", "Accept-Encoding": "identity"}
LEFT_OUT = [
    # Nobody knows a number that was made up, and a text that may be one by its letters need not be.
    positive_data_acceptance,
    # 405 is told by a page and not described; which methods an address has is shown in test_web_openapi.
    unsupported_method,
    # The key is sent by the test itself; that it is asked for is shown in tests/security.
    ignored_auth,
]


def operations() -> Iterator[tuple[str, str]]:
    """The method and path of everything that is described."""
    for path, methods in description(f"https://{NORTHWIND}", API_OPERATIONS)["paths"].items():
        yield from ((method.upper(), path) for method in methods)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("method", "path"), list(operations()))
def test_the_api_is_what_its_description_says(open_fresh: Open, method: str, path: str, mode: GenerationMode) -> None:
    site = open_fresh()
    schema = schemathesis.openapi.from_wsgi("/openapi.json", site.app, headers=HEADERS)
    operation = schema[path][method]
    examples = EXAMPLES_OF_ALL_LINKS if (method, path) == ALL_LINKS else EXAMPLES
    answered: set[int] = set()

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def ask(case: Any, *, real: bool) -> None:
        if real and mode is GenerationMode.POSITIVE:
            name_a_real_one(case, site, WITH_CODE if path.endswith("delivery-code") else TO_RATE)
        answered.add(case.call_and_validate(headers=HEADERS, excluded_checks=LEFT_OUT).status_code)

    ask()
    if mode is GenerationMode.POSITIVE and path not in UNGUESSED:
        assert answered & {200, 201, 204}, f"nothing was ever done, but {answered}"


def name_a_real_one(case: Any, site: Site, sample: Sample) -> None:
    """Puts a shipment that exists in the place of one that was made up: nobody guesses them.

    Numbers are written as a recipient's rating is: a schema takes 2.0 for a whole number, the site does not.
    """
    if isinstance(case.body, dict):
        whole = {name: int(value) for name, value in case.body.items() if type(value) is float and value.is_integer()}
        case.body.update(whole)
        if "token" in case.body:
            case.body["token"] = site.token(sample)
        elif "job_id" in case.body:
            case.body.update(sample.query, account=None)
    if case.method == "GET":
        case.query = {"token": site.token(sample)}
