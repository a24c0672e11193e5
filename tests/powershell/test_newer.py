"""Every script is one for Windows PowerShell 5.1 on .NET Framework: its AST is walked for what they lack."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.powershell.conftest import ROOT

FOLDERS = ("powershell", "examples", "pyupsync")
KINDS = {".ps1", ".psm1", ".psd1"}
NEWER = {
    "$a = $b ? 1 : 2": "TernaryExpressionAst",
    "$a = $b ?? 2": "QuestionQuestion",
    "$a ??= 2": "QuestionQuestionEquals",
    "$a = ${b}?.Length": "QuestionDot",
    "Get-Item a && Get-Item b": "AndAnd",
    "if ($IsWindows) { 1 }": "IsWindows",
    "Test-Json '{}'": "Test-Json",
    "1..3 | ForEach-Object -Parallel { $_ }": "ForEach-Object -Parallel",
    "1..3 | % -Para { $_ }": "ForEach-Object -Para",
    "$p = @{ Path = 'a'; AsByteStream = $true }; Get-Content @p": "Get-Content -AsByteStream",
    "$p = @{}; $p.Depth = 3; ConvertFrom-Json @p": "ConvertFrom-Json -Depth",
    "[System.IO.Path]::GetRelativePath('a', 'b')": "GetRelativePath",
    "$start.ArgumentList.Add('a')": "ArgumentList",
    "function f { clean { 1 } }": "Clean",
}
SAME = "$p = @{ Depth = 3 }; ConvertTo-Json @p; Get-Content -Path a -Encoding Byte; [System.IO.Path]::Combine('a', 'b')"


def findings(pwsh: str, scripts: list[Path], folder: Path) -> list[dict[str, Any]]:
    (folder / "list.txt").write_text("\n".join(map(str, scripts)) + "\n", encoding="utf-8")
    command = [pwsh, "-NoProfile", "-NonInteractive", "-File", str(Path(__file__).with_name("newer.ps1"))]
    done = subprocess.run(
        [*command, str(folder / "list.txt")], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_script_has_what_windows_powershell_lacks(pwsh: str, tmp_path: Path) -> None:
    scripts = [path for name in FOLDERS for path in (ROOT / name).rglob("*") if path.suffix in KINDS]
    assert len(scripts) > 60
    assert [path for path in scripts if not path.read_bytes().isascii()] == [], "5.1 reads others in the ANSI code page"
    assert findings(pwsh, sorted(scripts), tmp_path) == []


@pytest.mark.skipif(os.environ.get("PYUPSYNC_PWSH", "").endswith("powershell.exe"), reason="5.1 cannot parse these.")
def test_what_it_lacks_is_found(pwsh: str, tmp_path: Path) -> None:
    scripts = [tmp_path / f"{number}.ps1" for number in range(len(NEWER) + 1)]
    for path, text in zip(scripts, [*NEWER, SAME], strict=True):
        path.write_text(text + "\n", encoding="ascii")
    found = {(Path(item["file"]).stem, item["rule"]) for item in findings(pwsh, scripts, tmp_path)}
    assert found >= {(str(number), rule) for number, rule in enumerate(NEWER.values())}
    assert not any(stem == str(len(NEWER)) for stem, _ in found)
