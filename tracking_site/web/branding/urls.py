"""The public addresses of brands."""

from urllib.parse import urlsplit

from tracking_site.config import Brand, Settings


def brand_address(settings: Settings, brand: Brand) -> str:
    """Return the address of a brand's pages.

    That is the site's public address, or the same address at the brand's first host if the public address shows another
    brand.
    """
    public = urlsplit(settings.site.public_url)
    public_brand = settings.brand_of_host(public.netloc)
    if not brand.hosts or public_brand is brand:
        return settings.site.public_url
    port = f":{public.port}" if public.port else ""
    return f"{public.scheme}://{brand.hosts[0]}{port}{public.path}"
