"""Names on a map cover no other name and no dot, and stay within the map."""

from tracking_site.web.maps.labels import Spot, labels
from tracking_site.web.maps.route_map import HEIGHT, WIDTH

Box = tuple[float, float, float, float]


def test_no_name_covers_another_or_a_dot_or_leaves_the_map() -> None:
    spots = [
        Spot((60 + 37 * index, 40 + 23 * index), f"Town number {index}", newest=index == 0, important=index < 3)
        for index in range(12)
    ]
    placed = list(labels(spots, [], WIDTH, HEIGHT))
    boxes = [_box(label.x, label.y, label.anchor, label.dy, label.text, wide_only=label.wide_only) for label in placed]
    assert len(placed) >= 8
    for index, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[2] <= WIDTH
        assert box[1] >= 0
        assert box[3] <= HEIGHT
        assert not any(_overlap(box, other) for other in boxes[index + 1 :])
        others = [spot.at for spot in spots if spot.name != placed[index].text]
        assert not any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in others)


def test_a_name_without_room_is_left_out() -> None:
    crowded = [Spot((320 + index, 180), "A rather long name", newest=False, important=True) for index in range(40)]
    assert 0 < len(list(labels(crowded, [], WIDTH, HEIGHT))) < 40


def test_a_name_is_placed_next_to_the_route_rather_than_on_it() -> None:
    route = [(200 + 10 * step, 180) for step in range(30)]
    (label,) = labels([Spot((200, 180), "Leeds", newest=False, important=True)], route, WIDTH, HEIGHT)
    assert label.anchor == "end"


def test_an_unimportant_name_is_only_shown_on_a_wide_page() -> None:
    spots = [Spot((100, 180), "Leeds", important=True), Spot((500, 180), "York")]
    assert {label.text: label.wide_only for label in labels(spots, [], WIDTH, HEIGHT)} == {"Leeds": False, "York": True}


def _box(x: int, y: int, anchor: str, dy: str, text: str, *, wide_only: bool) -> Box:
    """Return about the area that a name covers, a little less than it may."""
    size = 16 if wide_only else 25
    width = 0.5 * size * len(text)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    base = y + float(dy.removesuffix("em")) * size
    return left, base - 0.7 * size, left + width, base


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
