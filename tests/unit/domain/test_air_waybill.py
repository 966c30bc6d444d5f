"""The key of air waybill numbers is the same in every script and width."""

import pytest

from tracking_site.domain.air_waybill import air_waybill_key


@pytest.mark.parametrize(
    "number",
    [
        "435-16685675",
        "435 1668 5675",
        "４３５－１６６８５６７５",
        "٤٣٥١٦٦٨٥٦٧٥",
        "435\u201116685675",
        "435\u00ad-166\u200b85675",
    ],
)
def test_an_air_waybill_number_has_one_key(number: str) -> None:
    assert air_waybill_key(number) == "43516685675"


@pytest.mark.parametrize("number", [None, "", "N/A", "000-00000000", "٠٠٠٠٠٠", "\u200b1234"])
def test_a_placeholder_has_no_key(number: str | None) -> None:
    assert air_waybill_key(number) is None
