"""Several directories of one job: what each of them may be told of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from pyupsync.config.checks import check_ca_file
from pyupsync.config.login import DirectoryAuth, Login
from pyupsync.config.settings import Part, by_part, one_of
from pyupsync.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorySettings:
    """One of the directories of a job.

    Attributes:
        address: As ``PhotoJob.directory``.
        login: How to log on to it; None for the job's.
        ca_file: PEM file of the authorities trusted for TLS; empty for the job's.
        output: For ``ldif:`` the file the changes go to; empty for ``FILE`` with the suffix ``.changes.ldif``.
    """

    address: str
    login: Login | None = None
    ca_file: str = ""
    output: str = ""

    def __post_init__(self) -> None:
        """Refuse settings that cannot be used."""
        if not self.address:
            raise UsageError("The setting 'address' of a directory is missing.", target="directory")
        check_ca_file(self.ca_file)
        if self.login is not None:
            one_of(self.login.auth, get_args(DirectoryAuth), "auth")
            if self.is_file and self.login.given:
                raise UsageError(
                    f"A logon to the directory was given, and {self.address} is a file that takes none.",
                    target=self.address,
                    advice="Leave its auth, user, keytab and password out.",
                )

    @property
    def is_file(self) -> bool:
        """Whether it is ``ldif:FILE``, to which nobody logs on."""
        return self.address.lower().startswith("ldif:")


def split_directories(settings: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[DirectorySettings, ...]]:
    """Take a list under ``directory`` apart: its first plain address stays, everything else has settings of its own.

    Args:
        settings: Where ``directory`` may be an address, or a list of addresses and tables; a table has ``address`` and
            any of ``auth``, ``user``, ``password``, ``keytab``, ``ca_file``, ``output``.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or a missing one.
    """
    plain = dict(settings)
    given = plain.get("directory")
    if not isinstance(given, list | tuple):
        return plain, ()
    each = [_directory(item) for item in given]
    first = next((one for one in each if one == DirectorySettings(address=one.address)), None)
    plain["directory"] = first.address if first else None
    return plain, tuple(one for one in each if one is not first)


def _directory(item: object) -> DirectorySettings:
    if isinstance(item, str):
        return DirectorySettings(address=item)
    if not isinstance(item, Mapping):
        raise UsageError(f"The directory {item!r} is neither an address nor a table.", target="directory")
    filled = by_part(item, (Part("", DirectorySettings), Part("login", Login)))
    login = Login(**filled["login"]) if filled["login"] else None
    return DirectorySettings(**{"address": "", **filled[""]}, login=login)


def every_directory(
    directory: str, login: Login, ca_file: str, output: str, further: Sequence[DirectorySettings]
) -> tuple[DirectorySettings, ...]:
    """All directories of a job, each with what it is told or else with the job's.

    Args:
        directory: The job's own; empty when there are only ``further`` ones.
        login: The job's.
        ca_file: The job's.
        output: The job's; it is for the only ``ldif:`` directory without one.
        further: Those with settings of their own.

    Raises:
        UsageError: There is none, one of them twice, or more than one that the output may be for.
    """
    named = [DirectorySettings(address=directory), *further] if directory else list(further)
    if not named:
        raise UsageError("The setting 'directory' is missing.", target="directory")
    for address, times in Counter(one.address for one in named).items():
        if times > 1:
            raise UsageError(f"The directory {address} was given more than once.", target=address)
    files = [one for one in named if one.is_file and not one.output] if len(named) > 1 else named
    if output and len(files) != 1:
        said = "An output was given, and more than one directory is a file." if files else "No directory is a file."
        raise UsageError(said, target=output, advice="In a configuration each directory's table may have its output.")
    return tuple(
        replace(
            one,
            login=None if one.is_file else one.login or login,
            ca_file=one.ca_file or ca_file,
            output=output if output and one is files[0] else one.output,
        )
        for one in named
    )


def shown_together(directories: Sequence[DirectorySettings]) -> str:
    """What a run's directories are called in the journal, whatever order they were given in."""
    return "; ".join(sorted(one.address for one in directories))
