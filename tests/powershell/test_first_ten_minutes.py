"""The transcript of an administrator's first ten minutes is what is printed today."""

from __future__ import annotations

from pathlib import Path

from tests.powershell.first_ten_minutes import DOCUMENT, document, run


def test_the_transcript_is_what_the_commands_print(pwsh: str, tmp_path: Path) -> None:
    """Blank space aside, which editions of PowerShell use in ways of their own."""
    shown = document(run(pwsh, tmp_path))
    assert shown.split() == DOCUMENT.read_text(encoding="utf-8").split(), "make it anew; see its last line"
