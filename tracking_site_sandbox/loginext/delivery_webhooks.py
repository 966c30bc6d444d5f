"""The webhooks that LogiNext sends about one delivery, with the field names of the documentation."""

from datetime import datetime, timedelta

from tracking_site_sandbox.times import plain

TRIP = "TRIP-84"
DRIVER = "Rahul Verma"
PHONE = 5140000000


def delivery_webhooks(number: str, delivered: datetime) -> list[dict[str, object]]:
    """Return every webhook of an order that was delivered at a given time in UTC, oldest first.

    The order's trip contains an order of another recipient too. The trip ends after the delivery, and that webhook has
    the same type as the delivery's. Sources: the chapters on webhooks of the documentation and of its later edition.
    """

    def at(**before: float) -> str:
        return plain(delivered - timedelta(**before))

    driver: dict[str, object] = {"deliveryMediumName": DRIVER, "phoneNumber": PHONE}
    trip: dict[str, object] = {"tripName": TRIP, "clientShipmentIds": [number, f"{number}-NEXT-DOOR"]}
    stop = {"calculatedStartDate": at(minutes=10), "calculatedEndDate": at(minutes=-10), "sequence": 1}
    return [
        {
            "notificationType": "ORDERCREATIONNOTIFICATION",
            "orderNo": number,
            "orderState": "FORWARD",
            "orderLeg": "DELIVER",
            "timestamp": at(hours=26),
        },
        {"status": "ORDER ACCEPTED", "clientShipmentId": number, "updatedOn": at(hours=5), **driver},
        {
            "notificationType": "ORDERSTATUSNOTIFICATON",
            "orderNo": number,
            "scanStatus": "INSCANNED",
            "scanTime": at(hours=4),
            "orderStatus": "INTRANSIT",
        },
        {"notificationType": "STARTTRIP", "startTime": at(hours=2), **trip, **driver},
        {
            "notificationType": "REVISEETANOTIFICATION",
            "tripDetails": [
                {
                    "tripName": TRIP,
                    "orderDetails": [{"orderNo": number, "orderStatusCd": "INTRANSIT", "deliverDetails": [stop]}],
                }
            ],
        },
        {
            "notificationType": "CHECKINPUSHNOTIFICATION",
            "orderNo": number,
            "locationType": "DELIVER",
            "checkInTime": at(minutes=5).replace(" ", "T") + "Z",
            "checkinLatitude": 45.5231,
            "checkinLongitude": -73.5817,
        },
        {
            "notificationType": "DELIVEREDNOTIFICATION",
            "clientShipmentId": number,
            "deliveryTime": at(),
            "recipientName": "Camille Tremblay",
            "latitude": 45.5231,
            "longitude": -73.5817,
            **driver,
        },
        {"notificationType": "DELIVEREDNOTIFICATION", "endTime": at(hours=-3), **trip, **driver},
    ]
