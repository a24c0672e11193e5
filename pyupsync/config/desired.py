"""The desired state of a farm: the tables of ``pyupsync.toml``, each made into its area's job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pyupsync.config import access, diagnosing, photos, zones
from pyupsync.config.access import AccessJob, access_job
from pyupsync.config.desired_file import DesiredFile
from pyupsync.config.diagnosing import SETTINGS, DiagnosisJob, diagnosis_job
from pyupsync.config.photos import PhotoJob, photo_job
from pyupsync.config.references import REFERENCES, referred
from pyupsync.config.settings import Part, one_of
from pyupsync.config.synchronization import MappingJob, mapping_job
from pyupsync.config.trust import TrustJob, trust_job
from pyupsync.config.zones import ZoneJob, zone_job
from pyupsync.errors import UsageError

AREAS = ("trust", "zones", "profiles", "access", "photos")
"""In the order they are planned and applied: what is trusted before what is fetched, rights before what is written."""
NEEDS_PASSWORD = {"simple", "ntlm", "basic"}
_SECRETS = ("password", "passphrase", "secret", "token")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file.

    Attributes:
        parts: The records that its settings fill.
        make: Makes the job.
        needed: Settings that must be there.
        prefixes: Of its logons.
    """

    parts: tuple[Part, ...]
    make: Callable[[Mapping[str, Any]], object]
    needed: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def settings(self) -> dict[str, tuple[type, ...]]:
        """Every setting that may be there, with the kinds it may be of; references in place of passwords."""
        every: dict[str, tuple[type, ...]] = {}
        for part in self.parts:
            for name, (_, kinds) in part.settings().items():
                every.setdefault(name, kinds)
        for prefix in self.prefixes:
            every.pop(f"{prefix}password", None)
            every |= {prefix + name: (str,) for name in REFERENCES}
        return every


TABLES: Mapping[str, Table] = {
    "trust": Table((Part("", TrustJob),), trust_job, ("store",)),
    "zones": Table(zones.PARTS, zone_job, ("registry",), ("",)),
    "profiles": Table((Part("", MappingJob),), mapping_job, ("farm",)),
    "access": Table(access.PARTS, access_job, ("directory", "accounts"), ("",)),
    "photos": Table(photos.PARTS, photo_job, ("profiles", "directory"), ("", "site_")),
    "diagnosis": Table(diagnosing.PARTS, diagnosis_job, (), ("", "site_")),
}
"""The tables that there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """The desired state of a farm; an area without a table is left alone.

    Attributes:
        path: The file it was read from.
        digest: SHA-256 of that file, in hexadecimal.
        trust: Which authorities are trusted.
        zones: Which sites are in an account's Local intranet zone.
        profiles: What exports the picture.
        access: Who may write it.
        photos: Which pictures are where.
        diagnosis: What a verification looks at.
    """

    path: str
    digest: str
    trust: TrustJob | None = None
    zones: ZoneJob | None = None
    profiles: MappingJob | None = None
    access: AccessJob | None = None
    photos: PhotoJob | None = None
    diagnosis: DiagnosisJob

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that have a table, in the order they are applied."""
        return tuple(area for area in AREAS if getattr(self, area) is not None)

    def chosen(self, only: Iterable[str] = ()) -> tuple[str, ...]:
        """Those of them that were asked for, all where none was.

        Raises:
            UsageError: One that there is not, or that has no table.
        """
        wanted = tuple(only)
        for area in wanted:
            one_of(area, AREAS, "only")
            if area not in self.areas:
                raise UsageError(f"The configuration {self.path} has no table [{area}].", target=area)
        return tuple(area for area in self.areas if area in wanted or not wanted)


def read_desired(path: str) -> Desired:
    """Read and check a configuration.

    Raises:
        UsageError: It cannot be read or used; the message says the file, the line, the table and the key.
        CredentialError: What it names as a secret cannot be used.
    """
    file = DesiredFile(path)
    for name, table in file.data.items():
        if name not in TABLES:
            raise file.unknown(name, TABLES, name)
        if not isinstance(table, dict):
            raise file.refusal(UsageError("this is a table of settings, and no value."), name)
    given = {name: _settings(file, name) for name in TABLES if name in file.data}
    if not set(AREAS) & set(given):
        raise UsageError(
            f"The configuration {path} has no table of an area.", target=path, advice=f"There are {', '.join(AREAS)}."
        )
    jobs = {name: _made(file, name, settings) for name, settings in given.items() if name != "diagnosis"}
    diagnosis = _diagnosis(file, given)
    return Desired(path=path, digest=file.digest, diagnosis=diagnosis, **cast("dict[str, Any]", jobs))


def _settings(file: DesiredFile, table: str) -> dict[str, Any]:
    """A table's settings by their names with underscores, secrets in the place of what names them."""
    known = TABLES[table].settings()
    settings: dict[str, Any] = {}
    for key, value in file.data[table].items():
        name = key.replace("-", "_")
        _refuse_secret(file, table, key)
        if name not in known:
            raise file.unknown(key, known, table, key)
        if name in settings:
            raise file.refusal(UsageError(f"{name} is said twice, with a dash and with an underscore."), table, key)
        kinds = (str, dict) if name == "directory" else (str,)
        if isinstance(value, list) and not all(isinstance(item, kinds) for item in value):
            raise file.refusal(UsageError("this must be a list of texts.", target=key), table, key)
        if name == "directory" and isinstance(value, list):
            value = [_directory(file, table, item) if isinstance(item, dict) else item for item in value]  # noqa: PLW2901
        settings[name] = value
    for prefix in TABLES[table].prefixes:
        _resolve(file, table, settings, prefix)
    return settings


def _directory(file: DesiredFile, table: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """The table of one directory of several."""
    for key in item:
        _refuse_secret(file, table, key)
    settings = {key.replace("-", "_"): value for key, value in item.items()}
    _resolve(file, table, settings, "")
    return settings


def _refuse_secret(file: DesiredFile, table: str, key: str) -> None:
    if key.replace("-", "_").lower().rpartition("_")[2] in _SECRETS:
        error = UsageError(
            "a secret stands here in clear.",
            target=key,
            advice="Name a file with it (password-file), a variable of the environment (password-env) or a "
            "credential of Windows (password-credential), or use a keytab; then change the secret.",
        )
        raise file.refusal(error, table, key)


def _resolve(file: DesiredFile, table: str, settings: dict[str, Any], prefix: str) -> None:
    """Put the secret in the place of what names it."""
    written = {name: name.replace("_", "-") for name in (prefix + reference for reference in REFERENCES)}
    named = next((name for name in written if name in settings), "")
    raw = named if named in file.data[table] else written.get(named, "")
    try:
        secret = referred(settings, prefix)
    except UsageError as error:
        raise file.refusal(error, table, raw) from error
    auth = settings.get(f"{prefix}auth")
    if not secret and auth in NEEDS_PASSWORD:
        advice = f"Name a file with it: {prefix}password-file.".replace("_", "-")
        raw = next((key for key in file.data[table] if key.replace("-", "_") == f"{prefix}auth"), "")
        raise file.refusal(UsageError(f"{auth} takes a password, and none is named.", advice=advice), table, raw)
    for name in written:
        settings.pop(name, None)
    if secret:
        settings[f"{prefix}password"] = secret


def _made(file: DesiredFile, table: str, settings: Mapping[str, Any]) -> object:
    for name in TABLES[table].needed:
        if not settings.get(name):
            raise file.refusal(UsageError(f"the setting {name!r} is missing.", target=name), table)
    try:
        return TABLES[table].make(settings)
    except UsageError as error:
        raise file.refusal(error, table, _key_of(error, file.data[table])) from error


def _key_of(error: UsageError, table: Mapping[str, Any]) -> str:
    """The key that an error is about, as it is written: by its target, or by the first word of its sentence."""
    first = error.message.partition(" ")[0]
    for item in (item for value in table.values() if isinstance(value, list) for item in value):
        if isinstance(item, dict) and error.target and (within := _key_of(error, item)):
            return within
    for key, value in table.items():
        plain = key.replace("-", "_")
        if (error.target and error.target in {key, plain}) or first.replace("-", "_") == plain:
            return key
        if error.target and (value == error.target or (isinstance(value, list) and error.target in value)):
            return key
    return ""


def _diagnosis(file: DesiredFile, given: Mapping[str, Mapping[str, Any]]) -> DiagnosisJob:
    """What a verification looks at: what the tables say of the farm, each thing by the first that says it."""
    shared = SETTINGS - {"log"}  # that of an export is another: where the run is logged
    settings = {name: value for name, value in given.get("photos", {}).items() if name in shared}
    trust, zone, mapping = (given.get(name, {}) for name in ("trust", "zones", "profiles"))
    found = {
        "store": trust.get("store"),
        "registry": zone.get("registry"),
        "account": zone.get("account"),
        "urls": zone.get("urls"),
        "farm": zone.get("farm") or mapping.get("farm"),
    }
    settings |= {name: value for name, value in found.items() if value}
    settings |= given.get("diagnosis", {})
    try:
        return diagnosis_job(settings)
    except UsageError as error:
        table = next((name for name in ("diagnosis", "photos", "zones") if name in given), AREAS[0])
        raise file.refusal(error, table, _key_of(error, file.data[table])) from error
