"""The file, and the values that it takes from the environment and from other files."""

import os
from pathlib import Path

import pytest

from tests.support.config_trees import CANARY, Load, Problems, changed, smallest
from tests.support.toml import document
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import ConfigurationError, load_settings


def test_a_missing_configuration_file_is_named(file: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(file, {}, ACCOUNT_MODELS)
    assert caught.value.problems == (f"{file}: there is no such file",)


def test_a_folder_instead_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(tmp_path, {}, ACCOUNT_MODELS)
    assert caught.value.problems == (f"{tmp_path}: cannot be read (Is a directory)",)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[site]\nany_host = maybe\n", "line 2: is not valid TOML (invalid value)"),
        (
            "[site]\n\nany_host\n",
            "line 3: is not valid TOML (expected '=' after a key in a key/value pair)",
        ),
        ("[a]\nx = 1\n[a]\n", "line 3: is not valid TOML"),
        ("[a]\nx = '''", "line 2: is not valid TOML"),
        ("x = " + "9" * 5000, "is not valid TOML: a number in it is too long"),
        ("x = " + "[" * 100_000, "is nested too deeply"),
    ],
)
def test_invalid_toml_is_one_problem_with_its_line(file: Path, content: str, expected: str) -> None:
    file.write_text(content)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(file, {}, ACCOUNT_MODELS)
    (line,) = caught.value.problems
    assert line.startswith(f"{file}: {expected}")


def test_invalid_utf8_is_one_problem_with_its_line(file: Path) -> None:
    file.write_bytes(b"[site]\nx = '\xff'\n")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(file, {}, ACCOUNT_MODELS)
    assert caught.value.problems == (f"{file}: line 2: is not UTF-8",)


def test_toml_problems_do_not_quote_the_file(file: Path) -> None:
    for content in (f"password = {CANARY}", f"p = {{ '{CANARY}' = 1, '{CANARY}' = 2 }}", f"{CANARY} x"):
        file.write_text(content)
        with pytest.raises(ConfigurationError) as caught:
            load_settings(file, {}, ACCOUNT_MODELS)
        assert CANARY not in str(caught.value)


def test_deeply_nested_tables_are_a_problem(problems: Problems) -> None:
    assert "is nested too deeply" in problems("[" + ".".join("a" * 3000) + "]\n").values()


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + document(smallest()).replace("\n", "\r\n").encode())
    assert load_settings(file, {}, ACCOUNT_MODELS).default_brand.id == "shop"


def test_a_file_loses_one_trailing_newline_and_nothing_else(load: Load, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    for content, expected in ((" a b \n", " a b "), ("ab\r\n", "ab"), ("ab", "ab")):
        secret.write_bytes(content.encode())
        account = load(changed("accounts.nord.api_key", f"file:{secret}")).accounts["nord"]
        assert isinstance(account, LogisAccount)
        assert account.api_key.get_secret_value() == expected


def test_references_are_followed_once_only(load: Load) -> None:
    account = load(changed("accounts.nord.api_key", "env:A"), {"A": "env:B", "B": "b"}).accounts["nord"]
    assert isinstance(account, LogisAccount)
    assert account.api_key.get_secret_value() == "env:B"


def test_any_string_can_be_a_reference(load: Load) -> None:
    tree = changed("brands.shop.hosts", ["a.example", "env:HOST"])
    tree["accounts"]["nord"]["carrier"] = "env:CARRIER"
    settings = load(tree, {"HOST": "b.example", "CARRIER": "logis"})
    assert settings.default_brand.hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("reference", "environ", "expected"),
    [
        ("env:GONE", {}, "the environment variable GONE is not set"),
        ("env:EMPTY", {"EMPTY": ""}, "the environment variable EMPTY is empty"),
        ("env:", {"": "x"}, "the environment variable is not set"),
        ("env:BYTES", {"BYTES": "\udcff"}, "the environment variable BYTES is not UTF-8"),
        ("env:p@ss word", {}, "the environment variable is not set"),
        ("file:secret", {}, "the path behind file: must be absolute"),
        ("file:/no/such/file", {}, "the file /no/such/file is not there, or is not a file"),
        ("file:/", {}, "the file / is not there, or is not a file"),
        ("file:/dev/zero", {}, "the file /dev/zero is not there, or is not a file"),
        ("file:/a\0b", {}, "the file is not there, or is not a file"),
    ],
)
def test_an_unresolved_reference_is_a_problem_of_its_key_only(
    problems: Problems, reference: str, environ: dict[str, str], expected: str
) -> None:
    tree = changed("accounts.nord.api_key", reference)
    assert problems(tree, environ) == {"accounts.nord.api_key": expected}


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"\n", "is empty"), (b"", "is empty"), (b"\xff", "is not UTF-8"), (b"x" * 70_000, "is too large")],
)
def test_a_referenced_file_without_a_value_is_a_problem(
    problems: Problems, tmp_path: Path, content: bytes, expected: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(content)
    found = problems(changed("accounts.nord.api_key", f"file:{secret}"))
    assert found == {"accounts.nord.api_key": f"the file {secret} {expected}"}


def test_a_pipe_does_not_hang_the_start(problems: Problems, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = problems(changed("accounts.nord.api_key", f"file:{tmp_path / 'pipe'}"))
    assert list(found) == ["accounts.nord.api_key"]


def test_a_file_that_cannot_be_read_is_a_problem(problems: Problems) -> None:
    found = problems(changed("accounts.nord.api_key", "file:/proc/self/mem"))
    assert found == {"accounts.nord.api_key": "the file /proc/self/mem cannot be read (Input/output error)"}


@pytest.mark.parametrize("path", ["site.secret_keys", "brands.shop.accounts", "accounts.nord.carrier"])
def test_a_missing_value_is_not_also_reported_as_invalid(problems: Problems, path: str) -> None:
    assert problems(changed(path, "env:GONE")) == {path: "the environment variable GONE is not set"}


def test_a_missing_secret_key_is_not_also_reported_as_an_empty_list(problems: Problems) -> None:
    assert list(problems(changed("site.secret_keys", ["env:GONE"]))) == ["site.secret_keys.0"]
