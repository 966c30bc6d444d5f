"""Runs a carrier's conversation with given responses, and describes its requests and outcome like the fixtures."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from tests.contract.cases import Case, Json
from tracking_site.carriers.adapter import Conversation, Outcome, Request
from tracking_site.domain.errors import TrackingError
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import Milestone, PersonalData, Shipment, TrackingResult
from tracking_site.tracking.history import ordered
from tracking_site.tracking.lookup import LookupResult
from tracking_site.tracking.privacy import public_result
from tracking_site.web.api.responses import shipment_body
from tracking_site.web.i18n.labels import MILESTONES, STATUSES

# The site's own words are the labels' affair: a fixture names the milestone or the status that they are about.
_SAID = {text: f"<{status.value}>" for status, text in STATUSES.items()} | {
    MILESTONES[milestone]: f"<{milestone.value}>" for milestone in Milestone
}


@dataclass(frozen=True, slots=True)
class Held:
    """The requests of a conversation, by round, and its outcome."""

    requests_by_round: tuple[tuple[Request, ...], ...]
    outcome: Shipment | TrackingError | None


def hold(conversation: Conversation[Any], rounds: Sequence[tuple[Outcome, ...]]) -> Held:
    """Run a conversation with a list of responses for each round; more rounds are an error."""
    requests_by_round: list[tuple[Request, ...]] = []
    try:
        requests = next(conversation)
        while True:
            requests_by_round.append(requests)
            assert len(requests_by_round) <= len(rounds), f"asks for more than is answered: {requests}"
            requests = conversation.send(rounds[len(requests_by_round) - 1])
    except StopIteration as end:
        return Held(tuple(requests_by_round), end.value)
    except TrackingError as error:
        return Held(tuple(requests_by_round), error)


def held(case: Case) -> Held:
    """Run the conversation of a case."""
    adapter = case.adapter
    conversation: Conversation[Any] = adapter.track(case.reference) if case.reference else adapter.check()
    return hold(conversation, [tuple(each.answer for each in part) for part in case.rounds])


def described(request: Request) -> Json:
    """Return a request in the format of the fixtures, with its documents decoded."""
    url = urlsplit(request.url)
    told: Json = {
        "method": request.method,
        "url": f"{url.scheme}://{url.netloc}{url.path}",
        "query": _once(url.query),
        "headers": dict(request.headers),
        "session": request.session,
    }
    if request.content is not None and "x-www-form-urlencoded" in request.headers["Content-Type"]:
        told["form"] = {name: msgspec.json.decode(value) for name, value in _once(request.content.decode()).items()}
    elif request.content is not None:
        told["json"] = msgspec.json.decode(request.content)
    return {name: value for name, value in told.items() if value not in ({}, False)}


def _once(encoded: str) -> dict[str, str]:
    pairs = parse_qsl(encoded, keep_blank_values=True, strict_parsing=True) if encoded else []
    assert len(dict(pairs)) == len(pairs), "a parameter is sent twice"
    return dict(pairs)


def found(case: Case, shipment: Shipment, *, verified: bool) -> LookupResult:
    """Return a shipment as a viewer sees it: with sorted events, and redacted for unverified viewers."""
    tracking = TrackingResult(replace(shipment, events=ordered(shipment.events)), case.received_at)
    reference = case.reference or Reference(ReferenceKind.JOB_ID, "")
    ref = ShipmentRef(case.account.id, reference)
    return LookupResult(ref, tracking if verified else public_result(tracking), verified=verified)


def payload(seen: LookupResult) -> Json:
    """The JSON of a shipment, without what is null or empty and without what the viewer can do."""
    told: Json = msgspec.to_builtins(shipment_body(seen, lambda text: _SAID.get(text, text)).shipment)
    told.pop("actions")
    told.pop("overdue")
    pruned: Json = _pruned(told)
    return pruned


def recipient(personal: PersonalData | None) -> Json:
    """Return the personal data of a shipment, without null and empty values.

    Leaves out the words to remove from texts and the position of the address, which other tests check.
    """
    names = [each.name for each in fields(PersonalData) if each.name not in ("words", "destination_position")]
    pruned: Json = _pruned({name: getattr(personal, name) for name in names} if personal else {})
    return pruned


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        pruned = {name: _pruned(each) for name, each in value.items()}
        return {name: each for name, each in pruned.items() if each not in (None, [], {})}
    if isinstance(value, list | tuple):
        return [_pruned(each) for each in value]
    return value
