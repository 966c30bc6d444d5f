"""One style sheet per brand: the layers in their order, the brand's colours last, under a name that changes with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from tracking_site import assets
from tracking_site.settings import Brand
from tracking_site.web.colours import on, readable

LAYERS = ("tokens", "base", "layout")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")

LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#14171c"


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A brand's style sheet and the name that it is served by."""

    name: str
    text: str


def style_sheet(brand: Brand) -> StyleSheet:
    """The style sheet of a brand."""
    text = "@layer tokens,base,layout,components,brand;" + "".join(_sources()) + _brand_layer(brand)
    digest = sha256(text.encode()).hexdigest()[:12]
    return StyleSheet(f"{brand.id}.{digest}.css", text)


def _sources() -> Iterable[str]:
    folder = assets.STATIC / "css"
    yield from (_layer(name, (folder / f"{name}.css").read_text()) for name in LAYERS)
    components = sorted((folder / "components").glob("*.css"))
    yield _layer("components", "".join(path.read_text() for path in components))


def _layer(name: str, text: str) -> str:
    return f"@layer {name}{{{_BLANKS.sub(' ', _COMMENT.sub('', text)).strip()}}}"


def _brand_layer(brand: Brand) -> str:
    light, dark = readable(brand.accent, LIGHT_GROUND), readable(brand.accent, DARK_GROUND)
    return (
        f"@layer brand{{:root{{--accent:{light};--on-accent:{on(light)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{dark};--on-accent:{on(dark)}}}}}}}"
    )
