"""People for a measure: in the lab's directory, on its photo site, in a file of profiles; and what the tools do."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyupsync.photos.image import RULES, conform
from tests.lab import Lab, missing_needs, pictures, running_lab
from tests.lab.ldif import add_record, modify_record
from tests.lab.names import NETBIOS, STAFF
from tests.lab.processes import run

WORKERS = 8
_BATCH = 500
_MEMORY = "/dev/shm"


@dataclass(frozen=True, slots=True)
class Crowd:
    """People with a picture each; ``new_pictures`` gives everybody another one."""

    lab: Lab
    size: int

    def names(self) -> list[str]:
        return [f"bench{number:06d}" for number in range(self.size)]

    def dn(self, name: str) -> str:
        return f"CN={name},{STAFF}"

    def url(self, name: str) -> str:
        return self.lab.photo_url(f"{name}_LThumb.jpg")

    def picture(self, name: str) -> Path:
        return self.lab.htdocs / "photos" / f"{name}_LThumb.jpg"

    @property
    def profiles(self) -> Path:
        return self.lab.root / "bench.csv"

    def join(self) -> None:
        """Put everybody into the directory and into the profiles."""
        names = self.names()
        for start in range(0, len(names), _BATCH):
            batch = names[start : start + _BATCH]
            records = [
                add_record(self.dn(name), {"objectClass": "user", "sAMAccountName": name, "userAccountControl": "546"})
                for name in batch
            ]
            self.lab.directory.add("".join(records))
        rows = [f"{NETBIOS}\\{name},{self.url(name)}" for name in names]
        self.profiles.write_text("\n".join(["AccountName,PictureURL", *rows]))

    def new_pictures(self, round_number: int, different: int = 0) -> None:
        """Everybody has a new picture of about 20 KB on the site; with ``different``, one of so many."""
        made = lru_cache(maxsize=different)(source_picture)
        for number, name in enumerate(self.names()):
            one = number % different if different else number
            self.picture(name).write_bytes(made(round_number * 1_000_000 + one))

    def conformed(self, image: str = "gal") -> list[tuple[str, bytes]]:
        """What an export would write: each DN and the picture made fit."""
        rule = RULES[image]
        return [(self.dn(name), conform(self.picture(name).read_bytes(), rule).data) for name in self.names()]


def source_picture(number: int) -> bytes:
    """A JPEG of about 20 KB, as SharePoint keeps for a large thumbnail; another one for every number."""
    return pictures.portrait(number, 680)


@contextmanager
def crowd_in_lab(size: int) -> Iterator[Crowd]:
    """A lab with so many people more, in memory where that can be had: the machine's disk is not what is measured.

    This process's environment is the lab's from here on.
    """
    if reason := missing_needs():
        sys.exit(f"No lab: {reason}")
    tempfile.tempdir = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with running_lab() as lab:
        os.environ.clear()
        os.environ.update(lab.env())
        crowd = Crowd(lab, size)
        crowd.join()
        yield crowd


def pyupsync(crowd: Crowd, *words: str, said: bool = False) -> str:
    """Run our command line in the lab; leave where it fails."""
    command = [sys.executable, "-m", "pyupsync", *words]
    done = subprocess.run(command, env=crowd.lab.env(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words[:2])} failed: {done.stdout[-500:]}{done.stderr}")
    last = done.stdout.splitlines()[-1] if done.stdout else ""
    if said:
        print("   ", last, flush=True)
    return last


def export(crowd: Crowd, *more: str) -> str:
    """An export of everybody; returns its last line."""
    lab = crowd.lab
    where = ("--profiles", f"csv:{crowd.profiles}", "--directory", lab.directory_address, "--site", lab.web_host)
    settings = ("--ca-file", str(lab.ca_bundle), "--workers", str(WORKERS))
    return pyupsync(crowd, "photos", "export", *where, *settings, *more, said=True)


def fetched(crowd: Crowd) -> list[Path]:
    """Where ``curl`` puts everybody's picture."""
    return [crowd.lab.root / "bench" / f"{name}.jpg" for name in crowd.names()]


def curl(crowd: Crowd, *more: str) -> None:
    """Fetch everybody's picture with curl and Negotiate, as many at once as an export does; ``-I`` asks for heads."""
    files = fetched(crowd)
    files[0].parent.mkdir(exist_ok=True)
    lines = [f'url = "{crowd.url(name)}"\noutput = "{file}"' for name, file in zip(crowd.names(), files, strict=True)]
    config = "\n".join(['negotiate\nuser = ":"\nfail\nsilent', f'cacert = "{crowd.lab.root_ca}"', *lines])
    parallel = ("--parallel", "--parallel-max", str(WORKERS), "--parallel-immediate")
    run("curl", *parallel, *more, "-K", "-", env=crowd.lab.env(), stdin=config, timeout=1800)


def write_ldif(crowd: Crowd, photos: Sequence[tuple[str, bytes]], parts: int = 1) -> list[Path]:
    """Files of changes for ldapmodify that together write ``photos``."""
    files = []
    for part in range(parts):
        file = crowd.lab.root / f"bench{part}.ldif"
        file.write_text("".join(modify_record(dn, "thumbnailPhoto", [data]) for dn, data in photos[part::parts]))
        files.append(file)
    return files


def ldapmodify(crowd: Crowd, files: Sequence[Path]) -> None:
    """Write files of changes over LDAPS as the same account, an ldapmodify a file, all at once."""
    lab = crowd.lab
    env = {**lab.env(), "LDAPTLS_CACERT": str(lab.ca_bundle)}
    del env["LDAPNOINIT"]  # it would ignore the CA file as well
    command = ["ldapmodify", "-Q", "-Y", "GSSAPI", "-O", "maxssf=0", "-H", f"ldaps://{lab.dc_host}", "-f"]
    running = [subprocess.Popen([*command, str(file)], env=env, stdout=subprocess.DEVNULL) for file in files]
    ended = [process.wait() for process in running]
    if any(ended):
        sys.exit("ldapmodify failed.")
