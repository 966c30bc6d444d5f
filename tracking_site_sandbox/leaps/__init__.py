"""The sandbox of Leaps: two installations, of GEODIS and of GLS, with bookings of their own."""

from tracking_site_sandbox.carrier_sandbox import CarrierSandbox
from tracking_site_sandbox.leaps import control, credentials, routes, state

SANDBOX = CarrierSandbox(
    title="Leaps",
    blueprint=routes.blueprint,
    control=control.blueprint,
    state=state.LeapsState,
    samples=state.samples,
    paths=tuple(credentials.PATHS.values()),
    environment=credentials.environment,
)
