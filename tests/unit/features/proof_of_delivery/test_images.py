"""Images from carriers' data: scaled down and encoded again, without anything else in the data."""

import random
import struct
import warnings
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tracking_site.features.proof_of_delivery import images
from tracking_site.features.proof_of_delivery.images import MAX_IMAGES, MAX_SIDE, image_from, images_in

GPS, ARTIST, ORIENTATION = 0x8825, 0x013B, 0x0112
WHO = "Samuel Gagnon"


def written(kind: str, size: tuple[int, int] = (40, 30), colour: str = "#336699", **more: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **more)
    return file.getvalue()


def claiming(size: tuple[int, int]) -> bytes:
    """Return a small PNG whose header claims another size."""
    data = bytearray(written("PNG"))
    data[16:24] = struct.pack(">II", *size)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_image_is_encoded_again_as_jpeg(kind: str) -> None:
    found = opened(image_from(written(kind)))
    assert (found.format, found.size, found.mode) == ("JPEG", (40, 30), "RGB")


def test_exif_is_removed_but_the_orientation_is_applied() -> None:
    exif = Image.Exif()
    exif[ARTIST], exif[ORIENTATION] = WHO, 6
    exif.get_ifd(GPS)[1] = "N"
    data = written("JPEG", exif=exif, comment=WHO.encode())
    assert WHO.encode() in data
    anew = image_from(data)
    assert WHO.encode() not in (anew or b"")
    assert (opened(anew).size, dict(opened(anew).getexif())) == ((30, 40), {})


def test_data_after_the_end_of_an_image_is_removed() -> None:
    assert b"<script>" not in (image_from(written("JPEG") + b"<script>alert(1)</script>") or b"<script>")


def test_a_large_image_is_scaled_down() -> None:
    assert max(opened(image_from(written("JPEG", (4000, 3000)))).size) == MAX_SIDE


def test_transparent_pixels_become_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(image_from(file.getvalue())).getpixel((3, 3)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", written("GIF"), written("BMP"), written("TIFF"), b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ids=["nothing", "a beginning", "GIF", "BMP", "TIFF", "SVG"],
)
def test_other_formats_are_refused(data: bytes) -> None:
    assert image_from(data) is None


def test_an_image_with_too_many_pixels_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 1_000)
    assert image_from(written("PNG", (40, 30))) is None
    monkeypatch.undo()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert image_from(claiming((30_000, 30_000))) is None


@given(place=st.integers(0, 10_000), byte=st.integers(0, 255), kept=st.integers(0, 10_000), kind=st.integers(0, 2))
@settings(max_examples=300, deadline=None)
def test_a_broken_image_raises_no_exception(place: int, byte: int, kept: int, kind: int) -> None:
    data = bytearray(BROKEN[kind])
    data[place % len(data)] = byte
    found = image_from(bytes(data[: kept % len(data)]) if kept % 2 else bytes(data))
    assert found is None or opened(found).format == "JPEG"


BROKEN = tuple(written(kind, (64, 48)) for kind in ("JPEG", "PNG", "WEBP"))


def test_only_the_images_of_an_archive_are_returned() -> None:
    archive = zipped(
        ("b/2.png", written("PNG", colour="#ff0000")),
        ("a/1.jpg", written("JPEG", colour="#00ff00")),
        ("a/same.jpg", written("JPEG", colour="#00ff00")),
        ("note.txt", WHO.encode()),
        ("more.zip", zipped(("3.jpg", written("JPEG")))),
    )
    colours = [opened(each).getpixel((5, 5)) for each in images_in(archive)]
    assert [max(range(3), key=lambda place: colour[place]) for colour in colours if isinstance(colour, tuple)] == [1, 0]


def test_an_archive_gives_at_most_ten_images() -> None:
    many = [(f"{turn:03}.png", written("PNG", (turn + 1, 3))) for turn in range(30)]
    assert len(images_in(zipped(*many))) == MAX_IMAGES


def test_unpacking_an_archive_ends_at_the_maximum_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 100_000)
    bomb = zipped(("0.bin", bytes(90_000)), ("1.jpg", written("JPEG")), ("2.bin", bytes(90_000)), ("3.png", BROKEN[1]))
    assert len(images_in(bomb)) == 1, "what comes before it is shown"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_files_with_other_compression_methods_are_skipped(method: int) -> None:
    assert images_in(zipped(("1.jpg", written("JPEG")), method=method)) == []


@pytest.mark.parametrize("seed", range(60))
def test_a_broken_archive_raises_no_exception(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(zipped(("1.jpg", written("JPEG")), ("2.png", BROKEN[1])))
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert isinstance(images_in(bytes(data[: chance.randint(0, len(data))] if seed % 2 else data)), list)
