"""Internet Explorer's zones of an account: which sites are in the Local intranet zone, and why; pure."""
