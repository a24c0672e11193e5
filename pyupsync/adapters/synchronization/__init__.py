"""A User Profile service application's connections, mappings and synchronization: SharePoint's, or a file's."""
