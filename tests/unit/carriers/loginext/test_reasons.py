"""The reasons of LogiNext: the driver's telephone number is in none."""

import pytest

from tracking_site.carriers.loginext.reasons import impersonal_reason, reason_without_number
from tracking_site.carriers.parsing import Fields


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("Driver 9988776655 waited", "Driver … waited"),
        ("Call +91 99887-76655 back", "Call … back"),
        ("Premises closed", "Premises closed"),
        ("Order 12345678901 damaged", "Order 12345678901 damaged"),
    ],
)
def test_the_drivers_number_is_taken_out_of_the_reason(reason: str, shown: str) -> None:
    row = {"reason": reason, "phoneNumber": "+91 9988776655", "deliveryMediumPhoneNumber": None}
    assert reason_without_number(Fields(row), "reason") == shown


@pytest.mark.parametrize("reason", ["Call 99887-76655", "MEHRA was not there", "Telephone 040 1234567", None])
def test_a_personal_reason_is_not_stored(reason: str | None) -> None:
    assert impersonal_reason(Fields({"reason": reason, "customerName": "Asha Mehra"}), "reason") is None


def test_a_reason_without_a_name_is_stored() -> None:
    assert impersonal_reason(Fields({"reasonCd": "Attempt 2: closed"}), "reason", "reasonCd") == "Attempt 2: closed"
