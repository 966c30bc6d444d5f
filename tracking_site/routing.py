"""The routes of the site: every blueprint, with its limits and its content policy."""

import svcs
from flask import Flask

from tracking_site.config import Settings
from tracking_site.features.live_map.routes import live_map
from tracking_site.features.merchant_links import openapi as merchant_links_openapi
from tracking_site.features.merchant_links.api import link_api
from tracking_site.features.proof_of_delivery.routes import make_proof_form, make_proof_images
from tracking_site.features.recipient_actions import openapi as recipient_actions_openapi
from tracking_site.features.recipient_actions.api import action_api
from tracking_site.features.recipient_actions.forms import make_code_form, make_forms
from tracking_site.features.webhooks.routes import webhooks
from tracking_site.web.api.openapi import ApiDocument
from tracking_site.web.api.routes import api, document
from tracking_site.web.http.addresses import redirect_to_clean_link
from tracking_site.web.http.probes import probes
from tracking_site.web.http.rate_limits import limit_actions, limit_look_ups, make_limiter
from tracking_site.web.pages import embed
from tracking_site.web.pages import routes as pages
from tracking_site.web.pages.shipment_responses import EMBED, PAGES

API_OPERATIONS = (*recipient_actions_openapi.OPERATIONS, *merchant_links_openapi.OPERATIONS)
"""What the features add to the API's description."""


def register_routes(app: Flask, settings: Settings) -> None:
    """Register every blueprint, with the limits for views or for what changes something."""
    views = (
        pages.pages,
        embed.embed,
        api,
        live_map,
        link_api,
        make_proof_images(pages.page_headers),
    )
    actions = (
        make_forms(PAGES, pages.page_headers),
        make_forms(EMBED, embed.embed_headers),
        make_code_form(pages.page_headers),
        make_proof_form(PAGES, pages.page_headers),
        make_proof_form(EMBED, embed.embed_headers),
        action_api,
    )
    svcs.flask.register_value(app, ApiDocument, ApiDocument(settings.site.public_url, API_OPERATIONS))
    limiter = make_limiter(app, settings.site)
    limit_look_ups(limiter, settings.site, *views)
    limit_actions(limiter, settings.site, *actions)
    # Behind the limiter, whose limits hold for these redirects too.
    app.before_request(redirect_to_clean_link)
    for blueprint in (*views, *actions, embed.discovery, document, webhooks, probes):
        app.register_blueprint(blueprint)
