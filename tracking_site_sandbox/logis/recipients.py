"""The recipients of the Logis jobs, and the companies that sell and deliver the goods."""

from tracking_site_sandbox.logis.job_model import Recipient
from tracking_site_sandbox.odd_texts import ARABIC, EMOJI, EVERYTHING, MARKUP

TREMBLAY = Recipient(
    "Maude",
    "Tremblay-Roy",
    "+1 514-555-0142",
    "maude.tremblay@example.com",
    4210,
    "rue Saint-Ambroise",
    "Montréal",
    "H4C 2C9",
    45.4741,
    -73.5836,
    "304",
    "Sonner deux fois",
)
OKAFOR = Recipient(
    "Chidi",
    "Okafor",
    "+1 613-555-0178",
    "c.okafor@example.org",
    88,
    "Bronson Avenue",
    "Ottawa",
    "K1R 6G6",
    45.4098,
    -75.7061,
)
NGUYEN = Recipient(
    "Thu Hà",
    "Nguyễn",
    "+1 450-555-0116",
    "thuha@example.net",
    1275,
    "boulevard des Laurentides",
    "Laval",
    "H7M 2Y2",
    45.5866,
    -73.7071,
    "12",
)
BERGERON = Recipient(
    "Étienne",
    "Bergeron",
    "+1 418-555-0190",
    "etienne.bergeron@example.com",
    37,
    "rue Saint-Jean",
    "Québec",
    "G1R 1N8",
    46.8123,
    -71.2196,
    None,
    "Laisser chez la voisine",
)
AWKWARD = Recipient(
    MARKUP,
    ARABIC,
    "+1 514-555-0199",
    "o'brien+parcel@example.com",
    1,
    f"rue {MARKUP}",
    f"Montréal {EMOJI}",
    "H2X 1Y4",
    45.5101,
    -73.5704,
    "½",
    EVERYTHING,
)

PARTIES: dict[str, object] = {
    "store": {
        "id": "5701e000-93f7-4c53-a9a2-000000000001",
        "name": "Atelier Boréal",
        "company": {"id": "c0a9a4e0-1111-4d5a-8a00-000000000001", "name": "Boréal Mobilier inc."},
    },
    "provider": {
        "id": "9a0b1de5-2222-4f1b-9b00-000000000001",
        "name": "Nord Livraison",
        "email": "dispatch@nord-livraison.example",
    },
}
