"""What checks ask of directories and sites."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from pyupsync.config import DiagnosisJob, DirectorySettings, Login
from pyupsync.ports import DirectoryProbe, SiteProbe
from pyupsync.wiring.address import split_address


def open_directory_probe(directory: DirectorySettings, timeout: float, stack: ExitStack) -> DirectoryProbe:
    """Open ``ldaps://…``, ``ldap+starttls://…`` or ``ldif:FILE`` to be asked by checks; ``stack`` closes it."""
    scheme, rest = split_address(directory.address, "directory", ("ldaps", "ldap+starttls", "ldif"))
    probe: DirectoryProbe
    if scheme == "ldif":
        from pyupsync.adapters.directory.ldif_probe import LdifProbe

        probe = LdifProbe(rest)
    else:
        from pyupsync.adapters.directory.ldap_probe import LdapProbe

        probe = LdapProbe(directory.address, directory.login or Login(), directory.ca_file, timeout)
    stack.callback(probe.close)
    return probe


def open_site_probe(job: DiagnosisJob, stack: ExitStack) -> SiteProbe:
    """Get ready to ask sites without credentials; ``stack`` closes it."""
    from pyupsync.adapters.photos.site_probe import HttpProbe

    probe = HttpProbe(job.ca_file, job.timeout, job.manners)
    stack.callback(probe.close)
    return probe


def host_named(url: str, sites: Sequence[str]) -> tuple[str, bool]:
    """The host of an address, with its port where that is not the scheme's own, and whether it is one of the sites.

    Raises:
        FetchError: It is no http or https address.
        UsageError: A site is no host name.
    """
    from pyupsync.adapters.photos.urls import named_site, parse_sites, place, site_name

    here = place(url)
    return site_name(here), named_site(here, parse_sites(sites), secret=False)


def is_here(host: str) -> bool:
    """Whether a host name leads to this very machine."""
    from pyupsync.adapters.this_machine import answers_here

    return answers_here(host)
