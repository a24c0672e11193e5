"""Sessions of requests: TLS always verified, nothing taken from the environment."""

from __future__ import annotations

import ssl
from importlib import metadata
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.ssl_ import create_urllib3_context

from pyupsync.errors import UsageError

_POOLS = 8
"""Hosts a thread keeps connections to; one connection each."""


def new_session(ca_file: str) -> requests.Session:
    """A session that trusts the authorities in ``ca_file``; with none, the system's and certifi's."""
    session = requests.Session()
    # REQUESTS_CA_BUNDLE in the environment would override verify; .netrc and proxies would get credentials.
    session.trust_env = False
    session.verify = ca_file or True
    session.headers = {
        "User-Agent": f"pyupsync/{metadata.version('pyupsync')}",
        "Accept": "image/*, */*;q=0.5",
        "Accept-Encoding": "identity",
    }
    kind = HTTPAdapter if ca_file else _SystemTrust
    session.mount("https://", kind(pool_connections=_POOLS, pool_maxsize=1))
    session.mount("http://", HTTPAdapter(pool_connections=_POOLS, pool_maxsize=1))
    return session


def check_ca_file(path: str) -> None:
    """Refuse a CA file that holds no certificate.

    Raises:
        UsageError: No such file, or nothing in it that is a certificate in PEM.
    """
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:  # ssl.SSLError among them
        advice = "Give a file of certificates in PEM (-----BEGIN CERTIFICATE-----)."
        raise UsageError(f"The CA file {path} cannot be used: {error}.", target=path, advice=advice) from error


class _SystemTrust(HTTPAdapter):
    """Trusts the operating system's authorities, where a company's own are, besides certifi's."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        context = create_urllib3_context()
        context.load_default_certs()
        super().init_poolmanager(*args, **kwargs, ssl_context=context)
