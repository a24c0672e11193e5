"""Whether a Python can be hosted by a PowerShell process: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyupsync.errors import PythonUnusable
from pyupsync.model import Finding, PythonFacts

PYTHON = (3, 10)
PYTHONNET = (3, 1)
BITS = 64
"""SharePoint's processes and .NET's are 64-bit; a process loads libraries of its own width only."""


def check_python(python: PythonFacts) -> Iterator[Finding]:
    """Yield a Finding for each thing that hosting takes, good or bad."""
    version, series = dotted(python.version), dotted(python.version[:2])
    wanted = f"CPython {dotted(PYTHON)} or newer"
    good = python.implementation == "cpython" and python.version[:2] >= PYTHON
    yield _finding(python, "python", wanted, f"{python.implementation} {version}", "" if good else f"Use {wanted}.")
    advice = "" if python.bits == BITS else "Install the 64-bit Python, and pyupsync with it."
    yield _finding(python, "bitness", f"{BITS}-bit", f"a {python.bits}-bit Python", advice)
    install = f"Install it (Debian: apt install libpython{series}), or use a Python built with --enable-shared."
    found = python.library or "no shared library that PowerShell could load"
    yield _finding(python, "library", "a shared library", found, "" if python.library else install)
    advice = "" if python.package else f'Run: "{python.executable}" -m pip install "pyupsync[powershell]"'
    found = python.package or "it is not installed in this Python"
    yield _finding(python, "package", "the package pyupsync, found without PYTHONPATH", found, advice)
    yield _pythonnet(python)


def _pythonnet(python: PythonFacts) -> Finding:
    wanted = f"pythonnet {dotted(PYTHONNET)} or newer, for Python {dotted(python.version[:2])}"
    found = f"pythonnet {python.pythonnet}" if python.pythonnet else "no pythonnet"
    takes = _takes(python.pythons, python.version)
    good = takes and bool(python.runtime) and numbers(python.pythonnet) >= PYTHONNET
    found += "" if takes else f", which takes Python {python.pythons}"
    advice = f'Run: "{python.executable}" -m pip install --upgrade "pyupsync[powershell]"'
    return _finding(python, "pythonnet", wanted, found, "" if good else advice)


def unusable(python: PythonFacts) -> PythonUnusable | None:
    """The first reason why not, as an error."""
    for found in check_python(python):
        if found.status == "error":
            words = f"PowerShell cannot host {python.executable}: it takes {found.expected}; here is {found.actual}."
            return PythonUnusable(words, target=python.executable, advice=found.advice)
    return None


def _takes(requires: str, version: tuple[int, ...]) -> bool:
    """Whether ``>=3.10,<3.15`` takes a version; what is not understood takes every one."""
    for sign, bound in re.findall(r"(>=|<)\s*([\d.]+)", requires):
        wanted = numbers(bound)
        if (version[: len(wanted)] >= wanted) != (sign == ">="):
            return False
    return True


def numbers(version: str) -> tuple[int, ...]:
    """``3.1.0rc1`` -> (3, 1, 0); empty for none."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def dotted(version: tuple[int, ...]) -> str:
    """(3, 10) -> ``3.10``."""
    return ".".join(map(str, version))


def _finding(python: PythonFacts, check: str, expected: str, actual: str, advice: str) -> Finding:
    return Finding(check, "error" if advice else "ok", python.executable, expected, actual, advice)
