"""The check of the catalogues passes here, and fails where something is wrong."""

import re
import shutil
from pathlib import Path

import pytest

from tests.architecture import check_catalogues
from tests.architecture.check_catalogues import ROOT, problems
from tracking_site.web.i18n.languages import LANGUAGES

FRENCH = Path("translations", "fr", "LC_MESSAGES", "messages.po")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of everything that has something to say."""
    for folder in ("templates", "translations", "tracking_site"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def found(tree: Path, *languages: str) -> list[str]:
    return list(problems(tree, languages or tuple(LANGUAGES)))


def change(path: Path, pattern: str, text: str) -> None:
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, text, before, count=1, flags=re.MULTILINE)
    assert after != before
    path.write_text(after, encoding="utf-8")


def test_the_catalogues_of_the_site_are_right(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(tree) == []
    assert check_catalogues.main() == 0
    assert capsys.readouterr().out == ""


def test_a_text_that_no_catalogue_has_is_found(tree: Path) -> None:
    change(tree / "templates/components/problem.html", "Try again", "Try once more")
    lines = found(tree)
    assert "translations/messages.pot: lacks 'Try once more'" in lines
    assert "translations/fr: lacks 'Try once more'" in lines


def test_a_text_of_the_code_is_looked_for_too(tree: Path) -> None:
    change(tree / "tracking_site/web/i18n/labels.py", r'N_\("Registered"\)', 'N_("Noted")')
    assert "translations/messages.pot: lacks 'Noted'" in found(tree)
    assert "translations/messages.pot: nothing says 'Registered' any more" in found(tree)
    assert "translations/fr: 'Registered' is said nowhere any more" in found(tree)


def test_what_is_not_translated_is_found(tree: Path) -> None:
    change(tree / FRENCH, r'^msgstr "Transporteur"$', 'msgstr ""')
    assert found(tree) == ["translations/fr: 'Carrier' is not translated"]


def test_a_plural_that_is_not_translated_is_found(tree: Path) -> None:
    change(tree / FRENCH, r"^msgstr\[1\] .*$", 'msgstr[1] ""')
    assert found(tree) == ["translations/fr: '%(count)s older entry' is not translated"]


def test_a_plural_with_too_few_forms_is_found(tree: Path) -> None:
    change(tree / FRENCH, r"^msgstr\[1\] .*\n", "")
    assert any("older entry" in line for line in found(tree))


def test_what_is_fuzzy_is_found(tree: Path) -> None:
    change(tree / FRENCH, r'^msgid "Carrier"$', '#, fuzzy\nmsgid "Carrier"')
    assert found(tree) == ["translations/fr: 'Carrier' is fuzzy"]


def test_what_is_obsolete_is_found(tree: Path) -> None:
    with (tree / FRENCH).open("a", encoding="utf-8") as file:
        file.write('\n#~ msgid "Old"\n#~ msgstr "Vieux"\n')
    assert found(tree) == ["translations/fr: 'Old' is kept as obsolete"]


@pytest.mark.parametrize("said", ["%(carriers)s n’a pas répondu.", "n’a pas répondu.", "%(carrier)d n’a pas répondu."])
def test_other_placeholders_are_found(tree: Path, said: str) -> None:
    change(tree / FRENCH, r'^msgstr "%\(carrier\)s n’a pas répondu\."$', f'msgstr "{said}"')
    (line,) = found(tree)
    assert "did not answer" in line


def test_other_blanks_at_the_ends_are_found(tree: Path) -> None:
    change(tree / FRENCH, r'^msgstr "Transporteur"$', 'msgstr "Transporteur "')
    assert found(tree) == ["translations/fr: 'Carrier' begins or ends with other blanks"]


def test_another_number_of_plural_forms_is_found(tree: Path) -> None:
    change(tree / FRENCH, r"nplurals=2; plural=\(n > 1\);", "nplurals=3; plural=n;")
    assert "translations/fr: has 3 plural forms, the language has 2" in found(tree)


def test_a_catalogue_that_cannot_be_read_is_found(tree: Path) -> None:
    for broken in (b'msgid "Carrier"\nmsgstr "\xff"\n', b'msgid "Carrier"\nmsgstr[x] "Transporteur"\n'):
        (tree / FRENCH).write_bytes(broken)
        (line,) = found(tree)
        assert line.startswith("translations/fr: cannot be read")


def test_a_language_without_a_catalogue_is_found(tree: Path) -> None:
    assert found(tree, *LANGUAGES, "pt-BR") == ["translations/pt_BR: is not there"]


def test_a_catalogue_without_a_language_is_found(tree: Path) -> None:
    shutil.copytree(tree / "translations/fr", tree / "translations/ca")
    assert found(tree) == ["translations/ca: has no line in LANGUAGES"]


def test_the_check_says_so_to_the_shell(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change(tree / FRENCH, r'^msgstr "Transporteur"$', 'msgstr ""')
    monkeypatch.setattr(check_catalogues, "ROOT", tree)
    assert check_catalogues.main() == 1
    assert capsys.readouterr().out == "translations/fr: 'Carrier' is not translated\n"
