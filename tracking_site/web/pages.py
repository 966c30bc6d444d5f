"""The pages: a brand's own, the shipment, and the choice between several."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for

from tracking_site.tracking.desk import Findings, Found
from tracking_site.tracking.query import PARAMETERS, read_query
from tracking_site.web.conditional import conditional
from tracking_site.web.context import brand, reader_language, site
from tracking_site.web.labels import NUMBERS, STATUSES
from tracking_site.web.security import page_policy, set_headers
from tracking_site.web.views import shipment_view

pages = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One of several shipments that a number may mean."""

    address: str
    carrier: str
    number_label: str
    number: str
    status: str


@pages.after_request
def _page_headers(response: Response) -> Response:
    return response if g.strange_host else set_headers(response, {"Content-Security-Policy": page_policy(brand())})


@pages.get("/")
def home() -> Response:
    """The brand's page with its look-up field."""
    return conditional(make_response(render_template("pages/home.html")), private=False)


@pages.get("/track")
def track() -> Response:
    """Whatever number or link was given: its shipment, a page to choose from, or for a proven link its sealed one."""
    query = read_query(request.args.to_dict(flat=False))
    findings = site().desk.look_up(site().visitors(brand()), query)
    first = findings.found[0]
    if len(findings.found) > 1:
        return _choice(findings)
    if first.verified:
        token = query.token or site().desk.seal(brand().id, first.asked)
        response = make_response(redirect(url_for("pages.sealed", token=token, lang=request.args.get("lang")), 303))
        return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
    return _shipment(first, findings.unasked)


@pages.get("/t/<token>")
def sealed(token: str) -> Response:
    """The shipment of a sealed link."""
    return _shipment(site().desk.open(site().visitors(brand()), token))


def _shipment(found: Found, unasked: tuple[str, ...] = ()) -> Response:
    view = shipment_view(found, reader_language(), brand().zone)
    page = render_template(
        "pages/shipment.html", view=view, unasked=_names(unasked), again=request.full_path.rstrip("?")
    )
    return _shown(page, private=found.verified)


def _choice(findings: Findings) -> Response:
    choices = [_choice_view(found) for found in findings.found]
    page = render_template("pages/choice.html", choices=choices, unasked=_names(findings.unasked))
    return _shown(page, private=False)


def _shown(page: str, *, private: bool) -> Response:
    return set_headers(conditional(make_response(page), private=private), {"X-Robots-Tag": "noindex"})


def choice_address(found: Found) -> str:
    """The address of one of several shipments: its number, of its kind, at its account."""
    reference = found.asked.reference
    parameter = next(name for name, kind in PARAMETERS.items() if kind is reference.kind)
    return "?" + urlencode({parameter: reference.value, "account": found.asked.account})


def _choice_view(found: Found) -> ChoiceView:
    say = reader_language().words.gettext
    reference, shipment = found.asked.reference, found.tracked.shipment
    return ChoiceView(
        address=url_for("pages.track") + choice_address(found),
        carrier=shipment.carrier_name,
        number_label=say(NUMBERS[reference.kind]),
        number=reference.value,
        status=say(STATUSES[shipment.status]),
    )


def _names(accounts: tuple[str, ...]) -> list[str]:
    return [site().settings.accounts[account].name for account in accounts]
