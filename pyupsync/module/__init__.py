"""The PowerShell module's installation: what is to be done, and what is wrong with it; pure."""
