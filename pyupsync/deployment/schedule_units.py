"""A schedule as systemd's units: systemd.service(5), systemd.timer(5), systemd.exec(5), of version 247 and later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pyupsync.deployment.schedule import MARK, Schedule
from pyupsync.errors import UsageError

_HARDENED = """\
AmbientCapabilities=
CapabilityBoundingSet=
LockPersonality=yes
NoNewPrivileges=yes
PrivateDevices=yes
ProcSubset=pid
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077
"""
"""Not MemoryDenyWriteExecute: cffi, which OpenSSL's bindings use, may need memory of that kind."""
_HOMES = ("/home", "/root", "/run/user")
_TEMPORARY = ("/tmp", "/var/tmp")  # noqa: S108 - names to look for


def units(schedule: Schedule) -> Mapping[str, str]:
    """The service and its timer, by name.

    Raises:
        UsageError: It writes where a user of systemd's own making may not.
    """
    return {f"{schedule.name}.service": _service(schedule), f"{schedule.name}.timer": _timer(schedule)}


def _service(schedule: Schedule) -> str:
    output = "null" if schedule.journal else "journal"
    return "\n".join(
        [
            f"# {MARK}; edit a copy, or use systemctl edit.",
            "[Unit]",
            "Description=Export SharePoint profile pictures to Active Directory (pyupsync)",
            "Wants=network-online.target",
            "After=network-online.target",
            "",
            "[Service]",
            "Type=oneshot",
            f"ExecStart={' '.join(map(_word, _command(schedule)))}",
            f"WorkingDirectory={_path(schedule.folder)}",
            "# 75: another run is at work.",
            "SuccessExitStatus=75",
            f"StandardOutput={output}",
            *_identity(schedule),
            *(f"LoadCredential={option}:{_specifier(path)}" for option, path in schedule.secrets.items()),
            *_surroundings(schedule),
            _HARDENED,
        ]
    )


def _command(schedule: Schedule) -> Iterator[str]:
    yield from schedule.command
    for option in schedule.secrets:
        yield f"--{option}"
        yield f"${{CREDENTIALS_DIRECTORY}}/{option}"


def _identity(schedule: Schedule) -> Iterator[str]:
    own = (f"/var/lib/{schedule.name}", f"/var/log/{schedule.name}")
    outside = [folder for folder in schedule.writes if not _below(folder, own)]
    if not schedule.account and outside:
        raise UsageError(
            f"It writes to {outside[0]}, where a user of systemd's own making may not.",
            target=outside[0],
            advice=f"Give --account NAME, or let it write below {own[0]} and {own[1]}.",
        )
    yield f"User={schedule.account}" if schedule.account else "DynamicUser=yes"
    yield f"StateDirectory={schedule.name}"
    yield f"LogsDirectory={schedule.name}"
    for folder in outside:
        # What is missing is told by the export, in better words.
        path = _path(folder)
        yield f'ReadWritePaths="-{path}"' if " " in path else f"ReadWritePaths=-{path}"


def _surroundings(schedule: Schedule) -> Iterator[str]:
    used = [schedule.folder, schedule.command[0], *schedule.reads, *schedule.writes]
    hidden = any(_below(path, _HOMES) for path in used)
    shared = any(_below(path, _TEMPORARY) for path in used)
    yield f"ProtectHome={'read-only' if hidden else 'yes'}"
    yield f"PrivateTmp={'no' if shared else 'yes'}"


def _timer(schedule: Schedule) -> str:
    return "\n".join(
        [
            f"# {MARK}; edit a copy, or use systemctl edit.",
            "[Unit]",
            "Description=When SharePoint profile pictures are exported to Active Directory (pyupsync)",
            "",
            "[Timer]",
            f"OnCalendar={_calendar(schedule)}",
            f"RandomizedDelaySec={schedule.spread}min",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )


def _calendar(schedule: Schedule) -> str:
    """systemd.time(7)."""
    if not schedule.minutes:
        return f"*-*-* {schedule.at}:00"
    if schedule.minutes < 60:
        return f"*-*-* *:00/{schedule.minutes}:00"
    hours = schedule.minutes // 60
    return "*-*-* 00:00:00" if hours == 24 else f"*-*-* 00/{hours}:00:00"


def _below(path: str, folders: tuple[str, ...]) -> bool:
    return any(PurePosixPath(path).is_relative_to(folder) for folder in folders)


def _specifier(text: str) -> str:
    return text.replace("%", "%%")


def _path(text: str) -> str:
    """A path as a unit has it; where several may stand, one with a space is in quotes."""
    if any(char in text for char in '"\\\n'):
        raise UsageError(f"The path {text!r} has characters that a unit cannot hold.", target=text)
    return _specifier(text)


def _word(text: str) -> str:
    """A word of a command line: systemd.service(5), COMMAND LINES."""
    if "\n" in text:
        raise UsageError(f"{text!r} has a line's end, which a unit cannot hold.", target=text)
    if text.startswith("${CREDENTIALS_DIRECTORY}/"):
        return text
    plain = _specifier(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{plain}"' if not text or any(char in text for char in " \t'\";") else plain
