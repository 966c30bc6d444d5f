"""A field of a body that is missing or wrong is an error with the field's own reason."""

from typing import Annotated, Any

import pytest
from msgspec import Meta, Struct

from tracking_site.domain.errors import InvalidAction
from tracking_site.web.http.bodies import Reason, decode_body


class Parcel(Struct, frozen=True):
    """A body with a field of every sort."""

    rating: Annotated[int, Meta(ge=0, le=5), Reason("rating", missing="rating_missing")]
    target: Annotated[str, Reason("target")]
    days: Annotated[int, Reason("days")] = 60
    comment: Annotated[Annotated[str, Meta(max_length=3)] | None, Reason("comment")] = None


def test_fields_become_a_struct_and_others_are_ignored() -> None:
    body = {"rating": 5, "target": "job", "days": 1, "comment": "abc", "more": [1]}
    assert decode_body(body, Parcel) == Parcel(5, "job", 1, "abc")


def test_a_field_that_is_missing_has_its_default() -> None:
    assert decode_body({"rating": 0, "target": ""}, Parcel) == Parcel(0, "", 60, None)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"rating": None}, "rating_missing"),
        ({"rating": 6}, "rating"),
        ({"rating": True}, "rating"),
        ({"rating": 4.0}, "rating"),
        ({"rating": "4"}, "rating"),
        ({"target": None}, "target"),
        ({"target": 1}, "target"),
        ({"days": None}, "days"),
        ({"comment": "abcd"}, "comment"),
    ],
)
def test_a_wrong_field_is_an_error_with_its_reason(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidAction) as caught:
        decode_body({"rating": 5, "target": "job", **wrong}, Parcel)
    assert caught.value.reason == reason


def test_null_stands_for_a_missing_value_where_the_type_says_so() -> None:
    assert decode_body({"rating": 5, "target": "job", "comment": None}, Parcel).comment is None


def test_the_first_field_of_the_struct_is_the_one_that_is_reported() -> None:
    with pytest.raises(InvalidAction) as caught:
        decode_body({"comment": 1, "days": "x", "target": 1, "rating": 5}, Parcel)
    assert caught.value.reason == "target"


def test_a_check_of_ones_own_is_made_in_the_same_order() -> None:
    body = {"rating": 5, "target": "all", "days": "x"}
    with pytest.raises(InvalidAction) as caught:
        decode_body(body, Parcel, {"target": {"job", "client"}.__contains__})
    assert caught.value.reason == "target"
