"""What a request needs to know before anything else: which brand it is for, and in which language it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app, g, request
from werkzeug.exceptions import NotFound, RequestURITooLarge

from tracking_site.config import Brand, Settings
from tracking_site.domain.references import ReferenceKind
from tracking_site.features.live_map.service import LiveMaps
from tracking_site.features.merchant_links.service import MerchantLinks
from tracking_site.features.proof_of_delivery.service import Proofs
from tracking_site.features.recipient_actions.service import Actions
from tracking_site.features.recipient_actions.verification import Verification
from tracking_site.features.webhooks.receiver import WebhookReceiver
from tracking_site.tracking.lookup import BrandScope, Lookup
from tracking_site.web.i18n.languages import LANGUAGES, Language, choose

LONGEST_PATH = 2_000
EXTENSION = "tracking-site"


@dataclass(frozen=True, slots=True)
class SiteContext:
    """What the views work with; put into the application by `create_app`."""

    settings: Settings
    desk: Lookup
    kinds: Mapping[str, frozenset[ReferenceKind]]
    """The kinds of number that each account knows."""
    actions: Actions
    verification: Verification
    links: MerchantLinks
    inbox: WebhookReceiver
    live_maps: LiveMaps
    proofs: Proofs

    def visitors(self, brand: Brand) -> BrandScope:
        """A brand's visitors, as the desk knows them."""
        return BrandScope(brand.id, {name: self.kinds[name] for name in brand.accounts})


def site() -> SiteContext:
    """The site of the current application."""
    return cast("SiteContext", current_app.extensions[EXTENSION])


def find_brand() -> None:
    """Finds the brand of a request by its host, before anything is rendered; a host that nobody has is a 404."""
    if request.blueprint == "probes":
        return
    settings = site().settings
    found = settings.brand_of_host(request.host)
    g.strange_host = found is None and not settings.site.any_host
    g.brand = found or settings.default_brand
    g.language = choose(offered_languages(g.brand), request.args.get("lang"), request.accept_languages)
    if g.strange_host:
        raise NotFound
    if len(request.path) > LONGEST_PATH:
        raise RequestURITooLarge


def brand() -> Brand:
    """The brand of the current request."""
    return cast("Brand", g.brand)


def reader_language() -> Language:
    """The language of the current request."""
    return cast("Language", g.language)


def offered_languages(of: Brand) -> tuple[str, ...]:
    """The languages of a brand, the default one first."""
    return of.languages or tuple(LANGUAGES)
