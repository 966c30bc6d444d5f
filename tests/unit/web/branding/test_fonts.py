"""A variable font is recognised, so that the browser takes its own bold instead of making one.

The fonts have one glyph each and were made with fontTools' FontBuilder; the variable one has the axis `wght` from 100
to 900.
"""

from pathlib import Path

import pytest

from tracking_site.web.branding.fonts import is_variable, is_woff2

FONTS = Path(__file__).resolve().parents[3] / "fixtures" / "fonts"
STATIC, VARIABLE = (FONTS / "static.woff2").read_bytes(), (FONTS / "variable.woff2").read_bytes()


@pytest.mark.parametrize(
    ("content", "variable"),
    [
        pytest.param(VARIABLE, True, id="variable"),
        pytest.param(STATIC, False, id="one weight"),
        pytest.param(VARIABLE[:100], False, id="cut short"),
        pytest.param(VARIABLE[:48] + b"\xff" * 200, False, id="broken directory"),
        pytest.param(b"wOF2", False, id="only a signature"),
        pytest.param(b"OTTO" + VARIABLE, False, id="another format"),
        pytest.param(b"", False, id="empty"),
    ],
)
def test_a_variable_font_is_told_from_one_of_a_single_weight(tmp_path: Path, content: bytes, *, variable: bool) -> None:
    file = tmp_path / "font.woff2"
    file.write_bytes(content)
    assert is_variable(file) is variable
    assert is_woff2(file) is content.startswith(b"wOF2")
