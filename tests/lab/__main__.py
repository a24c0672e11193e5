"""``python -m tests.lab``: keep a lab up for a person to try things by hand, until Ctrl-C."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path

from tests.lab import Lab, LabError, missing_needs, people, running_lab

ROOT = Path(__file__).resolve().parent.parent.parent


def _guide(lab: Lab) -> str:
    settings = [f"{name}={lab.env()[name]}" for name in ("KRB5_CONFIG", "KRB5CCNAME")]
    # Not nsenter's --wd: that stays in the mount from outside, where no file can be moved into place.
    enter = shlex.join(["nsenter", f"--target={os.getpid()}", "--mount", "env", f"--chdir={ROOT}", *settings])
    shell = f'{enter} PATH="{Path(sys.executable).parent}:$PATH" bash'
    where = [
        f"--profiles csv:{lab.profiles}",
        f"--directory {lab.directory_address}",
        f"--site {lab.web_host}",
        f"--auth kerberos --user {lab.principal} --keytab {lab.keytab()}",
        f"--ca-file {lab.ca_bundle}",
    ]
    curl = f"curl --negotiate -u : --cacert {lab.root_ca} -o {lab.root}/photo.jpg"
    on = " " + chr(92) + chr(10) + "    "
    search = f"ldapsearch -Q -Y GSSAPI -H ldap://{lab.dc_host}"  # Kerberos seals it
    return f"""The lab is up: {len(people.in_directory())} people, in {lab.root}.

First a shell in which its names resolve:
  {shell}

In that shell:
  kinit -k -t {lab.keytab()} {lab.principal}
  {curl} {lab.photo_url("p0000_LThumb.jpg")}
  {search} -b {lab.base} '(thumbnailPhoto=*)' cn
  {on.join(["pyupsync photos export", *where])}
  {on.join(["pyupsync diagnose person p0000 --site-account svc_web", *where])}

With passwords instead of Kerberos: {lab.root}/krb/NAME.password holds that of svc_ups, svc_none (no rights) and svc_off
(disabled), as --auth simple --user svc_ups@{lab.realm} --password-file FILE takes it.

Where things are:
  directory    {lab.directory_address}
  photo site   https://{lab.web_host}/photos/ (Kerberos), http://{lab.web_host}/open/ (anybody)
  others       https://{lab.incomplete_host}/ (sends no subordinate), https://{lab.other_host}/ (elsewhere)
  pictures     {lab.htdocs}/photos
  logs         {lab.root}/log, {lab.root}/web/log

Ctrl-C stops it and removes all of it."""


_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _stop(_signal: int, _frame: object) -> None:
    for one in _ENDS:  # impatience must not cut the cleaning up short
        signal.signal(one, lambda _signal, _frame: None)
    raise KeyboardInterrupt


def main() -> int:
    """Run the lab until a signal comes; 0 then, 1 when it did not come up."""
    for one in _ENDS:
        signal.signal(one, _stop)
    if reason := missing_needs():
        sys.stderr.write(f"No lab: {reason}\n")
        return 1
    try:
        with running_lab() as lab:
            sys.stdout.write(f"{_guide(lab)}\n")
            sys.stdout.flush()
            signal.pause()
    except LabError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stdout.write("The lab is stopped and removed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
