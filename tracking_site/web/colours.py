"""The brand's accent as it can be read: lightened or darkened until it stands out from its ground (WCAG 2.2, 1.4.3)."""

LEAST_CONTRAST = 4.6
STEPS = 100

Colour = tuple[int, int, int]
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def readable(accent: str, ground: str) -> str:
    """The accent, moved towards black or white just as far as its contrast with the ground needs."""
    colour, behind = _parsed(accent), _parsed(ground)
    towards = WHITE if _luminance(behind) < 0.2 else BLACK
    for step in range(STEPS + 1):
        mixed = _mixed(colour, towards, step / STEPS)
        if contrast(mixed, behind) >= LEAST_CONTRAST:
            return _written(mixed)
    return _written(towards)


def on(colour: str) -> str:
    """What can be read on a colour: black or white."""
    ground = _parsed(colour)
    return _written(WHITE if contrast(WHITE, ground) >= contrast(BLACK, ground) else BLACK)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(colour: Colour, towards: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, towards, strict=True))
    return red, green, blue


def _parsed(text: str) -> Colour:
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
