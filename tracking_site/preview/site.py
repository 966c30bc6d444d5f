"""The application of a preview: the site of one brand, with samples in place of carriers."""

import secrets
from dataclasses import dataclass
from itertools import groupby

import svcs
from flask import Blueprint, Flask, Response, make_response, redirect
from pydantic import SecretStr
from werkzeug.exceptions import NotFound

from tracking_site.app import create_app
from tracking_site.carriers.registry import adapter_of
from tracking_site.config import Brand, Settings
from tracking_site.config.site import Limits, Rates
from tracking_site.domain.clock import Clock
from tracking_site.preview.fake_proofs import FakeProofs
from tracking_site.preview.fake_tracker import FakeRevocations, FakeTracker
from tracking_site.preview.samples import SampleShipments
from tracking_site.preview.states import State, states_of
from tracking_site.services import Replacements, link_sealer
from tracking_site.web.http.context import brand
from tracking_site.web.http.rendering import PageTemplate, render_page
from tracking_site.web.http.security_headers import page_policy

INDEX = "/preview"
UNLIMITED = Rates.parse("1000000 per minute")
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Preview:
    """The application of a preview, and its states."""

    app: Flask
    states: tuple[State, ...]

    def close(self) -> None:
        """Close what the application opened."""
        svcs.flask.close_registry(self.app)


@dataclass(frozen=True, slots=True)
class StateGroup:
    """States that stand together in the index."""

    title: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class PreviewIndex:
    """The page that lists the states; each is below the index's address."""

    groups: tuple[StateGroup, ...]
    address: str


PREVIEW_INDEX = PageTemplate("preview/index.html", PreviewIndex)


def create_preview(settings: Settings, of: Brand) -> Preview:
    """Return the preview of a brand; none of its pages or forms calls a carrier."""
    settings = _preview_settings(settings, of)
    adapters = {account.id: adapter_of(account) for account in settings.accounts_of(of)}
    samples = SampleShipments(of.zone)
    states, outcomes = states_of(adapters, of.id, samples, link_sealer(settings))
    tracker = FakeTracker(outcomes)
    replacements = Replacements(
        tracker, tracker, FakeRevocations(), FakeProofs(outcomes), Clock(samples.now), offline=True
    )
    app = create_app(settings, replacements)
    app.register_blueprint(_index(states))
    return Preview(app, states)


def _preview_settings(settings: Settings, of: Brand) -> Settings:
    """Return the settings of one brand at any host, without rate limits and Redis, and with secret keys of its own."""
    site = settings.site.model_copy(
        update={
            "any_host": True,
            "redis_url": None,
            "secret_keys": (SecretStr(secrets.token_urlsafe(SECRET_BYTES)),),
            "limits": Limits(views=UNLIMITED, misses=UNLIMITED, actions=UNLIMITED),
        }
    )
    return Settings.model_construct(site=site, brands={of.id: of}, accounts=settings.accounts)


def _index(states: tuple[State, ...]) -> Blueprint:
    index = Blueprint("preview", __name__)
    groups = tuple(
        StateGroup(title, tuple(members)) for title, members in groupby(states, key=lambda state: state.group)
    )
    addresses = {state.name: state.address for state in states}

    @index.get(INDEX)
    def listed() -> Response:
        response = render_page(PREVIEW_INDEX, PreviewIndex(groups, INDEX))
        response.headers["Content-Security-Policy"] = page_policy(brand(), tiles=svcs.flask.get(Settings).site.map)
        return response

    @index.get(f"{INDEX}/<name>")
    def state(name: str) -> Response:
        if name not in addresses:
            raise NotFound
        return make_response(redirect(addresses[name]))

    return index
