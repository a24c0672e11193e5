"""From the name of an account to its SID: Windows asked, or a directory."""
