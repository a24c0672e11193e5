"""SIDs of accounts as Windows itself looks them up."""

from __future__ import annotations

import os

from pyupsync.adapters.accounts.names import read_name
from pyupsync.adapters.registry import windows
from pyupsync.adapters.registry.windows_errors import number_of
from pyupsync.errors import ServiceAccountError
from pyupsync.model.sids import sid_text

_NONE_MAPPED = 1332
"""ERROR_NONE_MAPPED: no account of that name in any domain that was asked."""


class WindowsAccounts:
    """What ``LookupAccountName`` knows: this computer's accounts, its domain's, and those of trusted domains."""

    def sid(self, account: str) -> str:
        r"""The SID of ``DOMAIN\user``, ``user@domain``, ``.\user`` or a system account; a SID is itself.

        Raises:
            ServiceAccountError: There is no such account, or nobody to ask.
        """
        name = read_name(account)
        if name.kind == "sid":
            return name.value
        domain = os.environ.get("COMPUTERNAME", "") if name.kind == "local" else name.domain
        try:
            return sid_text(windows.lookup_account(f"{domain}\\{name.value}" if domain else name.value))
        except OSError as error:
            raise _unknown(account, error) from error

    def close(self) -> None:
        """Nothing is held open."""


def _unknown(account: str, error: OSError) -> ServiceAccountError:
    if number_of(error) == _NONE_MAPPED:
        words = f"Windows knows no account {account}."
        return ServiceAccountError(words, target=account, advice="See that it is spelled right, with its domain.")
    if not number_of(error):
        words = f"Which account {account} is, is not known here: this is not Windows."
        return ServiceAccountError(words, target=account, advice="Name the directory that knows it, or give its SID.")
    words = f"Windows could not look up {account}: {(error.strerror or str(error)).rstrip('.')}."
    advice = "See that a domain controller is reached (nltest /dsgetdc:DOMAIN), or give the SID."
    return ServiceAccountError(words, target=account, advice=advice)
