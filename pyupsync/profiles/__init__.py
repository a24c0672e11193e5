"""The User Profile service's own way to the directory: its connections, its mappings, its synchronization."""
