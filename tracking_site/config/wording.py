"""The main sentences of the site, which a brand can replace with its own."""

from typing import Annotated, get_args

from pydantic import AfterValidator, WrapValidator

from tracking_site.config.fields import Language, StatusWord
from tracking_site.config.localised_text import Sentence, by_key
from tracking_site.config.problems import invalid

STATUS_WORDS: tuple[str, ...] = get_args(StatusWord)
SENTENCES = frozenset(
    {
        "home_title",
        "home_lead",
        "not_found_title",
        "not_found_text",
        "expired_title",
        "expired_text",
        "unavailable_title",
        "unavailable_text",
        "support_title",
        *(f"status_{word}" for word in STATUS_WORDS),
        *(f"lead_{word}" for word in STATUS_WORDS),
    }
)


def _known(key: str) -> str:
    if key not in SENTENCES:
        raise invalid("unknown key")
    return key


Phrases = Annotated[dict[Annotated[str, AfterValidator(_known)], Sentence], WrapValidator(by_key)]
Wording = Annotated[dict[Language, Phrases], WrapValidator(by_key)]
