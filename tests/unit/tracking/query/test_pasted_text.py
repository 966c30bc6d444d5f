"""Texts in the search field: numbers, messages, links."""

from urllib.parse import quote, urlencode

import pytest

from tests.support import queries
from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.query import MAX_GUESSES, MAX_TEXT_LENGTH, PARAMETERS, LinkQuery, Query, read_query

JOB, KEY = "10610600-5c4b-4d7e-9a61-00000000000a", "0ddba110-5c4b-4d7e-9a61-00000000000b"
SLI, ORDER, TRIP = ReferenceKind.SLI_NUMBER, ReferenceKind.ORDER_NUMBER, ReferenceKind.TRIP_NAME
LOGIS_JOB = Reference(ReferenceKind.JOB_ID, JOB, KEY)
TOKEN = "Ab3_-" * 18
SITE = "https://track.northwind.example"
LOGINEXT = (
    "https://api.loginextsolutions.com/track/#/order?ordno=A%26B%20%231&aid=4b41a94b-521b-4986-920d&key=$2a$08$dfVg6"
)


def pasted(text: str) -> Query:
    return read_query({"q": [text]})


def references_in(text: str) -> tuple[Reference, ...]:
    return queries.numbers({"q": [text]}).references


def numbers(text: str, kind: ReferenceKind) -> list[str]:
    return [reference.value for reference in queries.tried({"q": [text]}) if reference.kind is kind]


def reason(**parameters: str | list[str]) -> str:
    """Return the reason for which the parameters are refused."""
    with pytest.raises(InvalidReference) as raised:
        read_query({name: value if isinstance(value, list) else [value] for name, value in parameters.items()})
    assert raised.value.reason in InvalidReference.REASONS
    return raised.value.reason


def test_texts_of_more_than_two_thousand_characters_are_refused() -> None:
    text = "word " * 400
    assert len(text) == MAX_TEXT_LENGTH
    assert "GR432U5" in numbers(text[:-8] + " GR432U5", ORDER)
    assert reason(q=text[:-7] + " GR432U5") == "too_long"


def test_a_number_is_looked_up_as_every_possible_kind() -> None:
    references = references_in("10482203")
    assert references == tuple(Reference(kind, "10482203") for kind in (SLI, ORDER, TRIP))


@pytest.mark.parametrize("text", ["gr432u5", " gr432u5 ", "gr432u5.", "Gr432u5", "gr432u5!", "«gr432u5»", '"gr432u5"'])
def test_a_number_in_lower_case_is_also_looked_up_in_capitals(text: str) -> None:
    for kind in (SLI, ORDER, TRIP):
        assert "GR432U5" in numbers(text, kind)


@pytest.mark.parametrize(
    "around", ['"{}"', "'{}'", "«{}»", "« {} »", "“{}”", "„{}“", "‘{}’", "  {}\n", "\ufeff{}\u200b"]
)
def test_quotes_and_blanks_around_a_copied_number_are_removed(around: str) -> None:
    assert numbers(around.format("GR432U5"), SLI)[0] == "GR432U5"
    assert numbers(around.format("Trip 12 / North"), TRIP)[0] == "Trip 12 / North"


@pytest.mark.parametrize(
    "name", ["BLR/DEL 27-11", "Trip 12 / North", "a/b/c/d/e", "Tournée du matin n° 5", "NL  12  B"]
)
def test_a_trip_is_found_by_its_whole_name(name: str) -> None:
    assert numbers(name, TRIP)[0] == " ".join(name.split())


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1048 2203", "10482203"),
        ("GR 432 U5", "GR432U5"),
        ("GR 4321 U512", "GR4321U512"),
        ("NW 10255", "NW10255"),
        ("10 48 2203", "10482203"),
        ("1048\u00a02203", "10482203"),
        ("1048\t2203", "10482203"),
        ("1 0 4 8 2 2 0 3", "10482203"),
        ("10,482,203", "10482203"),
        ("SLI：1048 2203です", "10482203"),
        ("is 1048 2203", "10482203"),
    ],
)
def test_a_number_typed_in_groups_is_looked_up_without_blanks(typed: str, number: str) -> None:
    assert number in numbers(typed, SLI)
    assert number in numbers(typed, ORDER)


@pytest.mark.parametrize(
    "typed", ["NW%2D10255", "NW%252D10255", "NW&#45;10255", "NW-10255&nbsp;", "%E2%80%8BNW-10255%E3%80%82"]
)
def test_a_number_that_was_escaped_is_unescaped(typed: str) -> None:
    assert queries.numbers({"q": [typed]}).references[0] == Reference(SLI, "NW-10255")


def test_groups_that_are_numbers_by_themselves_are_not_joined_first() -> None:
    for text in ("NW-10255 KL-5501", "10482201 10482202"):
        first = queries.numbers({"q": [text]}).references
        assert [each.value for each in first if each.kind is SLI] == text.split()


@pytest.mark.parametrize(
    "typed", ["order gr432u5", "Commande : GR432U5", "colis n° gr432u5", "SLI GR432U5", "n°GR432U5", "order:gr432u5"]
)
def test_a_word_before_the_number_is_ignored(typed: str) -> None:
    for kind in (SLI, ORDER, TRIP):
        assert "GR432U5" in numbers(typed, kind)


def test_a_sign_for_number_may_be_part_of_the_number() -> None:
    assert numbers("#1045", ORDER) == ["#1045", "1045"]
    assert {"1045", "#1045"} <= set(numbers("Your order #1045 has been shipped today", ORDER))


@pytest.mark.parametrize(
    "number", ["GR432U5", "10482203", "NW-10255", "435-16685675", "gr432u5", "2026-11045", "1045-1"]
)
@pytest.mark.parametrize(
    "message",
    [
        "Hello Maude! Your order {} arrives on Friday, 27 November 2026, between 14:00 and 17:30. Questions? Call 0345.",
        "Northwind: your parcel arrives 27/11/2026 2pm-5pm. Number: {}.",
        "Delivery 2026-11-27T14:00:00Z, 9am–12pm, on the 27th. Call +45 12345678 or 514-555-0100 or 1-800-555-0199 ({})",
        "Bonjour, votre livraison est prévue le vendredi 27 novembre 2026 entre 14h00 et 17h30 : commande {}.",
        "Votre colis n°{} sera livré le 27.11.2026 de 8h à 12h30. Tél. +33 1 23 45 67 89 ou 01 23 45 67 89.",
        "Livraison le 27/11 à 16h. « {} » Répondez STOP au 36111, ou écrivez à aide24@northwind.example.",
    ],
)
def test_the_number_in_an_sms_is_found_among_dates_times_and_telephones(message: str, number: str) -> None:
    found = numbers(message.format(number), SLI)
    assert number in found
    assert not set(found) & {"2026", "0345", "0100", "0199", "14h00", "14H00", "17h30", "8h", "2pm-5pm", "514-555-0100"}
    assert not any("@" in guess for guess in found)
    assert len(found) <= MAX_GUESSES


def test_a_possible_year_is_looked_up_if_there_is_no_other_number() -> None:
    assert "2026" in numbers("It is the order 2026 that I am waiting for", ORDER)


@pytest.mark.parametrize(
    "text", ["a1b2 " * 300, "A1B2C3 " * 10, "x" * 90 + "1", "1 2 3", "a b c d e f", "ÄÖ12 äö12 ßß12"]
)
def test_a_text_gives_a_limited_number_of_references(text: str) -> None:
    references = references_in(text)
    assert len(references) <= 3 * MAX_GUESSES
    assert len(set(references)) == len(references)


def test_a_uuid_in_a_text_is_a_job_without_its_key() -> None:
    assert references_in(f"My job is {JOB.upper()}, thanks") == (Reference(ReferenceKind.JOB_ID, JOB),)


OWN_LINKS = [
    f"{SITE}/t/{TOKEN}",
    f"{SITE}/t/{TOKEN}?lang=fr",
    f"{SITE}/t/{TOKEN}#events",
    f"track.northwind.example/t/{TOKEN}",
    f"{SITE}/embed/t/{TOKEN}",
    f"Votre colis : {SITE}/t/{TOKEN}.",
    f"Follow it here ({SITE}/t/{TOKEN}), please",
    f"{SITE}/t/{TOKEN}\n{SITE}/t/{TOKEN}?lang=en",
    quote(f"{SITE}/t/{TOKEN}?lang=fr", safe=""),
    "https://mail.example/redirect?" + urlencode({"u": f"{SITE}/t/{TOKEN}?lang=fr", "id": "a1b2c3d4"}),
]


@pytest.mark.parametrize("text", OWN_LINKS)
def test_a_pasted_sealed_link_is_recognised_in_any_form(text: str) -> None:
    assert pasted(text) == LinkQuery(TOKEN)


def test_a_token_with_further_characters_is_not_truncated() -> None:
    assert reason(q=f"{SITE}/t/" + "A" * 601) == "too_long"


@pytest.mark.parametrize(("parameter", "kind"), [pair for pair in PARAMETERS.items() if pair[0] != "job_id"])
@pytest.mark.parametrize("number", ["GR432U5", "A&B #1", "a/b c", "100%", "(1)", "No 5.", "1+1", "é?x=1"])
def test_a_link_of_this_site_is_recognised_with_every_parameter(
    parameter: str, kind: ReferenceKind, number: str
) -> None:
    link = f"{SITE}/track?" + urlencode({"lang": "fr", parameter: number, "account": "mile"})
    for text in (
        link,
        f"{link}#events",
        f"Here: <{link}> ok?",
        quote(link, safe=""),
        f"https://r.example/?u={quote(link, safe='')}&i=1",
    ):
        assert references_in(text) == (Reference(kind, number),)


def test_a_pasted_search_address_of_this_site_is_recognised() -> None:
    for link in (f"{SITE}/track?q=gr432u5", f"{SITE}/track?lang=fr&q=gr432u5&x=1", quote(f"{SITE}/track?q=gr432u5")):
        assert pasted(link) == pasted("gr432u5")
    assert pasted(f"{SITE}/track?" + urlencode({"q": "Trip 12 / North"})) == pasted("Trip 12 / North")
    within = urlencode({"q": f"{SITE}/track?ordno=A%26B"})
    assert references_in(f"{SITE}/track?{within}") == (Reference(ORDER, "A&B"),)
    assert pasted(f"{SITE}/track?" + urlencode({"q": f"{SITE}/t/{TOKEN}"})) == LinkQuery(TOKEN)


@pytest.mark.parametrize(
    "link",
    [
        f"https://app.logisapp.ca/track?job_id={JOB}&review_key={KEY}",
        f"https://app.logisapp.ca/track?review_key={KEY}&job_id={JOB}",
        f"https://app.logisapp.ca/track?lang=fr&review_key={KEY.upper()}&x=1&job_id={JOB.upper()}&y=2",
        f"https://app.logisapp.ca/#/track?job_id={JOB}&review_key={KEY}",
        f"https://app.logisapp.ca/#/track?review_key={KEY}&job_id={JOB}.",
        f"https://app.logisapp.ca/track#job_id={JOB}&review_key={KEY}",
        f"https://app.logisapp.ca/track?job_id={JOB}&amp;review_key={KEY}",
        f"Suivez votre livraison : https://app.logisapp.ca/track?job_id={JOB}&review_key={KEY}. Merci!",
        quote(f"https://app.logisapp.ca/track?job_id={JOB}&review_key={KEY}", safe=""),
        f"app.logisapp.ca/track?job_id={JOB}&review_key={KEY}",
        f"job_id={JOB} review_key={KEY}",
    ],
)
def test_a_logis_link_is_recognised_in_any_order_and_in_a_fragment(link: str) -> None:
    (reference,) = references_in(link)
    assert reference == LOGIS_JOB
    assert reference.review_key == KEY


@pytest.mark.parametrize(
    "link",
    [
        LOGINEXT,
        f"Track: {LOGINEXT}",
        LOGINEXT.replace("ordno=A%26B%20%231&aid=", "aid=").replace("&key=", "&ordno=A%26B%20%231&key="),
        quote(LOGINEXT, safe=""),
        LOGINEXT.removeprefix("https://"),
        LOGINEXT.replace("ordno", "orderNo"),
    ],
)
def test_credentials_in_a_loginext_link_are_ignored(link: str) -> None:
    query = pasted(link)
    assert references_in(link) == (Reference(ORDER, "A&B #1"),)
    assert "4b41a94b" not in repr(query)
    assert "$2a$" not in repr(query)


@pytest.mark.parametrize("start", ["https://", "", "see https://", "www."])
def test_credentials_in_a_link_are_not_mistaken_for_a_number(start: str) -> None:
    text = f"{start}api.loginextsolutions.com/track/#/order?x=1&aid=4b41a94b521b&key=$2a$08$dfVg6 or GR432U5"
    query = pasted(text)
    assert "4b41a94b" not in repr(query)
    assert "GR432U5" in numbers(text, ORDER)
