"""Logs of IIS in the W3C format, plain or packed, from files and folders."""
