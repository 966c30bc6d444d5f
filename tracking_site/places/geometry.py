"""Distances and directions on the globe."""

from math import asin, asinh, atan2, cos, degrees, radians, sin, sqrt, tan

from tracking_site.domain.shipment import Coordinates

RADIUS_KM = 6371.0


def distance_km(one: Coordinates, other: Coordinates) -> float:
    """Return the great-circle distance between two positions."""
    north, other_north = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin(east / 2) ** 2
    return 2 * RADIUS_KM * asin(sqrt(min(1.0, half)))


def bearing(start: Coordinates, end: Coordinates) -> float:
    """Return the direction from one position to another, in degrees clockwise from north."""
    north, other_north = radians(start.latitude), radians(end.latitude)
    east = radians(end.longitude - start.longitude)
    across = sin(east) * cos(other_north)
    along = cos(north) * sin(other_north) - sin(north) * cos(other_north) * cos(east)
    return degrees(atan2(across, along)) % 360


def mercator(latitude: float) -> float:
    """Return the vertical coordinate of a latitude in Mercator's projection, in degrees of the equator."""
    return degrees(asinh(tan(radians(latitude))))
