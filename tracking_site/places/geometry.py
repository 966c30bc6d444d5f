"""Distances and directions on the globe."""

from math import asin, asinh, atan2, cos, degrees, radians, sin, sqrt, tan

from tracking_site.domain.shipment import Coordinates

RADIUS_KM = 6371.0


def distance_km(one: Coordinates, other: Coordinates) -> float:
    """Return the distance between two positions along the surface of the globe."""
    latitude, other_latitude = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    haversine = sin((other_latitude - latitude) / 2) ** 2 + cos(latitude) * cos(other_latitude) * sin(east / 2) ** 2
    return 2 * RADIUS_KM * asin(sqrt(min(1.0, haversine)))


def bearing(start: Coordinates, end: Coordinates) -> float:
    """Return the direction from one position to another, in degrees clockwise from north."""
    latitude, end_latitude = radians(start.latitude), radians(end.latitude)
    longitude = radians(end.longitude - start.longitude)
    east = sin(longitude) * cos(end_latitude)
    north = cos(latitude) * sin(end_latitude) - sin(latitude) * cos(end_latitude) * cos(longitude)
    return degrees(atan2(east, north)) % 360


def mercator(latitude: float) -> float:
    """Return the height of a latitude on Mercator's map, in degrees of the equator."""
    return degrees(asinh(tan(radians(latitude))))
