"""LogiNext Haul: trips and where they are."""

from flask import Blueprint, Response, request

from tracking_site_sandbox.loginext.responses import Record, failure, read_names, require_session, success
from tracking_site_sandbox.state import state

haul = Blueprint("haul", __name__)
haul.before_request(require_session)


@haul.post("/TripApp/haul/v1/trip/get")
def trip() -> Record | Response:
    """The trips of a list of names or reference ids; those not known are named in `error`."""
    names = read_names()
    if names is None:
        return failure(400, "A list of trip names or reference ids is expected")
    trips = [trip for trip in state().trips if not set(trip.names).isdisjoint(names)]
    known = {name for trip in trips for name in trip.names}
    unknown = [(place, name) for place, name in enumerate(names) if name not in known]
    return success([trip.record for trip in trips], "Trip Details fetched successfully", unknown)


@haul.post("/TrackingApp/haul/v1/track/lastlocation")
def location() -> Record | Response:
    """Where trips were last seen, in the order they were asked for, and without their names."""
    names = read_names()
    if names is None:
        return failure(400, "A list of trip names is expected")
    with_address = request.args.get("address") == "true"
    seen = {trip.names[0]: trip.location for trip in state().trips if trip.location}
    data = [
        {field: value for field, value in seen[name].items() if with_address or field != "address"}
        for name in names
        if name in seen
    ]
    unknown = [(place, name) for place, name in enumerate(names) if name not in seen]
    return success(data, "Latest Location found successfully" if data else "Location not found", unknown)
