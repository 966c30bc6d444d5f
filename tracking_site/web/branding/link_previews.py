"""What a page says of itself to other programs: its one address, the brand's web manifest; never a shipment."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import request

from tracking_site.config import Brand, Settings
from tracking_site.domain.references import ReferenceKind
from tracking_site.tracking.query import PARAMETERS
from tracking_site.web.branding.colours import LIGHT
from tracking_site.web.branding.views import Looks

MANIFEST = "/manifest.webmanifest"
HOME, NUMBER = "pages.home", "pages.track"
MOST_SHORT = 12
# Of several names for a kind of number the first is the one that links are written with.
_PARAMETERS = {kind: name for name, kind in reversed(list(PARAMETERS.items()))}


def brand_address(settings: Settings, brand: Brand) -> str:
    """Where a brand's pages are: the site's public address, on the brand's own first host where it is another brand's."""
    public = urlsplit(settings.site.public_url)
    named = settings.brand_of_host(public.netloc)
    if not brand.hosts or named is brand:
        return settings.site.public_url
    port = f":{public.port}" if public.port else ""
    return f"{public.scheme}://{brand.hosts[0]}{port}{public.path}"


def canonical(base: str, language: str) -> str | None:
    """The one address of the page of this request; none for what only the recipient is to have."""
    if request.endpoint == HOME:
        return f"{base}/?lang={language}" if request.args.get("lang") == language else f"{base}/"
    if request.endpoint != NUMBER:
        return None
    number = [(_PARAMETERS[kind], request.args[name]) for name, kind in PARAMETERS.items() if name in request.args]
    # The link to a job is the recipient's own.
    if len(number) != 1 or number[0][0] == _PARAMETERS[ReferenceKind.JOB_ID]:
        return None
    account = [("account", request.args["account"])] if "account" in request.args else []
    return f"{base}/track?{urlencode([*number, *account])}"


def discovery(address: str | None) -> str | None:
    """Where oEmbed tells how a page is embedded (oembed.com, section 4); none where the page is nobody's to pass on."""
    base, is_number, _ = (address or "").partition("/track?")
    return f"{base}/oembed?{urlencode({'url': address})}" if is_number else None


def manifest(brand: Brand, looks: Looks, language: str) -> Mapping[str, Any]:
    """The web manifest of a brand."""
    icon = {"src": looks.icon.address, "type": looks.icon.kind, "sizes": looks.icon.sizes}
    return {
        "id": "/",
        "name": brand.name,
        "short_name": short_name(brand.name),
        "lang": language,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": looks.theme_light,
        "background_color": LIGHT.ground,
        "icons": [{key: value for key, value in icon.items() if value}],
    }


def share_image(brand: Brand, looks: Looks, base: str) -> str | None:
    """What programs show beside a link to the brand's pages: its logo, as a PNG alone, since most take nothing else."""
    if looks.logo is None or looks.logo.kind != "image/png":
        return None
    return looks.logo.address if "://" in (brand.logo or "") else base + looks.logo.address


def short_name(name: str) -> str:
    """As many of a name's words as fit below an icon, or the beginning of its first."""
    words, short = name.split(), ""
    while words and len(longer := f"{short} {words[0]}".strip()) <= MOST_SHORT:
        short = longer
        del words[0]
    return short or name[:MOST_SHORT]
