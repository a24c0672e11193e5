"""A photo site over TLS, and photo sources that trust it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pyupsync.adapters.photos.http import HttpPhotos, open_http
from pyupsync.config import Login, Manners
from tests.contract.https_site import BASIC, Chain, Site, make_chain, running_site

AT_ONCE = Manners(retries=0)


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return make_chain(tmp_path_factory.mktemp("chain"))


@pytest.fixture
def site(chain: Chain) -> Iterator[Site]:
    with running_site(chain) as started:
        yield started


@pytest.fixture
def plain_site() -> Iterator[Site]:
    with running_site(None) as started:
        yield started


@pytest.fixture
def opened(chain: Chain) -> Iterator[Callable[..., HttpPhotos]]:
    """Opens photo sources that trust the chain and give up at the first failure, and closes them."""
    sources: list[HttpPhotos] = []

    def open_one(
        *sites: str, login: Login = BASIC, timeout: float = 5, manners: Manners = AT_ONCE, **more: int
    ) -> HttpPhotos:
        source = open_http(
            sites=sites, login=login, ca_file=str(chain.ca_file), timeout=timeout, manners=manners, **more
        )
        sources.append(source)
        return source

    yield open_one
    for source in sources:
        source.close()
