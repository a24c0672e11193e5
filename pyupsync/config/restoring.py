"""Settings of what looks back: the history of photo runs, and putting back what they replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pyupsync.config.checks import check_ca_file, check_timeout
from pyupsync.config.directories import DirectorySettings, every_directory, split_directories
from pyupsync.config.keeping import Keeping
from pyupsync.config.login import DirectoryAuth, Login
from pyupsync.config.reports import check_reports, with_reports
from pyupsync.config.settings import Part, by_part, one_of
from pyupsync.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryJob:
    """Which part of the history is asked for.

    Attributes:
        state: ``sqlite:FILE``, where runs keep what they did.
        run: The number of a run; 0 for all.
        person: An account, as a profile names it or in another form, a DN or an objectGUID; empty for everybody.
    """

    state: str
    run: int = 0
    person: str = ""

    def __post_init__(self) -> None:
        """Refuse a run that there cannot be."""
        _check_state(self.state)
        _check_run(self.run)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreJob:
    """Everything that putting back is told.

    Attributes:
        state: ``sqlite:FILE``, where runs keep what they did.
        directory: Address of the directory: ``ldaps://HOST[:PORT]/BASE``, ``ldap+starttls://…`` or ``ldif:FILE``.
        directories: As ``PhotoJob.directories``.
        run: The number of the run to undo; 0 for the last change of the person.
        person: Whom alone, as ``HistoryJob.person``; empty for everybody the run changed.
        force: Write over pictures that somebody else, or a later run, put there since.
        login: How to log on to the directory.
        ca_file: PEM file of the authorities trusted for TLS, instead of the system's.
        output: For ``ldif:`` the file the changes go to; empty for ``FILE`` with the suffix ``.changes.ldif``.
        timeout: Seconds without an answer after which a connection is given up.
        report: As ``PhotoJob.report``.
        keep_mb: As ``Keeping.keep_mb``.
        keep_days: As ``Keeping.keep_days``.
    """

    state: str
    directory: str = ""
    directories: tuple[DirectorySettings, ...] = ()
    run: int = 0
    person: str = ""
    force: bool = False
    login: Login = field(default_factory=Login)
    ca_file: str = ""
    output: str = ""
    timeout: float = 30.0
    report: tuple[str, ...] = ()
    keep_mb: int = 1000
    keep_days: int = 365

    def __post_init__(self) -> None:
        """Refuse settings that cannot be used."""
        _check_state(self.state)
        _ = self.every_directory
        _check_run(self.run)
        if not self.run and not self.person:
            raise UsageError(
                "Neither a run nor a person was named.",
                advice="Give --run N or --person X (-Run, -Person); pyupsync photos history lists the runs.",
            )
        one_of(self.login.auth, get_args(DirectoryAuth), "auth")
        check_timeout(self.timeout)
        check_ca_file(self.ca_file)
        check_reports(self.report)
        _ = self.keeping

    @property
    def every_directory(self) -> tuple[DirectorySettings, ...]:
        """All directories, each with what it is told or else with the job's login and CA file."""
        return every_directory(self.directory, self.login, self.ca_file, self.output, self.directories)

    @property
    def keeping(self) -> Keeping:
        """What is kept."""
        return Keeping(state=self.state, keep_mb=self.keep_mb, keep_days=self.keep_days)


def _check_state(state: str) -> None:
    if not state:
        raise UsageError("The setting 'state' is missing.", target="state", advice="Give --state sqlite:FILE.")


def _check_run(run: int) -> None:
    if run < 0:
        raise UsageError(f"run is {run}; runs are counted from 1.")


def history_job(settings: Mapping[str, Any]) -> HistoryJob:
    """Make a job from plain settings.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or a missing one.
    """
    return HistoryJob(**{"state": "", **by_part(settings, (Part("", HistoryJob),))[""]})


def restore_job(settings: Mapping[str, Any]) -> RestoreJob:
    """Make a job from plain settings; ``auth``, ``user``, ``password``, ``keytab`` describe the directory's login.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or a missing one.
    """
    plain, further = split_directories(with_reports(settings))
    filled = by_part(plain, (Part("", RestoreJob), Part("login", Login)))
    return RestoreJob(**{"state": "", **filled[""]}, directories=further, login=Login(**filled["login"]))


def purge_job(settings: Mapping[str, Any]) -> Keeping:
    """Make what ``purge_photos`` takes from plain settings: ``state``, ``keep_mb`` and ``keep_days``.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or a missing one.
    """
    _check_state(str(settings.get("state") or ""))
    return Keeping(**by_part(settings, (Part("", Keeping),))[""])
