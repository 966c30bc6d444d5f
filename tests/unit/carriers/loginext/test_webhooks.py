"""Every kind of webhook that the documentation names is in the code's table, in the document and among the samples."""

import json
import re
from pathlib import Path

from tracking_site.carriers.loginext.responses import normalise_word
from tracking_site.carriers.loginext.webhooks import KINDS, ROUTE_PLANNING_API, kind_of
from tracking_site.carriers.parsing import Fields

ROOT = Path(__file__).resolve().parents[4]
# A second spelling of a kind, as which nothing is documented to come.
NOT_DOCUMENTED = {"ORDERSTATUSNOTIFICATION"}
SAMPLES = [Fields(json.loads(path.read_text("utf-8"))) for path in (ROOT / "tests/fixtures/webhooks").glob("*.json")]


def kinds_in_document() -> set[str]:
    lines = (ROOT / "docs/carriers/loginext.md").read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith(("| `", "| none")) and line.count("|") >= 4]
    names = {name for cell in cells for name in re.findall(r"`([A-Z][A-Z0-9 ]+)`", cell)}
    return {normalise_word(name) for name in names}


def test_the_document_names_every_kind_of_the_table() -> None:
    assert set(KINDS) - NOT_DOCUMENTED - {normalise_word(ROUTE_PLANNING_API)} <= kinds_in_document()


def test_every_kind_that_the_document_names_is_in_the_table() -> None:
    named = {name for name in kinds_in_document() if name.endswith(("NOTIFICATION", "NOTIFICATON", "TRIP", "STOP"))}
    assert len(named) > 15
    assert named <= set(KINDS)


def test_every_sample_is_of_a_kind_in_the_table_and_every_kind_has_a_sample() -> None:
    assert {normalise_word(kind_of(sample)) for sample in SAMPLES} == set(KINDS) - NOT_DOCUMENTED
