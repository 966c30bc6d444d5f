"""The files that the application makes and serves: the script of the embed needs neither brand nor language."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tracking_site import assets
from tracking_site.web.branding.assets import BrandAssets, make_asset_routes

SCRIPT = "/embed.js"


@pytest.fixture
def client() -> FlaskClient:
    """A client of these routes only: nothing finds the brand or the language of a request."""

    def current() -> BrandAssets:
        raise AssertionError("the brand of the request was used")

    app = Flask(__name__)
    app.register_blueprint(make_asset_routes([], current))
    return app.test_client()


def test_the_script_of_the_embed_is_the_same_for_every_brand_and_language(client: FlaskClient) -> None:
    response = client.get(SCRIPT, headers={"Accept-Language": "fr"})
    assert response.data == (assets.STATIC / "js" / "embed.js").read_bytes()
    assert response.mimetype == "text/javascript"
    assert "Vary" not in response.headers


def test_merchants_pages_may_load_the_script_and_keep_it_for_an_hour(client: FlaskClient) -> None:
    headers = client.get(SCRIPT).headers
    assert headers["Cache-Control"] == "public, max-age=3600"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_an_unchanged_script_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get(SCRIPT).headers["ETag"]
    again = client.get(SCRIPT, headers={"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get(SCRIPT, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_style_sheet_that_no_brand_has_is_not_found(client: FlaskClient) -> None:
    assert client.get("/style/other.css").status_code == 404
