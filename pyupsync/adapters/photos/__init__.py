"""Pictures: a site over HTTP(S) and a folder."""
