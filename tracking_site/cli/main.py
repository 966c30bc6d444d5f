"""The command `tracking-site` and its commands."""

import click

from tracking_site.cli.data import forget, purge
from tracking_site.cli.links import link
from tracking_site.cli.preview import preview
from tracking_site.cli.serve import check, demo, refresher, sandbox, serve
from tracking_site.cli.webhooks import webhooks
from tracking_site.logs import configure_logs
from tracking_site.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """Run a self-hosted, multi-brand, public tracking microsite.

    The configuration is a TOML file, named by TRACKING_SITE_CONFIG (default: tracking-site.toml).
    """
    configure_logs()


for command in (serve, demo, sandbox, preview, check, link, forget, purge, refresher, webhooks):
    main.add_command(command)
