"""One style sheet per brand: the site's cascade layers, then the brand's own, named after a digest of the content."""

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
_WHITESPACE = re.compile(r"\s+")
# The corners of cards, of elements within cards, and of buttons and fields.
_CORNERS: Mapping[str, Mapping[str, str]] = {
    "square": {"corner": "0", "corner-small": "0", "corner-control": "0"},
    "soft": {},
    "round": {"corner": "1.375rem", "corner-small": "0.875rem", "corner-control": "2rem"},
}


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A brand's style sheet and its file name."""

    name: str
    text: str


def style_sheet(brand: Brand) -> StyleSheet:
    """Return the style sheet of a brand."""
    text = "@layer tokens,base,layout,components,embed,brand;" + "".join(_site_layers()) + _brand_layer(brand)
    digest = sha256(text.encode()).hexdigest()[:12]
    return StyleSheet(f"{brand.id}.{digest}.css", text)


def _site_layers() -> Iterable[str]:
    folder = assets.STATIC / "css"
    yield _layer("tokens", (folder / "tokens.css").read_text() + _dark_tokens((folder / "dark.css").read_text()))
    yield from (_layer(name, (folder / f"{name}.css").read_text()) for name in LAYERS)
    components = sorted((folder / "components").glob("*.css"))
    yield _layer("components", "".join(path.read_text() for path in components))
    yield _layer("embed", (folder / "embed.css").read_text())


def _dark_tokens(declarations: str) -> str:
    """Return the rules of the dark theme, for readers who prefer it and for embeds that choose it.

    An embed that chooses the light theme stays light.
    """
    return (
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{declarations}}}}}"
        f":root[data-theme=dark]{{{declarations}}}:root[data-theme=light]{{color-scheme:light}}"
    )


def _layer(name: str, text: str) -> str:
    return f"@layer {name}{{{_WHITESPACE.sub(' ', _COMMENT.sub('', text)).strip()}}}"


def _brand_layer(brand: Brand) -> str:
    dark = _colours(brand, DARK)
    rules = (
        _rule(":root", {**_colours(brand, LIGHT), **_CORNERS[brand.corners], **_font(brand)}),
        f"@media (prefers-color-scheme:dark){{{_rule(':root:not([data-theme=light])', dark)}}}",
        _rule(":root[data-theme=dark]", dark),
    )
    # @font-face takes no part in cascade layers.
    return f"@layer brand{{{''.join(rules)}}}{_font_face(brand)}"


def _rule(selector: str, properties: Mapping[str, str]) -> str:
    return f"{selector}{{{';'.join(f'--{name}:{value}' for name, value in properties.items())}}}"


def _colours(brand: Brand, theme: Theme) -> dict[str, str]:
    colours = palette(brand.accent, theme)
    return {"accent": colours.accent, "on-accent": colours.on_accent, "accent-quiet": colours.tint}


def _font(brand: Brand) -> dict[str, str]:
    loaded = [FONT_FAMILY] if brand.font_file else []
    families = [*loaded, brand.font or "var(--font-plain)"]
    return {"font": ",".join(families)} if brand.font or loaded else {}


def _font_face(brand: Brand) -> str:
    if brand.font_file is None:
        return ""
    # The browser makes the bold of a single-weight font itself, but only if the rule claims no range of weights.
    weight = "font-weight:1 1000;" if is_variable(assets.STATIC / brand.font_file) else ""
    source = f'url("{static_address(brand.font_file)}") format("woff2")'
    return f"@font-face{{font-family:{FONT_FAMILY};src:{source};{weight}font-display:swap}}"
