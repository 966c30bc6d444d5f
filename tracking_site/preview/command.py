"""The command `preview`: serve the states, or write screenshots of them."""

import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from tracking_site.config import Brand, Settings
from tracking_site.preview.screenshots import NoBrowser, take_screenshots
from tracking_site.preview.site import INDEX, create_preview
from tracking_site_sandbox.server import running


def run(settings: Settings, brand: Brand, port: int, folder: Path | None, languages: Sequence[str]) -> None:
    """Serve the preview of a brand until the process is stopped, or write screenshots of it into a folder."""
    with (
        closing(create_preview(settings, brand)) as preview,
        running(preview.app, port if folder is None else 0) as address,
    ):
        if folder is None:
            click.echo(f"{brand.name}: {len(preview.states)} states at {address}{INDEX}, stop with Ctrl+C")
            _wait()
            return
        try:
            count = sum(1 for _ in take_screenshots(address, preview.states, folder, languages))
        except NoBrowser as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"{count} pictures in {folder}")


def _wait() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
