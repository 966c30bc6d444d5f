"""The words that stand before a number, in the languages of the site: "SLI 10482203", "Bestellnr.: GR432U5"."""

import re

# As they are written in messages and typed in the search field; the last word alone, since blanks divide the others. The
# scripts without case need none: their words are not written together with Latin letters and digits.
_TEXT = """
awb booking code consignment delivery hawb id job lta mawb no nr nro num number order package parcel ref reference
shipment sli tracking trip waybill
colis commande expédition livraison numéro référence suivi trajet
forsendelse luftfragtbrev nummer ordre ordrenr ordrenummer pakke sli-nummer sporing tur
auftrag auftragsnummer bestellnr bestellnummer bestellung fahrt luftfrachtbrief paket sendung sendungsnummer
entrega envío guía número paquete pedido viaje
encomenda envio viagem
consegna lettera numero ordine pacco spedizione viaggio
bestelling bestelnummer luchtvrachtbrief opdracht ordernr ordernummer pakket rit zending
beställning flygfraktsedel försändelse sändning uppdrag
bestilling flyfraktbrev oppdrag sending
numer paczka przejazd przesyłka przesyłki przewozowy zamówienia zamówienie zlecenie
lentorahtikirja lähetys lähetysnumero paketti runkokuljetus sli-numero tilaus tilausnumero toimeksianto
bil kiriman nombor nomor penghantaran pesanan resi trak truk tugas tugasan
agizo kazi lori mzigo nambari oda safari
"""
_WORDS = _TEXT.split()
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
