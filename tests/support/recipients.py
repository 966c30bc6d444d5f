"""Recipients who press buttons on pages, and merchants' apps that send JSON, with the real sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from tests.support.page_rules import elements
from tests.support.sites import PROVEN_JOBS, Site
from tests.support.visitor import Visitor
from tracking_site.tracking.lookup import BrandScopes, Lookup
from tracking_site_sandbox.sample import Sample

CODE = "/api/v1/delivery-code"
NOTIFICATIONS = "/api/v1/sms-notifications"
REVIEW = "/api/v1/review"


def job(words: str) -> Sample:
    """Return the Logis sample with these words in its title."""
    (found,) = (sample for sample in PROVEN_JOBS if words in sample.title)
    return found


def postcode_of(site: Site, sample: Sample) -> str | None:
    """The postcode that the carrier knows, as only the recipient sees it."""
    lookup, scope = site.service(Lookup), site.service(BrandScopes).of(site.settings.brands["northwind"])
    (found,) = lookup.by_link(scope, lookup.open_link(scope, site.token(sample))).shipments
    personal = found.tracking.shipment.personal
    return personal.postcode if personal else None


ON_ITS_WAY, WITH_CODE = job("Out for delivery, next stop"), job("with a delivery code")
TO_REVIEW, REVIEWED, TOO_LATE = job("can be reviewed"), job("reviewed already"), job("too late for a review")


@dataclass(frozen=True)
class Recipient:
    """A recipient with a sealed link."""

    visitor: Visitor
    token: str
    prefix: str = ""

    @classmethod
    def of(cls, site: Site, sample: Sample) -> "Recipient":
        return cls(site.visitor, site.token(sample))

    @property
    def page(self) -> str:
        return f"{self.prefix}/t/{self.token}"

    def press(self, form: str, fields: Mapping[str, str], **headers: str) -> TestResponse:
        """Send a form as a browser does from the page."""
        sender = self.visitor.sending(**(headers or {"Sec_Fetch_Site": "same-origin"}))
        return sender.open("POST", f"{self.page}/{form}", data=dict(fields))

    def call(self, method: str, path: str, body: Mapping[str, Any]) -> TestResponse:
        """Send JSON as a merchant's app does."""
        return self.visitor.open(method, path, json={"token": self.token, **body})

    def switches(self) -> dict[str, bool]:
        """Return the switches on the current page."""
        text = self.visitor.get(self.page).text
        targets = [each.get("value") for each in elements(text, "input") if each.get("name") == "target"]
        on = [each.get("aria-checked") == "true" for each in elements(text, "button") if each.get("role") == "switch"]
        return {str(target): state for target, state in zip(targets, on, strict=True)}


def error_of(answer: TestResponse) -> tuple[int, str]:
    """Return the status of a response and the code of its error."""
    return answer.status_code, answer.get_json()["error"]["code"]
