"""The project speaks of itself alone: no path of anybody's machine, nothing left over from work on it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {"var", "dist", "build", "__pycache__", "node_modules"}
PICTURES = {".png", ".jpg", ".webp", ".ico", ".woff2", ".pyc"}

# Put together, so that the list is not itself what it looks for.
DENIED = {
    "the home of somebody": re.compile(r"(?<![\w.])/(?:" + "ho" + r"me|Us" + r"ers)/[a-z]\w+"),
    "the home of root": re.compile(r"(?<![\w.])/ro" + r"ot/\S"),
    "a folder of a workplace": re.compile("(?<![\\w.])/wo" + r"rk/\S"),
    "a path of Windows": re.compile(r"\b[A-Z]:\\" + r"\w+\\"),
    "a conflict that was not resolved": re.compile("^(?:<<<" + r"<<<<|>>>" + r">>>>) ", re.MULTILINE),
    "a stop of the debugger": re.compile("\\bbreak" + r"point\(\)|pdb\.set_" + "trace"),
    "a private key": re.compile("BEGIN [A-Z ]*PRIV" + "ATE KEY"),
    "an internal address": re.compile(r"https?://[\w.-]+\.(?:internal|" + r"corp|lan)\b"),
}


def texts(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file of text in the tree but what tools keep for themselves."""
    for folder, folders, files in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if name not in LEFT_OUT and not name.endswith(".egg-info") and (not name.startswith(".") or name == ".ci")
        ]
        for name in files:
            path = Path(folder, name)
            if path.suffix in PICTURES or path == root / "tracking-site.toml":
                continue
            yield path, path.read_text(encoding="utf-8", errors="replace")


def denied(text: str) -> list[str]:
    return [f"{what}: {match.group()}" for what, pattern in DENIED.items() if (match := pattern.search(text))]


def test_nothing_in_the_tree_tells_of_the_machine_it_was_written_on() -> None:
    looked_at = 0
    found = []
    for path, text in texts(ROOT):
        looked_at += 1
        found += [f"{path.relative_to(ROOT)}: {line}" for line in denied(text)]
    assert looked_at > 150
    assert found == []


def test_what_is_denied_is_found() -> None:
    for text in (
        "/ho" + "me/anna/site",
        "see /Us" + "ers/anna",
        "/ro" + "ot/.cache",
        "cd /wo" + "rk/site",
        "C:" + "\\Temp\\x",
        "<<<" + "<<<< ours",
        "break" + "point()",
        "-----BEGIN RSA PRIV" + "ATE KEY-----",
        "https://wiki.inter" + "nal/page",
    ):
        assert denied(text), text
    for text in ("a network/work", "https://example.com/home/page", "the root / of it", "homes", "/static/x"):
        assert not denied(text), text
