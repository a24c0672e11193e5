"""The jobs on rights in the directory: test, plan, grant, undo."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack

from pyupsync.access.carry import Carrying
from pyupsync.access.findings import right_finding, say, too_much
from pyupsync.access.grants import has_grant, holds_protected, partitions, targets
from pyupsync.access.people import Whom, judge_people
from pyupsync.access.plan import plan_grants, plan_revocations
from pyupsync.access.rights import CREATE_USER, REPLICATE, WRITE_PROPERTY, Need
from pyupsync.access.undo import refuse_elsewhere
from pyupsync.changing import apply_changes
from pyupsync.config import AccessJob
from pyupsync.errors import PersonNotFound, UsageError
from pyupsync.model import Event, EventStream, Message
from pyupsync.model.access import SecuredEntry, SecurityAccount
from pyupsync.ports import AccessDirectory
from pyupsync.wiring.access import open_access, open_undo_file, read_undo_file

_WRITE_ALL = Need(WRITE_PROPERTY, (), "Write All Properties")
_PHOTO = ("write-photo",)
_NOT_REACHED = (
    "It is granted there already, and does not reach them. Grant it on the OU between that inherits nothing; or, where "
    "their class is not user but inetOrgPerson, on those people themselves."
)


def check_access(job: AccessJob) -> EventStream:
    """Yield a Finding for each right of each account and place, and Records of those people it may not write.

    What the job asks for by name is a fault when it is missing, and writing thumbnailPhoto where it names none.
    """
    with ExitStack() as stack:
        directory, probe = open_access(job.settings, job.timeout, stack)
        ous = job.ous or (directory.access_domain.base,)
        for name in job.accounts or ("",):
            account = directory.account(name)
            whom = Whom(account, _names(directory, account), probe if account.bound else None)
            for ou in ous:
                yield from _check_ou(job, directory, whom, ou)
            yield from _check_partitions(job, directory, whom)


def plan_access(job: AccessJob) -> EventStream:
    """Yield a Change for every entry of a list that is missing, and Outcomes for what is there. Nothing is written."""
    with ExitStack() as stack:
        directory, _ = open_access(job.settings, job.timeout, stack)
        yield from _planned(job, directory, {})


def grant_access(job: AccessJob, *, what_if: bool = False) -> EventStream:
    """Add what is missing, one entry of one list at a time; what undoes each is on the disk before it is made."""
    with ExitStack() as stack:
        directory, _ = open_access(job.settings, job.timeout, stack)
        seen: dict[str, SecuredEntry] = {}
        undo = open_undo_file(job.undo_file)
        made = yield from apply_changes(
            _planned(job, directory, seen), Carrying(directory, seen, undo.keep).make, what_if=what_if
        )
        if made:
            yield Message("verbose", f"What was there before is in {undo.path}; pyupsync access undo takes it back.")


def undo_access(job: AccessJob, *, what_if: bool = False) -> EventStream:
    """Take back what an undo file says was granted, the last one first; what others changed meanwhile stays."""
    if not job.undo_file:
        raise UsageError("No undo file was named.", advice="Name the one that granting wrote: access-undo-….jsonl.")
    records = read_undo_file(job.undo_file)
    with ExitStack() as stack:
        directory, _ = open_access(job.settings, job.timeout, stack)
        seen: dict[str, SecuredEntry] = {}
        refuse_elsewhere(records, directory.access_domain)
        for dn in dict.fromkeys(record.dn for record in records):
            try:
                seen[dn] = directory.entry(dn)
            except PersonNotFound:
                continue
        yield from apply_changes(plan_revocations(records, seen), Carrying(directory, seen).make, what_if=what_if)


def _planned(job: AccessJob, directory: AccessDirectory, seen: dict[str, SecuredEntry]) -> Iterator[Event]:
    domain, rights = directory.access_domain, job.rights or _PHOTO
    ous = job.ous or (domain.base,)
    if not job.accounts:
        raise UsageError("No account was named.", advice="Say to whom: --account DOMAIN\\user.")
    if not job.ous and domain.base == domain.dn and set(rights) != {"replicate"}:
        raise UsageError(
            f"A right would be granted on the whole domain {domain.dn}.",
            target=domain.dn,
            advice="Name the OUs with the people: --ou OU=Staff,…; or the domain itself, where that is meant.",
        )
    for name in job.accounts:
        account = directory.account(name)
        wanted: list[tuple[str, SecuredEntry]] = []
        for right in dict.fromkeys(rights):
            for dn in targets(right, domain, ous):
                entry = seen[dn] if dn in seen else directory.entry(dn)
                wanted.append((right, entry))
                seen[entry.dn] = entry
        yield from plan_grants(account, wanted, _names(directory, account))


def _check_ou(job: AccessJob, directory: AccessDirectory, whom: Whom, ou: str) -> Iterator[Event]:
    account, probe = whom.account, whom.probe
    container = directory.entry(ou)
    required = not job.rights or "write-photo" in job.rights
    if required:

        def advice(cause: str) -> str:
            if cause == "NoWriteRight" and has_grant(whom.account, container):
                return _NOT_REACHED
            return _advice(job, account, cause, ou, directory.access_domain.dn)

        yield from judge_people(whom, container.dn, directory.people(ou), advice)
    server = "user" in probe.creatable(ou) if probe else None
    said = say(account, container, CREATE_USER, whom.names, server=server)
    yield right_finding(
        account,
        "createChild",
        CREATE_USER.words,
        container,
        said,
        required="create-child" in job.rights,
        advice=_grant_command(job, account, "create-child", ou),
    )
    if "write-all" in job.rights:
        said = say(account, container, _WRITE_ALL, whom.names)
        advised = _grant_command(job, account, "write-all", ou)
        yield right_finding(account, "writeAll", _WRITE_ALL.words, container, said, required=True, advice=advised)


def _check_partitions(job: AccessJob, directory: AccessDirectory, whom: Whom) -> Iterator[Event]:
    domain = directory.access_domain
    for dn in partitions(domain):
        try:
            root = directory.entry(dn)
        except PersonNotFound:  # a file need not hold it
            yield Message("warning", f"{dn} is not there, so whether {whom.account.name} may replicate is not known.")
            continue
        server = whom.probe.replicates(dn) if whom.probe else None
        said = say(whom.account, root, REPLICATE, whom.names, server=server)
        yield right_finding(
            whom.account,
            "replicate",
            REPLICATE.words,
            root,
            said,
            required="replicate" in job.rights,
            advice=_grant_command(job, whom.account, "replicate", ""),
        )
        if dn == domain.dn:
            yield from too_much(whom.account, root, whom.names)


def _names(directory: AccessDirectory, account: SecurityAccount) -> dict[str, str]:
    return directory.names(frozenset((account.sid, *(account.groups or ()))))


def _advice(job: AccessJob, account: SecurityAccount, cause: str, ou: str, domain: str) -> str:
    if cause == "ProtectedAccount":
        holder = f"CN=AdminSDHolder,CN=System,{domain}"
        return (
            "Protected accounts inherit nothing. Take those people out of the protected groups and let them inherit "
            f"again; or, for all of them, administrators too: {_grant_command(job, account, 'write-photo', holder)}"
        )
    if cause == "DenyAce":
        return "Take that entry away, or the account out of that group: what is denied goes before what is granted."
    if cause in {"DescriptorUnread", "GroupsUnread"}:
        return "Log on as an account that may read permissions there, or as the account itself."
    return f"Run: {_grant_command(job, account, 'write-photo', ou)}" if not holds_protected(ou) else ""


def _grant_command(job: AccessJob, account: SecurityAccount, right: str, ou: str) -> str:
    words = ["pyupsync", "access", "grant", "--directory", job.directory, "--account", account.name]
    words += ["--ou", ou] if ou else []
    words += ["--right", right] if right != "write-photo" else []
    words += ["--ca-file", job.ca_file] if job.ca_file else []
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
