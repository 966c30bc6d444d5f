"""Pictures have the size that a browser shows, and addresses change with the content."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from tracking_site import assets
from tracking_site.web.branding.static_files import Picture, picture, static_address

SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" {}><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    picture.cache_clear()
    static_address.cache_clear()
    yield tmp_path
    picture.cache_clear()
    static_address.cache_clear()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.png", "image/png"), ("a.webp", "image/webp"), ("a.jpg", "image/jpeg"), ("A.PNG", "image/png")],
)
def test_an_image_has_its_size(static: Path, name: str, media_type: str) -> None:
    Image.new("RGB", (640, 320)).save(static / name)
    found = picture(name)
    assert (found.media_type, found.width, found.height) == (media_type, 640, 320)
    assert (found.sizes, found.logo_width, found.banner_width) == ("640x320", 64, 128)


def test_a_photo_that_was_taken_sideways_has_the_size_that_browsers_show(static: Path) -> None:
    image = Image.new("RGB", (640, 320))
    exif = image.getexif()
    exif[ExifTags.Base.Orientation] = 6
    image.save(static / "photo.jpg", exif=exif)
    assert (picture("photo.jpg").width, picture("photo.jpg").height) == (320, 640)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 96 32"', (96, 32)),
        ("viewBox='0,0,48.5,16'", (48.5, 16)),
        ('viewBox="-8 -8 16 16"', (16, 16)),
        ('width="96" height="32"', (None, None)),
        ('viewBox="0 0 1.2.3 4"', (None, None)),
        ('viewBox="0 0 0 0"', (0, 0)),
    ],
)
def test_a_drawing_has_the_size_of_its_view_box(
    static: Path, attributes: str, size: tuple[float | None, float | None]
) -> None:
    (static / "a.svg").write_text(SVG.format(attributes))
    found = picture("a.svg")
    assert (found.width, found.height) == size
    assert found.sizes == "any"
    assert found.logo_width == (round(32 * size[0] / size[1]) if size[0] and size[1] else None)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", b"<svg>"])
def test_a_file_that_is_no_image_has_no_size(static: Path, content: bytes) -> None:
    (static / "a.png").write_bytes(content)
    found = picture("a.png")
    assert (found.width, found.height, found.sizes, found.logo_width) == (None,) * 4


def test_a_picture_elsewhere_keeps_its_address_and_has_no_size() -> None:
    assert picture("https://cdn.example/a.png") == Picture("https://cdn.example/a.png", "image/png")


def test_a_narrow_logo_is_at_least_one_pixel_wide() -> None:
    assert Picture("/a.png", "image/png", 1, 1000).logo_width == 1


def test_an_address_changes_with_the_content(static: Path) -> None:
    (static / "a b.svg").write_text("one")
    first = static_address("a b.svg")
    assert first.startswith("/static/a%20b.svg?v=")
    static_address.cache_clear()
    (static / "a b.svg").write_text("two")
    assert static_address("a b.svg") != first
