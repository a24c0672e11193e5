"""The photo site: Apache with mod_auth_gssapi, as SharePoint's My Site host would be seen from outside."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.lab import people, pictures
from tests.lab.names import INCOMPLETE_HOST, OTHER_HOST, WEB_HOST, Addresses
from tests.lab.needs import APACHE_MODULES
from tests.lab.pki import Pki
from tests.lab.processes import Service, listening, run

_MODULES = (
    *("mpm_event", "authn_core", "authz_core", "authz_user", "auth_gssapi"),
    *("ssl", "mime", "alias", "setenvif", "lua", "proxy", "proxy_http"),
)
SERVICES_PORT = 8080
"""Where the site passes what SharePoint's services are asked to; a test runs its stand-in for them there."""

_TEMPLATE = """ServerRoot {root}
PidFile {root}/run/httpd.pid
DefaultRuntimeDir {root}/run
Mutex file:{root}/run default
User www-data
Group www-data
ServerName {web_host}
GracefulShutdownTimeout 1
ErrorLog {root}/log/error.log
LogLevel warn
SetEnvIf Authorization "^([A-Za-z]+)" authorization=$1
LogFormat "%v\\t%{{local}}p\\t%u\\t%m\\t%U%q\\t%>s\\t%B\\t%{{authorization}}e" lab
CustomLog {root}/log/access.log lab
LogFormat "{w3c} 2 5 0" w3c_first
LogFormat "{w3c} 1 2148074254 0" w3c_second
LogFormat "{w3c} 0 0 0" w3c_other
CustomLog {root}/log/w3c.log w3c_first "expr=%{{REQUEST_STATUS}} == 401 && -z %{{req:Authorization}}"
CustomLog {root}/log/w3c.log w3c_second "expr=%{{REQUEST_STATUS}} == 401 && -n %{{req:Authorization}}"
CustomLog {root}/log/w3c.log w3c_other "expr=%{{REQUEST_STATUS}} != 401"
TypesConfig /dev/null
AddType image/jpeg .jpg
AddType text/html .html
DocumentRoot {root}/htdocs
ErrorDocument 500 /open/error.html
<Directory {root}/htdocs>
  Require all denied
</Directory>
<Directory {root}/htdocs/open>
  Require all granted
</Directory>
<Directory {root}/htdocs/photos>
  AuthType GSSAPI
  AuthName "photos"
  GssapiCredStore keytab:{root}/web.keytab
  GssapiAllowedMech krb5
  GssapiLocalName Off
  Require valid-user
</Directory>
<LocationMatch "^/_(vti_bin|api)/">
  AuthType GSSAPI
  AuthName "services"
  GssapiCredStore keytab:{root}/web.keytab
  GssapiAllowedMech krb5
  GssapiLocalName Off
  Require valid-user
</LocationMatch>
ProxyPass "/_vti_bin/" "http://{services}/_vti_bin/" nocanon disablereuse=On
ProxyPass "/_api/" "http://{services}/_api/" nocanon disablereuse=On
Alias /kept {root}/htdocs/photos
<Location /kept>
  AuthType GSSAPI
  AuthName "photos"
  GssapiCredStore keytab:{root}/web.keytab
  GssapiAllowedMech krb5
  GssapiLocalName Off
  GssapiConnectionBound On
  GssapiSignalPersistentAuth On
</Location>
<Files "*.lua">
  SetHandler lua-script
</Files>
<LocationMatch "^/photos/{login}_">
  ForceType text/html
</LocationMatch>
<LocationMatch "^/photos/({broken}|{elsewhere})_">
  SetHandler lua-script
</LocationMatch>
"""

# As IIS would log it; substatus and win32 status are words of IIS, and follow from whether credentials were sent.
W3C_FIELDS = (
    "date time s-ip cs-method cs-uri-stem s-port cs-username c-ip cs(User-Agent) cs-host "
    "sc-status sc-substatus sc-win32-status time-taken"
)
_W3C = "%{%Y-%m-%d}t %{%H:%M:%S}t %A %m %U %{local}p %u %a %{User-Agent}i %{Host}i %>s"

_HOST = """<VirtualHost {address}:80>
  ServerName {host}
</VirtualHost>
<VirtualHost {address}:443>
  ServerName {host}
  SSLEngine on
  SSLCertificateFile {certificate}
  SSLCertificateKeyFile {key}
</VirtualHost>
"""

# What answers in place of a picture, once the caller has logged on: late, without an end (64 MB of no announced
# length), with an error, or with the way to another host.
_SLOW = "function handle(r)\n  os.execute('sleep 5')\n  r:puts('late')\n  return apache2.OK\nend\n"
_BROKEN = "function handle(r)\n  return 500\nend\n"
_ELSEWHERE = """function handle(r)
  r.headers_out['Location'] = 'https://%s' .. r.uri
  return 302
end
"""
_BUSY = """function handle(r)
  r.err_headers_out['Retry-After'] = '1'
  if r:ivm_get('asked') then
    return 503
  end
  r:ivm_set('asked', true)
  return 429
end
"""
_ENDLESS = """function handle(r)
  r.content_type = 'image/jpeg'
  local block = string.rep('x', 65536)
  for _ = 1, 1024 do
    if not r:write(block) then break end
  end
  return apache2.OK
end
"""


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the access log.

    ``port`` tells http from https; ``authorization`` is the scheme of the header that came, empty when none did.
    """

    host: str
    port: int
    user: str
    method: str
    path: str
    status: int
    size: int
    authorization: str


@dataclass(frozen=True, slots=True)
class Website:
    """The site's files."""

    folder: Path

    @property
    def htdocs(self) -> Path:
        return self.folder / "htdocs"

    @property
    def access_log(self) -> Path:
        return self.folder / "log" / "access.log"

    @property
    def w3c_log(self) -> Path:
        """The same requests in the form of IIS, without its head; ``W3C_FIELDS`` names its fields."""
        return self.folder / "log" / "w3c.log"

    def requests(self) -> list[Request]:
        """What has been asked of the site so far, by any host name.

        Apache writes a line after the answer has gone out, so this waits until the log stands still for a moment.
        """
        log, before = self.access_log.read_text(errors="replace"), None
        while log != before:
            time.sleep(0.1)
            log, before = self.access_log.read_text(errors="replace"), log
        return [_request(line) for line in log.splitlines()]


def _request(line: str) -> Request:
    host, port, *texts, status, size, scheme = ["" if part == "-" else part for part in line.split("\t")]
    user, method, path = texts
    return Request(host, int(port), user, method, path, int(status), int(size), scheme)


def make_website(folder: Path, addresses: Addresses, pki: Pki) -> Website:
    """Write the configuration, the pages and everyone's pictures; the keytab comes later."""
    site = Website(folder)
    for name in ("run", "log", "rcache", "htdocs/photos", "htdocs/open"):
        (folder / name).mkdir(parents=True)
    shutil.chown(folder / "rcache", "www-data", "www-data")
    (folder / "httpd.conf").write_text(_configuration(folder, addresses, pki), encoding="utf-8")
    _write_pages(site)
    for number, one in enumerate(people.PEOPLE):
        _write_pictures(site.htdocs / "photos", number, one)
    return site


def _configuration(folder: Path, addresses: Addresses, pki: Pki) -> str:
    loads = [f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n" for name in _MODULES]
    hosts = [
        (addresses.web, WEB_HOST, pki.chain("web"), pki.key("web")),
        (addresses.incomplete, INCOMPLETE_HOST, pki.leaf("incomplete"), pki.key("incomplete")),
        (addresses.other, OTHER_HOST, pki.chain("other"), pki.key("other")),
    ]
    listens = [f"Listen {address}:{port}\n" for address, *_ in hosts for port in (80, 443)]
    names = {case: people.person(case).sam for case in ("login_page", "error_page", "redirect")}
    main = _TEMPLATE.format(
        root=folder,
        web_host=WEB_HOST,
        services=f"{addresses.web}:{SERVICES_PORT}",
        w3c=_W3C,
        login=names["login_page"],
        broken=names["error_page"],
        elsewhere=names["redirect"],
    )
    parts = [
        _HOST.format(address=address, host=host, certificate=certificate, key=key)
        for address, host, certificate, key in hosts
    ]
    return "".join(loads + listens + [main] + parts)


def _write_pages(site: Website) -> None:
    (site.htdocs / "photos" / "slow.lua").write_text(_SLOW)
    (site.htdocs / "photos" / "endless.lua").write_text(_ENDLESS)
    (site.htdocs / "photos" / "busy.lua").write_text(_BUSY)
    (site.htdocs / "open" / "error.html").write_bytes(pictures.error_page())
    (site.htdocs / "open" / "open.jpg").write_bytes(pictures.portrait(0))


def _write_pictures(folder: Path, number: int, one: people.LabPerson) -> None:
    pages = {"error_page": _BROKEN.encode, "redirect": (_ELSEWHERE % OTHER_HOST).encode}
    special = pictures.SPECIAL.get(one.case) or pages.get(one.case)
    for size, wanted, width in (("L", one.has_large, 300), ("M", one.has_medium, 72)):
        if wanted:
            (folder / one.file(size)).write_bytes(special() if special else pictures.portrait(number, width))


def web_server(site: Website, keytab: Path, env: Mapping[str, str], addresses: Addresses) -> Service:
    """The service itself; its user may read a copy of the keytab."""
    copy = site.folder / "web.keytab"
    shutil.copyfile(keytab, copy)
    shutil.chown(copy, "www-data", "www-data")
    copy.chmod(0o600)
    settings = {**env, "KRB5RCACHENAME": f"file2:{site.folder}/rcache/rcache"}
    config: list[str | Path] = ["-d", site.folder, "-f", site.folder / "httpd.conf"]
    run("apache2", *config, "-t", env=settings)
    where = [addresses.web, addresses.incomplete, addresses.other]
    return Service(
        "The photo site",
        ["apache2", *config, "-D", "FOREGROUND"],
        env=settings,
        log=site.folder / "log" / "error.log",
        ready=lambda: all(listening(address, port) for address in where for port in (80, 443)),
    )
