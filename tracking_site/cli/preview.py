"""The command that shows every state of a brand's pages."""

import logging
from pathlib import Path

import click

from tracking_site.cli.configuration import brand_named, checked_settings
from tracking_site.logs import configure_logs
from tracking_site.web.http.context import offered_languages


@click.command()
@click.option("--brand", "brand_id", help="The brand to show (default: the first one).")
@click.option("--port", default=8002, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--screenshots", type=click.Path(file_okay=False, path_type=Path), help="Write screenshots here and exit."
)
@click.option("--languages", help="Languages of the screenshots, separated by commas (default: the brand's first).")
def preview(brand_id: str | None, port: int, screenshots: Path | None, languages: str | None) -> None:
    """Serve every state of every page of a brand with sample data; no carrier is called."""
    from tracking_site.preview import command  # noqa: PLC0415 - other commands do not need it

    settings = checked_settings()
    brand = brand_named(settings, brand_id)
    offered = offered_languages(brand)
    wanted = [tag.strip() for tag in languages.split(",")] if languages else [offered[0]]
    for tag in wanted:
        if tag not in offered:
            raise click.UsageError(f"{brand.id} has no language {tag}; it has {', '.join(offered)}.")
    configure_logs(logging.CRITICAL)
    command.run(settings, brand, port, screenshots, wanted)
