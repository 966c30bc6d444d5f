"""The words that stand before a number, in the languages of the site: "SLI 10482203", "Bestellnr.: GR432U5"."""

import re

# As they are written in messages and typed in the search field; the last word alone, since blanks divide the others.
_WORDS = (
    *(
        "sli",
        "awb",
        "mawb",
        "hawb",
        "air waybill",
        "waybill",
        "order",
        "shipment",
        "parcel",
        "package",
        "delivery",
        "trip",
    ),
    *(
        "number",
        "num",
        "no",
        "nr",
        "nro",
        "ref",
        "reference",
        "id",
        "tracking",
        "job",
        "code",
        "consignment",
        "booking",
    ),
    *(
        "numéro",
        "numero",
        "número",
        "commande",
        "colis",
        "livraison",
        "expédition",
        "suivi",
        "référence",
        "lta",
        "trajet",
    ),
    *("ordre", "ordrenummer", "ordrenr", "nummer", "pakke", "forsendelse", "sporing", "luftfragtbrev", "tur"),
    *("bestellung", "bestellnummer", "bestellnr", "auftrag", "auftragsnummer", "sendung", "sendungsnummer", "paket"),
    *("luftfrachtbrief", "fahrt", "sli-nummer", "sli-numero", "pedido", "envío", "entrega", "paquete", "viaje", "guía"),
    *(
        "encomenda",
        "envio",
        "viagem",
        "ordine",
        "ordinenumero",
        "spedizione",
        "consegna",
        "pacco",
        "viaggio",
        "lettera",
    ),
    *(
        "bestelling",
        "bestelnummer",
        "ordernummer",
        "ordernr",
        "zending",
        "pakket",
        "luchtvrachtbrief",
        "rit",
        "opdracht",
    ),
    *("beställning", "försändelse", "flygfraktsedel", "uppdrag", "sändning", "bestilling", "sending", "flyfraktbrev"),
    *("oppdrag", "numer", "zamówienie", "zamówienia", "przesyłka", "przesyłki", "paczka", "zlecenie", "przejazd"),
    *("przewozowy", "tilaus", "tilausnumero", "lähetys", "lähetysnumero", "paketti", "numero:", "lentorahtikirja"),
    *("toimeksianto", "runkokuljetus", "nombor", "nomor", "pesanan", "kiriman", "penghantaran", "tugas", "tugasan"),
    *("resi", "bil", "trak", "truk", "nambari", "oda", "mzigo", "agizo", "safari", "lori", "kazi"),
)
_LABEL = re.compile(
    rf"(?:(?:{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})[ .:=#°-]*|n[.:=#°]+)(?=[^\W_]*\d)",
    re.IGNORECASE,
)
_KNOWN = frozenset({*_WORDS, "n"})


def is_label(word: str) -> bool:
    """Tell whether a word says what the number behind it is, and is no part of it."""
    return word.casefold().strip(".:=#°º-()") in _KNOWN or word.casefold() in _KNOWN


def without_label(number: str) -> str | None:
    """Return a number without the label that is written together with it; None where it has none."""
    match = _LABEL.match(number)
    return number[match.end() :] if match else None
