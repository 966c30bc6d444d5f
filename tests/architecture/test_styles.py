"""One name in every place: a component's template, its style sheet and its classes; and colours only among the tokens."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tracking_site.web.branding.tones import Tone
from tracking_site.web.pages.progress import StageState

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
STYLED = {path.stem for path in (ROOT / "static" / "css" / "components").glob("*.css")}
COMPONENTS = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")}
UNSTYLED = {"actions", "menu", "review", "summary"}
"""Components without a style sheet: made of other components, or styled by the one that they are in."""
STOP_STATES = {"newest", "ahead"}
"""The states of a stop of the route that look different."""

BODIES = re.compile(r"\{[^{}]*\}")
PHYSICAL = re.compile(
    r"(margin|padding|border)-(left|right|top|bottom)|(?<![\w-])(left|right|top|bottom|width|height|float)\s*:"
    r"|text-align\s*:\s*(left|right)"
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def selected(path: Path) -> set[str]:
    """The classes that a style sheet selects."""
    return set(re.findall(r"\.([a-z][\w-]*)", BODIES.sub("{}", text_of(path))))


def given() -> dict[str, set[str]]:
    """The classes that templates give, and which templates do."""
    found = defaultdict(set)
    for path in (ROOT / "templates").rglob("*.html"):
        for names in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            for name in names.split():
                found[name].add(path.stem)
    return found


def scripted() -> set[str]:
    """The names in the site's scripts, among which are the classes that they give."""
    texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static" / "js").rglob("*.js"))
    return set(re.findall(r"[\"` ]([a-z]+-[a-z-]+)(?=[\"` ])", texts))


def is_class_of(name: str, component: str) -> bool:
    """Whether a class is that of a component, or one of a part of it: `data-as-of` and `route-map`."""
    block = component.replace("_", "-")
    return name == block or name.startswith(f"{block}-")


def test_every_component_has_its_template_and_its_style_sheet() -> None:
    assert STYLED | UNSTYLED == COMPONENTS
    assert not STYLED & UNSTYLED


@pytest.mark.parametrize("name", sorted(STYLED))
def test_a_component_styles_only_itself(name: str) -> None:
    classes = selected(ROOT / "static" / "css" / "components" / f"{name}.css")
    assert classes
    assert not {each for each in classes if not is_class_of(each, name)}


def test_no_style_is_left_over() -> None:
    used = given().keys() | scripted()
    assert not {name for path in SHEETS for name in selected(path) if name not in used}


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_gives_its_own_classes_or_shared_ones(name: str) -> None:
    shared = selected(ROOT / "static" / "css" / "base.css") | selected(ROOT / "static" / "css" / "layout.css")
    classes = {each for each, templates in given().items() if name in templates}
    assert not {each for each in classes if not is_class_of(each, name) and each not in shared}


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_a_page_can_be_read_from_either_side(path: Path) -> None:
    text = re.sub(r"@media[^{]*", "", text_of(path))
    assert not PHYSICAL.findall(text)


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_colours_stand_only_among_the_tokens(path: Path) -> None:
    if path.name not in ("tokens.css", "dark.css"):
        assert COLOUR.findall(text_of(path)) == []


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_a_style_sheet_loads_nothing(path: Path) -> None:
    assert not re.search(r"url\(|@import|image-set\(", text_of(path))


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_every_state_that_is_styled_is_one_that_exists(path: Path) -> None:
    text = text_of(path)
    assert set(re.findall(r'\[data-tone="(\w+)"\]', text)) <= set(Tone) - {Tone.NEUTRAL}
    assert set(re.findall(r'\[data-state="(\w+)"\]', text)) <= {*StageState, *STOP_STATES}


def test_a_status_is_styled_by_its_tone() -> None:
    text = text_of(ROOT / "static" / "css" / "components" / "status.css")
    assert set(re.findall(r'\[data-tone="(\w+)"\]', text)) == set(Tone) - {Tone.NEUTRAL}


def test_every_token_that_is_used_is_defined() -> None:
    texts = "".join(text_of(path) for path in SHEETS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", texts)) | {"--accent", "--on-accent", "--accent-quiet"}
    assert set(re.findall(r"var\((--[\w-]+)", texts)) <= defined
    assert {name for name in defined if f"var({name}" not in texts} == set()
