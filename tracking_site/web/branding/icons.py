"""The icons of the pages: drawings of Lucide (ISC, lucide-static 1.62.0), each as one SVG path in a 24 by 24 square."""

from tracking_site.domain.shipment import Status

_BOX = (
    "M21 10.5V8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.729l7 4a2 2 0 0 0 2 .001l.13-.074"
    "M12 22V12M3.29 7 12 12l8.71-5M7.5 4.27l8.997 5.148"
)
CHECK = "M20 6 9 17l-5-5"
_ALERT = "M21.73 18l-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01"
_QUESTION = "M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3M12 17h.01"
_NOT_FOUND = "M13.5 8.5l-5 5M8.5 8.5l5 5M11 3a8 8 0 1 0 0 16a8 8 0 0 0 0-16M21 21l-4.3-4.3"
_BROKEN_LINK = "M9 17H7A5 5 0 0 1 7 7M15 7h2a5 5 0 0 1 4 8M8 12h4M2 2l20 20"
_NO_CONNECTION = "M10.94 5.274A7 7 0 0 1 15.71 10h1.79a4.5 4.5 0 0 1 4.222 6.057M18.796 18.81A4.5 4.5 0 0 1 17.5 19H9A7 7 0 0 1 5.79 5.78M2 2l20 20"
_HOURGLASS = (
    "M5 22h14M5 2h14M17 22v-4.172a2 2 0 0 0-.586-1.414L12 12l-4.414 4.414A2 2 0 0 0 7 17.828V22"
    "M7 2v4.172a2 2 0 0 0 .586 1.414L12 12l4.414-4.414A2 2 0 0 0 17 6.172V2"
)

STATUS_ICONS: dict[Status, str] = {
    Status.PENDING: "M12 2a10 10 0 1 0 0 20a10 10 0 0 0 0-20M12 6v6l4 2",
    Status.INFO_RECEIVED: (
        "M9 2h6a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1z"
        "M16 4h2a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h2M12 11h4M12 16h4M8 11h.01M8 16h.01"
    ),
    Status.PICKED_UP: (
        "M11 21.73a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16V8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73z"
        "M12 22V12M3.29 7 12 12l8.71-5M7.5 4.27l9 5.15"
    ),
    Status.IN_TRANSIT: (
        "M6 16a3 3 0 1 0 0 6a3 3 0 0 0 0-6M9 19h8.5a3.5 3.5 0 0 0 0-7h-11a3.5 3.5 0 0 1 0-7H15M18 2a3 3 0 1 0 0 6a3 3 0 0 0 0-6"
    ),
    Status.OUT_FOR_DELIVERY: (
        "M14 18V6a2 2 0 0 0-2-2H4a2 2 0 0 0-2 2v11a1 1 0 0 0 1 1h2M15 18H9"
        "M19 18h2a1 1 0 0 0 1-1v-3.65a1 1 0 0 0-.22-.624l-3.48-4.35A1 1 0 0 0 17.52 8H14"
        "M17 16a2 2 0 1 0 0 4a2 2 0 0 0 0-4M7 16a2 2 0 1 0 0 4a2 2 0 0 0 0-4"
    ),
    Status.DELIVERED: CHECK,
    Status.PARTIALLY_DELIVERED: _BOX + "M16 17l2 2 4-4",
    Status.ATTEMPT_FAILED: _BOX + "M16.5 14.5l5 5M16.5 19.5l5-5",
    Status.EXCEPTION: _ALERT,
    Status.RETURNED: "M9 14 4 9l5-5M4 9h10.5a5.5 5.5 0 0 1 5.5 5.5a5.5 5.5 0 0 1-5.5 5.5H11",
    Status.CANCELLED: "M18 6 6 18M6 6l12 12",
    Status.UNKNOWN: _QUESTION,
}

_ERROR_ICONS = {
    **dict.fromkeys(("unknown_shipment", "not_found"), _NOT_FOUND),
    **dict.fromkeys(("broken_link", "expired_link"), _BROKEN_LINK),
    **dict.fromkeys(("carrier_busy", "too_many_requests"), _HOURGLASS),
    "invalid_reference": _QUESTION,
    "internal": _ALERT,
}


def error_icon(code: str) -> str:
    """Return the icon of the page for an error code."""
    return _ERROR_ICONS.get(code, _NO_CONNECTION if code.startswith("carrier_") else _ALERT)
