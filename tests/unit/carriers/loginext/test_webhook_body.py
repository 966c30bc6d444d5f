"""Every order of a webhook comes out of its body, in order, however a form or XML writes a list; no body is expensive."""

import json
import time
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.carriers.loginext.webhook_body import parse_body
from tracking_site.carriers.loginext.webhooks import updates_in
from tracking_site.carriers.parsing import Fields, Unreadable, UnsafePayload

FORM, XML, JSON = "application/x-www-form-urlencoded", "application/xml", "application/json"
UTC = ZoneInfo("UTC")


def numbers(kind: str, body: str | bytes, names: str = "clientShipmentIds") -> list[str]:
    data = parse_body(kind, body if isinstance(body, bytes) else body.encode())
    return list(data.texts(names))


def rows(kind: str, body: str, names: str = "orderDetails") -> list[tuple[str | None, str | None]]:
    data = parse_body(kind, body.encode())
    return [(row.text("orderNo"), row.text("timestamp")) for row in data.rows(names)]


@pytest.mark.parametrize(
    "form",
    [
        "clientShipmentIds=A&clientShipmentIds=B&clientShipmentIds=C",
        "clientShipmentIds[]=A&clientShipmentIds[]=B&clientShipmentIds[]=C",
        "clientShipmentIds%5B%5D=A&clientShipmentIds%5B%5D=B&clientShipmentIds%5B%5D=C",
        "clientShipmentIds[0]=A&clientShipmentIds[1]=B&clientShipmentIds[2]=C",
        "clientShipmentIds[10]=C&clientShipmentIds[9]=B&clientShipmentIds[1]=A",
        "clientShipmentIds.0=A&clientShipmentIds.1=B&clientShipmentIds.2=C",
        "clientShipmentIds=A&clientShipmentIds[]=B&clientShipmentIds[]=C",
        "clientShipmentIds[0][orderNo]=A&clientShipmentIds[1][orderNo]=B&clientShipmentIds[2][orderNo]=C",
        "clientShipmentIds=" + quote('["A","B","C"]'),
        "clientShipmentIds=" + quote("[A, B, C]"),
        "clientShipmentIds=A,B,C",
        "clientShipmentIds[0]=A&clientShipmentIds[5]=B&clientShipmentIds[999999999]=C",
        "&clientShipmentIds=A&&clientShipmentIds=B&clientShipmentIds=C&\r\n",
        "clientShipmentIds=A&clientShipmentIds=B&clientShipmentIds=C;",
        "orderNo&clientShipmentIds=A&clientShipmentIds=B&clientShipmentIds=C",
    ],
)
def test_every_order_of_a_form_comes_out_in_order(form: str) -> None:
    assert numbers(FORM, form) == ["A", "B", "C"]


@pytest.mark.parametrize(
    "inner",
    [
        "<clientShipmentIds>A</clientShipmentIds><clientShipmentIds>B</clientShipmentIds>",
        "<clientShipmentIds><clientShipmentIds>A</clientShipmentIds><clientShipmentIds>B</clientShipmentIds></clientShipmentIds>",
        "<clientShipmentIds><clientShipmentId>A</clientShipmentId><clientShipmentId>B</clientShipmentId></clientShipmentIds>",
        "<clientShipmentIds><item>A</item><item>B</item></clientShipmentIds>",
        "<clientShipmentIds><list><item>A</item><item>B</item></list></clientShipmentIds>",
        "<clientShipmentIds><string>A</string></clientShipmentIds><clientShipmentIds><string>B</string></clientShipmentIds>",
        "<clientShipmentIds><e0>A</e0><e1>B</e1></clientShipmentIds>",
        "<clientShipmentIds>A, B</clientShipmentIds>",
        '<clientShipmentIds>["A","B"]</clientShipmentIds>',
        '<x:clientShipmentIds xmlns:x="urn:x"><x:item>A</x:item><x:item>B</x:item></x:clientShipmentIds>',
    ],
)
def test_every_order_of_an_xml_document_comes_out_in_order(inner: str) -> None:
    assert numbers(XML, f"<notification>{inner}</notification>") == ["A", "B"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, "clientShipmentIds=A"),
        (FORM, "clientShipmentIds[]=A"),
        (FORM, "clientShipmentIds[0]=A"),
        (XML, "<n><clientShipmentIds>A</clientShipmentIds></n>"),
        (XML, "<n><clientShipmentIds><clientShipmentIds>A</clientShipmentIds></clientShipmentIds></n>"),
        (XML, "<n><clientShipmentIds><item>A</item></clientShipmentIds></n>"),
        (JSON, '{"clientShipmentIds":"A"}'),
        (JSON, '{"clientShipmentIds":{"0":"A"}}'),
    ],
)
def test_a_list_of_one_order_is_a_list(kind: str, body: str) -> None:
    assert numbers(kind, body) == ["A"]


DETAILS = [("A", "t1"), ("B", "t2")]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, "d[0][orderNo]=A&d[0][timestamp]=t1&d[1][orderNo]=B&d[1][timestamp]=t2"),
        (FORM, "d[][orderNo]=A&d[][timestamp]=t1&d[][orderNo]=B&d[][timestamp]=t2"),
        (FORM, "d.0.orderNo=A&d.0.timestamp=t1&d.1.orderNo=B&d.1.timestamp=t2"),
        (FORM, "d[0].orderNo=A&d[0].timestamp=t1&d[1].orderNo=B&d[1].timestamp=t2"),
        (FORM, "d[orderNo]=A&d[timestamp]=t1&d[orderNo]=B&d[timestamp]=t2"),
        (FORM, "d=" + quote('{"orderNo":"A","timestamp":"t1"}') + "&d=" + quote('{"orderNo":"B","timestamp":"t2"}')),
        (FORM, "d=" + quote('[{"orderNo":"A","timestamp":"t1"},{"orderNo":"B","timestamp":"t2"}]')),
        (XML, "<n><d>{A}</d><d>{B}</d></n>"),
        (XML, "<n><d><d>{A}</d><d>{B}</d></d></n>"),
        (XML, "<n><d><orderDetail>{A}</orderDetail><orderDetail>{B}</orderDetail></d></n>"),
        (XML, "<n><d><list><item>{A}</item><item>{B}</item></list></d></n>"),
        (XML, "<n><d>{A}{B}</d></n>"),
    ],
)
def test_every_row_of_orders_comes_out_with_its_own_time(kind: str, body: str) -> None:
    filled = body.replace("{A}", "<orderNo>A</orderNo><timestamp>t1</timestamp>")
    filled = filled.replace("{B}", "<orderNo>B</orderNo><timestamp>t2</timestamp>")
    named = filled.replace("<d>", "<orderDetails>").replace("</d>", "</orderDetails>")
    named = "&".join("orderDetails" + part[1:] if part[0] == "d" else part for part in named.split("&"))
    assert rows(kind, named) == DETAILS


@pytest.mark.parametrize(
    "body",
    [
        "<n><tripDetails><orderDetails>{A}</orderDetails></tripDetails></n>",
        "<n><tripDetails><tripDetail><orderDetails><orderDetail>{A}</orderDetail></orderDetails></tripDetail></tripDetails></n>",
        "<n><tripDetails><tripDetails><orderDetails><orderDetails>{A}</orderDetails></orderDetails></tripDetails></tripDetails></n>",
    ],
)
def test_a_trip_with_nothing_but_its_one_order_keeps_it(body: str) -> None:
    (trip,) = parse_body(XML, body.replace("{A}", "<orderNo>A</orderNo>").encode()).rows("tripDetails")
    assert [row.text("orderNo") for row in trip.rows("orderDetails")] == ["A"]


def test_an_order_with_nothing_but_stops_is_one_row() -> None:
    stop = (
        "<deliverDetails><sequence>1</sequence></deliverDetails><pickupDetails><sequence>0</sequence></pickupDetails>"
    )
    (row,) = parse_body(XML, f"<n><orderDetails>{stop}</orderDetails></n>".encode()).rows("orderDetails")
    assert [len(row.rows(name)) for name in ("deliverDetails", "pickupDetails")] == [1, 1]


@pytest.mark.parametrize("name", ["orderNo", "clientShipmentId"])
def test_an_order_number_that_is_repeated_is_every_order(name: str) -> None:
    for kind, body in (
        (FORM, f"notificationType=STARTTRIP&{name}=A&{name}=B"),
        (XML, f"<n><notificationType>STARTTRIP</notificationType><{name}>A</{name}><{name}>B</{name}></n>"),
    ):
        updates = updates_in(parse_body(kind, body.encode()), UTC)
        assert [update.reference.value for update in updates] == ["A", "B"]


def test_a_field_that_is_repeated_and_no_list_has_its_last_value() -> None:
    body = "<n><deliveryMediumName>TestDM</deliveryMediumName><deliveryMediumName>Sandeep</deliveryMediumName></n>"
    assert parse_body(XML, body.encode()).text("deliveryMediumName") == "Sandeep"
    assert parse_body(FORM, b"updatedOn=1&updatedOn=2").text("updatedOn") == "2"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (f"{FORM}; charset=ISO-8859-1", "orderNo=A&hubName=K\xf8ln".encode("latin-1")),
        (f"{FORM}; charset=ISO-8859-1", b"orderNo=A&hubName=K%F8ln"),
        (f"{FORM}; charset=ISO-8859-1", b"orderNo=A&hubName=K%C3%B8ln"),
        (FORM, b"orderNo=A&hubName=K%C3%B8ln"),
        (FORM, b"\xef\xbb\xbforderNo=A&hubName=K%C3%B8ln&"),
        (f"{FORM}; charset=utf-16", "orderNo=A&hubName=Køln".encode("utf-16")),
        (f"{XML}; charset=ISO-8859-1", "<n><orderNo>A</orderNo><hubName>Køln</hubName></n>".encode("latin-1")),
        (
            XML,
            '<?xml version="1.0" encoding="ISO-8859-1"?><n><orderNo>A</orderNo><hubName>Køln</hubName></n>'.encode(
                "latin-1"
            ),
        ),
        (XML, '\n <?xml version="1.0" encoding="UTF-8"?><n><orderNo>A</orderNo><hubName>Køln</hubName></n>\n'.encode()),
        (
            XML,
            '<?xml version="1.0" encoding="UTF-16"?><n><orderNo>A</orderNo><hubName>Køln</hubName></n>'.encode(
                "utf-16"
            ),
        ),
        (XML, b"\xef\xbb\xbf" + "\n<n><orderNo>A</orderNo><hubName>Køln</hubName></n>".encode()),
        (XML, '{"orderNo":"A","hubName":"Køln"}'.encode()),
        (f"{JSON};charset=ISO-8859-1", '{"orderNo":"A","hubName":"Køln"}'.encode("latin-1")),
        (JSON, '\n{"orderNo":"A","hubName":"Køln"}\n'.encode("utf-16")),
        (JSON, b"\xef\xbb\xbf" + '[{"orderNo":"A","hubName":"Køln"}]'.encode()),
    ],
)
def test_a_body_in_any_encoding_is_read(kind: str, body: bytes) -> None:
    data = parse_body(kind, body)
    assert (data.text("orderNo"), data.text("hubName")) == ("A", "Køln")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"orderNo=A&hubName=K%F8ln"),
        (FORM, b"orderNo=A&hubName=K\xf8ln"),
        (XML, b"<n><orderNo>A</orderNo><hubName>K\xf8ln</hubName></n>"),
        (JSON, b'{"orderNo":"A","hubName":"K\xf8ln"}'),
    ],
)
def test_a_wrong_byte_is_replaced_and_everything_else_is_read(kind: str, body: bytes) -> None:
    data = parse_body(kind, body)
    assert (data.text("orderNo"), data.text("hubName")) == ("A", "K\ufffdln")


def test_a_plus_is_a_blank_and_an_escaped_one_a_plus() -> None:
    assert parse_body(FORM, b"hubName=West+Brooklyn&orderNo=A%2BB").text("hubName") == "West Brooklyn"
    assert parse_body(FORM, b"hubName=West+Brooklyn&orderNo=A%2BB").text("orderNo") == "A+B"


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        (FORM, "&".join(f"a{index}=1" for index in range(100_000)), Unreadable),
        (FORM, "&" * 100_000, Unreadable),
        (FORM, "a" + "[b]" * 1_000 + "=1", UnsafePayload),
        (FORM, "a" + ".b" * 1_000 + "=1", UnsafePayload),
        (FORM, "a[" * 100_000 + "=1", UnsafePayload),
        (FORM, "nothing", Unreadable),
        (FORM, "=", Unreadable),
        (JSON, '{"a":NaN}', Unreadable),
        (JSON, '{"orderNo":"A",}', Unreadable),
        (JSON, "[1]", Unreadable),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_hostile_and_wrong_bodies_are_refused_at_little_cost(kind: str, body: str, error: type[Exception]) -> None:
    began = time.process_time()
    with pytest.raises(error):
        parse_body(kind, body.encode())
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, "&".join(f"clientShipmentIds[{999_999_999 - index}]=A{index}" for index in range(5_000))),
        (FORM, "&".join("orderDetails[][orderNo]=A" for _ in range(5_000))),
        (FORM, f"clientShipmentIds[{'9' * 100_000}]=A"),
        (FORM, "&".join(f"a{'[]' * 50}=1" for _ in range(5_000))),
        (XML, "<n>" + "<clientShipmentIds>A</clientShipmentIds>" * 30_000 + "</n>"),
        (XML, "<n><orderDetails>" + "<orderNo>A</orderNo>" * 30_000 + "</orderDetails></n>"),
        (FORM, "clientShipmentIds=" + "," * 500_000),
    ],
    ids=["indexes", "rows", "digits", "brackets", "elements", "numbers", "commas"],
)
def test_a_large_body_takes_a_time_that_grows_with_its_length(kind: str, body: str) -> None:
    began = time.process_time()
    parse_body(kind, body.encode())
    assert time.process_time() - began < 1.5


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters=",[]\"'"), min_size=1, max_size=8).filter(
    lambda text: text == text.strip() and text.isprintable() and text.strip("\ufeff")
)


@settings(deadline=None)
@given(
    st.lists(TEXTS, min_size=1, max_size=6),
    st.sampled_from(["{name}", "{name}[]", "{name}[{index}]", "{name}.{index}"]),
)
def test_any_list_that_is_written_as_a_form_is_read_back(values: list[str], style: str) -> None:
    pairs = [(style.format(name="clientShipmentIds", index=index), value) for index, value in enumerate(values)]
    expected = list(Fields({"x": values}).texts("x"))
    assert list(parse_body(FORM, urlencode(pairs).encode()).texts("clientShipmentIds")) == expected


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["clientShipmentIds", "orderDetails", "tripDetails", "orderNo", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["orderDetails", "orderNo", "0", "item"]), inner)
            ),
            max_leaves=10,
        ),
        min_size=1,
    )
)
def test_any_object_is_normalised(value: dict[str, object]) -> None:
    parse_body(JSON, json.dumps(value).encode())
