"""A delivery as LogiNext's webhooks tell it, from the order to the door: in the field names of its documentation."""

from datetime import datetime, timedelta

TRIP = "TRIP-84"
DRIVER = "Rahul Verma"
PHONE = 5140000000


def story(number: str, delivered: datetime) -> list[dict[str, object]]:
    """Every webhook of an order that was handed over at a moment, oldest first.

    Its trip carries another recipient's order too, stops after the delivery, and says so with the delivery's own type.
    Times are in UTC. Sources: Webhooks of the documentation, and of its later edition.
    """

    def at(**before: float) -> str:
        return (delivered - timedelta(**before)).strftime("%Y-%m-%d %H:%M:%S")

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
