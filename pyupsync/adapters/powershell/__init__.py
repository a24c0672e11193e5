"""SharePoint's cmdlets, asked in the hosting PowerShell or in one of its own."""
