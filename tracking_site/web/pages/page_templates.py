"""The pages of the site and of its embed: what each shows, and its templates."""

from dataclasses import dataclass

from tracking_site.config import TileMap
from tracking_site.web.http.rendering import PageTemplate
from tracking_site.web.pages.actions_view import ActionsView
from tracking_site.web.pages.proof_view import ProofView
from tracking_site.web.pages.shipment_view import ShipmentView


@dataclass(frozen=True, slots=True)
class HomePage:
    """The page with the look-up field; an embed has no room for the lead."""

    title: str
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """A shipment, what its viewer can do, and the page's own addresses.

    `unavailable` names the carriers that could not be asked. `street_map` has the tiles where the site has some.
    """

    shipment: ShipmentView
    actions: ActionsView
    proof: ProofView | None
    unavailable: tuple[str, ...]
    street_map: TileMap | None
    reload_address: str
    live_address: str
    full_page_address: str


@dataclass(frozen=True, slots=True)
class ShipmentChoice:
    """One of several shipments that a number may mean."""

    address: str
    carrier: str
    number_label: str
    number: str
    status: str


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """The shipments to choose from; `unavailable` names the carriers that could not be asked.

    They have `several_numbers` where the query had.
    """

    choices: tuple[ShipmentChoice, ...]
    unavailable: tuple[str, ...]
    several_numbers: bool


HOME = PageTemplate("pages/home.html", HomePage)
SHIPMENT = PageTemplate("pages/shipment.html", ShipmentPage)
CHOICE = PageTemplate("pages/choice.html", ChoicePage)
EMBED_HOME = PageTemplate("embed/home.html", HomePage)
EMBED_SHIPMENT = PageTemplate("embed/shipment.html", ShipmentPage)
EMBED_CHOICE = PageTemplate("embed/choice.html", ChoicePage)
