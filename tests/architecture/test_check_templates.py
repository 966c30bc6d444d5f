"""The check of the templates passes here, and fails where something is wrong."""

import shutil
from pathlib import Path

import pytest

from tests.architecture import check_templates
from tests.architecture.check_templates import ROOT, problems


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the templates and of what renders them."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    for part in ("web", "features", "preview"):
        shutil.copytree(ROOT / "tracking_site" / part, tmp_path / "package" / part)
    return tmp_path


def found(tree: Path) -> list[str]:
    return list(problems(tree / "templates", tree / "package"))


def test_the_templates_of_the_site_are_right(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(tree) == []
    assert check_templates.main() == 0
    assert capsys.readouterr().out == ""


def test_a_template_that_does_not_parse_is_found(tree: Path) -> None:
    home = tree / "templates" / "pages" / "home.html"
    home.write_text(home.read_text().replace("{% endblock %}", "", 1))
    (line,) = found(tree)
    assert line.startswith("pages/home.html:")


def test_a_template_that_is_not_there_is_found(tree: Path) -> None:
    (tree / "templates" / "components" / "lookup.html").unlink()
    assert sorted(line.split(":")[0] for line in found(tree)) == [
        "components/problem.html",
        "embed/home.html",
        "pages/home.html",
    ]
    (tree / "templates" / "pages" / "choice.html").unlink()
    assert any(line.endswith("renders pages/choice.html, which is not there") for line in found(tree))


def test_a_template_that_nothing_uses_is_found(tree: Path) -> None:
    (tree / "templates" / "components" / "old.html").write_text("{% macro old() %}{% endmacro %}")
    assert found(tree) == ["components/old.html: nothing uses it"]


def test_a_macro_that_is_not_there_is_found(tree: Path) -> None:
    component = tree / "templates" / "components" / "lookup.html"
    component.write_text(component.read_text().replace("macro lookup(", "macro look_up("))
    assert "pages/home.html: imports lookup of components/lookup.html, which has no such macro" in found(tree)


def test_a_name_that_is_put_together_is_found(tree: Path) -> None:
    home = tree / "templates" / "pages" / "home.html"
    home.write_text(home.read_text() + '{% include "components/" ~ part %}')
    assert "pages/home.html: refers to a template whose name is put together, which is not there" in found(tree)


def test_the_check_says_so_to_the_shell(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "package").rename(tree / "tracking_site")
    (tree / "templates" / "old.html").write_text("")
    monkeypatch.setattr(check_templates, "ROOT", tree)
    assert check_templates.main() == 1
    assert capsys.readouterr().out == "old.html: nothing uses it\n"
