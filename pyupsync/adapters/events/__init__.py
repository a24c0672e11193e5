"""Certificate events from where Windows and SharePoint keep them."""
