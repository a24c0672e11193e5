"""What the lab needs of the machine, checked before anything is started."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

APACHE_MODULES = Path("/usr/lib/apache2/modules")
SEARCH_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"

TOOLS = {
    "samba": "samba-ad-dc",
    "samba-tool": "samba",
    "ldbadd": "ldb-tools",
    "ldapsearch": "ldap-utils",
    "kinit": "krb5-user",
    "openssl": "openssl",
    "apache2": "apache2",
}
FILES = {
    "/usr/share/samba/setup/provision.ldif": "samba-ad-provision",
    "/usr/lib/apache2/modules/mod_auth_gssapi.so": "libapache2-mod-auth-gssapi",
}


def missing_needs() -> str:
    """Why the lab cannot run here, in one sentence; empty when it can."""
    if not sys.platform.startswith("linux"):
        return "the lab runs on Linux only."
    if os.geteuid() != 0:
        return "the lab must be started by root (it binds ports below 1024 and mounts its own hosts file)."
    packages = {package for tool, package in TOOLS.items() if not shutil.which(tool, path=SEARCH_PATH)}
    packages |= {package for path, package in FILES.items() if not Path(path).exists()}
    if packages:
        return f"the lab needs these Debian packages: {' '.join(sorted(packages))}."
    return ""
