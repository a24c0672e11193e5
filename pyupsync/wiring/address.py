"""Addresses: a scheme, a colon, and what the adapter makes of the rest."""

from __future__ import annotations

from pyupsync.errors import UsageError


def split_address(
    address: str, name: str, schemes: tuple[str, ...], *, may_be_bare: tuple[str, ...] = ()
) -> tuple[str, str]:
    """Split ``scheme:rest``, refusing a scheme that is not one of ``schemes``; those that may be bare need no rest."""
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if scheme == "ldap" and "ldaps" in schemes:
        raise UsageError(
            f"The directory {address} would be spoken to in plaintext.",
            target=address,
            advice=f"Write ldaps:{rest}, or ldap+starttls:{rest}.",
        )
    if not colon or scheme not in schemes or not (rest or scheme in may_be_bare):
        forms = ", ".join(f"{known}:…" for known in schemes)
        raise UsageError(f"The {name} address {address!r} is in none of the known forms: {forms}.", target=address)
    return scheme, rest
