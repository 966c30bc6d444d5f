"""The answers that show shipments: the same on a page of their own and inside a merchant's page."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request, url_for

from tracking_site.tracking.lookup import LookupResult, LookupResults
from tracking_site.tracking.query import PARAMETERS, Query, read_query
from tracking_site.web.branding.texts import in_brands_words
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand, reader_language, site
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.i18n.labels import NUMBERS, STATUSES
from tracking_site.web.pages.actions_view import Tried, actions_view
from tracking_site.web.pages.proof_view import proof_view
from tracking_site.web.pages.shipment_view import shipment_view

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


def tracked(layout: Layout) -> Response:
    """Whatever number or link was given: its shipment, a page to choose from, or for a proven link its sealed one."""
    return looked_up(layout, read_query(request.args.to_dict(flat=False)))


def looked_up(layout: Layout, query: Query, tried: Tried = NOTHING_TRIED) -> Response:
    """What a query finds; `tried` is what did not work there."""
    findings = site().desk.look_up(site().visitors(brand()), query)
    first = findings.found[0]
    if len(findings.found) > 1:
        return _choice(layout, findings)
    if first.verified:
        token = query.token or site().desk.seal(brand().id, first.ref)
        response = make_response(redirect(url_for(f"{layout.blueprint}.sealed", token=token, **kept_parameters()), 303))
        return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
    return _shipment(layout, first, findings.unasked, tried=tried)


def opened(layout: Layout, token: str, tried: Tried = NOTHING_TRIED) -> Response:
    """The shipment of a sealed link; `tried` is what did not work there."""
    findings = site().desk.open(site().visitors(brand()), token)
    return _shipment(layout, findings.found[0], findings.unasked, token, tried)


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
    number, proof = number_query(found), site().proofs.state(found)
    view = shipment_view(found, reader_language(), brand().zone)
    if proof and proof.waiting:
        view = replace(view, every=WAITING_EVERY)
    base = f"{layout.prefix}/t/{token}" if token else layout.prefix
    page = render_template(
        layout.shipment,
        view=in_brands_words(view, brand(), reader_language().tag),
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


def _choice(layout: Layout, findings: LookupResults) -> Response:
    choices = [_choice_view(layout, found) for found in findings.found]
    page = render_template(layout.choice, choices=choices, unasked=_names(findings.unasked))
    return _shown(page, private=False)


def _shown(page: str, *, private: bool) -> Response:
    return set_headers(conditional(make_response(page), private=private), {"X-Robots-Tag": "noindex"})


def _choice_view(layout: Layout, found: LookupResult) -> ChoiceView:
    say = reader_language().words.gettext
    reference, shipment = found.ref.reference, found.tracked.shipment
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
    return [site().settings.accounts[account].name for account in accounts]
