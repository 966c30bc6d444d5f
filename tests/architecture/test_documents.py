"""The documents agree with each other and with the code."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel

from tracking_site.carriers.registry import CARRIERS
from tracking_site.cli.main import main
from tracking_site.config import SENTENCES, Settings
from tracking_site.storage.schema import metadata

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
PACKAGES = ("tracking_site", "tracking_site_sandbox")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
EXPECTED = {"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"}
MOST_README_LINES = 150

FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)
LINK = re.compile(r'\]\(<?([^)\s>]+)>?(?: +"[^"]*")?\)|\b(?:src|href)="([^"]+)"')
ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:", re.IGNORECASE)

CITED_FILE = re.compile(r"(?<![\w/.-])(?:[\w-]+/)*[\w-]+\.md\b|\b(?:logis|leaps|loginext)[\w-]*\.txt\b")
CITED_SECTION = re.compile(r"\b(docs/[\w/-]+\.md), sections? (\d+)(?:(?: and |, )(\d+))*")
CITED_DECISION = re.compile(r"\bdecisions? (\d+)\b")
BARE_CONTRACT = re.compile(r"\bcontract(?:'s)?,? sections? \d", re.IGNORECASE)

SOURCE = re.compile(r"(?<![\w/.<>{*-])(?:\w+/)+[\w-]+\.(?:py|html|js|css|toml|bin)\b")
IN_THE_REPOSITORY = re.compile(r"(?:tracking_site|tracking_site_sandbox|tests|tools|templates|static)/")
INVENTED = "tidewater"
"""The carrier that `docs/add-a-carrier.md` adds."""

STATUS = re.compile(r"^Status: (accepted|(?:amended|superseded) by .+)$", re.MULTILINE)
NUMBER = re.compile(r"\b(\d{4})\b(?!-)")
RELATIONS = {"amended by": "Amends", "superseded by": "Supersedes"}

METRICS = {"Counter", "Histogram", "Gauge", "Summary"}
METRIC_PREFIX = "tracking_site_"
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def prose_of(path: Path) -> str:
    """A document without its blocks of code."""
    return FENCE.sub("", text_of(path))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


# --- links ---


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


@cache
def anchors_of(path: Path) -> frozenset[str]:
    seen: dict[str, int] = {}
    anchors = set()
    for _, heading in HEADING.findall(prose_of(path)):
        anchor = slug(heading)
        count = seen[anchor] = seen.get(anchor, -1) + 1
        anchors.add(f"{anchor}-{count}" if count else anchor)
    return frozenset(anchors)


def links_in(text: str) -> Iterator[str]:
    """The targets of links and pictures within the repository."""
    for markdown, html in LINK.findall(CODE.sub("", text)):
        target = markdown or html
        if not ELSEWHERE.match(target):
            yield target


def broken(document: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (document.parent / path).resolve() if path else document
    if not file.is_relative_to(ROOT) or not file.exists():
        return True
    return bool(anchor) and (file.suffix != ".md" or anchor not in anchors_of(file))


def test_the_documents_are_found() -> None:
    assert {name_of(path) for path in DOCUMENTS} >= EXPECTED
    assert len(DECISIONS) > 30


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_and_anchor_resolves(document: Path) -> None:
    assert [target for target in links_in(prose_of(document)) if broken(document, target)] == []


def test_links_are_recognised() -> None:
    text = '[a](b.md#c) ![d](e.png) <img src="f.png"> [g](https://h.example/) `[i](j.md)` [k](#l)'
    assert list(links_in(text)) == ["b.md#c", "e.png", "f.png", "#l"]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("4. JSON of a shipment", "4-json-of-a-shipment"),
        ("`[brands.<brand>.wording.<language>]`", "brandsbrandwordinglanguage"),
        ("`tracking-site check`", "tracking-site-check"),
        ("Merchants' links", "merchants-links"),
        ("toggle_sms_notifications", "toggle_sms_notifications"),
    ],
)
def test_anchors_are_github_s(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


def test_the_readme_has_at_most_150_lines() -> None:
    assert len(text_of(ROOT / "README.md").splitlines()) <= MOST_README_LINES


# --- citations in the code ---


def remarks_in(source: str) -> Iterator[str]:
    """The docstrings and comments of a module, runs of comments as one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield " ".join(node.value.value.split())
    run: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            run.append(token.string.lstrip("#").strip())
        elif token.type not in {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}:
            yield " ".join(run)
            run = []


def wrong_citations(remark: str, folder: Path) -> Iterator[str]:
    """What a remark cites that is not in the repository."""
    for cited in CITED_FILE.findall(remark):
        if not (ROOT / cited).is_file() and not (folder / cited).is_file():
            yield f"{cited} is not there"
    for match in CITED_SECTION.finditer(remark):
        document = ROOT / match[1]
        numbers = re.findall(r"\d+", match[0].removeprefix(match[1]))
        headings = {heading.split(".")[0] for _, heading in HEADING.findall(prose_of(document))}
        yield from (f"{match[1]} has no section {number}" for number in numbers if number not in headings)
    for number in CITED_DECISION.findall(remark):
        if not any(path.name.startswith(f"{int(number):04}-") for path in DECISIONS):
            yield f"decision {number} is not there"
    if BARE_CONTRACT.search(remark):
        yield "the contract is docs/contract.md"


def test_every_citation_in_the_code_resolves() -> None:
    found = [
        f"{name_of(path)}: {wrong}"
        for path in MODULES
        for remark in remarks_in(text_of(path))
        for wrong in wrong_citations(remark, path.parent)
    ]
    assert found == []


@pytest.mark.parametrize(
    "remark",
    [
        "The JSON (contract, section 4).",
        "As the contract, section 2, says.",
        "One GET per job (logis-tracking.md).",
        "Webhooks (loginext-api.txt, Webhooks).",
        "Safe (security.md, requests).",
        "Kept (docs/contract.md, section 9).",
        "Packed (decision 9999).",
    ],
)
def test_invalid_citations_are_found(remark: str) -> None:
    assert list(wrong_citations(remark, ROOT))


@pytest.mark.parametrize(
    "remark",
    [
        "The JSON (docs/contract.md, section 4).",
        "The API (docs/contract.md, sections 3 and 4).",
        "Trips (docs/carriers/loginext.md, Haul, Get Trip).",
        "What robots.txt allows.",
        "Packed (decision 29).",
    ],
)
def test_valid_citations_are_accepted(remark: str) -> None:
    assert list(wrong_citations(remark, ROOT)) == []


def test_remarks_are_docstrings_and_comments() -> None:
    source = (
        '"""One."""\n\nA = "none"  # two\n\n\ndef b() -> None:\n    # three,\n    # four\n    return\n"""Five."""\n'
    )
    assert {*remarks_in(source)} - {""} == {"One.", "Five.", "two", "three, four"}


# --- tables in documents ---


def section_of(document: Path, heading: str) -> str:
    """The text below a heading, up to the next one of its level."""
    lines = prose_of(document).splitlines()
    start = next((at for at, line in enumerate(lines) if line.lstrip("#").strip() == heading), None)
    assert start is not None, f"{name_of(document)} has no section {heading}"
    level = len(lines[start]) - len(lines[start].lstrip("#"))
    end = next(
        (at for at in range(start + 1, len(lines)) if re.match(rf"#{{1,{level}}} ", lines[at])),
        len(lines),
    )
    return "\n".join(lines[start + 1 : end])


def first_cells(text: str) -> Iterator[tuple[str, ...]]:
    """The code in the first cell of each row of the tables in a text."""
    for line in text.splitlines():
        if line.startswith("|") and not set(line) <= set("|-: "):
            code = tuple(CODE.findall(line.split("|")[1]))
            if code:
                yield code


def named_in(text: str) -> set[str]:
    return {code for cell in first_cells(text) for code in cell}


def test_every_table_of_the_database_is_described() -> None:
    assert named_in(section_of(DOCS / "operating.md", "The database")) == set(metadata.tables)


def metrics_in(tree: ast.AST) -> Iterator[str]:
    """The metrics that a module defines, as Prometheus shows them."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        kind, name = ast.unparse(node.func).rpartition(".")[2], str(node.args[0].value)
        if kind in METRICS and name.startswith(METRIC_PREFIX):
            yield f"{name.removesuffix('_total')}_total" if kind == "Counter" else name


def test_every_metric_is_described() -> None:
    defined = {name for path in MODULES for name in metrics_in(tree_of(path))}
    assert defined
    assert named_in(section_of(DOCS / "operating.md", "Metrics")) == defined


def events_in(tree: ast.AST) -> Iterator[str]:
    """The log events that a module writes."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in LEVELS:
            continue
        first = node.args[0] if node.args else None
        if ast.unparse(node.func.value) == "log" and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def test_every_log_event_is_described() -> None:
    written = {name for path in (ROOT / "tracking_site").rglob("*.py") for name in events_in(tree_of(path))}
    assert written
    assert named_in(section_of(DOCS / "operating.md", "Logs")) == written


# --- the configuration ---


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a type holds, in lists and tables too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def keys_of(model: type[BaseModel], section: str) -> Iterator[tuple[str, str]]:
    """The keys of a table of the configuration and of the tables within it, each with its table."""
    for name, field in model.model_fields.items():
        key, nested = field.alias or name, [*models_in(field.annotation)]
        if key == "id":
            continue
        if key == "wording":
            yield from ((f"{section}.wording.<language>", sentence) for sentence in generalised(SENTENCES))
        elif nested:
            for each in nested:
                yield from keys_of(each, f"{section}.{key}")
        else:
            yield section, key


def generalised(sentences: Iterable[str]) -> set[str]:
    return {re.sub(r"^(status|lead)_.*", r"\1_<status>", sentence) for sentence in sentences}


def configured() -> set[tuple[str, str]]:
    """Every key that the models of the configuration know, each with its table."""
    found = set()
    for name, field in Settings.model_fields.items():
        section = name if name == "site" else f"{name}.<{name.removesuffix('s')}>"
        for model in models_in(field.annotation):
            found |= {*keys_of(model, section)}
    common = {key for section, key in found if section == "accounts.<account>"}
    for carrier, each in CARRIERS.items():
        for section, key in keys_of(each.account_model, "accounts.<account>"):
            if section != "accounts.<account>":
                found.add((section, key))
            elif key not in common:
                found.add((f"{section}, {carrier}", key))
    return found


def documented() -> set[tuple[str, str]]:
    """Every key in the tables of the reference; a heading names the table or tables that it is about."""
    found, sections = set(), [""]
    for line in prose_of(DOCS / "configuration.md").splitlines():
        if line.startswith("#"):
            code = CODE.findall(line)
            tables = [each.strip("[]") for each in code if each.startswith("[")]
            sections = tables or [f"accounts.<account>, {carrier}" for carrier in code]
        for keys in first_cells(line):
            found |= {(section, key) for section in sections for key in keys}
    return found


def test_every_key_of_the_configuration_is_described() -> None:
    assert sorted(configured() - documented()) == []


def test_every_described_key_exists() -> None:
    assert sorted(documented() - configured()) == []


# --- paths ---


def exists(path: str, *folders: Path) -> bool:
    return any((folder / path).exists() for folder in (ROOT, ROOT / "tracking_site", *folders))


def missing_paths(text: str) -> Iterator[str]:
    """The modules and folders that a document names and that are not there.

    In a row of a table that begins with a folder, a name without a folder is looked for in that one.
    """
    yield from (path for path in SOURCE.findall(text) if not exists(path))
    for line in FENCE.sub("", text).splitlines():
        code = CODE.findall(line)
        row = (
            [ROOT / each for each in CODE.findall(line.split("|")[1]) if each.endswith("/")] if line[:1] == "|" else []
        )
        for each in code:
            if re.fullmatch(r"(?:[\w-]+/)+", each) and not exists(each, *row):
                yield each
            if row and re.fullmatch(r"\w+\.py", each) and not any([*folder.rglob(each)] for folder in row):
                yield f"{each} in {name_of(row[0])}"


@pytest.mark.parametrize("name", ["architecture.md", "glossary.md"])
def test_every_module_that_is_named_exists(name: str) -> None:
    assert [*missing_paths(text_of(DOCS / name))] == []


def test_missing_modules_are_found() -> None:
    text = (
        "`web/nothing.py`\n\n| `tracking_site/web/` | `nothing.py`, `errors.py` |\n\n`nowhere/`\n\n`carriers/<name>/`"
    )
    assert [*missing_paths(text)] == ["web/nothing.py", "nothing.py in tracking_site/web", "nowhere/"]


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path not in DECISIONS], ids=name_of)
def test_every_file_of_the_repository_that_is_named_exists(document: Path) -> None:
    named = [path for path in SOURCE.findall(text_of(document)) if IN_THE_REPOSITORY.match(path)]
    assert [path for path in named if INVENTED not in path and not (ROOT / path).exists()] == []


# --- decisions ---


def number_of(path: Path) -> str:
    return path.name[:4]


def related(path: Path, relation: str) -> set[str]:
    """The numbers in the lines of a decision that begin with a relation."""
    lines = [line for line in text_of(path).splitlines() if line.startswith(relation)]
    return {number for line in lines for number in NUMBER.findall(line)}


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_has_its_number_and_one_status(decision: Path) -> None:
    assert text_of(decision).startswith(f"# {int(number_of(decision))}. ")
    assert len(STATUS.findall(text_of(decision))) == 1


@pytest.mark.parametrize(("status", "reason"), RELATIONS.items())
def test_decisions_that_change_others_name_each_other(status: str, reason: str) -> None:
    changed = {(number_of(path), by) for path in DECISIONS for by in related(path, f"Status: {status}")}
    changing = {(of, number_of(path)) for path in DECISIONS for of in related(path, f"{reason}:")}
    assert changed == changing


def test_the_index_has_every_decision_with_its_status() -> None:
    rows = [line.split("|") for line in text_of(DOCS / "decisions" / "README.md").splitlines() if "](0" in line]
    indexed = {row[1].partition("](")[2].partition(")")[0]: plain_status(row[2]) for row in rows}
    assert indexed == {path.name: plain_status(STATUS.findall(text_of(path))[0]) for path in DECISIONS}


def plain_status(text: str) -> str:
    """A status without its links, its numbers without leading zeros."""
    return re.sub(r"\b0*(\d+)\b", r"\1", re.sub(r"\[(\d+)\]\([^)]*\)", r"\1", text)).strip()


# --- commands ---


def commands_of(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, by what one types."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    for part, each in command.commands.items():
        yield from commands_of(each, f"{name} {part}")


COMMANDS = dict(commands_of(main, "tracking-site"))


def test_every_command_is_described() -> None:
    headings = {heading.strip("`") for _, heading in HEADING.findall(prose_of(DOCS / "commands.md"))}
    assert {heading for heading in headings if heading.startswith("tracking-site")} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described(name: str) -> None:
    options = {option for each in COMMANDS[name].params if isinstance(each, click.Option) for option in each.opts}
    assert named_in(section_of(DOCS / "commands.md", f"`{name}`")) == {each for each in options if each[:2] == "--"}
