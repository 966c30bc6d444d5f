"""One style sheet per brand: the layers in their order, the brand's own last, under a name that changes with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from tracking_site import assets
from tracking_site.config import Brand
from tracking_site.web.branding.colours import DARK, LIGHT, Theme, palette
from tracking_site.web.branding.fonts import is_variable
from tracking_site.web.branding.static_files import static_address

LAYERS = ("base", "layout")
FONT_FAMILY = '"brand font"'
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")
# What cards have, what stands within them, and what buttons and fields have.
_CORNERS: Mapping[str, Mapping[str, str]] = {
    "square": {"corner": "0", "corner-small": "0", "corner-control": "0"},
    "soft": {},
    "round": {"corner": "1.375rem", "corner-small": "0.875rem", "corner-control": "2rem"},
}


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A brand's style sheet and the name that it is served by."""

    name: str
    text: str


def style_sheet(brand: Brand) -> StyleSheet:
    """The style sheet of a brand."""
    text = "@layer tokens,base,layout,components,embed,brand;" + "".join(_sources()) + _brand_layer(brand)
    digest = sha256(text.encode()).hexdigest()[:12]
    return StyleSheet(f"{brand.id}.{digest}.css", text)


def _sources() -> Iterable[str]:
    folder = assets.STATIC / "css"
    yield _layer("tokens", (folder / "tokens.css").read_text() + _in_the_dark((folder / "dark.css").read_text()))
    yield from (_layer(name, (folder / f"{name}.css").read_text()) for name in LAYERS)
    components = sorted((folder / "components").glob("*.css"))
    yield _layer("components", "".join(path.read_text() for path in components))
    yield _layer("embed", (folder / "embed.css").read_text())


def _in_the_dark(declarations: str) -> str:
    """The dark tokens: where the reader prefers them and no embed asks for light, and where an embed asks for them."""
    return (
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{declarations}}}}}"
        f":root[data-theme=dark]{{{declarations}}}:root[data-theme=light]{{color-scheme:light}}"
    )


def _layer(name: str, text: str) -> str:
    return f"@layer {name}{{{_BLANKS.sub(' ', _COMMENT.sub('', text)).strip()}}}"


def _brand_layer(brand: Brand) -> str:
    dark = _colours(brand, DARK)
    rules = (
        _rule(":root", {**_colours(brand, LIGHT), **_CORNERS[brand.corners], **_font(brand)}),
        f"@media (prefers-color-scheme:dark){{{_rule(':root:not([data-theme=light])', dark)}}}",
        _rule(":root[data-theme=dark]", dark),
    )
    # A font's face is the same in every layer.
    return f"@layer brand{{{''.join(rules)}}}{_font_face(brand)}"


def _rule(selector: str, properties: Mapping[str, str]) -> str:
    return f"{selector}{{{';'.join(f'--{name}:{value}' for name, value in properties.items())}}}"


def _colours(brand: Brand, theme: Theme) -> dict[str, str]:
    found = palette(brand.accent, theme)
    return {"accent": found.accent, "on-accent": found.on_accent, "accent-quiet": found.tint}


def _font(brand: Brand) -> dict[str, str]:
    loaded = [FONT_FAMILY] if brand.font_file else []
    families = [*loaded, brand.font or "var(--font-plain)"]
    return {"font": ",".join(families)} if brand.font or loaded else {}


def _font_face(brand: Brand) -> str:
    if brand.font_file is None:
        return ""
    # Of a font that has one weight alone the browser makes the bold itself, and only where it is not told otherwise.
    weight = "font-weight:1 1000;" if is_variable(assets.STATIC / brand.font_file) else ""
    source = f'url("{static_address(brand.font_file)}") format("woff2")'
    return f"@font-face{{font-family:{FONT_FAMILY};src:{source};{weight}font-display:swap}}"
