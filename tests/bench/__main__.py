"""``python -m tests.bench [PEOPLE]``: an export beside curl and ldapmodify, on one lab, in one run.

Prints seconds and the ratio. Machines differ and are shared: quote the ratio. curl fetches the same pictures with
Negotiate, as many at once as the export; ldapmodify writes the same bytes over LDAPS as the same account. What they do
not do: match people, judge and conform the pictures, compare with what is there.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyupsync.photos.image import RULES, conform
from tests.lab import Lab, missing_needs, pictures, running_lab
from tests.lab.ldif import add_record, modify_record
from tests.lab.names import DNS_DOMAIN, NETBIOS, STAFF
from tests.lab.processes import run

ROUNDS = 3
WORKERS = 8


@dataclass(frozen=True, slots=True)
class Crowd:
    """People with a picture each; ``round_number`` makes every picture a new one."""

    lab: Lab
    size: int

    def names(self) -> list[str]:
        return [f"bench{number:05d}" for number in range(self.size)]

    def dn(self, name: str) -> str:
        return f"CN={name},{STAFF}"

    def join(self) -> None:
        """Put everybody into the directory and into the profiles."""
        records = [
            add_record(self.dn(name), {"objectClass": "user", "sAMAccountName": name, "userAccountControl": "546"})
            for name in self.names()
        ]
        self.lab.directory.add("".join(records))
        rows = [f"{NETBIOS}\\{name},{self.lab.photo_url(f'{name}_LThumb.jpg')}" for name in self.names()]
        self.profiles.write_text("\n".join(["AccountName,PictureURL", *rows]))

    @property
    def profiles(self) -> Path:
        return self.lab.root / "bench.csv"

    def new_pictures(self, round_number: int) -> None:
        """Everybody has a new picture on the site."""
        for number, name in enumerate(self.names()):
            picture = pictures.portrait(1000 * round_number + number)
            (self.lab.htdocs / "photos" / f"{name}_LThumb.jpg").write_bytes(picture)


def timed(action: Callable[[], object]) -> float:
    begun = time.monotonic()
    action()
    return time.monotonic() - begun


def export(crowd: Crowd) -> None:
    lab = crowd.lab
    command = [
        *(sys.executable, "-m", "pyupsync", "photos", "export", "--profiles", f"csv:{crowd.profiles}"),
        *("--directory", lab.directory_address, "--site", lab.web_host, "--ca-file", str(lab.ca_bundle)),
        *("--workers", str(WORKERS)),
    ]
    done = subprocess.run(command, env=lab.env(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The export failed: {done.stdout[-500:]}{done.stderr}")
    print("   ", done.stdout.splitlines()[-1])


def curl(crowd: Crowd) -> None:
    lab = crowd.lab
    target = lab.root / "bench"
    target.mkdir(exist_ok=True)
    lines = [f'url = "{lab.photo_url(f"{name}_LThumb.jpg")}"\noutput = "{target}/{name}.jpg"' for name in crowd.names()]
    config = "\n".join(['negotiate\nuser = ":"\nfail\nsilent', f'cacert = "{lab.root_ca}"', *lines])
    parallel = ("--parallel", "--parallel-max", str(WORKERS), "--parallel-immediate")
    run("curl", *parallel, "-K", "-", env=lab.env(), stdin=config)


def ldapmodify(crowd: Crowd) -> None:
    lab = crowd.lab
    env = {**lab.env(), "LDAPTLS_CACERT": str(lab.ca_bundle)}
    del env["LDAPNOINIT"]  # it would ignore the CA file as well
    run(
        "ldapmodify",
        "-Q",
        "-Y",
        "GSSAPI",
        "-O",
        "maxssf=0",
        "-H",
        f"ldaps://{lab.dc_host}",
        "-f",
        lab.root / "bench.ldif",
        env=env,
    )


def measure(crowd: Crowd) -> None:
    seconds: dict[str, list[float]] = {"export": [], "curl": [], "ldapmodify": [], "export again": []}
    for number in range(1, ROUNDS + 1):
        crowd.new_pictures(2 * number)
        seconds["export"].append(timed(lambda: export(crowd)))
        seconds["export again"].append(timed(lambda: export(crowd)))
        crowd.new_pictures(2 * number + 1)
        seconds["curl"].append(timed(lambda: curl(crowd)))
        seconds["ldapmodify"].append(timed(prepared(crowd)))
    report(crowd.size, {name: statistics.median(values) for name, values in seconds.items()})


def prepared(crowd: Crowd) -> Callable[[], None]:
    """Make the LDIF file, which is not what is measured, and return the writing of it."""
    rule = RULES["gal"]
    photos = crowd.lab.htdocs / "photos"
    conformed = {name: conform((photos / f"{name}_LThumb.jpg").read_bytes(), rule).data for name in crowd.names()}
    records = [modify_record(crowd.dn(name), "thumbnailPhoto", [data]) for name, data in conformed.items()]
    (crowd.lab.root / "bench.ldif").write_text("".join(records))
    return lambda: ldapmodify(crowd)


def report(people: int, medians: dict[str, float]) -> None:
    tools = medians["curl"] + medians["ldapmodify"]
    print(f"\n{people} people, {DNS_DOMAIN}, median of {ROUNDS}")
    for name, value in medians.items():
        print(f"  {name:<14}{value:7.2f} s  {people / value:7.0f} a second")
    print(f"  export / (curl + ldapmodify): {medians['export'] / tools:.2f}")


def main() -> int:
    if reason := missing_needs():
        print(f"No lab: {reason}")
        return 1
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with running_lab() as lab:
        crowd = Crowd(lab, people)
        crowd.join()
        lab.ticket()
        measure(crowd)
    return 0


if __name__ == "__main__":
    sys.exit(main())
