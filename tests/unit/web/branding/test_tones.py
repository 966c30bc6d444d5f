"""How each status looks: every one has a tone and an icon."""

import pytest

from tracking_site.domain.shipment import Status
from tracking_site.web.branding.icons import STATUS_ICONS
from tracking_site.web.branding.tones import TONE, Tone, status_icon

DIRECTED = {Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.RETURNED}


def test_every_status_has_a_tone_and_every_tone_a_status() -> None:
    assert set(TONE) == set(Status)
    assert set(TONE.values()) == set(Tone)


def test_a_final_status_is_good_or_bad() -> None:
    assert {TONE[status] for status in Status if status.final} == {Tone.GOOD, Tone.BAD}


@pytest.mark.parametrize("status", Status)
def test_an_icon_that_points_along_the_text_says_so(status: Status) -> None:
    icon = status_icon(status)
    assert (icon.path, icon.directed) == (STATUS_ICONS[status], status in DIRECTED)
