"""Certificates, the stores they are trusted in, and the farm they belong to."""
