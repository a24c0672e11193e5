"""The options of ``pyupsync diagnose farm`` and ``diagnose person``: where the checks may look."""

from __future__ import annotations

import argparse
from typing import Any, get_args

from pyupsync.cli.login import add_directory_passwords, add_login, add_password
from pyupsync.cli.options import add_directories, add_json, add_network, given, table_settings
from pyupsync.config import DiagnosisJob, DirectoryAuth, ImageProfile, SiteAuth, diagnosis_job
from pyupsync.config.diagnosing import SETTINGS
from pyupsync.config.toml import read_tables


def add_options(command: argparse.ArgumentParser) -> None:
    """Add them all; none is needed."""
    told = "TOML file whose tables [photos], as for exports, and [diagnosis] hold these options"
    command.add_argument("--config", metavar="FILE", help=told)
    _add_farm(command.add_argument_group("the farm, and the account that fetches pictures"))
    _add_pictures(command.add_argument_group("profiles, pictures and the directory"))
    add_network(command)
    add_json(command)
    command.add_argument("--html", metavar="FILE", help="tell it as a page too, with the picture at each station")
    add_login(command, "the directory", get_args(DirectoryAuth))
    add_login(command, "the sites", get_args(SiteAuth), "site-")


def _add_farm(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--farm", metavar="ADDRESS", help="sharepoint: or farm:FILE: its addresses and accounts")
    group.add_argument("--store", metavar="ADDRESS", help="sharepoint: or folder:PATH: its trusted root authorities")
    group.add_argument("--registry", metavar="ADDRESS", help="winreg:, reg:FILE or hive:FILE: the account's zones")
    whose = "whose zones: a SID, DOMAIN\\user, user@domain; service: the farm's User Profile service's"
    group.add_argument("--account", metavar="NAME", help=whose)
    here = "a host that the registry's own server answers to: is the loopback check in its way? repeatable"
    logs = "IIS logs and folders of them: was the picture refused? repeatable"
    group.add_argument("--log", action="append", metavar="PATH", help=logs)
    events = "exports of event 8311 and SharePoint's own logs: did it refuse the certificate? repeatable"
    group.add_argument("--events", action="append", metavar="FILE", help=events)
    engine = "csexport:FILE, mv:FILE, runs:FILE or sql:PROVIDER: has the synchronization the pictures? repeatable"
    group.add_argument("--metaverse", action="append", metavar="ADDRESS", help=engine)
    group.add_argument("--served-here", action="append", metavar="HOST", help=here)
    pool = "the account of the My Site host's application pool, which has the SPN"
    group.add_argument("--site-account", metavar="NAME", help=pool)


def _add_pictures(group: argparse._ArgumentGroup) -> None:
    profiles = "csv:FILE, jsonl:FILE, soap:URL, rest:URL?accounts=FILE, library:URL, library:FOLDER or om:"
    group.add_argument("--profiles", metavar="ADDRESS", help=profiles)
    sites = "gets credentials: host, host:444, https://host:444; repeatable"
    group.add_argument("--site", dest="sites", action="append", metavar="SITE", help=sites)
    group.add_argument("--photos", metavar="ADDRESS", help="http (default) or folder:PATH")
    group.add_argument("--image", choices=get_args(ImageProfile), help="as exports make them: gal (default) …")
    group.add_argument("--proxy", metavar="http://HOST:PORT", help="for the sites; the environment's is not used")
    add_directories(group)
    group.add_argument("--state", metavar="ADDRESS", help="sqlite:FILE, what exports kept: who else writes pictures?")


def job_from(args: argparse.Namespace) -> DiagnosisJob:
    """Make the job: the configuration file's settings, overridden by the command line's.

    Raises:
        UsageError: Unknown or unusable settings.
    """
    settings = _configured(args.config) | given(args)
    add_directory_passwords(settings)
    for prefix in ("", "site-"):
        add_password(settings, prefix)
    return diagnosis_job(settings)


def _configured(path: str | None) -> dict[str, Any]:
    """What a file says for exports and for this; where an export's run is logged is no log to be read."""
    if not path:
        return {}
    photos, own = read_tables(path, "photos", "diagnosis")
    return table_settings(photos, path, SETTINGS - {"log"}) | table_settings(own, path)
