"""The PowerShell module's files, its places, and the programs it runs in."""
