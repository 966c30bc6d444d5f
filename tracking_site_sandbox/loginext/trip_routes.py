"""The endpoints of LogiNext Haul: trips and their positions."""

from flask import Blueprint, Response, request

from tracking_site_sandbox.loginext.responses import Record, failure, read_names, require_session, success
from tracking_site_sandbox.loginext.state import LoginextState
from tracking_site_sandbox.state import state

haul = Blueprint("haul", __name__)
haul.before_request(require_session)


@haul.post("/TripApp/haul/v1/trip/get")
def trip() -> Record | Response:
    """Return the trips of a list of names or reference ids; `error` has the unknown ones."""
    names = read_names()
    if names is None:
        return failure(400, "A list of trip names or reference ids is expected")
    trips = [trip for trip in state().of(LoginextState).trips if not set(trip.names).isdisjoint(names)]
    known = {name for trip in trips for name in trip.names}
    unknown = [(index, name) for index, name in enumerate(names) if name not in known]
    return success([trip.record for trip in trips], "Trip Details fetched successfully", unknown)


@haul.post("/TrackingApp/haul/v1/track/lastlocation")
def location() -> Record | Response:
    """Return the last positions of trips, in the order of the request and without the trips' names."""
    names = read_names()
    if names is None:
        return failure(400, "A list of trip names is expected")
    with_address = request.args.get("address") == "true"
    locations = {trip.names[0]: trip.location for trip in state().of(LoginextState).trips if trip.location}
    data = [
        {field: value for field, value in locations[name].items() if with_address or field != "address"}
        for name in names
        if name in locations
    ]
    unknown = [(index, name) for index, name in enumerate(names) if name not in locations]
    return success(data, "Latest Location found successfully" if data else "Location not found", unknown)
