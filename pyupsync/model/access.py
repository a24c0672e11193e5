"""Whose rights are meant, and what they are rights on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SecurityAccount:
    r"""An account of the directory, with all that it is once it has logged on.

    Attributes:
        sid: ``S-1-5-21-…``.
        name: For people: ``CORP\svc_ups``.
        dn: Its entry; empty where it is not known.
        groups: SIDs of its groups, nested ones and the primary one among them; None where they could not be read.
        bound: Whether it is the account that this run has logged on as: the server can be asked what it may do.
    """

    sid: str
    name: str
    dn: str = ""
    groups: tuple[str, ...] | None = ()
    bound: bool = False


@dataclass(frozen=True, slots=True)
class SecuredEntry:
    """An entry, as far as its rights go.

    Attributes:
        dn: Its name.
        classes: objectClass, the most special one last.
        sid: objectSid, empty for none.
        account: sAMAccountName, empty for none.
        admin_count: Whether adminCount is 1.
        descriptor: nTSecurityDescriptor without its system list, None where it could not be read.
    """

    dn: str
    classes: tuple[str, ...] = ()
    sid: str = ""
    account: str = ""
    admin_count: bool = False
    descriptor: bytes | None = None


@dataclass(frozen=True, slots=True)
class AccessDomain:
    """The domain whose rights are meant.

    Attributes:
        dns: ``corp.example``.
        netbios: ``CORP``; empty where it is not known.
        dn: Its root.
        configuration: DN of the configuration partition; empty where it is not known.
        base: What the directory's address names: the root, or a container in it.
    """

    dns: str
    netbios: str
    dn: str
    configuration: str
    base: str


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """One entry that was granted, for the file that undoes it.

    Attributes:
        dn: On which entry.
        right: The right's word.
        account: To whom.
        ace: The entry's bytes.
        before: The discretionary list as it was before, in SDDL.
        descriptor: The whole descriptor as it was before.
    """

    dn: str
    right: str
    account: str
    ace: bytes
    before: str
    descriptor: bytes
