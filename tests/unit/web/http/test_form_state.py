"""The state of a form that failed opens on its own page for some minutes, and shows nothing on the way."""

from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fakes import Clock
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.web.http.form_state import MAX_STATE_LENGTH, STATE_SECONDS, FormState, FormStates

KEY, OLD = "a key of at least thirty-two bytes", "an older key of thirty-two bytes or more"
ORDER = Reference(ReferenceKind.ORDER_NUMBER, "GR432U5")
STATE = FormState("verify", "wrong_postcode", tries_left=4, values={"postcode": "K1A 0B1"})


def test_a_state_opens_as_it_was_sealed_and_in_an_address_as_it_is() -> None:
    states = FormStates([KEY])
    sealed = states.seal("northwind", ORDER, STATE)
    assert states.open("northwind", ORDER, sealed) == STATE
    assert set(sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert b"K1A" not in urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))


@pytest.mark.parametrize(
    ("brand", "reference"),
    [
        ("fjord", ORDER),
        ("northwind", Reference(ReferenceKind.ORDER_NUMBER, "GR432U6")),
        ("northwind", Reference(ReferenceKind.SLI_NUMBER, "GR432U5")),
    ],
)
def test_a_state_does_not_open_on_another_page(brand: str, reference: Reference) -> None:
    states = FormStates([KEY])
    assert states.open(brand, reference, states.seal("northwind", ORDER, STATE)) is None


@pytest.mark.parametrize(("until", "lasts"), [(None, STATE_SECONDS), (899, 899)])
def test_a_state_ends_after_ten_minutes_or_when_its_form_is_open_again(until: int | None, lasts: int) -> None:
    clock = Clock()
    states = FormStates([KEY], clock)
    begin = int(clock.now)
    state = FormState("verify", "wrong_postcode", until=begin + until if until else None)
    sealed = states.seal("northwind", ORDER, state)
    clock.now = begin + lasts - 1
    assert states.open("northwind", ORDER, sealed) == state
    clock.now = begin + lasts
    assert states.open("northwind", ORDER, sealed) is None


def test_an_older_key_still_opens_and_another_does_not() -> None:
    sealed = FormStates([OLD]).seal("northwind", ORDER, STATE)
    assert FormStates([KEY, OLD]).open("northwind", ORDER, sealed) == STATE
    assert FormStates([KEY]).open("northwind", ORDER, sealed) is None


@given(st.one_of(st.text(), st.from_regex(r"[A-Za-z0-9_-]{0,200}", fullmatch=True)))
def test_any_other_text_is_no_state(text: str) -> None:
    assert FormStates([KEY]).open("northwind", ORDER, text) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_was_typed_fits_into_an_address(typed: str) -> None:
    states = FormStates([KEY])
    state = FormState("verify", "wrong_postcode", tries_left=4, values={"postcode": typed})
    sealed = states.seal("northwind", ORDER, state)
    assert len(sealed) <= MAX_STATE_LENGTH
    assert states.open("northwind", ORDER, sealed) == state
