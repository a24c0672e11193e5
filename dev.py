#!/usr/bin/env python3
"""The one entry for working on pyupsync: ``python3 dev.py tryout | test | lint | lab | bench | fuzz``.

Needs nothing but Python 3.10 or newer. It makes ``.venv``, installs what a command needs and runs it; as root on
Debian it also installs the system packages that the tests' real services come from.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")

# What the lab's services and the bindings' builds need; see docs/architecture.md, "The lab".
DEBIAN = (
    "samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind ldb-tools krb5-user "
    "ldap-utils libsasl2-modules-gssapi-mit apache2 libapache2-mod-auth-gssapi libkrb5-dev gcc python3-dev "
    "openssl gnutls-bin curl systemd chromium wine wine64 gcc-mingw-w64-x86-64 python3-hivex python3-libregf reglookup "
    "mono-devel iproute2 dnsmasq-base faketime"
).split()


def run(*command: str | Path, check: bool = True, **extra: object) -> int:
    """Run a command in the project's root; leave with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **extra)
    if check and done.returncode:
        sys.exit(done.returncode)
    return done.returncode


def become(*command: str | Path) -> int:
    """Run the last command in this process's place, so that signals, Ctrl-C among them, reach it and nobody else."""
    words = [str(part) for part in command]
    os.chdir(ROOT)
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(words[0], words)
    return subprocess.call(words)


def debian_packages(names: list[str]) -> None:
    """Install missing Debian packages where that is possible, else say which are missing."""
    if not shutil.which("dpkg-query"):
        return
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names]
    shown = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    missing = sorted(set(names) - {line.split()[0] for line in shown if line.endswith(" installed")})
    if not missing:
        return
    if os.geteuid() != 0:
        print(f"note: Debian packages are missing that only root can install: {' '.join(missing)}")
        return
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    run("apt-get", "update", "-qq", **quiet)
    # A package's service must not start on the host: the lab runs its own.
    policy = Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, **quiet)
    finally:
        if ours:
            policy.unlink()


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        debian_packages(["python3-venv"])
        importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("This Python cannot make virtual environments; install its venv package (Debian: python3-venv).")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def venv(extras: str, groups: tuple[str, ...] = ()) -> None:
    """Make ``.venv`` hold this project with ``extras`` and dependency groups; quick when it does already."""
    python = BIN / ("python.exe" if os.name == "nt" else "python")
    made = VENV / "made"  # written last: a half-made one is made again
    if not made.exists():
        make_venv()
        made.touch()
    wanted = f"{extras}|{groups}|{(ROOT / 'pyproject.toml').read_text(encoding='utf-8')}"
    digest = hashlib.sha256(wanted.encode()).hexdigest()
    stamp = VENV / f"installed-{'-'.join(('base', *groups))}"
    if stamp.exists() and stamp.read_text() == digest:
        return
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run(*pip, "--upgrade", "pip>=25.1")
    run(*pip, "-e", f".{extras}", *(part for group in groups for part in ("--group", group)))
    stamp.write_text(digest)


def developer_venv(*, lab: bool) -> None:
    if lab:
        debian_packages(list(DEBIAN))
    elif os.name == "posix":
        debian_packages(["libkrb5-dev", "gcc", "python3-dev"])
    venv("[kerberos,powershell]", ("dev",))


def tryout(args: list[str]) -> int:
    venv("")
    return become(BIN / "pyupsync", "tryout", *args)


def test(args: list[str]) -> int:
    developer_venv(lab=True)
    return become(BIN / "python", "-m", "pytest", *args)


def lint(_args: list[str]) -> int:
    developer_venv(lab=False)
    checks = [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)]
    return max(run(BIN / name, *rest, check=False) for name, *rest in checks)


def lab(args: list[str]) -> int:
    developer_venv(lab=True)
    return become(BIN / "python", "-m", "tests.lab", *args)


def bench(args: list[str]) -> int:
    developer_venv(lab=True)
    return become(BIN / "python", "-m", "tests.bench", *args)


def fuzz(args: list[str]) -> int:
    developer_venv(lab=False)
    return become(BIN / "python", "-m", "tests.fuzz", *args)


COMMANDS = {"tryout": tryout, "test": test, "lint": lint, "lab": lab, "bench": bench, "fuzz": fuzz}


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in COMMANDS:
        print(__doc__)
        return 2
    return COMMANDS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
