"""A log of IIS of so many GB: what was refused in it, beside counting its requests for pictures with grep and mawk.

The log is made here: lines as IIS 10 writes them on a SharePoint farm, 1 visit in 50 one of a picture, a fifth of these
with the three steps of a logon, and one client that never gets through. It lies in memory where there is room
(``/dev/shm``), so that no disk is measured, and is deleted afterwards.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measuring import ROUNDS, Comparison, Times

SIZE = 1
"""GB (1,000,000,000 bytes)."""
MEMORY_GOAL = 100
"""MB (1,000,000 bytes) at most."""
PATTERN = r"_[LMS]Thumb\.jpg"
_LOWER = r"_[lms]thumb\.jpg"
_HEAD = (
    "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2025-03-03 00:00:00\r\n"
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken\r\n"
)
_AGENTS = (
    "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/120.0.0.0+Safari/537.36",
    "Mozilla/5.0+(Windows+NT+10.0;+WOW64;+Trident/7.0;+rv:11.0)+like+Gecko",
    "Microsoft+Office/16.0+(Windows+NT+10.0;+Microsoft+Outlook+16.0.5134;+Pro)",
    "Mozilla/4.0+(compatible;+MSIE+4.01;+Windows+NT;+MS+Search+6.0+Robot)",
)
_PAGES = ("/SitePages/Home.aspx", "/sites/hr/Shared+Documents/Forms/AllItems.aspx", "/_layouts/15/start.aspx", "/")
_PATHS = (
    *((page, "-") for page in _PAGES),
    ("/_vti_bin/client.svc/ProcessQuery", "-"),
    ("/_vti_bin/Lists.asmx", "-"),
    ("/_api/contextinfo", "-"),
    ("/_api/web/lists/getbytitle('Tasks')/items", "$select=Title,Id&$top=50"),
    ("/_layouts/15/init.js", "rev=UBpX3SZ2WnTlmQ3fRx0oA%3D%3DTAG0"),
    ("/_layouts/15/1033/styles/Themable/corev15.css", "rev=2bpHeX9U8DH09TB5zpJcsQ%3D%3DTAG0"),
    ("/_layouts/15/images/spcommon.png", "rev=44"),
    ("/_layouts/15/WopiFrame.aspx", "sourcedoc=%7B1d2f4f5a%2D90ab%7D&file=plan.docx&action=default"),
    ("/ScriptResource.axd", "d=ynMqrmDXPM0bhd2y8yF9-6UQQ6vs0sFWbP-xW1&t=ffffffffaa493ab8"),
    ("/sites/team_1/SiteAssets/logo.png", "-"),
)
_NAMES = ("anna", "bjoern", "carla", "dirk", "erik", "frank", "gerda", "hanna", "ivo", "jana", "karl", "lena", "maria")
_PICTURES_IN = 50
_TAILS = 20_000


def measure(size: int) -> None:
    """Make the log, measure everything in turn, and print it."""
    room = shutil.disk_usage("/dev/shm").free if Path("/dev/shm").is_dir() else 0
    where = "/dev/shm" if room > size * 1.3e9 else None
    with tempfile.TemporaryDirectory(prefix="pyupsync-bench-", dir=where) as folder:
        small, large = Path(folder, "small", "u_ex250303.log"), Path(folder, "large", "u_ex250303.log")
        for path, share in ((small, 0.1), (large, 1.0)):
            path.parent.mkdir()
            make(path, int(size * share * 1e9))
        times, counted, highest = _rounds(large)
        flat = judge(small)[0]
    _show(times, counted, highest, flat)


def _rounds(log: Path) -> tuple[Times, dict[str, int], float]:
    times, counted, highest = Times(), {}, 0.0

    def ours() -> None:
        nonlocal highest
        memory, counted["pyupsync diagnose log"] = judge(log)
        highest = max(highest, memory)

    for _ in range(ROUNDS):
        times.take("pyupsync diagnose log", ours)
        for name, (locale, command) in tools().items():
            times.take(name, lambda: counted.update({name: count(locale, command, log)}))  # noqa: B023 - called at once
    return times, counted, highest


def tools() -> dict[str, tuple[str, Sequence[str]]]:
    """The counts of the C tools, by name: the locale, and the command up to the file."""
    grep = {
        f"LC_ALL={locale} grep {option}": (locale, ("grep", option, PATTERN))
        for locale in ("C", "C.UTF-8")
        for option in ("-cE", "-ciE")
    }
    mawk = "mawk, any case", ("C", ("mawk", f"tolower($0) ~ /{_LOWER}/ {{ n++ }} END {{ print n + 0 }}"))
    exact = "mawk", ("C", ("mawk", f"/{PATTERN}/ {{ n++ }} END {{ print n + 0 }}"))
    return {**grep, **dict([exact, mawk])}


def _show(times: Times, counted: dict[str, int], highest: float, flat: float) -> None:
    assert len(set(counted.values())) == 1, counted
    own = times.best("pyupsync diagnose log")
    others = [times.best(name) for name in tools()]
    notes = times.notes()
    notes += [f"ratio to {name}: {own[1] / seconds:.2f}" for name, seconds in others]
    verdict = "reached" if highest <= MEMORY_GOAL else "missed"
    notes.append(
        f"memory at its highest: {highest:.0f} MB (goal <= {MEMORY_GOAL}: {verdict}), for a tenth {flat:.0f} MB"
    )
    floor = dict(others)["LC_ALL=C grep -ciE"]
    Comparison(
        "Requests for pictures in a log", next(iter(counted.values())), own, others, floor, 2.0, notes=notes
    ).show()


def judge(log: Path) -> tuple[float, int]:
    """Judge the log in a process of its own: MB at its highest, and the requests that it saw. Leave where it fails."""
    told = log.with_suffix(".told")
    output = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    command = [sys.executable, "-m", "pyupsync", "diagnose", "log", str(log), "--json"]
    child = os.posix_spawn(
        sys.executable,
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_CLOSE, output)],
    )
    os.close(output)
    _, status, usage = os.wait4(child, 0)
    lines = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    causes = [line["facts"]["cause"] for line in lines if line["type"] == "finding"]
    if os.waitstatus_to_exitcode(status) != 3 or causes != ["NoCredentialsSent"]:
        sys.exit(f"The one client that never got through is not what was found: {causes}")
    read = next(line["facts"] for line in lines if line["type"] == "record")
    return usage.ru_maxrss * 1024 / 1e6, read["requests"]  # kilobytes on Linux, getrusage(2)


def count(locale: str, command: Sequence[str], log: Path) -> int:
    """How many lines a tool counts."""
    environment = {**os.environ, "LC_ALL": locale}
    done = subprocess.run([*command, str(log)], env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout)


def make(path: Path, size: int) -> None:
    """Write a log of about ``size`` bytes, always the same one."""
    chance = random.Random(1)
    tails = [_visit(chance, number) for number in range(_TAILS)]
    refused = [
        f"10.0.0.5 GET /User+Photos/Profile+Pictures/contoso_anna7_LThumb.jpg - 443 - 10.0.9.9 FIM {rest}\r\n"
        for rest in ("- 401 2 5 1", "- 401 1 2148074254 1")
    ]
    written, second = 0, 0
    with path.open("wb", buffering=1 << 20) as file:
        written += file.write(_HEAD.encode())
        while written < size or second % 600 < 120:  # not while a logon may still be under way
            day, clock = second // 86400 + 3, f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}"
            stamp = f"2025-03-{day:02} {clock} "
            lines = [line for visit in chance.choices(tails, k=50) for line in visit]
            lines += refused if second % 600 == 0 else []
            written += file.write("".join(stamp + line for line in lines).encode())
            second += 1


def _visit(chance: random.Random, number: int) -> list[str]:
    """What one request comes to in the log, without its time: a line, or three where it is a logon for a picture."""
    name = f"{chance.choice(_NAMES)}{chance.randrange(700)}"
    address = f"10.{chance.randrange(4)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
    agent = chance.choice(_AGENTS)
    referer = f"https://portal.contoso.com{chance.choice(_PAGES)}" if chance.random() < 0.7 else "-"
    before, user = "10.0.0.5 GET", f"0#.w|contoso\\{name}"
    if number % _PICTURES_IN:
        path, query = chance.choice(_PATHS)
        answer = chance.choice(("200 0 0",) * 8 + ("304 0 0", "302 0 0"))
        return [f"{before} {path} {query} 443 {user} {address} {agent} {referer} {answer} {chance.randrange(2000)}\r\n"]
    person = f"{chance.choice(_NAMES)}{chance.randrange(700)}"
    path = f"/User+Photos/Profile+Pictures/contoso_{person}_{chance.choice('LMS')}Thumb.jpg"
    logon = chance.random() < 0.2
    answers = [("-", "401 2 5"), ("-", "401 1 2148074254"), (user, "200 0 0")] if logon else [(user, "200 0 0")]
    return [
        f"{before} {path} t=63529384893 443 {who} {address} {agent} {referer} {answer} {chance.randrange(90)}\r\n"
        for who, answer in answers
    ]
