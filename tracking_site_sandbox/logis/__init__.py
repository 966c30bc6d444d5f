"""The sandbox of Logis, with jobs of a delivery company in Québec and Ontario."""

from tracking_site_sandbox.carrier_sandbox import CarrierSandbox
from tracking_site_sandbox.logis import credentials, jobs, routes
from tracking_site_sandbox.logis.state import LogisState

SANDBOX = CarrierSandbox(
    title="Logis",
    blueprint=routes.blueprint,
    state=LogisState,
    samples=jobs.samples,
    paths=("/logis",),
    environment=credentials.environment,
)
