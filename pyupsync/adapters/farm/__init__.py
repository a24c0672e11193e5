"""A farm's own addresses and accounts: asked of SharePoint, or read from a file."""
