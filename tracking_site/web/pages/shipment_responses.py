"""The responses that show shipments, on pages of the site and in its embed."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

import svcs
from flask import Response, make_response, redirect, request, url_for

from tracking_site.config import Settings
from tracking_site.domain.clock import Clock
from tracking_site.tracking.lookup import Lookup, LookupResult, LookupResults, ProofStates
from tracking_site.tracking.query import (
    LinkQuery,
    NumberQuery,
    Query,
    address_parameters,
    read_query,
)
from tracking_site.web.branding.texts import brand_wording
from tracking_site.web.http.addresses import Parameters, display_parameters, show_parameters, shown_parameters
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand, brand_scope, open_link, reader_language
from tracking_site.web.http.form_state import FORM_STATE, FormStates
from tracking_site.web.http.rendering import PageTemplate, render_page
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.i18n.labels import NUMBERS, STATUSES
from tracking_site.web.i18n.reader import Reader
from tracking_site.web.pages.actions_view import ActionFailure, actions_view, calendar_address, failure_of
from tracking_site.web.pages.page_templates import (
    CHOICE,
    EMBED_CHOICE,
    EMBED_SHIPMENT,
    SHIPMENT,
    ChoicePage,
    ShipmentChoice,
    ShipmentPage,
)
from tracking_site.web.pages.proof_view import proof_view
from tracking_site.web.pages.shipment_view import ShipmentView, shipment_view

PROOF_REFRESH_SECONDS = 10
"""How often a page looks for images that its carrier was asked for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where shipments are shown: the blueprint, the prefix of its addresses, its home page, and its templates."""

    blueprint: str
    prefix: str
    home: str
    shipment: PageTemplate[ShipmentPage]
    choice: PageTemplate[ChoicePage]


PAGES = Layout("pages", "", "pages.home", SHIPMENT, CHOICE)
EMBED = Layout("embed", "/embed", "embed.track", EMBED_SHIPMENT, EMBED_CHOICE)


def from_request(layout: Layout) -> Response:
    """Return the response to the number or link that the request names."""
    return from_query(layout, read_query(request.args.to_dict(flat=False)))


def from_query(layout: Layout, query: Query) -> Response:
    """Return the shipment of a query, a page to choose from, or a redirect to the sealed link: a pasted or a checked one."""
    results = find(query)
    first = results.shipments[0]
    show_parameters(_parameters(query, results))
    if len(results.shipments) > 1:
        return _choice(layout, results)
    if first.verified or isinstance(query, LinkQuery):
        token = query.token if isinstance(query, LinkQuery) else svcs.flask.get(Lookup).seal(brand().id, first.ref)
        response = make_response(
            redirect(url_for(f"{layout.blueprint}.sealed", token=token, **display_parameters()), 303)
        )
        return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
    return _shipment(layout, results)


def from_link(layout: Layout, token: str, failure: ActionFailure | None = None) -> Response:
    """Return the shipment of a sealed link; `failure` is an action on the page that failed."""
    return _shipment(layout, svcs.flask.get(Lookup).by_link(brand_scope(), open_link(token)), token, failure)


def find(query: Query) -> LookupResults:
    """Look a query up for the brand of the request."""
    lookup = svcs.flask.get(Lookup)
    if isinstance(query, LinkQuery):
        return lookup.by_link(brand_scope(), open_link(query.token))
    return lookup.by_number(brand_scope(), query)


def _parameters(query: Query, results: LookupResults) -> Parameters:
    """Return the parameters under which these results are found again: of what was typed, the numbers that were found."""
    if isinstance(query, LinkQuery):
        return ()
    numbers = dict.fromkeys(each.ref.reference for each in results.shipments)
    account = query.account
    if len(numbers) == 1:
        return address_parameters(NumberQuery(tuple(numbers), account=account))
    if query.text is None:
        return address_parameters(query)
    values = ", ".join(dict.fromkeys(number.value for number in numbers))
    return address_parameters(NumberQuery(account=account, text=values))


def number_query(result: LookupResult) -> str:
    """Return the URL query that finds a shipment again: its number and its account."""
    return urlencode(address_parameters(NumberQuery((result.ref.reference,), account=result.ref.account)))


def _shipment(
    layout: Layout, results: LookupResults, token: str | None = None, failure: ActionFailure | None = None
) -> Response:
    """Return the page of the first shipment; `token` is that of its sealed link, where it was opened by one."""
    result, language, settings = results.shipments[0], reader_language(), svcs.flask.get(Settings)
    proof_state = svcs.flask.get(ProofStates).state(result)
    view = shipment_view(result, language, brand().zone, svcs.flask.get(Clock).now())
    if proof_state and proof_state.waiting:
        view = replace(view, refresh_seconds=PROOF_REFRESH_SECONDS)
    base = f"{layout.prefix}/t/{token}" if token else layout.prefix
    failure = failure or _failure_in_address(result)
    page = ShipmentPage(
        shipment=_in_brand_words(view),
        actions=replace(
            actions_view(result, language, base, token, display_parameters(), failure),
            calendar_address=calendar_address(token, language) if token and view.expects_delivery else None,
        ),
        proof=proof_view(proof_state, token, language),
        unavailable=_names(results.unavailable),
        street_map=settings.site.map,
        reload_address=_reload_address(layout, result, token),
        live_address=_live_address(result, token),
        full_page_address=_full_page_address(result, token),
    )
    # A page that shows again what was typed is nobody's but the visitor's.
    private = result.verified or failure is not None
    return _as_shown(render_page(layout.shipment, page), private=private, as_of=result.tracking.fetched_at)


def _failure_in_address(result: LookupResult) -> ActionFailure | None:
    """Return the failure of a form that redirected to this page."""
    sealed = request.args.get(FORM_STATE)
    if not sealed:
        return None
    state = svcs.flask.get(FormStates).open(brand().id, result.ref.reference, sealed)
    if state is None:
        return None
    show_parameters((*shown_parameters(), (FORM_STATE, sealed)))
    return failure_of(state, Reader.of(reader_language(), brand().zone, svcs.flask.get(Clock).now()))


def _reload_address(layout: Layout, result: LookupResult, token: str | None) -> str:
    """Return the address of this page: not the one that a form was sent to, and without what was typed."""
    number_page = url_for(f"{layout.blueprint}.track")
    path = f"{layout.prefix}/t/{token}" if token else f"{number_page}?{number_query(result)}"
    display = urlencode(display_parameters())
    return f"{path}{'&' if '?' in path else '?'}{display}" if display else path


def _live_address(result: LookupResult, token: str | None) -> str:
    """Return the address at which the page's script looks for changes."""
    query = f"token={token}" if token else number_query(result)
    return f"{url_for('api.shipment')}?{query}&lang={reader_language().tag}"


def _full_page_address(result: LookupResult, token: str | None) -> str:
    """Return the address of the shipment's page outside the embed."""
    if token:
        return url_for("pages.sealed", token=token, **display_parameters())
    return f"{url_for('pages.track')}?{number_query(result)}"


def _choice(layout: Layout, results: LookupResults) -> Response:
    choices = tuple(_shipment_choice(layout, result) for result in results.shipments)
    several_numbers = len({choice.number for choice in choices}) > 1
    page = ChoicePage(choices, unavailable=_names(results.unavailable), several_numbers=several_numbers)
    return _as_shown(render_page(layout.choice, page), private=False)


def _shipment_choice(layout: Layout, result: LookupResult) -> ShipmentChoice:
    _ = reader_language().words.gettext
    reference, shipment = result.ref.reference, result.tracking.shipment
    query = "&".join(filter(None, (number_query(result), urlencode(display_parameters()))))
    return ShipmentChoice(
        address=f"{url_for(f'{layout.blueprint}.track')}?{query}",
        carrier=shipment.carrier_name,
        number_label=_(NUMBERS[reference.kind]),
        number=reference.value,
        status=_(STATUSES[shipment.status]),
    )


def _as_shown(response: Response, *, private: bool, as_of: datetime | None = None) -> Response:
    return set_headers(conditional(response, private=private, as_of=as_of), {"X-Robots-Tag": "noindex"})


def _names(accounts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(svcs.flask.get(Settings).accounts[account].name for account in accounts)


def _in_brand_words(view: ShipmentView) -> ShipmentView:
    """Return a shipment with the brand's own words for its status and stages."""
    tag = reader_language().tag

    def say(key: str, default: str) -> str:
        return brand_wording(brand(), tag, key, default)

    # A brand words what its carriers report, and no carrier has reported an announced shipment.
    return replace(
        view,
        title=view.title if view.announced else say(f"status_{view.status}", view.title),
        lead=view.lead if view.announced or not view.lead else say(f"lead_{view.status}", view.lead),
        stages=tuple(replace(stage, label=say(f"status_{stage.status}", stage.label)) for stage in view.stages),
    )
