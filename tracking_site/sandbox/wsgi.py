"""The sandbox for a WSGI server."""

from tracking_site.sandbox.app import create_sandbox

app = create_sandbox()
