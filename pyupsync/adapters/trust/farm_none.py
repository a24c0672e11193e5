"""Where a trust store belongs to no farm: no servers, nothing to restart."""

from __future__ import annotations

from collections.abc import Sequence

from pyupsync.errors import TrustStoreError


class NoFarm:
    """The farm of a folder store."""

    def servers(self) -> Sequence[str]:
        """None."""
        return ()

    def restart_iis(self, server: str) -> None:
        """There is nothing to restart.

        Raises:
            TrustStoreError: Always; nobody gets a server's name from here.
        """
        raise TrustStoreError(f"A folder store has no server {server} to restart.", target=server)
