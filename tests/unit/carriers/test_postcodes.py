"""A postcode at the end of an address is found in the forms of many countries; a number of a house is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.carriers.postcodes import postcode_at_end

FOUND = {
    "145 West Coast Road, Singapore, Singapore, Singapore, SINGAPORE, 127367": "127367",
    "Apt 5,12 Willow Street,Heights,Brooklyn,11201": "11201",
    "Apartment2,SC2,AN2,LM2,Mumbai,400077": "400077",
    "No. 1,Jalan Taylors,,,,Subang Jaya,47500": "47500",
    "340 E 122nd St, New York, NY 10035": "10035",
    "340 E 122nd St, New York 10035, USA": "10035",
    "340 E 122nd St, New York, NY 10035-1234, United States": "10035-1234",
    "12 Main Street New York NY 10035": "10035",
    "290 Bremner Blvd, Toronto, ON, M5V 2T6": "M5V 2T6",
    "290 Bremner Blvd, Toronto, ON M5V 2T6, Canada": "M5V 2T6",
    "290 Bremner Blvd, Toronto ON M5V2T6": "M5V2T6",
    "Buckingham Palace, London SW1A 1AA": "SW1A 1AA",
    "10 Downing Street, London, SW1A 2AA, UK": "SW1A 2AA",
    "10 Downing Street, London SW1A 2AA UK": "SW1A 2AA",
    "10 rue de Rivoli, 75001 Paris": "75001",
    "10 rue de Rivoli 75001 Paris": "75001",
    "10 rue de Rivoli, 75001 Paris, France": "75001",
    "10 rue de Rivoli, 75001, Paris": "75001",
    "Vesterbrogade 6, 1620 København V": "1620",
    "Vesterbrogade 6, DK-1620 København V, Danmark": "DK-1620",
    "Hauptstraße 12, 10115 Berlin": "10115",
    "Hauptstraße 12, D-10115 Berlin, Deutschland": "D-10115",
    "Damrak 1, 1012 LG Amsterdam": "1012 LG",
    "Damrak 1, Amsterdam 1012LG": "1012LG",
    "Drottninggatan 5, 111 51 Stockholm": "111 51",
    "ul. Złota 59, 00-120 Warszawa": "00-120",
    "Rua Augusta 100, 1100-053 Lisboa, Portugal": "1100-053",
    "Av. Paulista 1578, São Paulo, 01310-200": "01310-200",
    "1-1 Marunouchi, Tokyo 100-0005, Japan": "100-0005",
    "5 George St, Sydney NSW 2000": "2000",
    "5 George St, Sydney, NSW, 2000, Australia": "2000",
    "7 Hill Road, Mumbai - 400076": "400076",
    "7 Hill Road, Mumbai 400 076": "400 076",
    "7 Hill Road, Mumbai, 400076, Maharashtra, India": "400076",
    "12 Dame Street, Dublin, D02 AF30": "D02 AF30",
}
NONE = (
    None,
    "",
    " , ,",
    "West Brooklyn",
    "SubangJaya_Mile",
    "12 Willow Street",
    "Hauptstraße 12, Berlin",
    "Hauptstrasse 1234",
    "1234 Main Street, Springfield",
    "12345 Broadway",
    "12345 Broadway, New York",
    "Avenida Paulista, 1578, São Paulo",
    "Avenida Paulista, 1578",
    "Av. Brasil, 12345, Rio de Janeiro",
    "Mid Valley Megamall,Lingkaran Syed Putra, Mid Valley City,Kuala Lumpur",
    "Sheikh Zayed Road, Dubai, PO Box 12345",
    "PO Box 12345, Dubai",
    "Rue de la Loi 1000",
    "Marina Tower, Flat 1204",
    "Marina Tower, Flat 1204, Dubai",
    "Dubai, United Arab Emirates",
    "call 9876543210",
    "7 Hill Road, Mumbai, 9876543210",
)


@pytest.mark.parametrize(("address", "postcode"), FOUND.items())
def test_the_postcode_at_the_end_of_an_address_is_found(address: str, postcode: str) -> None:
    assert postcode_at_end(address) == postcode


@pytest.mark.parametrize("address", NONE)
def test_a_number_of_a_house_a_flat_or_a_box_is_no_postcode(address: str | None) -> None:
    assert postcode_at_end(address) is None


@given(st.text(max_size=80))
def test_what_is_found_stands_in_the_address(address: str) -> None:
    found = postcode_at_end(address)
    assert found is None or found in address
