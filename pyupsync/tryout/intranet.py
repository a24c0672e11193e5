"""The farm's own addresses, and the registry of the account that fetches pictures: made up, as an admin would find it.

The account runs on a server with Enhanced Security Configuration, so that ``EscDomains`` counts. Somebody's script
has written one address to ``Domains`` alone, which does nothing there; one address is mapped well already; one is in
another zone by somebody's will.
"""

from __future__ import annotations

import codecs
import json
from pathlib import Path

from pyupsync.tryout import farm
from pyupsync.tryout.people import DOMAIN, NETBIOS

ACCOUNT = f"{NETBIOS}\\svc-farm"
MAPPED = f"http://portal.{DOMAIN}"
SCRIPTED = f"https://mysite.{DOMAIN}"
ELSEWHERE = f"https://extranet.{DOMAIN}"
_ADDRESSES = (
    (SCRIPTED, "Default", "My Sites"),
    (f"http://mysite.{DOMAIN}", "Intranet", "My Sites"),
    ("https://mysite", "Intranet", "My Sites"),
    ("http://mysite", "Custom", "My Sites"),
    (MAPPED, "Default", "Portal"),
    ("http://portal", "Intranet", "Portal"),
    (f"{ELSEWHERE}:8443", "Extranet", "Extranet"),
)
SITES = tuple(url.removesuffix(":8443") for url, _, _ in _ADDRESSES)
"""As the zone map has them: no port."""
_MAP = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap"
_REGISTRY = rf"""Windows Registry Editor Version 5.00

[{_MAP}]
"IEHarden"=dword:00000001

[{_MAP}\Domains\{DOMAIN}\extranet]
"https"=dword:00000002

[{_MAP}\Domains\{DOMAIN}\mysite]
"https"=dword:00000001

[{_MAP}\Domains\{DOMAIN}\portal]
"http"=dword:00000001

[{_MAP}\EscDomains\{DOMAIN}\extranet]
"https"=dword:00000002

[{_MAP}\EscDomains\{DOMAIN}\portal]
"http"=dword:00000001

"""


def write_farm(folder: Path) -> None:
    """Write the farm's addresses as ``pyupsync farm urls --save`` keeps them, and the account's registry."""
    urls = [
        {"url": url, "zone": zone, "web_application": application, "origin": "alternate access mapping"}
        for url, zone, application in _ADDRESSES
    ]
    accounts = [{"name": ACCOUNT, "role": "User Profile Synchronization service"}]
    text = json.dumps({"version": 1, "urls": urls, "accounts": accounts}, ensure_ascii=False, indent=1)
    (folder / farm.ADDRESSES).write_text(f"{text}\n", encoding="utf-8")
    data = _REGISTRY.replace("\n", "\r\n").encode("utf-16-le")
    (folder / farm.REGISTRY).write_bytes(codecs.BOM_UTF16_LE + data)
