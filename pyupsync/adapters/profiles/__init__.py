"""Profiles: CSV and JSON Lines, and SharePoint's own services."""
