"""Synchronization engines: what they write of themselves, and their database."""
