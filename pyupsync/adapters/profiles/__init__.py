"""Profiles: CSV and JSON Lines."""
