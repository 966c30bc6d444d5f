"""The sandbox of LogiNext: orders of Mile and OnDemand, trips of Haul, webhooks and the live map."""

from tracking_site_sandbox.carrier_sandbox import CarrierSandbox
from tracking_site_sandbox.loginext import control, credentials, routes, state

SANDBOX = CarrierSandbox(
    title="LogiNext",
    blueprint=routes.blueprint,
    control=control.blueprint,
    state=state.LoginextState,
    samples=state.samples,
    paths=("/loginext",),
    environment=credentials.environment,
    hints=control.hints,
)
