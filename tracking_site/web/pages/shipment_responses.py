"""The answers that show shipments: the same on a page of their own and inside a merchant's page."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import svcs
from flask import Response, make_response, redirect, render_template, request, url_for

from tracking_site.config import Settings
from tracking_site.tracking.lookup import Lookup, LookupResult, LookupResults, ProofStates
from tracking_site.tracking.query import PARAMETERS, LinkQuery, Query, read_query
from tracking_site.web.branding.texts import brand_wording
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand, brand_scope, open_link, reader_language
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.i18n.labels import NUMBERS, STATUSES
from tracking_site.web.pages.actions_view import Tried, actions_view
from tracking_site.web.pages.proof_view import proof_view
from tracking_site.web.pages.shipment_view import ShipmentView, shipment_view

KEPT_PARAMETERS = ("lang", "theme")
NOTHING_TRIED = Tried()
WAITING_EVERY = 10
"""Seconds after which a page looks again for pictures that its carrier was asked for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where shipments are shown: the blueprint that is asked, what its addresses begin with, and its templates."""

    blueprint: str
    prefix: str
    home: str
    shipment: str
    choice: str


PAGES = Layout("pages", "", "pages.home", "pages/shipment.html", "pages/choice.html")
EMBED = Layout("embed", "/embed", "embed.track", "embed/shipment.html", "embed/choice.html")


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One of several shipments that a number may mean."""

    address: str
    carrier: str
    number_label: str
    number: str
    status: str


def from_request(layout: Layout) -> Response:
    """Answer whatever number or link the request names."""
    return from_query(layout, read_query(request.args.to_dict(flat=False)))


def from_query(layout: Layout, query: Query, tried: Tried = NOTHING_TRIED) -> Response:
    """Answer the shipment of a query, a page to choose from, or a redirect to the sealed link of a proven recipient.

    `tried` is an action on the page that failed.
    """
    results = find(query)
    first = results.found[0]
    if len(results.found) > 1:
        return _choice(layout, results)
    if first.verified:
        token = query.token if isinstance(query, LinkQuery) else svcs.flask.get(Lookup).seal(brand().id, first.ref)
        response = make_response(redirect(url_for(f"{layout.blueprint}.sealed", token=token, **kept_parameters()), 303))
        return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
    return _shipment(layout, first, results.unavailable, tried=tried)


def from_link(layout: Layout, token: str, tried: Tried = NOTHING_TRIED) -> Response:
    """Answer the shipment of a sealed link; `tried` is an action on the page that failed."""
    results = svcs.flask.get(Lookup).by_link(brand_scope(), open_link(token))
    return _shipment(layout, results.found[0], results.unavailable, token, tried)


def find(query: Query) -> LookupResults:
    """Look a query up for the brand of the request."""
    lookup = svcs.flask.get(Lookup)
    if isinstance(query, LinkQuery):
        return lookup.by_link(brand_scope(), open_link(query.token))
    return lookup.by_number(brand_scope(), query)


def number_query(found: LookupResult) -> str:
    """The query that finds a shipment again: its number, of its kind, at its account."""
    reference = found.ref.reference
    parameter = next(name for name, kind in PARAMETERS.items() if kind is reference.kind)
    key = {"review_key": reference.review_key} if reference.review_key else {}
    return urlencode({parameter: reference.value, **key, "account": found.ref.account})


def kept_parameters() -> dict[str, Any]:
    """The parameters of the request that go along to the next address."""
    return {name: request.args[name] for name in KEPT_PARAMETERS if name in request.args}


def _shipment(
    layout: Layout,
    found: LookupResult,
    unasked: tuple[str, ...] = (),
    token: str | None = None,
    tried: Tried = NOTHING_TRIED,
) -> Response:
    number, proof = number_query(found), svcs.flask.get(ProofStates).state(found)
    view = shipment_view(found, reader_language(), brand().zone)
    if proof and proof.waiting:
        view = replace(view, every=WAITING_EVERY)
    base = f"{layout.prefix}/t/{token}" if token else layout.prefix
    page = render_template(
        layout.shipment,
        view=_in_brand_words(view),
        acting=actions_view(found, reader_language(), base, token, kept_parameters(), tried),
        proven=proof_view(proof, token, reader_language()),
        unasked=_names(unasked),
        again=_again(layout, token, number),
        live=_live_address(f"token={token}" if token else number),
        full=url_for("pages.sealed", token=token, **kept_parameters())
        if token
        else f"{url_for('pages.track')}?{number}",
    )
    return _shown(page, private=found.verified)


def _again(layout: Layout, token: str | None, number: str) -> str:
    """This page once more, with nothing of the request but what is known: not where a form was sent to, not what was typed."""
    path = f"{layout.prefix}/t/{token}" if token else f"{url_for(f'{layout.blueprint}.track')}?{number}"
    more = urlencode(kept_parameters())
    return f"{path}{'&' if '?' in path else '?'}{more}" if more else path


def _live_address(query: str) -> str:
    """Where the page's script asks whether anything changed."""
    return f"{url_for('api.shipment')}?{query}&lang={reader_language().tag}"


def _choice(layout: Layout, results: LookupResults) -> Response:
    choices = [_choice_view(layout, found) for found in results.found]
    page = render_template(layout.choice, choices=choices, unasked=_names(results.unavailable))
    return _shown(page, private=False)


def _shown(page: str, *, private: bool) -> Response:
    return set_headers(conditional(make_response(page), private=private), {"X-Robots-Tag": "noindex"})


def _choice_view(layout: Layout, found: LookupResult) -> ChoiceView:
    say = reader_language().words.gettext
    reference, shipment = found.ref.reference, found.tracking.shipment
    return ChoiceView(
        address=url_for(f"{layout.blueprint}.track")
        + "?"
        + "&".join(filter(None, (number_query(found), urlencode(kept_parameters())))),
        carrier=shipment.carrier_name,
        number_label=say(NUMBERS[reference.kind]),
        number=reference.value,
        status=say(STATUSES[shipment.status]),
    )


def _names(accounts: tuple[str, ...]) -> list[str]:
    return [svcs.flask.get(Settings).accounts[account].name for account in accounts]


def _in_brand_words(view: ShipmentView) -> ShipmentView:
    """Return the page with the brand's own status and lead; a stage has the name of its status."""
    tag = reader_language().tag
    stages = tuple(
        replace(stage, label=brand_wording(brand(), tag, f"status_{stage.tone}", stage.label)) for stage in view.stages
    )
    return replace(
        view,
        stages=stages,
        title=brand_wording(brand(), tag, f"status_{view.tone}", view.title),
        lead=brand_wording(brand(), tag, f"lead_{view.tone}", view.lead),
    )
